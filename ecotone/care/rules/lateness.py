"""When a reply is late, and what a pause does to the day it was due. Pure."""

from datetime import date

from ecotone.care.machine import AWAITING_REPLY, TO_LOOK_AT_AGAIN, State

GRACE_DAYS = 3
"""How many days the target's lead has to answer what the team let pass, before it goes back to the asker."""


def due_on(state: State, reply_by: date | None, review_on: date | None) -> date | None:
    """The day by which something is to happen, if there is one: a reply, then whatever was agreed to look at again.

    The table of referrals works the same out for every row (`Referral.due_on`), to list them by it.
    """
    if state in AWAITING_REPLY:
        return reply_by
    return review_on if state in TO_LOOK_AT_AGAIN else None


def is_unanswered_late(state: State, reply_by: date | None, today: date) -> bool:
    """Whether the day by which to reply has passed, and nobody has answered."""
    return state in AWAITING_REPLY and reply_by is not None and reply_by < today


def is_review_late(state: State, review_on: date | None, today: date) -> bool:
    """Whether the day on which to look at it again has passed: a hold, a wait, a meeting, an answer."""
    return state in TO_LOOK_AT_AGAIN and review_on is not None and review_on < today


def later_by_pause(due: date, paused_on: date, today: date) -> date:
    """The reply-by date after a pause: later by the days that it stood still."""
    return due + (today - paused_on)
