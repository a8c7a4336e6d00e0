"""The ecosystem at a place: who and what is at work there by domain, who does what, and what is true of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ecotone.access.principal import Principal
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.rules import Domain, PlaceKind, TieKind
from ecotone.ecosystem.views import (
    ActorOnMap,
    DomainView,
    EcosystemView,
    InstitutionBrief,
    PlaceBrief,
    PlaceView,
    RemitView,
    TieView,
)
from ecotone.ecosystem.words import (
    ACTOR_KINDS,
    CLAIMS,
    DOMAINS,
    INSTITUTION_KINDS,
    LEVELS,
    ORIENTATIONS,
    SECTORS,
    STANDINGS,
    TIES,
)
from ecotone.web.forms.ecosystem import ContextForm
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

CLOSE_BY = (PlaceKind.LOCALITY, PlaceKind.NEIGHBOURHOOD)
AT_FIRST = 7
"""How many of a sector's actors, or a domain's institutions, stand in sight before one asks for the rest."""
TIE_NOUNS = {
    TieKind.PART_OF: _("being part of"),
    TieKind.PARTNERSHIP: _("partnership"),
    TieKind.COMMISSION: _("commissioning"),
    TieKind.MEMBERSHIP: _("membership"),
    TieKind.CO_LOCATION: _("a shared site"),
    TieKind.REPRESENTATION: _("speaking for"),
    TieKind.EMPLOYS: _("employing"),
    TieKind.REPLACES: _("replacing"),
    TieKind.OVERLAPS: _("overlap"),
    TieKind.ASKS: _("questions asked"),
}


WHO_IS_HERE = Sheet(
    "who-is-here",
    (
        Column(_("Domain"), lambda row: DOMAINS[row[0]]),
        Column(_("Sector"), lambda row: SECTORS[row[1].sector]),
        Column(_("Name"), lambda row: row[1].name),
        Column(_("What it is"), lambda row: ACTOR_KINDS[row[1].kind]),
        Column(_("There for"), lambda row: "; ".join(f"{each.need} ({each.place})" for each in row[1].remits)),
    ),
)
AT_WORK = Sheet(
    "laws-aims-and-habits",
    (
        Column(_("Domain"), lambda row: DOMAINS[row.domain]),
        Column(_("Name"), lambda row: row.name),
        Column(_("What it is"), lambda row: INSTITUTION_KINDS[row.kind]),
        Column(_("Written down"), lambda row: row.formal),
        Column(_("Standing"), lambda row: STANDINGS[row.standing]),
        Column(_("Place"), lambda row: row.place),
        Column(_("Said to steer towards"), lambda row: ", ".join(str(ORIENTATIONS[o]) for o in row.orientations)),
    ),
    file="institutions",
)
TIES_HERE = Sheet(
    "ties-between-domains",
    (
        Column(_("From"), lambda row: row.source),
        Column(_("Tie"), lambda row: TIES[row.kind]),
        Column(_("To"), lambda row: row.target),
        Column(_("Level"), lambda row: LEVELS[row.level]),
        Column(_("Since"), lambda row: row.since),
        Column(_("Until"), lambda row: row.until),
        Column(_("How it stands"), lambda row: CLAIMS[row.claim]),
        Column(_("Said by"), lambda row: row.claimed_by),
        Column(_("Answered by"), lambda row: row.answered_by),
        Column(_("Note"), lambda row: row.note),
        Column(_("Why it is disputed"), lambda row: row.dispute_reason),
        Column(_("Last asked on"), lambda row: row.last_consulted_on),
    ),
    file="ties",
)
REMITS = Sheet(
    "who-does-what",
    (
        Column(_("Kind of need"), lambda row: row.need),
        Column(_("Place"), lambda row: row.place),
        Column(_("Who"), lambda row: row.actor),
        Column(_("Sector"), lambda row: SECTORS[row.sector]),
        Column(_("In their words"), lambda row: row.text),
        Column(_("Since"), lambda row: row.since),
    ),
)


@dataclass(frozen=True)
class Head:
    """What stands over every page of a place: where one is, and where one can zoom to."""

    place: PlaceBrief | PlaceView
    path: Sequence[PlaceBrief]
    inside: Sequence[PlaceBrief]


@dataclass(frozen=True)
class Group:
    """The actors of one sector: those in sight, and the rest."""

    sector: str
    count: int
    first: Sequence[ActorOnMap]
    rest: Sequence[ActorOnMap]


@dataclass(frozen=True)
class Panel:
    """One domain as the page shows it; `within` counts the ties that stay inside it.

    What enables or constrains stands in the second row when one zooms to a need: it is not of that need alone.
    """

    view: DomainView
    groups: Sequence[Group]
    within: int
    first_institutions: Sequence[InstitutionBrief]
    more_institutions: Sequence[InstitutionBrief]


@dataclass(frozen=True)
class Between:
    """The ties between two domains: how many of each kind, and which."""

    a: Domain
    b: Domain
    kinds: Sequence[tuple[str, int]]
    ties: Sequence[TieView]


@page(Access.SIGNED_IN, "web.ecosystem")
def ecosystem(request: Request) -> HttpResponse:
    """To the place of the hat that is worn; else to the smallest place that holds all the others."""
    places = queries.place_tree()
    if not places:
        return render(request, "web/no_place.html")
    own = own_places(request.principal)
    return redirect("place", slug=own[0].slug if len(own) == 1 else whole(places).slug)


def own_places(principal: Principal) -> Sequence[PlaceBrief]:
    return queries.actor(principal.actor_id).places if principal.actor_id else ()


def whole(places: Sequence[PlaceBrief]) -> PlaceBrief:
    """The smallest place with all localities in it. Places come large ones first."""
    localities = [place.id for place in places if place.kind is PlaceKind.LOCALITY]
    parents = {place.id: place.parent_ids for place in places}
    above = [_above(each, parents) for each in localities]
    return next((place for place in reversed(places) if all(place.id in ids for ids in above)), places[0])


def _above(place_id: UUID, parents: dict[UUID, tuple[UUID, ...]]) -> set[UUID]:
    """The place and all that it lies in. The ecosystem keeps places free of circles."""
    return {place_id}.union(*(_above(parent, parents) for parent in parents[place_id]))


@page(Access.SIGNED_IN, "web.place", commitments=[7])
def place(request: Request, slug: str) -> HttpResponse:
    """Who and what is at work at a place, laid out by domain as the research's Table 1."""
    view = queries.ecosystem_at(slug, request.GET.get("need") or None)
    between = _between(view)
    pairs = [_counted(a, b, between[frozenset((a, b))]) for a, b in combinations(Domain, 2)]
    lists = _lists(view, pairs)
    for name, sheet in ("who", WHO_IS_HERE), ("rules", AT_WORK), ("ties", TIES_HERE):
        if sheet.asked(request):
            return sheet.of_all(lists[name])
    context = {
        "head": _head(view),
        "view": view,
        "close_by": view.place.kind in CLOSE_BY,
        "panels": [_panel(domain, between, at_first=0 if view.need else AT_FIRST) for domain in _nearest(view)],
        "between": pairs,
        "lists": lists,
    }
    return render(request, "web/place.html", context)


def _lists(view: EcosystemView, between: Iterable[Between]) -> dict[str, list[Any]]:
    """The page's three lists in its order: who is here with their domain, what is at work, the ties."""
    domains = _nearest(view)
    groups = [(domain.domain, sector) for domain in domains for sector in domain.sectors]
    return {
        "who": [(domain, actor) for domain, sector in groups for actor in sector.actors],
        "rules": [each for domain in domains for each in domain.institutions],
        "ties": [tie for pair in between for tie in pair.ties],
    }


def _nearest(view: EcosystemView) -> Sequence[DomainView]:
    """From government down, as the table has it; close by, what is closest comes first."""
    return view.domains[::-1] if view.place.kind in CLOSE_BY else view.domains


def _head(view: EcosystemView) -> Head:
    return Head(view.place, view.path, view.inside)


def _between(view: EcosystemView) -> Mapping[frozenset[Domain], list[TieView]]:
    """The ties by the domains they join, or the one they stay in."""
    domains = {actor.id: actor_domain for actor_domain, actor in _actors(view)}
    pairs: dict[frozenset[Domain], list[TieView]] = defaultdict(list)
    for tie in view.ties:
        pairs[frozenset((domains[tie.source_id], domains[tie.target_id]))].append(tie)
    return pairs


def _actors(view: EcosystemView) -> Iterator[tuple[Domain, ActorOnMap]]:
    """Everyone shown, with their domain."""
    for domain in view.domains:
        for sector in domain.sectors:
            yield from ((domain.domain, actor) for actor in sector.actors)


def _panel(view: DomainView, between: Mapping[frozenset[Domain], list[TieView]], *, at_first: int) -> Panel:
    groups = [
        Group(each.sector, len(each.actors), each.actors[:AT_FIRST], each.actors[AT_FIRST:]) for each in view.sectors
    ]
    within = len(between.get(frozenset((view.domain,)), ()))
    return Panel(view, groups, within, view.institutions[:at_first], view.institutions[at_first:])


def _counted(a: Domain, b: Domain, ties: Sequence[TieView]) -> Between:
    """Also where there is none: a gap is worth seeing."""
    kinds = Counter(tie.kind for tie in ties).most_common()
    return Between(a, b, [(str(TIE_NOUNS[kind]), n) for kind, n in kinds], ties)


@page(Access.SIGNED_IN, "web.place_remits", commitments=[7])
def place_remits(request: Request, slug: str) -> HttpResponse:
    """Who is there for what, need by need; where several are, one can put two side by side."""
    view = queries.ecosystem_at(slug, request.GET.get("need") or None)
    here = [actor for _domain, actor in _actors(view)]
    remits = [remit for actor in here for remit in actor.remits]
    needs = _by_need(remits)
    if REMITS.asked(request):
        return REMITS.of_all([each for _code, _name, places in needs for those in places for each in those])
    silent = sum(not actor.remits for actor in here)
    context = {"head": _head(view), "view": view, "needs": needs, "silent": silent}
    return render(request, "web/place_remits.html", context)


def _by_need(remits: Iterable[RemitView]) -> list[tuple[str, str, list[list[RemitView]]]]:
    """Per need its code, its name and its remits, those in the same place together."""
    needs: dict[tuple[str, str], dict[str, list[RemitView]]] = defaultdict(lambda: defaultdict(list))
    for remit in sorted(remits, key=lambda each: (each.need, each.place, each.since, each.actor)):
        needs[remit.need_code, remit.need][remit.place].append(remit)
    return [(code, name, list(places.values())) for (code, name), places in needs.items()]


@page(Access.SIGNED_IN, "web.place_about")
def place_about(request: Request, slug: str) -> HttpResponse:
    """How many live here, how the area fares, and what those who know it say of it."""
    view = queries.place(slug)
    return render(request, "web/place_about.html", {"head": _head_of(view), "view": view})


def _head_of(view: PlaceView) -> Head:
    return Head(view, view.breadcrumb, view.children)


@page(Access.SIGNED_IN, "web.add_context", commitments=[1, 7])
def add_context(request: Request, slug: str) -> HttpResponse:
    """Something true of a place, from whoever is signed in."""
    view = queries.place(slug)
    form = ContextForm.of(request)
    if form.is_valid() and form.done(actions.add_context, place_id=view.id, **form.values()):
        messages.success(request, _("Kept, with today's date and where it comes from."))
        return redirect("place_about", slug=slug)
    return render(request, "web/context_form.html", {"form": form, "view": view})
