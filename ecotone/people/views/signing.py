"""What reads of who may sign for a person return."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.people.rules.signing import AuthorityKind, Matter, Standing


@dataclass(frozen=True)
class AuthorityView:
    """By which authority somebody signs for her, for what, who saw the paper; `signs`: which matters it does now."""

    id: UUID
    version: int
    kind: AuthorityKind
    name: str | Withheld
    relation: str | Withheld
    number: str
    covers: tuple[Matter, ...]
    powers: str
    seen_on: date
    seen_by: str | Withheld
    since: date
    until: date | None
    acts_here: bool
    ended_at: datetime | None
    ended_by: str | Withheld
    ended_reason: str
    holds: bool
    signs: tuple[Matter, ...]
    told: bool
    why_not_told: str


@dataclass(frozen=True)
class AssessmentView:
    """What was assessed of one matter, by whom, how, when to look again; `says` whether it says anything now."""

    id: UUID
    version: int
    matter: Matter
    able: bool
    assessed_by: str
    how: str
    on: date
    again_on: date
    recorded_by: str | Withheld
    withdrawn_at: datetime | None
    withdrawn_by: str | Withheld
    withdrawn_reason: str
    says: bool
    told: bool
    why_not_told: str


@dataclass(frozen=True)
class MatterView:
    """How it stands with one matter: whether she signs it herself, and who does in her place."""

    matter: Matter
    standing: Standing
    herself: bool
    in_her_place: tuple[AuthorityView, ...]


@dataclass(frozen=True)
class Agreeing:
    """Who may say yes to an ask for her today: she herself, or who holds an authority for it; or neither can."""

    standing: Standing
    herself: bool
    signers: tuple[AuthorityView, ...]


@dataclass(frozen=True)
class Deciding:
    """Who may sign for one person, matter by matter; the authorities and assessments, newest first."""

    person_id: UUID
    age_known: bool
    matters: tuple[MatterView, ...]
    authorities: tuple[AuthorityView, ...]
    assessments: tuple[AssessmentView, ...]
    names_withheld: bool

    def signers(self, matter: Matter) -> tuple[AuthorityView, ...]:
        """Those who sign this matter in her place now."""
        return next(each.in_her_place for each in self.matters if each.matter is matter)
