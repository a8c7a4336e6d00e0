"""What reads of a person's rights return: frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Ref:
    """Something else that an entry names: which, and what it is called."""

    kind: str
    id: UUID
    label: str


@dataclass(frozen=True)
class Entry:
    """One entry of a person's record, as it stands.

    kind        what sort of thing it is: storyentry, referralmove …
    id          which; with the kind it is the one
    written_at  when it was written down
    written_by  who wrote it, as they signed; empty where nobody signs such an entry
    values      what it holds, by field; a field that holds nothing is left out
    withheld    the fields that are not shown, each with the code of why
    """

    heading: str
    kind: str
    id: str
    written_at: datetime | None
    written_by: str
    values: Mapping[str, Any]
    withheld: Mapping[str, str]


@dataclass(frozen=True)
class StepView:
    """One step of a correction."""

    code: str
    at: datetime
    by: str
    words: str


@dataclass(frozen=True)
class CorrectionView:
    """What somebody says is wrong in a person's record, and how it stands with it.

    whose     her name; empty to whoever may not know it any more
    subject   what sort of entry, and which; empty and None where it is told in words alone
    said      what the entry said when it was asked
    now_says  what it says since it was corrected
    kept_unnamed  a team answers whose name would tell the reader too much: `team` is empty
    new_here  whether a corrected version is written by answering; else it is put right where it is kept
    """

    id: UUID
    version: int
    person_id: UUID
    whose: str
    subject_kind: str
    subject_id: UUID | None
    said: str
    wrong: str
    should_say: str
    team_id: UUID | None
    team: str
    asked_by: str
    asked_at: datetime
    due_on: date
    late: bool
    extended_why: str
    state: str
    answered_at: datetime | None
    answered_by: str
    answer: str
    now_says: str
    new_here: bool
    may_answer: bool
    may_withdraw: bool
    kept_unnamed: bool = False
    steps: tuple[StepView, ...] = ()

    @property
    def waits(self) -> bool:
        return self.state == "waiting"


@dataclass(frozen=True)
class ToPutRight:
    """One that waits for a team, without a name."""

    id: UUID
    wrong: str
    due_on: date
    late: bool


@dataclass(frozen=True)
class Statement:
    """What stands beside an entry: that it was corrected, or what she says of it where it was not, or waits."""

    id: UUID
    state: str
    wrong: str
    should_say: str
    on: date


@dataclass(frozen=True)
class ErasureView:
    """That somebody is to be erased, and what was decided. Done, `whose` is the name of an empty row."""

    id: UUID
    version: int
    person_id: UUID
    whose: str
    asked_at: datetime
    asked_by: str
    why: str
    due_on: date
    late: bool
    state: str
    ground: str
    against: str
    reason: str
    decided_at: datetime | None
    decided_by: str
    rows: int


@dataclass(frozen=True)
class HoldView:
    """What holds an erasure up."""

    id: UUID
    version: int
    person_id: UUID
    kind: str
    why: str
    by: str
    since: datetime
    review_on: date


@dataclass(frozen=True)
class Standing:
    """Who is to be erased, what was asked, what holds it up, as a guardian reads it before deciding."""

    person_id: UUID
    name: str
    born: int | None
    died_on: date | None
    erased_at: datetime | None
    asked: ErasureView | None
    holds: tuple[HoldView, ...]
    may_decide: bool


@dataclass(frozen=True)
class PeriodView:
    """How many months one sort of record is kept here; `least` is the least there is. Version 0: nothing was set."""

    rule: str
    least: int
    months: int
    why: str
    by: str
    version: int


@dataclass(frozen=True)
class DueView:
    """Somebody whose time is over: since which day, by which rule, from what."""

    person_id: UUID
    name: str
    born: date | None
    died_on: date | None
    last: date
    rule: str
    due_on: date
