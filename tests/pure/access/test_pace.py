"""How many guesses a day come of the paces: the figures that ADR 35 states, counted once more by hand."""

from hypothesis import given
from hypothesis import strategies as st

from ecotone.access import pace
from ecotone.access.pace import DAY, Pace

PACES = st.builds(Pace, free=st.integers(1, 60), first=st.integers(1, 900), most=st.integers(900, 7200))


@given(PACES, st.integers(0, 10_000))
def test_a_wait_never_gets_shorter_and_never_longer_than_the_longest(each, failed):
    assert 0 <= each.wait(failed) <= each.wait(failed + 1) <= each.most


@given(PACES)
def test_a_day_holds_what_fits_into_it_and_not_one_more(each):
    """The oracle walks through the day second by second of waiting."""
    at, free_at, tries = 0, 0, 0
    while at < DAY:
        tries += 1
        free_at = at + (0 if tries < each.free else min(each.most, each.first * 2 ** min(tries - each.free, 40)))
        at = free_at
    assert each.in_a_day() == tries


def test_the_figures_of_the_record():
    figures = {
        "browser": pace.BROWSER.in_a_day(),
        "pair": pace.PAIR.in_a_day(),
        "account": pace.ACCOUNT.in_a_day(),
        "source": pace.SOURCE.in_a_day(),
        "code": pace.CODE.in_a_day(),
    }
    assert figures == {"browser": 104, "pair": 34, "account": 121, "source": 1493, "code": 34}
