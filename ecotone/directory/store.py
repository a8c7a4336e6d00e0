"""How a listing lies in the tables: the one place that takes it apart and puts it together again."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from ecotone.directory import models, union
from ecotone.directory.listing import COLUMNS, OF, PART_KINDS, PARTS, Listing, Opening
from ecotone.directory.models import Service
from ecotone.directory.rules import Weekday
from ecotone.directory.union import Table
from ecotone.ecosystem.models import Need


def _columns(part: str) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(OF[part]["several"]))


TABLES = {
    "need_codes": Table(models.ServiceNeed, ("need__code",)),
    "place_ids": Table(models.ServiceArea, ("place_id",)),
    "accepts": Table(models.ServiceAccepts, ("sector",)),
    "attending": Table(models.ServiceAttending, ("type",)),
    "access": Table(models.ServiceAccess, ("access",)),
    "sites": Table(models.ServiceAtLocation, _columns("sites")),
    "schedules": Table(models.ServiceSchedule, _columns("schedules")),
    "languages": Table(models.ServiceLanguage, _columns("languages")),
    "contacts": Table(models.ServiceContact, _columns("contacts")),
    "cost_options": Table(models.CostOption, _columns("cost_options")),
    "required_documents": Table(models.RequiredDocument, _columns("required_documents")),
    "identifiers": Table(models.ServiceIdentifier, _columns("identifiers")),
}
FROM_TEXT: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    UUID: UUID,
    bool: {"1": True, "true": True, "0": False, "false": False}.__getitem__,
    int | None: lambda text: int(text) if text else None,
    time | None: lambda text: time.fromisoformat(text) if text else None,
    date | None: lambda text: date.fromisoformat(text) if text else None,
}
WEEK = list(Weekday)


def read(service: Service) -> Listing:
    """The listing of a service, put together again, in one query."""
    return put_together(service, read_parts([service.pk], PARTS).get(service.pk, {}))


def put_together(service: Service, parts: Mapping[str, Any]) -> Listing:
    """The listing of a service whose parts, as `read_parts` gives them, have been read."""
    return Listing(**{name: getattr(service, name) for name in COLUMNS}, **parts)


def read_parts(ids: Collection[UUID], names: Iterable[str]) -> dict[UUID, dict[str, Any]]:
    """These kinds of part of many services, in one query; only those that a service has any of."""
    found = union.read({"service__in": ids}, {name: TABLES[name] for name in names})
    return {service: {name: _parts(name, rows) for name, rows in tabled.items()} for service, tabled in found.items()}


def _parts(name: str, rows: list[tuple[str, ...]]) -> tuple[Any, ...]:
    kind = OF[name]["several"]
    if kind not in PART_KINDS:
        return tuple(FROM_TEXT.get(kind, str)(row[0]) for row in rows)
    types = [f.type for f in dataclasses.fields(kind)]
    parts = [kind(*(FROM_TEXT[of](text) for of, text in zip(types, row, strict=True))) for row in rows]
    return tuple(sorted(parts, key=lambda one: WEEK.index(one.weekday)) if kind is Opening else parts)


def as_read(name: str, value: Any) -> Any:
    """A field's value as `read` will give it back: parts whose table keeps no order are put in one."""
    if name not in TABLES or TABLES[name].keeps_order:
        return value
    kind = OF[name]["several"]
    texts = {one: tuple(map(_as_text, dataclasses.astuple(one) if kind in PART_KINDS else (one,))) for one in value}
    ordered = sorted(value, key=texts.__getitem__)
    return tuple(sorted(ordered, key=lambda one: WEEK.index(one.weekday)) if kind is Opening else ordered)


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def write(service: Service, listing: Listing, names: Iterable[str]) -> None:
    """Adds these kinds of part as `listing` has them."""
    for name in names:
        model = TABLES[name].model
        model._default_manager.bulk_create(
            model(service=service, **columns) for columns in _rows(name, getattr(listing, name))
        )


def replace(service: Service, listing: Listing, names: Collection[str]) -> None:
    """Puts these kinds of part of `listing` in place of those that are there, each as a whole."""
    for name in names:
        TABLES[name].model._default_manager.filter(service=service).delete()
    write(service, listing, names)


def _rows(name: str, several: tuple[Any, ...]) -> Iterable[Mapping[str, Any]]:
    if OF[name]["several"] in PART_KINDS:
        return [dataclasses.asdict(part) for part in several]
    if name == "need_codes" and several:
        ids = dict(Need.objects.filter(code__in=several).values_list("code", "id"))
        return [{"need_id": ids[code]} for code in several]
    return [{TABLES[name].columns[0]: one} for one in several]
