"""What reads of the directory return: frozen, so that no page can follow a relation further than was meant."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.access.verdicts import Verdict, Withheld
from ecotone.directory.listing import Listing
from ecotone.directory.rules import ClaimState, Freshness
from ecotone.directory.search.ranking import Distance, Way, Why


@dataclass(frozen=True, slots=True)
class Capacity:
    """What room a service says it has, and when it said so. `word` is empty where nobody has said."""

    word: str
    places_available: int | None
    places_maximum: int | None
    places_funded: int | None
    wait_band: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class FoundService:
    """One line of results.

    `takes` answers whether it takes referrals from the caller: a restriction is shown, never hidden. `distance`
    and `nearest_place` are empty where no place was asked for or no place is known. `serves_all`: it is for all of
    its nearest place, in which the one asked for lies.
    """

    id: UUID
    name: str
    summary: str
    provider_id: UUID
    provider_name: str
    provider_sector: str
    place_names: tuple[str, ...]
    nearest_place: str
    distance: Distance | None
    serves_all: bool
    capacity: Capacity
    freshness: Freshness
    takes: Verdict
    self_referral: bool
    attending: tuple[str, ...]
    access: tuple[str, ...]
    cost_free: bool
    fees: str
    phone: str
    alert: str
    door_open_days: int | None
    sensitive: bool
    need_codes: tuple[str, ...]
    why: tuple[Why, ...]
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayOn:
    """What else to try, and how many it finds; `place_id` and `need` say with what."""

    way: Way
    count: int
    place_id: UUID | None = None
    place_name: str = ""
    need: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `read_as`: words put right by a letter; `unknown`: words no service has."""

    results: tuple[FoundService, ...]
    total: int
    page: int
    pages: int
    ways_on: tuple[WayOn, ...]
    read_as: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceBrief:
    """A service as other rooms need to know it."""

    id: UUID
    name: str
    provider_id: UUID
    provider_name: str
    sensitive: bool
    status: str
    accepts: frozenset[str]
    self_referral: bool
    need_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in its provider's own list, with what the two taps on room need.

    `takes` answers whoever the list was asked for, as on a line of results; None where nobody was named.
    """

    id: UUID
    version: int
    name: str
    status: str
    sensitive: bool
    capacity: Capacity
    freshness: Freshness
    assured_on: date | None
    review_due: date | None
    takes: Verdict | None = None


@dataclass(frozen=True, slots=True)
class NamedPlace:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class NamedNeed:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SiteOfService:
    """Where a service is given; all of it withheld where that is confidential, but for the provider's own hats."""

    id: UUID
    is_intake: bool
    name: str
    place: str
    address: str
    postcode: str
    accessibility: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class ServiceView:
    """All there is to know of a service: what its `listing` says, and what goes with it.

    Needs and places are those of the listing with their names; `sites` stand in place of the listing's, which are
    left out of it. `takes`, `may_keep`, `may_keep_fresh` answer the one who reads.
    """

    id: UUID
    version: int
    name: str
    provider_id: UUID
    provider_name: str
    provider_sector: str
    listing: Listing
    status: str
    status_reason: str
    sensitive: bool
    needs: tuple[NamedNeed, ...]
    places: tuple[NamedPlace, ...]
    sites: "tuple[SiteOfService | Withheld, ...]"
    capacity: Capacity
    freshness: Freshness
    assured_on: date | None
    assured_by: UUID | None
    created_at: datetime
    changed_at: datetime
    takes: Verdict
    may_keep: Verdict
    may_keep_fresh: Verdict


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service as a register has it: its listing, without the sites that are confidential.

    `hides_a_site`: it is given somewhere that is not said.
    """

    id: UUID
    provider_id: UUID
    provider_name: str
    listing: Listing
    status: str
    needs: tuple[NamedNeed, ...]
    hides_a_site: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """An active service as anyone may know of it. Its listing names no confidential site; `withheld`: how many."""

    id: UUID
    provider_id: UUID
    listing: Listing
    withheld: int
    assured_on: date | None
    changed_at: datetime


@dataclass(frozen=True)
class ClaimView:
    """A group's wish to keep its own listing. `listed` says whether its address is the one on its page.

    `decisions` are those that the reader may make now.
    """

    id: UUID
    version: int
    actor_id: UUID
    actor: str
    sector: str
    address: str
    listed: bool
    name: str
    title: str
    words: str
    answered: int
    asked_at: datetime
    state: ClaimState
    reason: str
    decided_by: str
    decided_at: datetime | None
    decisions: tuple[ClaimState, ...] = ()
    may_send_again: bool = False
