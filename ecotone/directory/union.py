"""Reads several tables that belong to services in one query: a listing has a dozen of them, a page has few queries.

Every table gives rows of the same shape, all text, put one under another (UNION ALL):

    service   table         key    columns, empty where a table has fewer than the widest
    3f1c…     "schedules"   8a0e…  "MO"  "10:00:00"  "12:00:00"  ""  ""  ""
    3f1c…     "accepts"     17     "nhs" ""          ""          ""  ""  ""
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import AutoField, F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast


@dataclass(frozen=True)
class Table:
    """A table with a `service`, the columns to read (by Django's names, across relations too), and which rows."""

    model: type[Model]
    columns: tuple[str, ...]
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keeps_order(self) -> bool:
        """Whether its keys count up, so that rows come back in the order they were given."""
        return isinstance(self.model._meta.pk, AutoField)


def read(which: Mapping[str, Any], tables: Mapping[str, Table]) -> dict[UUID, dict[str, list[tuple[str, ...]]]]:
    """For each service that has any: the rows of each table, as texts ("" for null), in the order given if kept.

    `which` is a filter, the same for each table (`service__in`). It should be a plain one: under a union, a planner
    that knows little of the tables may run a nested search anew for every row.
    """
    width = max(len(table.columns) for table in tables.values())
    first, *others = (_part(name, table, which, width) for name, table in tables.items())
    rows: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for service, name, *keyed in first.union(*others, all=True):
        rows.setdefault(service, {}).setdefault(name, []).append(tuple(keyed))
    return {
        UUID(service): {name: list(_ordered(of, tables[name])) for name, of in tabled.items()}
        for service, tabled in rows.items()
    }


def _ordered(keyed: list[tuple[str, ...]], table: Table) -> Iterator[tuple[str, ...]]:
    """The rows without their keys, by which they are put in order first, if the table keeps one."""
    columns = slice(1, len(table.columns) + 1)
    if table.keeps_order and len(keyed) > 1:
        keyed.sort(key=lambda row: int(row[0]))
    rows = (tuple(text or "" for text in row[columns]) for row in keyed)
    return rows if table.keeps_order else iter(sorted(rows))


def _part(name: str, table: Table, which: Mapping[str, Any], width: int) -> QuerySet[Any, Any]:
    rows = table.model._default_manager.filter(**which, **table.only).order_by()
    texts = {f"text_{number}": Cast(F(column), TextField()) for number, column in enumerate(table.columns)}
    empty = {f"text_{number}": Value("", TextField()) for number in range(len(table.columns), width)}
    of = {
        "service_": Cast(F("service_id"), TextField()),
        "table_": Value(name, TextField()),
        "key_": Cast(F("pk"), TextField()),
    }
    return rows.annotate(**of, **texts, **empty).values_list(*of, *texts, *empty)
