"""Writes to judgements on paper: a form is printed with a code, and typed in by either end with who held the pen."""

from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import policies
from ecotone.care.actions.closing import judge
from ecotone.care.machine import State
from ecotone.care.models import PaperForm, Referral
from ecotone.care.rules import Means, NeedView, Pen
from ecotone.ground.errors import Invalid, NotFound, Problem
from ecotone.ground.ids import new_id

LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"
"""No letter or digit that is taken for another when it is read off paper, or by old eyes."""

LENGTH = 8

TYPED_BY = (Kind.WORKER, Kind.SYSTEM)
"""She and whoever acts for her say it on the page; what comes on paper a worker of either end types in."""


@action("care.print_paper_form")
def print_paper_form(*, by: Principal, referral_id: UUID) -> PaperForm:
    """A form for her judgement of this ask, with a code of its own; the one that is still out serves again."""
    referral = Referral.of(referral_id)
    basis = policies.may_judge(by, referral).require("referral", referral_id).basis
    if referral.state in (State.DRAFT, State.ENTERED_IN_ERROR):
        raise Invalid(Problem("care.not_from_here"))
    out = PaperForm.objects.filter(referral=referral, judgement=None).order_by("-created_at", "-id").first()
    form = out or PaperForm.add(referral=referral, code=_code(), **PaperForm.signed(by))
    wrote("referral", referral_id, act="care.print_paper_form", basis=basis, keeps_access=True)
    return form


def _code() -> str:
    """Eight signs from the random part of a new id: as many as half a million million codes."""
    number, signs = new_id().int & (1 << 62) - 1, ""
    for _ in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        signs += LETTERS[rest]
    return signs


def _as_printed(text: str) -> str:
    """What somebody typed, as the code would be printed: capitals, without the gaps and dashes."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


@action("care.judge_from_paper")
def judge_from_paper(
    *, by: Principal, code: str, view: NeedView, words: str = "", pen: Pen = Pen.PERSON
) -> PaperForm:
    """Types in what a paper form says. Each form once: Invalid when it was typed in before.

    Raises NotFound alike for a code that nobody printed and for one that is not the caller's to type in.
    """
    form = PaperForm.objects.select_for_update().filter(code=_as_printed(code)[:12]).first()
    if form is None or not policies.may_judge(by, form.referral).allowed or by.kind not in TYPED_BY:
        raise NotFound("paperform", code)
    if form.judgement_id:
        raise Invalid(Problem("care.paper_typed_in", "code"))
    form.judgement = judge(by=by, referral_id=form.referral_id, view=view, words=words, pen=pen, means=Means.PAPER)
    form.save(update_fields=["judgement"])
    return form
