"""The audit told to the person: what one did in a day stands together, and no time is lost."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ecotone.web.looks import Told, by_day

moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 4), timezones=st.just(UTC))
entries = st.builds(
    Told,
    who=st.sampled_from(["Marcus", "Elaine"]),
    role=st.sampled_from(["link worker", ""]),
    did=st.just("looked at"),
    parts=st.lists(st.sampled_from(["Who I am", "My circle"]), min_size=1).map(tuple),
    why=st.sampled_from(["because their team is helping you", ""]),
    at=moments,
    refused=st.booleans(),
    mine=st.booleans(),
)


@given(st.lists(entries))
def test_every_time_and_every_part_is_kept(told: list[Told]) -> None:
    days = by_day(told)
    assert sorted(time for day in days for time in day.times) == sorted(entry.at for entry in told)
    for day in days:
        same = [e for e in told if e.at in day.times and (e.who, e.role, e.why) == (day.who, day.role, day.why)]
        assert {part for e in same for part in e.parts} == set(day.parts)
