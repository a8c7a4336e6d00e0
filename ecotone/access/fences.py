"""Row-level security: what the database itself lets a narrowed request see. Only PostgreSQL has it; all is here.

    room/fences.py    FENCES    = {table: condition}      which rows of it a caller may see, by what `narrowing` says
                      FUNCTIONS = {name: statement}       what conditions ask: run as the tables' owner, so that the
                                                          condition of one table can ask another that has its own

Fences are no part of a migration: one that makes a table anew, or changes a column that one reads, would lose or
trip over them. They are taken down before migrations and put up after, as the audit's guards are. While they are down
a fenced table stays shut to the role: with no condition that lets a row through, none comes through.

The owner of the tables passes them by (there is no FORCE): actions, jobs and the command are theirs.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any

from django.db import DatabaseError, connection, transaction

from ecotone.access.narrowing import ROLE

FENCES: dict[str, str] = {}
"""Of each table that is fenced the condition for a row of it, of all rooms."""
FUNCTIONS: dict[str, str] = {}
"""What makes each function, by its name and the types that it takes; `{schema}` stands for where the tables are."""
POLICY = "ecotone_fence"
AS_OWNER = "LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp"
"""How a function runs that conditions call: as the owner of the tables, and deaf to what a caller may have put in the
way of a name. Left to itself a session finds a type of its own before PostgreSQL's, and would run it as the owner."""
FREE = "SELECT, INSERT, UPDATE, DELETE"
"""What the role may do with tables that hold nobody's record; a fenced one it reads."""


def add(fences: Mapping[str, str], functions: Mapping[str, str]) -> None:
    """A room's fences, to be put up with all others. Conditions may ask the functions of rooms that came before."""
    FENCES.update(fences)
    FUNCTIONS.update(functions)


def setting(name: str, kind: str = "uuid") -> str:
    """What the caller's settings say, as SQL; null where they say nothing. No function hides it from the planner."""
    return f"NULLIF(current_setting('ecotone.{name}', true), '')::{kind}"


def missing() -> set[str]:
    """What is not as it should be, by the names of tables and functions, or of the role; nothing on SQLite."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        return {name for asked in (_role_lacks, _fences_lack, _rights_lack) for name in asked(cursor)}


def _role_lacks(cursor: Any) -> Iterator[str]:
    """The role is there, we may take its place, and it passes no fence by: no superuser, nobody who owns a table."""
    cursor.execute(
        "SELECT pg_has_role(session_user, oid, 'member') AND NOT (rolsuper OR rolbypassrls OR rolcanlogin) AND NOT "
        "EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema AND pg_has_role(oid, tableowner, 'member')) "
        "FROM pg_roles WHERE rolname = %s",
        [ROLE],
    )
    if cursor.fetchall() != [(True,)]:
        yield ROLE


def _fences_lack(cursor: Any) -> Iterator[str]:
    """Each fenced table has its one condition, each function is there, and both are those that we know."""
    cursor.execute(
        "SELECT relname, string_agg(polname || ' ' || coalesce(obj_description(p.oid, 'pg_policy'), ''), ',') "
        "FROM pg_class c JOIN pg_policy p ON polrelid = c.oid "
        "WHERE relnamespace = current_schema::regnamespace AND relrowsecurity GROUP BY relname"
    )
    there = dict(cursor.fetchall())
    yield from (table for table, known in FENCES.items() if there.get(table) != f"{POLICY} {_mark(known)}")
    for name, known in FUNCTIONS.items():
        cursor.execute("SELECT obj_description(to_regprocedure(%s), 'pg_proc')", [name])
        if cursor.fetchone() != (_mark(known),):
            yield name


def _mark(sql: str) -> str:
    """What stands beside a condition or a function as a comment, to tell an older one by."""
    return sha256(sql.encode()).hexdigest()[:16]


def _rights_lack(cursor: Any) -> Iterator[str]:
    """A fenced table is read by the role, and not written."""
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema AND tablename = ANY (%s) "
        "AND EXISTS (SELECT FROM pg_roles WHERE rolname = %s) AND (NOT has_table_privilege(%s, tablename, 'SELECT') "
        "OR has_table_privilege(%s, tablename, 'INSERT, UPDATE, DELETE, TRUNCATE'))",
        [[*FENCES], ROLE, ROLE, ROLE],
    )
    yield from (table for (table,) in cursor.fetchall())


def in_words(lacking: Collection[str]) -> str:
    """What is missing, and what to do about it."""
    if ROLE in lacking:
        return (
            f"Row-level security needs the role {ROLE}, which the user that DATABASE_URL names may neither make nor "
            f"act as. Have an administrator of the server say once: CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO that "
            "user. Then start again."
        )
    names = ", ".join(sorted(lacking))
    return f"Row-level security is not as it should be: {names}. `ecotone serve` puts it up again, or says why not."


def put_up(**_: Any) -> None:
    """Makes the role, its rights, the functions and the fences, where anything of it is missing and may be made."""
    if connection.vendor != "postgresql" or not FENCES.keys() <= {*connection.introspection.table_names()}:
        return
    if missing():
        _make_role()
    if missing() - {ROLE}:
        with transaction.atomic(), connection.cursor() as cursor:
            _build(cursor)


def _make_role() -> None:
    """Makes it, and lets us take its place, where we may. A server's databases share it: two may make it at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(session_user, oid, 'member') FROM pg_roles WHERE rolname = %s", [ROLE])
        found = cursor.fetchall()
    lacking = [] if found == [(True,)] else [f"GRANT {ROLE} TO CURRENT_USER"]
    for statement in lacking if found else [f"CREATE ROLE {ROLE} NOLOGIN", *lacking]:
        # Made by another at this moment, or not ours to make: `missing` says which.
        with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def _build(cursor: Any) -> None:
    cursor.execute("SELECT quote_ident(current_schema) FROM pg_roles WHERE rolname = %s", [ROLE])
    for (schema,) in cursor.fetchall():
        _take_down(cursor)
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {ROLE}")
        cursor.execute(f"GRANT {FREE} ON ALL TABLES IN SCHEMA {schema} TO {ROLE}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {ROLE}")
        for name, statement in FUNCTIONS.items():
            cursor.execute(statement.replace("{schema}", schema))
            cursor.execute(f"COMMENT ON FUNCTION {name} IS '{_mark(statement)}'")
            cursor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
            if AS_OWNER in statement:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {ROLE}")
        for table, condition in FENCES.items():
            cursor.execute(f"REVOKE {FREE}, TRUNCATE ON {table} FROM {ROLE}")
            cursor.execute(f"GRANT SELECT ON {table} TO {ROLE}")
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"CREATE POLICY {POLICY} ON {table} FOR SELECT TO {ROLE} USING ({condition})")
            cursor.execute(f"COMMENT ON POLICY {POLICY} ON {table} IS '{_mark(condition)}'")


def take_down(**_: Any) -> None:
    """Takes conditions and functions away, so that tables can change. A fenced table stays shut to the role."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            _take_down(cursor)


def _take_down(cursor: Any) -> None:
    there = {*connection.introspection.table_names(cursor)}
    for table in FENCES.keys() & there:
        cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
    for name in reversed(FUNCTIONS):
        cursor.execute(f"DROP FUNCTION IF EXISTS {name}")
