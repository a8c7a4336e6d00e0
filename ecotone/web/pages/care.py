"""Asking for help, a referral's page and its moves, the person's judgement, contributions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Withheld
from ecotone.care import actions, queries
from ecotone.care.machine import BY_CODE, Party, State
from ecotone.care.rules import GiftKind, Means, NeedView, Pen, Urgency
from ecotone.care.views import MoveView, ReferralRow, ReferralView
from ecotone.care.words import MOVED, MOVES, WHAT_NEXT
from ecotone.directory import queries as directory
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.errors import NotFound, check
from ecotone.people import queries as people
from ecotone.people.rules import ALWAYS, STORY, Part, after_death
from ecotone.people.views import Banner
from ecotone.people.views.signing import Agreeing
from ecotone.web.forms.agreeing import agreed_by
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.care import (
    GiftForm,
    JudgeAsCarerForm,
    JudgeForm,
    JudgeForThemForm,
    MoveForm,
    OwnReferForm,
    ReferForm,
    usual_reply_by,
)
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.timeline import loop_steps

MAIN_MOVES = (
    "offer",
    "offer_openly",
    "accept",
    "answer",
    "confirm_cancel",
    "meet",
    "complete",
    "wait_again",
    "schedule",
)
"""The move that is shown as the next step, when it is open: the first of these."""
APART = ("mark_error", "fail", "request_cancel", "cancel", "withdraw", "decline")
"""Moves that stop something: kept apart from those that carry it on."""


@page(Access.SIGNED_IN, "web.refer", commitments=[1, 3, 4])
def refer(request: Request, person_id: UUID) -> HttpResponse:
    """Asks a service (?service=) or a team (?team=) for help for a person; with ?parent= it hands a referral on."""
    principal = request.principal
    banner = people.banner(principal, person_id)
    must_live(banner)
    if principal.kind is Kind.CARER:
        return passed_on_instead(request)
    asked = _asked(request)
    parts = [str(p) for p in people.shareable_parts(principal, person_id) if p not in ALWAYS]
    hopes = queries.outcomes_of(principal, person_id) if Part.OUTCOMES in parts else []
    hers = principal.is_hers
    wish, agreeing = began_with(request, person_id), people.agreeing(principal, person_id)
    form = (OwnReferForm if principal.kind is Kind.PERSON else ReferForm).of(
        request,
        parts=parts,
        hopes=hopes,
        needs=needs_to_choose(),
        agreeing=agreeing,
        initial=filled_in(parts, agreeing, wish),
    )
    if form.is_valid():
        made = form.perform(
            actions.offer_referral,
            person_id=person_id,
            **asked["ids"],
            need_id=id_in(form.cleaned_data["need"]),
            began_with_id=wish.id if wish else None,
            **ask_of(form.cleaned_data),
        )
        if made:
            messages.success(request, _("Asked. You see here what comes back, and when it is late."))
            return redirect("my_referrals") if hers else redirect("referral", referral_id=made.id)
    whom = asked["service"].provider_name if asked["service"] else asked["team"].name if asked["team"] else ""
    context = {"form": form, "banner": banner, "told": _told_so_far(principal, person_id), **asked}
    context["agreeing"] = form.agreeing
    return render(request, "web/refer.html", context | {"already": _already(principal, person_id, whom)})


MOST_QUOTED = 3800
"""Of a carer's words, so many letters as still fit into why one asks, with whose they are."""


@dataclass(frozen=True)
class Began:
    """What a carer passed on, with which an ask begins: in their words, as theirs."""

    id: UUID
    words: str


def began_with(request: Request, person_id: UUID) -> Began | None:
    """What was passed on for this person (?wish=), where the caller may begin an ask with it."""
    wish_id = id_in(request.GET.get("wish", ""))
    found = people.wish_to_begin(request.principal, person_id, wish_id) if wish_id else None
    if found is None:
        return None
    who = _("Somebody who acts for them") if isinstance(found.name, Withheld) else found.name
    if request.principal.kind is Kind.PERSON:
        said = _("%(who)s, who acts for me, asked for this: “%(text)s”")
    else:
        said = _("%(who)s asked for this, and the person wishes it: “%(text)s”")
    return Began(found.id, str(said) % {"who": who, "text": found.text[:MOST_QUOTED]})


def filled_in(parts: Collection[str], agreeing: Agreeing | None, wish: Began | None) -> dict[str, Any]:
    """What stands on a form of asking before anybody writes. Where she cannot agree, nothing is ticked beforehand:
    the least that helps is to be chosen."""
    can_agree = agreeing is None or agreeing.herself
    return {
        "why": wish.words if wish else "",
        "urgency": Urgency.ROUTINE,
        "reply_by": usual_reply_by(),
        "parts": ["matters"] if "matters" in parts and can_agree else [],
    }


def passed_on_instead(request: Request) -> HttpResponse:
    """What a carer asks for goes to those who help the person: to the page for that, with what was named."""
    named = {name: request.GET[name] for name in ("service", "team") if name in request.GET}
    return redirect(f"{reverse('pass_on')}?{urlencode(named)}" if named else "pass_on")


def must_live(banner: Banner) -> None:
    """Raises Invalid before a form is filled in for somebody of whom it is noted that they have died."""
    check(after_death(banner.identity.died_on if banner.identity else None))


def _already(principal: Principal, person_id: UUID, whom: str) -> list[ReferralRow]:
    """What these were asked for the person already, and is still open."""
    open_ones = (row for row in queries.referrals_of(principal, person_id) if not row.final and row.state != "draft")
    return [row for row in open_ones if whom and row.target == whom]


def _told_so_far(principal: Principal, person_id: UUID) -> list[tuple[str, str]]:
    """What stands in each part of her own story that she may tick: she sees beforehand what they would read."""
    if principal.kind is not Kind.PERSON:
        return []
    story = people.person(principal, person_id, list(STORY)).story
    return [(str(section.part), entry.text) for section in story for entry in list(section.entries or ())[:1]]


def needs_to_choose(*, sensitive: bool = True) -> list[tuple[str, str]]:
    """Kinds of need for a menu, each broad kind with its finer ones under it; or without the sensitive ones."""
    return [
        (str(each.id), each.name if each is broad else f"{broad.name}: {each.name}")
        for broad in ecosystem.needs()
        for each in (broad, *broad.children)
        if sensitive or not each.sensitive
    ]


def _asked(request: Request) -> dict[str, Any]:
    """Whom the request is for: a listed service, or a team."""
    given = {name: id_in(request.GET.get(name, "")) for name in ("service", "team", "parent")}
    service = directory.service_briefs([given["service"]]).get(given["service"]) if given["service"] else None
    team = ecosystem.actor_brief([given["team"]]).get(given["team"]) if given["team"] else None
    if service is None and team is None:
        raise NotFound("service")
    ids = {
        "service_id": given["service"],
        "target_id": given["team"] if service is None else None,
        "parent_id": given["parent"],
    }
    return {"service": service, "team": team, "ids": ids, "handing_on": bool(given["parent"])}


def ask_of(given: dict[str, Any]) -> dict[str, Any]:
    """What a form of asking says, as the actions take it."""
    return {
        "why": given["why"],
        "hoped_for": given["hoped_for"],
        "outcome_id": id_in(given["outcome"]),
        "urgency": Urgency(given["urgency"]),
        "reply_by": given["reply_by"],
        "parts": [Part(part) for part in given["parts"]],
        "contact_note": given["contact_note"],
        "basis": Basis.CONSENT,
        **agreed_by(given),
    }


@page(Access.SIGNED_IN, "web.referral", commitments=[4, 5])
def referral(request: Request, referral_id: UUID) -> HttpResponse:
    """A referral: who asked what of whom, its thread and tree, how it stands, what comes next."""
    if version := queries.unopened(request.principal, referral_id):
        actions.move(by=request.principal, referral_id=referral_id, version=version, code="receive")
        return redirect("referral", referral_id=referral_id)
    view = queries.referral(request.principal, referral_id)
    promises = queries.promises_on(request.principal, view)
    context = {**_referral_context(view), "other": _late_target(view), "promises": promises}
    hindered = queries.frictions_of_referral(request.principal, referral_id) if view.has_frictions else []
    context["frictions"] = hindered
    context["is_person"] = request.principal.kind is Kind.PERSON
    return render(request, "web/referral.html", context)


def _late_target(view: ReferralView) -> Any:
    """Whom the asker can ring when no answer has come."""
    if not (view.row.overdue and view.target_id and Party.SOURCE in view.row.parties):
        return None
    return ecosystem.actor_brief([view.target_id]).get(view.target_id)


def _referral_context(view: ReferralView) -> dict[str, Any]:
    open_moves = [m.code for m in view.open_moves if m.code != "receive"]
    main = next((code for code in MAIN_MOVES if code in open_moves), "")
    return {
        "view": view,
        "row": view.row,
        "main": main,
        "others": [code for code in open_moves if code != main and code not in APART],
        "stops": [code for code in open_moves if code in APART],
        "steps": loop_steps(view.row),
        "what_next": WHAT_NEXT[view.row.state],
        "news": _news(view) if view.can_acknowledge else None,
    }


def _news(view: ReferralView) -> tuple[datetime, str, str] | None:
    """The newest thing that came back: when, what, from whom."""
    moved = [(move.at, str(MOVED[move.code]), _by(move)) for move in view.moves or ()]
    judged = [(each.at, str(_("it was said what it was worth")), each.author) for each in view.judgements]
    wrote = [(each.at, str(_("they answered in a sentence")), each.author) for each in view.sentences]
    return max(moved + judged + wrote, default=None)


def _by(move: MoveView) -> str:
    return "Ecotone" if move.party is Party.CLOCK else move.author


@page(Access.SIGNED_IN, "web.referral_move", commitments=[4])
def referral_move(request: Request, referral_id: UUID, code: str) -> HttpResponse:
    """One move of a referral: what it records is asked for, then it is made."""
    view = queries.referral(request.principal, referral_id)
    move = BY_CODE.get(code)
    if move is None:
        raise NotFound("move", code)
    form = MoveForm.of(request, move=move, initial={"worker": request.principal.signature})
    if form.is_valid() and form.done(
        actions.move,
        referral_id=referral_id,
        version=sent_version(request),
        code=code,
        recorded=form.recorded(),
    ):
        messages.success(request, _("Done: %(what)s.") % {"what": MOVES[code]})
        if request.principal.is_hers:
            return redirect("my_referrals")
        return redirect("referral", referral_id=referral_id)
    version = sent_version(request) or view.row.version
    context = {"form": form, "view": view, "row": view.row, "code": code, "version": version}
    return render(request, "web/referral_move.html", {**context, "last": _last_question(view)})


def _last_question(view: ReferralView) -> str:
    asked = [m.recorded.get("question", "") for m in view.moves or () if m.code == "ask"]
    return asked[-1] if asked and view.row.state is State.INFO_NEEDED else ""


@require_POST
@page(Access.SIGNED_IN, "web.acknowledge", commitments=[4])
def acknowledge(request: Request, referral_id: UUID) -> HttpResponse:
    """The asker has read what came back."""
    actions.acknowledge(by=request.principal, referral_id=referral_id, version=sent_version(request))
    messages.success(request, _("Read. They know that you know."))
    return redirect("referral", referral_id=referral_id)


@page(Access.SIGNED_IN, "web.judge", commitments=[5])
def judge(request: Request, referral_id: UUID) -> HttpResponse:
    """What became of the need, as the person sees it: by themselves, or written down for them."""
    view = queries.referral(request.principal, referral_id)
    herself, carer = request.principal.kind is Kind.PERSON, request.principal.kind is Kind.CARER
    form = (JudgeForm if herself else JudgeAsCarerForm if carer else JudgeForThemForm).of(request)
    if form.is_valid():
        given = form.cleaned_data
        own = Pen.HELPER if given.get("helped") else Pen.PERSON
        pen, means = given.get("pen", own), given.get("means", Means.PAGE)
        if form.perform(
            actions.judge,
            referral_id=referral_id,
            view=NeedView(given["view"]),
            words=given["words"],
            pen=Pen(pen),
            means=Means(means),
        ):
            messages.success(request, _("Thank you. Those who helped can read it now."))
            return redirect("my_referrals") if herself or carer else redirect("referral", referral_id=referral_id)
    return render(request, "web/judge.html", {"form": form, "view": view, "row": view.row, "herself": herself})


@page(Access.SIGNED_IN, "web.contribute", commitments=[1, 5])
def contribute(request: Request, referral_id: UUID) -> HttpResponse:
    """Who put in what: an organisation, one of the circle, the person."""
    principal = request.principal
    view = queries.referral(principal, referral_id)
    form = GiftForm.of(request, givers=_givers(principal, view))
    if form.is_valid() and form.done(
        actions.contribute, to="referral", to_id=referral_id, **_gift(form.cleaned_data)
    ):
        messages.success(request, _("Kept. What was given counts, paid or not."))
        return redirect("referral", referral_id=referral_id)
    return render(request, "web/contribute.html", {"form": form, "view": view, "row": view.row})


def _givers(principal: Any, view: ReferralView) -> list[tuple[str, str]]:
    """The two ends, the person, and those of the circle whom the caller may know of."""
    givers = [("person", str(_("The person")))]
    if principal.actor_id:
        givers.insert(0, (f"actor:{principal.actor_id}", principal.actor_name))
    ties = [tie for tie in people.circle(principal, view.row.person.id) or () if tie.until is None]
    return givers + [(f"circle:{tie.id}", f"{tie.name} ({tie.relation})") for tie in ties]


def _gift(given: dict[str, Any]) -> dict[str, Any]:
    kind, _sep, giver_id = given["giver"].partition(":")
    pounds = given["pounds"]
    return {
        "kind": GiftKind(given["kind"]),
        "words": given["words"],
        "minutes": given["minutes"],
        "amount_minor": int(pounds * 100) if pounds else None,
        "paid": given["paid"],
        "actor_id": UUID(giver_id) if kind == "actor" else None,
        "circle_tie_id": UUID(giver_id) if kind == "circle" else None,
        "by_person": kind == "person",
    }
