"""Finding somebody who is not mine: a stub, or nothing at all, at the same cost; and asking to know her."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from ecotone.access import spending
from ecotone.access.models import AuditEntry, AuditSubject
from ecotone.access.rules import Role
from ecotone.ground import clock
from ecotone.notices import queries as notices
from ecotone.people import actions, policies, queries
from ecotone.people.rules import SEARCHES_AN_HOUR, Effect, Part, check_digit
from ecotone.people.views import Found, Stub
from ecotone.procedures.tick import tick
from tests import worlds
from tests.worlds import UNKNOWN, refused, refused_reading, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BORN = date(1944, 3, 24)


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"), Role.LEAD)


@pytest.fixture
def others():
    return worlds.wearing(worlds.team("Rapid response"))


@pytest.fixture
def jean(ours):
    made = worlds.taken_in(ours, name="Jean Anne Rafferty", birth_date=BORN)
    actions.add_identifier(by=ours, person_id=made.id, kind="chi", value=chi())
    return made


def chi() -> str:
    """A number with the digit that fits, for a birth date that is Jean's."""
    return next(f"240344{n:03}{d}" for n in range(100) if (d := check_digit(f"240344{n:03}")) is not None)


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


def find(by, **asked):
    return queries.find_somebody(by, **asked)


@pytest.mark.commitment(3)
def test_a_stranger_is_two_letters_and_mine_is_by_name(jean, ours, others):
    number = f"{chi()[:6]} {chi()[6:]}"
    for asked in ({"number": number}, {"name": " jean  anne rafferty", "born": BORN}):
        assert find(others, **asked) == Found(stub=Stub(jean.id, "J R"))
        assert find(ours, **asked) == Found(mine=((jean.id, "Jean Anne Rafferty"),))
    for near in ({"name": "Jean Rafferty", "born": BORN}, {"name": "Jean Anne Rafferty", "born": date(1944, 3, 25)}):
        assert find(others, **near) == Found()


def test_a_former_name_finds_her_too(jean, ours, others):
    actions.change_person(by=ours, person_id=jean.id, version=1, name="Jean Boyle")
    assert find(others, name="Jean Anne Rafferty", born=BORN).stub == Stub(jean.id, "J B")


def test_several_strangers_are_never_listed(jean, ours, others):
    worlds.taken_in(ours, name="Jean Anne Rafferty", birth_date=BORN)
    assert find(others, name="Jean Anne Rafferty", born=BORN) == Found(several=True)


@pytest.mark.commitment(3)
def test_whoever_is_closed_to_us_is_found_no_more_than_nobody_and_at_the_same_cost(jean, me, others):
    refuge = worlds.wearing(worlds.team("Refuge"))
    worlds.taken_in(refuge, name="Bo Kerr", birth_date=BORN, sensitive=True)
    actions.choose_sharing(by=me, person_id=jean.id, effect=Effect.REFUSAL)
    asked = [{"name": name, "born": BORN} for name in ("Jean Anne Rafferty", "Bo Kerr", "Nobody Here")]
    find(others, number="1111111111")  # the first of an hour opens its count
    answers, costs = [], []
    for each in asked:
        costs.append(worlds.cost(lambda each=each: answers.append(find(others, **each))))
    assert answers == [Found()] * 3
    assert len(set(costs)) == 1


def test_a_team_that_was_once_marked_does_not_make_her_known(others):
    refuge = worlds.wearing(worlds.team("Refuge"))
    bo = worlds.taken_in(refuge, name="Bo Kerr", birth_date=BORN, sensitive=True)
    actions.open_relationship(
        by=worlds.SYSTEM,
        person_id=bo.id,
        actor_id=refuge.actor_id,
        role="member",
        purpose="x",
        parts=[],
        basis="consent",
        until=clock.now() + timedelta(days=1),
    )
    assert find(others, name="Bo Kerr", born=BORN) == Found()


@pytest.mark.commitment(3)
def test_each_search_is_in_the_audit_without_what_was_asked(jean, others, me):
    for name in ("Jean Anne Rafferty", "Nobody Here"):
        find(others, name=name, born=BORN)
    entries = AuditEntry.objects.filter(code="people.find_somebody", account_id=others.account_id)
    asked = AuditSubject.objects.filter(entry__in=entries, kind="search").values_list("subject_id", flat=True)
    assert (entries.count(), len(set(asked))) == (2, 2)
    find(others, name="jean anne  RAFFERTY", born=BORN)
    assert asked.all().distinct().count() == 2, "the same question has the same mark"
    assert {look.parts for look in queries.looks(me) if look.account_id == others.account_id} == {("stub",)}


def test_so_many_an_hour_and_each_account_by_itself(jean, others, ours):
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    for n in range(SEARCHES_AN_HOUR):
        with clock.at(hour + timedelta(minutes=n)):
            find(others, number=chi())
    with clock.at(hour + timedelta(minutes=59)):
        spending.forget()
        assert refused_reading(lambda: find(others, number=chi())) == "people.searched_too_often"
        assert find(ours, number=chi()).mine
    with clock.at(hour + timedelta(minutes=60)):
        assert find(others, number=chi()).stub


def test_who_does_not_work_with_people_and_a_program_find_nobody(jean, me, others):
    counting, program = replace(others, role=Role.GUARDIAN), replace(others, token_id=UNKNOWN)
    for by in (me, worlds.NOBODY, worlds.SYSTEM, counting, program):
        assert refused_reading(lambda by=by: find(by, number=chi())) in (
            "access.no_role",
            "access.nobody",
            "access.by_hand",
        )


def test_nothing_asked_is_said_at_its_field(others):
    assert told(lambda: find(others, name=" ")) == [("ground.required", "name"), ("ground.required", "born")]


def ask(by, jean, why="We were called to her door"):
    return actions.ask_for_access(by=by, person_id=jean.id, why=why)


def answer(by, row, agreed, **given):
    return actions.answer_request(by=by, request_id=row.id, version=row.version, agreed=agreed, **given)


@pytest.mark.commitment(3)
@pytest.mark.parametrize("who", ["me", "ours"])
def test_a_yes_opens_who_she_is_and_safe_contact_and_no_more(who, jean, ours, me, others):
    row = ask(others, jean)
    assert [each.kind for each in notices.news(me).notices] == ["ask_for_access"]
    assert [each.kind for each in notices.news(ours).notices] == ["ask_for_access"]
    assert queries.access_request(others, row.id).whose == "J R"
    answer({"me": me, "ours": ours}[who], row, True, reason="She said yes on the phone")
    seen = {part for part, v in policies.verdicts(others, [jean.id])[jean.id].items() if v.allowed}
    assert seen == {Part.IDENTITY, Part.CONTACT}
    assert [each.kind for each in notices.news(others).notices] == ["access_agreed"]
    assert queries.access_request(others, row.id).answered_by == "", "who answered would name a team"


@pytest.mark.commitment(3)
def test_a_no_opens_nothing_and_holds_for_a_while(jean, me, others):
    row = ask(others, jean)
    answer(me, row, False)
    assert refused_reading(lambda: queries.person(others, jean.id)) == "people.no_relationship"
    assert told(lambda: ask(others, jean)) == [("people.said_no_lately", "")]
    assert told(lambda: answer(me, row, True)) == [("people.answered_already", "")]
    with worlds.later(days=29):
        assert ask(others, jean).id != row.id


def test_only_she_and_a_lead_who_helps_her_answer_and_a_lead_says_why(jean, ours, others):
    row = ask(others, jean)
    for by, why in (
        (others, "people.own_team"),
        (replace(ours, role=Role.WORKER), "people.for_a_lead"),
        (worlds.stranger(Role.LEAD), "people.no_relationship"),
        (worlds.herself(worlds.person("Another")), "people.only_self"),
        (replace(ours, token_id=UNKNOWN), "access.by_hand"),
        (worlds.NOBODY, "access.nobody"),
    ):
        assert refused(partial(answer, by, row, True, reason="x")) == why
    assert told(partial(answer, ours, row, True)) == [("ground.required", "reason")]


def test_whoever_opened_her_in_an_emergency_answers_for_nobody(jean, others):
    row = ask(others, jean)
    medic = worlds.wearing(worlds.team("Night team"), Role.LEAD)
    actions.break_glass(by=medic, person_id=jean.id, reason="danger_to_life", text="x")
    assert refused(partial(answer, medic, row, True, reason="x")) == "people.read_only_emergency"
    assert queries.access_requests(medic) == ([], 0)


def test_asked_twice_it_is_one_and_it_can_be_taken_back(jean, ours, others):
    row = ask(others, jean)
    assert ask(others, jean).id == row.id
    third = worlds.wearing(worlds.team("Third"))
    assert told(lambda: ask(third, jean, why=" ")) == [("ground.required", "why")]
    assert refused(lambda: actions.withdraw_request(by=ours, request_id=row.id)) == "people.not_your_request"
    for _ in range(2):
        assert actions.withdraw_request(by=others, request_id=row.id).state == "withdrawn"


@pytest.mark.commitment(3)
def test_what_a_sensitive_team_asks_is_for_her_alone_to_know_and_to_answer(jean, ours, me):
    refuge = worlds.wearing(worlds.team("Refuge"))
    row = actions.ask_for_access(by=refuge, person_id=jean.id, why="She rang us", sensitive=True)
    assert notices.news(ours).notices == ()
    assert queries.access_requests(ours) == ([], 0)
    assert refused(partial(answer, ours, row, True, reason="x")) == "people.only_self"
    answer(me, row, True)
    assert policies.hidden_teams(ours, [jean.id]) == {jean.id: {refuge.actor_id}}


def test_it_lapses_by_the_clock(jean, me, others):
    row = ask(others, jean)
    with worlds.later(days=14):
        assert tick().expired == 0
    with worlds.later(days=15):
        assert [tick().expired for _ in range(2)] == [1, 0]
        assert queries.access_request(me, row.id).state == "lapsed"
        assert [each.kind for each in notices.news(others).notices] == ["access_lapsed"]
