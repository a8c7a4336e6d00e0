"""What is not met here: needs that were stated, what could not be met as counted, and what our own asks left open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import actions, queries
from ecotone.care.rules import OfferState, Standing
from ecotone.care.views import StatedList, StatedView, TurnView
from ecotone.care.words import NEED_STATES, UNMET_REASONS
from ecotone.directory import queries as directory
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.queries.needs import kin
from ecotone.ecosystem.rules import PlaceKind
from ecotone.ecosystem.views import NeedView, PlaceBrief
from ecotone.ecosystem.words import SECTORS
from ecotone.ground.errors import NotFound
from ecotone.observatory import queries as counted
from ecotone.observatory.rules import Figure
from ecotone.observatory.views import UnmetView
from ecotone.people import queries as people
from ecotone.web import figures, sheets
from ecotone.web.figures import Counted
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.needs import AnswerOfferForm, CloseForm, ContestForm, OfferForm, StateNeedForm
from ecotone.web.pages.care import needs_to_choose
from ecotone.web.pages.ecosystem import own_places, whole
from ecotone.web.pages.maps import NOT_MET, unmet_lines
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.search import Search
from ecotone.web.sheets import Column, Sheet

A_PAGE = 50


@dataclass(frozen=True)
class Where:
    """The place and the kind of need that a page is about, and all there are to choose from."""

    place: PlaceBrief
    places: Sequence[PlaceBrief]
    needs: Sequence[NeedView]
    need: str
    need_name: str

    @property
    def place_ids(self) -> frozenset[UUID]:
        """The place and all that lies in it."""
        inside, grown = {self.place.id}, True
        while grown:
            more = {each.id for each in self.places if inside & {*each.parent_ids}} - inside
            inside, grown = inside | more, bool(more)
        return frozenset(inside)

    @property
    def need_ids(self) -> list[UUID] | None:
        return kin(list(self.needs), self.need) if self.need else None


def where(request: Request) -> Where | None:
    """The place in the address, else the whole; None where no place is known yet. Raises NotFound."""
    places = ecosystem.place_tree()
    if not places:
        return None
    slug, need = request.GET.get("place", ""), request.GET.get("need", "")
    chosen = next((each for each in places if each.slug == slug), None) if slug else whole(places)
    tree = ecosystem.needs()
    names = {each.code: each.name for broad in tree for each in (broad, *broad.children)}
    if chosen is None or (need and need not in names):
        raise NotFound("place", slug or need)
    return Where(chosen, places, tree, need, names.get(need, ""))


def near_home(request: Request) -> HttpResponse | None:
    """The way to the same page about one's own place, where the address names none and there is one."""
    if "place" in request.GET or request.GET.get("show") == "ours":
        return None
    home = usual_place(request.principal)
    slug = next((each.slug for each in ecosystem.place_tree() if each.id == home), "") if home else ""
    return redirect(f"{request.path}?{urlencode({**request.GET.dict(), 'place': slug})}") if slug else None


def usual_place(principal: Principal) -> UUID | None:
    """Where a person lives, or where the team whose hat is worn is at work, if that is one place."""
    if principal.kind is Kind.PERSON:
        who = people.banner(principal, principal.own_id).identity
        return who.home_id if who else None
    own = own_places(principal)
    return own[0].id if len(own) == 1 else None


def place_to_state(request: Request) -> str:
    """The id of the place a need is stated for unless another is chosen: the page's that led here, else one's own.

    Hers is told as its locality: a neighbourhood and a kind of need together may tell who it is. Empty where unknown.
    """
    places = {each.id: each for each in ecosystem.place_tree()}
    slug = request.GET.get("place", "")
    place = next((each for each in places.values() if each.slug == slug), None)
    if place is None and (home := usual_place(request.principal)):
        place = places.get(home)
        if place and place.kind is PlaceKind.NEIGHBOURHOOD:
            around = (places[each] for each in place.parent_ids)
            place = next((each for each in around if each.kind is PlaceKind.LOCALITY), None)
    return str(place.id) if place else ""


def bars(figures: Sequence[tuple[Any, Figure]]) -> list[tuple[Any, Figure, int]]:
    """Each with how long its bar is, in percent of the longest; 0 where there are too few to show."""
    most = max((figure.low for _what, figure in figures), default=0) or 1
    return [(what, figure, round(100 * figure.low / most)) for what, figure in figures]


STATED = Sheet(
    "stated-needs",
    (
        Column(_("Need"), lambda row: row.title),
        Column(_("In their words"), lambda row: row.words),
        Column(_("Whom it touches"), lambda row: row.touches),
        Column(_("Kind of need"), lambda row: row.need),
        Column(_("Place"), lambda row: row.place),
        Column(_("Stated by"), lambda row: row.author or _("A person")),
        Column(_("When"), lambda row: row.at),
        Column(_("Stands"), lambda row: NEED_STATES[row.state]),
        Column(_("Teams that say so too"), lambda row: row.teams),
        Column(_("People who say so too"), lambda row: row.people),
        Column(_("See it differently"), lambda row: row.contested),
        Column(_("Offers"), lambda row: row.offers),
    ),
)
COUNTED = figures.sheet("not-met-as-counted", file="counted")
UNMET = Sheet(
    "asked-in-vain",
    (
        Column(_("Kind of need"), lambda row: row.need or _("Kind of need not said")),
        Column(_("Place"), lambda row: row.place),
        Column(_("Why not"), lambda row: UNMET_REASONS.get(row.reason, row.reason)),
        Column(_("Sector asked"), lambda row: SECTORS[row.asked_sector] if row.asked_sector else ""),
        Column(_("When"), lambda row: row.on),
        Column(_("Stands"), lambda row: NEED_STATES[row.state]),
        Column(_("Met by"), lambda row: row.newest and _met_by(row.newest)),
    ),
    file="unmet",
)


def _met_by(turn: TurnView) -> Any:
    """What met it, by its name or in the words of whoever said so."""
    if turn.met_by == "referral":
        return _("by a request") if turn.what_id else _("by another request")
    return turn.what or turn.words


@page(Access.SIGNED_IN, "web.needs", commitments=[4, 8])
def needs(request: Request) -> HttpResponse:
    """Stated needs at a place first, then what was counted as not met; or what our own asks left open."""
    if homeward := near_home(request):
        return homeward
    here = where(request)
    if here is None:
        return render(request, "web/no_place.html")
    if (made := _file(request, here)) is not None:
        return made
    ours, met = (request.GET.get("show") == each for each in ("ours", "met"))
    context: dict[str, Any] = {"here": here, "ours": ours, "met": met, "herself": _herself(request)}
    context["stated"] = _stated(request, here, A_PAGE)
    if ours:
        found = queries.our_unmet(request.principal, need_ids=here.need_ids, most=A_PAGE + 1)
        context["items"], context["items_first"] = sheets.cut(found, A_PAGE)
    elif not met:
        context |= _counted(request, here)
    return render(request, "web/needs.html", context)


def _file(request: Request, here: Where) -> HttpResponse | None:
    """One of the page's lists as a file, where that is asked for."""
    if STATED.asked(request):
        return STATED.of_all(_stated(request, here, sheets.MOST + 1).cards)
    if COUNTED.asked(request):
        view = counted.unmet_at(request.principal, here.place.id)
        return COUNTED.of_all([*unmet_lines(view, by_place=True), *_chosen_need(request, here, view)])
    if UNMET.asked(request):
        every = queries.our_unmet(request.principal, need_ids=here.need_ids, most=sheets.MOST + 1)
        return UNMET.of_all(every)
    return None


def _chosen_need(request: Request, here: Where, view: UnmetView) -> Iterator[Counted]:
    """The kind of need that was chosen, where it is not among those that are shown anyway."""
    if here.need and view.window and here.need not in {each.code for each in view.needs}:
        figure = counted.need_figures(request.principal, here.place.id).get(here.need)
        if figure:
            about: dict[str, Any] = {"window": view.window, "place": view.place, "of": here.need_name}
            yield figures.of_figure(figure, what=NOT_MET, **about)


def _stated(request: Request, here: Where, most: int) -> StatedList:
    """The stated needs of one of the page's tabs: not met, met, or one's own."""
    if request.GET.get("show") == "ours":
        return queries.stated_needs(request.principal, state=None, mine=True, most=most)
    state = Standing.MET if request.GET.get("show") == "met" else Standing.STANDING
    kept: dict[str, Any] = {"place_ids": here.place_ids, "need_ids": here.need_ids}
    return queries.stated_needs(request.principal, **kept, state=state, most=most)


def _counted(request: Request, here: Where) -> dict[str, Any]:
    view = counted.unmet_at(request.principal, here.place.id)
    shown = [(each, each.figure) for each in view.needs]
    figure = counted.need_figures(request.principal, here.place.id).get(here.need) if here.need else None
    return {
        "view": view,
        "rows": bars(shown),
        "places": bars([(p, p.figure) for p in view.localities]),
        "figure": figure,
    }


def _herself(request: Request) -> bool:
    return request.principal.kind is Kind.PERSON


def place_choices() -> list[tuple[str, str]]:
    """Small places first: needs are felt near home."""
    return [(str(each.id), each.name) for each in reversed(ecosystem.place_tree())]


@page(Access.SIGNED_IN, "web.state_need", commitments=[1])
def state_need(request: Request) -> HttpResponse:
    """States a need that no case stands behind."""
    needs = needs_to_choose(sensitive=False)
    given = {"needs": needs, "places": place_choices(), "initial": {"place": place_to_state(request)}}
    form = StateNeedForm.of(request, herself=_herself(request), **given)
    if form.is_valid() and (made := form.perform(actions.state_need, **form.values())):
        messages.success(request, _("Stated. Others can say that it is so for them too, and offer something."))
        return redirect("stated", stated_id=made.id)
    return render(request, "web/state_need.html", {"form": form, "herself": _herself(request)})


@page(Access.SIGNED_IN, "web.stated", commitments=[1, 4])
def stated(request: Request, stated_id: UUID) -> HttpResponse:
    """One stated need: who says so too, who says otherwise, what is offered, and what met it."""
    view = queries.stated_need(request.principal, stated_id)
    return render(request, "web/stated.html", {"view": view, "card": view.card})


@require_POST
@page(Access.SIGNED_IN, "web.endorse_need", commitments=[1])
def endorse(request: Request, stated_id: UUID) -> HttpResponse:
    """It is so here too."""
    actions.endorse_need(by=request.principal, stated_id=stated_id, named=bool(request.POST.get("named")))
    messages.success(request, _("Kept. It counts once for your team, or for you."))
    return redirect("stated", stated_id=stated_id)


@require_POST
@page(Access.SIGNED_IN, "web.take_back_endorsement", commitments=[1])
def take_back(request: Request, stated_id: UUID) -> HttpResponse:
    """It is not so here, or not any more."""
    actions.take_back_endorsement(by=request.principal, stated_id=stated_id)
    messages.success(request, _("Taken back. It is not counted any more."))
    return redirect("stated", stated_id=stated_id)


@page(Access.SIGNED_IN, "web.contest_need", commitments=[7])
def contest(request: Request, stated_id: UUID) -> HttpResponse:
    """What somebody sees differently."""
    view, form = queries.stated_need(request.principal, stated_id), ContestForm.of(request, herself=_herself(request))
    if form.is_valid() and form.done(actions.contest_need, stated_id=stated_id, **form.values()):
        messages.success(request, _("Kept. It stands beside the need."))
        return redirect("stated", stated_id=stated_id)
    return _need_form(request, view, form, title=_("Say what you see differently"))


@page(Access.SIGNED_IN, "web.offer_asset", commitments=[1])
def offer(request: Request, stated_id: UUID) -> HttpResponse:
    """Something towards it: a hall, a minibus, a skill, hours."""
    view, form = queries.stated_need(request.principal, stated_id), OfferForm.of(request, herself=_herself(request))
    if form.is_valid() and form.done(actions.offer_asset, stated_id=stated_id, **form.values()):
        messages.success(request, _("Offered. Those who stated the need see it, and say what becomes of it."))
        return redirect("stated", stated_id=stated_id)
    return _need_form(request, view, form, title=_("Offer something towards it"))


def _need_form(request: Request, view: StatedView, form: Any, *, title: Any, version: int = 0) -> HttpResponse:
    context = {"form": form, "view": view, "card": view.card, "title": title, "version": version}
    return render(request, "web/need_form.html", context)


@page(Access.SIGNED_IN, "web.answer_offer", commitments=[4])
def answer(request: Request, stated_id: UUID, offer_id: UUID) -> HttpResponse:
    """What becomes of something that was offered, and what came of it."""
    view = queries.stated_need(request.principal, stated_id)
    made = next((each for each in view.offers if each.id == offer_id), None)
    if made is None or not (made.may_answer or made.may_take_back or made.may_tell):
        raise NotFound("needoffer", offer_id)
    form = AnswerOfferForm.of(request, offer=made)
    if form.is_valid() and form.done(
        actions.answer_offer,
        offer_id=offer_id,
        version=sent_version(request),
        became=OfferState(form.cleaned_data["became"]),
        words=form.cleaned_data["words"],
    ):
        messages.success(request, _("Kept, with today's date."))
        return redirect("stated", stated_id=stated_id)
    return _need_form(request, view, form, title=made.words, version=sent_version(request) or made.version)


@page(Access.SIGNED_IN, "web.close_need", commitments=[4])
def close(request: Request, stated_id: UUID) -> HttpResponse:
    """Met and by what, taken back, or come back: by those who stated it."""
    view = queries.stated_need(request.principal, stated_id)
    if not view.may_turn:
        raise NotFound("statedneed", stated_id)
    taken = [(f"offer:{each.id}", each.words[:80]) for each in view.offers if each.state == OfferState.TAKEN_UP]
    services = services_for(request.principal, need=view.card.need_code)
    form = CloseForm.of(request, states=next_states(view.card.state), by_what=[*taken, *services])
    given = {"kind": "statedneed", "record_id": stated_id, "version": sent_version(request)}
    if form.is_valid() and form.done(actions.turn, **given, **form.values()):
        messages.success(request, _("Kept, with today's date."))
        return redirect("stated", stated_id=stated_id)
    version = sent_version(request) or view.card.version
    return _need_form(request, view, form, title=_("How does it stand?"), version=version)


def next_states(state: Standing) -> list[tuple[str, Any]]:
    """What may become of a need in this state, in words."""
    if state is not Standing.STANDING:
        return [(Standing.STANDING, _("It is not met: it has come back"))]
    return [(Standing.MET, NEED_STATES[Standing.MET]), (Standing.WITHDRAWN, NEED_STATES[Standing.WITHDRAWN])]


def services_for(principal: Principal, *, need: str) -> list[tuple[str, str]]:
    """The services there are for a kind of need, to say that one of them met it."""
    if not need:
        return []
    found = directory.find(principal, need=need, most=25).results
    return [(f"service:{each.id}", f"{each.name}, {each.provider_name}") for each in found]


@page(Access.SIGNED_IN, "web.unmet", commitments=[4])
def unmet(request: Request, unmet_id: UUID) -> HttpResponse:
    """One need that an ask or a search of ours left unmet: closed by what met it, or opened again."""
    item = queries.unmet_need(request.principal, unmet_id)
    form = CloseForm.of(
        request, states=next_states(item.state), by_what=services_for(request.principal, need=item.need_code)
    )
    given = {"kind": "unmetneed", "record_id": unmet_id, "version": sent_version(request)}
    if form.is_valid() and form.done(actions.turn, **given, **form.values()):
        messages.success(request, _("Kept, with today's date."))
        return redirect(f"{request.path}")
    context = {"form": form, "item": item, "version": sent_version(request) or item.version}
    return render(request, "web/unmet.html", context)


@require_POST
@page(Access.SIGNED_IN, "web.note_unfound", commitments=[4])
def note_unfound(request: Request) -> HttpResponse:
    """Nothing that fits was found: the kind of need and the place are kept, and never the words or who looked."""
    search = Search.of(request.POST)
    once = id_in(request.POST.get("once", ""))
    if once is None:
        raise NotFound("search")
    tree = [each for broad in ecosystem.needs() for each in (broad, *broad.children)]
    sought = search.words.casefold()
    need = next((each.id for each in tree if search.need == each.code or sought == each.name.casefold()), None)
    actions.note_unfound(by=request.principal, once=once, place_id=search.place_id, need_id=need)
    messages.success(request, _("Counted as not met. Your words were not kept. It helps to plan what is missing."))
    return redirect(search.address)
