"""Writes about data zones and postcodes: how official tables say where somewhere is."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import once, only
from ecotone.ecosystem.models import DataZone, Place, Postcode
from ecotone.ecosystem.rules import position_problems, required
from ecotone.ground import clock
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Problem, check

ZONE_FIELDS = frozenset(
    {
        *("name", "place_id", "latitude", "longitude", "population"),
        *("index_version", "deprivation_rank", "deprivation_decile"),
    }
)
"""What `add_zone` takes besides its code, and `change_zone`."""


@action("ecosystem.add_zone")
def add_zone(*, by: Principal, code: str, **fields: Any) -> DataZone:
    """A data zone inside a place. Raises Invalid for a code that is here already."""
    policies.keeps_the_map(by).require()
    only(fields, ZONE_FIELDS)
    check([*required(code=code, name=fields.get("name")), *_zone_problems(fields)])
    with once("ecosystem.zone_once", "code"):
        zone = DataZone.add(code=code, **fields)
    wrote("datazone", zone.id, act="ecosystem.add_zone")
    return zone


@action("ecosystem.change_zone")
def change_zone(*, by: Principal, zone_id: UUID, **fields: Any) -> DataZone:
    """Changes what is said of a data zone; one that had ended is in use again."""
    policies.keeps_the_map(by).require("datazone", zone_id)
    only(fields, ZONE_FIELDS)
    zone = DataZone.objects.select_for_update().filter(pk=DataZone.of(zone_id).id).get()
    check(_zone_problems({"latitude": zone.latitude, "longitude": zone.longitude} | fields))
    for name, value in (fields | {"until": None}).items():
        setattr(zone, name, value)
    zone.save(update_fields=[*fields, "until"])
    wrote("datazone", zone_id, act="ecosystem.change_zone")
    return zone


@action("ecosystem.end_zone")
def end_zone(*, by: Principal, zone_id: UUID, until: date | None = None) -> DataZone:
    """Says that official lists no longer name this zone. What lies in it stays where it is."""
    policies.keeps_the_map(by).require("datazone", zone_id)
    zone = DataZone.of(zone_id)
    zone.until = until or clock.today()
    zone.save(update_fields=["until"])
    wrote("datazone", zone_id, act="ecosystem.end_zone")
    return zone


def _zone_problems(fields: dict[str, Any]) -> list[Problem]:
    problems = position_problems(fields.get("longitude"), fields.get("latitude"))
    decile, rank = fields.get("deprivation_decile"), fields.get("deprivation_rank")
    if decile is not None and not 1 <= decile <= 10:
        problems.append(Problem("ecosystem.decile", "deprivation_decile"))
    problems += [
        Problem("ecosystem.population", name)
        for name in ("population", "deprivation_rank")
        if (fields.get(name) or 0) < 0
    ]
    if rank is not None and not fields.get("index_version"):
        problems += required(index_version="")
    if "place_id" in fields:
        Place.of(fields["place_id"])
    return problems


@action("ecosystem.set_postcodes")
def set_postcodes(*, by: Principal, zones: Iterable[tuple[str, UUID]]) -> None:
    """Says which zone each postcode (in capitals, no spaces) lies in; what was said of it before is replaced.

    A postcode belongs to no record of its own: the audit names the zones.
    """
    policies.keeps_the_map(by).require()
    touched: dict[UUID, None] = {}
    for some in chunks(zones, 1000):
        Postcode.objects.bulk_create(
            [Postcode(code=code, zone_id=zone_id) for code, zone_id in some],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["zone"],
        )
        touched |= dict.fromkeys(zone_id for _, zone_id in some)
    for zone_id in touched:
        wrote("datazone", zone_id, act="ecosystem.set_postcodes")
