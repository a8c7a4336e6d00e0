"""Keeps the audit's tables from being altered by the database itself: rows are added, sealed once, and stay.

What only one vendor knows how to say is said here. A migration that makes a table anew takes its triggers with it, so
they are lowered before migrations and raised after them, never by one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from ecotone.access.models import AuditEntry, AuditSubject

ENTRIES, SUBJECTS = AuditEntry._meta.db_table, AuditSubject._meta.db_table
NO = "the audit is added to, and never altered"
STAY = [field.column for field in AuditEntry._meta.local_concrete_fields if field.column not in ("number", "link")]
SEALING = "OLD.number IS NULL AND NEW.number IS NOT NULL"


def names() -> set[str]:
    """The triggers that should be there."""
    return {name for name, *_ in _wanted()}


def missing() -> set[str]:
    """Those that are not there, or that somebody has put out of action."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        return names() - {name for (name,) in cursor.fetchall()}


def put_up(**_: Any) -> None:
    """Puts up every guard that is missing."""
    lacking = missing()
    with connection.cursor() as cursor:
        if lacking and connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{NO}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for name, table, when, condition in _wanted():
            if name in lacking:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on(table)}")
                cursor.execute(_statement(name, table, when, condition))


def take_down(**_: Any) -> None:
    """Takes the guards away, where their tables are."""
    there = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for name, table, _when, _condition in _wanted():
            if table in there:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on(table)}")


@contextmanager
def lowered() -> Iterator[None]:
    """For who empties a whole database: no guards inside the block."""
    take_down()
    try:
        yield
    finally:
        put_up()


def _wanted() -> Iterator[tuple[str, str, str, str]]:
    """Each guard: its name, its table, at what it looks, and when it says no."""
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        # OR REPLACE deletes without asking those that guard against it.
        for table in (ENTRIES, SUBJECTS):
            yield f"{table}_once", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 (a table of ours)
        same = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in STAY)
    else:
        same = " AND ".join(f"OLD.{column} IS NOT DISTINCT FROM NEW.{column}" for column in STAY)
        for table in (ENTRIES, SUBJECTS):
            yield f"{table}_whole", table, "TRUNCATE", ""
    yield f"{ENTRIES}_sealed", ENTRIES, "UPDATE", f"NOT ({SEALING} AND {same})"
    yield f"{SUBJECTS}_same", SUBJECTS, "UPDATE", ""
    for table in (ENTRIES, SUBJECTS):
        yield f"{table}_stays", table, "DELETE", ""


def _on(table: str) -> str:
    return "" if connection.vendor == "sqlite" else f" ON {table}"


def _statement(name: str, table: str, when: str, condition: str) -> str:
    asked = f" WHEN ({condition})" if condition else ""
    if connection.vendor == "sqlite":
        return f"CREATE TRIGGER {name} BEFORE {when} ON {table}{asked} BEGIN SELECT RAISE(ABORT, '{NO}'); END"
    each = "STATEMENT" if when == "TRUNCATE" else "ROW"
    return f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {each}{asked} EXECUTE FUNCTION audit_stays()"
