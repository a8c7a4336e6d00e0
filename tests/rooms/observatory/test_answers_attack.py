"""Someone has the exchange and all that is published of how its asks went, and works out all that can be worked out.

The unknowns are how many asks went from each end to each other, how many of those were answered how, how soon, after
how many doors, and turned down for what: rows of whole numbers that add up. The reader supposes one ask for each
person in a hidden cell, which is who can work out the most. No cell may be narrowed below what it says.
"""

from collections.abc import Iterator
from itertools import product
from random import Random
from uuid import UUID

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array, lil_array

from ecotone.analysis.disclosure import Published, Range, feasible
from ecotone.ecosystem.rules import Sector
from ecotone.observatory.answers import BELOW, PARTS, Answer, Group, Measure, Reply, answer_groups, is_plain
from ecotone.observatory.rules import End, exchange_table

pytestmark = pytest.mark.commitment(8)
NAMED = [
    *(End(Sector.NHS, UUID(int=n)) for n in (1, 2)),
    *(End(Sector.THIRD, UUID(int=n)) for n in (3, 4, 5)),
    End(Sector.COUNCIL, UUID(int=6)),
]
ENDS = [*(End(sector) for sector in Sector), *NAMED]
TIES = list(product(ENDS, ENDS))
UNSAID = ""


def parts_of(measure: Measure) -> tuple[str, ...]:
    return (*map(str, PARTS[measure]), UNSAID)


class Unknowns:
    """One column for each tie, and for each of its parts by each measure."""

    def __init__(self) -> None:
        every = [(tie, None, UNSAID) for tie in TIES]
        every += [(tie, measure, part) for tie in TIES for measure in PARTS for part in parts_of(measure)]
        self.at = {one: number for number, one in enumerate(every)}

    def sums(self) -> csr_array:
        """What each measure's parts add up to: the tie, or the part that they are finer than."""
        rows = lil_array((len(TIES) * len(PARTS), len(self.at)))
        for number, (tie, measure) in enumerate(product(TIES, PARTS)):
            whole = (tie, *BELOW[measure]) if measure in BELOW else (tie, None, UNSAID)
            rows[number, self.at[(whole[0], whole[1], str(whole[2]))]] = -1
            for part in parts_of(measure):
                rows[number, self.at[tie, measure, part]] = 1
        return csr_array(rows)

    def row(self, ties, measure: Measure | None = None, part: str = UNSAID) -> np.ndarray:
        found = np.zeros(len(self.at))
        found[[self.at[tie, measure, part] for tie in ties]] = 1
        return found


def ties_below(path: tuple[str, ...]) -> list:
    """The ties in a cell of the exchange, by the keys that lead to it."""
    found = TIES
    if len(path) > 1:
        found = [tie for tie in found if f"{tie[0].sector}>{tie[1].sector}" == path[1]]
    if len(path) > 2:
        found = [tie for tie in found if f"{tie[0].actor_id or ''}>{tie[1].actor_id or ''}" == path[2]]
    return found


def ties_of(group: Group, table: Published, groups: list[Group]) -> list:
    """The ties in a group, worked out from what is published alone."""
    if group.pair is None:
        plain = {flow.key for flow in table.children if is_plain(flow.band)}
        return [tie for tie in TIES if f"{tie[0].sector}>{tie[1].sector}" not in plain]
    inside = [tie for tie in TIES if (tie[0].sector, tie[1].sector) == group.pair]
    if group.actor_id:
        return [tie for tie in inside if tie[1].actor_id == group.actor_id]
    apart = {each.actor_id for each in groups if each.pair == group.pair and each.actor_id}
    return [tie for tie in inside if tie[1].actor_id not in apart]


def said(unknowns: Unknowns, table: Published, groups: list[Group]) -> Iterator[tuple[np.ndarray, int, int]]:
    """All that is published: a row of unknowns, and between what numbers their sum lies."""

    def walk(cell: Published, path: tuple[str, ...]) -> Iterator[tuple[np.ndarray, int, int]]:
        yield unknowns.row(ties_below(path)), cell.band.low, cell.top
        for child in cell.children:
            yield from walk(child, (*path, child.key))

    yield from walk(table, (table.key,))
    for group in groups:
        ties = ties_of(group, table, groups)
        assert group.asked.high is not None
        yield unknowns.row(ties), group.asked.low, group.asked.high
        told = {(measure, part): band for measure, part, band in group.parts}
        for measure in PARTS:
            if measure in BELOW and BELOW[measure] not in told:
                continue
            for part in map(str, PARTS[measure]):
                band = told.get((measure, part))
                yield unknowns.row(ties, measure, part), band.low if band else 0, band.high if band else 4


def some_answers(chance: Random, *, most: int) -> list[Answer]:
    """A quarter with crowds in some places, the rest thin; each ask about another person, or about few."""
    made = []
    for source, target in TIES:
        crowd = chance.random()
        n = chance.randint(5, 20) if crowd < 0.04 else chance.choice((0, 0, 0, 0, 0, most, chance.randint(0, 4)))
        style = chance.choice(tuple(Reply))
        for number in range(n):
            reply = str(style) if chance.random() < 0.7 else chance.choice(parts_of(Measure.REPLY))
            parts = {Measure.REPLY: reply, Measure.FIRST: chance.choice(parts_of(Measure.FIRST))}
            for finer, (_, of) in BELOW.items():
                if reply == of:
                    parts[finer] = chance.choice(parts_of(finer)[:2])
            made.append(Answer(source, target, (source, target, number), parts))
    return made


def tables(answers: list[Answer]) -> tuple[Published, list[Group]]:
    table = exchange_table("here", named=NAMED, offers=[(a.source, a.target, a.person) for a in answers])
    return table, answer_groups(table, named=NAMED, answers=answers)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_published_of_how_asks_went_narrows_any_cell(seed):
    chance = Random(seed)
    table, groups = tables(some_answers(chance, most=4 if seed % 2 else 1))
    assert any(group.parts for group in groups)
    unknowns = Unknowns()
    known = list(said(unknowns, table, groups))
    matrix, low, high = np.array([row for row, *_ in known]), [k[1] for k in known], [k[2] for k in known]
    sums = unknowns.sums()
    upper = csr_array(np.vstack([matrix, -matrix]))
    limits = np.concatenate([high, -np.array(low)])
    own = feasible(table)
    rest = [known[number] for number in chance.sample(range(len(known)), k=min(24, len(known)))]
    for row, least, most in {row.tobytes(): (row, a, b) for row, a, b in [*known[-6:], *rest]}.values():
        for sign, expected in ((1, least), (-1, most)):
            told = linprog(
                sign * row, A_ub=upper, b_ub=limits, A_eq=sums, b_eq=np.zeros(sums.shape[0]), bounds=(0, None)
            )
            assert told.success
            assert round(sign * told.fun) == expected
    assert own[table.key,] == Range(table.band.low, table.top)


def test_the_attack_finds_a_careless_part():
    """Of 10 to 14 asks of one team, that just 3 were declined would say that no more than 11 were taken on."""
    answers = [
        Answer(NAMED[0], NAMED[2], number, {Measure.REPLY: str(Reply.ACCEPTED), Measure.FIRST: ""})
        for number in range(12)
    ]
    table, groups = tables(answers)
    [team] = groups
    ties, unknowns = ties_of(team, table, groups), Unknowns()
    known = [*said(unknowns, table, groups), (unknowns.row(ties, Measure.REPLY, str(Reply.NOT_TAKEN)), 3, 3)]
    matrix = np.array([row for row, *_ in known])
    told = linprog(
        -unknowns.row(ties, Measure.REPLY, str(Reply.ACCEPTED)),
        A_ub=csr_array(np.vstack([matrix, -matrix])),
        b_ub=np.concatenate([[k[2] for k in known], [-k[1] for k in known]]),
        A_eq=unknowns.sums(),
        b_eq=np.zeros(len(TIES) * len(PARTS)),
        bounds=(0, None),
    )
    assert round(-told.fun) == 11
    assert ((Measure.REPLY, "accepted") in [(m, p) for m, p, _ in team.parts]) and team.asked.high == 14


@pytest.mark.parametrize("seed", range(4))
def test_whether_something_is_shown_follows_from_what_is_published(seed):
    """The same published exchange, other counts behind it: the same groups."""
    chance = Random(100 + seed)
    answers = some_answers(chance, most=3)
    table, groups = tables(answers)
    again, other = tables([*answers[::-1]])
    assert (again, [g.asked for g in other]) == (table, [g.asked for g in groups])
    assert {(g.pair, g.actor_id, g.parts) for g in other} == {(g.pair, g.actor_id, g.parts) for g in groups}
