"""What goes out, as the rooms' queries gave it: a service with its organisation, its places and its sites. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from ecotone.directory.listing import Listing


@dataclass(frozen=True)
class Area:
    """A place. `slug` is its short name here, `code` the public area code where it has one."""

    slug: str
    name: str
    code: str = ""


@dataclass(frozen=True)
class Need:
    """A kind of need; `broad` is the code of the broader one, if any."""

    code: str
    name: str
    broad: str = ""


@dataclass(frozen=True)
class Premises:
    """A site that anyone may know of. Degrees by WGS 84."""

    id: str
    name: str
    place: Area
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accessibility: str = ""


@dataclass(frozen=True)
class Provider:
    """An organisation, team or group. `identifiers` are (scheme, value), `parent_id` what it is part of."""

    id: str
    name: str
    kind: str
    sector: str
    domain: str
    description: str = ""
    purpose: str = ""
    remit: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    areas: tuple[Area, ...] = ()
    site: Premises | None = None
    parent_id: str = ""


@dataclass(frozen=True)
class Offer:
    """A service. Its listing's needs, places and sites stand beside it; `sites` say whether one comes there first."""

    id: str
    provider: Provider
    listing: Listing
    changed_at: datetime
    assured_on: date | None = None
    needs: tuple[Need, ...] = ()
    areas: tuple[Area, ...] = ()
    sites: tuple[tuple[Premises, bool], ...] = ()
