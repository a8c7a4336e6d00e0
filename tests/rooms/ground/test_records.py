"""Rows as the house reads and writes them, held to what Django itself would have read and written."""

from contextlib import suppress
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from ecotone.access.models import AuditEntry, AuditSubject, Deployment
from ecotone.ecosystem.models import Actor, Place, PlaceWithin
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.ground.prepared import Prepared, insert
from ecotone.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ID = Person._meta.get_field("id")


def columns(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def somebody(**more) -> Person:
    return Person.add(name="Ishbel Orr", birth_date=date(1948, 2, 29), contact_how="Ring late.", **more)


def test_a_row_is_read_as_django_reads_it():
    written = somebody()
    read = Person.of(written.id)
    assert columns(read) == columns(Person.objects.get(pk=written.id)) == columns(written)
    assert read == written and not read._state.adding
    read.name = "Ishbel Orr-Kerr"
    read.save()
    assert Person.objects.get().name == "Ishbel Orr-Kerr"


def test_an_id_may_come_as_text():
    assert Person.of(str(somebody().id)).name == "Ishbel Orr"


@pytest.mark.parametrize("wrong", [uuid4(), "nobody", "", None, 7, "0" * 40])
def test_what_is_no_id_of_a_row_is_not_found(wrong):
    with pytest.raises(NotFound):
        Person.of(wrong)


def test_a_row_is_written_as_django_writes_it():
    """The same values by both ways, but for the id."""
    place = Place.add(kind="locality", name=" Airdrie ", slug="airdrie", population=60_022)
    values = {"name": "Jean", "known_as": "  Jean ", "home": place, "birth_date": date(1948, 2, 29)}
    ours, theirs = Person.add(**values), Person.objects.create(**values)
    first, second = (columns(Person.objects.get(pk=row.pk)) for row in (ours, theirs))
    assert first.pop("id") != second.pop("id") and first == second


def test_json_and_moments_come_back_as_they_went():
    at, recipe = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC), {"seed": 1, "words": ["Guid", "mornin"]}
    insert([Deployment(kind="demo", name="Somewhere", recipe=recipe, created_at=at)])
    read = Deployment.objects.get()
    assert (read.recipe, read.created_at) == (recipe, at)


def test_several_rows_go_in_one_statement_and_none_in_none():
    entry = AuditEntry.add(kind="look", code="tests", purpose="care")
    rows = [AuditSubject(entry=entry, created_at=entry.created_at, kind="person", subject_id=uuid4()) for _ in "abc"]
    with CaptureQueriesContext(connection) as asked:
        insert([])
        insert(rows)
    assert len(asked) == 1 and entry.subjects.count() == 3


def test_a_constraint_of_the_table_holds():
    place = Place.add(kind="locality", name="Airdrie", slug="airdrie")
    insert([PlaceWithin(ancestor=place, descendant=place, depth=0)])
    with pytest.raises(IntegrityError):
        insert([PlaceWithin(ancestor=place, descendant=place, depth=0)])


def test_what_one_database_would_not_take_neither_takes():
    person = somebody()
    for write in (lambda: Person.add(name="Jean\0"), lambda: person.change(version=1, name="Jean\0")):
        with pytest.raises(Invalid, match=r"ground\.nul"), transaction.atomic():
            write()


def a_place(name: str = "Airdrie") -> Place:
    return Place.add(kind="locality", name=name, slug="airdrie")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "careless",
    [
        lambda: a_place("Another of that slug"),
        lambda: Person.add(name="x" * 300),
        lambda: somebody().change(version=1, name="x" * 300),
    ],
)
def test_a_write_that_fails_dooms_what_was_begun_whoever_catches_the_error(careless):
    a_place()
    with pytest.raises(DatabaseError), transaction.atomic():
        somebody()
        with suppress(IntegrityError, Invalid):
            careless()
        somebody()
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_several_rows_all_are_written_or_none():
    entry = AuditEntry.add(kind="look", code="tests", purpose="care")
    whose = {"entry": entry, "created_at": entry.created_at}
    rows = [AuditSubject(**whose, kind=kind, subject_id=uuid4()) for kind in ("person", "person", "x" * 50)]
    with pytest.raises(Invalid):
        insert(rows)
    assert not entry.subjects.exists()


@pytest.mark.parametrize("version", [0, -1, 2**31, 2**80])
def test_a_version_that_never_was_is_stale(version):
    with pytest.raises(Stale):
        somebody().change(version=version, known_as="Ish")


def test_of_two_changes_the_second_is_told():
    person = somebody()
    mine, theirs = Person.of(person.id), Person.of(person.id)
    mine.change(version=1, known_as="Ish", birth_date=None)
    with pytest.raises(Stale):
        theirs.change(version=1, known_as="Bel")
    kept = Person.objects.get()
    assert (kept.known_as, kept.birth_date, kept.version, mine.version) == ("Ish", None, 2, 2)


def test_a_change_touches_its_own_row_alone():
    first, second = somebody(), somebody()
    first.change(version=1, known_as="Ish")
    assert columns(Person.of(second.id)) == columns(second)


def test_a_prepared_question_answers_as_it_would_unprepared():
    people = [somebody(known_as=known) for known in ("Ish", "Bel", "")]
    asked = Prepared(
        lambda value: (
            Person.objects.filter(
                Q(known_as="Ish") | Q(id=value("id", ID)), id__in=[value("one", ID), value("two", ID)]
            )
            .order_by("name", "id")
            .values_list("id", "created_at", "birth_date", "version")
        )
    )
    for id_, one, two in ((people[1].id, people[0].id, people[1].id), (people[2].id, people[1].id, people[2].id)):
        plain = Person.objects.filter(Q(known_as="Ish") | Q(id=id_), id__in=[one, two]).order_by("name", "id")
        assert [*map(tuple, asked(id=id_, one=one, two=two))] == [
            *plain.values_list("id", "created_at", "birth_date", "version")
        ]


def test_a_prepared_question_needs_every_value():
    by_id = Prepared(lambda value: Actor.objects.filter(id=value("id", ID)).values_list("id"))
    with pytest.raises(KeyError):
        by_id()
    with pytest.raises(ValidationError):
        by_id(id="nobody")
