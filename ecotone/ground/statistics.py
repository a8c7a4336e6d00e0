"""What a database knows of its own tables, on which its plans rest, and how much of them it keeps in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def gather_statistics() -> None:
    """Tells the database how large its tables have become: after much was added, and while it is.

    Nothing else does so inside one long transaction: PostgreSQL goes on planning for tables it takes to be empty.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def much_in_memory(*, megabytes: int = 2000) -> Iterator[None]:
    """Lets SQLite keep so much of the file in memory while millions of rows are written; PostgreSQL has its own."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = {-1000 * megabytes}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {before}")
