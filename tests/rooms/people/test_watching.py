"""Those who guard records read who looked at whom, and see looks that are worth a question; nobody else does."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest

from ecotone.access.audit import Subject, record
from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Entry, Role
from ecotone.access.verdicts import Refused, Withheld
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.ground.ids import new_id
from ecotone.people import actions, queries
from ecotone.people.rules import CareRole
from tests import worlds
from tests.rooms.ecosystem.world import hat, worn

pytestmark = [pytest.mark.django_db, pytest.mark.commitment(3)]
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
WEEK = (MONDAY - timedelta(days=20), MONDAY + timedelta(days=10))


@pytest.fixture
def guardian() -> Principal:
    return worlds.wearing(worlds.team("The board"), Role.GUARDIAN)


@pytest.fixture
def worker() -> Principal:
    return worlds.wearing(worlds.team("Whinhall"))


def look(by: Principal, *people, at: datetime = MONDAY, kind: Entry = Entry.LOOK, reason: str = "") -> None:
    with clock.at(at):
        record(
            kind,
            by,
            "people.person",
            [Subject("person", p, "identity", Basis.RELATIONSHIP) for p in people],
            reason=reason,
        )


def odd(by: Principal) -> queries.watching.OddLooks:
    return queries.odd_looks(by, *WEEK)


READS = {
    "people": lambda by, who: queries.people_to_watch(by, "Jean Rafferty"),
    "workers": lambda by, who: queries.workers_to_watch(by, "Whin"),
    "looks": lambda by, who: queries.looks_at(by, who),
    "acts": lambda by, who: queries.acts_of(by, by.account_id or new_id(), *WEEK),
    "odd": lambda by, who: queries.odd_looks(by, *WEEK),
}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.GUARDIAN])
def test_only_who_guards_records_reads_the_audit(read, role, worker):
    jean = worlds.taken_in(worker)
    by = worlds.wearing(worlds.team("Elsewhere"), role)
    for caller in (by, worlds.herself(jean), Principal.nobody()):
        with pytest.raises(Refused):
            READS[read](caller, jean.id)


def test_a_person_is_found_by_the_whole_name_or_a_number_alone(guardian, worker):
    jean = worlds.taken_in(worker)
    actions.add_identifier(by=worker, person_id=jean.id, kind="local", source="a ward", value="H0101010004")
    for words in ("Jean Rafferty", " jean rafferty ", "H0101010004", "H010101 0004"):
        assert [id_ for id_, *_ in queries.people_to_watch(guardian, words)] == [jean.id], words
    for words in ("", "Jean", "Rafferty", "%", "_", "0101"):
        assert queries.people_to_watch(guardian, words) == [], words


def test_reading_the_audit_stands_in_it(guardian, worker):
    jean = worlds.taken_in(worker)
    queries.looks_at(guardian, jean.id)
    entry = AuditEntry.objects.filter(account_id=guardian.account_id).latest("id")
    assert (entry.code, [s.subject_id for s in entry.subjects.all()]) == ("people.looks_at", [jean.id])
    with pytest.raises(NotFound):
        queries.looks_at(guardian, new_id())


def test_every_look_at_somebody_is_there_with_who_it_was(guardian, worker):
    jean = worlds.taken_in(worker)
    queries.person(worker, jean.id)
    name, looks = queries.looks_at(guardian, jean.id)
    assert name == "Jean Rafferty"
    assert {look.account_id for look in looks} == {worker.account_id, guardian.account_id}


def test_a_team_that_is_not_to_be_named_is_not(guardian, worker):
    """That she is known to a refuge is told to nobody, not even by the audit's guardian's list."""
    jean, refuge = worlds.taken_in(worker), worlds.wearing(worlds.team("The refuge"))
    actions.open_relationship(
        by=worlds.SYSTEM,
        person_id=jean.id,
        actor_id=refuge.team_id,
        role=CareRole.MEMBER,
        purpose="",
        parts=(),
        basis=Basis.CONSENT,
        sensitive=True,
    )
    queries.person(refuge, jean.id)
    _, looks = queries.looks_at(guardian, jean.id)
    assert refuge.account_id not in {look.account_id for look in looks}
    assert refuge.team_id not in {look.actor_id for look in looks}
    acts = queries.acts_of(
        guardian, refuge.account_id, clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    )
    assert {type(name) for act in acts for _, name in act.people} == {Withheld}


def test_what_one_worker_did_is_read_newest_first_a_page_at_a_time(guardian, worker):
    people = [worlds.taken_in(worker, name=f"Person {n}").id for n in range(3)]
    before = clock.now()
    for n in range(5):
        look(worker, *people, at=MONDAY + timedelta(hours=n))
    first = queries.acts_of(guardian, worker.account_id, *WEEK, most=3)
    rest = queries.acts_of(guardian, worker.account_id, *WEEK, most=3, start=3)
    assert [each.act.at.hour for each in (*first, *rest)] == [14, 13, 12, 11, 10]
    assert [name for _, name in first[0].people] == ["Person 0", "Person 1", "Person 2"]
    assert (
        queries.acts_of(guardian, worker.account_id, before + timedelta(days=900), before + timedelta(days=901)) == []
    )


def test_far_more_people_than_usual_in_a_day_is_worth_a_question(guardian, worker):
    steady, curious, new = worker, worlds.wearing(worlds.team("B")), worlds.wearing(worlds.team("C"))
    for day in range(10):
        at = MONDAY - timedelta(days=day)
        look(steady, *(new_id() for _ in range(25)), at=at)
        look(curious, *(new_id() for _ in range(5)), at=at)
    look(curious, *(new_id() for _ in range(15)), at=MONDAY)
    look(new, *(new_id() for _ in range(19)), at=MONDAY)
    assert [(account, day.day, n) for account, day, n in odd(guardian).days] == [(curious.account_id, 2, 20)]


def test_the_same_person_often_is_one_and_a_day_is_a_day_of_local_time(guardian, worker):
    people = [new_id() for _ in range(25)]
    for n in range(3):
        look(worker, *people, at=datetime(2026, 7, 1, 22, 59 if n else 30, tzinfo=UTC))  # 23:59 in Scotland
    look(worker, new_id(), at=datetime(2026, 7, 1, 23, 1, tzinfo=UTC))
    found = queries.odd_looks(guardian, datetime(2026, 6, 30, tzinfo=UTC), datetime(2026, 7, 3, tzinfo=UTC))
    assert [(day.day, n) for _, day, n in found.days] == [(1, 25)]


def test_who_is_refused_several_people_is_worth_a_question(guardian, worker):
    once = new_id()
    for _ in range(5):
        look(worker, once, kind=Entry.REFUSAL, reason="people.no_relationship")
    assert odd(guardian).refused == ()
    look(worker, new_id(), new_id(), kind=Entry.REFUSAL, reason="people.no_relationship")
    assert odd(guardian).refused == ((worker.account_id, 3),)


def test_nights_and_weekends_are_told_and_days_are_not(guardian, worker):
    for at in (MONDAY, MONDAY.replace(hour=7), MONDAY.replace(hour=19, minute=59)):
        look(worker, new_id(), at=at)
    assert odd(guardian).nights == ()
    for at in (MONDAY.replace(hour=6, minute=59), MONDAY.replace(hour=20), MONDAY - timedelta(days=1)):
        look(worker, new_id(), at=at)
    assert odd(guardian).nights == ((worker.account_id, 3),)


def test_the_same_last_name_and_who_is_named_in_the_circle_are_told(guardian):
    team = worlds.team("A")
    kin, friend = (worn(hat(worlds.account(name), team)) for name in ("Tam rafferty", "Agnes Bell"))
    jean, tam = worlds.taken_in(kin), worlds.taken_in(kin, name="Tam Bellamy")
    actions.add_to_circle(by=kin, person_id=tam.id, name="Agnes Bell", kind="friend")
    for by in (kin, friend):
        look(by, jean.id, tam.id)
    assert {(a, p) for a, p, _ in odd(guardian).families} == {(kin.account_id, jean.id), (friend.account_id, tam.id)}


def test_what_somebody_does_as_herself_is_nobodys_to_watch(guardian, worker):
    jean = worlds.taken_in(worker)
    herself = worlds.herself(jean)
    for hour in (2, 3, 4):
        look(herself, jean.id, at=MONDAY.replace(hour=hour))
    found = odd(guardian)
    assert herself.account_id not in {a for a, *_ in (*found.nights, *found.days, *found.refused, *found.families)}


def test_counting_agrees_with_reading_every_entry_by_hand(guardian):
    """A slow, plain oracle over the rows themselves."""
    workers = [worlds.wearing(worlds.team(f"Team {n}")) for n in range(4)]
    pool = [new_id() for _ in range(60)]
    for n in range(120):
        chosen = {pool[(n * k) % 60] for k in range(1, 1 + n % 30)}
        look(workers[n % 4], *chosen, at=MONDAY - timedelta(hours=7 * (n % 48)))
    days, nights = defaultdict(lambda: defaultdict(set)), Counter()
    for entry in AuditEntry.objects.filter(kind="look", account_id__in=[w.account_id for w in workers]):
        local = entry.created_at.astimezone(clock.LOCAL)
        days[entry.account_id][local.date()] |= {s.subject_id for s in entry.subjects.all()}
        nights[entry.account_id] += local.isoweekday() > 5 or not 7 <= local.hour < 20
    expected = set()
    for account, of in days.items():
        for day, people in of.items():
            others = [len(p) for other, p in of.items() if other != day]
            if len(people) >= 20 and len(people) >= 3 * (median(others) if others else 0):
                expected.add((account, day, len(people)))
    found = odd(guardian)
    assert set(found.days) == expected
    assert dict(found.nights) == {a: n for a, n in nights.items() if n}


def test_it_costs_the_same_however_many_entries_there_are(guardian, worker):
    people = [worlds.taken_in(worker, name=f"Person {n}").id for n in range(3)]
    look(worker, *people)
    one = worlds.cost(lambda: odd(guardian)), worlds.cost(lambda: queries.acts_of(guardian, worker.account_id, *WEEK))
    for n in range(30):
        look(worker, *people, at=MONDAY + timedelta(minutes=n))
    many = (
        worlds.cost(lambda: odd(guardian)),
        worlds.cost(lambda: queries.acts_of(guardian, worker.account_id, *WEEK)),
    )
    assert many == one
