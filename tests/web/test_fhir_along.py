"""What comes along with a FHIR search, told by hand in a small world."""

from typing import Any

import pytest
from django.test import Client

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Role
from ecotone.adapters.fhir import along
from ecotone.people import actions as people
from ecotone.people.rules import Effect
from tests import worlds
from tests.web.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> Any:
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def jean(asker: Any) -> Any:
    her = worlds.taken_in(asker)
    people.add_to_circle(by=asker, person_id=her.id, kind="family", name="Anne-Marie", relation="daughter")
    return her


def found(by: Any, address: str) -> dict[str, set[str]]:
    """The types in the answer's entries by search mode."""
    client = Client(headers={"Authorization": f"Bearer {Program(by).secret}"})
    told: dict[str, set[str]] = {}
    for entry in client.get(f"/fhir/R4/{address}").json().get("entry", []):
        told.setdefault(entry["search"]["mode"], set()).add(entry["resource"]["resourceType"])
    return told


def test_an_ask_comes_with_whom_it_is_for_who_asked_whom_and_its_task(asker, jean):
    group = worlds.team("Befrienders")
    worlds.ask(asker, jean, worlds.can_help(group, worlds.need("befriending")))
    every = "&".join(f"_include=ServiceRequest:{name}" for name in ("subject", "requester", "performer"))
    told = found(asker, f"ServiceRequest?{every}&_revinclude=Task:focus")
    assert told == {"match": {"ServiceRequest"}, "include": {"Patient", "Organization", "HealthcareService", "Task"}}
    assert found(asker, "Task?_include=Task:focus")["include"] == {"ServiceRequest"}


@pytest.mark.commitment(3)
def test_what_comes_along_is_in_the_same_entry_of_the_audit(asker, jean):
    worlds.ask(asker, jean, worlds.team("Befrienders"))
    told = found(asker, f"ServiceRequest?patient=Patient/{jean.id}&_include=ServiceRequest:subject")
    assert told == {"match": {"ServiceRequest"}, "include": {"Patient"}}
    entry = AuditEntry.objects.get(kind="look", code="web.fhir_search")
    assert {"person", "referral"} <= {*entry.subjects.values_list("kind", flat=True)}


def test_a_person_comes_with_her_circle_and_what_was_asked_for_her(asker, jean):
    worlds.ask(asker, jean, worlds.team("Befrienders"))
    back = "&".join(
        f"_revinclude={name}" for name in ("RelatedPerson:patient", "ServiceRequest:subject", "Task:patient")
    )
    told = found(asker, f"Patient?{back}")
    assert told == {"match": {"Patient"}, "include": {"RelatedPerson", "ServiceRequest", "Task"}}
    assert found(worlds.stranger(Role.WORKER), f"Patient?{back}") == {}


@pytest.mark.commitment(3)
def test_who_may_not_know_her_gets_an_ask_without_her(asker, jean):
    group = worlds.team("Befrienders")
    asked = worlds.ask(asker, jean, group)
    reads = worlds.wearing(group), f"ServiceRequest?_id={asked.id}&_include=ServiceRequest:subject"
    assert found(*reads)["include"] == {"Patient"}
    people.choose_sharing(by=worlds.herself(jean), person_id=jean.id, effect=Effect.REFUSAL, actor_id=group.id)
    assert "include" not in found(*reads)


def test_what_is_cut_off_is_said_in_the_answer(asker, jean, monkeypatch):
    for name in ("Befrienders", "Kettle On"):
        worlds.ask(asker, jean, worlds.team(name))
    monkeypatch.setattr(along, "MOST", 1)
    told = found(asker, "Patient?_revinclude=ServiceRequest:subject")
    assert told == {"match": {"Patient"}, "include": {"ServiceRequest"}, "outcome": {"OperationOutcome"}}


def test_an_organisation_comes_with_what_it_offers_and_who_works_in_it(asker):
    group = worlds.team("Befrienders")
    worlds.can_help(group, worlds.need("befriending"))
    worlds.wearing(group)
    back = "_revinclude=HealthcareService:organization&_revinclude=PractitionerRole:organization"
    told = found(asker, f"Organization?_id={group.id}&{back}")
    assert told == {"match": {"Organization"}, "include": {"HealthcareService", "PractitionerRole"}}
