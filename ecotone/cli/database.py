"""What the command does with a whole database: reach it, bring it up to date, read its mark, throw a demo away."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connection, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from ecotone.access import fences, guards, models, queries
from ecotone.cli import loading, tables
from ecotone.rights.models import Erasure
from ecotone.rights.rules.erasing import ErasureState


@contextmanager
def errors_in_words() -> Iterator[None]:
    """What a database may answer, as a sentence."""
    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError, ImproperlyConfigured) as error:
        raise click.ClickException(f"The database cannot be reached: {str(error).strip()}") from error
    try:
        yield
    except (DatabaseError, InconsistentMigrationHistory) as error:
        raise click.ClickException(
            f"The database does not fit this version of Ecotone: {str(error).strip()}\n"
            "If it holds only a demo, start it anew: make demo FRESH=1"
        ) from error


@contextmanager
def in_use() -> Iterator[None]:
    """Says for as long as the block lasts, and any process lives that forked in it, that this is served or built."""
    with (settings.DATA / "in-use").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException("A backup is being restored here. Try again when that is done.") from error
        yield


@contextmanager
def to_oneself() -> Iterator[None]:
    """Nobody serves or builds this deployment while the block lasts. Raises ClickException where somebody does."""
    with (settings.DATA / "in-use").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException("Ecotone is being served from here, or built. Stop that first.") from error
        with errors_in_words(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_OTHERS)
                if others := cursor.fetchone()[0]:
                    words = f"{others} others are connected to this database. Stop what serves it first."
                    raise click.ClickException(words)
        yield


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
"""Another machine may serve the same database."""


def sqlite_file() -> Path | None:
    """The file the database lives in, where it is SQLite."""
    database = settings.DATABASES["default"]
    return Path(database["NAME"]) if database["ENGINE"].endswith("sqlite3") else None


def pending() -> list[str]:
    """The migrations that this database still lacks."""
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def bring_up_to_date() -> None:
    """An empty database gets its tables at once; one that lacks something goes through the migrations it lacks.

    Fences that are missing, or of an older version, are put up. Raises ClickException where they cannot be.
    """
    with errors_in_words():
        if lacking := pending():
            click.echo(f"Bringing the database up to date ({len(lacking)} steps)", err=True)
            if not connection.introspection.table_names():
                _make_tables()
            call_command("migrate", interactive=False, verbosity=0)
        fences.put_up()
        if still := fences.missing():
            raise click.ClickException(fences.in_words(still))


def _make_tables() -> None:
    """What all migrations together leave, in a tenth of the time that it takes to go through them."""
    loader = MigrationLoader(connection)
    nodes = sorted(loader.graph.nodes)
    with loading.all_or_nothing(), loading.made(tables.at(loader, nodes).values(), nodes):
        pass


def mark() -> queries.Mark | None:
    """The mark of what sort of place this is; None, too, in a database without tables."""
    if models.Deployment._meta.db_table not in connection.introspection.table_names():
        return None
    return queries.deployment()


def erased_here() -> list[tuple[UUID | None, UUID | None]]:
    """Whom this database says to have been erased: person and account; nobody, too, in one without tables."""
    if Erasure._meta.db_table not in connection.introspection.table_names():
        return []
    done = Erasure.objects.filter(state=ErasureState.DONE)
    return list(done.values_list("person_id", "account_id"))


def throw_away() -> None:
    """Empty this database, which the caller has just seen to hold a demo: what is known of it goes with it."""
    queries.settled.cache_clear()
    file = sqlite_file()
    if file is None:
        with guards.lowered():
            call_command("flush", interactive=False, verbosity=0)
        return
    connections.close_all()
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
