"""My day, the team's list and a person's: against a slow reading of the same rules, and at a fixed cost."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from ecotone.care import actions, queries
from ecotone.care.machine import FINAL, TAKEN_ON, Party, State, Whom, moves_open_to
from ecotone.care.models import Referral
from ecotone.care.queries.lists import A_FEW
from ecotone.care.rules import due_on
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.people import queries as records
from tests import worlds
from tests.worlds import SYSTEM, brought_to, cost, moved, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


PILES = ("late", "to_answer", "to_chase", "came_back", "in_hand", "awaited", "drafts")


# ── the piles, read aloud ─────────────────────────────────────────────────────────────────────────────────────────


def pile(referral: Referral, team) -> str:
    """In which pile of this team's day a referral lies: the first that fits; "" for none."""
    ours, theirs, state = referral.source_id == team, referral.target_id == team, State(referral.state)
    ended, late = referral.ended_at is not None, day_of(referral) is not None and day_of(referral) < clock.today()
    if late and (theirs if state is not State.INFO_NEEDED else ours):
        return "late"
    if theirs and state in (State.OFFERED, State.RECEIVED, State.CANCEL_REQUESTED):
        return "to_answer"
    if ours and state is State.INFO_NEEDED:
        return "to_answer"
    if (late and (ours or theirs)) or (ours and state is State.NO_REPLY):
        return "to_chase"
    if ours and (referral.source_news_at or (ended and referral.acknowledged_at is None)):
        return "came_back"
    if ended or not (ours or theirs):
        return ""
    if theirs and state in TAKEN_ON:
        return "in_hand"
    if (ours and state is not State.DRAFT) or (theirs and state is State.INFO_NEEDED):
        return "awaited"
    return "drafts" if ours else ""


def day_of(referral: Referral):
    """The day by which somebody is to do something; none where nobody is."""
    state = State(referral.state)
    if state in (State.OFFERED, State.RECEIVED):
        return referral.reply_by
    return referral.review_on if state in TAKEN_ON | {State.INFO_NEEDED} else None


def due(referral: Referral):
    return (day_of(referral) is None, day_of(referral) or clock.today(), referral.id)


def muddle(chance: Random) -> list:
    """Three teams and a person who ask one another; every referral wanders through the table for a while."""
    teams = [worlds.wearing(worlds.team(f"Team {n}")) for n in range(3)]
    jean = worlds.taken_in(teams[0])
    me = worlds.herself(jean)
    for worker in teams[1:]:
        made = worlds.draft(SYSTEM, jean, Actor.of(worker.team_id), source_id=teams[0].team_id)
        moved(made, SYSTEM, "offer")
    start = clock.now()
    for n in range(32):
        source = chance.choice([*teams, me])
        target = chance.choice([team for team in teams if team is not source])
        with clock.at(start + timedelta(days=chance.randint(0, 3), minutes=n)):
            referral = worlds.draft(
                source, jean, Actor.of(target.team_id), need_id=worlds.need(f"kind.{chance.random()}").id
            )
        for step in range(chance.randint(0, 6)):
            with clock.at(start + timedelta(days=4 + step * 2, minutes=n)):
                referral = wander(referral, chance)
    return teams


def wander(referral: Referral, chance: Random) -> Referral:
    """Some move that is open, its days sooner or later; or the asker reads what came back."""
    if referral.source_id and referral.state != State.DRAFT and chance.random() < 0.3:
        return actions.acknowledge(by=SYSTEM, referral_id=referral.id, version=referral.version)
    parties = frozenset(Party) - {Party.RECORDS, Party.CARER, Party.ECOTONE}
    moves = [
        m
        for m in moves_open_to(State(referral.state), parties, Whom.ONE)
        if m.code not in ("complete_onward", "mark_error")
    ]
    if not moves:
        return referral
    move = chance.choices(moves, weights=[1 if each.ends else 6 if each.code == "accept" else 3 for each in moves])[0]
    days = {
        name: clock.today() + timedelta(days=chance.randint(0, 25))
        for name in ("reply_by", "answer_by", "recheck_on", "review_on", "meets_on")
        if name in whole(move.code)
    }
    return moved(referral, SYSTEM, move.code, **days)


@pytest.mark.parametrize("seed", range(2))
def test_my_day_and_the_teams_list_are_as_a_slow_reader_would_sort_them(seed):
    teams = muddle(Random(seed))
    filled = set()
    for days in (8, 17, 30):
        with worlds.later(days=days):
            for by in teams:
                filled |= each_lies_in_the_first_pile_that_fits_and_in_no_other(by)
                the_list_holds_what_was_asked_soonest_due_first(by)
    assert filled == set(PILES)


@pytest.mark.parametrize("seed", range(2))
def test_the_day_that_the_table_works_out_is_that_of_the_rule(seed):
    muddle(Random(seed))
    rows = Referral.objects.all()
    assert {row.due_on for row in rows} > {date.max}
    for row in rows:
        assert row.due_on == (due_on(State(row.state), row.reply_by, row.review_on) or date.max)


def each_lies_in_the_first_pile_that_fits_and_in_no_other(by) -> set[str]:
    expected: dict[str, list[Referral]] = {}
    for referral in Referral.objects.all():
        expected.setdefault(pile(referral, by.team_id), []).append(referral)
    day = queries.my_day(by)
    for name in PILES:
        shown, rows = getattr(day, name), sorted(expected.get(name, []), key=due)
        assert shown.total == len(rows), name
        assert [row.id for row in shown.rows] == [row.id for row in rows[:A_FEW]], name
    return expected.keys() - {""}


def the_list_holds_what_was_asked_soonest_due_first(by) -> None:
    asked = Referral.objects.filter(target=by.team_id).exclude(state=State.DRAFT)
    named = {
        "open": [r for r in asked if State(r.state) not in FINAL],
        "new": [r for r in asked if r.state in ("offered", "received")],
        "info": [r for r in asked if r.state == "info_needed"],
        "in_hand": [r for r in asked if State(r.state) in TAKEN_ON],
        "ended": [r for r in asked if State(r.state) in FINAL],
    }
    for which, expected in named.items():
        rows, totals = queries.team_list(by, which=which)
        assert totals == {name: len(found) for name, found in named.items()}
        ordered = sorted(expected, key=due)
        if which == "ended":
            ordered.sort(key=lambda r: r.ended_at, reverse=True)
        assert [row.id for row in rows] == [r.id for r in ordered]
    assert queries.team_list(by, which="no such list") == queries.team_list(by, which="open")
    pages = [queries.team_list(by, most=2, start=start)[0] for start in (0, 2)]
    assert [row.id for rows in pages for row in rows] == [row.id for row in queries.team_list(by, most=4)[0]]


def test_one_pile_is_seen_whole_when_asked_for_and_costs_no_more_questions(house):
    for n in range(A_FEW + 4):
        worlds.ask(house.asker, worlds.taken_in(house.asker, name=f"Person {n}"), Actor.of(house.group.team_id))
    few, all_ = queries.my_day(house.asker), queries.my_day(house.asker, whole="awaited")
    assert [len(few.awaited.rows), len(all_.awaited.rows)] == [A_FEW, A_FEW + 4]
    assert few.awaited.rows == all_.awaited.rows[:A_FEW]
    assert queries.my_day(house.asker, whole="no such pile") == few
    asked = [cost(lambda whole=whole: queries.my_day(house.asker, whole=whole)) for whole in ("", "awaited")]
    assert asked[0] == asked[1]


def test_what_is_handed_on_or_overdue_says_so_in_the_list(house):
    parent = moved(house.ask(), house.group, "accept")
    waits = moved(parent, house.group, "waitlist", recheck_on=clock.today() + timedelta(days=3))
    assert not queries.team_list(house.group)[0][0].is_handed_on
    child = house.on(waits, days=5)
    overdue, late = {}, {}
    for days in (3, 4, 5, 6):
        with worlds.later(days=days):
            (row,), _ = queries.team_list(house.group)
            (onward,), _ = queries.team_list(house.rehab)
            assert row.is_handed_on
            overdue[days] = (row.overdue, onward.overdue)
            day = queries.my_day(house.group)
            late[days] = ({each.id for each in day.late.rows}, {each.id for each in day.to_chase.rows})
    assert overdue == {3: (False, False), 4: (True, False), 5: (True, False), 6: (True, True)}
    ours, theirs = {parent.id}, {child.id}
    assert late == {3: (set(), set()), 4: (ours, set()), 5: (ours, set()), 6: (ours, theirs)}


def test_the_mark_changes_when_something_does_and_leaves_no_look(house):
    def marks():
        return [queries.pulse(by) for by in (house.asker, house.group)]

    seen = [marks()]
    assert marks() == seen[0], "it stands still while nothing moves"
    referral = house.ask()
    seen.append(marks())
    moved(referral, house.group, "accept")
    seen.append(marks())
    actions.judge(by=house.me, referral_id=referral.id, view="met")
    seen.append(marks())
    actions.ask_question(by=house.asker, target_id=house.group.team_id, text="Room?")
    seen.append(marks())
    for before, after in pairwise(seen):
        assert all(b != a for b, a in zip(before, after, strict=True))
    assert queries.pulse(house.me) == queries.pulse(worlds.NOBODY) == ""
    assert records.looks(house.me) == [look for look in records.looks(house.me) if look.kind == "write"]


def test_opening_is_asked_of_the_team_that_was_offered_it(house):
    referral = house.ask()
    assert queries.unopened(house.group, referral.id) == referral.version
    for by in (house.asker, house.rehab, house.me, worlds.NOBODY, SYSTEM):
        assert queries.unopened(by, referral.id) is None
    moved(referral, house.group, "receive")
    assert queries.unopened(house.group, referral.id) is None


# ── what they cost ────────────────────────────────────────────────────────────────────────────────────────────────


def crowd(house, many: int) -> list[Referral]:
    """So many people asked for, each in a state of her own, every fifth handed on, with judgements and questions."""
    states = [State.OFFERED, State.INFO_NEEDED, State.IN_PROGRESS, State.COMPLETED, State.ACCEPTED]
    made = []
    for n in range(many):
        jean = worlds.taken_in(house.asker, name=f"Person {n}")
        draft = worlds.draft(house.asker, jean, Actor.of(house.group.team_id))
        made.append(brought_to(states[n % 5], draft, {**house.parties}))
        if n % 5 == 4:
            worlds.ask(house.group, jean, Actor.of(house.rehab.team_id), parent_id=draft.id)
            actions.judge(by=house.asker, referral_id=draft.id, view="met", pen="worker")
            actions.ask_question(by=house.asker, target_id=house.group.team_id, text="?", person_id=jean.id)
    return made


ENTRY = 2
"""An entry of the audit, and its rows."""


@pytest.mark.parametrize("many", [5, 30])
def test_lists_cost_the_same_however_many_referrals(many, house):
    crowd(house, many)
    verdicts, banners = 2, 2 + 1 + ENTRY
    back = 1  # who is back in hospital
    climbing = 1  # to those further up, for chains that are not whole on the page
    assert cost(lambda: queries.my_day(house.group)) <= 5 + banners + verdicts + back + climbing + 2 * ENTRY
    assert cost(lambda: queries.team_list(house.group, most=300)) == 3 + verdicts + banners + back + ENTRY
    assert len(queries.team_list(house.group, most=300)[0]) == many - many // 5
    assert cost(lambda: queries.pulse(house.group)) == 3


@pytest.mark.parametrize("many", [2, 12])
def test_a_referral_and_a_persons_list_cost_the_same_however_long_the_chain(many, house):
    verdicts, banners, hidden, back = 2, 2 + 1 + ENTRY, 1, 1
    parent = moved(house.ask(), house.group, "accept")
    for n in range(many):
        team = worlds.wearing(worlds.team(f"Team {n}"))
        child = worlds.ask(house.group, house.jean, Actor.of(team.team_id), parent_id=parent.id)
        moved(moved(child, team, "accept"), team, "interim")
        actions.judge(by=house.me, referral_id=child.id, view="partly")
    page = 1 + verdicts + hidden + banners + back + ENTRY
    moves, writes_down = 1, verdicts + 1  # whether the asker may write an answer down is asked where it may be open
    assert cost(lambda: queries.referral(house.asker, parent.id)) == page + moves + writes_down
    assert cost(lambda: queries.referrals_of(house.asker, house.jean.id)) == page
    assert len(queries.referrals_of(house.asker, house.jean.id)) == many + 1
