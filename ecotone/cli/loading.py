"""Making tables at once, and putting rows into them fast, on either database, inside one transaction.

Foreign keys and indexes are built once all rows are there: then each costs one pass instead of a look for each row,
and PostgreSQL need not remember every row that it has yet to check.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from ecotone.cli.archive import Row
from ecotone.cli.tables import BATCH, Nodes, Table


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One transaction, in which tables may be made and dropped; SQLite looks at foreign keys at its end."""
    connection.ensure_connection()
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            if not sqlite:
                # Rather a sentence than to wait for ever behind somebody else's open transaction.
                _execute("SET LOCAL lock_timeout = '10s'", "SET LOCAL TIME ZONE 'UTC'")
            yield
            connection.check_constraints()
    finally:
        if sqlite:
            connection.enable_constraint_checking()


@contextmanager
def made(tables: Iterable[Table], nodes: Nodes) -> Iterator[None]:
    """Makes the tables as these migrations leave them, to be filled in the block; indexes and foreign keys follow.

    The migrations themselves are not gone through again: that takes ten times as long, and what they did to rows is
    done. Whatever one of them would make beside tables, fields, indexes and constraints has to be made here, too.
    """
    with connection.schema_editor() as editor:
        for table in tables:
            if not table.model._meta.auto_created:  # those come with the tables that they join
                editor.create_model(table.model)
        afterwards, editor.deferred_sql = editor.deferred_sql, []
    yield
    _execute(*map(str, afterwards))
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for node in nodes:
        recorder.record_applied(*node)


def load(table: Table, columns: tuple[str, ...], rows: Iterable[Row]) -> Iterator[int]:
    """Puts the rows of a backup in, whose columns stand in this order, and yields how many each time.

    Raises ValueError or TypeError for a value that does not fit, DatabaseError for a row.
    """
    fitting = table.back(columns, rows)
    names = ", ".join(map(_quoted, columns))
    put = _copy if connection.vendor == "postgresql" else _insert
    while batch := list(islice(fitting, BATCH)):
        put(table.name, names, batch)
        yield len(batch)


def _insert(table: str, names: str, batch: list[Row]) -> None:
    values = ", ".join(["%s"] * len(batch[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({values})", batch)  # noqa: S608 (names of ours)


def _copy(table: str, names: str, batch: list[Row]) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_quoted(table)} ({names}) FROM STDIN") as copy,
    ):
        for row in batch:
            copy.write_row(row)


def number_on(tables: Iterable[Table]) -> None:
    """Has numbered rows go on from the highest number there is, which PostgreSQL does not see when rows bring it."""
    _execute(*connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]))


def drop(tables: Iterable[Table]) -> None:
    """Throws these tables away, with all that is in them, and the list of migrations."""
    ending = " CASCADE" if connection.vendor == "postgresql" else ""
    names = [*(table.name for table in tables), "django_migrations"]
    _execute(*(f"DROP TABLE IF EXISTS {_quoted(name)}{ending}" for name in names))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
