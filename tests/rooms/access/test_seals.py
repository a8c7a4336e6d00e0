"""The audit proves itself: whatever is altered, taken out or put in is found, and the database itself says no."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.access import guards, seals
from ecotone.access.audit import Subject, record
from ecotone.access.models import AuditEntry, AuditHead, AuditSubject
from ecotone.access.principal import Principal
from ecotone.access.proof import Checkpoint
from ecotone.access.rules import Basis, Entry
from ecotone.ground.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.commitment(3)]
BY = Principal(kind="worker", account_id=new_id(), hat_id=new_id(), actor_id=new_id())


def made(entries: int = 5, subjects: int = 3) -> None:
    for _ in range(entries):
        several = [Subject("person", new_id(), part="story", basis=Basis.RELATIONSHIP) for _ in range(subjects)]
        record(Entry.LOOK, BY, "people.record", several)


def sealed(entries: int = 5) -> Checkpoint:
    made(entries)
    while seals.seal():
        pass
    return seals.state().head


def faults(*checkpoints: Checkpoint) -> list[tuple[str, int | None]]:
    return [(fault.code.removeprefix("access.audit_"), fault.number) for fault in seals.verify(checkpoints)]


@contextmanager
def a_thief():
    """Somebody with the database's own password, but not with the key."""
    with guards.lowered(), connection.cursor() as cursor:
        yield lambda sql, *values: cursor.execute(sql, values)


def entry_at(number: int) -> AuditEntry:
    return AuditEntry.objects.get(number=number)


def kept(value):
    return AuditEntry._meta.pk.get_db_prep_value(value, connection)


def test_what_is_written_is_sealed_in_order_and_proves_whole():
    made(7)
    assert (seals.state().unsealed, faults()) == (7, [])
    assert [seals.seal(most=3) for _ in range(4)] == [3, 3, 1, 0]
    assert [*AuditEntry.objects.order_by("id").values_list("number", flat=True)] == [*range(1, 8)]
    assert (seals.state().head.number, seals.state().unsealed, faults()) == (7, 0, [])


def test_what_comes_late_is_sealed_after_what_was_there():
    made(1)
    late = AuditEntry.objects.get()
    sealed(2)
    assert late.id < AuditEntry.objects.order_by("id").last().id
    made(1)
    assert seals.seal() == 1
    assert faults() == []


@pytest.mark.parametrize("column", [name for name in seals.PROVED if name not in ("id", "created_at")])
@pytest.mark.parametrize("is_sealed", [True, False])
def test_an_altered_column_is_found(column, is_sealed):
    sealed() if is_sealed else made()
    entry = AuditEntry.objects.order_by("id")[2]
    value = {"kind": "write", "purpose": "upkeep"}.get(column) or (
        kept(new_id()) if column.endswith("_id") else "other"
    )
    with a_thief() as run:
        run(f"UPDATE access_auditentry SET {column} = %s WHERE id = %s", value, kept(entry.id))  # noqa: S608
    assert faults() == [("altered", 3 if is_sealed else None)]


def test_another_time_is_found():
    sealed()
    with a_thief() as run:
        run("UPDATE access_auditentry SET created_at = '2020-01-01 00:00:00+00:00' WHERE number = 2")
        run(
            "UPDATE access_auditsubject SET created_at = '2020-01-01 00:00:00+00:00' WHERE entry_id = %s",
            kept(entry_at(4).id),
        )
    assert faults() == [("altered", 2), ("altered", 4)]


def test_a_subject_altered_taken_out_or_put_in_is_found():
    sealed()
    one, two, three = (AuditSubject.objects.filter(entry=entry_at(number))[0].id for number in (1, 3, 5))
    with a_thief() as run:
        run("UPDATE access_auditsubject SET subject_id = %s WHERE id = %s", kept(new_id()), one)
        run("DELETE FROM access_auditsubject WHERE id = %s", two)
        run(
            "INSERT INTO access_auditsubject (entry_id, created_at, kind, subject_id, part, act, basis) "
            "SELECT entry_id, created_at, kind, subject_id, 'circle', act, basis "
            "FROM access_auditsubject WHERE id = %s",
            three,
        )
    assert faults() == [("altered", 1), ("altered", 3), ("altered", 5)]


def remove(run, number: int) -> None:
    id_ = kept(entry_at(number).id)
    run("DELETE FROM access_auditsubject WHERE entry_id = %s", id_)
    run("DELETE FROM access_auditentry WHERE id = %s", id_)


def test_an_entry_taken_out_leaves_a_gap():
    sealed()
    with a_thief() as run:
        remove(run, 3)
    assert faults() == [("missing", 3)]


def test_a_gap_that_is_closed_breaks_the_chain():
    sealed()
    with a_thief() as run:
        remove(run, 3)
        run("UPDATE access_auditentry SET number = 3 WHERE number = 4")
        run("UPDATE access_auditentry SET number = 4 WHERE number = 5")
    assert faults() == [("broken", 3), ("broken", 4), ("cut", 5)]


def test_an_entry_put_in_without_the_key_is_found():
    sealed(2)
    AuditEntry.add(kind="look", code="people.record", purpose="care", mac="0" * 64)
    seals.seal()
    assert faults() == [("altered", 3)]


def test_what_is_cut_off_the_end_is_found_unless_the_head_is_set_back_too():
    checkpoint = sealed()
    with a_thief() as run:
        remove(run, 5)
        assert faults() == [("cut", 5)]
        AuditHead.objects.update(number=4, link=entry_at(4).link)
    assert faults() == []  # what only a checkpoint kept elsewhere shows
    assert faults(checkpoint) == [("cut", 5)]


def test_a_chain_written_anew_with_the_key_is_shown_by_a_checkpoint_alone():
    checkpoint = sealed()
    with a_thief() as run:
        remove(run, 2)
        run("UPDATE access_auditentry SET number = NULL, link = ''")
        run("DELETE FROM access_audithead")
    seals.seal()
    made(1)
    seals.seal()
    assert faults() == []
    assert faults(checkpoint) == [("rewritten", 5)]


def test_another_key_proves_nothing_and_seals_nothing():
    sealed()
    with override_settings(AUDIT_KEY="another"):
        made(1)
        assert faults() == [("other_key", None)]
        assert not seals.state().our_key
        with pytest.raises(seals.OtherKey):
            seals.seal()
    assert seals.state().our_key


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_auditentry SET code = 'x' WHERE number = 1",
        "UPDATE access_auditentry SET number = 99 WHERE number = 1",
        "UPDATE access_auditentry SET number = NULL, link = '' WHERE number = 1",
        "UPDATE access_auditentry SET number = 99, link = 'x', code = 'x' WHERE number IS NULL",
        "UPDATE access_auditsubject SET part = 'x'",
        "DELETE FROM access_auditsubject",
        "DELETE FROM access_auditentry WHERE number IS NULL",
        "TRUNCATE access_auditsubject",
        "TRUNCATE access_auditsubject, access_auditentry",
        "INSERT OR REPLACE INTO access_auditentry SELECT * FROM access_auditentry",
        "INSERT OR REPLACE INTO access_auditsubject SELECT * FROM access_auditsubject",
    ],
)
def test_the_database_itself_alters_nothing(statement):
    others = {"sqlite": "TRUNCATE", "postgresql": "INSERT OR REPLACE"}[connection.vendor]
    if statement.startswith(others):
        pytest.skip("the other database's way of saying it")
    sealed()
    made(1, subjects=0)
    before = [*AuditEntry.objects.order_by("id").values()], [*AuditSubject.objects.order_by("id").values()]
    connection.check_constraints()  # or PostgreSQL empties no table whose keys it has yet to look at
    said_no = pytest.raises(DatabaseError, match="added to, and never altered")
    with said_no, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ([*AuditEntry.objects.order_by("id").values()], [*AuditSubject.objects.order_by("id").values()]) == before


def test_a_guard_that_was_taken_away_is_missed_and_put_back():
    assert guards.missing() == set()
    guards.take_down()
    assert guards.missing() == guards.names()
    guards.put_up()
    assert guards.missing() == set()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=6),
    st.integers(0, 5),
    st.sampled_from(["code", "reason", "system", "subjects", "entry"]),
)
def test_no_single_theft_goes_unseen(entries, where, what):
    with transaction.atomic():
        for subjects, seal_now in entries:
            made(1, subjects=subjects)
            if seal_now:
                seals.seal()
        seals.seal()
        assert faults() == []
        entry = entry_at(1 + where % len(entries))
        with a_thief() as run:
            if what == "entry":
                remove(run, entry.number)
            elif what == "subjects" and entry.subjects.exists():
                run("DELETE FROM access_auditsubject WHERE entry_id = %s", kept(entry.id))
            else:
                column = "code" if what == "subjects" else what
                run(f"UPDATE access_auditentry SET {column} = 'other' WHERE id = %s", kept(entry.id))  # noqa: S608
        assert [number for _, number in faults()] == [entry.number]
        transaction.set_rollback(True)


@pytest.mark.parametrize("text", ["", "5", "5:", "0:" + "a" * 64, "-1:" + "a" * 64, "5:" + "g" * 64, "٣:" + "a" * 64])
def test_what_is_no_checkpoint_is_said(text):
    with pytest.raises(ValueError, match=r"checkpoint|base 16"):
        Checkpoint.read(text)


def test_a_checkpoint_is_read_as_it_was_written():
    checkpoint = sealed(2)
    assert Checkpoint.read(f" {checkpoint}\n") == checkpoint
