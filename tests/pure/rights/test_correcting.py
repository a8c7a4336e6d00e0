"""The machine of corrections, and what a calendar month is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.rights.rules.correcting import (
    BY_CODE,
    TRANSITIONS,
    Answer,
    CorrectionState,
    Side,
    may_step,
    months_on,
)

DAYS = st.dates(date(1900, 1, 1), date(2190, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 9, 3), 1, date(2026, 10, 3)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_a_month_runs_to_the_corresponding_day(day, months, then):
    assert months_on(day, months) == then


@given(DAYS, st.integers(1, 40))
def test_as_one_counts_it_month_by_month_on_a_calendar(day, months):
    """Slowly: the first of each month in turn, then the day, or the last that there is."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    then = first
    while then.day < day.day and (then + timedelta(days=1)).month == first.month:
        then += timedelta(days=1)
    assert months_on(day, months) == then


def test_every_state_but_waiting_is_an_end_and_reached():
    assert {step.before for step in TRANSITIONS} == {CorrectionState.WAITING}
    assert {step.after for step in TRANSITIONS} == {*CorrectionState}
    assert len(BY_CODE) == len(TRANSITIONS)


@given(st.sampled_from(sorted(CorrectionState)), st.text() | st.sampled_from(sorted(BY_CODE)))
def test_a_step_is_taken_from_the_state_that_the_table_names(state, code):
    assert may_step(state, code) == any((s.code, s.before) == (code, state) for s in TRANSITIONS)


def test_an_answer_is_a_step_of_whoever_answers():
    assert {BY_CODE[answer].by for answer in Answer} == {Side.ANSWERER}
