"""The pure rules: quarters that tile the calendar, places found in the tree, tables that are true and safe, sums."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.analysis.disclosure import leaks, walk
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ecosystem.views import PlaceBrief
from ecotone.observatory.rules import (
    End,
    Figure,
    Quarter,
    closed_quarters,
    exchange_table,
    figure,
    localities_within,
    locality_above,
    lone_table,
    together,
    window_problems,
)
from ecotone.observatory.words import beside, period, phrase

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(days)
def test_every_day_lies_in_one_quarter_and_quarters_tile_the_calendar(day):
    quarter = Quarter.of(day)
    assert quarter.since <= day < quarter.until
    assert Quarter.of(quarter.until).since == quarter.until
    assert Quarter.of(quarter.since) == Quarter.of(quarter.until - timedelta(days=1)) == quarter
    assert quarter.before.until == quarter.since


@given(days, st.integers(1, 12))
def test_closed_quarters_are_over_follow_one_another_and_may_be_published(today, most):
    quarters = closed_quarters(today, most)
    assert len(quarters) == most
    assert all(a.until == b.since for a, b in pairwise(quarters))
    assert quarters[-1].until <= today < Quarter.of(today).until
    assert not [problem for each in quarters for problem in window_problems(each.since, each.until, today)]


@given(days, days, days)
def test_what_may_be_published_is_a_quarter_and_over(since, until, today):
    fits = Quarter.of(since).since == since and Quarter.of(since).until == until and until <= today
    assert (not window_problems(since, until, today)) == fits


def place(number: int, kind: PlaceKind, *parents: int) -> PlaceBrief:
    parent_ids = tuple(UUID(int=each) for each in parents)
    return PlaceBrief(UUID(int=number), f"p{number}", f"Place {number}", kind, parent_ids=parent_ids)


#          1            a board
#        2   7          over two partnerships
#      4   3            locality 4 in one of them, 3 in both
#          5   8        a neighbourhood of locality 3, and one of no locality
#          6            a part of neighbourhood 5
TREE = {
    each.id: each
    for each in (
        place(1, PlaceKind.HEALTH_BOARD),
        place(2, PlaceKind.PARTNERSHIP, 1),
        place(7, PlaceKind.PARTNERSHIP, 1),
        place(3, PlaceKind.LOCALITY, 2, 7),
        place(4, PlaceKind.LOCALITY, 2),
        place(5, PlaceKind.NEIGHBOURHOOD, 3),
        place(6, PlaceKind.NEIGHBOURHOOD, 5),
        place(8, PlaceKind.NEIGHBOURHOOD, 7),
    )
}


@pytest.mark.parametrize(("home", "locality"), [(3, 3), (5, 3), (6, 3), (4, 4), (8, None), (2, None), (99, None)])
def test_a_home_counts_in_the_locality_it_lies_in(home, locality):
    found = locality_above(TREE, UUID(int=home))
    assert found == (UUID(int=locality) if locality else None)


def test_no_home_counts_nowhere():
    assert locality_above(TREE, None) is None


@pytest.mark.parametrize(("name", "inside"), [(1, [3, 4]), (2, [3, 4]), (7, [3]), (3, [3]), (5, []), (8, [])])
def test_the_localities_of_a_place_are_its_own_and_those_below(name, inside):
    assert [each.id.int for each in localities_within(TREE, UUID(int=name))] == inside


NAMED = [End("nhs", UUID(int=1)), End("nhs", UUID(int=2)), End("third", UUID(int=3)), End("council", UUID(int=4))]
some_end = st.sampled_from([*NAMED, End("third", UUID(int=9)), End("informal"), End("government")])
SOME = settings(max_examples=40, deadline=None)
offers = st.lists(st.tuples(some_end, some_end, st.integers(0, 12)), max_size=80)


@SOME
@given(offers)
def test_a_table_is_true_of_its_rows_and_gives_nothing_away(rows):
    table = exchange_table("here", named=NAMED, offers=rows)
    people = defaultdict(set)
    counts = defaultdict(int)
    for source, target, person in rows:
        ends = [end.actor_id if end in NAMED else None for end in (source, target)]
        pair, tie = f"{source.sector}>{target.sector}", ">".join(str(each or "") for each in ends)
        for path in (("here",), ("here", pair), ("here", pair, tie)):
            counts[path] += 1
            people[path].add(person)
    for path, cell in walk(table):
        if cell.band.hidden:
            assert len(people[path]) <= cell.band.high
        else:
            assert cell.band.low <= counts[path] <= (cell.band.high or counts[path])
            assert len(people[path]) >= 5
    assert not leaks(table)


@SOME
@given(offers, st.randoms())
def test_a_table_depends_on_nothing_but_its_rows(rows, chance):
    again, named = list(rows), list(NAMED)
    chance.shuffle(again)
    chance.shuffle(named)
    assert exchange_table("", named=NAMED, offers=rows) == exchange_table("", named=named, offers=again)


@SOME
@given(offers)
def test_the_shape_of_a_table_follows_from_who_is_listed_and_not_from_the_rows(rows):
    empty = exchange_table("", named=NAMED, offers=[])
    full = exchange_table("", named=NAMED, offers=rows)
    assert [path for path, _ in walk(full)] == [path for path, _ in walk(empty)]
    assert len(full.children) == len(Sector) ** 2
    assert sum(len(flow.children) for flow in full.children) == (len(Sector) + len(NAMED)) ** 2


def test_a_lone_count_is_hidden_by_people():
    assert lone_table("", ["one"] * 9).band.hidden
    assert lone_table("", "abcdefg").band.low == 5


bands = st.one_of(
    st.integers(4, 30).map(lambda high: figure(0, high)),
    st.tuples(st.integers(1, 50), st.integers(0, 9)).map(lambda b: figure(b[0], b[0] + b[1])),
    st.integers(1, 50).map(lambda low: figure(low, None)),
)


@given(st.lists(bands, min_size=2))
def test_a_sum_is_at_least_what_is_shown_and_counts_what_is_not(parts):
    whole = together(parts)
    assert whole == Figure(sum(p.low for p in parts), None, hidden=sum(not p.shown for p in parts))


@given(bands)
def test_one_cell_is_no_sum_and_none_is_nothing(part):
    assert together([part]) == part
    assert together([]) is None


@pytest.mark.parametrize(
    ("told", "words", "more"),
    [
        (figure(0, 4), "fewer than 5 people", ""),
        (figure(0, 8), "fewer than 9 people", ""),
        (figure(5, 9), "5 to 9", ""),
        (figure(10, 14), "10 to 14", ""),
        (figure(40, None), "at least 40", ""),
        (Figure(40, None, hidden=1), "at least 40", "1 part is too small to show"),
        (Figure(40, None, hidden=3), "at least 40", "3 parts are too small to show"),
        (Figure(0, None, hidden=6), "too few to show", "6 parts are too small to show"),
    ],
)
def test_figures_in_words(told, words, more):
    assert (phrase(told), beside(told)) == (words, more)


@pytest.mark.parametrize(
    ("month", "words"), [(1, "January to March 2026"), (4, "April to June 2026"), (10, "October to December 2026")]
)
def test_quarters_in_words(month, words):
    assert period(date(2026, month, 1)) == words
