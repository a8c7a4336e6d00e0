"""A team meeting as it is seen: its head, who is in the room, each line, and what two writes to one line part in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.care.machine import State
from ecotone.care.policies.meetings import Place
from ecotone.care.rules.meetings import DecisionKind, LineState, MeetingState, RoomRole, Sight
from ecotone.people.views import Identity


@dataclass(frozen=True)
class MeetingHead:
    """Which meeting, whose, when, where, how far; `place` is where the reader stands to it."""

    id: UUID
    version: int
    stamp: int
    team_id: UUID
    team: str
    title: str
    starts_at: datetime
    way: str
    where: str
    state: MeetingState
    opened_at: datetime | None
    closed_at: datetime | None
    place: Place

    @property
    def is_open(self) -> bool:
        return self.state is MeetingState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state is MeetingState.CLOSED

    @property
    def may_run(self) -> bool:
        return self.place.own_team or self.place.leads


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list, with how many lines it has and how many are decided."""

    head: MeetingHead
    lines: int
    decided: int


@dataclass(frozen=True)
class InRoom:
    id: UUID
    name: str
    title: str
    actor_id: UUID
    actor: str
    sector: str
    role: RoomRole
    came_at: datetime
    left_at: datetime | None
    account_id: UUID | None
    is_guest: bool

    @property
    def signed(self) -> str:
        return ", ".join(part for part in (self.name, self.title) if part)


@dataclass(frozen=True)
class Involved:
    """Another team around the person: its name, or Withheld where that would tell too much."""

    actor: "str | Withheld"
    since: datetime


@dataclass(frozen=True)
class Again:
    """Another team does the same, or did lately; `until` None while it goes on."""

    actor: "str | Withheld"
    since: Any
    until: Any


@dataclass(frozen=True)
class LineRow:
    """A line in the list. In outline the person, the words and who asked are withheld."""

    id: UUID
    version: int
    referral_id: UUID
    referral_version: int
    number: int
    state: LineState
    sight: Sight
    person_id: UUID | None
    who: "Identity | Withheld"
    need: "str | Withheld"
    locality: str
    urgency: str
    waiting_days: int
    overdue: bool
    asked_by: "str | Withheld"
    referral_state: State
    summary: "str | Withheld"
    decision: str
    worker: "str | Withheld"
    gone: bool
    because_full: bool
    sectors: tuple[str, ...] = ()
    involved: "tuple[Involved, ...] | Withheld" = ()
    again: tuple[Again, ...] = ()

    @property
    def full(self) -> bool:
        return self.sight is Sight.FULL


@dataclass(frozen=True)
class OptionView:
    id: UUID
    version: int
    service_id: UUID | None
    service: "str | Withheld"
    actor: "str | Withheld"
    sector: str
    thought_of_by: str
    fate: str
    why_not: str
    why_not_words: str


@dataclass(frozen=True)
class DissentView:
    who: str
    sector: str
    words: "str | Withheld"
    at: datetime


@dataclass(frozen=True)
class DisputeView:
    id: UUID
    version: int
    about: str
    institution_id: UUID
    institution: str
    imposed_by: str
    negotiated_by: str
    agreed: "str | Withheld"
    settled_at: datetime | None


@dataclass(frozen=True)
class ShareView:
    actor: str
    agreed_how: str
    by: str


@dataclass(frozen=True)
class NoteView:
    words: "str | Withheld"
    author: str
    at: datetime


@dataclass(frozen=True)
class LineView:
    """The line in hand. `fields` are what may be written, by name; withheld as a whole in outline."""

    head: MeetingHead
    row: LineRow
    lines: tuple[LineRow, ...]
    why: "str | Withheld"
    hoped_for: "str | Withheld"
    fields: "Mapping[str, Any] | Withheld"
    service: "str | Withheld"
    child_id: UUID | None
    decided_at: datetime | None
    changed_at: datetime
    changed_by: str
    options: tuple[OptionView, ...]
    dissents: tuple[DissentView, ...]
    disputes: tuple[DisputeView, ...]
    kinds: tuple[DecisionKind, ...]
    can_write: bool
    can_decide: bool
    can_share: bool

    @property
    def before(self) -> LineRow | None:
        at = self._at
        return self.lines[at - 1] if at else None

    @property
    def after(self) -> LineRow | None:
        at = self._at
        return self.lines[at + 1] if at + 1 < len(self.lines) else None

    @property
    def _at(self) -> int:
        return next(n for n, row in enumerate(self.lines) if row.id == self.row.id)


@dataclass(frozen=True)
class LineBrief:
    """A line as a form about it shows it; `why_not` says why it may not be written in, where it may not."""

    head: MeetingHead
    row: LineRow
    can_write: bool
    why_not: str
    need_code: str
    place_id: UUID | None


@dataclass(frozen=True)
class MinutesLine:
    """A line as the minutes print it."""

    row: LineRow
    fields: "Mapping[str, Any] | Withheld"
    service: "str | Withheld"
    options: tuple[OptionView, ...]
    dissents: tuple[DissentView, ...]
    disputes: tuple[DisputeView, ...]
    notes: tuple[NoteView, ...]
    decided_by: str


@dataclass(frozen=True)
class Tally:
    """What the minutes count, for the team itself: lines, decisions, and who was considered, by sector."""

    lines: int
    by_decision: Mapping[str, int]
    options_by_sector: Mapping[str, int]
    third_considered: int
    third_because_full: int
    withheld: int


@dataclass(frozen=True)
class Minutes:
    head: MeetingHead
    room: tuple[InRoom, ...]
    lines: tuple[MinutesLine, ...]
    notes: tuple[NoteView, ...]
    tally: Tally | None


@dataclass(frozen=True)
class Written:
    """That something was written on a line of the meeting: by whom, what sort of thing, when. It tells of no one."""

    line_id: UUID
    number: int
    what: str
    by: str
    at: datetime
