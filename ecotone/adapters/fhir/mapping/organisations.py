"""Actors ↔ Organization, sites ↔ Location, hats → PractitionerRole. Pure."""

from typing import Any
from uuid import UUID

from ecotone.adapters.fhir.mapping.elements import (
    HL7,
    Resource,
    Served,
    coded,
    concept,
    day,
    reference,
    scheme_of,
    scheme_system,
    several,
    telecom,
    text,
    tidy,
)
from ecotone.ecosystem.rules import ActorKind, Sector
from ecotone.ecosystem.views import ActorCard, HatView, SiteCard

TYPES = f"{HL7}/organization-type"
PUBLIC = frozenset({Sector.COUNCIL, Sector.GOVERNMENT})


def organization(card: ActorCard, served: Served) -> Resource:
    """An organisation, team or group; what it belongs to first is what it is part of."""
    sector = (served.codes("sector"), str(card.sector), "")
    return tidy(
        {
            "resourceType": "Organization",
            "id": str(card.id),
            "identifier": [{"system": scheme_system(s, served), "value": value} for s, value in card.identifiers],
            "active": card.active,
            "type": [concept("", _type(card)), concept("", sector)],
            "name": card.name,
            "telecom": telecom(phone=card.phone, email=card.email, url=card.website),
            "partOf": reference("Organization", card.part_of[0]) if card.part_of else None,
        }
    )


def _type(card: ActorCard) -> tuple[str, str, str]:
    if card.kind is ActorKind.TEAM:
        return TYPES, "team", "Organizational team"
    if card.kind is ActorKind.GROUP:
        return TYPES, "cg", "Community Group"
    if card.sector in PUBLIC:
        return TYPES, "govt", "Government"
    return (TYPES, "prov", "Healthcare Provider") if card.sector is Sector.NHS else (TYPES, "other", "Other")


def organisation_fields(resource: Resource) -> dict[str, Any]:
    """What an Organization says, as the ecosystem's actions take it. Where it names no sector, its type has to tell.

    `kind` only where it is a team or a group.
    """
    ways = contacts(resource)
    sectors = [code for code in coded(resource.get("type"), "/CodeSystem/sector") if code in set(Sector)]
    types = coded(resource.get("type"), "/organization-type")
    kinds = [kind for code, kind in (("team", ActorKind.TEAM), ("cg", ActorKind.GROUP)) if code in types]
    found = {"kind": kinds[0]} if kinds else {}
    return found | {
        "name": text(resource.get("name")),
        "sector": Sector(sectors[0]) if sectors else _sector(types),
        "phone": ways.get("phone", ""),
        "email": ways.get("email", ""),
        "website": ways.get("url", ""),
    }


def _sector(types: list[str]) -> Sector:
    if "govt" in types:
        return Sector.GOVERNMENT
    if "bus" in types:
        return Sector.INDEPENDENT
    if "cg" in types:
        return Sector.COMMUNITY
    return Sector.NHS if {"prov", "dept"} & {*types} else Sector.THIRD


def contacts(resource: Resource) -> dict[str, str]:
    """The first phone, email and url that a resource names."""
    found: dict[str, str] = {}
    for each in several(resource.get("telecom")):
        found.setdefault(text(each.get("system")), text(each.get("value")))
    return found


def public_numbers(resource: Resource) -> tuple[tuple[str, str], ...]:
    """Its numbers as (scheme, value); one without a system says nothing of whose it is, and is left."""
    pairs = ((scheme_of(text(n.get("system"))), text(n.get("value"))) for n in several(resource.get("identifier")))
    return tuple(dict.fromkeys((scheme, value) for scheme, value in pairs if scheme and value))


def location(card: SiteCard) -> Resource:
    return tidy(
        {
            "resourceType": "Location",
            "id": str(card.id),
            "status": "active",
            "name": card.name,
            "description": card.accessibility,
            "mode": "instance",
            "address": {"text": card.address, "district": card.place, "postalCode": card.postcode},
            "position": {"longitude": card.longitude, "latitude": card.latitude}
            if card.longitude is not None and card.latitude is not None
            else None,
            "managingOrganization": reference("Organization", card.kept_by),
        }
    )


def practitioner_role(hat: HatView, served: Served) -> Resource:
    """A hat: who wears it is named, and referred to by the number of the account; there are no Practitioners here."""
    return tidy(
        {
            "resourceType": "PractitionerRole",
            "id": str(hat.id),
            "active": hat.until is None,
            "period": {"start": day(hat.since), "end": day(hat.until)},
            "practitioner": _worker(hat.account_id, hat.name, served),
            "organization": reference("Organization", hat.actor_id, hat.actor_name),
            "code": [concept(hat.title, (served.codes("role"), str(hat.role), ""))],
        }
    )


def _worker(account_id: UUID, name: str, served: Served) -> Resource:
    number = {"system": f"{served.base}/identifier/account", "value": str(account_id)}
    return {"type": "Practitioner", "identifier": number, "display": name}
