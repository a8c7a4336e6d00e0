"""Days as people give them on a page, as moments."""

from datetime import date, datetime, time, timedelta

from ecotone.ground.clock import LOCAL


def end_of_day(day: date) -> datetime:
    """The moment at which `day` is over where the people are: "until Friday" includes Friday."""
    return datetime.combine(day + timedelta(days=1), time(), LOCAL)
