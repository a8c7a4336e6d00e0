"""Days as people give them on a page, as moments."""

from datetime import date, datetime, time, timedelta

from ecotone.ground import clock
from ecotone.ground.clock import LOCAL


def end_of_day(day: date) -> datetime:
    """The moment at which `day` is over where the people are: "until Friday" includes Friday."""
    return clock.begins(day + timedelta(days=1))


def on_the_day(day: date) -> datetime:
    """A moment of a day for which nobody gave an hour: now if it is today, else its noon."""
    return clock.now() if day == clock.today() else datetime.combine(day, time(12), LOCAL)


def last_day(moment: datetime) -> date:
    """The last day on which something holds that ends at this moment: the inverse of `end_of_day`."""
    return (moment - timedelta(microseconds=1)).astimezone(LOCAL).date()
