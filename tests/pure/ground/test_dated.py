"""Dated rows hold for half-open days."""

from datetime import date, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from ecotone.ground.models import Dated

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, st.none() | st.integers(0, 500), DAYS)
def test_a_dated_row_holds_from_its_first_day_and_not_on_its_last(since, days, day):
    until = None if days is None else since + timedelta(days=days)
    row = SimpleNamespace(since=since, until=until)
    assert Dated.holds(row, day) == (day >= since and (until is None or day < until))
