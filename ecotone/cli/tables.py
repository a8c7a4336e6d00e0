"""The tables of a database at whatever migrations it has, and how their values stand in a backup.

A value is written the same whichever database it comes from, so that a place moves from one to the other: ids are 32
hexadecimal digits, moments `2026-03-02 09:30:00.123456` in UTC, decimals text, the rest as JSON has it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from ecotone.cli.archive import Row

BATCH = 2000
"""Rows that are in memory at once."""

SESSIONS = frozenset({"access_session", "django_session"})
"""Not kept: whoever reads a backup could go on with them, and whoever signed out since must stay out."""

NOBODYS = ("django_", "auth_", "observatory_", "access_audit", "access_session", "access_guess")
"""How tables begin that have rows though nobody has been here yet: the framework's, and what the clock publishes."""

Change = Callable[[Any], Any]
Nodes = list[tuple[str, str]]


@dataclass(frozen=True)
class Kind:
    """Values of one sort: from either database into a backup (None: as they come), and back, checked.

    `back` raises ValueError or TypeError for what is no such value, however it came into the file.
    """

    back: Change
    from_sqlite: Change | None = None
    from_postgres: Change | None = None


@dataclass(frozen=True)
class Table:
    """A table and its columns, in the order in which rows are read and written."""

    name: str
    columns: dict[str, Kind]
    model: type[models.Model]

    def back(self, columns: Iterable[str], rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of a backup as a database takes them. Raises ValueError or TypeError for a value that does not fit."""
        changes = [(position, self.columns[name].back) for position, name in enumerate(columns)]
        return (_changed(row, changes) for row in rows)


def _of_type(*types: type) -> Change:
    def back(value: Any) -> Any:
        if type(value) not in types:
            raise TypeError(f"{value!r:.80} is no {types[0].__name__}")
        return value

    return back


def _as_text(value: Any) -> str:
    """Text that both databases take."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{value!r:.80} is no text, or has a NUL in it")
    return value


def _read_by(parse: Change) -> Change:
    """Text in the very form in which Python writes what `parse` reads from it."""

    def back(value: Any) -> str:
        if str(parse(value)) != value:
            raise ValueError(f"{value!r:.80} is written otherwise than in a backup")
        return str(value)

    return back


_HEX = re.compile(r"[0-9a-f]{32}")


def _as_uuid(value: Any) -> str:
    if not _HEX.fullmatch(value):
        raise ValueError(f"{value!r:.80} is no id")
    return str(value)


def _as_moment(value: Any) -> str:
    if datetime.fromisoformat(value).tzinfo is not None or value[10:11] != " ":
        raise ValueError(f"{value!r:.80} is no moment")
    return str(value)


def _in_utc(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def _number(value: Any) -> str:
    try:
        return str(Decimal(_as_text(value)))
    except InvalidOperation as error:
        raise ValueError(f"{value!r:.80} is no number") from error


_INTEGER = Kind(_of_type(int))
_TEXT = Kind(_as_text)
_KINDS = {
    **dict.fromkeys(["AutoField", "BigAutoField", "PositiveIntegerField", "PositiveSmallIntegerField"], _INTEGER),
    **dict.fromkeys(["IntegerField", "SmallIntegerField", "BigIntegerField", "PositiveBigIntegerField"], _INTEGER),
    **dict.fromkeys(["CharField", "TextField"], _TEXT),
    "UUIDField": Kind(_as_uuid, from_postgres=attrgetter("hex")),
    "DateTimeField": Kind(_as_moment, from_sqlite=str, from_postgres=_in_utc),
    "DateField": Kind(_read_by(date.fromisoformat), from_sqlite=str, from_postgres=str),
    "TimeField": Kind(_read_by(time.fromisoformat), from_sqlite=str, from_postgres=str),
    "BooleanField": Kind(_of_type(bool)),
    "FloatField": Kind(_of_type(float, int)),
    "JSONField": Kind(json.dumps, from_sqlite=json.loads, from_postgres=json.loads),
}


def _kind(field: Any) -> Kind:
    while field.remote_field:
        field = field.target_field
    if field.get_internal_type() == "DecimalField":
        # SQLite keeps a decimal as a binary fraction, which holds all of its 15 digits.
        return Kind(_number, from_sqlite=lambda value: f"{value:.{field.decimal_places}f}", from_postgres=str)
    return _KINDS[field.get_internal_type()]


def applied(loader: MigrationLoader) -> tuple[Nodes, Nodes]:
    """The migrations that this database has: those known here, and those only a newer Ecotone knows."""
    there = sorted(loader.applied_migrations)
    ours = {app for app, _ in loader.graph.nodes}
    return (
        [node for node in there if node in loader.graph.nodes],
        [node for node in there if node not in loader.graph.nodes and node[0] in ours],
    )


def at(loader: MigrationLoader, nodes: Nodes) -> dict[str, Table]:
    """The tables that a database with these migrations has, by name; those that keep nothing of the place, too."""
    apps = loader.project_state(nodes).apps
    found = {}
    for model in apps.get_models(include_auto_created=True):
        kept = [field for field in model._meta.local_concrete_fields if not field.generated]
        columns = {str(field.column): _kind(field) for field in kept}
        found[model._meta.db_table] = Table(model._meta.db_table, columns, model)
    return found


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside stands as it stood at one moment, and nobody who writes meanwhile waits for it."""
    connection.ensure_connection()
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined] # of SQLite's connection only
    with transaction.atomic():
        if not sqlite:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def how_many(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (a table of ours)
        return int(cursor.fetchone()[0])


def read(table: Table) -> Iterator[list[Row]]:
    """All rows as a backup has them, in batches, in the order in which they lie."""
    out = f"from_{'sqlite' if connection.vendor == 'sqlite' else 'postgres'}"
    changes = [(n, change) for n, kind in enumerate(table.columns.values()) if (change := getattr(kind, out))]
    names = ", ".join(map(connection.ops.quote_name, table.columns))
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 (names of ours)
        while rows := cursor.fetchmany(BATCH):
            yield [_changed(list(row), changes) for row in rows]


def _changed(row: Row, changes: Iterable[tuple[int, Change]]) -> Row:
    """The row with these of its values changed where there is one."""
    for position, change in changes:
        if row[position] is not None:
            row[position] = change(row[position])
    return row
