"""Where an address lies on the map that is loaded here: by its data zone, its postcode, or a council's name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from ecotone.ecosystem.models import DataZone, Place, Postcode
from ecotone.ecosystem.rules import PlaceKind, postcode_key

AREAS = (PlaceKind.COUNCIL, PlaceKind.PARTNERSHIP, PlaceKind.LOCALITY)
"""Kinds of place that a file may name in words, the most usual first."""


@dataclass(frozen=True)
class Spot:
    """A place, and how it was found: `zone`, `postcode`, `area`; or None and the empty word."""

    place_id: UUID | None = None
    how: str = ""


@dataclass
class Map:
    """The map as one source needs it, read once: zones, areas by name, and postcodes as they are asked for."""

    zones: dict[str, UUID] = field(default_factory=dict)
    areas: dict[str, UUID] = field(default_factory=dict)
    postcodes: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def here(cls) -> "Map":
        rows = Place.objects.filter(kind__in=AREAS).values_list("kind", "name", "id")
        ordered = sorted(rows, key=lambda row: AREAS.index(PlaceKind(row[0])), reverse=True)
        areas = {name.casefold(): place_id for _, name, place_id in ordered}
        return cls(dict(DataZone.objects.values_list("code", "place")), areas)

    def learn(self, postcodes: Iterable[str]) -> None:
        """Looks these postcodes up, in one query."""
        keys = {key for each in postcodes if (key := postcode_key(each))} - self.postcodes.keys()
        if keys:
            rows = Postcode.objects.filter(code__in=keys)
            self.postcodes |= dict(rows.values_list("code", "zone__place"))

    def find(self, *, zone: str = "", postcode: str = "", area: str = "") -> Spot:
        if place_id := self.zones.get(zone):
            return Spot(place_id, "zone")
        if place_id := self.postcodes.get(postcode_key(postcode)):
            return Spot(place_id, "postcode")
        if place_id := self.areas.get(area.casefold()):
            return Spot(place_id, "area")
        return Spot()
