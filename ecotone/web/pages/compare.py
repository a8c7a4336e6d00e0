"""Two organisations, teams or groups side by side: what both are there for, what each alone, and what ties them."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecotone.access.verdicts import Withheld
from ecotone.directory import queries as directory
from ecotone.directory.views import ServiceLine
from ecotone.directory.words import USUAL_WAITS, room
from ecotone.ecosystem import queries
from ecotone.ecosystem.views import NeedAtPlace, RemitComparison, RemitSide, StanceView, TieView
from ecotone.ecosystem.words import ACTOR_KINDS, CLAIMS, DOMAINS, SECTORS, STANCES, TIES
from ecotone.ground.errors import NotFound
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

Stances = tuple[UUID, str, StanceView | None, StanceView | None]
"""An institution's id and name, and how the one and the other stand to it."""
Line = tuple[Any, Any, Any]
"""What is compared, and what stands for the one and the other; what is true of both stands there twice."""


@page(Access.SIGNED_IN, "web.compare", commitments=[7])
def compare(request: Request) -> HttpResponse:
    """Two remits side by side; until both are chosen, one finds the other by name."""
    a_id, b_id = (id_in(request.GET.get(side, "")) for side in "ab")
    if a_id and b_id and a_id != b_id:
        comparison = queries.compare_remits(a_id, b_id, by=request.principal)
        context = _side_by_side(comparison)
        side_by_side = _sheet(comparison)
        if side_by_side.asked(request):
            return side_by_side.of_all([*_lines(comparison, context["services"], context["rows"])])
        return render(request, "web/compare.html", context)
    chosen = a_id or b_id
    known = queries.actor_brief([chosen]) if chosen else {}
    if chosen and chosen not in known:
        raise NotFound("actor", chosen)
    words = request.GET.get("q", "")[:200]
    found = queries.search_actors(words) if words else []
    context = {
        "chosen": known[chosen] if chosen else None,
        "q": words,
        "found": [each for each in found if each.id != chosen],
    }
    return render(request, "web/compare_choose.html", context)


def _side_by_side(comparison: RemitComparison) -> dict[str, Any]:
    n = len(comparison.shared)
    shared = ngettext(
        "They share one task: the same need in the same place.",
        "They share %(n)s tasks: the same need in the same place.",
        n,
    )
    sides = (comparison.a, comparison.b)
    return {
        "c": comparison,
        "sides": sides,
        "services": [directory.services_of(side.actor.id) for side in sides],
        "rows": _stance_rows(comparison),
        "lead": shared % {"n": n} if n else _("They share no need in the same place."),
    }


def _stance_rows(comparison: RemitComparison) -> list[Stances]:
    """The institutions that either stands to, each with how both do."""
    a, b = ({each.institution_id: each for each in side.stances} for side in (comparison.a, comparison.b))
    names = {key: each.institution for side in (a, b) for key, each in side.items()}
    return [(key, name, a.get(key), b.get(key)) for key, name in sorted(names.items(), key=lambda pair: pair[1])]


def _sheet(comparison: RemitComparison) -> Sheet:
    """A column for each side, under its name."""
    heads: list[Any] = [_("What"), comparison.a.actor.name, comparison.b.actor.name]
    return Sheet("side-by-side", [Column(head, itemgetter(at)) for at, head in enumerate(heads)])


def _lines(
    comparison: RemitComparison, services: Sequence[Sequence[ServiceLine]], stances: Sequence[Stances]
) -> Iterator[Line]:
    """The lines of the page from top to bottom; where a side has several of one sort, each is a line."""
    sides = (comparison.a, comparison.b)
    for tie in comparison.ties:
        yield (_("What ties them"), said := _tie(tie), said)
    yield from _beside(_("Who they are"), [[_who(side)] for side in sides])
    yield from _beside(_("How to reach them"), [[side.actor.phone or _("no phone recorded")] for side in sides])
    yield from _beside(_("What they offer"), [[_service(each) for each in those] for those in services])
    yield from _beside(_("Belongs to"), [[each.name for each in side.organisations] for side in sides])
    yield from _beside(_("Where they sit"), [[_site(side)] for side in sides])
    yield from _beside(_("In their own words"), [side.words for side in sides])
    for each in comparison.shared:
        yield (_("There for both"), said := _task(each), said)
    yield from _beside(_("There for one alone"), [[_task(each) for each in side.only] for side in sides])
    yield from _beside(_("The part of the ecosystem they act in"), [[DOMAINS[each.actor.domain]] for each in sides])
    for _id, name, a, b in stances:
        yield (_("How they stand to %(name)s") % {"name": name}, _stance(a), _stance(b))


def _beside(what: Any, sides: Sequence[Sequence[Any]]) -> Iterator[Line]:
    for a, b in zip_longest(*sides):
        yield (what, a, b)


def _tie(tie: TieView) -> str:
    said = f"{tie.source} {TIES[tie.kind]} {tie.target}"
    days = f"{tie.since.isoformat()} – {tie.until.isoformat()}" if tie.until else tie.since.isoformat()
    return "; ".join(filter(None, (said, days, str(CLAIMS[tie.claim]), tie.note, tie.dispute_reason)))


def _who(side: RemitSide) -> str:
    sectors = ", ".join(str(SECTORS[each]) for each in side.sectors)
    days = f"{side.actor.since.isoformat()} – {side.actor.until.isoformat() if side.actor.until else ''}".rstrip()
    return f"{sectors}; {ACTOR_KINDS[side.actor.kind]}; {days}"


def _service(each: ServiceLine) -> str:
    return f"{each.name}: {room(each.capacity, each.freshness)}; {USUAL_WAITS[each.capacity.wait_band]}"


def _site(side: RemitSide) -> Any:
    """Where they are, as far as the reader may know it."""
    if side.site is None:
        return _("not recorded")
    return side.site.address if isinstance(side.site.address, Withheld) else f"{side.site.name}, {side.site.place}"


def _task(each: NeedAtPlace) -> str:
    return f"{each.need}: {each.place}"


def _stance(stance: StanceView | None) -> Any:
    if stance is None:
        return _("not said")
    return f"{STANCES[stance.kind]}: {stance.note}" if stance.note else STANCES[stance.kind]
