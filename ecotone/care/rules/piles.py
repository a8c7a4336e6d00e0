"""In which pile of a team's My day an ask lies: by who is asked, its state, whether its day has passed, and its news.

Pure. Each ask lies in the one pile of the first cell that it fits; in none where it fits no cell.
"""

from dataclasses import dataclass
from enum import StrEnum

from ecotone.care.machine import AWAITING_REPLY, FINAL, OPEN, TAKEN_ON, State

PILES = ("late", "to_answer", "to_chase", "came_back", "in_hand", "awaited", "drafts")
"""The piles in the order of a day's work."""


class Side(StrEnum):
    """What a team is to an ask."""

    TO_US = "target"
    FROM_US = "source"


@dataclass(frozen=True)
class Cell:
    """Part of a pile: asks to us or from us in some states. Whether the day has passed, and whether there is news
    that the asker has not read, matters only where it is told."""

    pile: str
    side: Side
    states: frozenset[State]
    late: bool | None = None
    news: bool | None = None

    def holds(self, side: Side, state: State, *, late: bool, news: bool) -> bool:
        return side is self.side and state in self.states and self.late in (None, late) and self.news in (None, news)


_DATED = AWAITING_REPLY | TAKEN_ON
_QUESTION, _SILENCE, _DRAFT = (frozenset({state}) for state in (State.INFO_NEEDED, State.NO_REPLY, State.DRAFT))
_ON_ITS_WAY = OPEN - _QUESTION - _SILENCE

CELLS = (
    Cell("late", Side.TO_US, _DATED, late=True),
    Cell("late", Side.FROM_US, _QUESTION, late=True),
    Cell("to_answer", Side.TO_US, AWAITING_REPLY | {State.CANCEL_REQUESTED}, late=False),
    Cell("to_answer", Side.FROM_US, _QUESTION, late=False),
    Cell("to_chase", Side.FROM_US, _DATED, late=True),
    Cell("to_chase", Side.FROM_US, _SILENCE),
    Cell("to_chase", Side.TO_US, _QUESTION, late=True),
    Cell("came_back", Side.FROM_US, _ON_ITS_WAY, late=False, news=True),
    Cell("came_back", Side.FROM_US, FINAL, news=True),
    Cell("in_hand", Side.TO_US, TAKEN_ON, late=False),
    Cell("awaited", Side.FROM_US, _ON_ITS_WAY - _DRAFT, late=False, news=False),
    Cell("awaited", Side.TO_US, _QUESTION, late=False),
    Cell("drafts", Side.FROM_US, _DRAFT, news=False),
)
"""Every pile, cell by cell; no two cells hold the same ask."""


def pile_of(side: Side, state: State, *, late: bool, news: bool) -> str:
    """The pile of an ask; "" where it is in none: a draft to us, or what has ended and is read."""
    return next((cell.pile for cell in CELLS if cell.holds(side, state, late=late, news=news)), "")
