"""Listings ↔ HealthcareService. Pure."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Any

from ecotone.access.verdicts import Withheld
from ecotone.adapters.fhir.mapping.elements import (
    HL7,
    Resource,
    Served,
    coded,
    concept,
    masked,
    meta,
    reference,
    said,
    scheme_system,
    several,
    telecom,
    text,
    tidy,
)
from ecotone.adapters.fhir.mapping.organisations import contacts
from ecotone.directory.listing import Language, Listing, Opening
from ecotone.directory.rules import AttendingAccess, AttendingType, CapacityWord, ServiceStatus, Weekday
from ecotone.directory.views import ServiceCard

DAYS: Mapping[str, str] = MappingProxyType(
    {
        Weekday.MONDAY: "mon",
        Weekday.TUESDAY: "tue",
        Weekday.WEDNESDAY: "wed",
        Weekday.THURSDAY: "thu",
        Weekday.FRIDAY: "fri",
        Weekday.SATURDAY: "sat",
        Weekday.SUNDAY: "sun",
    }
)
TONGUES = "urn:ietf:bcp:47"


def healthcare_service(card: ServiceCard, served: Served) -> Resource:
    """A service as its listing has it. Where it is given at a confidential site, that there is one is not hidden,
    as in the directory's pages; where it is never leaves.
    """
    listing = card.listing
    hidden = [Withheld("directory.confidential_site")] if card.hides_a_site else []
    places = [reference("Location", each.site_id) for each in listing.sites]
    return tidy(
        {
            "resourceType": "HealthcareService",
            "id": str(card.id),
            "meta": meta(*hidden, updated=card.changed_at),
            "identifier": [
                {"system": scheme_system(each.source, served), "value": each.value} for each in listing.identifiers
            ],
            "active": card.status == ServiceStatus.ACTIVE,
            "providedBy": reference("Organization", card.provider_id, card.provider_name),
            "type": [concept(need.name, (served.codes("need"), need.code, need.name)) for need in card.needs],
            "location": [*places, *([masked()] if hidden else [])],
            "name": listing.name,
            "comment": listing.alert,
            "extraDetails": listing.description,
            "telecom": telecom(phone=listing.phone, email=listing.email, url=listing.url),
            "serviceProvisionCode": [concept("", (f"{HL7}/service-provision-conditions", "free", "Free"))]
            if listing.cost_free
            else [],
            "eligibility": [{"comment": words} for words in _for_whom(listing)],
            "characteristic": _characteristics(listing, served),
            "communication": [concept(each.name, (TONGUES, each.code, "")) for each in listing.languages],
            "appointmentRequired": AttendingAccess.APPOINTMENT in listing.access,
            "availableTime": [_opening(each) for each in listing.schedules if each.opens or each.closes],
            "availabilityExceptions": "; ".join(each.note for each in listing.schedules if each.note),
        }
    )


def _for_whom(listing: Listing) -> list[str]:
    ages = {"from": listing.minimum_age, "to": listing.maximum_age}
    years = " ".join(f"{word} {age}" for word, age in ages.items() if age is not None)
    return [
        f"Age {years}" if years else "",
        listing.eligibility,
        listing.ineligibility and f"Not: {listing.ineligibility}",
    ]


def _characteristics(listing: Listing, served: Served) -> list[Resource]:
    """How it is attended, how one gets in, and whether it says that it has room."""
    codes = [("attending", str(each)) for each in listing.attending] + [("access", str(e)) for e in listing.access]
    room = [("capacity", listing.capacity_word)] if listing.capacity_word else []
    return [concept("", (served.codes(name), code, "")) for name, code in [*codes, *room]]


def _opening(each: Opening) -> Resource:
    return {
        "daysOfWeek": [DAYS[each.weekday]],
        "availableStartTime": each.opens and each.opens.isoformat("seconds"),
        "availableEndTime": each.closes and each.closes.isoformat("seconds"),
    }


def service_fields(resource: Resource) -> dict[str, Any]:
    """What a HealthcareService says, as `directory.list_service` takes it, but for whose it is and its kinds of need.

    One that does not say how it is attended is attended where it is, or by phone where it names no place.
    """
    ways = contacts(resource)
    traits = resource.get("characteristic")
    attending = [code for code in coded(traits, "/CodeSystem/attending") if code in set(AttendingType)]
    access = [code for code in coded(traits, "/CodeSystem/access") if code in set(AttendingAccess)]
    if not access and resource.get("appointmentRequired") is True:
        access = [str(AttendingAccess.APPOINTMENT)]
    capacity = [code for code in coded(traits, "/CodeSystem/capacity") if code in set(CapacityWord)]
    usual = AttendingType.VENUE if several(resource.get("location")) else AttendingType.PHONE
    found = {
        "name": text(resource.get("name")),
        "description": text(resource.get("extraDetails")),
        "alert": text(resource.get("comment"))[:200],
        "phone": ways.get("phone", ""),
        "email": ways.get("email", ""),
        "url": ways.get("url", ""),
        "cost_free": "free" in coded(resource.get("serviceProvisionCode"), "/service-provision-conditions"),
        "eligibility": "\n".join(
            text(each.get("comment")) or said(each.get("code")) for each in several(resource.get("eligibility"))
        ).strip(),
        "attending": tuple(attending or [str(usual)]),
        "access": tuple(access),
        "languages": tuple(_language(each) for each in several(resource.get("communication")) if said(each)),
        "schedules": tuple(_openings(resource)),
    }
    return found | ({"capacity_word": capacity[0]} if capacity else {})


def needs_met(resource: Resource) -> list[str]:
    """The codes of the kinds of need that it is for, as this place's own needs have them."""
    return coded(resource.get("type"), "/CodeSystem/need")


def _language(each: Resource) -> Language:
    codes = coded([each], TONGUES)
    return Language(name=said(each)[:80], code=codes[0][:12] if codes else "")


def _openings(resource: Resource) -> list[Opening]:
    """One for each day named. ValueError for a time that is none."""
    weekdays = {code: weekday for weekday, code in DAYS.items()}
    found = []
    for each in several(resource.get("availableTime")):
        days = each.get("daysOfWeek")
        whole_day = each.get("allDay") is True
        opens = time(0, 0) if whole_day else _time(each.get("availableStartTime"))
        closes = time(23, 59) if whole_day else _time(each.get("availableEndTime"))
        named = [weekdays[code] for code in days if code in weekdays] if isinstance(days, list) else []
        found += [Opening(weekday, opens, closes) for weekday in named]
    return found


def _time(given: Any) -> time | None:
    return time.fromisoformat(text(given)) if text(given) else None
