"""The audit: one entry for each act and each look, none for what did not happen, one for every no."""

import threading

import pytest
from django.db import transaction

from ecotone.access import audit
from ecotone.access.audit import Subject, gathering, looked, wrote
from ecotone.access.doors import action
from ecotone.access.models import Account, AuditEntry, AuditSubject
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Entry, Purpose
from ecotone.access.verdicts import Refused, Verdict
from ecotone.ground.errors import Invalid, Problem
from ecotone.ground.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
NOBODY = Principal.nobody()


def entries() -> list[tuple[str, str]]:
    return [(entry.kind, entry.code) for entry in AuditEntry.objects.order_by("id")]


def subjects() -> list[tuple]:
    return list(AuditSubject.objects.order_by("id").values_list("kind", "subject_id", "part", "act", "basis"))


def account(number: int) -> Account:
    return Account.objects.create(name="Ann", email=f"{number}@example.org")


@action("access.try_one")
def one(*, by: Principal, number: int = 1, refuse: bool = False, invalid: bool = False) -> Account:
    made = account(number)
    wrote("account", made.id, act="access.try_one", part="name", basis=Basis.ROLE)
    if refuse:
        Verdict.refuse("access.no_role").require("account", made.id)
    if invalid:
        raise Invalid(Problem("ground.required", "name"))
    return made


@action("access.try_two")
def two(*, by: Principal, refuse: bool = False) -> Account:
    first = one(by=by, number=1)
    wrote("account", first.id, act="access.try_two")
    return one(by=by, number=2, refuse=refuse)


@action("access.try_silent")
def silent(*, by: Principal) -> None:
    account(3)


@action("access.try_silent_inside")
def silent_inside(*, by: Principal) -> None:
    made = one(by=by)
    wrote("account", made.id, act="access.try_silent_inside")
    silent(by=by)


def test_an_action_leaves_one_entry_with_who_did_what_to_what(system):
    made = one(by=system)
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.code, entry.system) == (Entry.WRITE, "access.try_one", "tests")
    assert (entry.purpose, entry.account_id, entry.reason) == (Purpose.UPKEEP, None, "")
    assert subjects() == [("account", made.id, "name", "access.try_one", "role")]


def test_an_action_inside_another_names_itself_on_its_rows_of_the_one_entry(system):
    two(by=system)
    assert entries() == [("write", "access.try_two")]
    assert [act for *_, act, _ in subjects()] == ["access.try_one", "access.try_two", "access.try_one"]


@pytest.mark.parametrize("refused", [one, two])
def test_a_refusal_writes_nothing_but_the_no(system, refused):
    with pytest.raises(Refused):
        refused(by=system, refuse=True)
    assert not Account.objects.exists()
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.code, entry.reason) == ("refusal", refused.action_code, "access.no_role")
    assert [kind for kind, *_ in subjects()] == ["account"]


def test_what_is_invalid_leaves_no_trace_at_all(system):
    with pytest.raises(Invalid):
        one(by=system, invalid=True)
    assert entries() == []
    assert not Account.objects.exists()


def test_what_is_rolled_back_by_whoever_called_leaves_no_trace(system):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        one(by=system)
        1 / 0  # noqa: B018
    assert entries() == []


@pytest.mark.parametrize("without_trace", [silent, silent_inside])
def test_an_action_that_leaves_no_trace_is_a_defect_and_does_nothing(system, without_trace):
    with pytest.raises(RuntimeError, match="left no trace in the audit"):
        without_trace(by=system)
    assert entries() == []
    assert not Account.objects.exists()


def test_nothing_is_written_outside_an_action(system):
    with pytest.raises(RuntimeError, match="outside any action"):
        wrote("account", new_id(), act="access.try_one")
    with gathering(system, "web.page"), pytest.raises(RuntimeError, match="outside any action"):
        wrote("account", new_id(), act="access.try_one")


def test_an_action_takes_keywords_only_and_by_somebody(system):
    for wrong in (lambda: one(), lambda: one(by=None), lambda: one(system), lambda: one(by="system")):
        with pytest.raises(TypeError):
            wrong()
    for shape in (lambda by: None, lambda *, other: None, lambda *by: None):
        with pytest.raises(TypeError, match="keywords only"):
            action("access.wrong")(shape)
    assert entries() == []


@pytest.mark.commitment(3)
def test_a_look_by_itself_is_one_entry_and_a_page_gathers_its_looks_into_one(system):
    first, second = Subject("person", new_id(), "matters", Basis.SELF), Subject("person", new_id(), "identity")
    looked(system, "people.person", first, first)
    assert entries() == [("look", "people.person")]
    assert len(subjects()) == 1
    with gathering(system, "web.person"):
        looked(system, "people.person", first)
        looked(system, "people.banner", first, second)
    assert entries()[1:] == [("look", "web.person")]
    assert len(subjects()) == 3


def test_a_page_that_shows_nothing_of_anyone_leaves_no_entry(system):
    looked(system, "people.list")
    with gathering(system, "web.home"):
        pass
    assert entries() == []


def test_a_refused_page_keeps_the_no_and_what_had_been_seen_before_it(system):
    seen, closed = Subject("person", new_id()), new_id()
    with pytest.raises(Refused), gathering(system, "web.person"):
        looked(system, "people.person", seen)
        Verdict.refuse("people.not_shared").require("person", closed)
    assert entries() == [("refusal", "web.person"), ("look", "web.person")]
    assert {subject_id for _, subject_id, *_ in subjects()} == {seen.id, closed}


def test_a_page_whose_action_was_refused_keeps_one_no(system):
    with pytest.raises(Refused), gathering(system, "web.move"):
        one(by=system, refuse=True)
    assert entries() == [("refusal", "access.try_one")]


def test_a_page_whose_action_went_well_has_two_entries_and_looks_inside_an_action_are_its_own(system):
    with gathering(system, "web.person"):
        looked(system, "people.person", Subject("person", new_id()))
        two(by=system)
        looked(system, "people.person", Subject("person", new_id()))
    assert entries() == [("write", "access.try_two"), ("look", "web.person")]


def test_a_page_that_fails_otherwise_keeps_what_was_seen(system):
    with pytest.raises(ZeroDivisionError), gathering(system, "web.person"):
        looked(system, "people.person", Subject("person", new_id()))
        1 / 0  # noqa: B018
    assert entries() == [("look", "web.person")]


def test_an_entry_that_cannot_be_written_stops_the_act(system):
    too_long = "x" * 41

    @action("access.try_long")
    def long(*, by: Principal) -> None:
        made = account(1)
        wrote(too_long, made.id, act="access.try_long")

    with pytest.raises(Invalid):
        long(by=system)
    assert not Account.objects.exists()
    with pytest.raises(Invalid), transaction.atomic():
        looked(system, "people.person", Subject(too_long, new_id()))
    assert entries() == []


def test_a_page_remembers_nothing_of_another_and_forgets_after_a_write(system):
    audit.memory()["fact"] = 1
    assert audit.memory() == {}
    with gathering(system, "web.person"):
        audit.memory()["fact"] = 1
        assert audit.memory() == {"fact": 1}
        one(by=system)
        assert audit.memory() == {}
        audit.memory()["fact"] = 2
        with pytest.raises(Refused):
            one(by=system, number=2, refuse=True)
        assert audit.memory() == {}
    assert audit.memory() == {}


def test_each_thread_gathers_for_itself(system):
    inside = []
    with gathering(system, "web.person"):
        audit.memory()["fact"] = 1
        thread = threading.Thread(target=lambda: inside.append(audit.memory()))
        thread.start()
        thread.join()
    assert inside == [{}]
