"""Rows kept in hand: found there as in the database, changed there, and written together or not at all."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecotone.ground import clock, hand, ids
from ecotone.ground.errors import NotFound, Stale
from ecotone.ground.models import new
from ecotone.ground.prepared import amend, in_hand
from ecotone.people.models import Person, PersonIdentifier, Relationship, StoryEntry
from tests import worlds

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_row_in_hand_is_found_and_changed_there_and_written_at_the_end() -> None:
    with in_hand() as held:
        jean = Person.add(name="Jean")
        assert Person.of(jean.id) is jean
        assert held.of(Person, "name", "Jean") == [jean]
        jean.change(version=1, name="Jean R")
        amend(jean, known_as="Jeanie")
        with pytest.raises(Stale):
            jean.change(version=1, name="Too late")
        assert not Person.objects.exists()
    assert Person.objects.values_list("name", "known_as", "version").get() == ("Jean R", "Jeanie", 2)


def test_what_was_taken_from_the_database_is_changed_there() -> None:
    jean = worlds.person()
    with in_hand():
        Person.of(jean.id).change(version=1, name="Jean R")
        assert Person.objects.get().name == "Jean R"
        with CaptureQueriesContext(connection) as asked:
            assert Person.of(str(jean.id)).name == "Jean R"
        assert not asked.captured_queries


def test_nothing_is_written_where_the_block_fails() -> None:
    with pytest.raises(NotFound), in_hand():
        Person.add(name="Jean")
        Person.of(UUID(int=1))
    assert not Person.objects.exists()
    assert hand.hand() is None


def test_one_hand_at_a_time() -> None:
    with in_hand(), pytest.raises(RuntimeError), in_hand():
        pass


def test_what_is_known_is_asked_once_a_hand() -> None:
    asked: list[int] = []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    assert [hand.known("key", ask) for _ in range(2)] == [1, 2]
    with in_hand():
        assert [hand.known("key", ask) for _ in range(2)] == [3, 3]


def test_a_new_row_is_what_django_makes_of_the_same_values() -> None:
    """For every table: columns by their defaults; and where rows refer to rows, what is known of them besides."""
    for model in apps.get_models():
        if model.__module__.startswith("ecotone."):
            with clock.at(MOMENT), ids.seeded(1):
                theirs = model()
            with clock.at(MOMENT), ids.seeded(1):
                ours = new(model)
            columns = [field.attname for field in model._meta.concrete_fields if not field.generated]
            assert [getattr(ours, each) for each in columns] == [getattr(theirs, each) for each in columns], model
    jean = worlds.person()
    one = new(StoryEntry, person=jean, supersedes=None)
    other = new(StoryEntry, person_id=jean.id, supersedes=one)
    assert (one.person, one.supersedes, other.person_id, other.supersedes_id) == (jean, None, jean.id, one.id)
    assert one.superseded_by is other
    with pytest.raises(TypeError):
        new(Relationship, nobody=1)
    assert new(PersonIdentifier)._state.adding
