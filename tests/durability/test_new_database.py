"""A new database gets its tables at once: they are the same as those that the migrations make one after the other."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.durability.conftest import KINDS
from tests.durability.deployment import Deployment, Served


def structure(place: Deployment) -> set[tuple[object, ...]]:
    """Every table's columns, constraints and indexes by the database's own account; in which order columns stand is
    left out."""
    if not place.url:
        return in_sqlite(place)
    column = "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default"
    columns = f"{column}, is_identity FROM information_schema.columns WHERE table_schema = 'public'"
    constraint = "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)"
    constraints = f"{constraint} FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    indexes = "SELECT tablename::text, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    return {row for asked in (columns, constraints, indexes) for row in place.asked(asked)}


def in_sqlite(place: Deployment) -> set[tuple[object, ...]]:
    """SQLite keeps what it was told: a table is its columns and constraints, whose order means nothing."""
    with closing(sqlite3.connect(place.data / "ecotone.sqlite3")) as connection:
        told = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    part = re.compile(r', (?="\w+" [a-z]|CONSTRAINT)')
    return {(kind, name, frozenset(part.split(sql.removesuffix(")")))) for kind, name, sql in told}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_made_at_once_is_what_the_migrations_make(deploy, kind):
    at_once, in_steps = deploy(kind), deploy(kind)
    Served(at_once, "--no-clock").stop()
    in_steps.admin("migrate", "-v0")
    assert structure(at_once) == structure(in_steps)
    assert len(structure(at_once)) > 400
    noted = "SELECT app, name FROM django_migrations ORDER BY app, name"
    assert at_once.asked(noted) == in_steps.asked(noted)
    assert at_once.rows() == in_steps.rows()
