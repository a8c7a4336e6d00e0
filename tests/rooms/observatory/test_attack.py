"""Someone collects every answer this room gives, knows the method, and works out all that can be worked out.

The unknowns are the lowest cells: every pair of ends, or every kind of need, in each locality. Each answer says of
some of them that their sum lies between two numbers. All answers together are a system of inequalities over whole
numbers; solving it for the least and the most of one cell is the best that arithmetic can do. The system is written
down from the answers alone, without a look at the tables.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.observatory import queries
from ecotone.observatory.rules import Figure
from tests.rooms.observatory import world
from tests.rooms.observatory.world import DURING, SYSTEM, publish

pytestmark = [pytest.mark.django_db, pytest.mark.commitment(8)]
BY = world.board_member()
NAMED = {"Airdrie": ("Ward", "Home Support", "Befrienders"), "Wishaw": ("Ward", "Home Support", "Ramblers")}
TOO_SMALL = Figure(0, 4, hidden=1)


class Cell(NamedTuple):
    """A lowest cell: where, between which ends (sector and name), or for which need."""

    place: str
    source: tuple[str, str] = ("", "")
    target: tuple[str, str] = ("", "")
    need: str = ""

    @property
    def sectors(self) -> tuple[str, str]:
        return self.source[0], self.target[0]


Wanted = Callable[[Cell], bool]


@dataclass
class Attack:
    """The cells, and between what numbers sums of them are known to lie."""

    cells: list[Cell]
    known: dict[tuple[bool, ...], tuple[float, float]] = field(default_factory=dict)

    def learn(self, figure: Figure, wanted: Wanted) -> None:
        inside = tuple(wanted(cell) for cell in self.cells)
        low, high = self.known.get(inside, (0, np.inf))
        told = np.inf if figure.high is None else figure.high
        self.known[inside] = (max(low, figure.low), min(high, told))

    @cached_property
    def system(self) -> LinearConstraint:
        """All that was learnt; nothing is learnt after it has been asked for."""
        lows, highs = zip(*self.known.values(), strict=True)
        return LinearConstraint(csr_array(np.array([*self.known], dtype=float)), lows, highs)

    def range_of(self, wanted: Wanted) -> tuple[int, int]:
        """The least and the most that the sum of these cells can be."""
        goal = np.array([float(wanted(cell)) for cell in self.cells])
        whole = {"constraints": self.system, "integrality": np.ones_like(goal), "bounds": Bounds(0, 1000)}
        least, most = milp(goal, **whole), milp(-goal, **whole)
        assert least.success and most.success, "no counts fit what was answered"
        return round(least.fun), round(-most.fun)


def here(name: str, also: Wanted = lambda _: True) -> Wanted:
    """The cells of a place: of one locality, or of all."""
    return lambda cell: name in (cell.place, "Partnership") and also(cell)


def between(source: str, target: str) -> Wanted:
    return lambda cell: cell.sectors == (source, target)


def ends(seen: world.World, locality: str) -> list[tuple[str, str]]:
    return [*((str(sector), "") for sector in Sector), *((str(seen.sectors[each]), each) for each in NAMED[locality])]


def attack_on_exchange(seen: world.World) -> Attack:
    """All that can be asked about the exchange, of every place."""
    attack = Attack([Cell(name, *pair) for name in NAMED for pair in product(ends(seen, name), repeat=2)])
    for name in (*NAMED, "Partnership"):
        place_id = seen.places[name]
        view, [moment] = queries.map_at(BY, place_id), queries.timeline(BY, place_id).moments
        for total in (view.total, moment.total):
            attack.learn(total, here(name))
        for part in view.localities:
            attack.learn(part.figure, here(part.name))
        for flow in (*view.flows, *moment.flows):
            attack.learn(flow.figure, here(name, between(flow.from_sector, flow.to_sector)))
        for pair in product(Sector, repeat=2):
            told = queries.exchange_between(BY, place_id, *pair)
            attack.learn(told.figure, here(name, between(*pair)))
            for part in told.localities:
                attack.learn(part.figure, here(part.name, between(*pair)))
    for name in NAMED:
        for cell, figure in lowest(seen, name).items():
            attack.learn(figure, lambda each, cell=cell: each == cell)
    return attack


def lowest(seen: world.World, name: str) -> dict[Cell, Figure]:
    """Every pair of ends at a locality with what is said of it; of those not listed, that they are too small."""
    told = queries.ties_at(BY, seen.places[name])
    figures = {Cell(name, *pair): TOO_SMALL for pair in product(ends(seen, name), repeat=2)}
    listed = {
        Cell(name, (tie.from_sector, tie.from_name), (tie.to_sector, tie.to_name)): tie.figure for tie in told.ties
    }
    assert listed.keys() <= figures.keys()
    assert told.hidden_ties == len(figures) - len(listed)
    return figures | listed


def is_untouched(attack: Attack, said: Iterable[tuple[Figure, Wanted]]) -> None:
    """Of each, all answers together say no more than its own: every number in its band is still possible."""
    for figure, wanted in said:
        least, most = attack.range_of(wanted)
        assert least == figure.low
        assert figure.high in (most, None)


def test_the_attack_finds_what_a_careless_total_gives_away():
    attack = Attack([Cell("Airdrie", need=str(n)) for n in range(10)])
    for cell in attack.cells:
        attack.learn(TOO_SMALL, lambda each, cell=cell: each == cell)
    attack.learn(Figure(40, 44), here("Airdrie"))
    assert attack.range_of(lambda cell: cell.need == "0") == (4, 4)


def test_no_answers_put_together_narrow_any_cell_of_the_exchange():
    """In Wishaw every cell from people themselves to the third sector is at its most: a plain total would say so."""
    seen = world.busy()
    with clock.at(DURING):
        seen.actor("Ramblers", Sector.THIRD, "Wishaw")
        for target in ("Ramblers", "Befrienders"):
            seen.ask("Wishaw", "", target, times=4)
    publish()
    attack = attack_on_exchange(seen)
    cells = [pair for name in NAMED for pair in lowest(seen, name).items()]
    assert {figure.shown for _, figure in cells} == {True, False}
    is_untouched(attack, ((figure, lambda each, cell=cell: each == cell) for cell, figure in cells))
    for name in NAMED:
        place_id = seen.places[name]
        pairs = product(("nhs", "council", "third", "informal"), repeat=2)
        flows = [(queries.exchange_between(BY, place_id, *pair).figure, here(name, between(*pair))) for pair in pairs]
        is_untouched(attack, [(queries.map_at(BY, place_id).total, here(name)), *flows])


def test_no_answers_put_together_narrow_any_need():
    seen = world.empty()
    needs = {code: ecosystem.add_need(by=SYSTEM, code=code, name=code).id for code in ("company", "food", "money")}
    with clock.at(DURING):
        asked = seen.ask("Airdrie", "Ward", "Befrienders", times=6, need_id=needs["company"])
        for code in ("food", "money"):
            asked += seen.ask("Airdrie", "Ward", "Befrienders", times=4, need_id=needs[code])
        asked += seen.ask("Airdrie", "Ward", "Befrienders", times=4)
        asked += seen.ask("Wishaw", "Ward", "Befrienders", times=2, need_id=needs["food"])
        for referral in asked:
            seen.decline(referral)
    publish()
    attack = Attack([Cell(name, need=code) for name in NAMED for code in ("", *needs)])
    said: list[tuple[Figure, Wanted]] = []
    for name in (*NAMED, "Partnership"):
        view = queries.unmet_at(BY, seen.places[name])
        listed = {each.code: each.figure for each in view.needs}
        for code in ("", *needs):
            unlisted = TOO_SMALL if name in NAMED else Figure(0, None)
            said.append((listed.get(code, unlisted), here(name, lambda cell, code=code: cell.need == code)))
        said.append((view.total, here(name)))
        said += [(part.figure, here(part.name)) for part in view.localities]
    for figure, wanted in said:
        attack.learn(figure, wanted)
    is_untouched(attack, [each for each in said if each[0].high is not None])
