"""Somebody who can say any statement as the role that requests read by: what they try, and do not get.

They could as well say RESET ROLE: see docs/adr/0036-row-level-security.md. These are the ways that need no such word.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from ecotone.access import fences
from ecotone.access.narrowing import ROLE, narrowed
from ecotone.ground.ids import new_id
from tests.rooms.people.test_row_security import raw

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.commitment(3),
    pytest.mark.usefixtures("monday"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's"),
]


def say(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def asked(house):
    return house.ask(why="The secret of Jean")


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        yield


def test_no_table_that_is_fenced_is_written(house):
    for table in fences.FENCES:
        for sql in (
            f"INSERT INTO {table} DEFAULT VALUES",
            f"UPDATE {table} SET id = id",  # noqa: S608
            f"DELETE FROM {table}",  # noqa: S608
            f"TRUNCATE {table} CASCADE",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            f"DROP POLICY {fences.POLICY} ON {table}",
        ):
            with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():  # noqa: SIM117
                with narrowed(house.asker):
                    say(sql)


def test_who_is_in_the_room_is_not_written_by_who_would_like_to_be(house):
    """By it the fences let lines be seen, and the asks on them."""
    for table in ("care_attendance", "care_meeting"):
        with refused(), narrowed(house.stranger):
            say(f"UPDATE {table} SET created_at = created_at")  # noqa: S608


def test_a_type_or_table_of_ones_own_does_not_stand_in_for_what_a_fence_names(house, asked):
    """A session finds its own types first. What a fence casts to would then be checked by whatever they say, as the
    owner of all: that is why the path of these functions is fixed. Shown on one whose path is not."""
    seize = f"IF current_user <> '{ROLE}' THEN RAISE EXCEPTION 'seized'; END IF; RETURN true;"
    connection.check_constraints()
    fences.take_down()
    fences.put_up()
    say(
        "CREATE FUNCTION naive() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS "
        "$$ BEGIN RETURN current_setting('ecotone.now')::uuid IS NULL; END $$"
    )
    with narrowed(house.stranger):
        say(f"CREATE FUNCTION pg_temp.seize(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN {seize} END $$")
        for name in ("uuid", "timestamptz"):
            base = f"pg_catalog.{name}"
            say(f"CREATE DOMAIN pg_temp.{name} AS {base} CHECK (pg_temp.seize(VALUE::pg_catalog.text))")
        say("CREATE TABLE pg_temp.people_relationship AS SELECT * FROM people_relationship")
        with pytest.raises(DatabaseError, match="seized"), transaction.atomic():
            say(f"SELECT set_config('ecotone.now', '{new_id()}', true), naive()")
        for table in fences.FENCES:
            assert raw(f"SELECT count(*) FROM public.{table}") == [(0,)] or table.startswith("care_m"), table  # noqa: S608


def test_what_only_fences_ask_nobody_else_does(house):
    for name in fences.FUNCTIONS:
        of_owner = fences.AS_OWNER in fences.FUNCTIONS[name]
        ((may, config),) = raw(
            "SELECT has_function_privilege(%s, oid, 'EXECUTE'), proconfig FROM pg_proc WHERE oid = %s::regprocedure",
            ROLE,
            name,
        )
        assert may == of_owner, name
        assert config == (["search_path=pg_catalog, pg_temp"] if of_owner else None), name
    with refused(), narrowed(house.stranger):
        raw("SELECT people_basis(%s, 'identity')", house.jean.id)


def test_a_statement_that_was_prepared_by_one_is_anothers_when_another_says_it(house, asked):
    mine, nobodys = [(asked.id,)], []
    say("PREPARE as_owner AS SELECT id FROM care_referral")
    assert raw("EXECUTE as_owner") == mine
    with narrowed(house.asker):
        say("PREPARE as_asker AS SELECT id FROM care_referral")
    for _ in range(7):  # past the point from which one plan is kept for all
        for by, seen in ((house.asker, mine), (house.stranger, nobodys), (house.me, mine)):
            with narrowed(by):
                assert raw("EXECUTE as_owner") == raw("EXECUTE as_asker") == seen
    say("DEALLOCATE ALL")


def test_neither_an_error_nor_a_function_of_ones_own_tells_of_a_hidden_row(house, asked):
    with narrowed(house.stranger):
        say(
            "CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS "
            "$$ BEGIN RAISE EXCEPTION 'it says %', $1; END $$"
        )
        for condition in (
            "pg_temp.tell(why)",
            "1 / (CASE WHEN why = 'The secret of Jean' THEN 0 ELSE 1 END) = 1",
            "why::int = 1",
            f"id = '{asked.id}' AND pg_temp.tell(why)",
        ):
            assert raw(f"SELECT id FROM care_referral WHERE {condition}") == []  # noqa: S608
        assert raw("SELECT most_common_vals FROM pg_stats WHERE tablename = 'care_referral'") == []
    with narrowed(house.asker), pytest.raises(DatabaseError, match="it says"), transaction.atomic():
        say("SELECT id FROM care_referral WHERE pg_temp.tell(why)")


def test_no_reference_or_unique_value_tells_of_a_hidden_row():
    """A row that refers to a hidden one, or is like it, could be put only into a table that may be written."""
    found = raw(
        "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' "
        "AND confrelid = ANY (%s::regclass[]) AND has_table_privilege(%s, conrelid, 'INSERT, UPDATE')",
        [*fences.FENCES],
        ROLE,
    )
    assert found == []


def test_a_file_of_a_whole_table_has_in_it_what_its_maker_sees(house, asked):
    lines = {}
    for by in (house.asker, house.stranger):
        with narrowed(by), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE pg_temp.taken AS TABLE care_referral")
            lines[by] = raw("SELECT count(*) FROM pg_temp.taken")
            cursor.execute("DROP TABLE pg_temp.taken")
    assert lines == {house.asker: [(1,)], house.stranger: [(0,)]}
