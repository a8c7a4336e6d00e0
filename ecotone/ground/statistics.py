"""What a database knows of its own tables, on which its plans rest, and how much of them it keeps in memory."""

import os
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
def much_in_memory() -> Iterator[None]:
    """Lets SQLite keep the file in up to a third of the machine's memory while millions of rows are written.

    What it has no room for it writes to its log again and again. PostgreSQL has memory of its own.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = {-_memory() // 3 // 1024}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {before}")


def _memory() -> int:
    """How much the machine has, in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
