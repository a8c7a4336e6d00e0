"""A resource that another system wrote → what should be here. Pure.

Patient → a person; RelatedPerson → her circle; Organization → an organisation; HealthcareService → a service, with
the PractitionerRoles that name it as its contacts. All others are counted, and not taken.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecotone.adapters.fhir.mapping import organisations, people, services
from ecotone.adapters.fhir.mapping.elements import Resource, Served, said, several, text
from ecotone.adapters.intake.fitting import fitting
from ecotone.adapters.intake.wanted import Key, NotTaken, Refused, Said, Wanted, Warned
from ecotone.directory.listing import Contact
from ecotone.ecosystem.rules import Domain, Sector
from ecotone.ground.errors import Problem
from ecotone.people.rules import IdentifierKind, identifier_problems

KIND_OF: Mapping[str, str] = {
    "Organization": "organisation",
    "HealthcareService": "service",
    "Patient": "person",
    "RelatedPerson": "circle_tie",
}
"""The types that are taken, in the order in which they lean on each other, and what each becomes."""
ANIMAL = "http://hl7.org/fhir/StructureDefinition/patient-animal"
PUBLIC = frozenset({Sector.GOVERNMENT, Sector.COUNCIL})
LONGEST_NUMBER = 80


@dataclass(frozen=True)
class Entry:
    """One resource as it was found: where, and by which key its source's other resources refer to it."""

    where: str
    key: str
    resource: Resource


@dataclass(frozen=True)
class Around:
    """What a mapping has to know besides: what references lead to, which kinds of need there are, whom to contact."""

    served: Served
    refers: Callable[[Any, str], str]
    needs: frozenset[str] = frozenset()
    contacts: Mapping[str, tuple[Contact, ...]] = None  # type: ignore[assignment]
    home: Callable[[Resource], Any] = lambda _: None


def wanted(entry: Entry, around: Around) -> Iterator[Said]:
    """What one resource says should be here; what cannot be read in it refuses it."""
    mapping = MAPPINGS.get(entry.resource["resourceType"])
    if mapping is None:
        return
    try:
        yield from mapping(entry, around)
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        yield _refused(entry, Problem("adapters.wrong_shape", "", {"given": str(error)[:120]}))


def _refused(entry: Entry, problem: Problem) -> Refused:
    return Refused(entry.where, problem, Key(KIND_OF[entry.resource["resourceType"]], entry.key))


def _warned(entry: Entry, code: str, at: str, **params: object) -> Warned:
    return Warned(entry.where, Problem(code, at, params))


def _some(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says: an empty field says nothing, and takes nothing away."""
    return {name: value for name, value in fields.items() if value not in ("", None, False, (), frozenset())}


def _patient(entry: Entry, around: Around) -> Iterator[Said]:
    resource = entry.resource
    if any(text(each.get("url")) == ANIMAL for each in several(resource.get("extension"))):
        yield NotTaken("Patient that is an animal")
        return
    if resource.get("active") is False:
        yield NotTaken("Patient that is not active")
        return
    died_on = people.died_on(resource)
    if people.is_deceased(resource) and died_on is None:
        yield _refused(entry, Problem("adapters.fhir_death_without_day", "deceased"))
        return
    for link in several(resource.get("link")):
        yield _warned(entry, "adapters.fhir_same_person", "link", given=_shown(link.get("other")))
    numbers, said_of = _numbers(entry, around)
    if not all(_is_hers_alone(number, entry, around) for number in several(resource.get("identifier"))):
        said_of.append(_refused(entry, Problem("people.identifier_taken", "identifier")))
    yield from said_of
    if any(isinstance(each, Refused) for each in said_of):
        return
    fields = _some(people.person_fields(resource))
    fields |= _some({"died_on": died_on, "home_id": around.home(resource), "numbers": frozenset(numbers)})
    fields = {"name": "", **fields}
    yield Wanted(kind="person", key=entry.key, row=entry.where, name=entry.key, fields=fields)


def _numbers(entry: Entry, around: Around) -> tuple[list[tuple[str, str, str]], list[Said]]:
    """Her numbers, and what is to be said of others: one without a system is left, a wrong national one refuses."""
    kept: list[tuple[str, str, str]] = []
    told: list[Said] = []
    for kind, source, value in people.person_numbers(entry.resource, around.served):
        if kind is IdentifierKind.LOCAL and (not source or len(source) > 120 or len(value) > LONGEST_NUMBER):
            told.append(_warned(entry, "adapters.fhir_number_of_nobody", "identifier"))
        elif problems := list(identifier_problems(kind, value)):
            told += [_refused(entry, Problem(each.code, "identifier", each.params)) for each in problems]
        else:
            kept.append((str(kind), source, value))
    return kept, told


def _is_hers_alone(number: Resource, entry: Entry, around: Around) -> bool:
    """Whether no other Patient of the source has named this number before."""
    return around.refers({"type": "Patient", "identifier": number}, entry.key) in ("", entry.key)


def _shown(found: Any) -> str:
    each = next(iter(several(found)), {})
    return (text(each.get("reference")) or text(each.get("display")))[:80]


def _related_person(entry: Entry, around: Around) -> Iterator[Said]:
    resource = entry.resource
    period = next(iter(several(resource.get("period"))), {})
    if resource.get("active") is False or text(period.get("end")):
        yield NotTaken("RelatedPerson that is not active")
        return
    whose = around.refers(resource.get("patient"), entry.key)
    if not whose:
        yield _refused(entry, Problem("adapters.fhir_no_patient", "patient"))
        return
    fields = people.tie_fields(resource)
    refs = {"person_id": Key("person", whose)}
    yield Wanted(kind="circle_tie", key=entry.key, row=entry.where, name=entry.key, fields=fields, refs=refs)


def _organization(entry: Entry, around: Around) -> Iterator[Said]:
    resource = entry.resource
    if resource.get("active") is False:
        yield NotTaken("Organization that is not active")
        return
    if several(resource.get("partOf")):
        yield _warned(entry, "adapters.fhir_part_of", "partOf")
    fields = organisations.organisation_fields(resource)
    sector = fields["sector"]
    domain = Domain.SYSTEM if sector in {Sector.NHS, *PUBLIC} else Domain.COMMUNITY
    named = {"name": fields["name"], "sector": sector, "domain": domain}
    numbers = tuple(pair for pair in organisations.public_numbers(resource) if len(pair[0]) <= 80 >= len(pair[1]))
    found = Wanted(
        kind="organisation",
        key=entry.key,
        row=entry.where,
        name=fields["name"],
        fields=named | _some(fields),
        public=numbers,
    )
    yield from _fitted(found, "website", "email", "phone")


def _service(entry: Entry, around: Around) -> Iterator[Said]:
    resource = entry.resource
    if resource.get("active") is False:
        yield NotTaken("HealthcareService that is not active")
        return
    provider = around.refers(resource.get("providedBy"), entry.key)
    if not provider:
        yield _refused(entry, Problem("adapters.fhir_no_provider", "providedBy"))
        return
    needs = services.needs_met(resource)
    if unknown := sorted({*needs} - around.needs) or ([] if needs else _kinds(resource)):
        yield _warned(entry, "adapters.no_need", "type", count=1, given=", ".join(unknown)[:200])
    fields = services.service_fields(resource)
    fields |= {"need_codes": tuple(code for code in needs if code in around.needs)}
    fields |= {"contacts": (around.contacts or {}).get(entry.key, ())}
    found = Wanted(
        kind="service",
        key=entry.key,
        row=entry.where,
        name=fields["name"],
        fields={"name": "", **_some(fields)},
        refs={"provider_id": Key("organisation", provider)},
        public=organisations.public_numbers(resource),
    )
    yield from _fitted(found, "url", "email", "phone")


def _fitted(found: Wanted, *names: str) -> Iterator[Said]:
    """A thing without those of its contacts that cannot be any."""
    fitted, warned = fitting(found, names)
    yield from warned
    yield fitted


def _kinds(resource: Resource) -> list[str]:
    return [words for each in several(resource.get("type")) if (words := said(each))]


MAPPINGS: Mapping[str, Callable[[Entry, Around], Iterator[Said]]] = {
    "Organization": _organization,
    "HealthcareService": _service,
    "Patient": _patient,
    "RelatedPerson": _related_person,
}


def contact_of(role: Resource) -> Contact | None:
    """Whom a PractitionerRole lets one ask: the name shown, the role, phone and email; None for nobody."""
    ways = organisations.contacts(role)
    who = text(next(iter(several(role.get("practitioner"))), {}).get("display"))
    found = Contact(who[:200], said(role.get("code"))[:200], ways.get("phone", "")[:40], ways.get("email", "")[:254])
    return found if found.name or found.role else None


def services_of(role: Resource) -> Iterable[Resource]:
    """The references to the services that a PractitionerRole is for; none for one that is over."""
    return [] if role.get("active") is False else several(role.get("healthcareService"))
