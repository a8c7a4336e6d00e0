"""Person ↔ Patient, circle ↔ RelatedPerson. Pure."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.adapters.fhir.mapping.elements import (
    HL7,
    Resource,
    Served,
    coded,
    concept,
    day,
    meta,
    person_kind,
    person_number,
    reference,
    said,
    several,
    text,
    tidy,
)
from ecotone.people.rules import CircleKind, IdentifierKind
from ecotone.people.views import CircleTieView, Identity, PersonView, SafeContact

PRONOUNS = "http://hl7.org/fhir/StructureDefinition/individual-pronouns"
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
ROLES = f"{HL7}/v3-RoleCode"
ROLE_OF: Mapping[CircleKind, tuple[str, str]] = MappingProxyType(
    {
        CircleKind.FAMILY: ("FAMMEMB", "family member"),
        CircleKind.FRIEND: ("FRND", "unrelated friend"),
        CircleKind.NEIGHBOUR: ("NBOR", "neighbor"),
    }
)
FAMILY_CODES = (
    "FAMMEMB CHILD CHLDADOPT DAUADOPT SONADOPT CHLDFOST DAUFOST SONFOST CHLDINLAW DAUINLAW SONINLAW DAUC DAU STPDAU "
    "NCHILD SON SONC STPSON STPCHLD EXT AUNT MAUNT PAUNT COUSN MCOUSN PCOUSN GRFTH MGRFTH PGRFTH GRMTH MGRMTH PGRMTH "
    "GRNDCHILD GRNDDAU GRNDSON GRPRN NIENEPH NEPHEW NIECE UNCLE MUNCLE PUNCLE PRN FTH MTH NPRN NFTH NMTH STPPRN "
    "STPFTH STPMTH PRNINLAW FTHINLAW MTHINLAW SIB BRO HBRO NBRO TWINBRO STPBRO HSIB HSIS NSIB NSIS TWIN TWINSIS SIS "
    "STPSIS STPSIB SIBINLAW BROINLAW SISINLAW SIGOTHR DOMPART SPS HUSB WIFE FMRSPS"
)
FAMILY = frozenset(FAMILY_CODES.split())
"""The codes of v3-RoleCode that are family."""


def patient(view: PersonView, served: Served) -> Resource:
    """Who she is, her numbers, and how to reach her, as far as the view has them.

    Her address to be reached at is given only where nothing warns of using it: FHIR has no place for a warning that
    no other system would drop.
    """
    who = view.identity
    if isinstance(who, Withheld):
        raise ValueError("a person whose identity is withheld is not given out")
    numbers = view.identifiers or ()
    return tidy(
        {
            "resourceType": "Patient",
            "id": str(view.id),
            "meta": meta(view.identifiers, view.contact),
            "extension": _extensions(who, view.contact),
            "identifier": [person_number(n.kind, n.source, n.value, served) for n in numbers],
            "active": who.died_on is None,
            "name": [{"use": "official", "text": who.name}, {"use": "nickname", "text": who.known_as}]
            if who.known_as
            else [{"use": "official", "text": who.name}],
            "telecom": _telecom(view.contact),
            "birthDate": day(who.birth_date),
            "deceasedDateTime": day(who.died_on),
            "address": [{"use": "home", "text": who.home}] if who.home else [],
            "communication": [{"language": {"text": view.contact.language}, "preferred": True}]
            if view.contact and view.contact.language
            else [],
        }
    )


def _extensions(who: Identity, contact: SafeContact | Withheld | None) -> list[Resource]:
    found: list[Resource] = []
    if who.pronouns:
        found.append(
            {"url": PRONOUNS, "extension": [{"url": "value", "valueCodeableConcept": {"text": who.pronouns}}]}
        )
    if contact and contact.interpreter:
        found.append({"url": INTERPRETER, "valueBoolean": True})
    return found


def _telecom(contact: SafeContact | Withheld | None) -> list[Resource]:
    if not contact or not contact.detail or contact.warning:
        return []
    if "@" in contact.detail:
        return [{"system": "email", "value": contact.detail}]
    digits = sum(letter.isdigit() for letter in contact.detail)
    return [{"system": "phone" if digits > len(contact.detail) / 2 else "other", "value": contact.detail}]


def person_fields(resource: Resource) -> dict[str, Any]:
    """What a Patient says of who she is, as `people.add_person` takes it. ValueError for a date that is none."""
    names = several(resource.get("name"))
    official = sorted(names, key=lambda name: _rank(text(name.get("use"))))
    full = next((words for name in official if (words := name_in(name))), "")
    called = next((name_in(name) for name in names if name.get("use") == "nickname"), "")
    languages = [each for each in several(resource.get("communication")) if said(each.get("language"))]
    preferred = sorted(languages, key=lambda each: each.get("preferred") is not True)
    found = {
        "name": full,
        "known_as": called,
        "pronouns": _pronouns(resource),
        "birth_date": _date(text(resource.get("birthDate"))),
        "language": said(preferred[0].get("language")) if preferred else "",
        "interpreter": any(
            each.get("url") == INTERPRETER and each.get("valueBoolean") is True
            for each in several(resource.get("extension"))
        ),
    }
    way = next((each for each in several(resource.get("telecom")) if text(each.get("value"))), {})
    return found | {"contact_how": text(way.get("system")), "contact_detail": text(way.get("value"))}


def _rank(use: str) -> int:
    order = ("official", "usual", "", "temp", "maiden", "old", "anonymous", "nickname")
    return order.index(use) if use in order else len(order)


def name_in(name: Resource) -> str:
    """A HumanName in one line: its text, else prefix, given names and family name."""
    if whole := text(name.get("text")):
        return whole
    given = name.get("given")
    parts = [text(each) for each in (given if isinstance(given, list) else [given])]
    return " ".join(part for part in (*parts, text(name.get("family"))) if part)


def _pronouns(resource: Resource) -> str:
    for each in several(resource.get("extension")):
        if each.get("url") == PRONOUNS:
            inner = several(each.get("extension"))
            return next((said(one.get("valueCodeableConcept")) for one in inner if one.get("url") == "value"), "")
    return ""


def _date(given: str) -> date | None:
    """A whole day; None for none, or for a year or month alone, which is no birth date to know somebody by."""
    return date.fromisoformat(given[:10]) if len(given) >= 10 else None


def person_numbers(resource: Resource, served: Served) -> list[tuple[IdentifierKind, str, str]]:
    """Her numbers as (kind, source, value); one without a value is none."""
    found = []
    for each in several(resource.get("identifier")):
        if value := text(each.get("value")):
            kind, source = person_kind(text(each.get("system")) or None, served)
            plain = value if kind is IdentifierKind.LOCAL else "".join(value.split())
            found.append((kind, source, plain))
    return list(dict.fromkeys(found))


def is_deceased(resource: Resource) -> bool:
    return resource.get("deceasedBoolean") is True or bool(text(resource.get("deceasedDateTime")))


def died_on(resource: Resource) -> date | None:
    """The day she died, where it is given to the day. ValueError for a date that is none."""
    return _date(text(resource.get("deceasedDateTime")))


SOMEBODY = frozenset(CircleKind) - {CircleKind.GROUP, CircleKind.WORKER}
"""The kinds of tie that are to a person around her; groups and workers are no RelatedPerson."""


def related_person(tie: CircleTieView, person_id: UUID, person: object, served: Served) -> Resource:
    """Somebody of a person's circle, by the name she gave. ValueError for a tie to a team, or a withheld name."""
    if tie.kind not in SOMEBODY or isinstance(tie.name, Withheld):
        raise ValueError("no person of the circle")
    code, display = ROLE_OF.get(CircleKind(tie.kind), ("", ""))
    kind = (served.codes("circle-kind"), str(tie.kind), "")
    return tidy(
        {
            "resourceType": "RelatedPerson",
            "id": str(tie.id),
            "active": tie.until is None,
            "patient": reference("Patient", person_id, person),
            "relationship": [concept(tie.relation, (ROLES, code, display), kind)],
            "name": [{"text": tie.name}],
            "period": {"start": day(tie.since), "end": day(tie.until)},
        }
    )


def tie_fields(resource: Resource) -> dict[str, Any]:
    """What a RelatedPerson says, as `people.add_to_circle` takes it, but for whose circle it is."""
    relations = resource.get("relationship")
    roles, own = coded(relations, "/v3-RoleCode"), coded(relations, "/CodeSystem/circle-kind")
    names = [words for name in several(resource.get("name")) if (words := name_in(name))]
    return {"kind": _circle_kind(roles, own), "name": names[0] if names else "", "relation": said(relations)}


def _circle_kind(roles: list[str], own: list[str]) -> CircleKind:
    if kinds := [kind for kind in own if kind in set(CircleKind)]:
        return CircleKind(kinds[0])
    if "NBOR" in roles:
        return CircleKind.NEIGHBOUR
    if {"FRND", "ROOM"} & {*roles}:
        return CircleKind.FRIEND
    return CircleKind.FAMILY if FAMILY & {*roles} else CircleKind.OTHER
