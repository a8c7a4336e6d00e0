"""Finding help, a service's page, and keeping one's own services listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.directory import actions, queries, words
from ecotone.directory.rules import CapacityWord, ServiceStatus, WaitBand
from ecotone.directory.views import Found, FoundService, ServiceView, WayOn
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import PlaceKind
from ecotone.ecosystem.views import NeedView, PlaceBrief
from ecotone.ecosystem.words import SECTORS
from ecotone.ground.errors import Stale
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.people.views import Banner, Identity
from ecotone.web import sheets
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.directory import REFERRING, CapacityForm, Choices, CloseForm, Difference, ServiceForm
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.search import Search
from ecotone.web.sheets import Column, Sheet
from ecotone.web.words import say

A_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A result and what can be done with it from here: ask for someone, ask for oneself, or read on."""

    found: FoundService
    ask_href: str


@dataclass(frozen=True)
class Onward:
    """A way on, and where it leads; no address: it is done, not looked for."""

    way: WayOn
    href: str


FOUND = Sheet(
    "services-found",
    (
        Column(_("Service"), lambda row: row.name),
        Column(_("Given by"), lambda row: row.provider_name),
        Column(_("Sector"), lambda row: SECTORS[row.provider_sector]),
        Column(_("Where"), lambda row: words.where(row) or ", ".join(row.place_names)),
        Column(_("What it does"), lambda row: row.summary),
        Column(_("To know"), lambda row: row.alert),
        Column(_("Room"), lambda row: words.room(row.capacity, row.freshness)),
        Column(_("Usual wait"), lambda row: words.USUAL_WAITS[row.capacity.wait_band]),
        Column(_("Said on"), lambda row: None if row.freshness == "stale" else row.capacity.updated_at),
        Column(_("How sure that is"), lambda row: words.FRESHNESS[row.freshness]),
        Column(_("How"), lambda row: ", ".join(str(words.ATTENDING[each]) for each in row.attending)),
        Column(_("Free"), lambda row: row.cost_free),
        Column(_("Cost"), lambda row: row.fees),
        Column(_("People can ask themselves"), lambda row: row.self_referral),
        Column(_("Days the door stays open"), lambda row: row.door_open_days),
        Column(_("Kept private"), lambda row: row.sensitive),
        Column(_("Why it was found"), lambda row: _why(row)),
        Column(_("Takes what you ask"), lambda row: row.takes.allowed or say(row.takes.code)),
        Column(_("Phone"), lambda row: row.phone),
    ),
)
UNSAID = ("directory.why_words", "directory.why_room")
"""Reasons that the words found and the room already say."""


def _why(found: FoundService) -> str:
    """The words it was found for, and every other reason."""
    matched = ", ".join(f"“{each}”" for each in found.matched)
    reasons = [say(each) for each in found.why if each not in UNSAID]
    return " ".join([_("Found for: %(words)s.") % {"words": matched}, *reasons] if matched else reasons)


@page(Access.SIGNED_IN, "web.find_help", commitments=[1, 4])
def find_help(request: Request) -> HttpResponse:
    """Finds help in any sector, by plain words, place, need and room; for someone, near their home."""
    principal = request.principal
    banner = _for_whom(request)
    search = Search.of(request.GET, home_id=banner.identity.home_id if banner and banner.identity else None)
    herself, here = principal.kind is Kind.PERSON, Page.of(request, A_PAGE)
    if own_or_cared_for(principal):
        search = search.but(person_id=None)
    if FOUND.asked(request):
        return FOUND.of_all(_find(principal, search, most=sheets.MOST + 1).results)
    narrowing = "narrow" in request.GET
    context: dict[str, Any] = {"search": search, "banner": banner, "herself": herself, "narrowing": narrowing}
    if banner is None or narrowing:
        places = _by_size(ecosystem.place_tree())
        context |= {"needs": ecosystem.needs(), "places": places, "sectors": REFERRING.items()}
    else:
        context |= _in_words(search, banner)
    if not narrowing:
        context |= _found(principal, search, here)
    return render(request, "web/find_help.html", context)


def _for_whom(request: Request) -> Banner | None:
    """The person a worker looks for, or the person who looks for herself. A record that may not be seen refuses."""
    principal = request.principal
    wanted = own_or_cared_for(principal) or Search.of(request.GET).person_id
    if wanted is None:
        return None
    banner = people.banner(principal, wanted)
    banner.verdicts[Part.IDENTITY].require("person", wanted)
    return banner


def own_or_cared_for(principal: Principal) -> UUID | None:
    """Whom somebody looks for help for who calls as herself, or acts for a person; nobody's choice but theirs."""
    return principal.about_id if principal.is_hers else None


def _by_size(places: Sequence[PlaceBrief]) -> list[tuple[PlaceKind, list[PlaceBrief]]]:
    """Small places first: people look near home."""
    groups = ((kind, [place for place in places if place.kind is kind]) for kind in reversed(PlaceKind))
    return [(kind, those) for kind, those in groups if those]


def _in_words(search: Search, banner: Banner) -> dict[str, Any]:
    """Where and for what kind of need: what stands instead of long lists where a person stands above.

    Another place than home, and a need, are named where no words are sought: with words, their names would be
    more questions to the database than a page may ask.
    """
    who = banner.identity
    where = who.home if who and search.place_id == who.home_id else ""
    need = ""
    if not search.words:
        if search.place_id and not where:
            where = next((place.name for place in ecosystem.place_tree() if place.id == search.place_id), "")
        need = _need_name(ecosystem.needs(), search.need) if search.need else ""
    return {"where": where, "need_name": need}


def _need_name(needs: Sequence[NeedView], code: str) -> str:
    return next((n.name for broad in needs for n in (broad, *broad.children) if n.code == code), code)


def _found(principal: Principal, search: Search, here: Page) -> dict[str, Any]:
    found = _find(principal, search, most=A_PAGE, page=here.number)
    return {
        "file_href": f"{search.but(person_id=None, parent_id=None, wish_id=None).address}&as=csv",
        "once": uuid4(),
        "may_note": bool(search.place_id or search.need),
        "found": found,
        "lines": [Line(each, _ask_href(principal, search, each)) for each in found.results],
        "onward": [Onward(way, after.address if (after := search.by_way(way)) else "") for way in found.ways_on],
        "page_obj": here.out_of(found.total),
    }


def _find(principal: Principal, search: Search, **how_many: int) -> Found:
    return queries.find(
        principal,
        words=search.words,
        place_id=search.place_id,
        need=search.need,
        sector=search.sector,
        room_only=search.room,
        self_referral_only=search.own,
        **how_many,
    )


def _ask_href(principal: Principal, search: Search, each: FoundService | ServiceView) -> str:
    """Where one asks this service; empty where there is nobody to ask for, or it takes no referral from here."""
    person_id = own_or_cared_for(principal) or search.person_id
    return _refer_address(person_id, each.id, search) if person_id and _takes(principal, each) else ""


def _takes(principal: Principal, each: FoundService | ServiceView) -> bool:
    """Whether it takes referrals from here: nobody refers to their own team."""
    return each.takes.allowed and each.provider_id != principal.actor_id


def _refer_address(person_id: UUID, service_id: UUID, search: Search) -> str:
    along = {"parent": search.parent_id, "wish": search.wish_id}
    asked = {"service": str(service_id)} | {name: str(id_) for name, id_ in along.items() if id_}
    return f"{reverse('refer', kwargs={'person_id': person_id})}?{urlencode(asked)}"


@page(Access.SIGNED_IN, "web.service", commitments=[1])
def service(request: Request, service_id: UUID) -> HttpResponse:
    """All of a service, in plain words, and the way to ask for it."""
    principal, view = request.principal, queries.service(request.principal, service_id)
    search, someone = Search.of(request.GET), _someone(request)
    if someone is None:
        search = search.but(person_id=None, parent_id=None, wish_id=None)
    takes = _takes(principal, view) and view.status == ServiceStatus.ACTIVE
    context = {
        "view": view,
        "search": search,
        "someone": someone,
        "ask_href": _ask_href(principal, search, view) if takes else "",
        "choose_whom": takes and principal.practises and someone is None,
        "herself": principal.kind is Kind.PERSON,
        "room": [(word, word == view.capacity.word) for word in CapacityWord],
        "back_href": search.address if someone or search.narrowed else "",
    }
    return render(request, "web/service.html", context)


def _someone(request: Request) -> Identity | None:
    """The person whom a worker looks for help for; nobody, where the reader may not know who that is."""
    wanted = Search.of(request.GET).person_id
    if wanted is None or request.principal.is_hers:
        return None
    if not people.may(request.principal, wanted, Part.IDENTITY).allowed:
        return None
    return people.banner(request.principal, wanted).identity or None


@page(Access.SIGNED_IN, "web.set_capacity", commitments=[9])
def set_capacity(request: Request, service_id: UUID) -> HttpResponse:
    """Says what room there is: by one press on the service's page, or here with places and wait as well."""
    view = queries.service(request.principal, service_id)
    view.may_keep_fresh.require("service", service_id)
    room = view.capacity
    initial = {
        "capacity_word": room.word,
        "places_available": room.places_available,
        "places_maximum": room.places_maximum,
        "wait_band": room.wait_band,
    }
    form = CapacityForm.of(request, initial=initial)
    if form.is_valid() and _say_room(request, form, service_id):
        messages.success(request, _("Kept. Whoever looks for help sees it at once."))
        return redirect("service", service_id=service_id)
    context = {"form": form, "view": view, "version": view.version}
    return render(request, "web/capacity.html", context)


def _say_room(request: Request, form: CapacityForm, service_id: UUID) -> bool:
    given = form.cleaned_data
    try:
        return form.done(
            actions.set_capacity,
            service_id=service_id,
            version=sent_version(request),
            capacity_word=CapacityWord(given["capacity_word"]),
            places_available=given["places_available"],
            places_maximum=given["places_maximum"],
            wait_band=WaitBand(given["wait_band"] or WaitBand.UNKNOWN),
        )
    except Stale:
        form.add_error(
            None, _("Someone changed this after you opened it. What it says now stands above: look, and save again.")
        )
        return False


@require_POST
@page(Access.SIGNED_IN, "web.assure_service", commitments=[9])
def assure_service(request: Request, service_id: UUID) -> HttpResponse:
    """Still right as it is."""
    actions.assure_service(by=request.principal, service_id=service_id, version=sent_version(request))
    messages.success(request, _("Thank you. It now says that it was confirmed today."))
    return redirect("service", service_id=service_id)


@page(Access.SIGNED_IN, "web.close_service", commitments=[4])
def close_service(request: Request, service_id: UUID) -> HttpResponse:
    """Closes a service, for a while or for good, and says why."""
    view = queries.service(request.principal, service_id)
    view.may_keep.require("service", service_id)
    form = CloseForm.of(request)
    if form.is_valid():
        given, version = form.cleaned_data, sent_version(request)
        status = ServiceStatus(given["status"])
        if form.done(
            actions.close_service, service_id=service_id, version=version, status=status, reason=given["reason"]
        ):
            messages.success(request, _("Closed. It is no longer found, and its page says why."))
            return redirect("service", service_id=service_id)
    context = {"form": form, "view": view, "version": sent_version(request) or view.version}
    return render(request, "web/close_service.html", context)


@require_POST
@page(Access.SIGNED_IN, "web.reopen_service")
def reopen_service(request: Request, service_id: UUID) -> HttpResponse:
    """Opens a service again."""
    actions.reopen_service(by=request.principal, service_id=service_id, version=sent_version(request))
    messages.success(request, _("Open again, and found again."))
    return redirect("service", service_id=service_id)


@page(Access.SIGNED_IN, "web.list_service", commitments=[1, 9])
def list_service(request: Request, actor_id: UUID) -> HttpResponse:
    """Puts a service of one's own organisation or team into the directory."""
    provider = ecosystem.actor(actor_id, by=request.principal)
    _theirs(request.principal, actor_id).require("actor", actor_id)
    form = ServiceForm.of(request, choices=_choices({provider.site.id: provider.site.name} if provider.site else {}))
    if form.is_complete() and (made := form.perform(actions.list_service, provider_id=actor_id, **form.values())):
        messages.success(request, _("Listed. From now on people find it."))
        return redirect("service", service_id=made.id)
    context = {"form": form, "title": _("List a service"), "provider": provider.name, "back": provider.id}
    return render(request, "web/service_form.html", context)


def _theirs(principal: Principal, actor_id: UUID) -> Verdict:
    """Whether the form is worth opening: the action asks the policy, which knows roles as well."""
    own = principal.actor_id
    if own and (own == actor_id or any(team.id == actor_id for team in ecosystem.teams_of(own))):
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("directory.not_your_service")


def _choices(sites: Mapping[UUID, str]) -> Choices:
    return Choices(needs=ecosystem.needs(), places=_by_size(ecosystem.place_tree()), sites=sites)


@page(Access.SIGNED_IN, "web.change_service", commitments=[1, 9])
def change_service(request: Request, service_id: UUID) -> HttpResponse:
    """Changes a listing. Where another change came first, both stand side by side and nothing is lost."""
    view = queries.service(request.principal, service_id)
    view.may_keep.require("service", service_id)
    now = queries.listing(request.principal, service_id)
    form = ServiceForm.of(request, choices=_choices(_sites(view)), listing=now)
    version, differences, stale = sent_version(request) or view.version, list[Difference](), False
    if form.is_complete():
        try:
            if form.done(actions.change_service, service_id=service_id, version=version, **form.values()):
                messages.success(request, _("Saved."))
                return redirect("service", service_id=service_id)
        except Stale:
            version, differences, stale = view.version, form.differences(now), True
    context = {
        "form": form,
        "title": _("Change a service"),
        "provider": view.provider_name,
        "service": view,
        "version": version,
        "differences": differences,
        "stale": stale,
    }
    return render(request, "web/service_form.html", context)


def _sites(view: ServiceView) -> dict[UUID, str]:
    """The sites it is given at now, as far as the reader may know them."""
    return {site.id: site.name for site in view.sites if site}
