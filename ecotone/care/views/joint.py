"""Joint work as it is seen: who is in it, who does what, what was done together."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.care.rules.joint import EventKind, Funding, PartnerState, TaskState


@dataclass(frozen=True)
class PartnerView:
    id: UUID
    version: int
    actor_id: UUID
    actor: str
    sector: str
    state: PartnerState
    since: date | None
    is_ours: bool


@dataclass(frozen=True)
class TaskView:
    """What one partner does by when; late where its day has passed and it is open."""

    id: UUID
    version: int
    actor_id: UUID
    actor: str
    what: str
    by_day: date | None
    state: TaskState
    settled_on: date | None
    late: bool
    is_ours: bool


@dataclass(frozen=True)
class DueTask:
    """What the reader's own team is to do soon, or late, and in which joint work."""

    task: TaskView
    work_id: UUID
    work: str


@dataclass(frozen=True)
class EventView:
    """Something done together; `learned` from whom somebody learned, by name: (who learned, who taught)."""

    id: UUID
    work_id: UUID | None
    kind: EventKind
    on: date
    minutes: int
    words: str
    author: str
    actor: str
    with_whom: tuple[tuple[UUID, str], ...]
    learned: tuple[str, ...]
    taught: tuple[str, ...]
    funding: Funding
    funder: str
    is_ours: bool


@dataclass(frozen=True)
class JointRow:
    """One piece of joint work in a list. `person` is her name, where it is for one whom the reader may know."""

    id: UUID
    title: str
    person_id: UUID | None
    person: "str | Withheld"
    since: date
    until: date | None
    partners: tuple[str, ...]
    our_state: PartnerState | None
    open_tasks: int


@dataclass(frozen=True)
class JointView:
    """One piece of joint work, whole, and what the reader can do in it."""

    id: UUID
    version: int
    title: str
    aim: str
    person_id: UUID | None
    person: "str | Withheld"
    since: date
    until: date | None
    author: str
    partners: tuple[PartnerView, ...]
    tasks: tuple[TaskView, ...]
    events: tuple[EventView, ...]
    ours: PartnerView | None
    may_act: bool


@dataclass(frozen=True)
class TimeTogether:
    """How much time our team spent with others in some months, by kind, in minutes; of it what nobody paid for."""

    since: date
    by_kind: tuple[tuple[EventKind, int], ...]
    minutes: int
    unpaid: int
    not_said: int
    we_learned: int
    they_learned: int


@dataclass(frozen=True)
class OurJoint:
    """What our team works on with others: asked to join, in it, over; and time together."""

    asked: tuple[JointRow, ...] = ()
    running: tuple[JointRow, ...] = ()
    over: tuple[JointRow, ...] = ()
    events: tuple[EventView, ...] = ()
    time: TimeTogether | None = None
