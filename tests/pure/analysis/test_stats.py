"""The statistics against scipy, against worked values from the literature, and at their edges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, scoreatpercentile

from ecotone.analysis.stats import Interval, Proportion, RateRatio, Why, median, percentile, wilson

LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])
NUMBERS = st.floats(-1e6, 1e6)
COUNTS = st.integers(1, 500)
AMOUNTS = st.floats(0.1, 1e4)


@st.composite
def shares(draw, *, least=1):
    n = draw(st.integers(least, 2000))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize(
    ("k", "low", "high"), [(1, 0.007, 0.189), (3, 0.040, 0.290), (13, 0.321, 0.679), (24, 0.759, 0.979)]
)
def test_wilson_gives_the_worked_values_for_k_of_26(k, low, high):
    interval = wilson(k, 26)
    assert (round(interval.low, 3), round(interval.high, 3)) == (low, high)


@given(shares(), LEVELS)
def test_wilson_agrees_with_scipy(share, level):
    k, n = share
    theirs = binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    ours = wilson(k, n, level=level)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(shares(), LEVELS)
def test_wilson_holds_the_share_inside_0_to_1_and_mirrors(share, level):
    k, n = share
    interval, mirror = wilson(k, n, level=level), wilson(n - k, n, level=level)
    assert 0 <= interval.low <= k / n <= interval.high <= 1
    assert interval.low < interval.high
    assert (interval.low, interval.high) == pytest.approx((1 - mirror.high, 1 - mirror.low), abs=1e-12)


@pytest.mark.parametrize(("k", "n", "level"), [(0, 0, 0.9), (-1, 5, 0.9), (6, 5, 0.9), (1, 5, 0), (1, 5, 1)])
def test_wilson_refuses_what_is_no_share(k, n, level):
    with pytest.raises(ValueError):
        wilson(k, n, level=level)


def test_a_proportion_carries_its_value_interval_and_missing_share():
    share = Proportion(k=13, n=26, missing=4)
    assert share.value == 0.5
    assert share.interval == wilson(13, 26)
    assert share.missing_share == pytest.approx(4 / 30)
    assert share.why is None


@pytest.mark.parametrize("n", range(5))
def test_a_proportion_of_fewer_than_five_has_no_value_and_says_why(n):
    share = Proportion(k=n, n=n, missing=2)
    assert (share.value, share.interval, share.why) == (None, None, Why.TOO_FEW)
    assert share.missing_share == 2 / (n + 2)


def test_a_proportion_of_nobody_has_no_missing_share():
    assert Proportion(k=0, n=0).missing_share is None


@pytest.mark.parametrize("given_", [{"k": 3, "n": 2}, {"k": -1, "n": 9}, {"k": 1, "n": 9, "missing": -1}])
def test_a_proportion_refuses_impossible_counts(given_):
    with pytest.raises(ValueError):
        Proportion(**given_)


@given(st.lists(NUMBERS, min_size=1, max_size=40), st.floats(0, 100))
def test_percentiles_agree_with_scipy(values, p):
    assert percentile(values, p) == pytest.approx(float(scoreatpercentile(values, p)), rel=1e-9, abs=1e-6)


@given(st.lists(NUMBERS, min_size=1, max_size=40), st.floats(0, 100), st.floats(0, 100))
def test_percentiles_stay_within_the_values_and_rise(values, p, q):
    low, high = percentile(values, min(p, q)), percentile(values, max(p, q))
    assert min(values) <= low <= high + 1e-6
    assert high <= max(values) + 1e-6


def test_the_median_is_the_middle_or_halfway():
    assert median([9, 1, 4]) == 4
    assert median([1, 4, 9, 2]) == 3
    assert median(day for day in (7,)) == 7
    assert median([]) is None


@pytest.mark.parametrize(("values", "p"), [([1], -1), ([1], 101), ([math.nan], 50), ([math.inf, 1], 50)])
def test_a_percentile_refuses_what_has_no_place(values, p):
    with pytest.raises(ValueError):
        percentile(values, p)


def test_a_rate_ratio_compares_events_for_equal_exposure():
    ratio = RateRatio(events=30, exposure=100, other_events=10, other_exposure=100)
    assert ratio.value == pytest.approx(3)
    # The share 30 of 40 is 0.598 to 0.858 by scipy's score interval; as odds, 1.488 to 6.049.
    theirs = binomtest(30, 40).proportion_ci(method="wilson")
    assert ratio.interval.low == pytest.approx(theirs.low / (1 - theirs.low))
    assert ratio.interval.high == pytest.approx(theirs.high / (1 - theirs.high))
    assert (round(ratio.interval.low, 3), round(ratio.interval.high, 3)) == (1.488, 6.049)


@given(COUNTS, COUNTS, AMOUNTS, AMOUNTS, st.floats(0.01, 100))
def test_a_rate_ratio_turns_over_and_ignores_the_unit(events, other, exposure, other_exposure, unit):
    ratio = RateRatio(events + 4, exposure, other, other_exposure)
    over = RateRatio(other, other_exposure, events + 4, exposure)
    scaled = RateRatio(events + 4, exposure * unit, other, other_exposure * unit)
    assert ratio.value == pytest.approx(1 / over.value)
    assert ratio.interval.low == pytest.approx(1 / over.interval.high)
    assert ratio.interval.low < ratio.value < ratio.interval.high
    assert scaled.value == pytest.approx(ratio.value)


def test_a_rate_ratio_without_enough_events_says_why():
    assert RateRatio(2, 10, 2, 10).why is Why.TOO_FEW
    nothing = RateRatio(9, 10, 0, 10)
    assert (nothing.value, nothing.interval, nothing.why) == (None, None, Why.NOTHING_TO_COMPARE)
    assert RateRatio(0, 10, 9, 10).value == 0
    assert RateRatio(0, 10, 9, 10).interval.low == 0


@pytest.mark.parametrize(
    "given_", [(-1, 1, 5, 1), (5, 0, 5, 1), (5, 1, 5, -1), (5, math.inf, 5, 1), (5, math.nan, 5, 1)]
)
def test_a_rate_ratio_refuses_impossible_input(given_):
    with pytest.raises(ValueError):
        RateRatio(*given_)


def test_what_is_stated_cannot_be_changed():
    with pytest.raises(AttributeError):
        Proportion(k=1, n=9).k = 2
    assert wilson(1, 9) == Interval(wilson(1, 9).low, wilson(1, 9).high, 0.95)
