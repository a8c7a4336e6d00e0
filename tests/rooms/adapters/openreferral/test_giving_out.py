"""What a file that is given out holds, and above all what it does not."""

import csv
import io
import json
import zipfile

import pytest
from click.testing import CliRunner

from ecotone.adapters.openreferral.dump import Shape
from ecotone.cli import main
from ecotone.directory.actions import close_service
from ecotone.ecosystem import actions as ecosystem
from tests.rooms.adapters.openreferral.world import given_out, map_and_needs
from tests.worlds import SYSTEM, actor, cost, service

pytestmark = pytest.mark.usefixtures("db", "monday")

SECRETS = ("Rowan House", "7 Hidden Lane", "ML6 9ZZ", "55.8765", "-3.9123")


@pytest.fixture
def places():
    return map_and_needs()


@pytest.fixture
def refuge(places):
    """A sensitive service whose only site is confidential; so is where its provider is at home."""
    site = ecosystem.add_site(
        by=SYSTEM,
        name="Rowan House",
        place_id=places["airdrie"].id,
        address="7 Hidden Lane",
        postcode="ML6 9ZZ",
        latitude=55.8765,
        longitude=-3.9123,
        confidential=True,
    )
    provider = actor("Safe Together", site_id=site.id)
    return service(provider, "Refuge", sensitivity="sensitive", sites=[site.id], phone="0800 027 1234")


def all_of(path) -> str:
    """Everything that is in the file, unpacked."""
    if not zipfile.is_zipfile(path):
        return path.read_text()
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize("shape", list(Shape))
def test_where_a_refuge_is_never_leaves(tmp_path, refuge, shape):
    dumped = given_out(tmp_path / "out", shape)
    text = all_of(tmp_path / "out")
    assert "Refuge" in text, "the directory lists it, with its number"
    assert "0800 027 1234" in text
    assert not [secret for secret in SECRETS if secret in text]
    assert str(refuge.sites.get().site_id) not in text
    assert (dumped.services, dumped.withheld) == (1, 1)


def test_what_becomes_confidential_is_gone_from_the_next_file(tmp_path, places):
    site = ecosystem.add_site(by=SYSTEM, name="The hall", place_id=places["airdrie"].id, address="1 Main Street")
    service(actor("Tea"), sites=[(site.id, True)])
    given_out(tmp_path / "out")
    assert "1 Main Street" in all_of(tmp_path / "out")
    ecosystem.hide_site(by=SYSTEM, site_id=site.id)
    given_out(tmp_path / "out")
    assert "1 Main Street" not in all_of(tmp_path / "out")


def test_only_what_is_open_is_listed(tmp_path, places):
    kept, closed = service(actor("Tea"), "Kept"), service(actor("Coffee"), "Closed")
    close_service(by=SYSTEM, service_id=closed.id, version=1, status="inactive", reason="No one came")
    given_out(tmp_path / "out")
    said = json.loads((tmp_path / "out").read_text())
    assert [each["id"] for each in said["contents"]] == [str(kept.id)]


@pytest.mark.parametrize("several", [0, 1, 3])
def test_a_page_counts_what_is_in_it(tmp_path, places, several):
    for number in range(several):
        service(actor(f"Tea {number}"))
    given_out(tmp_path / "out")
    said = json.loads((tmp_path / "out").read_text())
    assert (said["total_items"], said["size"], len(said["contents"])) == (several,) * 3
    assert (said["total_pages"], said["page_number"], said["first_page"], said["last_page"]) == (1, 1, True, True)
    assert said["empty"] is (several == 0)


def test_each_line_is_a_service(tmp_path, places):
    made = [service(actor(f"Tea {number}"), "One\nor two") for number in range(2)]
    given_out(tmp_path / "out", Shape.NDJSON)
    lines = (tmp_path / "out").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [str(each.id) for each in made]


def test_the_package_is_what_its_description_says(tmp_path, places):
    tea = actor("Tea", kind="organisation", identifiers=[("GB-SC", "SC012345")])
    for number in range(2):
        service(tea, f"Tea {number}", need_codes=["falls", "loneliness"], languages=[("Gaelic", "gd")])
    dumped = given_out(tmp_path / "out.zip", Shape.TABULAR)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        package = json.loads(archive.read("datapackage.json"))
        tables = {
            each["name"]: list(csv.DictReader(io.StringIO(archive.read(each["path"]).decode())))
            for each in package["resources"]
        }
        assert set(archive.namelist()) == {"datapackage.json", *(each["path"] for each in package["resources"])}
    assert {name: len(rows) for name, rows in tables.items()} == dict(dumped.rows)
    assert len(tables["organization"]) == 1
    assert [each["identifier"] for each in tables["organization_identifier"]] == ["SC012345"]
    for resource in package["resources"]:
        for key in resource["schema"]["foreignKeys"]:
            known = {row["id"] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in tables[resource["name"]]} - {""} <= known
    first, second = (given_out(tmp_path / name, Shape.TABULAR) and tmp_path / name for name in ("a.zip", "b.zip"))
    assert first.read_bytes() == second.read_bytes(), "the same directory gives the same bytes"


def test_many_cost_as_many_queries_as_few(tmp_path, places):
    def list_some(first: int) -> int:
        for number in range(first, first + 3):
            site = ecosystem.add_site(by=SYSTEM, name="The hall", place_id=places["airdrie"].id)
            service(actor(f"Tea {number}", places["airdrie"]), sites=[site.id], need_codes=["falls"])
        return cost(lambda: given_out(tmp_path / "out"))

    assert list_some(0) == list_some(3)


def test_the_command(tmp_path, places, refuge):
    done = CliRunner().invoke(main, ["export", "openreferral", str(tmp_path / "out.json"), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output) == {
        "path": str(tmp_path / "out.json"),
        "format": "json",
        "services": 1,
        "organizations": 1,
        "withheld": 1,
    }
    done = CliRunner().invoke(main, ["export", "openreferral", str(tmp_path / "out.zip"), "--format", "tabular"])
    assert "1 services of 1 organisations" in done.output
    assert "left out" in done.output


def test_what_cannot_be_written_is_said_in_a_sentence(tmp_path, places):
    done = CliRunner().invoke(main, ["export", "openreferral", str(tmp_path / "nowhere" / "out.json")])
    assert done.exit_code == 1
    assert "cannot be written" in done.output
    assert list(tmp_path.iterdir()) == []
