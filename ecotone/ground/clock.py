"""Time: one injectable `now()`, aware and in UTC, so that tests and the demo can set the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day it is where the people are."""
    return now().astimezone(LOCAL).date()


def begins(day: date) -> datetime:
    """The first moment of a day where the people are."""
    return datetime.combine(day, time(), LOCAL)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block it is `moment`. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("the clock takes aware times only")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
