"""Row-level security: what PostgreSQL itself shows a caller is what the lists show, and nothing is left behind."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ecotone.access import fences, narrowing
from ecotone.access.audit import gathering
from ecotone.access.narrowing import ROLE, Why, narrowed, widened
from ecotone.access.principal import Link, Principal
from ecotone.access.rules import Kind, Purpose, Role
from ecotone.ground import clock
from ecotone.ground.ids import new_id
from ecotone.people import actions as people
from ecotone.people import policies, queries
from ecotone.people.models import CircleTie, Person
from ecotone.people.rules import Act, DutyKind, Effect, Part
from tests import worlds
from tests.rooms.people.random_worlds import EXPORT, MOMENTS, READ, World, a_world, lawful, within_reach

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("monday"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's"),
]


def raw(sql: str, *given: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given or None)
        return cursor.fetchall()


def ids(sql: str, *given: object) -> set[UUID]:
    return {id_ for (id_,) in raw(sql, *given)}


def who() -> str:
    return raw("SELECT current_user")[0][0]


@pytest.mark.commitment(3)
@pytest.mark.parametrize("seed", [11, 12])
def test_the_database_alone_shows_each_caller_what_the_lists_show(seed):
    world = a_world(seed)
    for row in world.people.values():
        CircleTie.add(person=row, kind="friend", name="Bill", named_by="person", author="Jean", since=clock.today())
    for after in MOMENTS:
        with clock.at(world.start + after):
            for by in world.callers:
                for doing in (READ, EXPORT):
                    the_database_agrees(world, by, doing)


def the_database_agrees(world: World, by: Principal, doing: str) -> None:
    at, told = clock.now(), f"seed {world.seed}, {clock.now()}, to {doing}: {by}"
    known = {id_ for id_ in world.people if lawful(world, by, id_, Part.IDENTITY, at, doing)}
    friends = {id_ for id_ in world.people if within_reach(world, by, id_, Part.CIRCLE, at, doing)}
    with gathering(by, "tests.ask"):
        if doing == EXPORT:
            narrowing.leaves_as_a_file()
        if by.is_system:
            assert ids("SELECT id FROM people_person") == {*world.people}
            return
        assert who() == ROLE
        assert ids("SELECT id FROM people_person") == known, told
        assert ids("SELECT person_id FROM people_circletie") == friends, told
        assert ids("SELECT person_id FROM people_relationship") <= known, told
        if by.kind is not Kind.LINK and doing == READ:
            assert {*policies.visible_to(by).values_list("id", flat=True)} == known, told


@pytest.mark.commitment(3)
def test_who_signs_for_her_and_who_may_press_her_is_no_row_for_whoever_acts_for_her():
    ours = worlds.wearing(worlds.team("Link workers"))
    jean = worlds.taken_in(ours)
    me, account = worlds.herself(jean), worlds.account("Ann")
    worlds.some_authority(jean), worlds.some_assessment(jean)
    tie = CircleTie.objects.get(person=jean)
    given = {"email": account.email, "parts": [Part.REFERRALS], "acts": [Act.ASK]}
    until = clock.now() + timedelta(days=9)
    row = people.offer_permission(by=me, person_id=jean.id, tie_id=tie.id, until=until, **given)
    people.accept_permission(by=Principal(Kind.NOBODY, account.id), permission_id=row.id, version=1)
    ann = queries.carer_principal(account.id, "Ann", row.id)
    people.pass_on_wish(by=ann, person_id=jean.id, text="Meals")
    people.raise_concern(by=ours, permission_id=row.id, why="He answers for her")
    worlds.some_way_in(jean)
    tables = ("people_authority", "people_capacityassessment", "people_carerwish", "people_concern")
    tables += ("people_ownwayin", "people_accounttakenoff")
    asked = ((ours, [1, 1, 1, 1, 1, 1]), (me, [1, 1, 1, 0, 1, 1]), (ann, [0, 0, 1, 0, 0, 0]))
    for by, rows in (*asked, (worlds.stranger(), [0] * 6)):
        with gathering(by, "tests.ask"):
            assert [len(ids(f"SELECT id FROM {table}")) for table in tables] == rows  # noqa: S608 - our own names


@pytest.mark.commitment(3)
def test_what_she_was_not_told_of_is_no_row_for_her_nor_any_of_it_for_a_link_or_for_who_is_here_to_learn():
    ours = worlds.wearing(worlds.team("Link workers"))
    jean = worlds.taken_in(ours)
    me = worlds.herself(jean)
    for table in (worlds.some_authority(jean), worlds.some_assessment(jean)):
        table.change(version=table.version, told=False, why_not_told="Her son reads with her")
    worlds.some_way_in(jean)
    tie = people.add_to_circle(by=ours, person_id=jean.id, kind="family", name="Bob")
    said = {"tie_id": tie.id, "parts": [Part.REFERRALS], "acts": [], "until": clock.now() + timedelta(days=9)}
    row = people.offer_permission(by=me, person_id=jean.id, email="bob@example.org", **said)
    people.raise_concern(by=ours, permission_id=row.id, why="He answers for her")
    people.choose_sharing(by=me, person_id=jean.id, effect="grant", purpose="improvement", actor_id=ours.team_id)
    learner = replace(ours, purpose=Purpose.IMPROVEMENT)
    link = Link(new_id(), "a@example.org", referral_id=new_id(), person_id=jean.id, parts=(Part.IDENTITY,))
    invited = replace(ours, kind=Kind.LINK, account_id=None, hat_id=None, link=link)
    tables = ("people_person", "people_authority", "people_capacityassessment", "people_ownwayin", "people_concern")
    asked = ((ours, [1, 1, 1, 1, 1]), (me, [1, 0, 0, 1, 0]), (learner, [1, 0, 0, 0, 0]), (invited, [1, 0, 0, 0, 0]))
    for by, rows in asked:
        with gathering(by, "tests.ask"):
            assert [len(ids(f"SELECT id FROM {table}")) for table in tables] == rows, by  # noqa: S608 - our own names


@pytest.mark.commitment(3)
def test_what_one_passed_on_is_no_row_for_another_who_acts_for_her():
    ours = worlds.wearing(worlds.team("Link workers"))
    jean = worlds.taken_in(ours)
    given = {"parts": [Part.REFERRALS], "acts": [Act.ASK], "until": clock.now() + timedelta(days=9)}
    both = []
    for name in ("Ann", "Bob"):
        account = worlds.account(name)
        tie = people.add_to_circle(by=ours, person_id=jean.id, kind="family", name=name)
        said = {"person_id": jean.id, "tie_id": tie.id, "email": account.email, "said_how": "At home"}
        row = people.offer_permission(by=ours, **said, **given)
        people.accept_permission(by=Principal(Kind.NOBODY, account.id), permission_id=row.id, version=1)
        both.append(queries.carer_principal(account.id, name, row.id))
        people.pass_on_wish(by=both[-1], person_id=jean.id, text=f"{name} asks")
    for by in both:
        with gathering(by, "tests.ask"):
            assert raw("SELECT text FROM people_carerwish") == [(f"{by.name} asks",)]


def test_it_is_active_and_nobody_who_asks_passes_it_by():
    assert fences.missing() == set()
    role = raw("SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreaterole FROM pg_roles WHERE rolname = %s", ROLE)
    assert role == [(False, False, False, False)]
    secured = raw("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = current_schema::regnamespace")
    assert {name for (name,) in secured} == {*fences.FENCES}
    owners = raw("SELECT DISTINCT tableowner FROM pg_tables WHERE tablename = ANY (%s)", [*fences.FENCES])
    with narrowed(worlds.NOBODY):
        assert (who(),) not in owners
        assert raw("SELECT row_security_active('people_person')") == [(True,)]


def test_with_nobody_set_nothing_is_seen():
    worlds.person()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        for table in fences.FENCES:
            assert raw(f"SELECT count(*) FROM {table}") == [(0,)], table  # noqa: S608 (ours)
        transaction.set_rollback(True)


def test_who_asks_writes_in_no_record_but_by_an_action():
    jean = worlds.person()
    for by in (worlds.herself(jean), worlds.stranger()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), narrowed(by):
            Person.objects.filter(pk=jean.pk).update(name="Somebody else")


def test_nothing_is_left_for_the_next_statement_whatever_becomes_of_one():
    me = worlds.herself(worlds.person())
    owner = who()
    with narrowed(me):
        assert (who(), ids("SELECT id FROM people_person")) == (ROLE, {me.own_id})
        with widened(Why.RULE):
            assert who() == owner
        with pytest.raises(IntegrityError), transaction.atomic():
            raw("INSERT INTO access_account (id) VALUES (%s) RETURNING id", UUID(int=9))
        assert who() == ROLE
        with transaction.atomic():
            assert who() == ROLE
        with narrowed(worlds.NOBODY):
            assert ids("SELECT id FROM people_person") == set()
        assert ids("SELECT id FROM people_person") == {me.own_id}
    assert (who(), raw("SELECT current_setting('role')")) == (owner, [("none",)])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("within", [nullcontext, transaction.atomic])
def test_nothing_is_left_on_a_connection_that_is_kept(within):
    me = worlds.herself(worlds.person())
    with narrowed(me), within():
        assert ids("SELECT id FROM people_person") == {me.own_id}
    server = raw("SELECT pg_backend_pid()")
    assert raw("SELECT current_setting('role'), current_setting('ecotone.self', true)") == [("none", "")]
    with narrowed(worlds.NOBODY):
        assert ids("SELECT id FROM people_person") == set()
    assert raw("SELECT pg_backend_pid()") == server


def test_what_cannot_be_said_in_a_callers_name_is_not_said():
    with narrowed(worlds.NOBODY), pytest.raises(RuntimeError, match="many rows"), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO access_account (id) VALUES (%s)", [(1,), (2,)])
    with narrowed(worlds.NOBODY), pytest.raises(RuntimeError, match="many rows"):
        list(Person.objects.iterator(chunk_size=10))


def test_what_somebody_takes_away_is_noticed_and_put_up_again():
    for harm in (
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY {fences.POLICY} ON people_stay",
        "CREATE POLICY another ON people_stay FOR SELECT USING (true)",
        f"GRANT UPDATE ON people_person TO {ROLE}",
        f"REVOKE SELECT ON people_person FROM {ROLE}",  # noqa: S608 (nothing is asked)
        "DROP FUNCTION people_may_see(uuid, text) CASCADE",
        f"ALTER ROLE {ROLE} BYPASSRLS",
    ):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(harm)
            assert fences.missing(), harm
            transaction.set_rollback(True)
    assert fences.missing() == set()


def test_while_they_are_down_for_a_migration_the_tables_stay_shut():
    me = worlds.herself(worlds.person())
    connection.check_constraints()
    with transaction.atomic():
        fences.take_down()
        with narrowed(me):
            assert ids("SELECT id FROM people_person") == set()
        assert fences.missing() == {*fences.FENCES, *fences.FUNCTIONS}
        fences.put_up()
        assert fences.missing() == set()
        with narrowed(me):
            assert ids("SELECT id FROM people_person") == {me.own_id}


def test_a_law_opens_what_it_names_to_the_team_it_names_though_she_refused():
    ours, council, guardian = (
        worlds.wearing(worlds.team(name), role)
        for name, role in (("Nurses", Role.WORKER), ("Adult protection", Role.WORKER), ("Records", Role.GUARDIAN))
    )
    jean = worlds.taken_in(ours)
    for part in (Part.HARMS, Part.HISTORY):
        people.add_story_entry(by=ours, person_id=jean.id, section=part, text="What she said")
    people.choose_sharing(by=worlds.herself(jean), person_id=jean.id, effect=Effect.REFUSAL)
    entries = "SELECT section FROM people_storyentry"
    for by, parts in ((council, set()), (ours, set())):
        with narrowed(by):
            assert {part for (part,) in raw(entries)} == parts
    people.record_duty(
        by=guardian,
        person_id=jean.id,
        actor_id=council.team_id,
        kind=DutyKind.ADULT_PROTECTION,
        parts=[Part.HARMS],
        reference="Case 14/26",
        until=worlds.later_than_now(days=3),
    )
    seen = {council: {Part.HARMS}, ours: set(), replace(council, account_id=guardian.account_id): set()}
    for by, parts in seen.items():
        with narrowed(by):
            assert {part for (part,) in raw(entries)} == parts
            assert ids("SELECT id FROM people_person") == ({jean.id} if parts else set())
    with narrowed(council):
        narrowing.leaves_as_a_file()
        assert raw(entries) == []
    with worlds.later(days=4), narrowed(council):
        assert raw(entries) == []
