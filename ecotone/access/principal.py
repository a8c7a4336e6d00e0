"""The one who calls: an account in the hat it wears now, the person herself, or a named part of the system.

    account ──wears──> one hat (a role in a team, for organisations)  ─┐
    account ──is─────> a person with a record here                    ─┼─> Principal
    account ──acts for> a person, within her dated permission          ─┤
    a link  ──opens──> one referral, for the group it was mailed to   ─┤
    a job   ──named──> "system: publish"                              ─┘

Every read and write takes one. Rooms above fill it in; access knows only ids.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ecotone.access.rules import PRACTICE, Kind, Purpose, Role


@dataclass(frozen=True)
class Link:
    """What an e-mailed link opens, as care has just looked it up: one referral, and for whom.

    `parts` are those of the record that this referral shares. A link that is over opens nothing: its
    `referral_id` and `person_id` are None. `answered` says how many asks this address has answered by link;
    `why_over` why it opens nothing any more.
    """

    id: UUID
    address: str
    referral_id: UUID | None = None
    person_id: UUID | None = None
    parts: frozenset[str] = field(default_factory=frozenset)
    answered: int = 0
    why_over: str = ""


@dataclass(frozen=True)
class Principal:
    """Who calls, in what hat, for what purpose.

    `actor_id` is the team or organisation whose hat is worn, or that a link was mailed to; `organisation_ids` are
    the organisations that team belongs to (itself, if it is one), `sectors` theirs. All are empty for a person, for
    whoever acts for her, and for nobody.
    `cares_for` is whom a carer acts for, within `permission_id` and until `acts_until`. It is never `person_id`: what
    asks whether somebody calls as herself gets a no from whoever acts for her.
    `token_id` is the token a program called with, in the name of all the rest.
    `is_service`: the account is a program's own, and nobody's who signs in.
    `without_terms`: an organisation of the hat has not agreed to this place's terms, so nobody there sees a record.
    """

    kind: Kind
    account_id: UUID | None = None
    name: str = ""
    hat_id: UUID | None = None
    hat_title: str = ""
    actor_id: UUID | None = None
    actor_name: str = ""
    organisation_ids: frozenset[UUID] = field(default_factory=frozenset)
    sectors: frozenset[str] = field(default_factory=frozenset)
    role: Role | None = None
    person_id: UUID | None = None
    cares_for: UUID | None = None
    permission_id: UUID | None = None
    acts_until: datetime | None = None
    purpose: Purpose = Purpose.CARE
    link: Link | None = None
    token_id: UUID | None = None
    without_terms: bool = False
    is_service: bool = False

    @classmethod
    def nobody(cls) -> "Principal":
        """Someone who has not signed in, or wears no hat."""
        return cls(kind=Kind.NOBODY)

    @classmethod
    def system(cls, job: str) -> "Principal":
        """The part of Ecotone that does `job` by itself; it stands in the audit by that name."""
        return cls(kind=Kind.SYSTEM, name=job, purpose=Purpose.UPKEEP)

    @property
    def actor_ids(self) -> frozenset[UUID]:
        """The team worn and the organisations it belongs to."""
        return self.organisation_ids | ({self.actor_id} if self.actor_id else frozenset())

    @property
    def signature(self) -> str:
        """How this principal signs what it writes: name, title, team."""
        return ", ".join(part for part in (self.name, self.hat_title, self.actor_name) if part)

    @property
    def team_id(self) -> UUID:
        """The team or organisation whose hat is worn. ValueError without a hat: ask `practises` or `kind` first."""
        if self.actor_id is None:
            raise ValueError("no hat is worn")
        return self.actor_id

    @property
    def own_id(self) -> UUID:
        """The id of the caller's own record. ValueError for one who does not call as herself."""
        if self.person_id is None:
            raise ValueError("not a person with a record here")
        return self.person_id

    @property
    def about_id(self) -> UUID:
        """Whose record the caller's pages are about: her own, or of the one she acts for. ValueError for others."""
        return self.cares_for if self.kind is Kind.CARER and self.cares_for else self.own_id

    @property
    def practises(self) -> bool:
        """Works with people and is here to help them, so that a relationship of care can open a record; and the terms
        of the place stand."""
        return self._works_with_people and self.purpose is Purpose.CARE and not self.without_terms

    @property
    def learns(self) -> bool:
        """Works with people, and is here to learn from what was done: reads what they allow for that, and no more."""
        return self._works_with_people and self.purpose is Purpose.IMPROVEMENT and not self.without_terms

    @property
    def is_shut_out(self) -> bool:
        """Would practise, but for an organisation that has not agreed to the terms."""
        return self._works_with_people and self.without_terms

    @property
    def _works_with_people(self) -> bool:
        return self.kind is Kind.WORKER and self.role in PRACTICE and self.actor_id is not None

    @property
    def link_id(self) -> UUID | None:
        """The e-mailed link it came by, for the audit."""
        return self.link.id if self.link else None

    @property
    def is_hers(self) -> bool:
        """The person herself, or who acts for her: what is done is done for one of them and for nobody else."""
        return self.kind in (Kind.PERSON, Kind.CARER)

    @property
    def is_system(self) -> bool:
        return self.kind is Kind.SYSTEM
