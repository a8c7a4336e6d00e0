"""The shapes of everything in the invented world, so that whoever builds it reads one page.

Every record has a `key`, a short name of our own, by which other records point to it. Dates are true
dates; freshness is told in days before "now", since the demo is always built today. Fields about services
carry their Open Referral (HSDS) names.

    Place ◀── Site ◀── Service ──▶ Actor ──▶ parent Actor
                          │          ▲ ▲
                        needs     Tie│ │Stance, Remit
                                     Actor ──▶ Institution ◀── Link
"""

from dataclasses import dataclass
from datetime import date, time

SECTORS = ("nhs", "council", "third", "independent", "community", "informal", "government")
DOMAINS = ("government", "system", "community")
LEVELS = ("micro", "meso", "macro")
ACTOR_KINDS = ("organisation", "team", "network", "board", "group")
ATTENDING_TYPES = ("phone", "online", "venue", "home visit")
ATTENDING_ACCESS = ("referral", "appointment", "membership", "drop-in")
CAPACITIES = ("open", "limited", "waiting", "full")
WAIT_BANDS = ("days", "weeks", "months", "long")  # under 7 days, under 5 weeks, under 3 months, longer
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where something happens. HSDS location and address; `postal_code` can never be real (ML99).

    A `confidential` site is known to its organisation only: address and coordinates never leave it.
    """

    key: str
    name: str
    place: str
    address_1: str
    city: str
    postal_code: str
    longitude: float
    latitude: float
    accessibility: str = ""
    confidential: bool = False
    location_type: str = "physical"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """An organisation, team, network, board or group.

    sector, domain   one of SECTORS and DOMAINS: domain is not sector (a GP practice is nhs, and community)
    staffed_by       the sectors whose staff work in it, where it joins several
    parent           key of the organisation it belongs to, "" for none
    places           keys of the places it works in
    site             key of its usual site, "" where it has none
    public           True only for a real public body, named by its real generic name
    anchor           True for the third-sector anchor which hosts a locality's link workers
    sensitive        True where a link with it could expose or endanger someone
    since, until     half-open; `until` None while it lives
    """

    key: str
    name: str
    kind: str
    sector: str
    domain: str
    description: str
    places: tuple[str, ...]
    since: date
    until: date | None = None
    parent: str = ""
    staffed_by: tuple[str, ...] = ()
    site: str = ""
    email: str = ""
    phone: str = ""
    public: bool = False
    anchor: bool = False
    sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When a service is there, weekly: HSDS `byday` (MO…SU), local times."""

    byday: str
    opens_at: time
    closes_at: time


@dataclass(frozen=True, kw_only=True)
class Service:
    """What one organisation offers, with HSDS field names where HSDS has one.

    organization            key of the Actor which offers it
    needs                   codes from `needs`, the main one first
    places                  keys of the places it serves (service areas)
    site                    key of the Site, "" for home visits and phone lines
    minimum_age, maximum_age   years, None for no bound
    capacity                one of CAPACITIES; `wait_band` one of WAIT_BANDS
    accepts_referrals_from  sectors; empty means anyone may refer
    self_referral           whether a person may ask for it themselves
    sensitive               attending it says something about a person; `confidential` hides the site as well
    assured_days_ago        how long ago someone last confirmed this listing
    """

    key: str
    organization: str
    name: str
    description: str
    needs: tuple[str, ...]
    places: tuple[str, ...]
    schedules: tuple[Schedule, ...]
    site: str = ""
    eligibility_description: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    application_process: str = ""
    fees_description: str = "Free"
    languages: tuple[str, ...] = ("English",)
    attending_type: str = "venue"
    attending_access: str = "drop-in"
    capacity: str = "open"
    wait_band: str = "days"
    accepts_referrals_from: tuple[str, ...] = ()
    self_referral: bool = True
    sensitive: bool = False
    confidential: bool = False
    status: str = "active"
    assured_days_ago: int = 30
    phone: str = ""
    email: str = ""


TIE_KINDS = (
    "funds",
    "commissions",
    "governs",
    "staffs",
    "hosts",
    "shares_site_with",
    "member_of",
    "meets_with",
    "refers_to",
    "learns_with",
    "overlaps_with",
    "shares_information_with",
)


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A tie between two actors over time. `level` belongs to the tie, never to the actors."""

    source: str
    target: str
    kind: str
    level: str
    since: date
    until: date | None = None
    words: str = ""


INSTITUTION_KINDS = (
    "law",
    "policy",
    "aim",
    "approach",
    "funding rule",
    "metric",
    "professional standard",
    "value",
    "work practice",
)
ORIENTATIONS = (
    "person-judged value",
    "efficiency",
    "safety",
    "equity",
    "prevention",
    "independence",
    "belonging",
    "professional quality",
    "accountability",
)


@dataclass(frozen=True, kw_only=True)
class Institution:
    """A rule of the game: law, policy, aim, metric, value or habit, written down or not.

    formality      "formal" or "informal"
    standing       "current" or "legacy" (no longer law or policy, or never asked for, yet still obeyed)
    issuer         key of the Actor it comes from, "" for one nobody issued
    source         the document or the talk it is known from
    places         keys of places where it holds
    """

    key: str
    name: str
    kind: str
    formality: str
    standing: str
    policy_area: str
    orientation: str
    level: str
    words: str
    source: str
    places: tuple[str, ...]
    since: date
    until: date | None = None
    issuer: str = ""


LINK_KINDS = ("interprets", "conflicts", "supports", "replaces")
STANCES = ("sets", "shares", "follows", "contests", "imposed")


@dataclass(frozen=True, kw_only=True)
class Link:
    """How one institution bears on another."""

    source: str
    target: str
    kind: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Stance:
    """How an actor stands to an institution: it sets, shares, follows or contests it, or has it imposed."""

    actor: str
    institution: str
    kind: str
    since: date
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Remit:
    """Who is there to do what, where. Two open remits alike in need and place are an overlap."""

    actor: str
    need: str
    place: str
    since: date
    until: date | None = None
    words: str = ""


CONTEXT_KINDS = ("history", "asset", "shortage", "change")


@dataclass(frozen=True, kw_only=True)
class Context:
    """Something true of a place which explains the rest, said by someone, at a date.

    contributed_by   key of the Actor whose words these are; `source` says where they were said
    """

    key: str
    place: str
    kind: str
    words: str
    source: str
    recorded: date
    contributed_by: str
