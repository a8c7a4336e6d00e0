"""What reads of the ecosystem return: frozen, so that no page can follow a relation further than was meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ecotone.access.rules import Role
from ecotone.access.verdicts import Withheld
from ecotone.ecosystem.rules import (
    ActorKind,
    Claim,
    Domain,
    InstitutionKind,
    InstitutionLinkKind,
    Level,
    Orientation,
    PlaceKind,
    Sector,
    StanceKind,
    Standing,
    TieKind,
    Topic,
)


@dataclass(frozen=True, slots=True)
class PlaceBrief:
    id: UUID
    slug: str
    name: str
    kind: PlaceKind
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    parent_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class DeprivationView:
    index_name: str
    version: str
    direction: str
    measure: str
    value: Decimal
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class ContextView:
    """`by_actor` and `by_name` are empty when a person said it: someone who lives here, unnamed."""

    id: UUID
    topic: Topic
    text: str
    source: str
    source_on: date | None
    by_actor_id: UUID | None
    by_actor: str
    by_name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """`breadcrumb` runs from the nation down to the place itself; `context` holds now, `earlier` did once."""

    id: UUID
    slug: str
    name: str
    kind: PlaceKind
    code: str
    population: int | None
    population_on: date | None
    population_source: str
    latitude: float | None
    longitude: float | None
    outline: list | None
    deprivation: tuple[DeprivationView, ...]
    parents: tuple[PlaceBrief, ...]
    children: tuple[PlaceBrief, ...]
    breadcrumb: tuple[PlaceBrief, ...]
    context: tuple[ContextView, ...]
    earlier: tuple[ContextView, ...]


@dataclass(frozen=True, slots=True)
class SiteView:
    """Where an actor is at home; of a confidential site only those who work there see where."""

    id: UUID
    name: str
    place_id: UUID
    place: str
    confidential: bool
    accessibility: str
    address: "str | Withheld"
    postcode: "str | Withheld"
    latitude: "float | Withheld | None"
    longitude: "float | Withheld | None"


@dataclass(frozen=True, slots=True)
class ActorCard:
    """An actor as a register has it. `part_of`: the organisations it belongs to; no site that is confidential."""

    id: UUID
    name: str
    kind: ActorKind
    sector: Sector
    description: str
    website: str
    email: str
    phone: str
    identifiers: tuple[tuple[str, str], ...]
    part_of: tuple[UUID, ...]
    site_id: UUID | None
    active: bool


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A site that is not confidential, as a register has it."""

    id: UUID
    name: str
    place: str
    address: str
    postcode: str
    accessibility: str
    latitude: float | None
    longitude: float | None
    kept_by: UUID | None


@dataclass(frozen=True, slots=True)
class HatView:
    id: UUID
    title: str
    role: Role
    actor_id: UUID
    actor_name: str
    organisation_name: str
    account_id: UUID
    name: str
    since: date
    until: date | None
    is_program: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """One account and the hats it wears in an organisation and its teams today; `ends` are those it may end."""

    account_id: UUID
    name: str
    hats: tuple[HatView, ...]
    ends: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class ActorBrief:
    id: UUID
    name: str
    kind: ActorKind
    sector: Sector
    domain: Domain
    phone: str
    email: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class OpenSite:
    """A site that is not confidential, as anyone may know of it."""

    id: UUID
    name: str
    place_id: UUID
    address: str
    postcode: str
    latitude: float | None
    longitude: float | None
    accessibility: str


@dataclass(frozen=True, slots=True)
class ListedActor:
    """What an actor says of itself to anyone. `parent_id` is the organisation it is part of, the first of several."""

    id: UUID
    name: str
    kind: ActorKind
    sector: Sector
    domain: Domain
    description: str
    purpose: str
    remit: str
    website: str
    email: str
    phone: str
    site_id: UUID | None
    place_ids: tuple[UUID, ...]
    identifiers: tuple[tuple[str, str], ...]
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class TieView:
    """A tie as it reads from source to target. `other_id` and `other` are the far side, seen from one actor."""

    id: UUID
    version: int
    kind: TieKind
    level: Level
    source_id: UUID
    source: str
    target_id: UUID
    target: str
    note: str
    claim: Claim
    claimed_by_id: UUID | None
    claimed_by: str
    answered_by_id: UUID | None
    answered_by: str
    dispute_reason: str
    last_consulted_on: date | None
    since: date
    until: date | None
    other_id: UUID | None = None
    other: str = ""

    @property
    def outward(self) -> bool:
        """Whether the actor it is seen from is its source."""
        return self.other_id == self.target_id


@dataclass(frozen=True, slots=True)
class RemitView:
    id: UUID
    actor_id: UUID
    actor: str
    actor_kind: ActorKind
    sector: Sector
    need_code: str
    need: str
    place_id: UUID
    place: str
    text: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class StanceView:
    id: UUID
    kind: StanceKind
    actor_id: UUID
    actor: str
    institution_id: UUID
    institution: str
    note: str
    said_by: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class InstitutionName:
    id: UUID
    name: str
    kind: InstitutionKind
    standing: Standing


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One dated thing that happened to an actor: a code with words, and the name it concerns."""

    on: date
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ActorView:
    """All there is to know of an actor: as it stands today, or as it last stood where it has ended.

    `sectors` are its own and those of the organisations it is part of; `organisations` and `teams` those that both
    sides confirm. `not_agreed`: an organisation that has not agreed to the terms of the place, and sees no record.
    """

    id: UUID
    version: int
    name: str
    kind: ActorKind
    sector: Sector
    sectors: tuple[Sector, ...]
    domain: Domain
    description: str
    purpose: str
    remit: str
    website: str
    email: str
    phone: str
    site: SiteView | None
    places: tuple[PlaceBrief, ...]
    organisations: tuple[ActorBrief, ...]
    teams: tuple[ActorBrief, ...]
    identifiers: tuple[tuple[str, str], ...]
    former_names: tuple[tuple[str, date], ...]
    ties: Mapping[TieKind, tuple[TieView, ...]]
    stances: Mapping[StanceKind, tuple[StanceView, ...]]
    issues: tuple[InstitutionName, ...]
    remits: tuple[RemitView, ...]
    workers: "tuple[HatView, ...] | Withheld"
    history: tuple[HistoryLine, ...]
    since: date
    until: date | None
    not_agreed: bool = False


@dataclass(frozen=True, slots=True)
class NeedView:
    """A kind of need; a broad one carries its own kinds in `children`."""

    id: UUID
    code: str
    name: str
    synonyms: tuple[str, ...]
    sensitive: bool
    parent_code: str
    children: tuple["NeedView", ...] = ()


@dataclass(frozen=True, slots=True)
class InstitutionBrief:
    id: UUID
    name: str
    kind: InstitutionKind
    formal: bool
    standing: Standing
    domain: Domain
    level: Level
    policy_area: str
    issuer_id: UUID | None
    issuer: str
    place: str
    orientations: tuple[Orientation, ...]
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class InstitutionLinkView:
    """How one institution bears on the other; `outward`: this one does it to the other."""

    id: UUID
    kind: InstitutionLinkKind
    outward: bool
    other_id: UUID
    other: str
    note: str


@dataclass(frozen=True, slots=True)
class InstitutionView:
    id: UUID
    version: int
    name: str
    kind: InstitutionKind
    formal: bool
    standing: Standing
    domain: Domain
    level: Level
    policy_area: str
    issuer_id: UUID | None
    issuer: str
    place_id: UUID | None
    place: str
    text: str
    source: str
    source_url: str
    orientations: tuple[Orientation, ...]
    links: tuple[InstitutionLinkView, ...]
    stances: tuple[StanceView, ...]
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ActorOnMap:
    """An actor in the layout of a place; where it is, unless that is confidential."""

    id: UUID
    name: str
    kind: ActorKind
    sector: Sector
    description: str
    latitude: float | None
    longitude: float | None
    remits: tuple[RemitView, ...]


@dataclass(frozen=True, slots=True)
class SectorGroup:
    sector: Sector
    actors: tuple[ActorOnMap, ...]


@dataclass(frozen=True, slots=True)
class DomainView:
    """One row of Table 1 at one place: what the research names, and who and what is really there."""

    domain: Domain
    role: str
    main_actors: tuple[str, ...]
    kinds_of_institution: tuple[str, ...]
    sectors: tuple[SectorGroup, ...]
    institutions: tuple[InstitutionBrief, ...]


@dataclass(frozen=True, slots=True)
class EcosystemView:
    """The ecosystem at a place on a day: its domains, the ties among those shown, and where one can zoom to."""

    place: PlaceBrief
    on: date
    need: NeedView | None
    path: tuple[PlaceBrief, ...]
    inside: tuple[PlaceBrief, ...]
    needs: tuple[NeedView, ...]
    domains: tuple[DomainView, ...]
    ties: tuple[TieView, ...]


@dataclass(frozen=True, slots=True)
class NeedAtPlace:
    need_code: str
    need: str
    place_id: UUID
    place: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """An actor with the organisations it belongs to, and their sectors: to whom a grant or refusal is addressed."""

    actor_ids: frozenset[UUID]
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class RemitSide:
    """One side of a comparison: who it is, where, since when, and what only it is there for.

    `words` are what it says of itself: its description, purpose and remit, as far as it has said them.
    """

    actor: ActorBrief
    sectors: tuple[Sector, ...]
    words: tuple[str, ...]
    site: SiteView | None
    organisations: tuple[ActorBrief, ...]
    stances: tuple[StanceView, ...]
    only: tuple[NeedAtPlace, ...]


@dataclass(frozen=True, slots=True)
class RemitComparison:
    """Two remits side by side: what both are there for, what each alone, and what ties them."""

    a: RemitSide
    b: RemitSide
    shared: tuple[NeedAtPlace, ...]
    ties: tuple[TieView, ...]
    same_site: bool
