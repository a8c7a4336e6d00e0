"""Small numbers stay hidden, shown by a slow plain oracle: write out all counts that fit the published table.

The oracle knows the meaning of a band and that children add up. It knows nothing of how the table was made.
"""

from collections import defaultdict
from functools import partial
from itertools import count, product
from math import prod
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecotone.analysis.disclosure import (
    STANDARD,
    Band,
    Cell,
    Published,
    Range,
    Rule,
    band_of,
    feasible,
    leaks,
    protect,
    tally,
    walk,
)

unhurried = settings(deadline=None)

SMALL_RULES = st.sampled_from([Rule(2, 1), Rule(2, 2), Rule(3, 1), Rule(3, 3), Rule(4, 2)])
RULES = st.builds(Rule, st.sampled_from([5, 10]), st.sampled_from([1, 5]), st.integers(0, 3))


# --- trees -----------------------------------------------------------------------------------------------


def one_each(key, *children, total=0):
    """A cell in which every referral is about another person."""
    total = sum(child.count for child in children) if children else total
    return Cell(key, total, total, children)


def flat(*counts):
    return one_each("all", *(one_each(f"{i:02}", total=count) for i, count in enumerate(counts)))


WIDE = st.lists(st.integers(0, 2), min_size=5, max_size=8).map(lambda counts: flat(*counts))


def nest(shape, key="all"):
    """A tree of true counts from nested lists; a set of (person, serial number) is a lowest cell."""
    if isinstance(shape, frozenset):
        return Cell(key, len(shape), len({person for person, _ in shape}))
    children = tuple(nest(part, str(i)) for i, part in enumerate(shape))
    people = len({person for person, _ in rows_in(shape)})
    return Cell(key, sum(child.count for child in children), people, children)


def rows_in(shape):
    return shape if isinstance(shape, frozenset) else frozenset().union(*map(rows_in, shape))


@st.composite
def trees(draw, *, most, leaves, repeat):
    """Trees of about `leaves` lowest cells of up to `most` referrals; with `repeat`, many about one."""
    lowest = st.tuples(st.integers(0, most), st.integers(1, 9), st.integers(0, 9))
    some = partial(st.lists, min_size=1, max_size=8)
    shape = draw(st.one_of(some(lowest), st.recursive(lowest, some, max_leaves=leaves)))
    serial = count()

    def number(part):
        if isinstance(part, list):
            return [number(each) for each in part]
        referrals, people, first = part
        numbers = [next(serial) for _ in range(referrals)]
        return frozenset((first + n % people if repeat else -n, n) for n in numbers)

    return nest(number(shape))


def shuffled(cell, random):
    children = [shuffled(child, random) for child in cell.children]
    random.shuffle(children)
    return Cell(cell.key, cell.count, cell.people, tuple(children))


# --- the oracle ------------------------------------------------------------------------------------------


def says(cell):
    """Every count the cell's own band allows, an open one up to what its children's bands add up to."""
    high = cell.band.high
    if high is None:
        high = sum(max(says(child)) for child in cell.children)
    return range(cell.band.low, high + 1)


def worlds(table):
    """Every set of counts that fits the table, each as path: count."""
    lowest = [(path, cell) for path, cell in walk(table) if not cell.children]
    assume(prod(len(says(cell)) for _, cell in lowest) <= 1100)
    inner = [(path, says(cell)) for path, cell in walk(table) if cell.children]
    for counts in product(*(says(cell) for _, cell in lowest)):
        world = dict(zip((path for path, _ in lowest), counts, strict=True))
        sums = {path: sum(n for leaf, n in world.items() if leaf[: len(path)] == path) for path, _ in inner}
        if all(sums[path] in allowed for path, allowed in inner):
            yield world | sums


def build(world, path):
    """The tree of true counts that a world stands for, one referral to a person."""
    children = [other for other in world if other[:-1] == path]
    return one_each(path[-1], *(build(world, child) for child in children), total=world[path])


def touched(table, known):
    """For each cell, how many of its children hold a known cell."""
    return [
        sum(any(leaf[: len(path) + 1] == (*path, child.key) for leaf in known) for child in cell.children)
        for path, cell in walk(table)
    ]


def true_cells(tree, above=()):
    path = (*above, tree.key)
    yield path, tree
    for child in tree.children:
        yield from true_cells(child, path)


# --- what is promised ------------------------------------------------------------------------------------


@unhurried
@given(trees(most=7, leaves=5, repeat=True), SMALL_RULES)
def test_every_cell_can_be_anything_its_own_band_says(tree, rule):
    table = protect(tree, rule=rule)
    every = list(worlds(table))
    for path, cell in walk(table):
        assert {world[path] for world in every} == set(says(cell))
        if cell.band.hidden:
            assert set(range(rule.threshold)) <= {world[path] for world in every}


@unhurried
@given(trees(most=7, leaves=5, repeat=True), SMALL_RULES)
def test_knowing_the_method_rules_nothing_out(tree, rule):
    table = protect(tree, rule=rule)
    for world in worlds(table):
        assert protect(build(world, ("all",)), rule=rule) == table


@unhurried
@given(trees(most=60, leaves=30, repeat=True), RULES)
def test_what_is_published_is_true_and_hides_whoever_is_few(tree, rule):
    table = dict(walk(protect(tree, rule=rule)))
    for path, cell in true_cells(tree):
        band = table[path].band
        if cell.people < rule.threshold:
            assert band.hidden
        if band.hidden:
            assert band.high >= max(cell.people, rule.threshold - 1)
        else:
            assert band.low >= rule.threshold
            assert band.low <= cell.count
            assert band.high is None or cell.count <= band.high


@unhurried
@given(trees(most=60, leaves=30, repeat=True), RULES)
def test_no_lowest_cell_pays_for_another(tree, rule):
    table = dict(walk(protect(tree, rule=rule)))
    for path, cell in true_cells(tree):
        if not cell.children:
            assert table[path].band == band_of(cell.count, people=cell.people, rule=rule)


@unhurried
@given(trees(most=60, leaves=30, repeat=True), RULES, st.integers(0, 999))
def test_the_order_of_children_and_the_time_of_asking_change_nothing(tree, rule, seed):
    table = protect(tree, rule=rule)
    assert protect(tree, rule=rule) == table
    assert protect(shuffled(tree, Random(seed)), rule=rule) == table


@unhurried
@given(trees(most=60, leaves=30, repeat=True), RULES)
def test_the_audit_finds_nothing_in_a_protected_table(tree, rule):
    assert leaks(protect(tree, rule=rule)) == ()


@unhurried
@given(WIDE | trees(most=2, leaves=8, repeat=False), st.integers(1, 2), st.integers(0, 2), st.randoms())
def test_who_knows_cells_in_few_enough_children_cannot_narrow_the_rest(tree, base, reach, random):
    table = protect(tree, rule=Rule(2, base, known=reach))
    cells = list(walk(table))
    known = []
    for path, cell in random.sample(cells, len(cells)):
        if not cell.children and max(touched(table, [*known, path])) <= reach:
            known.append(path)
    same_knowledge = defaultdict(list)
    for world in worlds(table):
        same_knowledge[tuple(world[path] for path in known)].append(world)
    for path, cell in cells:
        if not any(leaf[: len(path)] == path for leaf in known):
            for left in same_knowledge.values():
                assert {world[path] for world in left} == set(says(cell))


# --- the audit is exact ----------------------------------------------------------------------------------


@st.composite
def naive_tables(draw):
    """Tables rounded cell by cell with no thought for sums: many of them leak."""
    rule = draw(SMALL_RULES)

    def rounded(cell):
        return Published(cell.key, band_of(cell.count, rule=rule), tuple(map(rounded, cell.children)))

    tree = draw(trees(most=5, leaves=5, repeat=False))
    return rounded(tree), {path: cell.count for path, cell in true_cells(tree)}


@unhurried
@given(naive_tables(), st.data())
def test_the_range_of_every_cell_is_what_the_oracle_finds(drawn, data):
    table, truth = drawn
    known = {path: truth[path] for path in data.draw(st.sets(st.sampled_from(sorted(truth))))}
    every = [world for world in worlds(table) if known.items() <= world.items()]
    for path, found in feasible(table, known=known).items():
        values = {world[path] for world in every}
        assert found == Range(min(values), max(values))
        assert len(values) == found.high - found.low + 1
    every = list(worlds(table))
    narrowed = [path for path, cell in walk(table) if {world[path] for world in every} != set(says(cell))]
    assert list(leaks(table)) == narrowed


def naive(*counts, total):
    return Published("all", total, tuple(Published(f"{i:02}", band_of(n)) for i, n in enumerate(counts)))


def test_the_audit_refuses_what_cannot_be():
    with pytest.raises(ValueError, match="No counts fit"):
        feasible(naive(7, 8, total=Band(30, 34)))
    with pytest.raises(ValueError, match="No counts fit"):
        feasible(naive(7, 8, total=Band(10, 18)), known={("all", "00"): 12})
    with pytest.raises(ValueError, match="no cell"):
        feasible(naive(7, 8, total=Band(10, 18)), known={("all", "elsewhere"): 7})


# --- attacks by hand -------------------------------------------------------------------------------------


def test_ten_fours_are_not_given_away_by_their_total():
    tens = [4] * 10
    assert feasible(naive(*tens, total=Band(40, 44)))["all", "00"] == Range(4, 4)

    table = protect(flat(*tens))
    assert table.band == Band(35, None)
    assert all(child.band == Band(0, 4) for child in table.children)
    assert feasible(table)["all", "00"] == Range(0, 4)


def test_ten_cells_that_are_not_all_fours_keep_their_plain_total():
    assert protect(flat(*[4] * 5, *[3] * 4, 1)).band == Band(30, 34)


def test_two_hidden_cells_leave_a_total_that_says_no_more_than_they_do():
    assert leaks(naive(3, 4, total=Band(5, 9)))
    table = protect(flat(3, 4))
    assert table.band == Band(0, 8)
    assert table == protect(flat(0, 0)) == protect(flat(4, 4))


def test_a_lone_hidden_cell_is_not_total_minus_the_others():
    exact = Rule(threshold=5, base=1)
    children = tuple(Published(str(n), band_of(n, rule=exact)) for n in (3, 12, 13))
    assert feasible(Published("all", Band(28, 28), children))["all", "3"] == Range(3, 3)

    table = protect(flat(3, 12, 13), rule=exact)
    assert table.band == Band(25, None)
    assert feasible(table)["all", "00"] == Range(0, 4)


def family(key, *counts):
    return one_each(key, *(one_each(str(i), total=n) for i, n in enumerate(counts)))


def test_the_worked_example_of_the_explanation_is_true():
    nhs_third = family("nhs>third", 14, 6, 3, 2, 0)
    third_nhs = family("third>nhs", 4, 4, 4)
    council_third = family("council>third", 3, 4)
    table = protect(one_each("place", nhs_third, third_nhs, council_third))
    assert {path[-1]: cell.band for path, cell in walk(table) if cell.children} == {
        "place": Band(40, None),
        "nhs>third": Band(25, 29),
        "third>nhs": Band(5, None),
        "council>third": Band(0, 8),
    }
    own = [child.band for child in table.children[1].children]
    assert own == [Band(10, 14), Band(5, 9), Band(0, 4), Band(0, 4), Band(0, 4)]
    assert feasible(naive(4, 4, 4, total=Band(10, 14)))["all", "00"] == Range(2, 4)
    assert feasible(naive(3, 4, total=Band(5, 9)))["all", "00"] == Range(1, 4)


def test_a_single_child_says_what_its_parent_says():
    assert protect(flat(7)).band == Band(5, 9)
    assert protect(flat(2)).band == Band(0, 4)


def test_many_referrals_about_few_people_are_hidden_and_leave_the_total_true():
    busy = Cell("busy", count=40, people=3)
    table = protect(Cell("all", 59, 20, (busy, one_each("calm", total=12), one_each("slow", total=7))))
    assert [child.band for child in table.children] == [Band(0, 4), Band(10, 14), Band(5, 9)]
    assert table.band == Band(20, None)


def test_a_parent_about_few_people_is_hidden_whatever_its_count():
    children = tuple(Cell(str(i), count=9, people=3) for i in range(5))
    assert protect(Cell("all", 45, 4, children)).band == Band(0, 4)
    assert protect(Cell("all", 45, 5, children)).band == Band(15, None)


def test_a_large_total_is_as_fine_as_if_nothing_were_hidden():
    counts = [i * 7 % 11 for i in range(60)]
    assert protect(flat(*counts)).band == band_of(sum(counts))


# --- what is not promised --------------------------------------------------------------------------------


def test_at_the_default_an_organisation_that_knows_its_own_count_can_narrow_the_others():
    table = protect(flat(0, *[4] * 9))
    assert table.band == Band(35, None)
    assert feasible(table, known={("all", "00"): 0})["all", "01"] == Range(3, 4)

    wider = protect(flat(0, *[4] * 9), rule=Rule(known=1))
    assert wider.band == Band(30, None)
    assert feasible(wider, known={("all", "00"): 0})["all", "01"] == Range(0, 4)
    assert feasible(wider, known={("all", "00"): 0, ("all", "01"): 0})["all", "02"] == Range(2, 4)


def test_a_total_is_narrowed_for_whoever_knows_part_of_it():
    assert feasible(protect(flat(3, 1)), known={("all", "00"): 3})["all",] == Range(3, 7)


# --- what goes in ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [(1, 1), (5, 3), (5, 10), (5, 0), (5, -5), (5, 5, -1)])
def test_a_rule_that_hides_nobody_or_does_not_fit_is_refused(rule):
    with pytest.raises(ValueError):
        Rule(*rule)


@pytest.mark.parametrize(
    "cell",
    [
        lambda: Cell("x", count=-1, people=0),
        lambda: Cell("x", count=3, people=4),
        lambda: Cell("x", count=3, people=0),
        lambda: Cell("x", 4, 4, (one_each("a", total=3),)),
        lambda: Cell("x", 4, 4, (one_each("a", total=2), one_each("a", total=2))),
        lambda: Cell("x", 4, 1, (one_each("a", total=2), one_each("b", total=2))),
        lambda: Cell("x", 4, 3, (Cell("a", 2, 1), Cell("b", 2, 1))),
    ],
)
def test_a_cell_that_cannot_be_is_refused(cell):
    with pytest.raises(ValueError, match="Cell 'x'"):
        cell()


def test_a_band_that_holds_nothing_is_refused():
    for band in [(-1, 4), (5, 4)]:
        with pytest.raises(ValueError):
            Band(*band)


@pytest.mark.parametrize(
    ("n", "band"), [(0, (0, 4)), (4, (0, 4)), (5, (5, 9)), (9, (5, 9)), (10, (10, 14)), (1234, (1230, 1234))]
)
def test_a_count_alone_is_hidden_or_rounded_down(n, band):
    assert band_of(n) == Band(*band)
    assert band_of(n, rule=STANDARD).hidden == (n < 5)


def test_a_count_alone_is_hidden_when_its_people_are_few():
    assert band_of(12, people=4) == Band(0, 4)
    assert band_of(12, people=5) == Band(10, 14)
    with pytest.raises(ValueError):
        band_of(-1)


SHAPE = [("nhs>third", "a>x"), ("nhs>third", "a>y"), ("third>nhs", "x>a")]


def test_a_tally_counts_referrals_and_distinct_people_at_every_level():
    ann_and_bob = [(SHAPE[0], "ann"), (SHAPE[0], "ann"), (SHAPE[2], "ann"), (SHAPE[2], "bob")]
    found = {
        path: (cell.count, cell.people)
        for path, cell in true_cells(tally("place", shape=SHAPE, referrals=ann_and_bob))
    }
    assert found == {
        ("place",): (4, 2),
        ("place", "nhs>third"): (2, 1),
        ("place", "nhs>third", "a>x"): (2, 1),
        ("place", "nhs>third", "a>y"): (0, 0),
        ("place", "third>nhs"): (2, 2),
        ("place", "third>nhs", "x>a"): (2, 2),
    }


def test_a_tally_shows_the_same_cells_whether_or_not_they_had_a_referral():
    quiet = protect(tally("place", shape=SHAPE, referrals=[]))
    busy = protect(tally("place", shape=reversed(SHAPE), referrals=[(SHAPE[1], "ann")]))
    assert quiet == busy


def test_a_tally_refuses_a_referral_outside_its_shape_and_a_shape_inside_itself():
    with pytest.raises(ValueError, match="which the shape does not have"):
        tally("place", shape=SHAPE, referrals=[(("nhs>third", "b>x"), "ann")])
    with pytest.raises(ValueError, match="not a lowest cell"):
        tally("place", shape=[*SHAPE, ("nhs>third",)], referrals=[])


def test_a_table_of_ten_thousand_cells_is_protected():
    random = Random(7)
    shape = [(f"{i // 300}", f"{i}") for i in range(10_000)]
    rows = [(random.choice(shape[:2000]), n) for n in range(6000)]
    table = protect(tally("place", shape=shape, referrals=rows))
    assert table.band == Band(6000, 6004)
