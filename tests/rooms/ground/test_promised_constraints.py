"""Every constraint and index that a model declares is in the database, whichever it is and however it came there."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models


def declared(model: type[models.Model]) -> Iterator[str]:
    yield from (constraint.name for constraint in model._meta.constraints)
    yield from (index.name for index in model._meta.indexes)


@pytest.mark.django_db
def test_what_models_promise_the_database_keeps():
    """A migration that changes one thing may take another with it, and says nothing."""
    lacking = []
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        with connection.cursor() as cursor:
            there = set(connection.introspection.get_constraints(cursor, table))
        lacking += [f"{table}: {name}" for name in declared(model) if name not in there]
    assert lacking == []
