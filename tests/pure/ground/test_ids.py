"""Ids sort by the time they were made, are UUIDs of version 7, and repeat when seeded."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from ecotone.ground import clock
from ecotone.ground.ids import new_id, seeded

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=st.just(UTC))


def made_at(moments):
    made = []
    for moment in moments:
        with clock.at(moment):
            made.append(new_id())
    return made


@given(MOMENTS)
def test_an_id_is_a_uuid_of_version_7_that_holds_its_moment(moment):
    (made,) = made_at([moment])
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == int(moment.timestamp() * 1000)


@given(st.lists(st.integers(0, 50), max_size=40), st.integers())
def test_ids_made_later_sort_later_even_within_one_millisecond(steps, seed):
    moments, now = [], START
    for step in steps:
        now += timedelta(microseconds=100 * step)
        moments.append(now)
    made = made_at(moments)
    assert made == sorted(set(made))
    with seeded(seed):
        made = made_at(moments)
    assert made == sorted(set(made))


@given(st.integers() | st.text())
def test_the_same_seed_and_clock_give_the_same_ids(seed):
    moments = [START, START, START + timedelta(seconds=1), START]
    with seeded(seed):
        first = made_at(moments)
    with seeded(seed):
        again = made_at(moments)
    with seeded(f"{seed}, another"):
        other = made_at(moments)
    assert first == again
    assert not set(first) & set(other)
    assert len(set(first)) == len(moments)


def test_seeding_ends_with_its_block():
    with clock.at(START):
        with seeded(1):
            first = new_id()
        assert new_id() != first
        with seeded(1):
            assert new_id() == first


def test_a_great_many_in_one_millisecond_keep_their_order_and_their_version():
    with clock.at(START), seeded("many"):
        made = [new_id() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert {each.version for each in made} == {7}
