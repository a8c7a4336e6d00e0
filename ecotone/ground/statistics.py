"""What a database knows of its own tables, on which its plans rest."""

from django.db import connection


def gather_statistics() -> None:
    """Tells the database how large its tables have become: after much was added, and while it is.

    Nothing else does so inside one long transaction: PostgreSQL goes on planning for tables it takes to be empty.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
