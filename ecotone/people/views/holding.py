"""What reads of signing in somebody's place, on a page of one's own, return."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.access.rules import Purpose
from ecotone.access.verdicts import Withheld
from ecotone.people.rules import Part
from ecotone.people.rules.signing import AuthorityKind, Matter, Standing


@dataclass(frozen=True)
class HeldView:
    """An authority of the caller's own, and what it lets them sign today of who sees what.

    `refuses`: they sign what narrows by themselves. `opens`: what opens they pass on. `code` says why, or why not.
    """

    id: UUID
    kind: AuthorityKind
    name: str
    covers: tuple[Matter, ...]
    since: date
    until: date | None
    standing: Standing
    refuses: bool
    opens: bool
    code: str


@dataclass(frozen=True)
class StandsView:
    """A grant, or what was refused in her place, of a part that the caller sees; `takes_back`: they may."""

    id: UUID
    effect: str
    actor_id: UUID | None
    actor: str | Withheld
    sector: str
    part: Part
    purpose: Purpose | None
    since: datetime
    until: datetime | None
    signed_as: str
    signed_by: str | Withheld
    takes_back: bool


@dataclass(frozen=True)
class PassedGrant:
    """What the caller passed on to be opened: what, to whom and when, and never what became of it."""

    id: UUID
    part: Part
    actor: str | Withheld
    sector: str
    purpose: Purpose
    until: datetime | None
    text: str
    at: datetime


@dataclass(frozen=True)
class OwnAuthorities:
    """By what the caller signs for whom they act for, and for which parts of the record."""

    person_id: UUID
    held: tuple[HeldView, ...]
    parts: tuple[Part, ...]

    def by(self, authority_id: UUID) -> HeldView | None:
        return next((each for each in self.held if each.id == authority_id), None)


@dataclass(frozen=True)
class OwnSigning:
    """The same, with what stands that they may know of, and what they passed on."""

    own: OwnAuthorities
    stands: tuple[StandsView, ...]
    passed_on: tuple[PassedGrant, ...]

    @property
    def held(self) -> tuple[HeldView, ...]:
        return self.own.held


@dataclass(frozen=True)
class ToSign:
    """What was passed on to be opened, to staff: by which authority, which part, to whom, what for, until when."""

    authority_id: UUID
    kind: AuthorityKind
    part: Part
    actor_id: UUID | None
    actor: str | Withheld
    sector: str
    purpose: Purpose
    until: datetime | None
