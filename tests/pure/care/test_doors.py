"""Doors before the right one, against a slow count in plain words; and the worked examples of the explanation."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.care.rules.doors import LOOKED_BACK, Door, doors_before

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def shut(place: str, day: float) -> Door:
    return Door(place, shut_at=at(day))


def yes(place: str, day: float, *, until: float | None = None) -> Door:
    return Door(place, yes_at=at(day), shut_at=None if until is None else at(until))


EXAMPLES = {
    "the first place says yes": ([], yes("clinic", 3), 0),
    "declined once, then yes": ([shut("clinic", 2)], yes("group", 9), 1),
    "the same place twice is one door": ([shut("clinic", 2), shut("clinic", 4)], yes("group", 9), 1),
    "no reply, then the same place takes it on": ([shut("group", 5)], yes("group", 9), 0),
    "sent on, declined, then yes": ([shut("library", 1), shut("clinic", 4)], yes("group", 9), 2),
    "still waiting elsewhere is no door yet": ([Door("clinic")], yes("group", 9), 0),
    "turned away only after the yes": ([shut("clinic", 10)], yes("group", 9), 0),
    "taken on, and failed": ([yes("clinic", 2, until=6)], yes("group", 9), 1),
    "taken on, and handed on": ([shut("library", 1), yes("clinic", 2)], yes("group", 9), 0),
    "more than a year before": ([shut("clinic", -400)], yes("group", 9), 0),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_worked_examples(example):
    others, right, doors = EXAMPLES[example]
    assert doors_before(right, [right, *others]) == doors


def test_there_are_no_doors_before_what_never_said_yes():
    with pytest.raises(ValueError, match="here was none"):
        doors_before(shut("clinic", 1), [])


moments = st.none() | st.integers(-500, 500).map(at)
doors = st.builds(Door, st.sampled_from("abcd"), moments, moments)


def slowly(right: Door, others: list[Door]) -> int:
    """Walks the days from the yes back to the day after the last yes that still held, and notes who turned away."""
    others, seen, moment = [each for each in others if each is not right], set(), right.yes_at
    while moment >= right.yes_at - LOOKED_BACK:
        seen |= {each.place for each in others if each.shut_at == moment}
        if moment < right.yes_at and any(
            each.yes_at == moment and (each.shut_at is None or each.shut_at > right.yes_at) for each in others
        ):
            break
        moment -= timedelta(days=1)
    return len([place for place in seen if place != right.place])


@given(st.builds(Door, st.sampled_from("abcd"), st.integers(-50, 50).map(at), moments), st.lists(doors, max_size=7))
def test_the_count_agrees_with_a_slow_walk_back(right, others):
    assert doors_before(right, [right, *others]) == slowly(right, others)


@given(st.builds(Door, st.sampled_from("abcd"), st.integers(-50, 50).map(at)), st.lists(doors, max_size=7))
def test_neither_order_nor_repetition_matters(right, others):
    assert doors_before(right, others) == doors_before(right, [*others[::-1], *others])
