"""The clock can be set, knows only aware times, and says what day it is where the people are."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ecotone.ground import clock


def test_it_runs_in_utc_until_it_is_set():
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_a_set_clock_stands_still_and_goes_back_when_the_block_ends():
    outer, inner = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    with clock.at(outer):
        with clock.at(inner):
            assert clock.now() == inner
        assert clock.now() == clock.now() == outer
    assert clock.now() > outer - timedelta(days=365 * 30)
    assert clock.now().year != 2020


def test_it_goes_back_after_an_error_too():
    with pytest.raises(ZeroDivisionError), clock.at(datetime(2020, 1, 1, tzinfo=UTC)):
        1 / 0  # noqa: B018
    assert clock.now().year != 2020


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 3, 2, 9)):
        pass


def test_a_time_of_elsewhere_becomes_utc():
    with clock.at(datetime(2026, 3, 2, 1, tzinfo=timezone(timedelta(hours=5)))):
        assert clock.now() == datetime(2026, 3, 1, 20, tzinfo=UTC)
        assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 1, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 1, 1, 23, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 2, 0, 0, tzinfo=UTC), date(2026, 1, 2)),
    ],
)
def test_the_day_changes_at_midnight_in_scotland(moment, day):
    with clock.at(moment):
        assert clock.today() == day
