"""How asking for help goes here, and having to repeat one's story: published counts, and a team's own list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ecotone.care import queries as care
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ecosystem.views import PlaceBrief
from ecotone.ground.errors import NotFound
from ecotone.observatory import queries
from ecotone.observatory.views import Boundary, DoorsView, Window
from ecotone.people import queries as people
from ecotone.web.paging import Page
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page

COUNTED = (
    *(PlaceKind.NATION, PlaceKind.HEALTH_BOARD, PlaceKind.COUNCIL),
    *(PlaceKind.PARTNERSHIP, PlaceKind.LOCALITY),
)
"""Places that have published counts, or are sums of such, the largest first."""
A_PAGE = 50


@page(Access.SIGNED_IN, "web.doors", commitments=[4, 8])
def doors(request: Request) -> HttpResponse:
    """How asking goes, by boundary between sectors; with ?from= and ?to= what lies behind one of them."""
    places, here = _places(request)
    view = queries.doors_at(request.principal, here.id, request.GET.get("window") or None)
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


def _opened(request: Request, view: DoorsView) -> Boundary | None:
    pair = request.GET.get("from"), request.GET.get("to")
    if not any(pair):
        return None
    return next((each for each in view.boundaries if (each.from_sector, each.to_sector) == pair), None)


@page(Access.SIGNED_IN, "web.team_doors", commitments=[4, 8])
def team_doors(request: Request, actor_id: UUID) -> HttpResponse:
    """How one team answers, where it can be told apart."""
    view = queries.team_doors(request.principal, actor_id, request.GET.get("window") or None)
    return render(request, "web/team_doors.html", {"view": view, "ours": actor_id == request.principal.actor_id})


@page(Access.WORKER, "web.our_doors", commitments=[4, 8])
def our_doors(request: Request) -> HttpResponse:
    """A team's own asks of a quarter, one by one: those it made, or was asked; with one other team, or all."""
    here, of_us = Page.of(request, A_PAGE), request.GET.get("side") == "us"
    windows = queries.windows(request.principal)
    chosen = _chosen(windows, request.GET.get("window", ""))
    other_id = id_in(request.GET.get("with", ""))
    rows, total = (
        care.asks_between(
            request.principal,
            since=chosen.since,
            until=chosen.until,
            of_us=of_us,
            other_id=other_id,
            start=here.start,
        )
        if chosen
        else ([], 0)
    )
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
    own = None
    if view.window and request.principal.practises:
        own = people.told_again_to(request.principal, since=view.window.since, until=view.window.until)
    return render(request, "web/retelling.html", {"view": view, "here": here, "places": places, "own": own})
