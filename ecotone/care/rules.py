"""The words and rules of care apart from the machine of states: closures, who sees what of a referral. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ecotone.care.machine import AWAITING_REPLY, FINAL, State


class Urgency(StrEnum):
    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


class NeedView(StrEnum):
    """What the person says became of the need."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    WORSE = "worse"


class Pen(StrEnum):
    """Who held the pen when the person's view was written down."""

    PERSON = "person"
    WORKER = "worker"
    CARER = "carer"
    HELPER = "helper"


class Means(StrEnum):
    """By what means the person's view came."""

    PAGE = "page"
    PHONE = "phone"
    PAPER = "paper"
    MEETING = "meeting"


class Change(StrEnum):
    """How the person sees a personal outcome when it is reviewed."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    REACHED = "reached"


class OutcomeKind(StrEnum):
    """Talking Points: quality of life, process, change."""

    QUALITY_OF_LIFE = "quality_of_life"
    PROCESS = "process"
    CHANGE = "change"


class GiftKind(StrEnum):
    """What was put in."""

    TIME = "time"
    TRANSPORT = "transport"
    MONEY = "money"
    KNOWLEDGE = "knowledge"
    SPACE = "space"
    THINGS = "things"


class Sight(StrEnum):
    """How much of a referral one may see."""

    FULL = "full"
    OUTLINE = "outline"
    NOTHING = "nothing"


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


def sight(
    *, is_person: bool, is_party: bool, is_ancestor_party: bool, knows_person: bool, sees_referrals: bool
) -> Sight:
    """How much of a referral is seen, and by whom.

    The person sees all of it; its two ends see all of it while their relationship lasts, and afterwards that it
    was; whoever asked further up the chain sees states and dates; others see it only if that part of the record
    was shared with them.
    """
    if is_person or (knows_person and (is_party or sees_referrals)):
        return Sight.FULL
    if is_party or (is_ancestor_party and knows_person):
        return Sight.OUTLINE
    return Sight.NOTHING


GRACE_DAYS = 3
"""How many days the target's lead has to answer what the team let pass, before it goes back to the asker."""


def is_unanswered_late(state: State, reply_by: date | None, today: date) -> bool:
    """Whether the day by which to reply has passed, and nobody has answered."""
    return state in AWAITING_REPLY and reply_by is not None and reply_by < today


def later_by_pause(due: date, paused_on: date, today: date) -> date:
    """The reply-by date after a pause: later by the days that it stood still."""
    return due + (today - paused_on)
