"""What who holds an e-mailed link sees and does: one ask, what it shares, and what may be done now. No account.

the mail ─▶ answer (a button) ─▶ answer_code (six digits) ─▶ answer_referral ─▶ answer_move, answer_sentence
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from ecotone.access.principal import Principal
from ecotone.care import actions, queries
from ecotone.care.actions import Entered
from ecotone.care.machine import BY_CODE, FINAL, MOVES, Kind, Move, State
from ecotone.care.rules import Tried
from ecotone.care.views import ReferralView
from ecotone.directory import actions as directory
from ecotone.directory import queries as listings
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.ground.ids import new_secret
from ecotone.people import queries as people
from ecotone.people.rules import STORY, Part
from ecotone.web import answering
from ecotone.web.forms.answer import ClaimForm, CodeForm, SentenceForm
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.care import MoveForm, usual_reply_by
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.words import say, say_problem

LINKS = Principal.system("links")
BUTTONS = {
    "accept": _("Yes, we can help"),
    "ask": _("We have a question first"),
    "decline": _("No, we cannot"),
    "meet": _("We have met"),
    "complete": _("It is done"),
    "confirm_cancel": _("Stop it, as they ask"),
}
"""The large buttons, in the words of somebody who does this twice a year; other moves keep their names."""
NEXT: Mapping[State, Any] = {
    State.ACCEPTED: _("You have said yes. Say here when you have met, or when it is done."),
    State.WAITLISTED: _("You have said yes, and that there is a wait."),
    State.IN_PROGRESS: _("It is under way with you. Say here when it is done, or how it goes."),
    State.ON_HOLD: _("You have put it on hold."),
    State.CANCEL_REQUESTED: _("Whoever asked wants to stop this. Agree, or say what came of it."),
}
"""How it stands, in words for those who were asked."""
SHOWN = (*STORY, Part.CIRCLE)
"""The parts of the record that the page shows, where they were shared."""


WRITTEN = ("text", *{field.name for move in MOVES for field in move.fields if field.kind in (Kind.WORDS, Kind.LINE)})
"""The names of all that is written on these pages, and not chosen."""

PLAIN: dict[str, Any] = {"nav": [], "hats": [], "wearing": None, "signed_in_name": ""}
"""These pages show nothing of an account that is signed in beside them."""


def _plain(request: Request, template: str, context: Mapping[str, Any] | None = None, **how: Any) -> HttpResponse:
    return render(request, template, {**(context or {}), **PLAIN}, **how)


@page(Access.PUBLIC, "web.answer", commitments=[9])
@cache_control(private=True, no_store=True)
def answer(request: Request, link_token: str) -> HttpResponse:
    """Where the mail's link leads. Opened, it shows and changes nothing: a mail scanner may. Pressed, it opens."""
    if request.method != "POST":
        return _plain(request, "web/answer_landing.html")
    link_id = queries.live_link(link_token)
    held = answering.holder(link_id) if link_id else None
    if link_id is None or held is None:
        return _plain(request, "web/answer_over.html", {"token": link_token}, status=404)
    if answering.is_in(request, link_id):
        return redirect("answer_referral", link_id=link_id)
    if queries.knows_device(held, answering.devices(request)):
        actions.enter_by_link(by=held)
        return _let_in(request, link_id)
    browser = answering.browser(request) or new_secret()
    _send_code(request, held, browser)
    response = redirect("answer_code", link_id=link_id)
    answering.ask_for_code(response, link_id, token=link_token, browser=browser)
    return response


def _send_code(request: Request, held: Principal, browser: str) -> bool:
    try:
        actions.send_code(by=held, browser=browser)
    except Invalid as invalid:
        messages.warning(request, say_problem(invalid.problems[0]))
        return False
    return True


def _let_in(request: Request, link_id: UUID, *, device: str = "") -> HttpResponse:
    """In by this link, with everything that could have been known before exchanged."""
    rotate_token(request)
    response = redirect("answer_referral", link_id=link_id)
    answering.let_in(response, link_id)
    answering.code_given(response, link_id)
    if device:
        answering.remember(request, response, device)
    return response


@require_POST
@page(Access.PUBLIC, "web.answer_again")
@cache_control(private=True, no_store=True)
def answer_again(request: Request, link_token: str) -> HttpResponse:
    """A fresh link for an old one, to the address the old one went to. The page says the same whatever came of it."""
    with suppress(NotFound, Invalid):
        actions.renew_link(by=LINKS, token=link_token)
    return _plain(request, "web/answer_again.html")


@page(Access.PUBLIC, "web.answer_code", commitments=[9])
@cache_control(private=True, no_store=True)
def answer_code(request: Request, link_id: UUID) -> HttpResponse:
    """Asks for the code that was mailed to the link's own address."""
    if answering.is_in(request, link_id):
        return redirect("answer_referral", link_id=link_id)
    token, browser = answering.token(request, link_id), answering.browser(request)
    held = answering.holder(link_id) if token and browser else None
    if held is None or held.link is None or held.link.referral_id is None:
        return _plain(request, "web/answer_over.html", {"in_by_link": True}, status=403)
    if "again" in request.POST:
        if _send_code(request, held, browser):
            messages.success(request, _("A new code is on its way. Only the newest one counts."))
        return redirect("answer_code", link_id=link_id)
    form = CodeForm(request.POST if request.method == "POST" else None)
    form.principal = held
    if form.is_valid():
        entered = actions.try_code(by=held, browser=browser, **form.cleaned_data)
        if entered.tried is Tried.RIGHT:
            return _let_in(request, link_id, device=entered.device)
        form.add_error("code", _why(entered))
    return _plain(request, "web/answer_code.html", {"form": form, "token": token})


def _why(entered: Entered) -> str:
    return say("web.code_wrong" if entered.tried is Tried.WRONG else "web.code_spent")


@page(Access.LINK, "web.answer_referral", commitments=[4, 9])
def answer_referral(request: Request, link_id: UUID) -> HttpResponse:
    """The one ask that this link is for: what is wanted, what was shared, what was said, what can be done now."""
    by = request.principal
    if by.link is None or by.link.referral_id is None:
        return _over(request)
    view = queries.referral(by, by.link.referral_id)
    return _plain(request, "web/answer.html", {**_shown(by, view), "form": SentenceForm(), **_invitation(by)})


def _shown(by: Principal, view: ReferralView) -> dict[str, Any]:
    shared = [part for part in SHOWN if part in view.parts]
    person = people.person(by, view.row.person.id, shared) if shared else None
    open_moves = [move.code for move in view.open_moves if move.code not in ("receive", "complete_onward")]
    return {
        "view": view,
        "row": view.row,
        "person": person,
        "sections": [each for each in person.story if each.part in shared and each.entries] if person else [],
        "circle": person.circle if person else None,
        "buttons": [(code, BUTTONS[code]) for code in BUTTONS if code in open_moves],
        "others": [code for code in open_moves if code not in BUTTONS],
        "what_next": NEXT.get(view.row.state, ""),
        "by": by,
    }


def _invitation(by: Principal) -> dict[str, Any]:
    """Whether whoever answers so is invited to take the listing over."""
    invited = listings.may_claim(by).allowed and not _claim_waits(by)
    return {"answered": by.link.answered if by.link else 0, "invited": invited, "group": by.actor_name}


def _claim_waits(by: Principal) -> bool:
    return by.actor_id is not None and listings.claim_waits(by.actor_id)


def _over(request: Request) -> HttpResponse:
    """After the end: why, what happens next, nothing of anybody; and what came too late is given back."""
    by = request.principal
    unsent = [words for name in WRITTEN if (words := request.POST.get(name, "").strip())]
    context = {"by": by, "why": (by.link and by.link.why_over) or "ended", "unsent": unsent, **_invitation(by)}
    return _plain(request, "web/answer_done.html", context)


@page(Access.LINK, "web.answer_move", commitments=[4, 9])
def answer_move(request: Request, link_id: UUID, code: str) -> HttpResponse:
    """One answer: what it records is asked for, as much as can be filled in beforehand."""
    by, move = request.principal, BY_CODE.get(code)
    if by.link is None or by.link.referral_id is None:
        return _over(request)
    if move is None:
        raise NotFound("move", code)
    view = queries.referral(by, by.link.referral_id)
    form = MoveForm.of(request, move=move, initial=_beforehand(by, move))
    version = sent_version(request) or view.row.version
    if form.is_valid():
        try:
            if form.done(
                actions.move,
                referral_id=by.link.referral_id,
                version=version,
                code=code,
                recorded=form.recorded(),
            ):
                messages.success(request, _("Sent. Whoever asked sees it now."))
                return redirect("answer_referral", link_id=link_id)
        except Stale:
            form.add_error(None, say("web.answer_stale"))
            version = view.row.version
    context = {"form": form, "view": view, "row": view.row, "code": code, "version": version, "by": by}
    title = BUTTONS.get(code, "")
    return _plain(
        request,
        "web/answer_move.html",
        {**context, "title": title, "is_open": move in view.open_moves, "ends": move.target in FINAL},
    )


def _beforehand(by: Principal, move: Move) -> dict[str, Any]:
    """A yes is one press: who does it is the group, it begins within a week, and nobody has told the person yet.

    Of a no what is left to say is why.
    """
    if move.code == "accept":
        return {"worker": by.actor_name, "expected_start": usual_reply_by(), "person_told": "no"}
    if move.code == "decline":
        return {"alternative": _("none known"), "who_tells": "asker"}
    return {"answer_by": usual_reply_by()} if move.code == "ask" else {}


@page(Access.LINK, "web.answer_sentence", commitments=[9])
def answer_sentence(request: Request, link_id: UUID) -> HttpResponse:
    """An answer in a sentence of one's own; whoever asked fills in the rest."""
    by = request.principal
    if by.link is None or by.link.referral_id is None:
        return _over(request)
    form = SentenceForm.of(request)
    if form.is_valid() and form.done(actions.say_in_a_sentence, **form.cleaned_data):
        messages.success(request, _("Sent. Whoever asked reads it, and fills in the rest."))
        return redirect("answer_referral", link_id=link_id)
    view = queries.referral(by, by.link.referral_id)
    return _plain(request, "web/answer_sentence.html", {"form": form, "view": view, "row": view.row, "by": by})


@page(Access.LINK, "web.answer_take_over", commitments=[1, 9])
def answer_take_over(request: Request, link_id: UUID) -> HttpResponse:
    """A group that has answered three times asks to keep its listing itself; also just after its last answer.

    Before, or where one of the group signs in already, it says so and leads back.
    """
    by = request.principal
    may = listings.may_claim(by)
    if not may.allowed:
        return _plain(request, "web/answer_take_over.html", {"by": by, "why_not": say(may.code)})
    form = ClaimForm.of(request)
    if form.is_valid() and form.done(directory.request_claim, **form.cleaned_data):
        return redirect("answer_take_over", link_id=link_id)
    return _plain(request, "web/answer_take_over.html", {"form": form, "by": by, "waits": _claim_waits(by)})


@require_POST
@page(Access.LINK, "web.answer_leave")
def answer_leave(request: Request, link_id: UUID) -> HttpResponse:
    """Leaves: on a computer that others use too, nothing stays open, and a copy of its cookie opens nothing.

    Forgets the device where that is wished for.
    """
    response = _plain(request, "web/answer_left.html")
    if "forget" in request.POST:
        for key in answering.devices(request):
            try:
                actions.forget_device(by=request.principal, key=key)
            except NotFound:
                continue
        answering.forget(response)
    answering.leave(request, response, link_id)
    return response
