"""The cells of My day's piles: no two hold the same ask, and nothing open that concerns a team is in none."""

from itertools import product

from ecotone.care.machine import FINAL, State
from ecotone.care.rules import CELLS, PILES, Side, pile_of


def every_ask():
    return product(Side, State, (False, True), (False, True))


def test_no_two_cells_hold_the_same_ask():
    for side, state, late, news in every_ask():
        assert sum(cell.holds(side, state, late=late, news=news) for cell in CELLS) <= 1, (side, state, late, news)


def test_each_pile_is_one_of_those_shown_and_what_is_open_lies_in_one():
    nowhere = {
        (side, state)
        for side, state, late, news in every_ask()
        # A day that has passed is one of a state that has a day.
        if not late and pile_of(side, state, late=late, news=news) not in PILES
    }
    theirs_alone = {(Side.TO_US, state) for state in (State.DRAFT, State.UNCLAIMED, State.NO_REPLY)}
    over = {(side, state) for side, state in product(Side, FINAL)}
    assert nowhere == theirs_alone | over
    assert {cell.pile for cell in CELLS} == set(PILES)
