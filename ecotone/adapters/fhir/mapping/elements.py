"""The small parts that resources are made of: references, concepts, numbers, what is withheld. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.people.rules import IdentifierKind

Resource = dict[str, Any]
HL7 = "http://terminology.hl7.org/CodeSystem"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
NHS_SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"
CHI_OID = "urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53"
CHI_SYSTEMS = frozenset(
    {
        CHI_OID,
        "https://fhir.nhs.uk/Id/chi-number",
        "https://fhir.hl7.org.uk/Id/chi-number",
        "http://fhir.nhs.scot.uk/Id/national/chi-number",
    }
)
"""CHI has no agreed system: these four are seen, and all are understood."""
ORG_ID = "http://org-id.guide/list/"
ODS_SYSTEM = "https://fhir.nhs.uk/Id/ods-organization-code"
SCHEME = "/identifier/"
"""After the base: the system of a number whose scheme has no address of its own."""


@dataclass(frozen=True)
class Served:
    """Where resources are served (`base`, no slash at its end), and under which system CHI numbers are given out."""

    base: str
    chi: str = CHI_OID

    def codes(self, name: str) -> str:
        """The address of a code system of our own."""
        return f"{self.base}/CodeSystem/{name}"


def tidy(resource: Mapping[str, Any]) -> Resource:
    """Without what is empty, at any depth: FHIR knows no empty texts, lists or objects."""
    found = {name: _tidy(value) for name, value in resource.items()}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _tidy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tidy(value)
    if isinstance(value, list | tuple):
        return [kept for each in value if (kept := _tidy(each)) not in (None, "", [], {})]
    return value.strip() if isinstance(value, str) else value


def day(given: date | None) -> str | None:
    return given.isoformat() if given else None


def moment(given: datetime | None) -> str | None:
    """To the millisecond, with its zone, as an instant has it."""
    return given.isoformat(timespec="milliseconds") if given else None


def reference(kind: str, id_: UUID | None, display: object = "") -> Resource | None:
    """A reference relative to the base; None where there is nothing to refer to."""
    return tidy({"reference": f"{kind}/{id_}", "display": str(display)}) if id_ else None


def masked() -> Resource:
    """An element that is there and is not told."""
    return {"extension": [{"url": ABSENT, "valueCode": "masked"}]}


def concept(text: object, *codings: tuple[str, str, str]) -> Resource:
    """A concept in words and codes: (system, code, display)."""
    coded = [{"system": system, "code": code, "display": display} for system, code, display in codings if code]
    return tidy({"coding": coded, "text": str(text)})


def meta(*shown: object, updated: datetime | None = None) -> Resource:
    """When it last changed; labelled as masked where anything of `shown` is withheld: which, and why, is not told."""
    label = {"system": f"{HL7}/v3-ObservationValue", "code": "MASKED", "display": "masked"}
    hidden = any(isinstance(each, Withheld) for each in shown)
    return tidy({"lastUpdated": moment(updated), "security": [label] if hidden else []})


def telecom(**ways: str) -> list[Resource]:
    """Phone, email, url, in that order."""
    return [{"system": system, "value": value} for system, value in ways.items() if value]


def person_number(kind: str, source: str, value: str, served: Served) -> Resource:
    systems = {IdentifierKind.CHI: served.chi, IdentifierKind.NHS: NHS_SYSTEM}
    system = systems.get(IdentifierKind(kind)) or scheme_system(source, served)
    return tidy({"system": system, "value": value})


def person_kind(system: str | None, served: Served) -> tuple[IdentifierKind, str]:
    """What kind of number a system names, and for a local one whose it is."""
    if system in CHI_SYSTEMS or system == served.chi:
        return IdentifierKind.CHI, ""
    if system == NHS_SYSTEM:
        return IdentifierKind.NHS, ""
    return IdentifierKind.LOCAL, scheme_of(system)


def scheme_system(scheme: str, served: Served) -> str | None:
    """GB-SC → its list at org-id.guide; ODS → NHS England's; an address stays; any other is one of our own."""
    if scheme.startswith("GB-"):
        return ORG_ID + scheme
    if scheme == "ODS":
        return ODS_SYSTEM
    if not scheme or ":" in scheme:
        return scheme or None
    return f"{served.base}{SCHEME}{scheme}"


def scheme_of(system: str | None) -> str:
    """The scheme that a system stands for: the way back."""
    if system == ODS_SYSTEM:
        return "ODS"
    for mark in (ORG_ID, SCHEME):
        if system and mark in system:
            return system.split(mark, 1)[1]
    return system or ""


def several(value: Any) -> list[Resource]:
    """The objects in a list that others wrote, whatever else is in it; one by itself counts as a list."""
    given: Iterable[Any] = value if isinstance(value, list) else [value]
    return [each for each in given if isinstance(each, dict)]


def text(value: Any) -> str:
    """A text that others wrote; nothing for anything else."""
    return value.strip() if isinstance(value, str) else ""


def said(found: Any) -> str:
    """What a concept says in words: its text, else the first display or code."""
    for each in several(found):
        codings = several(each.get("coding"))
        words = [text(each.get("text")), *(text(c.get(k)) for k in ("display", "code") for c in codings)]
        if any(words):
            return next(word for word in words if word)
    return ""


def coded(found: Any, system_ends: str) -> list[str]:
    """The codes of these concepts in the systems whose address ends so."""
    codings = [coding for each in several(found) for coding in several(each.get("coding"))]
    return [
        text(c.get("code")) for c in codings if text(c.get("system")).endswith(system_ends) and text(c.get("code"))
    ]
