"""FHIR taken in: what becomes of each type, references of every sort, who then sees whom, files full of mistakes."""

import copy
import json
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.access.rules import Basis, Role
from ecotone.adapters.fhir.load import Bundles
from ecotone.adapters.intake import plan
from ecotone.adapters.reading import Unreadable
from ecotone.adapters.rules import Format
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.people import queries
from ecotone.people.models import CircleTie, Person, PersonIdentifier, Relationship
from tests import worlds
from tests.rooms.adapters.taking import counts
from tests.rooms.adapters.taking import take as take_in
from tests.third_party import third_party

pytestmark = pytest.mark.django_db
CHI = {"system": "https://fhir.nhs.uk/Id/chi-number", "value": "010 101 1237"}
NHS = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "943 476 5919"}


def patient(own_id: str = "jean", **more: Any) -> dict[str, Any]:
    name = [{"use": "official", "given": ["Jean"], "family": "Rafferty"}]
    return {"resourceType": "Patient", "id": own_id, "name": name, "birthDate": "1941-03-02", **more}


def related(whose: Any, own_id: str = "anne", name: str = "Anne-Marie", **more: Any) -> dict[str, Any]:
    role = {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "DAU"}],
        "text": "daughter",
    }
    said = {"patient": whose, "name": [{"text": name}], "relationship": [role]}
    return {"resourceType": "RelatedPerson", "id": own_id, **said, **more}


def organisation(own_id: str = "good", name: str = "Good Neighbours", **more: Any) -> dict[str, Any]:
    return {"resourceType": "Organization", "id": own_id, "name": name, **more}


def service(provider: Any, own_id: str = "tea", name: str = "Tea and talk", **more: Any) -> dict[str, Any]:
    return {"resourceType": "HealthcareService", "id": own_id, "name": name, "providedBy": provider, **more}


def bundle(*resources: Any, addresses: dict[int, str] | None = None) -> dict[str, Any]:
    found = addresses or {}
    entries = [
        {"resource": each} | ({"fullUrl": found[at]} if at in found else {}) for at, each in enumerate(resources)
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


@pytest.fixture
def source(tmp_path):
    def write(value: Any, name: str = "bundle.json", **options: Any) -> Bundles:
        path = tmp_path / name
        path.write_text(value if isinstance(value, str) else json.dumps(value))
        return Bundles(path, **options)

    return write


def take(source: Bundles, **how: Any) -> Any:
    return take_in(source, what=Format.FHIR, **how)


def told(report: Any) -> list[tuple[str, str]]:
    return [(each.problem.code, each.field) for each in report.refused]


def test_a_bundle_becomes_people_their_circle_and_services_in_whatever_order_it_stands(source):
    here = bundle(
        related({"reference": "Patient/jean"}),
        service({"reference": "Organization/good"}),
        patient(identifier=[CHI, NHS]),
        organisation(identifier=[{"system": "http://org-id.guide/list/GB-SC", "value": "SC000999"}]),
    )
    report = take(source(here))
    assert (counts(report), report.refusals) == ({"created": 4}, 0)
    jean = Person.objects.get()
    assert (jean.name, str(jean.birth_date)) == ("Jean Rafferty", "1941-03-02")
    assert {*jean.identifiers.values_list("kind", "value")} == {("chi", "0101011237"), ("nhs", "9434765919")}
    assert [*CircleTie.objects.values_list("person", "kind", "name", "relation")] == [
        (jean.id, "family", "Anne-Marie", "daughter")
    ]
    assert Service.objects.get().provider.identifiers.get().value == "SC000999"
    assert counts(take(source(here))) == {"unchanged": 4}


REFERENCES = {
    "relative": ({"reference": "Patient/jean"}, "Patient/jean"),
    "absolute": ({"reference": "https://ehr.example/fhir/Patient/jean"}, "https://ehr.example/fhir/Patient/jean"),
    "versioned": ({"reference": "Patient/jean/_history/2"}, "Patient/jean"),
    "urn:uuid": (
        {"reference": "urn:uuid:0c6f2c3e-1f6f-4a51-9d4b-111111111111"},
        "urn:uuid:0c6f2c3e-1f6f-4a51-9d4b-111111111111",
    ),
    "by number": ({"type": "Patient", "identifier": CHI}, "Patient/jean"),
}


@pytest.mark.parametrize("how", REFERENCES)
def test_every_sort_of_reference_leads_to_her(how, source):
    reference, address = REFERENCES[how]
    her = patient(identifier=[CHI])
    if how == "urn:uuid":
        del her["id"]
    report = take(source(bundle(related(reference), her, addresses={1: address})))
    assert counts(report) == {"created": 2}, report.refused


def test_what_lies_inside_a_resource_is_taken_with_it(source):
    inner = organisation("o1")
    report = take(source(service({"reference": "#o1"}, contained=[inner])))
    assert counts(report) == {"created": 2}
    assert Service.objects.get().provider.name == "Good Neighbours"


def test_the_same_as_lines(source):
    lines = "\n".join(json.dumps(each) for each in (related({"reference": "Patient/jean"}), patient()))
    assert counts(take(source(lines, "people.ndjson"))) == {"created": 2}
    assert counts(take(source(lines, "people.txt"))) == {"unchanged": 2}


@pytest.mark.commitment(3)
def test_who_was_taken_in_is_seen_by_nobody_unless_a_team_is_named(source):
    worker = worlds.wearing(worlds.team("Whinhall"))
    take(source(patient()))
    her = Person.objects.get()
    assert not Relationship.objects.exists() and not queries.find_people(worker).rows and her.account is None
    take(source(patient(), team_id=worker.team_id, basis=Basis.CONSENT))
    assert [each.id for each in queries.find_people(worker).rows] == [her.id]
    assert not queries.may(worker, her.id, "circle").allowed
    take(source(patient(), team_id=worker.team_id))
    assert Relationship.objects.count() == 1


def test_somebody_is_known_by_her_number_and_never_by_her_name(source):
    here = worlds.person("Jean Rafferty", birth_date=None)
    worlds.people.add_identifier(by=worlds.SYSTEM, person_id=here.id, kind="chi", value="0101011237")
    take(source(patient("other")))
    assert Person.objects.count() == 2
    report = take(source(patient("same", identifier=[CHI, NHS])))
    assert counts(report) == {"changed": 1}
    here.refresh_from_db()
    assert str(here.birth_date) == "1941-03-02" and here.identifiers.count() == 2


def test_what_was_changed_here_stands_and_a_newer_bundle_closes_nobody(source):
    take(source(bundle(patient(), patient("rena", name=[{"text": "Rena"}]))))
    jean = Person.objects.get(name="Jean Rafferty")
    worlds.people.change_person(by=worlds.SYSTEM, person_id=jean.id, version=jean.version, known_as="Jeanie")
    newer = patient(name=[{"text": "Jean Rafferty"}, {"use": "nickname", "text": "JR"}], birthDate="1941-03-03")
    report = take(source(newer))
    jean.refresh_from_db()
    assert (jean.known_as, str(jean.birth_date)) == ("Jeanie", "1941-03-03")
    assert [each.problem.code for each in report.warnings] == ["adapters.kept"]
    assert Person.objects.count() == 2


def test_a_death_is_noted_and_one_without_a_day_is_refused(source):
    take(source(patient(deceasedDateTime="2020-05-01T10:00:00Z")))
    assert str(Person.objects.get().died_on) == "2020-05-01"
    refused = plan(source(patient("other", deceasedBoolean=True)))
    assert told(refused) == [("adapters.fhir_death_without_day", "deceased")]


WRONG = {
    "a check digit": (
        patient(identifier=[{**CHI, "value": "0101011238"}]),
        ("people.identifier_check_digit", "identifier"),
    ),
    "too few digits": (patient(identifier=[{**NHS, "value": "943"}]), ("people.identifier_ten_digits", "identifier")),
    "no name": (patient(name=[]), ("ground.required", "name")),
    "a date that is none": (patient(birthDate="1941-02-31"), ("adapters.wrong_shape", "")),
    "born tomorrow": (patient(birthDate="2999-01-01"), ("people.birth_date", "birth_date")),
    "nobody's circle": (related({}), ("adapters.fhir_no_patient", "patient")),
    "a circle of somebody unknown": (
        related({"reference": "Patient/x"}),
        ("adapters.refers_to_nothing", "person_id"),
    ),
    "no provider": (service({}), ("adapters.fhir_no_provider", "providedBy")),
    "a time that is none": (
        service({"reference": "Organization/x"}, availableTime=[{"availableStartTime": "noon"}]),
        ("adapters.wrong_shape", ""),
    ),
    "no resource": ({"hello": "world"}, ("adapters.fhir_nothing", "")),
    "a NUL": (patient(name=[{"text": "Je\0an"}]), ("ground.nul", "")),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_saved(what, source):
    resource, expected = WRONG[what]
    report = plan(source(resource))
    assert expected in told(report)
    assert not Person.objects.exists() and not Service.objects.exists()


def test_a_number_that_two_claim_is_nobodys_to_take_twice(source):
    report = take(source(bundle(patient(identifier=[CHI]), patient("two", identifier=[CHI]))), partial=True)
    assert told(report) == [("people.identifier_taken", "identifier")]
    assert (Person.objects.count(), PersonIdentifier.objects.count()) == (1, 1)


def test_other_types_are_counted_and_links_are_said(source):
    other = {"resourceType": "Observation", "status": "final", "code": {}}
    linked = patient(link=[{"other": {"reference": "Patient/old"}, "type": "replaces"}])
    report = plan(source(bundle(other, other, linked)))
    assert report.not_taken == {"Observation": 2}
    assert [each.problem.code for each in report.warnings] == ["adapters.fhir_same_person"]


def test_a_role_at_a_service_is_whom_one_asks_there(source):
    role = {
        "resourceType": "PractitionerRole",
        "practitioner": {"display": "Elaine Cuthbertson"},
        "code": [{"text": "Coordinator"}],
        "healthcareService": [{"reference": "HealthcareService/tea"}],
    }
    take(source(bundle(role, service({"reference": "Organization/good"}), organisation())))
    assert [*Service.objects.get().contacts.values_list("name", "role")] == [("Elaine Cuthbertson", "Coordinator")]


@pytest.mark.commitment(3)
def test_no_role_takes_records_in(source):
    for role in (Role.STEWARD, Role.GUARDIAN, Role.ADMINISTRATOR):
        by = worlds.wearing(worlds.team(f"Team of {role}"), role)
        assert worlds.refused(lambda by=by: take(source(patient()), by=by)) == "access.system_only"


def test_a_team_that_is_not_here_is_said(source):
    with pytest.raises(Unreadable):
        source(patient(), team_id=UUID(int=5))


def test_the_official_examples_are_taken_refused_or_counted():
    examples = third_party("fhir", "hl7-r4-examples")
    report = take(Bundles(examples), partial=True)
    assert report.total("created") > 25 and sum(report.not_taken.values()) > 90
    assert all(each.problem.code for each in report.refused)
    assert Actor.objects.exists() and counts(take(Bundles(examples), partial=True)).keys() == {"unchanged"}


WHOLE = bundle(
    patient(
        identifier=[CHI, NHS],
        telecom=[{"system": "phone", "value": "01236 555 010"}],
        address=[{"postalCode": "ML6"}],
    ),
    related({"reference": "Patient/jean"}),
    organisation(telecom=[{"system": "url", "value": "https://good.example"}]),
    service(
        {"reference": "Organization/good"},
        availableTime=[{"daysOfWeek": ["mon"], "availableStartTime": "09:00:00", "availableEndTime": "17:00:00"}],
        communication=[{"text": "English"}],
    ),
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just([]) | st.just({})


@st.composite
def mutations(draw: Any) -> Any:
    """The whole bundle with some of its values replaced by anything that JSON has."""
    value = copy.deepcopy(WHOLE)
    for _ in range(draw(st.integers(1, 4))):
        at: Any = value
        while isinstance(at, dict | list) and at:
            key = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
            if draw(st.booleans()) or not isinstance(at[key], dict | list) or not at[key]:
                at[key] = draw(LEAVES | st.just([{}]) | st.lists(LEAVES, max_size=2))
                break
            at = at[key]
    return value


@given(mutations())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_bundle_is_taken_or_refused_without_an_exception(tmp_path, value):
    path = tmp_path / "mutated.json"
    path.write_text(json.dumps(value))
    with transaction.atomic():
        try:
            planned = plan(Bundles(path))
            taken = take(Bundles(path), partial=True)
        except Unreadable as wrong:
            assert wrong.problem.code
        else:
            assert taken.refusals >= planned.refusals
        transaction.set_rollback(True)
