"""How long a record is kept, from which event, and why: the schedule. Pure.

    died       three years after the death
    adult      six years after the last entry
    child      until the 25th birthday, or the 26th for who was 17 at the last entry, and six years after that entry

A place may keep longer, never shorter: these are minimum periods. Nothing goes by itself: what is due is listed for
those who guard records, who agree to it. The event is always the last thing written of her anywhere here.

Sources: Scottish Government, Records Management Code of Practice for Health and Social Care (2020; newest 16 August
2024), Annex B, minimum retention periods of personal health records; Scottish Council on Archives, Records Retention
Schedules (SCARRS), for councils; Prescription and Limitation (Scotland) Act 1973, for claims. A place's own records
manager confirms them: what differs, such as 20 years after the last contact in mental health care, or longer for
looked-after children, is set as a longer period, or held (`HoldWhy`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ecotone.rights.rules.correcting import months_on


class Kept(StrEnum):
    """Which records the schedule tells apart."""

    DIED = "died"
    ADULT = "adult"
    CHILD = "child"


@dataclass(frozen=True)
class Period:
    """How many months a record is kept at least, from which event on."""

    rule: Kept
    months: int


LEAST: Mapping[Kept, Period] = {
    Kept.DIED: Period(Kept.DIED, 36),
    Kept.ADULT: Period(Kept.ADULT, 72),
    Kept.CHILD: Period(Kept.CHILD, 72),
}
LONGEST = 1200
"""Months: a hundred years, as councils keep some children's files."""
GROWN, UNTIL, OR_UNTIL = 18, 25, 26
"""Years: who was younger than GROWN at the last entry is kept as a child, until the birthday UNTIL or OR_UNTIL."""

BY_THE_CLOCK: Mapping[str, int] = {"notice": 90, "mail": 30, "file": 30, "answer": 1, "session": 1}
"""What goes by itself, and after how many days: it is no record of care, and says nothing that one does not."""


def rule_for(*, born: date | None, died: date | None, last: date) -> Kept:
    """Which rule holds for somebody of whom something was last written on that day."""
    if died:
        return Kept.DIED
    return Kept.CHILD if born and months_on(born, 12 * GROWN) > last else Kept.ADULT


def due_on(*, born: date | None, died: date | None, last: date, months: Mapping[Kept, int]) -> date:
    """The first day on which a record need not be kept any more, given how long each rule keeps here."""
    rule = rule_for(born=born, died=died, last=last)
    if rule is Kept.DIED:
        assert died  # noqa: S101 - the rule says so
        return months_on(died, months[rule])
    after = months_on(last, months[rule])
    if rule is Kept.ADULT or born is None:
        return after
    years = OR_UNTIL if months_on(born, 12 * (GROWN - 1)) <= last else UNTIL
    return max(after, months_on(born, 12 * years))
