"""The exchange at a place, on a map: published figures alone, so that it tells of services and of no one."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ecosystem.views import PlaceBrief
from ecotone.ecosystem.words import SECTORS
from ecotone.ground.errors import NotFound
from ecotone.observatory import queries
from ecotone.observatory.rules import Figure
from ecotone.observatory.views import MapView, Moment, Strength, TimelineView, UnmetView
from ecotone.observatory.words import OTHERS
from ecotone.web import figures
from ecotone.web.figures import Counted, of_figure
from ecotone.web.map import Area, Ring, Shape, draw, flow
from ecotone.web.pages.ecosystem import CLOSE_BY, Head
from ecotone.web.request import Request
from ecotone.web.routes import Access, page

SHADES = 4
STRONGEST = 30
"""How many ties between teams stand on the page, the strongest first; all are in the file."""
SIZES = list(PlaceKind)
MAP = figures.sheet("who-asked-whom")


@dataclass(frozen=True)
class Marked:
    """One locality on the map: its number there, how it is drawn, and its figure where it belongs to this page.

    `shade` runs from 1 to SHADES by how much is exchanged; "hidden" is too few to show, "other" is not asked about.
    """

    number: int
    place: PlaceBrief
    shape: Shape[UUID]
    figure: Figure | None
    shade: str
    current: bool


@page(Access.SIGNED_IN, "web.place_map", commitments=[7, 8])
def place_map(request: Request, slug: str) -> HttpResponse:
    """What was asked of whom here in one quarter, what was not met, and how it was in the quarters before."""
    tree = {place.id: place for place in ecosystem.place_tree()}
    here = next((place for place in tree.values() if place.slug == slug), None)
    if here is None:
        raise NotFound("place", slug)
    view = queries.map_at(request.principal, here.id, request.GET.get("window") or None)
    unmet = queries.unmet_at(request.principal, here.id, request.GET.get("window") or None)
    times = queries.timeline(request.principal, here.id)
    path = _path(here, tree)
    flows = [(each.from_sector, each.to_sector, each.figure.low) for each in view.flows]
    around = _around(here, path, tree)
    outlines = ecosystem.outlines(place.id for place in around)
    drawn = draw({place.id: _area(place, outlines.get(place.id)) for place in around})
    marks = _marks(drawn.shapes, view, here, tree) if drawn else []
    if MAP.asked(request):
        return MAP.of_all([*_exchange_lines(view, marks), *unmet_lines(unmet), *_timeline_lines(times)])
    context = {
        "head": Head(here, path, [place for place in tree.values() if here.id in place.parent_ids]),
        "view": view,
        "ties": view.ties[:STRONGEST],
        "weaker": len(view.ties[STRONGEST:]),
        "drawn": drawn,
        "marks": marks,
        "marks_from_below": sorted(marks, key=lambda mark: mark.current),
        "neighbours": [mark for mark in marks if mark.figure is None],
        "locality": next((place for place in path if place.kind is PlaceKind.LOCALITY), None),
        "streams": flow(flows, order=Sector),
        "moments": _bars(times.moments),
        "unmet": unmet,
    }
    return render(request, "web/map.html", context)


REFERRALS = _("Referrals for people who live here")
BETWEEN_SECTORS, BETWEEN_TEAMS = _("Referrals between sectors"), _("Referrals between organisations and teams")
NOT_MET = _("What could not be met")


def _exchange_lines(view: MapView, marks: Sequence[Marked]) -> Iterator[Counted]:
    """The total, the localities on the map, then between whom; what is not shown has the page's words."""
    if view.window is None:
        return
    window, here = view.window, {"window": view.window, "place": view.place}
    if view.total:
        yield of_figure(view.total, what=REFERRALS, **here)
    for mark in marks:
        if mark.figure and not mark.current:
            yield of_figure(mark.figure, what=REFERRALS, window=window, place=mark.place.name)
    for flow_ in view.flows:
        ends = {"source": SECTORS[flow_.from_sector], "target": SECTORS[flow_.to_sector]}
        yield of_figure(flow_.figure, what=BETWEEN_SECTORS, **here, **ends)
    if n := view.hidden_flows:
        pairs = ngettext("One other pair of sectors", "All %(n)s other pairs of sectors", n) % {"n": n}
        yield figures.hidden(BETWEEN_SECTORS, of=pairs, words=too_few_each(window.threshold), **here)
    for tie in view.ties:
        yield of_figure(tie.figure, what=BETWEEN_TEAMS, **here, **_ends(tie))
    if n := view.hidden_ties:
        pairs = ngettext("One other pair", "%(n)s other pairs", n) % {"n": n}
        yield figures.hidden(BETWEEN_TEAMS, of=pairs, words=too_few_each(window.threshold), **here)
    if view.elsewhere and view.elsewhere.shown:
        unknown = _("Referrals for people whose locality is not known, in the whole of this Ecotone")
        yield of_figure(view.elsewhere, what=unknown, window=window, place="")


def too_few_each(limit: int) -> str:
    """Why counts that stand together are not shown."""
    return _("not shown: fewer than %(limit)s people each, or none") % {"limit": limit}


def _ends(tie: Strength) -> dict[str, Any]:
    """The names of both ends; all others of a sector together where there is none."""
    return {
        "source": tie.from_name or OTHERS[tie.from_sector],
        "target": tie.to_name or OTHERS[tie.to_sector],
    }


def unmet_lines(view: UnmetView, *, by_place: bool = False) -> Iterator[Counted]:
    """What could not be met: in all, by kind of need, and by locality where the page has that."""
    if view.window is None or view.total is None:
        return
    here: dict[str, Any] = {"window": view.window, "place": view.place}
    yield of_figure(view.total, what=NOT_MET, **here)
    for need in view.needs:
        yield of_figure(need.figure, what=NOT_MET, of=need.name or _("It was not said which"), **here)
    if n := view.hidden_needs:
        kinds = ngettext("One other kind of need", "%(n)s other kinds of need", n) % {"n": n}
        yield figures.hidden(NOT_MET, of=kinds, words=too_few_each(view.window.threshold), **here)
    for place in view.localities if by_place and len(view.localities) > 1 else ():
        yield of_figure(place.figure, what=NOT_MET, window=view.window, place=place.name)


def _timeline_lines(view: TimelineView) -> Iterator[Counted]:
    """The same total through all quarters, the oldest first, where there are several."""
    for moment in view.moments if len(view.moments) > 1 else ():
        about: dict[str, Any] = {"window": moment.window, "place": view.place}
        if moment.total:
            yield of_figure(moment.total, what=_("Quarter by quarter: referrals"), **about)


def _bars(moments: Sequence[Moment]) -> list[tuple[Moment, int]]:
    """Each quarter with how long its bar is, in percent of the longest; 0 where there are too few to show."""
    lows = [moment.total.low if moment.total else 0 for moment in moments]
    most = max(lows, default=0) or 1
    return [(moment, round(100 * low / most)) for moment, low in zip(moments, lows, strict=True)]


def _path(here: PlaceBrief, tree: dict[UUID, PlaceBrief]) -> list[PlaceBrief]:
    """From the nation down to here, each time by the smallest of several parents."""
    steps = [here]
    while steps[0].parent_ids:
        parents = [tree[each] for each in steps[0].parent_ids]
        steps.insert(0, max(parents, key=lambda place: (SIZES.index(place.kind), place.name)))
    return steps


def _around(here: PlaceBrief, path: Sequence[PlaceBrief], tree: dict[UUID, PlaceBrief]) -> list[PlaceBrief]:
    """The localities to draw: all inside here; for a locality or less, its neighbours under the same place."""
    small = here.kind in CLOSE_BY
    above = [place for place in path if place.kind not in CLOSE_BY]
    whole = above[-1] if small and above else here
    inside, size = {whole.id}, 0
    while len(inside) > size:
        size = len(inside)
        inside |= {place.id for place in tree.values() if inside & {*place.parent_ids}}
    found = (tree[each] for each in inside if tree[each].kind is PlaceKind.LOCALITY)
    return sorted(found, key=lambda place: place.name)


def _area(place: PlaceBrief, outline: Sequence[Ring] | None) -> Area:
    known = place.longitude is not None and place.latitude is not None
    middle = (place.longitude, place.latitude) if known else None
    return Area(outline=outline, middle=middle)  # type: ignore[arg-type]


def _marks(
    shapes: Sequence[Shape[UUID]], view: MapView, here: PlaceBrief, tree: dict[UUID, PlaceBrief]
) -> list[Marked]:
    figures = {each.place_id: each.figure for each in view.localities}
    most = max((figure.low for figure in figures.values()), default=0)
    return [
        Marked(
            number=number,
            place=tree[shape.key],
            shape=shape,
            figure=(figure := figures.get(shape.key)),
            shade=_shade(figure, most),
            current=shape.key == here.id,
        )
        for number, shape in enumerate(shapes, 1)
    ]


def _shade(figure: Figure | None, most: int) -> str:
    if figure is None:
        return "other"
    return str(math.ceil(SHADES * figure.low / most)) if figure.shown else "hidden"
