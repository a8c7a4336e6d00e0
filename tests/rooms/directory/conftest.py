"""The directory's tests stand in one small world, built once for each module and left as it was by each test."""

import dataclasses
from collections.abc import Iterator

import pytest
from django.db import transaction

from ecotone.ground import clock, ids
from tests.conftest import MOMENT
from tests.rooms.directory import world as worlds


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[worlds.World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(MOMENT), ids.seeded("directory"):
            made = worlds.build()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db, monday) -> worlds.World:
    return dataclasses.replace(built, actors=dict(built.actors))
