"""Up to when a digest tells: the same for whoever winds the clock, at eight where the people are, all year round."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.ground.clock import LOCAL
from ecotone.notices.rules import How, boundary
from ecotone.notices.rules.news import SETTLING

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
MINUTE = timedelta(minutes=1)


def by_a_slow_reading(how: How, now: datetime) -> datetime:
    """Steps back minute by minute until the clock on the wall says so."""
    at = (now - SETTLING).replace(second=0, microsecond=0)
    while True:
        wall = at.astimezone(LOCAL)
        daily = (wall.hour, wall.minute) == (8, 0)
        if {How.AT_ONCE: wall.minute % 15 == 0, How.DAILY: daily, How.WEEKLY: daily and wall.weekday() == 0}[how]:
            return at
        at -= MINUTE


@given(MOMENTS, st.sampled_from([How.AT_ONCE, How.DAILY, How.WEEKLY]))
def test_it_is_what_the_clock_on_the_wall_says(now, how):
    assert boundary(how, now) == by_a_slow_reading(how, now)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)), st.sampled_from([How.DAILY, How.WEEKLY]))
def test_it_never_goes_back(now, later, how):
    assert boundary(how, now) <= boundary(how, now + later)


@given(MOMENTS)
def test_who_wants_none_has_none(now):
    assert boundary(How.NEVER, now) is None


@pytest.mark.parametrize(
    ("now", "eight_in_utc"),
    [
        ("2026-03-28T12:00", "2026-03-28T08:00"),
        ("2026-03-29T12:00", "2026-03-29T07:00"),  # the clocks went on that night
        ("2026-03-29T06:59", "2026-03-28T08:00"),
        ("2026-10-24T12:00", "2026-10-24T07:00"),
        ("2026-10-25T12:00", "2026-10-25T08:00"),  # and back
        ("2026-10-25T07:59", "2026-10-24T07:00"),
    ],
)
def test_it_is_eight_on_the_days_the_clocks_change(now, eight_in_utc):
    found = boundary(How.DAILY, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(eight_in_utc).replace(tzinfo=UTC)


@given(MOMENTS, st.integers(min_value=0, max_value=60))
def test_two_gathered_mails_are_never_closer_than_a_quarter_of_an_hour(now, minutes):
    first, second = boundary(How.AT_ONCE, now), boundary(How.AT_ONCE, now + timedelta(minutes=minutes))
    assert second == first or second - first >= timedelta(minutes=15)
