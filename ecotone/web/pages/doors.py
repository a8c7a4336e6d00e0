"""How asking for help goes here, and having to repeat one's story: published counts, and a team's own list."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ecotone.care import queries as care
from ecotone.care.views import ReferralRow
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ecosystem.views import PlaceBrief
from ecotone.ecosystem.words import SECTORS
from ecotone.ground.errors import NotFound
from ecotone.observatory import queries
from ecotone.observatory.views import Boundary, DoorsView, TeamDoorsView, TellingsView, Window
from ecotone.people import queries as people
from ecotone.web import figures, sheets
from ecotone.web.asks import ASKS
from ecotone.web.figures import Counted
from ecotone.web.paging import Page
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

COUNTED = (
    *(PlaceKind.NATION, PlaceKind.HEALTH_BOARD, PlaceKind.COUNCIL),
    *(PlaceKind.PARTNERSHIP, PlaceKind.LOCALITY),
)
"""Places that have published counts, or are sums of such, the largest first."""
A_PAGE = 50
DOORS = figures.sheet("how-asking-goes")
TEAM_DOORS = figures.sheet("how-they-answer")
OUR_DOORS = Sheet("our-own-asks", ASKS)
RETELLING = figures.sheet("having-to-repeat")
OUR_RETELLING = Sheet(
    "had-to-repeat-with-us",
    (Column(_("Name"), lambda row: row[1]), Column(_("When"), lambda row: row[2])),
    file="own",
)


@page(Access.SIGNED_IN, "web.doors", commitments=[4, 8])
def doors(request: Request) -> HttpResponse:
    """How asking goes, by boundary between sectors; with ?from= and ?to= what lies behind one of them."""
    places, here = _places(request)
    view = queries.doors_at(request.principal, here.id, request.GET.get("window") or None)
    if DOORS.asked(request):
        return DOORS.of_all([*_doors_lines(view)])
    context = {
        "view": view,
        "here": here,
        "places": places,
        "grid": _grid(view.boundaries),
        "opened": _opened(request, view),
    }
    return render(request, "web/doors.html", context)


def _places(request: Request) -> tuple[list[PlaceBrief], PlaceBrief]:
    """The places to choose from, and the one that was chosen: the largest, unless told."""
    tree = ecosystem.place_tree()
    places = sorted((p for p in tree if p.kind in COUNTED), key=lambda p: (COUNTED.index(p.kind), p.name))
    wanted = request.GET.get("place", "")
    here = next((p for p in places if p.slug == wanted), None) if wanted else next(iter(places), None)
    if here is None:
        raise NotFound("place", wanted)
    return places, here


def _grid(boundaries: Sequence[Boundary]) -> dict[str, Any]:
    """Who asked down the side, who was asked along the top: only sectors of which something can be shown."""
    cells = {(each.from_sector, each.to_sector): each for each in boundaries}
    columns = [sector for sector in Sector if any(to == sector for _, to in cells)]
    rows = [sector for sector in Sector if any(source == sector for source, _ in cells)]
    return {"columns": columns, "rows": [(row, [cells.get((row, column)) for column in columns]) for row in rows]}


def _doors_lines(view: DoorsView) -> Iterator[Counted]:
    """The whole, every boundary with its teams, what the grid leaves open, and the localities."""
    if view.window is None or view.whole is None:
        return
    window, here = view.window, {"window": view.window, "place": view.place}
    yield from figures.of_course(view.whole, **here)
    for each in view.boundaries:
        pair = {"source": SECTORS[each.from_sector], "target": SECTORS[each.to_sector]}
        if each.asked:
            yield figures.of_figure(each.asked, what=_("Asks in all"), **here, **pair)
        if each.course.accepted.shown:
            yield from figures.of_course(each.course, **here, **pair)
        else:
            yield figures.hidden(figures.TAKEN_ON, words=_("not told apart"), **here, **pair)
        for team in each.teams:
            ends = {"source": pair["source"], "target": team.name}
            yield from figures.taken_on(team.course, window=window, place=team.place, **ends)
    grid = _grid(view.boundaries)
    for source, cells in grid["rows"]:
        for target in (column for column, cell in zip(grid["columns"], cells, strict=True) if cell is None):
            pair = {"source": SECTORS[source], "target": SECTORS[target]}
            yield figures.hidden(figures.TAKEN_ON, words=_("too few"), **here, **pair)
    for place, course in view.by_place:
        there = {"window": window, "place": place.name}
        yield figures.of_share(course.accepted, what=figures.TAKEN_ON, **there)
        yield figures.of_share(course.within_week, what=figures.WITHIN_A_WEEK, **there)
        yield figures.of_share(course.first_door, what=figures.FIRST_DOOR, **there)


def _opened(request: Request, view: DoorsView) -> Boundary | None:
    pair = request.GET.get("from"), request.GET.get("to")
    if not any(pair):
        return None
    return next((each for each in view.boundaries if (each.from_sector, each.to_sector) == pair), None)


@page(Access.SIGNED_IN, "web.team_doors", commitments=[4, 8])
def team_doors(request: Request, actor_id: UUID) -> HttpResponse:
    """How one team answers, where it can be told apart."""
    view = queries.team_doors(request.principal, actor_id, request.GET.get("window") or None)
    if TEAM_DOORS.asked(request):
        return TEAM_DOORS.of_all([*_team_lines(view)])
    return render(request, "web/team_doors.html", {"view": view, "ours": actor_id == request.principal.actor_id})


def _team_lines(view: TeamDoorsView) -> Iterator[Counted]:
    """The team as a whole, then by who asked and for people of where."""
    if view.window is None or view.whole is None:
        return
    yield from figures.of_course(view.whole, window=view.window, place=_("All places"), target=view.name)
    for place, sector, course in view.parts if len(view.parts) > 1 else ():
        ends = {"source": SECTORS[sector], "target": view.name}
        yield from figures.taken_on(course, window=view.window, place=place, **ends)


@page(Access.WORKER, "web.our_doors", commitments=[4, 8])
def our_doors(request: Request) -> HttpResponse:
    """A team's own asks of a quarter, one by one: those it made, or was asked; with one other team, or all."""
    here, of_us = Page.of(request, A_PAGE), request.GET.get("side") == "us"
    windows = queries.windows(request.principal)
    chosen = _chosen(windows, request.GET.get("window", ""))
    other_id = id_in(request.GET.get("with", ""))

    def asks(start: int, most: int) -> tuple[list[ReferralRow], int]:
        if chosen is None:
            return [], 0
        days: dict[str, Any] = {"since": chosen.since, "until": chosen.until}
        return care.asks_between(request.principal, **days, of_us=of_us, other_id=other_id, start=start, most=most)

    if OUR_DOORS.asked(request):
        return OUR_DOORS.of(lambda start, most: asks(start, most)[0])
    rows, total = asks(here.start, A_PAGE)
    context = {
        "rows": rows,
        "total": total,
        "windows": windows,
        "window": chosen,
        "of_us": of_us,
        "other_id": other_id,
        "other": ecosystem.actor_names([other_id]).get(other_id) if other_id else "",
        "page_obj": here.out_of(total),
    }
    return render(request, "web/our_doors.html", context)


def _chosen(windows: Sequence[Window], key: str) -> Window | None:
    if not key:
        return windows[0] if windows else None
    found = next((each for each in windows if each.key == key), None)
    if found is None:
        raise NotFound("window", key)
    return found


@page(Access.SIGNED_IN, "web.retelling", commitments=[2, 8])
def retelling(request: Request) -> HttpResponse:
    """Having to repeat one's story, by the sector of the team met and by place."""
    places, here = _places(request)
    view = queries.tellings_at(request.principal, here.id, request.GET.get("window") or None)
    if RETELLING.asked(request):
        return RETELLING.of_all([*_retelling_lines(view)])
    own = None
    if view.window and request.principal.practises:
        wanted = OUR_RETELLING.asked(request)
        days = {"since": view.window.since, "until": view.window.until}
        own = people.told_again_to(request.principal, **days, most=sheets.MOST + 1 if wanted else A_PAGE)
        if wanted and own:
            return OUR_RETELLING.of_all(own.shown)
    context: dict[str, Any] = {"view": view, "here": here, "places": places, "own": own}
    context["own_first"] = A_PAGE if own and own.repeated > A_PAGE else None
    return render(request, "web/retelling.html", context)


REPEATED, CHOSE = _("Had to repeat it"), _("Chose to tell it again")


def _retelling_lines(view: TellingsView) -> Iterator[Counted]:
    """The whole, by the sector of the team that was met, and by locality."""
    if view.window is None:
        return
    here: dict[str, Any] = {"window": view.window, "place": view.place}
    if view.whole is None:
        before = _("This quarter was published before having to repeat was counted.")
        yield figures.hidden(REPEATED, words=figures.TOO_FEW if view.counted else before, **here)
        return
    yield figures.of_share(view.whole.repeated, what=REPEATED, **here)
    yield figures.of_share(view.whole.chose, what=CHOSE, **here)
    yield figures.of_share(view.whole.own_word, what=_("Rests on the person’s own word"), **here)
    for each in view.sectors:
        yield figures.of_share(each.repeated, what=REPEATED, of=SECTORS[each.sector], **here)
        yield figures.of_share(each.chose, what=CHOSE, of=SECTORS[each.sector], **here)
    for place, each in view.by_place:
        yield figures.of_share(each.repeated, what=REPEATED, window=view.window, place=place.name)
