"""A service of ours → an HSDS 3.0 service, whole: with its organisation, locations and all that is theirs. Pure.

What is empty here is left out there, but for what HSDS requires.
"""

from collections.abc import Iterable
from datetime import UTC
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from ecotone.adapters.openreferral.terms import (
    LISTING,
    NEEDS,
    TERMS,
    WAITS,
    Thing,
    derived,
    hundredths,
    term,
)
from ecotone.adapters.openreferral.things import Area, Need, Offer, Premises, Provider
from ecotone.directory.listing import Contact, Cost, Document, Language, Listing, Opening

COUNTRY = "GB"
AREA_URI = "http://statistics.data.gov.uk/id/statistical-geography/"
OWN_AREA_URI = "urn:x-ecotone:place:"

ALIKE = {
    "name": "name",
    "alternate_name": "alternate_name",
    "description": "description",
    "url": "url",
    "email": "email",
    "application_process": "application_process",
    "interpretation": "interpretation_services",
    "fees": "fees_description",
    "eligibility": "eligibility_description",
    "minimum_age": "minimum_age",
    "maximum_age": "maximum_age",
    "accreditations": "accreditations",
    "licences": "licenses",
    "alert": "alert",
}
"""What a listing and an HSDS service both have, by our name and theirs."""

AS_ATTRIBUTES = (
    *("ineligibility", "accessibility", "outreach", "cost_free", "self_referral", "sensitivity", "capacity_word"),
    *("places_available", "places_maximum", "places_funded", "attempts_before_closing", "door_open_days"),
    *("review_due", "accepts", "attending", "access"),
)
"""What a listing says and HSDS has no field for."""


def service(offer: Offer) -> Thing:
    """The service, whole."""
    said, own = offer.listing, offer.id
    return _full(
        {
            "id": own,
            **{theirs: getattr(said, ours) for ours, theirs in ALIKE.items()},
            "status": "active",
            "wait_time": WAITS.get(said.wait_band, ""),  # type: ignore[call-overload]
            "assured_date": offer.assured_on and offer.assured_on.isoformat(),
            "last_modified": offer.changed_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "organization": organization(offer.provider),
            "phones": _phones(own, said.phone),
            "schedules": _each(own, "schedule", said.schedules, _schedule),
            "service_areas": [_area(own, each) for each in offer.areas],
            "service_at_locations": [_at_location(own, *each) for each in offer.sites],
            "languages": _each(own, "language", said.languages, _language),
            "cost_options": _each(own, "cost_option", said.cost_options, _cost),
            "required_documents": _each(own, "required_document", said.required_documents, _document),
            "contacts": _each(own, "contact", said.contacts, partial(_contact, own)),
            "attributes": [*(_need(own, each) for each in offer.needs), *_attributes_of(own, said)],
        }
    )


def organization(provider: Provider) -> Thing:
    """The organisation. HSDS requires a description, which may be empty here."""
    own = provider.id
    said = {name: getattr(provider, name) for name in ("kind", "sector", "domain", "purpose", "remit")}
    made = _full(
        {
            "id": own,
            "name": provider.name,
            "email": provider.email,
            "website": provider.website,
            "parent_organization_id": provider.parent_id,
            "phones": _phones(own, provider.phone),
            "locations": [location(provider.site)] if provider.site else [],
            "organization_identifiers": [_identifier(own, *each) for each in provider.identifiers],
            "attributes": [
                *(_attribute(own, name, value) for name, value in said.items() if value),
                *(_attribute(own, "covers", each.slug) for each in provider.areas),
            ],
        }
    )
    return made | {"description": provider.description}


def location(premises: Premises) -> Thing:
    """A site with its address, where it has one. HSDS requires more parts of an address than ours has."""
    own = premises.id
    return _full(
        {
            "id": own,
            "location_type": "physical",
            "name": premises.name,
            "latitude": premises.latitude,
            "longitude": premises.longitude,
            "addresses": [_address(premises)] if premises.address or premises.postcode else [],
            "accessibility": [{"id": derived(own, "accessibility"), "description": premises.accessibility}]
            if premises.accessibility
            else [],
            "attributes": [_attribute(own, "place", premises.place.slug)],
        }
    )


def _full(thing: Thing) -> Thing:
    """What says something: nought and no do."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}


def _each(own: str, kind: str, parts: Iterable[Any], make: Any) -> list[Thing]:
    """Each part as HSDS has it, with an id that follows from what it says: parts have none here."""
    made = []
    for part in parts:
        said = _full(make(part))
        made.append({"id": derived(own, kind, *sorted(said.items(), key=lambda each: each[0]))} | said)
    return made


def _phones(own: str, number: str) -> list[Thing]:
    return [{"id": derived(own, "phone", number), "number": number}] if number else []


def _schedule(opening: Opening) -> Thing:
    return {
        "freq": "WEEKLY",
        "byday": str(opening.weekday),
        "opens_at": opening.opens and opening.opens.isoformat(),
        "closes_at": opening.closes and opening.closes.isoformat(),
        "valid_from": opening.valid_from and opening.valid_from.isoformat(),
        "valid_to": opening.valid_to and opening.valid_to.isoformat(),
        "notes": opening.note,
    }


def _language(language: Language) -> Thing:
    return {"name": language.name, "code": language.code, "note": language.note}


def _contact(own: str, contact: Contact) -> Thing:
    said = {"name": contact.name, "title": contact.role, "email": contact.email}
    return said | {"phones": _phones(derived(own, "contact", *said.values()), contact.phone)}


def _cost(cost: Cost) -> Thing:
    return {
        "option": cost.option,
        "amount": None if cost.amount is None else cost.amount / hundredths(cost.currency),
        "currency": cost.currency,
        "amount_description": cost.description,
        "valid_from": cost.valid_from and cost.valid_from.isoformat(),
        "valid_to": cost.valid_to and cost.valid_to.isoformat(),
    }


def _document(document: Document) -> Thing:
    return {"document": document.document, "uri": document.url}


def _area(own: str, area: Area) -> Thing:
    uri = f"{AREA_URI}{area.code}" if area.code else f"{OWN_AREA_URI}{quote(area.slug)}"
    return {"id": derived(own, "service_area", area.slug), "name": area.name, "uri": uri}


def _at_location(own: str, premises: Premises, is_intake: bool) -> Thing:
    here = derived(own, "service_at_location", premises.id)
    return _full(
        {
            "id": here,
            "location": location(premises),
            "attributes": [_attribute(here, "is_intake", "true")] if is_intake else [],
        }
    )


def _address(premises: Premises) -> Thing:
    return {
        "id": derived(premises.id, "address"),
        "address_1": premises.address,
        "city": premises.place.name,
        "state_province": "",
        "postal_code": premises.postcode,
        "country": COUNTRY,
        "address_type": "physical",
    }


def _identifier(own: str, scheme: str, value: str) -> Thing:
    return {
        "id": derived(own, "organization_identifier", scheme, value),
        "identifier_scheme": scheme,
        "identifier_type": scheme,
        "identifier": value,
    }


def _need(own: str, need: Need) -> Thing:
    words = term(need.code, taxonomy_name=NEEDS, name=need.name, parent=need.broad)
    return {"id": derived(own, "need", need.code), "link_type": "need", "taxonomy_term": words}


def _attribute(own: str, name: str, value: str) -> Thing:
    words = term(name, taxonomy_name=LISTING, name=TERMS[name])
    return {
        "id": derived(own, "attribute", name, value),
        "link_type": name,
        "value": value,
        "taxonomy_term": words,
    }


def _attributes_of(own: str, said: Listing) -> Iterable[Thing]:
    for name in AS_ATTRIBUTES:
        value = getattr(said, name)
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None and one != "":
                yield _attribute(own, name, str(one).lower() if isinstance(one, bool) else str(one))
    for each in said.identifiers:
        numbers = {"source": each.source, "kind": each.kind, "value": each.value}
        yield _attribute(own, "identifier", urlencode(numbers))
