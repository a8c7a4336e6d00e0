"""The map and the list of needs."""

from datetime import date
from decimal import Decimal
from typing import Any

from ecotone.demo.content import needs, places
from ecotone.demo.content.places import Place
from ecotone.demo.vocabulary import CONTAINMENT
from ecotone.demo.world import DEMO, World
from ecotone.ecosystem import actions
from ecotone.ecosystem.rules import Containment, PlaceKind

COUNTED = date(2021, 6, 30)
INDEX_OF = date(2020, 1, 28)
MEASURE = "share of data zones in Scotland's most deprived fifth"


def add_places(world: World) -> None:
    """All places, widest first, so that each finds its parents there."""
    for place in world.setting.places:
        kind = CONTAINMENT.get(place.kind, Containment.GEOGRAPHIC)
        made = actions.add_place(
            by=DEMO,
            kind=PlaceKind(place.kind),
            name=place.name,
            code=place.code,
            slug=place.key,
            parents=[(world.places[parent], kind) for parent in place.parents],
            **_facts(place),
        )
        world.places[place.key] = made.id
        _add_deprivation(world, place)


def _facts(place: Place) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if place.population:
        facts |= {"population": place.population, "population_on": COUNTED}
        facts["population_source"] = places.POPULATION_SOURCE
    if place.centroid:
        facts["longitude"], facts["latitude"] = place.centroid
    if place.outline:
        facts["outline"] = [[list(point) for point in place.outline]]
    return facts


def _add_deprivation(world: World, place: Place) -> None:
    if place.share_most_deprived is None:
        return
    actions.add_deprivation(
        by=DEMO,
        place_id=world.places[place.key],
        index_name=places.SIMD.name,
        version=places.SIMD.version,
        direction=places.SIMD.direction,
        measure=MEASURE,
        value=Decimal(str(round(place.share_most_deprived, 4))),
        source=places.SIMD.source,
        on=INDEX_OF,
    )


def add_needs(world: World) -> None:
    """The kinds of need, each broad kind before those within it."""
    for need in needs.NEEDS:
        made = actions.add_need(
            by=DEMO,
            code=need.code,
            name=need.name,
            synonyms=need.synonyms,
            parent_code=need.parent,
            sensitive=need.sensitive,
        )
        world.needs[need.code] = made.id
