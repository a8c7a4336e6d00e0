"""Somebody's list of organisations: read as people write it, known again, and what is hidden kept hidden."""

import pytest
from click.testing import CliRunner

from ecotone.adapters.charities.load import Charities
from ecotone.adapters.intake import plan
from ecotone.adapters.models import ListMatching
from ecotone.adapters.rules import Format
from ecotone.adapters.spreadsheet import matching
from ecotone.adapters.spreadsheet.load import Organisations
from ecotone.adapters.spreadsheet.organisations import register_number
from ecotone.cli import main
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import Domain, Sector
from tests.rooms.adapters import registers
from tests.rooms.adapters.taking import counts, take
from tests.worlds import SYSTEM, actor

pytestmark = pytest.mark.usefixtures("db", "monday", "mapped")

HEADER = "Organisation,Kind,Charity number,Address,Postcode,Web,Tel,Mail,What they do,Chair\n"
ROWS = (
    "Invented Blethers,Charity,SC000001,1 Invented Street,ML6 0AA,www.example.org,1236555000,b@example.org,Talk,Ann\n"
    "Invented Practice,GP practice,,2 Invented Street,ML6 0AA,,01236 555001,,,\n"
)


@pytest.fixture
def forum():
    return actor("A forum")


@pytest.fixture
def given(forum, tmp_path):
    """A list with these rows, as a source."""

    def make(rows: str = ROWS, header: str = HEADER) -> Organisations:
        path = tmp_path / "organisations.csv"
        path.write_text(header + rows)
        return Organisations(path, whose=forum.id)

    return make


def taken(source: Organisations, **more):
    return take(source, what=Format.ORGANISATIONS, **more)


def said(report) -> list[tuple[int | str, str]]:
    return [(each.row, each.problem.code) for each in [*report.refused, *report.warnings]]


def test_organisations_come_with_their_kind_number_and_where_they_are(given):
    report = taken(given())
    assert counts(report) == {"created": 4}  # each with its address
    blethers = ecosystem.actor(Actor.objects.get(name="Invented Blethers").id, by=SYSTEM)
    assert (blethers.sector, blethers.domain, blethers.description) == (Sector.THIRD, Domain.COMMUNITY, "Talk")
    assert (blethers.website, blethers.phone, blethers.email) == (
        "https://www.example.org",
        "01236 555000",
        "b@example.org",
    )
    assert [place.name for place in blethers.places] == ["Petersburn"]
    row = Actor.objects.get(name="Invented Blethers")
    assert (row.site.address, row.site.confidential) == ("1 Invented Street", False)
    assert list(row.identifiers.values_list("scheme", "value")) == [("GB-SC", "SC000001")]
    practice = Actor.objects.get(name="Invented Practice")
    assert (practice.sector, practice.domain) == (Sector.NHS, Domain.COMMUNITY)
    assert counts(taken(given())) == {"unchanged": 4}


def test_what_a_list_does_not_name_is_let_be_and_what_was_corrected_here_stands(given):
    taken(given())
    row = Actor.objects.get(name="Invented Practice")
    row.change(version=row.version, phone="01236 999999")
    report = taken(given(ROWS.splitlines()[1].replace("555001", "555002") + "\n"))
    assert counts(report) == {"unchanged": 2}
    assert (2, "adapters.kept") in said(report)
    assert Actor.objects.get(name="Invented Blethers").until is None


def test_one_that_a_register_named_before_is_the_same_by_its_number(given, tmp_path):
    register = registers.charity_file(tmp_path / "charities.csv", [registers.charity(1, name="Blethers")])
    take(Charities(register), what=Format.CHARITIES)
    taken(given())
    assert Actor.objects.filter(identifiers__value="SC000001").count() == 1
    assert Actor.objects.get(identifiers__value="SC000001").phone == "01236 555000"


def test_what_cannot_be_understood_is_refused_or_said_with_its_row(given):
    rows = (
        "A,Circus,,,,,,,,\n"  # no kind that anybody knows
        ",Charity,,,,,,,,\n"
        "B,,,3 Far Street,ZZ1 1ZZ,no web,not a phone,,,\n"
        "C,charity,12,,,,,,,\n"
    )
    report = plan(given(rows))
    assert [(each.row, each.problem.code, each.problem.field) for each in report.refused] == [
        (2, "adapters.not_a_choice", "Kind"),
        (3, "ground.required", "Organisation"),
    ]
    found = said(report)
    assert {(4, "adapters.sector_assumed"), (4, "adapters.no_place"), (4, "adapters.left_out")} <= set(found)
    assert (5, "adapters.number_unknown") in found
    taken(given("B,,,3 Far Street,ZZ1 1ZZ,,,,,\n"))
    assert Actor.objects.get(name="B").description == "Where: 3 Far Street, ZZ1 1ZZ"


@pytest.mark.parametrize("postcode", ["ML6 0AA", "ZZ1 1ZZ"])
def test_where_people_may_be_hidden_is_told_to_nobody(given, postcode):
    taken(given(f"Invented Women's Aid,Charity,,9 Hidden Lane,{postcode},,,,,\n"))
    row = Actor.objects.get(name="Invented Women's Aid")
    assert row.description == "" and not row.covers.exists()
    assert row.site is None or (row.site.confidential and row.site.name == row.name)
    assert (row.site is None) is (postcode == "ZZ1 1ZZ")


def test_its_columns_are_remembered_apart_from_those_of_a_list_of_services(forum, given, tmp_path):
    header = HEADER.replace("Organisation,", "Who,").strip().split(",")
    chosen = {"name": "Who", "phone": "Tel"}
    signature = matching.signature(header, matching.ORGANISATIONS)
    ListMatching.add(actor=forum, signature=signature, columns=chosen)
    assert given(header=HEADER.replace("Organisation,", "Who,")).columns == chosen
    assert matching.signature(header) != signature


@pytest.mark.parametrize(
    ("number", "heading", "meant"),
    [
        ("SC012345", "Charity number", ("GB-SC", "SC012345")),
        ("sc 012345", "Number", ("GB-SC", "SC012345")),
        ("SC012345", "Company no.", ("GB-COH", "SC012345")),
        ("01234567", "Company no.", ("GB-COH", "01234567")),
        ("1000001", "Charity number", ("GB-CHC", "1000001")),
        ("1000001", "Number", None),
        ("GB-NIC-100001", "Number", ("GB-NIC", "100001")),
        ("", "Charity number", None),
    ],
)
def test_a_number_tells_its_register(number, heading, meant):
    assert register_number(number, heading) == meant


def test_the_command_takes_it_in(forum, tmp_path):
    path = tmp_path / "organisations.csv"
    path.write_text(HEADER + ROWS)
    told = CliRunner().invoke(main, ["import", "organisations", str(path), "--for", "A forum"])
    assert told.exit_code == 0, told.output
    assert "Created: 2 addresses, 2 organisations" in told.output
    assert "Columns that are passed over: Chair." in told.output
