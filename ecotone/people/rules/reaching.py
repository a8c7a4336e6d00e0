"""The rules about reaching somebody whom one's team does not help: an emergency, and a wish to know her. Pure."""

from datetime import date, timedelta
from enum import StrEnum


class EmergencyReason(StrEnum):
    """Why somebody opens the record of a person whom their team does not help, without being asked to."""

    DANGER_TO_LIFE = "danger_to_life"
    CANNOT_BE_ASKED = "cannot_be_asked"
    SAFEGUARDING = "safeguarding"
    COURT_OR_POLICE = "court_or_police"
    OTHER = "other"


class EmergencyOutcome(StrEnum):
    """What came of looking at an emergency afterwards."""

    JUSTIFIED = "justified"
    JUSTIFIED_BUT_ACT = "justified_but_act"
    NOT_JUSTIFIED = "not_justified"


AN_EMERGENCY_LASTS = timedelta(hours=3)
"""How long it opens a record, at most: long enough to see somebody to safety. Who needs longer says why again."""
MOST_EMERGENCIES = 5
"""How many one account may begin in a day and a night."""
REVIEWED_WITHIN = 5
"""Working days."""
SEARCHES_AN_HOUR = 20
"""How often one account may look somebody up whom their team does not help: enough for work, too few to go through
a telephone book.
"""
KEPT_BACK_BEFORE = timedelta(hours=1)
"""How long before an emergency that she is not told of its maker's other looks are kept back as well."""


def working_days_on(day: date, number: int) -> date:
    """The day so many working days after `day`, Monday to Friday. Public holidays are not known here and count as
    working days, so that a review falls due too soon rather than too late.
    """
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


class AskState(StrEnum):
    """How it stands with a team's wish to know a person."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class AnsweredBy(StrEnum):
    """Who answered: she herself, one who helps her at her word, those who asked, or the clock."""

    PERSON = "person"
    STAFF = "staff"
    ASKER = "asker"
    CLOCK = "clock"


AN_ASK_WAITS = timedelta(days=14)
"""How long a wish to know somebody waits for an answer."""
NO_MEANS_NO_FOR = timedelta(days=28)
"""For how long a team does not ask again after the answer was no."""


def initials(name: str) -> str:
    """The first letters of a name, as a stub shows them: "J R"."""
    return " ".join(word[0].upper() for word in name.split()[:1] + name.split()[1:][-1:])
