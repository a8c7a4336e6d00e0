"""How many doors there were before the right one: what counts as a door, and which come before a yes. Pure.

A door is a place to which somebody came, or was sent, for one need, and which was not the one that helped:

    asked, and turned away ──┐
    asked, and no reply ─────┤
    taken on, and failed ────┼──> a door, from the moment when that was known
    sent on without an ask ──┘
    asked, still waiting, stopped by the asker or by herself; declined because it is being done, or she does not
    want it ──> no door

Doors are counted when a place says yes: the different places, other than that one, that had become doors by then,
since the last yes that held, and within a year. What that means in examples: docs/explanation/doors.md.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

LOOKED_BACK = timedelta(days=365)
"""How long a door is remembered: a search taken up again after a year is a new one."""


@dataclass(frozen=True)
class Door:
    """One place she came or was sent to for one need. `place` is who it was, whatever names a place.

    `shut_at`: when it was known that it would not help, if it was; `yes_at`: when it took her on, if it did.
    """

    place: Hashable
    yes_at: datetime | None = None
    shut_at: datetime | None = None


def doors_before(right: Door, others: Iterable[Door]) -> int:
    """The different places that had become doors before `right` said yes. `others` are of the same person and need.

    Raises ValueError for a door that never said yes.
    """
    yes = right.yes_at
    if yes is None:
        raise ValueError("Doors are counted before a yes, and here was none.")
    before = [door for door in others if door is not right]
    found = (door.yes_at for door in before if door.yes_at and door.yes_at < yes and not _shut(door, yes))
    since = max(found, default=yes - LOOKED_BACK)
    since = max(since, yes - LOOKED_BACK)
    return len({d.place for d in before if d.shut_at and since <= d.shut_at <= yes} - {right.place})


def _shut(door: Door, by: datetime) -> bool:
    return door.shut_at is not None and door.shut_at <= by
