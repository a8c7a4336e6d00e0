"""The one table of what is served: each type of resource, its search parameters, and how it is read and searched.

Routes, the CapabilityStatement and docs/reference/fhir.md all come from it. Every read goes through the rooms' own
queries, which ask the policies and leave a look in the audit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.access.verdicts import Withheld
from ecotone.adapters.fhir.asked import COMMON, UPDATED, Asked, Parameter, Unfit
from ecotone.adapters.fhir.mapping import organisations, referrals, services
from ecotone.adapters.fhir.mapping import people as persons
from ecotone.adapters.fhir.mapping.elements import Resource, Served, person_kind, scheme_of
from ecotone.care import queries as care
from ecotone.care.machine import FHIR, State
from ecotone.directory import queries as directory
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.clock import LOCAL
from ecotone.ground.errors import NotFound
from ecotone.ground.matches import Matches
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.people.views import CircleTieView

Found = Matches[Resource]


@dataclass(frozen=True)
class Kind:
    """A type of resource: its scope, what its search knows, how one is read (NotFound, Refused), and many."""

    scope: Scope
    parameters: tuple[Parameter, ...]
    read: Callable[[Principal, UUID, Served], Resource]
    search: Callable[[Principal, Asked, Served], Found]


def _patient(by: Principal, id_: UUID, served: Served) -> Resource:
    return persons.patient(people.person(by, id_, [Part.IDENTITY, Part.CONTACT, Part.IDENTIFIERS]), served)


def _patients(by: Principal, asked: Asked, served: Served) -> Found:
    begins, ends = asked.span("birthdate")
    token = asked.token("identifier")
    found = people.find_people(
        by,
        ids=asked.ids(),
        words=asked.one("name"),
        born_from=_local(begins),
        born_before=_local(ends),
        number=_number(token, served) if token else None,
        after=asked.after,
        most=asked.most,
    )
    return found.of(tuple(persons.patient(each, served) for each in found.rows))


def _local(moment: datetime | None) -> date | None:
    return moment.astimezone(LOCAL).date() if moment else None


def _number(token: tuple[str | None, str], served: Served) -> tuple[Any, str | None, str]:
    """The kind and source that a token's system names, and its number without the spaces it is written with."""
    system, value = token
    plain = "".join(value.split())
    if system is None:
        return None, None, plain if plain.isdecimal() else value
    kind, source = person_kind(system or None, served)
    return kind, source if kind == "local" else None, value if kind == "local" else plain


def _organization(by: Principal, id_: UUID, served: Served) -> Resource:
    return organisations.organization(_only("actor", id_, ecosystem.actor_cards(ids=[id_])), served)


def _organizations(by: Principal, asked: Asked, served: Served) -> Found:
    token = asked.token("identifier")
    found = ecosystem.actor_cards(
        ids=asked.ids(),
        words=asked.one("name"),
        identifier=(None if token[0] is None else scheme_of(token[0]), token[1]) if token else None,
        after=asked.after,
        most=asked.most,
    )
    return found.of(tuple(organisations.organization(each, served) for each in found.rows))


def _service(by: Principal, id_: UUID, served: Served) -> Resource:
    return services.healthcare_service(_only("service", id_, directory.service_cards(ids=[id_])), served)


def _services(by: Principal, asked: Asked, served: Served) -> Found:
    site = asked.refers("location", "Location")
    codes = asked.codes("service-type") or [""]
    found = directory.service_cards(
        ids=asked.ids(),
        words=asked.one("name"),
        provider_ids=asked.refers_each("organization", "Organization"),
        need=codes[0],
        site_id=site[1] if site else None,
        after=asked.after,
        most=asked.most,
    )
    return found.of(tuple(services.healthcare_service(each, served) for each in found.rows))


def _location(by: Principal, id_: UUID, served: Served) -> Resource:
    return organisations.location(_only("site", id_, ecosystem.site_cards(ids=[id_])))


def _locations(by: Principal, asked: Asked, served: Served) -> Found:
    found = ecosystem.site_cards(
        ids=asked.ids(),
        words=asked.one("name"),
        postcode=asked.one("address-postalcode"),
        after=asked.after,
        most=asked.most,
    )
    return found.of(tuple(organisations.location(each) for each in found.rows))


def _role(by: Principal, id_: UUID, served: Served) -> Resource:
    return organisations.practitioner_role(_only("hat", id_, ecosystem.hats_worn(by, ids=[id_])), served)


def _roles(by: Principal, asked: Asked, served: Served) -> Found:
    who = asked.refers("practitioner", "Practitioner")
    found = ecosystem.hats_worn(
        by,
        ids=asked.ids(),
        account_id=who[1] if who else None,
        actor_ids=asked.refers_each("organization", "Organization"),
        after=asked.after,
        most=asked.most,
    )
    return found.of(tuple(organisations.practitioner_role(each, served) for each in found.rows))


def _only(kind: str, id_: UUID, found: Matches[Any]) -> Any:
    if not found.rows:
        raise NotFound(kind, id_)
    return found.rows[0]


def _related(by: Principal, id_: UUID, served: Served) -> Resource:
    person_id, tie = people.circle_tie(by, id_)
    if tie.kind not in persons.SOMEBODY or isinstance(tie.name, Withheld):
        raise NotFound("circletie", id_)
    return persons.related_person(tie, person_id, "", served)


def _all_related(by: Principal, asked: Asked, served: Served) -> Found:
    """Those around a person, or each of a few; without a right to a circle, or where nobody is, nobody."""
    whose = asked.refers_each("patient", "Patient")
    if whose is None:
        raise Unfit(400, "A search for RelatedPerson says whose they are. Add patient=Patient/id.")
    if len(whose) > MOST_CIRCLES:
        raise Unfit(400, f"Circles are read of {MOST_CIRCLES} people at once. Ask for fewer, by _count or patient.")
    ids = asked.ids()
    named = [(tie, her) for her in dict.fromkeys(whose) for tie in _somebody(by, her) if ids is None or tie.id in ids]
    ordered = sorted(named, key=lambda each: each[0].id)
    rest = [(tie, her) for tie, her in ordered if asked.after is None or tie.id > asked.after]
    page = rest[: asked.most]
    after = page[-1][0].id if len(rest) > len(page) else None
    return Matches(tuple(persons.related_person(t, her, "", served) for t, her in page), after, len(ordered))


def _somebody(by: Principal, person_id: UUID) -> list[CircleTieView]:
    """The people of a circle that the caller may see and name."""
    circle = people.circle(by, person_id) if people.may(by, person_id, Part.IDENTITY).allowed else ()
    ties = () if isinstance(circle, Withheld) else circle
    return [tie for tie in ties if tie.kind in persons.SOMEBODY and not isinstance(tie.name, Withheld)]


def _ask(by: Principal, id_: UUID, served: Served) -> Resource:
    return referrals.service_request(care.carried_referral(by, id_), served)


def _asks(by: Principal, asked: Asked, served: Served) -> Found:
    return _referrals(by, _sought(asked, referrals.ASK_STATUS), asked, served, referrals.service_request)


def _task(by: Principal, id_: UUID, served: Served) -> Resource:
    return referrals.task(care.carried_referral(by, id_), served)


def _tasks(by: Principal, asked: Asked, served: Served) -> Found:
    sought = _sought(asked, FHIR)
    if (focus := asked.refers_each("focus", "ServiceRequest")) is not None:
        sought["ids"] = focus if sought["ids"] is None else [i for i in sought["ids"] if i in focus]
    return _referrals(by, sought, asked, served, referrals.task)


def _sought(asked: Asked, table: Mapping[State, str]) -> dict[str, Any]:
    """What both of a referral's resources are searched by, as care's query takes it."""
    whose = [found for name in ("patient", "subject") if (found := asked.refers_each(name, "Patient"))]
    if len({frozenset(each) for each in whose}) > 1:
        raise Unfit(400, "patient and subject name different people. Give one of them.")
    statuses = asked.codes("status")
    begins, ends = asked.span("_lastUpdated")
    asker = asked.refers("requester", "Organization", "Patient")
    target = asked.refers("performer", "Organization", "HealthcareService") or asked.refers("owner", "Organization")
    return {
        "ids": asked.ids(),
        "person_ids": whose[0] if whose else None,
        "states": None if statuses is None else [s for code in statuses for s in referrals.states_of(code, table)],
        "source_id": asker[1] if asker and asker[0] == "Organization" else None,
        "asked_by_person": asker[1] if asker and asker[0] == "Patient" else None,
        "target_id": target[1] if target and target[0] == "Organization" else None,
        "service_id": target[1] if target and target[0] == "HealthcareService" else None,
        "changed_from": begins,
        "changed_before": ends,
    }


def _referrals(
    by: Principal, sought: dict[str, Any], asked: Asked, served: Served, mapped: Callable[..., Resource]
) -> Found:
    """A page; or, where only the number is asked for, that alone: to count is to walk past each of them."""
    wanted = care.Sought(**sought)
    if asked.counts:
        return Matches((), None, care.count_referrals(by, wanted))
    found = care.find_referrals(by, wanted, after=asked.after, most=asked.most)
    return found.of(tuple(mapped(each, served) for each in found.rows))


NAME = Parameter("name", "string", "Each of the words is in the name")


def _patients_at(element: str, name: str = "patient") -> Parameter:
    says = "Whom it is for: Patient/id, several with commas"
    return Parameter(name, "reference", says, ("Patient",), at=element, several=True)


def _organization_at(element: str) -> Parameter:
    says = "Organization/id, several with commas"
    return Parameter("organization", "reference", says, ("Organization",), at=element, several=True)


REQUESTER = Parameter(
    "requester",
    "reference",
    "Who asked: Organization/id, or Patient/id for oneself",
    ("Organization", "Patient"),
    at="requester",
)
MOST_CIRCLES = 20
"""Circles that one search reads: each is a question to the policies of its own."""

KINDS: Mapping[str, Kind] = {
    "Patient": Kind(
        Scope.PEOPLE_READ,
        (
            *COMMON,
            Parameter("identifier", "token", "A CHI, NHS or local number, with or without system|"),
            Parameter("name", "string", "Each of the words is in the name, or in what she is called"),
            Parameter("birthdate", "date", "A day, month or year; eq, ge, gt, le, lt; twice for a span"),
        ),
        _patient,
        _patients,
    ),
    "RelatedPerson": Kind(Scope.PEOPLE_READ, (*COMMON, _patients_at("patient")), _related, _all_related),
    "Organization": Kind(
        Scope.MAP_READ,
        (
            *COMMON,
            Parameter("name", "string", "Each of the words is in its name, now or before"),
            Parameter("identifier", "token", "A register's number, with or without system|"),
        ),
        _organization,
        _organizations,
    ),
    "HealthcareService": Kind(
        Scope.DIRECTORY_READ,
        (
            *COMMON,
            NAME,
            _organization_at("providedBy"),
            Parameter("service-type", "token", "The code of a kind of need it is for"),
            Parameter("location", "reference", "Where it is given: Location/id", ("Location",), at="location"),
        ),
        _service,
        _services,
    ),
    "Location": Kind(
        Scope.MAP_READ,
        (*COMMON, NAME, Parameter("address-postalcode", "string", "How its postcode begins")),
        _location,
        _locations,
    ),
    "PractitionerRole": Kind(
        Scope.MAP_READ,
        (
            *COMMON,
            Parameter("practitioner", "reference", "Practitioner/ the number of the account"),
            _organization_at("organization"),
        ),
        _role,
        _roles,
    ),
    "ServiceRequest": Kind(
        Scope.REFERRALS_READ,
        (
            *COMMON,
            UPDATED,
            _patients_at("subject"),
            _patients_at("subject", "subject"),
            Parameter("status", "token", "Any of these statuses, separated by commas"),
            Parameter(
                "performer",
                "reference",
                "Who is asked: Organization/id or HealthcareService/id",
                ("Organization", "HealthcareService"),
                at="performer",
            ),
            REQUESTER,
        ),
        _ask,
        _asks,
    ),
    "Task": Kind(
        Scope.REFERRALS_READ,
        (
            *COMMON,
            UPDATED,
            _patients_at("for"),
            Parameter("owner", "reference", "Who is asked: Organization/id", ("Organization",), at="owner"),
            Parameter("status", "token", "Any of these statuses, separated by commas"),
            Parameter(
                "focus",
                "reference",
                "What it is to fulfil: ServiceRequest/id, several with commas",
                ("ServiceRequest",),
                at="focus",
                several=True,
            ),
            REQUESTER,
        ),
        _task,
        _tasks,
    ),
}
"""Every type of resource that is served, in the order in which they lean on each other."""
