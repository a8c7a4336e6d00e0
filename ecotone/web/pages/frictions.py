"""What gets in the way: counted for all, kept in two taps by anyone, told in full to those who met it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import actions, queries
from ecotone.care.rules import FrictionKind, Standing
from ecotone.care.views import FrictionView
from ecotone.care.words import FRICTION_STATES
from ecotone.care.words import FRICTIONS as KINDS
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.words import SECTORS
from ecotone.ground.errors import NotFound
from ecotone.observatory import queries as counted
from ecotone.observatory.views import FrictionsView
from ecotone.web import figures, sheets
from ecotone.web.figures import Counted, of_figure
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.needs import CloseForm, Found, FrictionForm
from ecotone.web.pages.needs import bars, near_home, place_choices, services_for, usual_place, where
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

FRICTIONS = Sheet(
    "what-got-in-the-way",
    (
        Column(_("What it was"), lambda row: KINDS[row.kind]),
        Column(_("Law, rule or custom"), lambda row: row.institution),
        Column(_("In their words"), lambda row: row.words),
        Column(_("From"), lambda row: SECTORS[row.from_sector] if row.from_sector else ""),
        Column(_("To"), lambda row: SECTORS[row.to_sector] if row.to_sector else ""),
        Column(_("Minutes lost"), lambda row: row.minutes),
        Column(_("Written down by"), lambda row: _("The person") if row.author == "" else row.author),
        Column(_("When"), lambda row: row.at),
        Column(_("Stands"), lambda row: FRICTION_STATES[row.state]),
    ),
)
A_PAGE = 50
BETWEEN = _("What got in the way, between sectors")
COUNTED = figures.sheet("what-gets-in-the-way-as-counted", file="counted")


@page(Access.SIGNED_IN, "web.frictions", commitments=[8, 9])
def frictions(request: Request) -> HttpResponse:
    """What gets in the way at a place, as published; and what our own team, or the person, wrote down."""
    principal = request.principal
    ours = request.GET.get("show") == "ours" or principal.kind is Kind.PERSON
    context: dict[str, Any] = {"ours": ours, "herself": principal.kind is Kind.PERSON}
    if ours:
        kind = request.GET.get("kind", "")
        context["kind"] = FrictionKind(kind) if kind in set(FrictionKind) else None
        if FRICTIONS.asked(request):
            every = queries.our_frictions(principal, kind=context["kind"], most=sheets.MOST + 1)
            return FRICTIONS.of_all(every)
        found = queries.our_frictions(principal, kind=context["kind"], most=A_PAGE + 1)
        context["rows"], context["first"] = sheets.cut(found, A_PAGE)
    elif homeward := near_home(request):
        return homeward
    else:
        here = where(request)
        if here is None:
            return render(request, "web/no_place.html")
        view = counted.frictions_at(principal, here.place.id)
        if COUNTED.asked(request):
            return COUNTED.of_all([*_counted_lines(view)])
        context |= {
            "here": here,
            "view": view,
            "opens": principal.practises,
            "kinds": bars([(each, each.figure) for each in view.kinds]),
            "boundaries": bars([(each, each.figure) for each in view.boundaries]),
            "places": bars([(each, each.figure) for each in view.localities]),
            "named": bars([(each, each.figure) for each in view.named]),
        }
    return render(request, "web/frictions.html", context)


def _counted_lines(view: FrictionsView) -> Iterator[Counted]:
    """What it was, between whom, what it cost, where, and under what rule: as the page has them."""
    if view.window is None or view.total is None:
        return
    window = view.window
    here: dict[str, Any] = {"window": window, "place": view.place}
    what = _("What got in the way")
    yield of_figure(view.total, what=what, **here)
    for kind in view.kinds:
        yield of_figure(kind.figure, what=what, of=KINDS[kind.kind], **here)
    for each in view.boundaries:
        ends = {"source": SECTORS[each.from_sector], "target": SECTORS[each.to_sector]}
        yield of_figure(each.figure, what=BETWEEN, **here, **ends)
    if view.boundaries:
        why = _("too few, none, or left out so that they give nothing away")
        yield figures.hidden(BETWEEN, of=_("All other boundaries"), words=why, **here)
    if view.minutes and view.told:
        hours = view.minutes // 60
        said = _("at least %(low)s") % {"low": hours}
        lost: dict[str, Any] = {"low": hours, "unit": _("hours"), "words": said, "n": view.told}
        yield Counted(what=_("Time lost, as far as told"), **lost, **here)
    for place in view.localities if len(view.localities) > 1 else ():
        yield of_figure(place.figure, what=what, window=window, place=place.name)
    for rule in view.named:
        about = {"what": _("Law, rule or custom named, everywhere"), "of": rule.name}
        yield of_figure(rule.figure, window=window, place="", **about)


@page(Access.SIGNED_IN, "web.log_friction", commitments=[4, 9])
def log(request: Request) -> HttpResponse:
    """One tap says what got in the way, the next keeps it. The rest is optional, now or later."""
    principal = request.principal
    referral_id = id_in(request.POST.get("referral") or request.GET.get("referral", ""))
    usual = _usual(principal) if request.method == "GET" and not referral_id else {}
    form = FrictionForm.of(request, places=place_choices(), of_referral=bool(referral_id), initial=usual)
    if form.is_valid() and _named(form):
        given = form.values() | ({"referral_id": referral_id} if referral_id else {})
        if made := form.perform(actions.log_friction, **given):
            messages.success(request, _("Kept. You can add to it whenever you like."))
            return redirect("friction", friction_id=made.id)
    context = {"form": form, "referral_id": referral_id, "herself": principal.kind is Kind.PERSON}
    return render(request, "web/log_friction.html", context)


def _usual(principal: Principal) -> dict[str, str]:
    """Where it is likely to have been: at home, or where one's own team is."""
    return {"place": str(usual_place(principal) or "")}


def _named(form: FrictionForm) -> bool:
    """Whether the names that were typed each mean one institution, one team; what they mean is kept in the form."""

    def institutions(typed: str) -> Found:
        return ((each.id, each.name) for each in ecosystem.institutions(words=typed))

    def actors(typed: str) -> Found:
        return ((each.id, each.name) for each in ecosystem.search_actors(typed))

    form.found("institution", institutions)
    form.found("other", actors)
    return form.is_valid()


@page(Access.SIGNED_IN, "web.friction", commitments=[4])
def friction(request: Request, friction_id: UUID) -> HttpResponse:
    """One friction, as far as the reader may see it, and what mended it."""
    view = queries.friction(request.principal, friction_id)
    context = {"view": view, "herself": request.principal.kind is Kind.PERSON}
    return render(request, "web/friction.html", context)


@page(Access.SIGNED_IN, "web.correct_friction", commitments=[9])
def more(request: Request, friction_id: UUID) -> HttpResponse:
    """Adds to a friction, or puts it right: its author's alone."""
    view = queries.friction(request.principal, friction_id)
    if not view.may_correct:
        raise NotFound("friction", friction_id)
    tied = bool(view.referral_id)
    form = FrictionForm.of(request, places=place_choices(), of_referral=tied, initial=_as_it_is(view))
    if form.is_valid() and _named(form):
        given = {name: value for name, value in form.values().items() if name != "once"}
        if form.done(actions.correct_friction, friction_id=friction_id, version=sent_version(request), **given):
            messages.success(request, _("Kept."))
            return redirect("friction", friction_id=friction_id)
    context = {"form": form, "view": view, "version": sent_version(request) or view.version}
    return render(request, "web/correct_friction.html", context)


def _as_it_is(view: FrictionView) -> dict[str, Any]:
    return {
        "kind": view.kind,
        "words": view.words or "",
        "workaround": view.workaround or "",
        "minutes": view.minutes,
        "institution": view.institution,
        "from_sector": view.from_sector,
        "to_sector": view.to_sector,
        "other": view.between[1] if view.between else "",
        "place": str(view.place_id or ""),
    }


@page(Access.SIGNED_IN, "web.turn_friction", commitments=[4])
def turn(request: Request, friction_id: UUID) -> HttpResponse:
    """Mended and by what, taken back, or back again."""
    view = queries.friction(request.principal, friction_id)
    if not view.may_mend and not view.may_correct:
        raise NotFound("friction", friction_id)
    rule = [(f"institution:{view.institution_id}", view.institution)] if view.institution_id else []
    services = services_for(request.principal, need=view.need_code)
    form = CloseForm.of(request, states=_states(view), by_what=[*rule, *services])
    given = {"kind": "friction", "record_id": friction_id, "version": sent_version(request)}
    if form.is_valid() and form.done(actions.turn, **given, **form.values()):
        messages.success(request, _("Kept, with today's date."))
        return redirect("friction", friction_id=friction_id)
    context = {"form": form, "view": view, "version": sent_version(request) or view.version}
    return render(request, "web/turn_friction.html", context)


def _states(view: FrictionView) -> list[tuple[str, Any]]:
    if view.state is not Standing.STANDING:
        return [(Standing.STANDING, _("It is back, or was never away"))]
    own = [(Standing.WITHDRAWN, _("It was a mistake: take it back"))] if view.may_correct else []
    return [(Standing.MET, FRICTION_STATES[Standing.MET]), *own]
