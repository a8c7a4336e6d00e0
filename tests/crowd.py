"""Many more people in an invented place, quickly: each record that is there once more, elsewhere, so many times.

The one world of the tests that is not built by actions: what is asked of it is how the databases find their way
among many rows, not what the rows say. All ids that point into what is copied point into the copy; teams are
exchanged for others, so that no team comes to have everybody.
"""

from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.db import connection, models

from ecotone.access.models import AuditEntry
from ecotone.ecosystem.models import Actor
from ecotone.ground.prepared import insert
from ecotone.ground.statistics import gather_statistics
from tests.plans import LARGE

ONCE = {"people_personidentifier": "value", "people_carerpermission": "email"}
"""What a table holds once, beside the columns that say so: the copy's is another."""

UNSEALED = {"number": None, "link": ""}
"""A copy of an entry of the audit has no place in its chain."""


def multiply(times: int) -> None:
    """Copies all that grows with people `times` times, and gathers statistics."""
    tables = [model for model in apps.get_models() if model._meta.db_table in LARGE]
    found = {model: list(model._default_manager.values()) for model in tables}
    actors = list(Actor.objects.order_by("id").values_list("id", flat=True))
    own = {row["id"] for rows in found.values() for row in rows if isinstance(row["id"], UUID)}
    for number in range(1, times + 1):
        new = {id_: uuid5(id_, str(number)) for id_ in own}
        new |= {id_: actors[(place + 7 * number) % len(actors)] for place, id_ in enumerate(actors)}
        for model, rows in found.items():
            insert(_copy(model, row, new, number) for row in rows)
    gather_statistics()
    _call_large_what_is_small()


def _call_large_what_is_small(most: int = 100_000) -> None:
    """SQLite plans by what it has been told of a table: it is told that each of these holds at least so many rows."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for table in LARGE:
            more = "UPDATE sqlite_stat1 SET stat = %s || substr(stat, instr(stat, ' ')) WHERE tbl = %s"
            cursor.execute(f"{more} AND CAST(stat AS INTEGER) < %s", [str(most), table, most])
        cursor.execute("ANALYZE sqlite_schema")


def _copy(model: type[models.Model], row: dict[str, Any], new: dict[UUID, UUID], number: int) -> models.Model:
    values = {name: new.get(value, value) if isinstance(value, UUID) else value for name, value in row.items()}
    for field in model._meta.local_concrete_fields:
        if field.name == ONCE.get(model._meta.db_table) or (field.unique and isinstance(values[field.attname], str)):
            values[field.attname] = f"{number}.{values[field.attname]}"[: field.max_length]
    if "event" in values and values["event"] == row["event"]:
        values["event"] = uuid5(row["event"], str(number))
    if model is AuditEntry:
        values |= UNSEALED
    if not isinstance(row["id"], UUID):
        del values["id"]
    return model(**values)
