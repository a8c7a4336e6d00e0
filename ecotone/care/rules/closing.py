"""The three closures of a referral, kept apart. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ecotone.care.machine import FINAL, State
from ecotone.care.rules.codes import NeedView


class Closure(StrEnum):
    """One of the three closures of a referral, as it stands."""

    OPEN = "open"
    WAITING = "waiting"
    AMBER = "amber"
    CLOSED = "closed"


@dataclass(frozen=True)
class Closures:
    """The loop (ended and read by the asker), the need (judged by the person), the plan (her goal was reviewed).

    None where there is no such closure, or where it is not the reader's to know.
    """

    loop: Closure
    need: Closure | None
    plan: Closure | None

    @property
    def amber(self) -> bool:
        """Ended, but the asker has not read it, or the person has not judged it met."""
        return Closure.AMBER in (self.loop, self.need)


def closures(
    state: State,
    *,
    acknowledged: bool,
    view: NeedView | None,
    ended_at: datetime | None,
    outcome_reviewed_at: datetime | None,
    has_outcome: bool,
) -> Closures:
    """The three closures of a referral, kept apart.

    An ended one is amber until the asker has read it; its need is amber until the person says that it is met.
    One entered in error closes nothing and opens nothing.
    """
    if state is State.ENTERED_IN_ERROR:
        return Closures(Closure.CLOSED, Closure.CLOSED, None)
    ended = state in FINAL
    loop = Closure.CLOSED if ended and acknowledged else Closure.AMBER if ended else Closure.OPEN
    need = Closure.CLOSED if view is NeedView.MET else Closure.AMBER if ended or view else Closure.OPEN
    reviewed = bool(outcome_reviewed_at and ended_at and outcome_reviewed_at >= ended_at)
    plan = (Closure.CLOSED if reviewed else Closure.WAITING) if has_outcome else None
    return Closures(loop, need, plan)
