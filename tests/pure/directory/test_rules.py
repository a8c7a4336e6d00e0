"""The small rules of the directory: freshness, room, from whom referrals are taken, the life of a listing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.directory import rules
from ecotone.directory.rules import Freshness, ServiceStatus, freshness, has_room, is_due, takes_from

TODAY = date(2026, 3, 2)
WORSE = [Freshness.FRESH, Freshness.AGEING, Freshness.STALE]
days = st.none() | st.integers(-400, 800).map(lambda ago: TODAY - timedelta(days=ago))


def ago(count: int) -> date:
    return TODAY - timedelta(days=count)


@pytest.mark.parametrize(
    ("told", "assured", "expected"),
    [
        (None, None, Freshness.UNKNOWN),
        (ago(14), None, Freshness.FRESH),
        (ago(15), None, Freshness.AGEING),
        (ago(42), None, Freshness.AGEING),
        (ago(43), None, Freshness.STALE),
        (None, ago(180), Freshness.FRESH),
        (None, ago(181), Freshness.AGEING),
        (None, ago(366), Freshness.STALE),
        (ago(0), ago(366), Freshness.STALE),
        (ago(20), ago(1), Freshness.AGEING),
        (ago(-1), None, Freshness.UNKNOWN),
        (ago(-1), ago(1), Freshness.FRESH),
    ],
)
def test_freshness_is_the_worse_of_what_is_known(told, assured, expected):
    assert freshness(told, assured, TODAY) is expected


@given(days, days, st.integers(0, 500))
def test_a_listing_never_freshens_by_waiting(told, assured, wait):
    past = [day for day in (told, assured) if day and day <= TODAY]
    if len(past) == sum(day is not None for day in (told, assured)) and past:
        now, later = (freshness(told, assured, TODAY + timedelta(days=d)) for d in (0, wait))
        assert WORSE.index(later) >= WORSE.index(now)


def test_room_is_the_word_and_no_count_of_nought():
    assert has_room("has_capacity", None)
    assert has_room("has_capacity", 3)
    assert not has_room("has_capacity", 0)
    assert not any(has_room(word, None) for word in ("", "no_capacity", "additional_assessment_required"))


def test_a_service_that_names_no_sector_takes_referrals_from_anyone():
    assert takes_from(frozenset(), frozenset()).allowed
    assert takes_from(frozenset({"nhs", "third"}), frozenset({"third"})).allowed
    refused = takes_from(frozenset({"nhs"}), frozenset({"third", "community"}))
    assert (refused.allowed, refused.code) == (False, "directory.not_from_your_sector")
    assert not takes_from(frozenset({"nhs"}), frozenset()).allowed


def test_only_the_end_is_for_good():
    for status in ServiceStatus:
        following = rules.CHANGES_OF_STATUS[status]
        assert status not in following
        assert following == (set() if status is ServiceStatus.DEFUNCT else set(ServiceStatus) - {status})


def test_a_review_is_due_on_its_day():
    assert is_due(Freshness.FRESH, TODAY, TODAY)
    assert not is_due(Freshness.AGEING, TODAY + timedelta(days=1), TODAY)
    assert is_due(Freshness.UNKNOWN, None, TODAY)
    assert is_due(Freshness.STALE, TODAY + timedelta(days=90), TODAY)
