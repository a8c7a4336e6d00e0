"""Shares from bands: held against every pair of counts that could lie in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.analysis.stats import wilson
from ecotone.observatory.shares import NONE, Span, share_of, total
from ecotone.observatory.words import percent, span

spans = st.integers(0, 6).flatmap(lambda low: st.integers(low, low + 6).map(lambda high: Span(low, high)))


@given(spans, spans)
def test_value_and_likely_range_hold_whatever_counts_lie_in_the_bands(these, others):
    share = share_of(these, others)
    pairs = [(k, r) for k in range(these.low, these.high + 1) for r in range(others.low, others.high + 1) if k + r]
    if these.low + others.low < 5:
        assert not share.shown and share.likely is None
        return
    assert share.low == min(k / (k + r) for k, r in pairs)
    assert share.high == max(k / (k + r) for k, r in pairs)
    assert share.likely.low == pytest.approx(min(wilson(k, k + r).low for k, r in pairs))
    assert share.likely.high == pytest.approx(max(wilson(k, k + r).high for k, r in pairs))
    assert (share.n.low, share.n.high) == (min(k + r for k, r in pairs), max(k + r for k, r in pairs))


def test_the_example_of_the_docstring():
    share = share_of(Span(20, 24), Span(5, 9))
    assert (round(100 * share.low), round(100 * share.high)) == (69, 83)
    assert (round(100 * share.likely.low), round(100 * share.likely.high)) == (51, 92)


def test_what_is_missing_is_at_most_what_is_left():
    missing = Span(30, 34).less(Span(25, 33))
    assert (missing, share_of(Span(20, 24), Span(5, 9), missing=missing).missing_most) == (Span(0, 9), 9 / 34)
    assert total([]) == NONE and share_of(NONE, NONE).missing_most is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (percent(0.69, 0.83), "between 69% and 83%"),
        (percent(0.0, 0.38), "at most 38%"),
        (percent(0.62, 1.0), "at least 62%"),
        (percent(1.0, 1.0), "100%"),
        (span(Span(20, 24)), "between 20 and 24"),
        (span(Span(0, 4)), "at most 4"),
        (span(Span(7, 7)), "7"),
    ],
)
def test_a_range_is_said_as_people_say_it(said, words):
    assert said == words
