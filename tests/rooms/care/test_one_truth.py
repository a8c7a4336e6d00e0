"""One truth, three answers: the policy for one row of care, its lists, and the database, against the rule in words.

Each seed asks tens of thousands of questions; those of `people` are asked in tests/rooms/people/test_one_truth.py.
What is answered wrongly is printed with the seed of its world.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from ecotone.access import narrowing
from ecotone.access.audit import exporting, gathering
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.care import policies, queries
from ecotone.care.queries.carried import Sought
from ecotone.care.rules import Sight
from ecotone.ground import clock
from ecotone.people import policies as people
from tests.rooms.care.random_asks import Asked, Oracle, asked_in
from tests.rooms.people.random_worlds import EXPORT, MOMENTS, READ, a_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]

SEED = 21
ON_THE_DAY = MOMENTS[1:3]
"""Just before, and as it begins."""


@pytest.fixture
def all_() -> Asked:
    return asked_in(a_world(SEED))


def moments(all_: Asked) -> Iterable[tuple[Oracle, str]]:
    """Every caller, at each moment reading, at one of them making a file."""
    for after in ON_THE_DAY:
        with clock.at(all_.world.start + after):
            for by in all_.callers:
                for doing in (READ, EXPORT) if by.practises and after == MOMENTS[2] else (READ,):
                    with gathering(by, "tests.ask"):
                        if doing == EXPORT:
                            exporting()
                        yield Oracle(all_, by, clock.now(), doing), doing


def told(oracle: Oracle, doing: str, what: object) -> str:
    return f"seed {SEED}, {oracle.at}, to {doing}: {what} by {oracle.by}"


def test_the_policies_say_what_the_words_of_the_rule_say(all_):
    found = Counter[str]()
    for oracle, doing in moments(all_):
        with narrowing.widened(narrowing.Why.RULE):
            for what, row, policy, truth in each_policy(oracle, all_):
                assert policy == truth, told(oracle, doing, f"{what} {row.id}: {policy}, not {truth}")
                found[f"{what} {policy}"] += 1
    assert found.total() > 40_000
    assert len(found) == 15 and min(found.values()) > 20, found


def each_policy(oracle: Oracle, all_: Asked) -> Iterable[tuple[str, Any, Any, Any]]:
    """Each row, as a policy answers for it alone, and as the oracle does."""
    if oracle.by.is_system:
        return
    yield from the_asks(oracle, all_)
    by, verdicts = oracle.by, people.verdicts(oracle.by, all_.world.people)
    hidden = people.hidden_teams(by, all_.world.people)
    for row in all_.signposts:
        mine = verdicts[row.person_id], hidden.get(row.person_id, frozenset())
        yield "signpost", row, policies.may_see_signpost(by, row, *mine).allowed, oracle.signpost(row)
    for row in all_.frictions:
        on_error = row.referral_id and all_.asks[row.referral_id].state == "entered_in_error"
        truth = oracle.wrote(row) if on_error else oracle.friction(row)
        yield "friction", row, policies.sight_of(by, row) is Sight.FULL, truth
    for hope in all_.hopes:
        shared = oracle.part(hope.person_id, "outcomes") is not None
        yield "hope", hope, policies.may_see_outcomes(by, hope.person_id).allowed, shared
    for row in all_.questions:
        yield "question", row, policies.may_see_question(by, row).allowed, oracle.question(row)
    for work in all_.works:
        yield "joint", work, policies.may_see_joint(by, work).allowed, oracle.joint(work)
    for meeting in all_.meetings.values():
        place = policies.place_in(by, meeting)
        yield "meeting", meeting, policies.may_see_meeting(by, meeting, place).allowed, oracle.sits(meeting)


def the_asks(oracle: Oracle, all_: Asked) -> Iterable[tuple[str, Any, Any, Any]]:
    """Guardians know that an ask is there; what was an error is seen in outline by whoever saw more of it."""
    by = oracle.by
    seen = policies.seen(by, list(all_.asks.values()), people.verdicts(by, all_.world.people))
    for ask in all_.asks.values():
        truth = oracle.sight(ask)
        if truth is Sight.FULL and ask.state == "entered_in_error":
            truth = Sight.OUTLINE
        if truth is Sight.NOTHING and by.role is Role.GUARDIAN:
            truth = Sight.OUTLINE
        yield "ask", ask, seen[ask.id].sight, truth


LISTS: dict[str, Callable[[Principal], set[UUID]]] = {
    "asks": lambda by: {each.row.id for each in queries.find_referrals(by, Sought(), most=10_000).rows},
    "questions": lambda by: {each.id for side in queries.questions(by, most=10_000) for each in side},
    "works": lambda by: {row.id for rows in _joint(by) for row in rows},
    "meetings": lambda by: {row.head.id for row in queries.meetings(by)},
}


def _joint(by: Principal) -> tuple[Any, ...]:
    ours = queries.our_joint(by)
    return ours.asked, ours.running, ours.over


def test_the_lists_say_what_the_words_of_the_rule_say_behind_the_fences_and_without_them(all_):
    for oracle, doing in moments(all_):
        by = oracle.by
        if by.is_system or by.kind is Kind.LINK or oracle.at != all_.world.start + MOMENTS[2]:
            continue
        truth = {
            "asks": {ask.id for ask in all_.asks.values() if oracle.sight(ask) is not Sight.NOTHING},
            "questions": {row.id for row in all_.questions if oracle.question(row)},
            "works": {work.id for work in all_.works if oracle.joint(work) and not by.is_hers},
            "meetings": {row.id for row in all_.meetings.values() if oracle.sits(row)},
        }
        for what, listed in LISTS.items():
            assert listed(by) == truth[what], told(oracle, doing, what)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's")
def test_the_database_alone_says_what_the_words_of_the_rule_say(all_):
    asked = 0
    for oracle, doing in moments(all_):
        if oracle.by.is_system:
            continue
        truth, seen = in_words(oracle, all_), from_the_tables(TABLES)
        for table, rows in truth.items():
            assert seen[table] == rows, told(oracle, doing, table)
            asked += len(TABLES[table](all_))
    assert asked > 100_000


TABLES: dict[str, Callable[[Asked], Any]] = {
    "care_referral": lambda all_: all_.asks,
    "care_referralmove": lambda all_: all_.asks,
    "care_judgement": lambda all_: all_.asks,
    "care_candidate": lambda all_: all_.told,
    "care_outcome": lambda all_: all_.hopes,
    "care_contribution": lambda all_: all_.gifts,
    "care_promise": lambda all_: all_.promises,
    "care_signpost": lambda all_: all_.signposts,
    "care_question": lambda all_: all_.questions,
    "care_jointwork": lambda all_: all_.works,
    "care_jointpartner": lambda all_: all_.partners,
    "care_jointevent": lambda all_: all_.events,
    "care_meetingline": lambda all_: all_.lines,
    "care_friction": lambda all_: all_.frictions,
    **{
        table: lambda all_, table=table: all_.beside[table]
        for table in ("care_outcomereview", "care_jointaction", "care_dissent", "care_meetingnote", "care_turn")
    },
}
KEY = {"care_referralmove": "referral_id", "care_judgement": "referral_id"}
KEY["care_candidate"] = "concat(referral_id, actor_id)"


def from_the_tables(tables: Iterable[str]) -> dict[str, set[str]]:
    """What the database shows of these tables to the caller, in one question."""
    each = (f"SELECT '{table}', {KEY.get(table, 'id')}::text FROM {table}" for table in tables)  # noqa: S608 (ours)
    seen: dict[str, set[str]] = {table: set() for table in tables}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        for table, key in cursor.fetchall():
            seen[table].add(key)
    return seen


def in_words(oracle: Oracle, all_: Asked) -> dict[str, set[str]]:
    """What the oracle says of each table: she herself sees whatever is about her."""
    sights = {id_: oracle.sight(ask) for id_, ask in all_.asks.items()}
    works = {work.id for work in all_.works if oracle.joint(work)}

    def that(rows: Iterable[Any], may: Callable[[Any], bool]) -> set[str]:
        return {str(row.id) for row in rows if may(row)}

    return {
        "care_referral": that(all_.asks.values(), lambda a: sights[a.id] is not Sight.NOTHING or oracle.glimpses(a)),
        "care_referralmove": that(all_.asks.values(), lambda a: sights[a.id] is not Sight.NOTHING),
        "care_judgement": that(all_.asks.values(), lambda a: sights[a.id] is Sight.FULL),
        "care_candidate": {f"{a}{t}" for a, t in all_.told if sights[a] is Sight.FULL or oracle.ours(t)},
        "care_outcome": that(all_.hopes, oracle.hope),
        "care_contribution": that(all_.gifts, oracle.gift),
        "care_promise": that(all_.promises, oracle.gift),
        "care_signpost": that(all_.signposts, oracle.signpost),
        "care_question": that(all_.questions, lambda q: oracle.question(q) or oracle.is_her(q.person_id)),
        "care_jointwork": {str(id_) for id_ in works},
        "care_jointpartner": that(all_.partners, lambda p: p.work_id in works),
        "care_jointevent": that(all_.events, oracle.event),
        "care_meetingline": that(all_.lines, oracle.line),
        "care_friction": that(all_.frictions, oracle.friction),
        "care_outcomereview": that(all_.beside["care_outcomereview"], lambda r: oracle.hope(r.outcome)),
        "care_jointaction": that(all_.beside["care_jointaction"], lambda r: r.work_id in works),
        "care_dissent": that(all_.beside["care_dissent"], lambda r: oracle.line(r.line)),
        "care_meetingnote": that(
            all_.beside["care_meetingnote"], lambda r: oracle.line(r.line) if r.line_id else oracle.sits(r.meeting)
        ),
        "care_turn": that(all_.beside["care_turn"], lambda r: oracle.friction(r.friction)),
    }
