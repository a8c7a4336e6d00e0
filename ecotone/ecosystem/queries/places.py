"""Reads of places: one place, the tree of all, what lies within, and what is near."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min, Q

from ecotone.ecosystem.models import Place, PlaceContains, PlaceContext, PlaceWithin
from ecotone.ecosystem.queries.rows import place_brief
from ecotone.ecosystem.rules import PlaceKind, Topic, slug_problems
from ecotone.ecosystem.views import ContextView, DeprivationView, PlaceBrief, PlaceView
from ecotone.ground import clock
from ecotone.ground.errors import NotFound

SIZES = {kind: size for size, kind in enumerate(PlaceKind)}
"""From large to small."""


@dataclass(frozen=True)
class Surroundings:
    """A place with everything above and below it, itself in both."""

    here: PlaceBrief
    above: dict[UUID, PlaceBrief]
    below: dict[UUID, PlaceBrief]
    parents: Mapping[UUID, frozenset[UUID]]

    @property
    def scope(self) -> list[UUID]:
        """Every place whose actors are at work here: over it, in it, and in a part of it."""
        return [*(self.above | self.below)]

    @property
    def path(self) -> tuple[PlaceBrief, ...]:
        """From the nation down to here, each time by the smallest of several parents."""
        steps, ways = [self.here], self.parents.get(self.here.id)
        while ways:
            steps.append(max((self.above[each] for each in ways), key=lambda p: (SIZES[p.kind], p.name)))
            ways = self.parents.get(steps[-1].id)
        return tuple(reversed(steps))

    @property
    def inside(self) -> tuple[PlaceBrief, ...]:
        """The places directly inside this one."""
        return _sorted(self.below[each] for each, ways in self.parents.items() if self.here.id in ways)


def surroundings(slug_or_id: UUID | str) -> Surroundings:
    """One place and all that contains it or lies in it, in two queries. Raises NotFound."""
    found = _known_by(slug_or_id, "ancestor__") | _known_by(slug_or_id, "descendant__")
    rows = PlaceWithin.objects.filter(found).select_related("ancestor", "descendant")
    pairs = [(row.ancestor, row.descendant) for row in rows.defer("ancestor__outline", "descendant__outline")]
    here = next((place_brief(a) for a, d in pairs if a.id == d.id and str(slug_or_id) in (a.slug, str(a.id))), None)
    if here is None:
        raise NotFound("place", slug_or_id)
    above = {a.id: place_brief(a) for a, d in pairs if d.id == here.id}
    below = {d.id: place_brief(d) for a, d in pairs if a.id == here.id}
    links = PlaceContains.objects.filter(Q(child__in=above) | Q(parent=here.id))
    parents: dict[UUID, set[UUID]] = defaultdict(set)
    for parent_id, child_id in links.values_list("parent", "child"):
        parents[child_id].add(parent_id)
    return Surroundings(here, above, below, {child: frozenset(ways) for child, ways in parents.items()})


def _known_by(slug_or_id: UUID | str, prefix: str) -> Q:
    try:
        return Q(**{f"{prefix}id": UUID(str(slug_or_id))})
    except ValueError:
        if slug_problems(str(slug_or_id)):
            raise NotFound("place", slug_or_id) from None
        return Q(**{f"{prefix}slug": str(slug_or_id)})


def place(slug_or_id: UUID | str) -> PlaceView:
    """All there is to know of a place. Raises NotFound."""
    around = surroundings(slug_or_id)
    row = Place.objects.prefetch_related("deprivation").get(pk=around.here.id)
    now, earlier = _context(row.id)
    return PlaceView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=PlaceKind(row.kind),
        code=row.code,
        population=row.population,
        population_on=row.population_on,
        population_source=row.population_source,
        latitude=row.latitude,
        longitude=row.longitude,
        outline=row.outline,
        deprivation=_deprivation(row),
        parents=_sorted(around.above[each] for each in around.parents.get(row.id, ())),
        children=around.inside,
        breadcrumb=around.path,
        context=now,
        earlier=earlier,
    )


def _deprivation(row: Place) -> tuple[DeprivationView, ...]:
    kept = sorted(row.deprivation.all(), key=lambda each: (each.index_name, each.version, each.measure))
    return tuple(
        DeprivationView(
            index_name=each.index_name,
            version=each.version,
            direction=each.direction,
            measure=each.measure,
            value=each.value,
            source=each.source,
            on=each.on,
        )
        for each in kept
    )


def _context(place_id: UUID) -> tuple[tuple[ContextView, ...], tuple[ContextView, ...]]:
    """What holds today and what once held, newest first; what was taken back the same day never held."""
    rows = PlaceContext.objects.filter(place=place_id).select_related("added_by_actor").order_by("-since", "-id")
    views = [(row.holds(clock.today()), _context_view(row)) for row in rows if row.until != row.since]
    return tuple(v for holds, v in views if holds), tuple(v for holds, v in views if not holds)


def _context_view(row: PlaceContext) -> ContextView:
    return ContextView(
        id=row.id,
        topic=Topic(row.topic),
        text=row.text,
        source=row.source,
        source_on=row.source_on,
        by_actor_id=row.added_by_actor_id,
        by_actor=row.added_by_actor.name if row.added_by_actor else "",
        by_name=row.added_by_name,
        since=row.since,
        until=row.until,
    )


def _sorted(briefs: Iterable[PlaceBrief]) -> tuple[PlaceBrief, ...]:
    return tuple(sorted(briefs, key=lambda each: (SIZES[each.kind], each.name)))


def place_tree() -> list[PlaceBrief]:
    """All places with their parents' ids, large ones first, in one query."""
    return places()


def places(kind: PlaceKind | None = None) -> list[PlaceBrief]:
    """All places, or all of a kind, with their parents' ids, large ones first, in one query."""
    columns = ("id", "slug", "name", "kind", "population", "latitude", "longitude")
    rows = Place.objects.filter(**({"kind": kind} if kind else {}))
    parents: dict[tuple, set[UUID]] = defaultdict(set)
    for *values, parent_id in rows.values_list(*columns, "parent_links__parent"):
        parents[tuple(values)] |= {parent_id} - {None}
    briefs = [_with_parents(values, ways) for values, ways in parents.items()]
    return list(_sorted(briefs))


def _with_parents(values: tuple, parent_ids: set[UUID]) -> PlaceBrief:
    place_id, slug, name, kind, population, latitude, longitude = values
    ways = tuple(sorted(parent_ids))
    return PlaceBrief(place_id, slug, name, PlaceKind(kind), population, latitude, longitude, ways)


def place_ids_within(place_id: UUID) -> frozenset[UUID]:
    """The place and everything inside it; empty for one that is not known."""
    return frozenset(PlaceWithin.objects.filter(ancestor=place_id).values_list("descendant", flat=True))


def outlines(place_ids: Iterable[UUID]) -> dict[UUID, list[list[tuple[float, float]]]]:
    """The rings of (longitude, latitude) around each of these places that has any; one query."""
    drawn = Place.objects.filter(id__in=set(place_ids), outline__isnull=False)
    return {
        id_: [[(x, y) for x, y in ring] for ring in rings or ()] for id_, rings in drawn.values_list("id", "outline")
    }


def nearness(place_id: UUID) -> dict[UUID, int]:
    """How far each place is from this one, as steps up to the smallest place that contains both.

        0  here, and every part of here     1  shares a parent with here, or is that parent     2  …

    What shares nothing with it is not listed: far.
    """
    within = PlaceWithin.objects.filter(ancestor__below__descendant=place_id)
    steps = within.values("descendant").annotate(steps=Min("ancestor__below__depth"))
    return dict(steps.values_list("descendant", "steps"))
