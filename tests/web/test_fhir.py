"""FHIR as another system meets it: every answer valid R4, every error in FHIR, no secret told."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from ecotone.adapters.fhir.resources import KINDS
from ecotone.people.models import Person
from tests import fhir_validator
from tests.fhir_validator import Validator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
CALLERS = {
    "a link worker": ("Marcus Adeyemi-Kerr", ""),
    "a charity's coordinator": ("Elaine Cuthbertson", "Befriending coordinator"),
    "a team's lead": ("Brendan Docherty", "Team lead, integrated rehabilitation"),
    "the person": ("Jean Rafferty", ""),
    "her daughter": ("Anne-Marie Boyle", ""),
    "a board member": ("Rena Pettigrew", ""),
}


@pytest.fixture(scope="module")
def validator() -> Iterator[Validator]:
    yield from fhir_validator.running()


@pytest.fixture
def ask(validator):
    """Asks an address, and holds the answer against the validator, whatever it is."""

    def ask_(client: Client, address: str, status: int = 200, **headers: str) -> Any:
        answer = client.get(address if address.startswith("http") else f"/fhir/R4/{address}", headers=headers)
        assert answer.status_code == status, answer.content
        assert answer["Content-Type"].startswith("application/fhir+json")
        resource = answer.json()
        assert not validator.faults(resource), resource
        return resource

    return ask_


def jean() -> UUID:
    return Person.objects.get(name="Jean Rafferty").id


def narrowed(kind: str) -> str:
    return f"{kind}?patient=Patient/{jean()}" if kind == "RelatedPerson" else kind


def resources(bundle: Any) -> list[Any]:
    return [entry["resource"] for entry in bundle.get("entry", [])]


@pytest.mark.parametrize("caller", CALLERS)
def test_every_search_and_read_is_valid(caller, sign_in, ask):
    client = sign_in(*CALLERS[caller])
    for kind in KINDS:
        found = resources(ask(client, narrowed(kind)))
        assert {each["resourceType"] for each in found} <= {kind}
        for each in found[:5]:
            assert ask(client, f"{kind}/{each['id']}") == each
        assert not ask(client, f"{kind}?_id=nobody&patient=Patient/{UUID(int=1)}").get("entry")
