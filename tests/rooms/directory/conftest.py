"""The directory's tests stand in one small world."""

import pytest

from tests.rooms.directory import world as built


@pytest.fixture
def world(db, monday) -> built.World:
    return built.build()
