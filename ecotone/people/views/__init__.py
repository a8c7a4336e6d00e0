"""What reads of a person's record return: frozen, with `Withheld` in place of what the caller may not see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.access.queries import Trace
from ecotone.access.rules import Basis, Purpose
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.ground.clock import LOCAL
from ecotone.people.rules import SHAREABLE, Act, Asked, Part


@dataclass(frozen=True)
class Identity:
    name: str
    known_as: str
    pronouns: str
    birth_date: date | None
    age: int | None
    died_on: date | None
    home_id: UUID | None
    home: str
    other_names: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        return self.known_as or self.name

    @property
    def nickname(self) -> str:
        """What they like to be called, where the name does not begin with it already."""
        begins_with_it = f"{self.name} ".casefold().startswith(f"{self.known_as} ".casefold())
        return "" if begins_with_it else self.known_as


@dataclass(frozen=True)
class SafeContact:
    how: str
    detail: str
    warning: str
    language: str
    interpreter: bool
    communication: str

    @property
    def in_a_line(self) -> str:
        """The way, the number and what to beware of; no comma follows the end of a sentence."""
        return _joined(_joined(self.how, ",", self.detail), ".", self.warning)


def _joined(first: str, mark: str, then: str) -> str:
    """Two pieces in one line, with the mark between them unless the first ends in one of its own."""
    if not (first and then):
        return first or then
    return f"{first} {then}" if first.endswith((".", "!", "?", "…")) else f"{first}{mark} {then}"


@dataclass(frozen=True)
class StoryEntryView:
    id: UUID
    section: Part
    text: str
    words_of: str
    said_on: date
    author: "str | Withheld"
    written_at: datetime
    supersedes: UUID | None
    superseded_by: UUID | None
    kept_back: bool = False


@dataclass(frozen=True)
class SectionView:
    """One section: its entries, newest first, those that stand and those that were superseded; or withheld."""

    part: Part
    entries: "tuple[StoryEntryView, ...] | Withheld"
    earlier: tuple[StoryEntryView, ...] = ()


@dataclass(frozen=True)
class CircleTieView:
    id: UUID
    version: int
    kind: str
    name: "str | Withheld"
    relation: "str | Withheld"
    actor_id: UUID | None
    closeness: int
    named_by: str
    author: "str | Withheld"
    since: date
    until: date | None


@dataclass(frozen=True)
class RelationshipView:
    """Who is helping: the team's name, or Withheld where the name alone would tell too much.

    `parts` are those shared with it; as `who_sees` answers, those it sees, and `refused` where it sees nothing.
    """

    actor_id: UUID | None
    actor: "str | Withheld"
    role: str
    purpose: "str | Withheld"
    since: datetime
    until: datetime | None
    parts: tuple[Part, ...]
    current: bool
    refused: bool = False

    @property
    def sees_all(self) -> bool:
        return {*self.parts} >= {*SHAREABLE}


@dataclass(frozen=True)
class Helping:
    """Which other teams help a person now, and since when; `hidden`: whose name would tell too much."""

    now: "tuple[tuple[str | Withheld, datetime], ...] | Withheld"
    hidden: frozenset[UUID]


@dataclass(frozen=True)
class EncounterView:
    """A contact; of a team whose name alone would tell too much, the name, the author and the note are withheld.

    `channel` is empty where she said that she had to repeat her story, and not how they met.
    """

    id: UUID
    version: int
    actor_id: UUID | None
    actor: "str | Withheld"
    at: datetime
    channel: str
    mode: str
    mode_said_by: str
    planned_minutes: int | None
    actual_minutes: int | None
    time_enough_worker: bool | None
    time_enough_person: bool | None
    note: "str | Withheld"
    author: "str | Withheld"

    @property
    def day(self) -> date:
        """The day of it; a contact logged later has no hour that anyone gave."""
        return self.at.astimezone(LOCAL).date()


@dataclass(frozen=True)
class StayView:
    """A stay in hospital; `back_after` so many days since the last, where it was a return."""

    id: UUID
    version: int
    where: str
    since: date
    until: date | None
    asked: Asked
    asked_person: Asked
    author: "str | Withheld"
    back_after: int | None


@dataclass(frozen=True)
class HospitalView:
    """In hospital since a day. Where that was within days of leaving: when she had left, how many days that was, and
    whether she had been asked before she left; None and not said for any other stay.
    """

    since: date
    left_on: date | None = None
    days: int | None = None
    asked: Asked = Asked.NOT_SAID
    asked_person: Asked = Asked.NOT_SAID


@dataclass(frozen=True)
class IdentifierView:
    kind: str
    source: str
    value: str


@dataclass(frozen=True)
class ChoiceView:
    id: UUID
    effect: str
    actor_id: UUID | None
    actor: "str | Withheld"
    sector: str
    part: Part | None
    purpose: Purpose | None
    since: datetime
    until: datetime | None
    withdrawn_at: datetime | None
    said_by: str
    note: "str | Withheld"
    author: "str | Withheld"
    signed_as: str
    signed_by: "str | Withheld"


@dataclass(frozen=True)
class PersonView:
    """A person's record as this principal may see it now; `verdicts` says why for every part. None: not asked for."""

    id: UUID
    version: int
    is_me: bool
    identity: "Identity | Withheld"
    contact: "SafeContact | Withheld | None"
    story: tuple[SectionView, ...]
    circle: "tuple[CircleTieView, ...] | Withheld | None"
    involved: "tuple[RelationshipView, ...] | Withheld | None"
    encounters: "tuple[EncounterView, ...] | Withheld | None"
    identifiers: "tuple[IdentifierView, ...] | Withheld | None"
    verdicts: Mapping[Part, Verdict]
    stays: "tuple[StayView, ...] | Withheld | None" = None

    @property
    def read_only(self) -> bool:
        """Whether an emergency or a law alone opens it: nothing is written in it, nor passed on."""
        return self.verdicts[Part.IDENTITY].basis in (Basis.VITAL_INTEREST, Basis.LEGAL_DUTY)

    @property
    def helping(self) -> tuple[RelationshipView, ...]:
        """Of those involved, who helps now."""
        return tuple(each for each in self.involved or () if each.current)

    @property
    def helped(self) -> tuple[RelationshipView, ...]:
        """Of those involved, who no longer helps."""
        return tuple(each for each in self.involved or () if not each.current)


@dataclass(frozen=True)
class Banner:
    """What stands at the head of every page about a person, and why each part of her record opens or does not."""

    id: UUID
    identity: "Identity | Withheld"
    contact: "SafeContact | Withheld"
    verdicts: Mapping[Part, Verdict]


@dataclass(frozen=True)
class PersonRow:
    """A person in a list."""

    id: UUID
    name: str
    nickname: str
    birth_date: date | None
    age: int | None
    home: str
    since: datetime | None
    warning: str
    died_on: date | None = None


@dataclass(frozen=True)
class PermissionView:
    """Whom a person lets act for her: what it covers, how long, how it stands.

    `reason` is why it is suspended, or Withheld from her where it would not be safe to show.
    """

    id: UUID
    version: int
    person_id: UUID
    name: str
    relation: str
    email: str
    parts: tuple[Part, ...]
    acts: tuple[Act, ...]
    sensitive: bool
    since: datetime
    until: datetime
    state: str
    said_by: str
    said_how: str
    author: "str | Withheld"
    accepted_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    suspended: bool
    suspended_by: "str | Withheld"
    reason: "str | Withheld"
    standing: str
    signed_as: str
    signed_by: str

    @property
    def live(self) -> bool:
        return self.standing in ("offered", "coming", "active", "suspended")


@dataclass(frozen=True)
class Offer:
    """A permission as the one it is given to sees it: for whom, what it covers, how long."""

    id: UUID
    version: int
    name: str
    parts: tuple[Part, ...]
    acts: tuple[Act, ...]
    since: datetime
    until: datetime
    standing: str


@dataclass(frozen=True)
class Suspension:
    """A permission that was suspended, as those who guard records read it."""

    permission: PermissionView
    person: str
    suspended_at: datetime
    unsafe: bool


@dataclass(frozen=True)
class DepartureView:
    """That somebody died or moved away, as noted."""

    id: UUID
    kind: str
    on: date
    told_by: str
    author: "str | Withheld"
    noted_at: datetime
    came_from: str
    went_to: str
    undone_at: datetime | None
    undone_reason: str


@dataclass(frozen=True)
class OwnTellings:
    """A team's own contacts after each person's first: how many, at how many she had to repeat her story, and which.

    `shown`: (who, name, when) of those the reader may still see.
    """

    contacts: int
    repeated: int
    shown: tuple[tuple[UUID, str, datetime], ...]


@dataclass(frozen=True)
class Watched:
    """What one worker did at one moment, and to whose records, as those who guard records read it.

    A person's name is withheld where the worker's team is one by which she is not to be known.
    """

    act: Trace
    people: "tuple[tuple[UUID, str | Withheld], ...]"


@dataclass(frozen=True)
class OddLooks:
    """Looks within some weeks that are worth a question, and prove nothing: whose account, by its id, and how many.

    days       account, day, people: far more than on the days before and after
    refused    account, people: of how many different people it was refused
    nights     account, entries: at night, on Saturdays and Sundays
    families   account, person, her name: the same last name, or named in her circle by the worker's own name
    """

    days: tuple[tuple[UUID, date, int], ...]
    refused: tuple[tuple[UUID, int], ...]
    nights: tuple[tuple[UUID, int], ...]
    families: "tuple[tuple[UUID, UUID, str], ...]"
    names: dict[UUID, str]


@dataclass(frozen=True)
class Stub:
    """That somebody is known here, for one whose team does not help her: the letters her name begins with."""

    id: UUID
    initials: str


@dataclass(frozen=True)
class Found:
    """What a search for one person finds: those whom the caller may know, or the stub of one stranger, or nothing.

    `several` where more than one stranger fits: none of them is shown.
    """

    mine: tuple[tuple[UUID, str], ...] = ()
    stub: Stub | None = None
    several: bool = False


@dataclass(frozen=True)
class OpenEmergency:
    """An emergency that holds now, to whoever began it: whose record, until when, why."""

    id: UUID
    person_id: UUID
    name: str
    until: datetime
    reason: str
    text: str


@dataclass(frozen=True)
class EmergencyView:
    """An emergency as those who guard records see it."""

    id: UUID
    version: int
    person_id: UUID
    name: str
    account_id: UUID
    made_by: str
    team: str
    reason: str
    text: str
    since: datetime
    until: datetime
    ended_at: datetime | None
    told: bool
    why_not_told: str
    review_by: date
    late: bool
    reviewed_at: datetime | None
    reviewed_by: str
    outcome: str
    review: str
    is_own: bool

    @property
    def closed_at(self) -> datetime:
        """When it ended, or ends."""
        return self.ended_at or self.until


@dataclass(frozen=True)
class WaitingAsk:
    """That a team has asked, and since when it waits for an answer."""

    request_id: UUID
    asked_at: datetime


@dataclass(frozen=True)
class RequestView:
    """A team's wish to know somebody: to her, to those who help her, and to the team itself, which knows initials.

    `mine` to the team that asked; `may_answer` to her, and to a lead who helps her.
    """

    id: UUID
    version: int
    person_id: UUID
    whose: str
    team: str
    asked_by: str
    why: str
    asked_at: datetime
    lapses_on: date
    state: str
    answered_at: datetime | None
    answered_as: str
    answered_by: str
    reason: str
    mine: bool
    may_answer: bool
    part: Part | None = None
    signed_as: str = ""
    signed_by: str = ""

    @property
    def waits(self) -> bool:
        return self.state == "waiting"
