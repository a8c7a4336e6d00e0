"""Courses run beside each other in the order of time, and what would happen after the closing does not."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.demo.calendar import Calendar, Timeline, later, working
from ecotone.ground import clock

CALENDAR = Calendar(date(2026, 3, 16), 900)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(clock.LOCAL))


@given(MOMENTS)
def test_a_working_moment_is_in_the_week_in_the_day_and_soon(moment):
    found = working(moment)
    assert found.weekday() < 5
    assert 9 <= found.hour < 17
    assert timedelta(0) <= found - moment <= timedelta(days=3, hours=16)
    assert working(found) == found


def test_nothing_in_the_place_lies_in_the_future():
    assert CALENDAR.closing < CALENDAR.morning <= datetime(2026, 3, 16, tzinfo=clock.LOCAL)
    assert CALENDAR.days_ago(CALENDAR.opening) == 900


def test_courses_take_turns_by_the_clock():
    seen = []

    def course(name, *waits):
        for wait in waits:
            seen.append((name, clock.now()))
            yield later(wait)
        seen.append((name, clock.now()))

    timeline = Timeline(CALENDAR.closing)
    timeline.begin(CALENDAR.moment(20), course("slow", 9, 3))
    timeline.begin(CALENDAR.moment(18), course("quick", 1, 1, 1))
    timeline.run(lambda _: None)
    assert [moment for _, moment in seen] == sorted(moment for _, moment in seen)
    assert [name for name, _ in seen] == ["slow", "quick", "quick", "quick", "quick", "slow", "slow"]


def test_a_course_may_begin_another_and_what_comes_too_late_is_dropped():
    seen = []
    timeline = Timeline(CALENDAR.closing)

    def child():
        seen.append("child")
        yield later(30)
        seen.append("too late")

    def parent():
        timeline.begin(later(1), child())
        yield later(3)
        seen.append("parent")

    timeline.begin(CALENDAR.moment(12), parent())
    timeline.run(lambda _: None)
    assert seen == ["child", "parent"]


def test_a_course_never_goes_back_in_time():
    seen = []
    timeline = Timeline(CALENDAR.closing)

    def confused():
        yield CALENDAR.moment(50)
        seen.append(clock.now())

    timeline.begin(CALENDAR.moment(10), confused())
    timeline.run(lambda _: None)
    assert seen == [CALENDAR.moment(10)]


def test_the_clock_is_right_again_afterwards():
    timeline = Timeline(CALENDAR.closing)
    before = clock.now()
    timeline.begin(CALENDAR.moment(10), (moment for moment in ()))
    timeline.run(lambda _: None)
    assert clock.now() - before < timedelta(minutes=5)


@pytest.mark.parametrize("ago", [0, 1, 30, 900])
def test_days_ago_and_moments_agree(ago):
    assert CALENDAR.days_ago(CALENDAR.moment(ago, hour=12)) == ago
