"""A second table beside a protected one: neither takes anything from what the other leaves open."""

from collections import defaultdict
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.analysis.disclosure import Rule, beside, distinct, protect, tally, walk

SMALL = Rule(threshold=2, base=2)
KINDS, EDGES, MOST = ("a", "b"), ("x", "y", ""), 9


def publish(counts: dict[tuple[str, str], int]):
    """Both tables of frictions by kind and by edge ("" none), each met by somebody else."""
    rows = [(kind, edge) for (kind, edge), n in counts.items() for _ in range(n)]
    people = list(enumerate(rows))
    tree = tally("here", shape=[(kind,) for kind in KINDS], referrals=[((kind,), who) for who, (kind, _) in people])
    table = protect(tree, rule=SMALL)
    of_edge = {edge: sum(edge == other for _, other in rows) for edge in EDGES if edge}
    second = beside(table.band.low, {edge: (n, n) for edge, n in of_edge.items()}, rule=SMALL)
    first = tuple((path, cell.band) for path, cell in walk(table))
    return (first, tuple(sorted(second.items(), key=lambda each: each[0]))), of_edge


@pytest.mark.commitment(8)
def test_every_hidden_cell_can_still_be_all_it_says():
    """All worlds of at most MOST frictions are written out, and compared by what is told of them.

    Between none and the most that is hidden, no number of any hidden cell is ruled out, alone or by the other table.
    """
    worlds = defaultdict(list)
    cells = list(product(KINDS, EDGES))
    for chosen in combinations(range(MOST + len(cells)), len(cells)):
        numbers = [after - before - 1 for before, after in pairwise((-1, *chosen))]
        counts = dict(zip(cells, numbers, strict=True))
        told, of_edge = publish(counts)
        of_kind = {kind: sum(n for (k, _), n in counts.items() if k == kind) for kind in KINDS}
        worlds[told].append((of_kind, of_edge))
    tried = 0
    for (first, second), those in worlds.items():
        total = first[0][1]
        if total.high is None or total.high > MOST:
            continue  # larger worlds, not written out, give the same tables
        tried += bool(second)
        bands, shown = {path[-1]: band for path, band in first if len(path) > 1}, dict(second)
        for kind in KINDS:
            if bands[kind].hidden:
                assert {of_kind[kind] for of_kind, _ in those} == {0, 1}, (first, second)
        for edge in ("x", "y"):
            found = {of_edge[edge] for _, of_edge in those}
            if edge in shown:
                assert min(found) == shown[edge].low
                assert shown[edge].high is None
            else:
                assert found >= {0, 1}, (first, second)
    assert tried, "some second table shows something"


@given(
    total=st.integers(0, 200),
    cells=st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=8),
)
def test_what_is_shown_leaves_room_for_one_hidden_cell(total, cells):
    rule = Rule()
    shown = beside(total, {key: (n, n) for key, n in cells.items()}, rule=rule)
    lows = sum(band.low for band in shown.values())
    assert not shown or lows + rule.threshold - 1 <= total
    for key, band in shown.items():
        assert band.low == cells[key] // 5 * 5 > 0
        assert band.high is None
    assert shown == beside(total, {key: (cells[key], cells[key]) for key in reversed(cells)}, rule=rule)


def test_many_from_few_people_are_not_shown():
    assert beside(100, {"x": (40, 4)}) == {}


@pytest.mark.parametrize(("people", "n"), [((), 0), ((None, None), 1), ((None, "a"), 1), (("a", "b", None), 2)])
def test_somebody_unknown_might_be_any_of_the_others(people, n):
    assert distinct(people) == n
