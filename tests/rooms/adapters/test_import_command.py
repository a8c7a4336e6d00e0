"""`ecotone import`, as whoever keeps a place meets it: what it prints, as JSON, and with which code it ends."""

import json

import pytest
from click.testing import CliRunner

from ecotone.adapters.models import ImportRun
from ecotone.cli import main
from ecotone.directory.models import Service
from tests.rooms.adapters import registers

pytestmark = pytest.mark.usefixtures("db", "monday")


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["import", *map(str, arguments)], catch_exceptions=False)
    return result.exit_code, result.stdout


def as_json(*arguments: object) -> tuple[int, dict]:
    code, printed = run(*arguments, "--json")
    return code, json.loads(printed)


@pytest.fixture
def file(tmp_path):
    return registers.care_file(tmp_path / "care.csv", [registers.care(1), registers.care(2, 2)])


def test_json_has_the_shape_that_programs_rely_on(file):
    code, said = as_json("care-inspectorate", file)
    assert code == 0
    assert {name: said[name] for name in ("created", "changed", "unchanged", "refused")} == {
        "created": 4,
        "changed": 0,
        "unchanged": 0,
        "refused": [],
    }
    assert {frozenset(each) for each in said["warnings"]} == {frozenset({"row", "field", "reason"})}
    assert as_json("care-inspectorate", file)[1]["unchanged"] == 4


def test_a_trial_saves_nothing_and_says_so(file):
    code, printed = run("care-inspectorate", file, "--dry-run")
    assert (code, Service.objects.count(), ImportRun.objects.count()) == (0, 0, 0)
    assert "Created: 2 organisations, 2 services" in printed
    assert "nothing has been saved" in printed


def test_what_is_refused_ends_with_one_and_says_where_and_why(tmp_path):
    path = registers.care_file(
        tmp_path / "care.csv", [registers.care(1), registers.care(2, Registered_Places="many")]
    )
    code, printed = run("care-inspectorate", path)
    assert (code, Service.objects.count()) == (1, 0)
    assert "row 3: Registered_Places: This is not a whole number: many." in printed
    code, said = as_json("care-inspectorate", path, "--partial")
    assert (code, said["created"], said["refused"]) == (
        *(0, 2),
        [{"row": 3, "field": "Registered_Places", "reason": "This is not a whole number: many."}],
    )


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "nothing in this file"),
        (b"%PDF-1.4", "a PDF"),
        (b"a,b\n1,2\n", "columns are missing"),
        (bytes(99), "NUL"),
    ],
)
@pytest.mark.parametrize("name", ["care-inspectorate", "charities", "places"])
def test_a_file_that_is_not_what_it_should_be_is_said_in_a_sentence(tmp_path, raw, said, name):
    path = tmp_path / "list.csv"
    path.write_bytes(raw)
    code, printed = run(name, path)
    assert (code, said in printed) == (1, True), printed


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert run("places", tmp_path / "nowhere")[0] == 1
