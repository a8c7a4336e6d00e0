"""FHIR carried away: whole, valid, and there again after a round through another place."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from ecotone.access.audit import gathering
from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.adapters.fhir import dump
from ecotone.adapters.fhir.load import Bundles
from ecotone.adapters.fhir.mapping.elements import Served
from ecotone.adapters.rules import Format
from ecotone.cli import main
from ecotone.ecosystem import actions as ecosystem
from ecotone.people import actions as people
from tests import fhir_validator, worlds
from tests.fhir_validator import Validator
from tests.rooms.adapters.taking import counts, take

pytestmark = pytest.mark.django_db
HERE = Served("https://here.example/fhir/R4")


@pytest.fixture(scope="module")
def validator() -> Iterator[Validator]:
    yield from fhir_validator.running()


@pytest.fixture
def jean():
    """Jean with a number and a daughter, for whom link workers ask a befriending group."""
    asker = worlds.wearing(worlds.team("Link workers"))
    her = worlds.taken_in(asker, known_as="Jeanie", contact_how="phone", contact_detail="01236 555 010")
    people.add_identifier(by=asker, person_id=her.id, kind="chi", value="0101011237")
    people.add_to_circle(by=asker, person_id=her.id, kind="family", name="Anne-Marie", relation="daughter")
    worlds.ask(asker, her, worlds.actor("Good Neighbours"))
    return her


def taken_by(by: Principal) -> Any:
    with gathering(by, "tests"):
        return dump.her_record(by, HERE)


def kinds(bundle) -> list[str]:
    return [entry["resource"]["resourceType"] for entry in bundle["entry"]]


def test_her_record_is_all_that_is_hers_and_a_copy_taken_is_written_down(jean, tmp_path, validator):
    target = tmp_path / "jean.json"
    told = CliRunner().invoke(main, ["export", "fhir", "--person", str(jean.id), str(target)])
    assert told.exit_code == 0, told.output
    bundle = json.loads(target.read_text())
    assert kinds(bundle) == ["Patient", "RelatedPerson", "ServiceRequest", "Task", "Organization", "Organization"]
    assert not validator.faults(bundle)
    entry = AuditEntry.objects.latest("created_at")
    assert (entry.kind, entry.code, entry.system) == ("export", "adapters.export_fhir", "command")
    assert jean.id in entry.subjects.values_list("subject_id", flat=True)
    assert target.stat().st_mode & 0o077 == 0


def test_her_record_goes_to_another_place_and_says_the_same_there(jean, tmp_path):
    her = worlds.herself(jean)
    first = taken_by(her)
    path = tmp_path / "record.json"
    path.write_text(json.dumps(first))
    report = take(Bundles(path), what=Format.FHIR)
    assert (counts(report), report.refusals) == ({"unchanged": 4}, 0)
    assert report.not_taken == {"ServiceRequest": 1, "Task": 1}
    assert taken_by(her) == first


def test_who_asks_for_her_record_and_is_not_she_gets_nothing_of_it(jean):
    other = Principal(kind=Kind.PERSON, person_id=worlds.person("Somebody else").id)
    assert str(jean.id) not in json.dumps(taken_by(other))


def test_the_directory_comes_back_unchanged(tmp_path, validator):
    provider = worlds.actor("Good Neighbours", phone="01236 555 010", website="https://good.example")
    ecosystem.identify_actor(by=worlds.SYSTEM, actor_id=provider.id, scheme="GB-SC", value="SC000999")
    identified = [("good.example", "", "tea")]
    worlds.service(provider, "Tea and talk", description="Every week", identifiers=identified, cost_free=True)
    target = tmp_path / "directory.ndjson"
    told = CliRunner().invoke(main, ["export", "fhir", "--directory", str(target)])
    assert told.exit_code == 0, told.output
    resources = [json.loads(line) for line in target.read_text().splitlines()]
    assert {each["resourceType"] for each in resources} == {"Organization", "HealthcareService"}
    assert not [fault for each in resources for fault in validator.faults(each)]
    report = take(Bundles(target), what=Format.FHIR)
    assert (counts(report), report.refusals) == ({"unchanged": len(resources)}, 0), report.warnings


@pytest.mark.parametrize("arguments", [["--person", "00000000-0000-0000-0000-000000000007"], [], ["--person", "x"]])
def test_what_cannot_be_given_out_is_said(arguments, tmp_path):
    told = CliRunner().invoke(main, ["export", "fhir", *arguments, str(tmp_path / "out.json")])
    assert told.exit_code in (1, 2) and "Traceback" not in told.output
    assert not [*tmp_path.iterdir()]
