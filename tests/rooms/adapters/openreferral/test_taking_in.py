"""Open Referral files as they come: in four shapes, in part, twice, spoilt, and hostile."""

import csv
import gzip
import json
import zipfile
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings

from ecotone.adapters.intake import plan
from ecotone.adapters.openreferral.load import OpenReferral
from ecotone.adapters.reading import Unreadable
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Site
from tests.pure.adapters.openreferral.offers import patient
from tests.pure.adapters.openreferral.spoiling import spoilt
from tests.pure.adapters.openreferral.test_spoilt import OLDER, services
from tests.rooms.adapters.openreferral.world import given_out, map_and_needs, taken_in
from tests.rooms.adapters.taking import counts
from tests.third_party import third_party
from tests.worlds import actor, service

pytestmark = pytest.mark.usefixtures("db", "monday")


def own_id(name: str) -> str:
    return str(uuid5(UUID(int=7), name))


TEA = {"id": own_id("org"), "name": "Tea", "description": "", "organization_identifiers": []}


def offer(number: int, **fields: Any) -> dict[str, Any]:
    made = {"id": own_id(f"service {number}"), "name": f"Tea {number}", "status": "active", "organization": TEA}
    return made | {"phones": [{"number": "01236 000111"}]} | fields


def page(services: list[Any], *, number: int = 1, pages: int = 1, total: int | None = None) -> str:
    return json.dumps(
        {
            "total_items": len(services) if total is None else total,
            "total_pages": pages,
            "page_number": number,
            "size": len(services),
            "first_page": number == 1,
            "last_page": number == pages,
            "empty": not services,
            "contents": services,
        }
    )


@pytest.fixture
def places():
    return map_and_needs()


@pytest.fixture
def file(tmp_path):
    def write(said: Any, name: str = "services.json"):
        text = said if isinstance(said, str) else json.dumps(said)
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def codes(found: list[Any]) -> list[str]:
    return [each.problem.code for each in found]


@pytest.mark.parametrize("of", [lambda all_: page(all_), lambda all_: json.dumps(all_)], ids=["page", "list"])
def test_a_page_or_a_list(file, of):
    assert counts(taken_in(file(of([offer(1), offer(2)])))) == {"created": 3}
    assert [each.provider.name for each in Service.objects.all()] == ["Tea", "Tea"]


def test_one_service_alone_closes_no_other(file):
    taken_in(file(page([offer(1), offer(2)])))
    assert counts(taken_in(file(offer(1)))) == {"unchanged": 2}


def test_what_a_whole_list_no_longer_names_is_closed_and_may_come_back(file):
    taken_in(file(page([offer(1), offer(2)])))
    assert counts(taken_in(file(page([offer(1)])))) == {"unchanged": 2, "closed": 1}
    assert [each.status for each in Service.objects.order_by("name")] == ["active", "inactive"]
    assert counts(taken_in(file(page([offer(1), offer(2)])))) == {"unchanged": 2, "changed": 1}


def test_a_service_that_says_it_is_closed_is_closed(file):
    taken_in(file(page([offer(1), offer(2)])))
    report = taken_in(file(page([offer(1), offer(2, status="temporarily closed")])))
    assert (counts(report), dict(report.not_taken)) == (
        {"unchanged": 2, "closed": 1},
        {"service that is not active": 1},
    )


def test_saved_pages_are_added_up_and_what_is_in_full_stands(tmp_path):
    (tmp_path / "1.json").write_text(page([offer(1)], pages=2, total=2))
    (tmp_path / "2.json").write_text(page([offer(2)], number=2, pages=2, total=2))
    (tmp_path / "full.json").write_text(json.dumps(offer(1, description="In full")))
    (tmp_path / "README").write_text("how these were fetched")
    report = taken_in(tmp_path)
    assert (counts(report), codes(report.refused)) == ({"created": 3}, [])
    assert report.not_taken["README"] == 1
    assert Service.objects.get(name="Tea 1").description == "In full"


def test_missing_pages_are_said_and_close_nothing(tmp_path, file):
    taken_in(file(page([offer(1), offer(2)])))
    report = taken_in(file(page([offer(1)], pages=2, total=2)))
    assert "adapters.or_pages_missing" in codes(report.warnings)
    assert counts(report) == {"unchanged": 2}


def test_128_copies_of_one_id(file):
    report = taken_in(file([offer(1)] * 128))
    assert counts(report) == {"created": 2}
    assert codes(report.warnings).count("adapters.said_twice") == 127
    other = [offer(1), offer(1, name="Coffee")]
    report = taken_in(file(other), partial=True)
    assert codes(report.refused) == ["adapters.twice"]
    assert Service.objects.get().name == "Tea 1"


def test_one_organisation_lies_in_many_services_and_is_made_once(file):
    fuller = TEA | {"website": "https://tea.example.org"}
    taken_in(file(page([offer(1), offer(2, organization=fuller)])))
    assert Actor.objects.get().website == "https://tea.example.org"


def test_a_newer_file_changes_what_it_says_and_nothing_else(file):
    taken_in(file(page([offer(1, description="Tea", languages=[{"name": "Polish"}, {"name": "Gaelic"}])])))
    report = taken_in(file(page([offer(1, languages=[{"name": "Gaelic"}, {"name": "Scots"}])])))
    assert (counts(report), codes(report.warnings)[-1:]) == (
        {"changed": 1, "unchanged": 1},
        ["adapters.or_guessed_attending"],
    )
    row = Service.objects.get()
    assert (row.description, {each.name for each in row.languages.all()}) == ("Tea", {"Gaelic", "Scots"})


def test_terms_become_needs_of_this_place_or_are_counted(places, file):
    known = {"taxonomy_term": {"name": "falls & BALANCE", "description": ""}}
    unknown = {"taxonomy_term": {"name": "Macramé", "description": ""}}
    report = taken_in(file(page([offer(1, attributes=[known, unknown]), offer(2, attributes=[unknown])])))
    assert [each.need.code for each in Service.objects.get(name="Tea 1").needs.all()] == ["falls"]
    said = [dict(each.problem.params) for each in report.warnings if each.problem.code == "adapters.no_need"]
    assert said == [{"given": "Macramé", "count": 2}]


def test_an_address_is_placed_by_its_town_or_left_out(places, file):
    address = {"address_1": "1 Main Street", "state_province": "", "postal_code": "", "country": "GB"}
    address |= {"id": own_id("address"), "address_type": "physical"}

    def at(name: str, town: str) -> dict[str, Any]:
        lying = {
            "id": own_id(name),
            "location_type": "physical",
            "name": name,
            "addresses": [address | {"city": town}],
        }
        return {"id": own_id(f"at {name}"), "location": lying}

    report = taken_in(file(page([offer(1, service_at_locations=[at("Hall", "AIRDRIE"), at("Pier", "Oban")])])))
    assert [(each.name, each.address, each.place.name) for each in Site.objects.all()] == [
        ("Hall", "1 Main Street", "Airdrie")
    ]
    assert codes(report.warnings).count("adapters.no_place") == 1
    assert Service.objects.get().sites.count() == 1


def test_two_places_by_one_name_are_told_apart_by_code_or_not_at_all(places, file):
    by_name = {"id": own_id("a"), "name": "North Lanarkshire"}
    by_code = by_name | {"uri": "http://statistics.data.gov.uk/id/statistical-geography/S12000050"}
    report = taken_in(file(page([offer(1, service_areas=[by_name]), offer(2, service_areas=[by_code])])))
    assert [each.place.code for each in Service.objects.get(name="Tea 2").areas.all()] == ["S12000050"]
    assert not Service.objects.get(name="Tea 1").areas.exists()
    assert codes(report.warnings).count("adapters.or_no_area") == 1


def test_an_address_on_the_inside_is_only_text(file):
    """Nothing is fetched: the network is off in tests, and a look-up would fail."""
    report = taken_in(file(page([offer(1, url="http://169.254.169.254/latest/meta-data")])))
    assert not report.refused
    assert Service.objects.get().url == "http://169.254.169.254/latest/meta-data"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_json_in_any_unicode(tmp_path, bom, encoding):
    text = page([offer(1, name="Órla’s tea")])
    (tmp_path / "a.json").write_bytes((bom if encoding == "utf-8" else b"") + text.encode(encoding))
    assert not taken_in(tmp_path / "a.json").refused
    assert Service.objects.get().name == "Órla’s tea"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"contents": [', "adapters.not_json"),
        (b'{"id": 1, "id": 2}', "adapters.key_twice"),
        (b"[" * 100_000, "adapters.too_deep"),
        (b"\xff\xfe\x00", "adapters.not_json"),
        (b"[]", "adapters.not_this_format"),
        (b'{"hello": "world"}', "adapters.not_this_format"),
        (b"7", "adapters.not_this_format"),
        (b'[{"id": NaN}]', "adapters.not_json"),
        (gzip.compress(b'{"contents": []}' * 99)[:40], "adapters.damaged"),
        (b"PK\x03\x04 no zip", "adapters.damaged"),
        (b"", "adapters.empty"),
    ],
)
def test_what_is_none_of_it_is_said(tmp_path, raw, code):
    (tmp_path / "a.json").write_bytes(raw)
    with pytest.raises(Unreadable) as wrong:
        plan(OpenReferral(tmp_path / "a.json"))
    assert wrong.value.problem.code == code


def test_a_broken_line_is_refused_and_the_others_are_not(file):
    path = file(f"{json.dumps(offer(1))}\n{{broken\n{json.dumps(offer(2))}\n", "services.ndjson")
    report = plan(OpenReferral(path))
    assert [(each.row, each.problem.code) for each in report.refused] == [("services.ndjson:2", "adapters.not_json")]
    assert counts(report) == {"created": 3}


@settings(patient, max_examples=25)
@given(thing=spoilt(services.map(lambda one: json.loads(page([one, offer(1)])))))
def test_nothing_in_a_page_makes_taking_it_in_raise(tmp_path, thing):
    (tmp_path / "a.json").write_text(json.dumps(thing))
    try:
        report = plan(OpenReferral(tmp_path / "a.json"))
    except Unreadable as wrong:
        assert wrong.problem.code.startswith("adapters.")
    else:
        assert report.refused or report.warnings or report.not_taken or report.counts


@pytest.fixture
def package(tmp_path):
    """Writes tables as a folder; each is a list of rows."""

    def write(encoding: str = "utf-8", **tables: list[dict[str, str]]):
        folder = tmp_path / "package"
        folder.mkdir(exist_ok=True)
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
                writer = csv.DictWriter(stream, list({column: None for row in rows for column in row}), restval="")
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return write


ORGANIZATION = {"id": TEA["id"], "name": "Tea", "description": ""}
SERVICE = {"id": own_id("1"), "organization_id": TEA["id"], "name": "Órla’s tea", "status": "active"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_in_any_encoding(package, encoding):
    report = taken_in(package(encoding, organizations=[ORGANIZATION], services=[SERVICE]))
    assert Service.objects.get().name == "Órla’s tea"
    assert ("adapters.guessed_encoding" in codes(report.warnings)) is (encoding == "cp1252")


def test_rows_that_point_at_nothing_are_said(package):
    phones = [{"id": own_id("p"), "service_id": own_id("gone"), "number": "111"}]
    astray = SERVICE | {"id": own_id("2"), "organization_id": own_id("no one")}
    report = plan(OpenReferral(package(organizations=[ORGANIZATION], services=[SERVICE, astray], phones=phones)))
    orphans = [
        (each.row, each.problem.field) for each in report.warnings if each.problem.code == "adapters.or_orphan"
    ]
    assert orphans == [("services.csv:3", "organization_id"), ("phones.csv:2", "service_id")]
    assert [(each.row, each.field) for each in report.refused] == [("services.csv:3", "provider_id")]
    assert counts(report) == {"created": 2}


def test_circles_and_doubles_in_tables_are_said(package):
    ring = [ORGANIZATION | {"parent_organization_id": own_id("b")}]
    ring += [ORGANIZATION | {"id": own_id("b"), "parent_organization_id": TEA["id"]}]
    terms = [{"id": own_id("t"), "name": "A", "description": "", "parent_id": own_id("t")}]
    report = plan(
        OpenReferral(
            package(organizations=[*ring, ring[0] | {"name": "X"}], services=[SERVICE], taxonomy_terms=terms)
        )
    )
    assert codes(report.warnings).count("adapters.or_circle") == 2
    assert [(each.row, each.problem.code) for each in report.refused] == [("organizations.csv:4", "adapters.twice")]


def test_a_zip_that_leads_out_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../services.csv", "id")
    with pytest.raises(Unreadable, match="leads_out"):
        OpenReferral(tmp_path / "a.zip")


def test_a_zip_of_nothing_but_size_is_not_unpacked(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("services.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(513):
            member.write(bytes(2**20))
    with pytest.raises(Unreadable, match="too_large"):
        OpenReferral(tmp_path / "a.zip")


def test_what_was_changed_here_too_is_kept(tmp_path, file):
    """Our own file, changed elsewhere, comes back after somebody has changed the same thing here."""
    row = service(actor("Tea"), "Tea", phone="111")
    given_out(tmp_path / "out.json")
    taken_in(tmp_path / "out.json")
    theirs = (tmp_path / "out.json").read_text().replace('"number":"111"', '"number":"112"')
    Service.objects.get(pk=row.pk).change(version=1, phone="113")
    report = taken_in(file(theirs))
    assert [each.problem.field for each in report.warnings if each.problem.code == "adapters.kept"] == ["phone"]
    assert Service.objects.get().phone == "113"


def test_a_masked_address_of_the_older_shape_is_confidential(places, file):
    report = taken_in(file({"totalElements": 1, "content": [OLDER]}))
    assert not report.refused
    assert Site.objects.get().confidential
    assert not Service.objects.get().self_referral


MOCKS = ("openreferral", "oruk-validator-mocks")


def test_the_validators_good_feed_is_taken():
    report = plan(OpenReferral(third_party(*MOCKS, "V3.0-UK-Default")))
    assert not report.refused
    assert counts(report) == {"created": 11}


def test_the_validators_doubtful_feed_is_taken_with_warnings():
    report = plan(OpenReferral(third_party(*MOCKS, "V3.0-UK-Warn")))
    assert not report.refused
    said = {(each.row, each.problem.code) for each in report.warnings}
    assert said >= {
        ("taxonomy_list.json", "adapters.or_pages_missing"),
        ("taxonomy_term_list.json", "adapters.or_flag"),
        ("taxonomy_term.json", "ground.required"),
        ("taxonomy_term.json", "directory.url"),
    }


def test_the_validators_bad_feed_is_refused_by_every_rule_it_breaks():
    report = plan(OpenReferral(third_party(*MOCKS, "V3.0-UK-Fail")))
    said = {(each.row, each.field, each.problem.code) for each in report.refused}
    assert said >= {
        ("service_list.json", "total_items", "adapters.or_totals"),
        ("service_list.json:contents[3]", "id", "adapters.twice"),
        ("service_list.json:contents[1]", "name", "ground.required"),
        ("service_list.json:contents[1]", "email", "directory.email"),
        ("service_list.json:contents[2]", "email", "adapters.or_kind"),
        ("service_full.json", "id", "adapters.or_same_id"),
        ("service_full.json", "url", "directory.url"),
        ("api_details.json", "profile", "ground.required"),
        ("api_details.json", "openapi_url", "directory.url"),
    }
    assert not report.total("created") or "service" not in report.kinds


def test_buckinghamshires_twenty_services():
    folder = third_party("openreferral", "bucks-scout")
    report = taken_in(folder)
    assert not report.refused
    assert counts(report) == {"created": 40}
    assert set(counts(taken_in(folder))) == {"unchanged"}


def test_the_published_examples():
    for name in ("examples", "examples/csv"):
        report = plan(OpenReferral(third_party("openreferral", "hsds-3.0", *name.split("/"))))
        assert not report.refused, name
        assert counts(report) == {"created": 2}
