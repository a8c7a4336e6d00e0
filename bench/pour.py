"""Pours a place from SQLite into an empty PostgreSQL database, table by table, row for row.

python -m bench.pour FILE           into the database that DATABASE_URL names

Building it there again would measure the building twice and the pages not at all. What SQLite keeps as text,
PostgreSQL reads as what it is: ids, moments, JSON and truth alike.
"""

import sqlite3
import sys
import time
from typing import Any

import django

SOME = 20_000


def main() -> int:
    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection

    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        # Every row comes from a database that keeps the same keys; who pours is the database's own user.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE " + ", ".join(f'"{model._meta.db_table}"' for model in tables))
        put_back = _without_indexes(cursor)
        for model in tables:
            _pour(source, cursor, model)
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for statement in put_back:
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    sys.stdout.write(f"poured over in {time.perf_counter() - begun:.0f} s\n")
    return 0


def _without_indexes(cursor: Any) -> list[str]:
    """Drops what no constraint rests on, and says how to make it anew: over all rows at once it is made sooner."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)"
    )
    found = cursor.fetchall()
    cursor.execute("DROP INDEX " + ", ".join(name for name, _ in found))
    return [statement for _, statement in found]


def _pour(source: sqlite3.Connection, cursor: Any, model: Any) -> None:
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields if not field.generated)
    rows = source.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608
    with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        while some := rows.fetchmany(SOME):
            for row in some:
                copy.write_row([value if value is None else str(value) for value in row])
    if model._meta.auto_field:
        key = model._meta.auto_field.column
        cursor.execute(
            f'SELECT setval(pg_get_serial_sequence(%s, %s), (SELECT coalesce(max({key}), 0) + 1 FROM "{table}"), false)',  # noqa: S608, E501
            [f'"{table}"', key],
        )


if __name__ == "__main__":
    sys.exit(main())
