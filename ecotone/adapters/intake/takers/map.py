"""The map: places, what lies in what, data zones, and what a deprivation index says of a place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.adapters.intake.takers.common import Current, Taker, only_of
from ecotone.adapters.intake.wanted import Wanted
from ecotone.ecosystem import actions
from ecotone.ecosystem.actions.places import PLACE_FIELDS
from ecotone.ecosystem.actions.zones import ZONE_FIELDS
from ecotone.ecosystem.models import DataZone, Deprivation, Place, PlaceContains
from ecotone.ecosystem.rules import Containment, outline_problems, position_problems, required
from ecotone.ground.errors import Problem
from ecotone.ground.text import clean

SETTLED = frozenset({"kind"})
"""What a place is, it stays: another kind of place is another place."""


class Places(Taker):
    """`parents` are the places it lies in, `contained` why: geographic or administrative."""

    kind = "place"

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        tidied = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
        tidied.pop("contained", None)
        return tidied | {"parents": frozenset(fields.get("parents") or ())}

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        """By its code, else by kind and name where one place alone has both."""
        codes = {each.fields["code"]: each.key for each in wanted if each.fields.get("code")}
        names = {f"{each.fields['kind']}:{each.name.casefold()}": each.key for each in wanted}
        rows = Place.objects.filter(kind__in={each.fields["kind"] for each in wanted}).values_list(
            "kind", "name", "id"
        )
        by_name = only_of((f"{kind}:{name.casefold()}", place_id) for kind, name, place_id in rows)
        found = {key: by_name[name] for name, key in names.items() if name in by_name}
        coded = Place.objects.filter(code__in=codes).values_list("code", "id")
        return found | {codes[code]: place_id for code, place_id in coded}

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        above: dict[UUID, set[UUID]] = {}
        for child, parent in PlaceContains.objects.filter(child__in=ids).values_list("child", "parent"):
            above.setdefault(child, set()).add(parent)
        return {row.id: Current(row.id, row.name, _place(row, above)) for row in Place.objects.filter(pk__in=ids)}

    def problems(self, fields: Mapping[str, Any]) -> Iterable[Problem]:
        return [
            *(required(name=fields["name"]) if "name" in fields else []),
            *position_problems(fields.get("longitude"), fields.get("latitude")),
            *outline_problems(fields.get("outline")),
        ]

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        rest = {name: value for name, value in fields.items() if name != "parents"}
        parents = [(parent_id, _contained(wanted)) for parent_id in sorted(fields["parents"])]
        return actions.add_place(by=by, parents=parents, **rest).id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        """Parents are added, never taken away: what was counted there was counted there."""
        rest = {name: value for name, value in fields.items() if name in PLACE_FIELDS | {"name", "code"}}
        if rest:
            actions.change_place(by=by, place_id=now.id, **rest)
        for parent_id in sorted(fields.get("parents", frozenset()) - now.fields["parents"]):
            actions.contain_place(by=by, parent_id=parent_id, child_id=now.id, kind=Containment.ADMINISTRATIVE)
        return [name for name in fields if name in SETTLED]

    def stays(self, ids: Collection[UUID], *, ending: Collection[UUID]) -> Mapping[UUID, str]:
        """All of them: a place has no end, for addresses lie in it, and figures were counted there."""
        return dict.fromkeys(ids, "adapters.place_stays")


def _contained(wanted: Wanted) -> Containment:
    return Containment(wanted.fields.get("contained", Containment.GEOGRAPHIC))


def _place(row: Place, above: Mapping[UUID, set[UUID]]) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in [*PLACE_FIELDS, "kind", "name", "code"]}
    return fields | {"parents": frozenset(above.get(row.id, ()))}


class DataZones(Taker):
    kind = "data_zone"

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        rows = DataZone.objects.filter(code__in=[each.key for each in wanted])
        return dict(rows.values_list("code", "id"))

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        rows = DataZone.objects.filter(pk__in=ids)
        return {
            row.id: Current(row.id, row.name, {name: getattr(row, name) for name in [*ZONE_FIELDS, "code"]})
            for row in rows
        }

    def problems(self, fields: Mapping[str, Any]) -> Iterable[Problem]:
        decile = fields.get("deprivation_decile")
        wrong = decile is not None and not 1 <= decile <= 10
        return [
            *(required(name=fields["name"]) if "name" in fields else []),
            *position_problems(fields.get("longitude"), fields.get("latitude")),
            *([Problem("ecosystem.decile", "deprivation_decile")] if wrong else []),
        ]

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        return actions.add_zone(by=by, **fields).id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        actions.change_zone(by=by, zone_id=now.id, **{n: v for n, v in fields.items() if n in ZONE_FIELDS})
        return ()

    def close(self, by: Principal, ids: Collection[UUID], *, on: date, source: str) -> None:
        for zone_id in ids:
            actions.end_zone(by=by, zone_id=zone_id, until=on)

    def reopen(self, by: Principal, subject_id: UUID) -> None:
        actions.change_zone(by=by, zone_id=subject_id)


class Deprivations(Taker):
    """What a version of an index said is said once: another figure for the same is pointed out, not written over."""

    kind = "deprivation"
    SAID = ("index_name", "version", "direction", "measure", "value", "source", "on", "place_id")

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return dict(fields) | {"value": f"{Decimal(str(fields['value'])):.4f}"}

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        places = {each.fields.get("place_id") for each in wanted} - {None}
        rows = Deprivation.objects.filter(place__in=places)
        known = {(row.place_id, row.version, row.measure): row.id for row in rows}
        said = {each.key: tuple(each.fields.get(n) for n in ("place_id", "version", "measure")) for each in wanted}
        return {key: known[what] for key, what in said.items() if what in known}

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        rows = Deprivation.objects.filter(pk__in=ids)
        return {
            row.id: Current(row.id, row.measure, self.tidy({name: getattr(row, name) for name in self.SAID}))
            for row in rows
        }

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        return actions.add_deprivation(by=by, **fields).id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        return list(fields)
