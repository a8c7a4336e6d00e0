"""What a notice is about, how long it is kept, and when word of it goes out by e-mail. Pure.

A digest tells of what came after the one before and up to a *boundary*, which follows from the wish and the time
alone: so that it is the same for whoever winds the clock, and late ticks tell no more and no less.

    wish        boundary
    at once     the last full quarter of an hour          so no two mails within 15 minutes
    daily       the last 8:00 where the people are        summer time and winter time alike
    weekly      the last Monday's 8:00
    never       none
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from ecotone.ground.clock import LOCAL


class Sort(StrEnum):
    """What a notice is to its reader: it waits for them, has passed its day, answers them, or is good to know."""

    TO_DO = "to_do"
    LATE = "late"
    CAME_BACK = "came_back"
    NEWS = "news"


class Side(StrEnum):
    """As whom one is told."""

    TARGET = "target"
    SOURCE = "source"
    PERSON = "person"


class To(StrEnum):
    """What sort of recipient it is for: a team or organisation, a person with a record, whoever guards records."""

    TEAM = "team"
    PERSON = "person"
    GUARDIANS = "guardians"


GUARDIANS = UUID("6a5d0c5e-5f0b-5d43-9a6e-7a2d6f3c1e10")
"""What all who guard records are told by, whatever their team: they are few, and each sees what all are told."""


class How(StrEnum):
    """How somebody wants to hear by e-mail."""

    NEVER = "never"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


NEWS_KEPT = timedelta(days=90)
"""How long a notice is kept: a quarter of a year of who was helped when; the records themselves say the rest."""

UNSEEN = timedelta(days=7)
"""How far back news counts as new to one who has never looked."""

MAILED = timedelta(days=8)
"""How far back a digest reaches at most: a week, and a day for a clock that stood still."""

SETTLING = timedelta(seconds=30)
"""What is as new as this is not mailed yet: a transaction begun before may still be under way (on PostgreSQL)."""

EIGHT = time(8)
GATHERED = 15
"""Minutes."""


def boundary(how: How, now: datetime) -> datetime | None:
    """Up to when a digest made up at `now` tells; None for one that is not wanted. Aware in, aware out."""
    settled = now - SETTLING
    if how is How.NEVER:
        return None
    if how is How.AT_ONCE:
        return settled - timedelta(
            minutes=settled.minute % GATHERED, seconds=settled.second, microseconds=settled.microsecond
        )
    local = settled.astimezone(LOCAL)
    day = local.date() - timedelta(days=local.weekday() if how is How.WEEKLY else 0)
    eight = datetime.combine(day, EIGHT, LOCAL)
    if eight > local:
        eight = datetime.combine(day - timedelta(days=7 if how is How.WEEKLY else 1), EIGHT, LOCAL)
    return eight
