"""The open door: after which ends, until which day. And what a service promises before it closes unreached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.care.machine import FINAL, OPEN, Reason, State
from ecotone.care.rules import Door, attempt_problems, last_day, leaves_the_door, standing

DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))
STANDS = {"active": True, "back": False, "died": False}
PROMISED = st.one_of(st.none(), st.integers(0, 730))
DETAILS = st.sampled_from(["", "full", "partial", "onward", *Reason])
STATES = st.sampled_from(State)


def plainly(state: State, detail: str, ended: date | None, promised: int | None, today: date) -> bool:
    """The slow second writing: walk the days of the promise one by one, and see whether today is among them."""
    helped_or_lost = state in (State.COMPLETED, State.FAILED)
    never_reached = state == State.REJECTED and detail == "could_not_contact"
    if ended is None or not promised or not (helped_or_lost or never_reached):
        return False
    day = ended
    for _ in range(promised):
        if day >= today:
            return True
        day += timedelta(days=1)
    return day >= today


@given(STATES, DETAILS, DAYS, PROMISED, st.integers(0, 800), *[st.booleans()] * 3)
def test_it_is_open_on_the_days_promised_and_on_no_other(state, detail, ended, promised, passed, active, back, died):
    ended_on = ended if state in FINAL else None
    today = ended + timedelta(days=passed)
    how = standing(
        state, detail, ended_on=ended_on, open_days=promised, active=active, back=back, died=died, today=today
    )
    assert (how is Door.OPEN) == (plainly(state, detail, ended_on, promised, today) and active and not (back or died))


@given(DAYS, st.integers(1, 730))
def test_the_last_day_is_a_day_of_it_and_the_next_is_not(ended, promised):
    last = last_day(ended, promised)
    assert last == ended + timedelta(days=promised)
    for day, open_then in ((last, True), (last + timedelta(days=1), False)):
        how = standing(State.COMPLETED, "full", ended_on=ended, open_days=promised, **STANDS, today=day)
        assert (how is Door.OPEN) == open_then
        assert open_then or how is Door.SHUT


@pytest.mark.parametrize("state", sorted(OPEN))
def test_from_what_has_not_ended_nobody_comes_back(state):
    assert not leaves_the_door(state, "")
    how = standing(state, "", ended_on=None, open_days=90, **STANDS, today=date(2026, 3, 2))
    assert how is Door.NOT_ENDED


def test_who_stopped_it_or_was_declined_asks_anew_but_who_was_never_reached_comes_back():
    left = {state for state in State if leaves_the_door(state, "")}
    assert left == {State.COMPLETED, State.FAILED}
    reached = {reason for reason in Reason if leaves_the_door(State.REJECTED, reason)}
    assert reached == {Reason.COULD_NOT_CONTACT}
    assert not leaves_the_door(State.CANCELLED, Reason.COULD_NOT_CONTACT)


@pytest.mark.parametrize("open_days", [None, 0])
def test_what_is_not_said_or_said_to_be_no_is_no_door(open_days):
    today = date(2026, 3, 2)
    how = standing(State.COMPLETED, "full", ended_on=today, open_days=open_days, **STANDS, today=today)
    assert how is Door.NOT_SAID


NOTED = st.one_of(st.none(), st.integers(0, 1000))
BEFORE_CLOSING = st.one_of(st.none(), st.integers(1, 20))


@given(st.sampled_from(Reason), NOTED, BEFORE_CLOSING)
def test_closing_unreached_takes_as_many_attempts_as_are_promised_and_nothing_else_does(reason, noted, promised):
    recorded = {"reason_code": str(reason)} | ({} if noted is None else {"attempts": noted})
    wrong = list(attempt_problems(recorded, promised))
    kept = promised is None or reason != Reason.COULD_NOT_CONTACT or (noted is not None and noted >= promised)
    assert (not wrong) == kept
    assert {problem.field for problem in wrong} <= {"attempts"}
    for problem in wrong:
        assert problem.params["promised"] == promised
