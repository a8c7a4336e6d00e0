"""The three closures are kept apart, sight has three degrees, a pause moves the reply-by date by its days."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.care.machine import FINAL, OPEN, State
from ecotone.care.rules import Closure, NeedView, Sight, closures, later_by_pause, sight

ENDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
VIEWS = [None, *NeedView]


def of(state, *, acknowledged=False, view=None, reviewed=None, has_outcome=False):
    return closures(
        state,
        acknowledged=acknowledged,
        view=view,
        ended_at=ENDED if state in FINAL else None,
        outcome_reviewed_at=reviewed,
        has_outcome=has_outcome,
    )


@pytest.mark.parametrize("state", sorted(OPEN))
@pytest.mark.parametrize("view", VIEWS)
def test_while_it_runs_the_loop_is_open_and_the_need_is_as_she_says(state, view):
    stand = of(state, view=view)
    assert stand.loop is Closure.OPEN
    assert stand.need is {None: Closure.OPEN, NeedView.MET: Closure.CLOSED}.get(view, Closure.AMBER)
    assert stand.plan is None


@pytest.mark.commitment(4)
@pytest.mark.commitment(5)
@pytest.mark.parametrize("state", sorted(FINAL - {State.ENTERED_IN_ERROR}))
def test_once_ended_each_closure_waits_for_its_own_hand(state):
    for acknowledged, view in product((False, True), VIEWS):
        stand = of(state, acknowledged=acknowledged, view=view)
        assert stand.loop is (Closure.CLOSED if acknowledged else Closure.AMBER)
        assert stand.need is (Closure.CLOSED if view is NeedView.MET else Closure.AMBER)
        assert stand.amber == (not acknowledged or view is not NeedView.MET)


def test_the_plan_closes_when_her_goal_is_reviewed_after_the_end():
    plans = {
        None: Closure.WAITING,
        ENDED - timedelta(seconds=1): Closure.WAITING,
        ENDED: Closure.CLOSED,
        ENDED + timedelta(days=9): Closure.CLOSED,
    }
    for reviewed, plan in plans.items():
        assert of(State.COMPLETED, has_outcome=True, reviewed=reviewed).plan is plan
        assert of(State.COMPLETED, has_outcome=False, reviewed=reviewed).plan is None
    assert of(State.IN_PROGRESS, has_outcome=True, reviewed=ENDED).plan is Closure.WAITING


def test_what_was_entered_in_error_closes_and_opens_nothing():
    stand = of(State.ENTERED_IN_ERROR, view=NeedView.WORSE, has_outcome=True)
    assert (stand.loop, stand.need, stand.plan, stand.amber) == (Closure.CLOSED, Closure.CLOSED, None, False)


def test_sight_over_all_that_it_depends_on():
    names = ("is_person", "is_party", "is_ancestor_party", "knows_person", "sees_referrals")
    for answers in product((False, True), repeat=5):
        person, party, ancestor, knows, sees = answers
        expected = Sight.NOTHING
        if party or (knows and ancestor):
            expected = Sight.OUTLINE
        if person or (knows and (party or sees)):
            expected = Sight.FULL
        assert sight(**dict(zip(names, answers, strict=True))) is expected


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-30, 30), st.integers(0, 60))
def test_a_pause_costs_nobody_a_day(paused, until_due, days):
    due, today = paused + timedelta(days=until_due), paused + timedelta(days=days)
    moved = later_by_pause(due, paused, today)
    assert moved - today == due - paused
