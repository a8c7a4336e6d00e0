"""The one write that closes a need or a friction, or opens it again: met or mended by what, taken back, come back."""

from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Verdict
from ecotone.care import policies
from ecotone.care.actions.unmet import stands_anew
from ecotone.care.models import Friction, NeedOffer, Referral, StatedNeed, Turn, UnmetNeed
from ecotone.care.rules.needs import MetBy, OfferState, Standing, turn_problems
from ecotone.care.rules.seeing import Sight
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Institution
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground.errors import Invalid, NotFound, Problem, Stale, check

Closable = UnmetNeed | StatedNeed | Friction
KINDS: dict[str, type[UnmetNeed] | type[StatedNeed] | type[Friction]] = {
    each.record_kind(): each for each in (UnmetNeed, StatedNeed, Friction)
}


@action("care.turn")
def turn(
    *,
    by: Principal,
    kind: str,
    record_id: UUID,
    version: int,
    became: Standing,
    met_by: MetBy | None = None,
    met_by_id: UUID | None = None,
    words: str = "",
) -> Turn:
    """Closes an unmet or stated need or a friction (`kind`), or opens it again, and keeps by whom and by what.

    Raises Refused, Invalid naming every fault, Stale when another change came first.
    """
    if kind not in KINDS:
        raise NotFound("record", kind)
    subject = KINDS[kind].of(record_id)
    verdict = _may_turn(by, subject, became).require(kind, record_id)
    if subject.version != version:
        raise Stale(kind, record_id, version)
    check(choice_problems(became=(Standing, became), **({"met_by": (MetBy, met_by)} if met_by else {})))
    before, after = Standing(subject.state), Standing(became)
    check(turn_problems(kind, before, after, MetBy(met_by) if met_by else None, met_by_id, words))
    if after is Standing.STANDING and isinstance(subject, UnmetNeed) and stands_anew(subject):
        raise Invalid(Problem("care.turned_already"))
    by_what: dict[str, Any] = {}
    if after is Standing.MET and met_by:
        by_what = {"met_by": met_by, "met_by_id": _there(by, subject, MetBy(met_by), met_by_id)}
    subject.change(version=version, state=after)
    made = Turn.add(**{kind: subject}, became=after, words=words, **by_what, **_signed(by, subject))
    wrote(kind, record_id, act="care.turn", basis=verdict.basis, keeps_access=True)
    return made


def _may_turn(by: Principal, subject: Closable, became: str) -> Verdict:
    if isinstance(subject, StatedNeed):
        return policies.may_turn_stated(by, subject)
    if isinstance(subject, UnmetNeed):
        return policies.may_turn_unmet(by, subject)
    if became == Standing.WITHDRAWN or subject.state == Standing.WITHDRAWN or by.is_system:
        return policies.may_correct(by, subject)
    if policies.sight_of(by, subject) is Sight.FULL:
        return policies.may_speak(by)
    return Verdict.refuse("care.only_who_met_it" if by.account_id else "access.nobody")


def _there(by: Principal, subject: Closable, met_by: MetBy, met_by_id: UUID | None) -> UUID | None:
    """What it is met by, if that is there and the caller may know of it. Raises Invalid otherwise."""
    if met_by is MetBy.WORDS or met_by_id is None:
        return None
    if met_by is MetBy.SERVICE:
        found = Service.objects.filter(pk=met_by_id).exists()
    elif met_by is MetBy.INSTITUTION:
        found = Institution.objects.filter(pk=met_by_id).exists()
    elif met_by is MetBy.OFFER:
        found = NeedOffer.objects.filter(pk=met_by_id, stated=subject.pk, state=OfferState.TAKEN_UP).exists()
    else:
        referral = Referral.objects.filter(pk=met_by_id).first()
        found = referral is not None and policies.sees_referral(by, referral)
    if not found:
        raise Invalid(Problem("care.say_which", "met_by"))
    return met_by_id


def _signed(by: Principal, subject: Closable) -> dict[str, Any]:
    """Who turned it. A person is named as she is on what she turns: by the need she stated, or not at all."""
    signed = Turn.signed(by)
    if by.kind is Kind.PERSON:
        signed["author"] = subject.author if isinstance(subject, StatedNeed) else ""
    return signed
