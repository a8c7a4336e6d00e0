"""The words of HSDS 3.0, and ours beside them: its objects and fields, the choices, the ids of what has none. Pure.

What a listing says and HSDS has no field for travels the way HSDS offers for it: as an attribute, whose term is in
a taxonomy of ours, and whose value is the word. Nothing is added to its objects that its schemas do not name.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from ecotone.directory.rules import ServiceStatus, WaitBand
from ecotone.ecosystem.rules import Domain, Sector

OWN = UUID("6f7f3f0e-6a3c-5d51-9a55-0d6f2a0b3c11")
"""The namespace of ids that we derive (RFC 9562, version 5), so that the same thing has the same id in every file."""

Thing = dict[str, Any]
"""An HSDS object as JSON has it."""

FIELDS: Mapping[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "service": "id organization_id program_id name alternate_name description url email status "
        "interpretation_services application_process fees_description wait_time fees accreditations "
        "eligibility_description minimum_age maximum_age assured_date assurer_email licenses alert last_modified "
        "phones schedules service_areas service_at_locations languages organization funding cost_options program "
        "required_documents contacts attributes metadata",
        "organization": "id name alternate_name description email website tax_status tax_id year_incorporated "
        "legal_status logo uri parent_organization_id funding contacts phones locations programs "
        "organization_identifiers attributes metadata services",
        "service_at_location": "id service_id location_id description contacts phones schedules location service "
        "attributes metadata",
        "location": "id location_type url organization_id name alternate_name description transportation latitude "
        "longitude external_identifier external_identifier_type languages addresses contacts accessibility phones "
        "schedules attributes metadata",
        "taxonomy_term": "id code name description parent_id taxonomy taxonomy_detail language taxonomy_id "
        "term_uri metadata",
        "taxonomy": "id name description uri version metadata",
        "api": "version profile openapi_url",
        "older": "id name description url organisation locations contacts regular_schedules taxonomies min_age "
        "max_age needs_referral free cost_options links send_needs suitabilities local_offer updated_at created_at "
        "target_directories",
    }.items()
}
"""The objects a file may hold at its top, with the fields that the 3.0 schemas, or the older UK shape, give them."""

STATUS: Mapping[str, ServiceStatus] = {
    "active": ServiceStatus.ACTIVE,
    "inactive": ServiceStatus.INACTIVE,
    "defunct": ServiceStatus.DEFUNCT,
    "temporarily closed": ServiceStatus.TEMPORARILY_CLOSED,
}
LOCATION_TYPES = ("physical", "postal", "virtual")

WAITS: Mapping[WaitBand, str] = {
    WaitBand.NONE: "No wait",
    WaitBand.UNDER_2_WEEKS: "Under 2 weeks",
    WaitBand.WEEKS_2_TO_6: "2 to 6 weeks",
    WaitBand.WEEKS_6_TO_12: "6 to 12 weeks",
    WaitBand.OVER_12_WEEKS: "Over 12 weeks",
}
"""What `wait_time` says for each band, and is read back from; any other text is not taken: it is never kept up."""

NEEDS, LISTING = "Ecotone: kinds of need", "Ecotone: what a listing says"
"""The two taxonomies of ours."""

TERMS: Mapping[str, str] = {
    "ineligibility": "Whom it is not for",
    "accessibility": "How accessible the service is",
    "outreach": "What they do when someone does not come, or does not answer",
    "cost_free": "Free of charge: true or false",
    "self_referral": "A person may come without being referred: true or false",
    "sensitivity": "Whether being seen there says something about a person: ordinary or sensitive",
    "capacity_word": "Whether there is room",
    "places_available": "Places that are free now",
    "places_maximum": "Places there are in all",
    "places_funded": "Places that are paid for",
    "attempts_before_closing": "How often they try to reach someone before they close for that",
    "door_open_days": "For how many days after the end one may come back",
    "review_due": "The day by which the listing is to be looked at again",
    "accepts": "A sector it takes referrals from",
    "attending": "How one takes part: phone, online, venue or home",
    "access": "What it takes to come in: referral, appointment, membership or drop_in",
    "identifier": "How another system knows it: source, kind and value",
    "is_intake": "One comes here first",
    "kind": "Whether it is an organisation, a team or a group",
    "sector": "Whom it belongs to by money and law",
    "domain": "Where in the ecosystem it plays its part",
    "purpose": "What it is there for",
    "remit": "What it says it covers",
    "covers": "A place it works in, by its short name",
    "place": "The place it lies in, by its short name",
    "confidential": "Where it is must not be told: true",
}
"""The terms of the taxonomy LISTING, by code."""

SECTOR_OF_SCHEME: Mapping[str, Sector] = {
    "GB-CHC": Sector.THIRD,
    "GB-SC": Sector.THIRD,
    "GB-NIC": Sector.THIRD,
    "GB-LAS": Sector.COUNCIL,
    "GB-LAE": Sector.COUNCIL,
    "GB-LANI": Sector.COUNCIL,
    "GB-PLA": Sector.COUNCIL,
    "GB-NHS": Sector.NHS,
    "GB-GOR": Sector.GOVERNMENT,
    "GB-GOVUK": Sector.GOVERNMENT,
}
"""What a register, by its org-id.guide prefix, says of an organisation's sector; a company register says nothing."""

DOMAIN_OF_SECTOR: Mapping[Sector, Domain] = {
    Sector.NHS: Domain.SYSTEM,
    Sector.COUNCIL: Domain.SYSTEM,
    Sector.GOVERNMENT: Domain.GOVERNMENT,
}
"""The domain of an organisation that does not say; all others are the community's."""

WITHOUT_PENCE = frozenset({"BIF", "CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"})
"""Currencies without a minor unit (ISO 4217)."""


def derived(*of: object) -> str:
    """The id of a thing that has none of its own here, from what it belongs to and what it says."""
    return str(uuid5(OWN, "\x1f".join(str(each) for each in of)))


def is_id(text: object) -> bool:
    """Whether this is a UUID as HSDS writes it."""
    try:
        return isinstance(text, str) and str(UUID(text)) == text.lower()
    except ValueError:
        return False


def taxonomy(name: str) -> Thing:
    return {"id": derived("taxonomy", name), "name": name, "description": f"{name}, in Ecotone"}


def term(code: str, *, taxonomy_name: str, name: str, parent: str = "") -> Thing:
    """A taxonomy term, its taxonomy named in it."""
    made = {
        "id": derived(taxonomy_name, code),
        "code": code,
        "name": name,
        "description": name,
        "taxonomy": taxonomy_name,
        "taxonomy_id": derived("taxonomy", taxonomy_name),
    }
    return made | ({"parent_id": derived(taxonomy_name, parent)} if parent else {})


def hundredths(currency: str) -> int:
    """How many minor units make one of the currency."""
    return 1 if currency in WITHOUT_PENCE else 100
