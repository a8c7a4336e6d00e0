"""For the team that asked a group without an account: the link it was sent, and what it said by phone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.care import actions, queries
from ecotone.care.machine import BY_CODE, Party, Whom, moves_open_to
from ecotone.care.views import ByLink, ReferralView, SentenceView
from ecotone.ground.clock import LOCAL
from ecotone.ground.errors import Invalid, NotFound
from ecotone.web.forms.answer import AddressForm, HeardForm, TakeBackForm
from ecotone.web.forms.base import sent_version
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.words import say_problem


@require_POST
@page(Access.SIGNED_IN, "web.send_link", commitments=[9])
def send_link(request: Request, referral_id: UUID) -> HttpResponse:
    """Sends the link again, to where it went before."""
    try:
        actions.send_link(by=request.principal, referral_id=referral_id, live_id=id_in(request.POST.get("link", "")))
        messages.success(request, _("A new link is on its way. The one before it opens nothing more."))
    except Invalid as invalid:
        messages.error(request, say_problem(invalid.problems[0]))
    return redirect("referral", referral_id=referral_id)


@page(Access.SIGNED_IN, "web.link_address", commitments=[9])
def link_address(request: Request, referral_id: UUID) -> HttpResponse:
    """Sends the link to another address, with a reason."""
    view, by_link = _of(request, referral_id)
    form = AddressForm.of(request)
    live_id = _live_id(request, by_link)
    if form.is_valid() and form.done(
        actions.send_link, referral_id=referral_id, live_id=live_id, **form.cleaned_data
    ):
        messages.success(request, _("The link is on its way there. The one before it opens nothing more."))
        return redirect("referral", referral_id=referral_id)
    lead = _("Only send it where you know that it reaches them. A code goes there too, so it must be theirs to read.")
    return _form(request, form, view, live_id, _("Send the link to another address"), lead, _("Send it there"))


@page(Access.SIGNED_IN, "web.revoke_link", commitments=[3, 9])
def revoke_link(request: Request, referral_id: UUID) -> HttpResponse:
    """Takes the link back: it opens nothing from that moment."""
    view, by_link = _of(request, referral_id)
    form = TakeBackForm.of(request)
    live_id = _live_id(request, by_link)
    if form.is_valid() and _taken_back(form, referral_id, live_id):
        messages.success(request, _("Taken back. It opens nothing more."))
        return redirect("referral", referral_id=referral_id)
    lead = _(
        "Whoever holds it sees nothing more from this moment. What was asked goes on. To stop that too, go back to "
        "the request."
    )
    return _form(request, form, view, live_id, _("Take the link back"), lead, _("Take it back"))


def _live_id(request: Request, by_link: ByLink) -> UUID | None:
    """The live link as the page showed it: sent back with the form, so that an old form changes nothing."""
    if request.method == "POST":
        return id_in(request.POST.get("link", ""))
    return by_link.live.id if by_link.live else None


def _taken_back(form: TakeBackForm, referral_id: UUID, live_id: UUID | None) -> bool:
    given = {"referral_id": referral_id, "live_id": live_id, **form.cleaned_data}
    form.perform(actions.revoke_link, **given)
    return not form.errors


def _of(request: Request, referral_id: UUID) -> tuple[ReferralView, ByLink]:
    """The referral, and how its link stands. Raises NotFound for who did not ask: there is nothing here for them."""
    view = queries.referral(request.principal, referral_id)
    by_link = view.by_link
    if not (by_link.links or by_link.can_send):
        raise NotFound("answerlink")
    return view, by_link


def _form(
    request: Request, form: Any, view: ReferralView, live_id: UUID | None, title: Any, lead: Any, button: Any
) -> HttpResponse:
    context = {"form": form, "row": view.row, "live_id": live_id, "title": title, "lead": lead, "button": button}
    return render(request, "web/link_form.html", context)


@page(Access.SIGNED_IN, "web.write_down", commitments=[9])
def write_down(request: Request, referral_id: UUID) -> HttpResponse:
    """What did they say? Chooses the move that it means."""
    view, by_link = _of(request, referral_id)
    if not by_link.can_write_down:
        raise NotFound("referral", referral_id)
    return render(
        request,
        "web/write_down.html",
        {"row": view.row, "moves": _theirs(view), "sentence": _sentence(request, referral_id)},
    )


def _theirs(view: ReferralView) -> list[str]:
    """The moves that the target could make now, apart from opening it and what hangs on a hand-on."""
    open_to = moves_open_to(view.row.state, frozenset({Party.TARGET}), Whom.ONE)
    return [move.code for move in open_to if move.code not in ("receive", "complete_onward")]


def _sentence(request: Request, referral_id: UUID) -> SentenceView | None:
    sentence_id = id_in(request.GET.get("sentence", ""))
    return queries.sentence(request.principal, referral_id, sentence_id) if sentence_id else None


@page(Access.SIGNED_IN, "web.write_down_move", commitments=[4, 9])
def write_down_move(request: Request, referral_id: UUID, code: str) -> HttpResponse:
    """Writes one move of theirs down: who said it, how, when, and all that the move records."""
    view, by_link = _of(request, referral_id)
    move = BY_CODE.get(code)
    if move is None or Party.TARGET not in move.by or not by_link.can_write_down:
        raise NotFound("move", code)
    sentence = _sentence(request, referral_id)
    form = HeardForm.of(request, move=move, initial=_beforehand(view, code, sentence))
    if form.is_valid() and form.done(
        actions.write_down,
        referral_id=referral_id,
        version=sent_version(request),
        code=code,
        recorded=form.recorded(),
        sentence_id=sentence.id if sentence else None,
        **form.heard(),
    ):
        messages.success(request, _("Written down, as theirs."))
        return redirect("referral", referral_id=referral_id)
    version = sent_version(request) or view.row.version
    context = {"form": form, "row": view.row, "code": code, "version": version, "sentence": sentence}
    return render(request, "web/write_down.html", context)


def _beforehand(view: ReferralView, code: str, sentence: SentenceView | None) -> dict[str, Any]:
    """What can be filled in: the sentence as it was written, by whom, on which day."""
    given: dict[str, Any] = {"worker": str(view.row.target)}
    if sentence:
        given |= {
            "heard_by": "message",
            "heard_from": str(view.row.target),
            "heard_on": sentence.at.astimezone(LOCAL).date(),
        }
        text = next((f.name for f in BY_CODE[code].fields if f.name in TAKES_SENTENCE), None)
        given |= {text: sentence.text} if text else {}
    return given


TAKES_SENTENCE = ("question", "reason_text", "note", "output")


@require_POST
@page(Access.SIGNED_IN, "web.set_sentence_aside", commitments=[9])
def set_sentence_aside(request: Request, referral_id: UUID, sentence_id: UUID) -> HttpResponse:
    """The asker has read a sentence that needs no move."""
    actions.set_sentence_aside(by=request.principal, sentence_id=sentence_id)
    return redirect("referral", referral_id=referral_id)
