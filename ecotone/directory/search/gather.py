"""Fetches what a search needs to know, in as many queries for five services as for five thousand.

match           1  the index rows of the words sought
                2  those of words one slip away, where a word is found nowhere
gather          3  the services concerned, and how many there are in all
                4  what of their needs, places, sectors the search asks about
around          5  the places around the one asked for
traits_of       6  all that the services on the page are linked with
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Left

from ecotone.directory import models, union
from ecotone.directory.listing import is_code
from ecotone.directory.models import Service, ServiceNeed, ServiceWord
from ecotone.directory.rules import Freshness, ServiceStatus, freshness, has_room
from ecotone.directory.search.match import Match
from ecotone.directory.search.ranking import FAR, Candidate, Zone
from ecotone.directory.union import Table
from ecotone.ecosystem.models import Need, PlaceWithin
from ecotone.ground import clock

FACTS = (
    *("id", "name", "provider_id", "provider__name", "provider__sector", "alert", "fees", "cost_free", "phone"),
    *("self_referral", "sensitivity", "minimum_age", "maximum_age", "capacity_updated_at", "assured_on"),
    *("capacity_word", "places_available", "places_maximum", "places_funded", "wait_band", "door_open_days"),
)
SUMMARY = 280
NAMED_ONE_BY_ONE = 4_000

TABLES = {
    "needs": Table(models.ServiceNeed, ("need__code", "need__parent__code")),
    "areas": Table(models.ServiceArea, ("place_id", "place__name")),
    "sites": Table(
        models.ServiceAtLocation, ("site__place_id", "site__place__name"), only={"site__confidential": False}
    ),
    "accepts": Table(models.ServiceAccepts, ("sector",)),
    "attending": Table(models.ServiceAttending, ("type",)),
    "access": Table(models.ServiceAccess, ("access",)),
}


@dataclass(frozen=True)
class Traits:
    """What the link tables say of one service. `needs` map to the broader one; places by id, with their names."""

    needs: dict[str, str] = field(default_factory=dict)
    areas: dict[UUID, str] = field(default_factory=dict)
    sites: dict[UUID, str] = field(default_factory=dict)
    accepts: tuple[str, ...] = ()
    attending: tuple[str, ...] = ()
    access: tuple[str, ...] = ()

    @property
    def places(self) -> dict[UUID, str]:
        return self.areas | self.sites


NO_TRAITS = Traits()


@dataclass(frozen=True)
class Known:
    """One service: its row, and what of its traits the search asks about."""

    facts: Mapping[str, Any]
    traits: Traits
    freshness: Freshness

    def candidate(self, score: float) -> Candidate:
        f, t = self.facts, self.traits
        return Candidate(
            id=f["id"],
            name=f["name"],
            score=score,
            needs=t.needs,
            areas=frozenset(t.areas),
            places=frozenset(t.places),
            accepts=frozenset(t.accepts),
            self_referral=f["self_referral"],
            minimum_age=f["minimum_age"],
            maximum_age=f["maximum_age"],
            room=has_room(f["capacity_word"], f["places_available"]),
            freshness=self.freshness,
        )


@dataclass(frozen=True)
class Gathered:
    """The services concerned, how many are active in all, and the need broader than the one asked for ("": none)."""

    known: Mapping[UUID, Known]
    services: int = 0
    broader_need: str = ""


def gather(match: Match, *, need: str, tables: Collection[str]) -> Gathered:
    """The active services that have the words sought; without words, those of the need and its relations; else all.

    `tables` names the traits the search asks about. Two queries.
    """
    if need and not is_code(need):
        return Gathered({})
    services = Service.objects.filter(status=ServiceStatus.ACTIVE)
    every = services.order_by().values("status").annotate(count=Count("pk")).values("count")
    broader = Need.objects.filter(code=need).values("parent__code")[:1]
    if match.asked:
        services = services.filter(pk__in=ServiceWord.objects.filter(match.rows).values("service"))
    elif need:
        services = services.filter(pk__in=ServiceNeed.objects.filter(need__in=_related(need)).values("service"))
    more = {"summary": Left("description", SUMMARY), "every": Subquery(every), "broader": Subquery(broader)}
    rows = list(services.values(*FACTS, **more))
    if not rows:
        return Gathered({})
    traits = traits_of([row["id"] for row in rows], tables) if tables else {}
    today = clock.today()
    known = {row["id"]: Known(row, traits.get(row["id"], NO_TRAITS), freshness_of(row, today)) for row in rows}
    return Gathered(known, rows[0]["every"], rows[0]["broader"] or "")


def _related(need: str) -> QuerySet[Any, Any]:
    """The need itself, what belongs to it, what it belongs to, and what else belongs there."""
    itself = Need.objects.filter(code=need)
    above = itself.values("parent")
    below, beside = Q(parent__in=itself.values("pk")), Q(parent__in=above)
    return Need.objects.filter(Q(code=need) | Q(pk__in=above) | below | beside).values("pk")


def freshness_of(facts: Mapping[str, Any], today: date) -> Freshness:
    """How far a service's row (`capacity_updated_at`, `assured_on`) can be relied on."""
    told = facts["capacity_updated_at"]
    return freshness(told.astimezone(clock.LOCAL).date() if told else None, facts["assured_on"], today)


def traits_of(ids: Collection[UUID], tables: Iterable[str] = tuple(TABLES)) -> dict[UUID, Traits]:
    """What these tables say of these services, in one query. Confidential sites are passed over.

    Of very many services, all active ones are read: there is a limit to how many ids a database takes.
    """
    which = {"service__in": ids} if len(ids) <= NAMED_ONE_BY_ONE else {"service__status": ServiceStatus.ACTIVE}
    place = cache(UUID)
    traits: dict[UUID, Traits] = {}
    for service, rows in union.read(which, {name: TABLES[name] for name in tables}).items():
        traits[service] = Traits(
            needs={row[0]: row[1] for row in rows.get("needs", ())},
            areas={place(own): name for own, name in rows.get("areas", ())},
            sites={place(own): name for own, name in rows.get("sites", ())},
            **{name: tuple(value for (value,) in rows.get(name, ())) for name in ("accepts", "attending", "access")},
        )
    return traits


@dataclass(frozen=True)
class Around:
    """A place and those it lies inside, the nearest first, and how many steps away other places are."""

    zones: tuple[Zone, ...]
    steps: Mapping[UUID, int]


def around(place_id: UUID) -> Around:
    """What lies around a place; one that is not known covers nothing. One query.

    Steps are those of the ecosystem's `nearness`: up to the smallest place that holds both.
    """
    above = PlaceWithin.objects.filter(descendant=place_id).values("ancestor")
    columns = ("ancestor_id", "ancestor__name", "descendant_id", "depth")
    rows = list(PlaceWithin.objects.filter(ancestor__in=above).values_list(*columns))
    up = {ancestor: (depth, name) for ancestor, name, descendant, depth in rows if descendant == place_id}
    covers: dict[UUID, set[UUID]] = {}
    steps: dict[UUID, int] = {}
    for ancestor, _, descendant, _ in rows:
        covers.setdefault(ancestor, set()).add(descendant)
        covers.setdefault(descendant, set()).add(ancestor)
        steps[descendant] = min(steps.get(descendant, FAR), up[ancestor][0])
    outward = sorted(up, key=lambda own: (*up[own], own))
    zones = tuple(Zone(own, up[own][1], frozenset(covers[own])) for own in outward)
    return Around(zones or (Zone(place_id, "", frozenset()),), steps)
