"""How the databases would go about what a page asks of them: which large tables they would read from end to end.

PostgreSQL is asked in the same caller's name as the page was: its fences are a part of the plan.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection

from ecotone.access import narrowing
from ecotone.access.principal import Principal

LARGE = frozenset(
    {
        *("people_person", "people_personidentifier", "people_formername", "people_storyentry", "people_circletie"),
        *("people_encounter", "people_stay", "people_relationship", "people_sharedpart", "people_sharingchoice"),
        *("people_carerpermission", "people_keptback", "people_departure"),
        *("care_referral", "care_referralmove", "care_judgement", "care_outcome", "care_outcomereview"),
        *("care_question", "care_contribution", "care_unmetneed", "care_turn", "care_candidate", "care_answerlink"),
        *("care_promise", "care_friction", "notices_notice", "notices_mail", "notices_reader"),
        *("access_account", "access_auditentry", "access_auditsubject"),
    }
)
"""The tables that grow with the people who live here; the others grow with the organisations that help them."""

ALIAS = re.compile(r'"(\w+)" "?([A-Z]\d+)"?(?=[\s)])')
"""How Django names a table once more: `"care_referral" U0`."""

Asked = tuple[str, tuple[Any, ...], Principal | None]
"""A statement, its values, in whose name it was said."""


@contextmanager
def asking() -> Iterator[list[Asked]]:
    """Collects every SELECT inside the block with its values."""
    asked: list[Asked] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith("SELECT") and not many:
            asker = narrowing._asker.get()
            asked.append((sql, tuple(params or ()), asker.by if asker else None))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def whole_scans(sql: str, params: tuple[Any, ...], by: Principal | None = None) -> list[str]:
    """The large tables that this query reads from end to end, each with the words of the plan."""
    if connection.vendor == "postgresql":
        return [*_in_postgresql(sql, params, by)]
    return [*_in_sqlite(sql, params)]


def _in_sqlite(sql: str, params: tuple[Any, ...]) -> Iterator[str]:
    table_of = {alias: table for table, alias in ALIAS.findall(sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [row[3] for row in cursor.fetchall()]
    for step in steps:
        how, _, rest = step.partition(" ")
        name = rest.split(" ")[0]
        if table_of.get(name, name) in LARGE and (how == "SCAN" or "AUTOMATIC" in rest):
            yield f"{table_of.get(name, name)}: {step}"


def _in_postgresql(sql: str, params: tuple[Any, ...], by: Principal | None) -> Iterator[str]:
    """It reads a table whole as soon as that is small, which says nothing: asked not to, it does where it must."""
    with connection.cursor() as cursor, as_if_large(cursor):
        with narrowing.narrowed(by) if by else nullcontext():
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND reltuples > 500", [list(LARGE)])
        large = {name for (name,) in cursor.fetchall()}
    plan = json.loads(found) if isinstance(found, str) else found
    yield from _nodes(plan[0]["Plan"], large)


@contextmanager
def as_if_large(cursor: Any) -> Iterator[None]:
    """Takes from the planner what it likes for small tables, and gives it back: else the next pages go without."""
    ways = ("seqscan", "mergejoin", "hashjoin")
    for way in ways:
        cursor.execute(f"SET LOCAL enable_{way} = off")
    yield
    for way in ways:
        cursor.execute(f"SET LOCAL enable_{way} = on")


def _nodes(node: dict[str, Any], large: set[str]) -> Iterator[str]:
    """An index that is read without a condition is read whole, as a table is."""
    whole = node["Node Type"] == "Seq Scan" or (
        node["Node Type"] in {"Index Scan", "Index Only Scan"} and "Index Cond" not in node
    )
    if whole and node.get("Relation Name") in large:
        yield f"{node['Relation Name']}: {node['Node Type']}, filter {node.get('Filter', 'none')}"
    for below in node.get("Plans", ()):
        yield from _nodes(below, large)
