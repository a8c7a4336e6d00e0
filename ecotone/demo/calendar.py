"""The days of the invented place, told backwards from the day it is there, and what is going on in them at once.

A life is written as a generator which says when it next does something:

    def life(world):                 timeline ──▶ the earliest of all lives that wait
        yield moment  ◀── sleeps ──  sets the clock to that moment and wakes it
        …actions…                    and drops whatever would happen after today

So thousands of lives run beside each other in the order of time, what is still open today is simply what
was not finished, and a team's later answer can depend on what it did before.
"""

import heapq
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ecotone.ground import clock

Course = Generator[datetime, None, None]
"""Something that goes on for a while: yields the moments at which it goes on."""

_FROM, _TO = 9, 17


@dataclass(frozen=True)
class Calendar:
    """The `kept` days before `anchor`, the day it is in the invented place. Nothing happens on it or after."""

    anchor: date
    kept: int

    @property
    def opening(self) -> datetime:
        """When the records were opened."""
        return self.moment(self.kept)

    @property
    def closing(self) -> datetime:
        """The end of the day before the anchor: a demo built before breakfast holds nothing from the future."""
        return self.moment(1, hour=23)

    @property
    def morning(self) -> datetime:
        """The first moment of the anchor: what was over yesterday is over now."""
        return self.moment(0, hour=0)

    def day(self, ago: int) -> date:
        return self.anchor - timedelta(days=ago)

    def moment(self, ago: int, *, hour: int = _FROM, minute: int = 0) -> datetime:
        """A moment that many days before the anchor, local time."""
        return datetime.combine(self.day(ago), time(hour, minute), clock.LOCAL)

    def days_ago(self, moment: datetime) -> int:
        return (self.anchor - moment.astimezone(clock.LOCAL).date()).days


def working(moment: datetime) -> datetime:
    """The moment itself in working hours, otherwise the same minute of the next hour that is."""
    local = moment.astimezone(clock.LOCAL)
    if local.hour < _FROM:
        local = local.replace(hour=_FROM)
    elif local.hour >= _TO:
        local = local.replace(hour=_FROM) + timedelta(days=1)
    return local + timedelta(days={5: 2, 6: 1}.get(local.weekday(), 0))


def later(days: float) -> datetime:
    """A working moment that many days from now."""
    return working(clock.now() + timedelta(days=days))


@dataclass
class Timeline:
    """All courses that are going on, woken one after the other in the order of time, until `closing`."""

    closing: datetime
    waiting: list[tuple[datetime, int, Course]] = field(default_factory=list)
    begun: int = 0

    def begin(self, moment: datetime, course: Course) -> None:
        """Lets `course` begin at that moment."""
        self.begun += 1
        heapq.heappush(self.waiting, (moment, self.begun, course))

    def run(self, passed: Callable[[datetime], None]) -> None:
        """Runs everything to the closing; `passed` hears each moment that was reached."""
        while self.waiting and self.waiting[0][0] <= self.closing:
            moment, number, course = heapq.heappop(self.waiting)
            passed(moment)
            with clock.at(moment):
                following = next(course, None)
            if following is not None:
                heapq.heappush(self.waiting, (max(following, moment), number, course))
        for _, _, course in self.waiting:
            course.close()
        self.waiting.clear()
