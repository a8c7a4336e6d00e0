"""Taking files in: what they hold is here once, a newer file changes what it changed, and nothing is half-saved."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.adapters import running
from ecotone.adapters.actions import receive
from ecotone.adapters.care_inspectorate.load import CareInspectorate
from ecotone.adapters.charities.load import Charities
from ecotone.adapters.geography.load import Geography
from ecotone.adapters.intake import plan
from ecotone.adapters.intake.report import as_record
from ecotone.adapters.models import ExternalRecord, ImportRun
from ecotone.adapters.reading import Unreadable
from ecotone.adapters.rules import Format, RunState
from ecotone.directory import actions as directory
from ecotone.directory import queries
from ecotone.directory.models import Service
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Actor, DataZone, Deprivation, Place, Postcode, Site
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ground import clock
from tests.rooms.adapters import registers
from tests.rooms.adapters.taking import counts, take
from tests.worlds import SYSTEM, actor, need, wearing

pytestmark = pytest.mark.usefixtures("db", "monday")


def test_the_map_is_built_from_the_nation_down(mapped):
    airdrie = ecosystem.place("airdrie")
    assert airdrie.breadcrumb[0].name == "Scotland"
    assert {each.kind for each in airdrie.breadcrumb} >= {PlaceKind.NATION, PlaceKind.PARTNERSHIP, PlaceKind.LOCALITY}
    assert (airdrie.code, airdrie.population, len(airdrie.outline)) == ("S99000005", 2250, 1)
    assert {each.name for each in airdrie.children} == {"Petersburn", "Whinhall"}
    assert {str(each.value) for each in airdrie.deprivation} == {"0.6667"}
    zone = DataZone.objects.get(code="S01000001")
    assert (zone.place.name, zone.deprivation_decile) == ("Petersburn", 2)
    assert list(Postcode.objects.values_list("code", "zone__code")) == [("ML60AA", "S01000001")]


def test_the_same_folder_twice_changes_nothing(mapped):
    def rows():
        return {
            model: list(model.objects.order_by("pk").values()) for model in (Place, DataZone, Deprivation, Postcode)
        }

    before = rows()
    report = take(Geography(mapped), what=Format.PLACES)
    assert counts(report) == {"unchanged": report.total("unchanged")}
    assert rows() == before


def test_a_newer_table_moves_figures_and_ends_zones_that_are_gone(mapped, tmp_path):
    rows = [registers.zone(1, pop_mid2021="800"), registers.zone(3, iz11_name="Whinhall", iz11_code="S02")]
    report = take(Geography(registers.geography(tmp_path / "newer", rows)), what=Format.PLACES)
    assert report.counts["closed", "data_zone"] == 1
    assert DataZone.objects.get(code="S01000002").until == clock.today()
    assert ecosystem.place("airdrie").population == 1550
    back = take(Geography(mapped), what=Format.PLACES)
    assert back.counts["changed", "data_zone"] == 2
    assert DataZone.objects.get(code="S01000002").until is None


def places_that_stay(report) -> list[str]:
    return [each.problem.params["name"] for each in report.warnings if each.problem.code == "adapters.place_stays"]


def test_a_place_that_a_newer_map_no_longer_names_stays_and_is_named(tmp_path):
    gone = registers.zone(8, iz11_name="Gartlea", iz11_code="S02000008", hscp_locality="Wishaw")
    wider = [registers.zone(1), registers.zone(2), gone, registers.zone(9, **ELSEWHERE)]
    take(Geography(registers.geography(tmp_path / "wider", wider)), what=Format.PLACES)
    report = take(Geography(registers.geography(tmp_path / "newer", wider[:2])), what=Format.PLACES)
    assert sorted(places_that_stay(report)) == ["Gartlea", "Wishaw"]  # of another council this map says nothing
    assert report.counts["closed", "place"] == 0
    again = take(Geography(registers.geography(tmp_path / "wider", wider)), what=Format.PLACES)
    assert places_that_stay(again) == []


def test_a_place_that_comes_under_another_code_is_not_said_to_be_gone(tmp_path, mapped):
    changed = {"ltla20_code": "S12000044"}
    whinhall = registers.zone(3, iz11_name="Whinhall", iz11_code="S02000077")
    rows = [registers.zone(1, **changed), registers.zone(2, **changed), whinhall]
    report = take(Geography(registers.geography(tmp_path / "newer", rows)), what=Format.PLACES)
    assert places_that_stay(report) == []


ELSEWHERE = {
    "iz11_name": "Larkhall",
    "iz11_code": "S02000009",
    "ltla20_name": "South Lanarkshire",
    "ltla20_code": "S12000029",
    "hscp2019name": "South Lanarkshire",
    "hscp_locality": "Hamilton",
}


def test_services_come_with_their_providers_where_they_are(mapped, care):
    report = take(care(registers.care(1), registers.care(2), registers.care(3, 2, ServiceType="Private")))
    assert counts(report) == {"created": 8}
    assert set(Actor.objects.values_list("name", "sector")) == {
        ("Invented provider 1", Sector.THIRD),
        ("Invented provider 2", Sector.INDEPENDENT),
    }
    service = queries.service(SYSTEM, Service.objects.get(name="Invented service 1").id)
    assert service.sites[0].place == "Petersburn"
    airdrie = Place.objects.get(name="Airdrie")
    assert {each.name for each in ecosystem.search_actors("Invented", airdrie.id)} == {
        "Invented provider 1",
        "Invented provider 2",
    }


def test_services_meet_the_needs_that_their_kind_of_care_plainly_meets(mapped, care):
    need("home")
    need("home.personal-care", "home")
    report = take(care(registers.care(1), registers.care(2, Subtype="Other")))
    met = dict(Service.objects.values_list("name", "needs__need__code"))
    assert met == {"Invented service 1": "home.personal-care", "Invented service 2": None}
    assert [each.problem.params["count"] for each in report.warnings] == [1]


def test_without_a_map_services_come_without_addresses_and_get_them_once_it_is_there(care, tmp_path):
    first = take(care(registers.care(1)))
    assert (counts(first), Site.objects.count()) == ({"created": 2}, 0)
    assert {each.problem.code for each in first.warnings} == {"adapters.no_place", "adapters.no_need"}
    take(Geography(registers.geography(tmp_path / "map", [registers.zone(1)])), what=Format.PLACES)
    second = take(care(registers.care(1)))
    assert (second.counts["created", "site"], second.counts["changed", "service"]) == (1, 1)
    assert queries.service(SYSTEM, Service.objects.get().id).sites[0].place == "Petersburn"


def test_a_postcode_places_what_names_no_zone(mapped, care):
    take(care(registers.care(1, Datazone="S01999999"), registers.care(2, Datazone="", Service_Postcode="")))
    places = dict(Site.objects.values_list("address", "place__name"))
    assert places == {"1 Invented Street, Airdrie": "Petersburn", "2 Invented Street, Airdrie": "North Lanarkshire"}


def test_a_newer_file_changes_what_is_new_in_it_and_closes_what_it_forgets(mapped, care):
    take(care(registers.care(1), registers.care(2), registers.care(3, 2)))
    with clock.at(clock.now() + timedelta(days=31)):
        report = take(care(registers.care(1, Registered_Places="25"), registers.care(2)))
        assert (report.counts["changed", "service"], report.counts["closed", "service"]) == (1, 1)
        assert report.counts["closed", "organisation"] == 1
    gone = Service.objects.get(name="Invented service 3")
    assert (gone.status, gone.status_reason) == (
        "inactive",
        "No longer in the list “care-inspectorate” of 2 April 2026",
    )
    assert Service.objects.get(name="Invented service 1").places_maximum == 25
    assert ExternalRecord.objects.filter(source="care-inspectorate").count() == 8, "nothing is forgotten"


def test_what_is_named_again_is_open_again(mapped, care):
    take(care(registers.care(1), registers.care(2)))
    take(care(registers.care(1)))
    report = take(care(registers.care(1), registers.care(2, Registered_Places="7")))
    assert report.counts["changed", "service"] == 1
    back = Service.objects.get(name="Invented service 2")
    assert (back.status, back.places_maximum) == ("active", 7)


def test_a_file_for_one_council_closes_nothing_in_another(mapped, care):
    take(care(registers.care(1), registers.care(2, Council_Area_Name="South Lanarkshire")))
    report = take(care(registers.care(1)))
    assert not report.total("closed")
    assert Service.objects.filter(status="active").count() == 2


def test_a_provider_in_which_people_work_or_which_offers_more_stays(mapped, care):
    take(care(registers.care(1), registers.care(2, 2), registers.care(3, 3)))
    by_name = {each.name: each for each in Actor.objects.all()}
    wearing(by_name["Invented provider 2"])
    directory.list_service(by=SYSTEM, provider_id=by_name["Invented provider 3"].id, name="More", attending=["venue"])
    report = take(care(registers.care(1)))
    assert not report.counts["closed", "organisation"]
    assert {each.problem.code for each in report.warnings} >= {"adapters.still_works", "adapters.still_offers"}


@pytest.mark.commitment(9)
def test_what_a_group_changed_here_stands_against_the_file_and_the_rest_is_taken(mapped, care):
    take(care(registers.care(1)))
    service = Service.objects.get()
    directory.change_service(by=SYSTEM, service_id=service.id, version=service.version, phone="01236 111111")
    report = take(care(registers.care(1, Service_Phone_Number="01236 222222", Registered_Places="25")))
    service.refresh_from_db()
    assert (service.phone, service.places_maximum) == ("01236 111111", 25)
    assert [(each.row, each.problem.field) for each in report.warnings if each.problem.code == "adapters.kept"] == [
        (2, "phone")
    ]
    assert counts(take(care(registers.care(1, Service_Phone_Number="01236 222222", Registered_Places="25")))) == {
        "unchanged": 3
    }


def test_an_organisation_that_is_here_is_taken_for_itself_by_its_very_name(mapped, care):
    here = actor("Invented Provider  1".replace("  ", " "), sector=Sector.THIRD, description="Our own words")
    take(care(registers.care(1)))
    assert Actor.objects.count() == 1
    view = ecosystem.actor(here.id, by=SYSTEM)
    assert (view.description, view.name) == ("Our own words", "Invented Provider 1")


def test_of_two_with_the_same_name_neither_is_taken_for_the_files(mapped, care):
    for _ in range(2):
        actor("Invented provider 1")
    take(care(registers.care(1)))
    assert Actor.objects.count() == 3


def test_one_row_that_is_wrong_refuses_the_whole_file_and_nothing_is_saved(mapped, care):
    report = take(
        care(registers.care(1), registers.care(2, Registered_Places="many"), registers.care(1, ServiceName=""))
    )
    assert not report.saved
    assert not Service.objects.exists()
    assert not Actor.objects.exists()
    assert [(each.row, each.problem.field) for each in report.refused] == [
        (3, "Registered_Places"),
        (4, "ServiceName"),
    ]
    assert ImportRun.objects.latest("id").state == RunState.REFUSED


def test_partial_saves_the_rest_and_names_what_was_left(mapped, care):
    report = take(care(registers.care(1), registers.care(2, Registered_Places="many")), partial=True)
    assert (report.saved, report.refusals) == (True, 1)
    assert list(Service.objects.values_list("name", flat=True)) == ["Invented service 1"]


def test_a_row_that_is_refused_is_not_taken_for_gone(mapped, care):
    take(care(registers.care(1), registers.care(2)))
    report = take(care(registers.care(1), registers.care(2, Registered_Places="many")), partial=True)
    assert not report.total("closed")


def test_what_belongs_to_a_refused_provider_is_refused_with_it(mapped, care):
    report = take(care(registers.care(1, 1, ServiceProvider=""), registers.care(2, 2)), partial=True)
    assert {(each.row, each.problem.code) for each in report.refused} == {
        (2, "ground.required"),
        (2, "adapters.refers_to_refused"),
    }
    assert Service.objects.count() == 1


def test_128_copies_of_one_id_are_one_and_the_rest_is_said(mapped, care):
    report = take(care(*[registers.care(1) for _ in range(128)]))
    assert (Service.objects.count(), report.refusals) == (1, 0)
    assert sum(each.problem.code == "adapters.said_twice" for each in report.warnings) == 127
    report = take(care(registers.care(5), registers.care(5, ServiceName="Another")), partial=True)
    assert [(each.row, each.problem.code, each.problem.params["row"]) for each in report.refused] == [
        (3, "adapters.twice", 2)
    ]


def test_a_plan_says_what_taking_it_in_then_does_and_writes_nothing(mapped, care):
    take(care(registers.care(1), registers.care(2, 2), registers.care(3, 3)))
    newer = (registers.care(1, Registered_Places="9"), registers.care(4, 4), registers.care(3, 3))
    before = list(Service.objects.order_by("pk").values())
    said = plan(care(*newer))
    assert list(Service.objects.order_by("pk").values()) == before
    done = take(care(*newer))
    assert said.counts == done.counts
    assert done.total("closed") == 2


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(st.integers(1, 5), st.sampled_from(["5", "9", "many", ""]), max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_after_any_files_what_is_open_is_what_the_last_good_one_names(tmp_path_factory, files):
    """A model: the last file without a wrong row decides; a wrong one changes nothing; each file twice is once."""
    folder = tmp_path_factory.mktemp("files")
    with transaction.atomic():
        expected: dict[int, str] = {}
        for places in files:
            rows = [registers.care(number, number, Registered_Places=said) for number, said in places.items()]
            for _ in range(2):
                if rows:
                    take(CareInspectorate(registers.care_file(folder / "care.csv", rows)))
            if places and "many" not in places.values():
                expected = places
        found = Service.objects.filter(status="active").values_list("name", "places_maximum")
        wanted = {(f"Invented service {number}", int(said) if said else None) for number, said in expected.items()}
        assert {(name, most) for name, most in found} == wanted
        transaction.set_rollback(True)


def test_what_a_command_takes_in_never_waits_for_the_clock_which_has_not_its_file(mapped, care):
    file = {"format": Format.CARE_INSPECTORATE, "file_name": "care.csv", "file_hash": "0" * 64, "file_size": 1}
    run = receive(by=SYSTEM, waits=False, **file)
    assert running.work() == 0
    running.read(by=SYSTEM, run_id=run.id, source=care(registers.care(1)))
    assert running.work() == 0
    assert running.save(by=SYSTEM, run_id=run.id, source=care(registers.care(1))).saved


def test_one_entry_in_the_audit_names_all_that_a_file_made(mapped, care):
    take(care(registers.care(1), registers.care(2)))
    entry = AuditEntry.objects.filter(code="adapters.take_whole").latest("id")
    assert {row.act for row in entry.subjects.all()} >= {"directory.list_service", "ecosystem.add_actor"}
    assert entry.system == "tests"


def test_charities_are_organisations_of_the_third_sector_at_their_place(mapped, tmp_path):
    rows = [
        registers.charity(1, name="AN INVENTED CHARITY IN CAPITALS"),
        registers.charity(2, postcode="G1 1AA", web="none"),
        registers.charity(3, active="False"),
    ]
    path = registers.charity_file(tmp_path / "charities.csv", rows)
    report = take(Charities(path), what=Format.CHARITIES)
    assert (counts(report), report.not_taken.total()) == ({"created": 2}, 1)
    assert {each.problem.code for each in report.warnings} == {"adapters.left_out", "adapters.no_postcode"}
    first = ecosystem.actor(Actor.objects.get(name="An Invented Charity in Capitals").id, by=SYSTEM)
    assert first.sector is Sector.THIRD
    assert [place.name for place in first.places] == ["Petersburn"]
    only = Charities(path, ["ml6"])
    assert counts(take(only, what=Format.CHARITIES)) == {"closed": 1, "unchanged": 1}


def test_what_a_register_and_a_care_register_both_name_is_one(mapped, care, tmp_path):
    take(
        Charities(registers.charity_file(tmp_path / "c.csv", [registers.charity(1, name="Invented provider 1")])),
        what=Format.CHARITIES,
    )
    take(care(registers.care(1)))
    assert Actor.objects.count() == 1
    numbers = set(Actor.objects.get().identifiers.values_list("scheme", "value"))
    assert numbers == {("GB-SC", "SC000001"), ("care-inspectorate", "SP0000000001")}


@pytest.mark.parametrize("role", [Role.WORKER, Role.LEAD, Role.ADMINISTRATOR])
def test_registers_are_the_stewards_to_take_in(role):
    by = wearing(actor("A group"), role)
    with pytest.raises(Refused):
        receive(by=by, format=Format.CHARITIES, file_name="a", file_hash="0" * 64, file_size=1)
    assert not ImportRun.objects.exists()


def test_a_report_is_bounded_and_holds_codes(mapped, care):
    report = take(care(*[registers.care(n, n, Registered_Places="many") for n in range(1, 1103)]))
    kept = json.loads(json.dumps(as_record(report)))
    assert (len(kept["refused"]), kept["more_refused"]) == (1000, 102)


@pytest.mark.parametrize("source", [CareInspectorate, Charities])
def test_a_header_without_rows_is_said(tmp_path, source):
    path = tmp_path / "empty.csv"
    path.write_text(",".join([*registers.CARE.split(), "org_id", "name"]) + "\n")
    with pytest.raises(Unreadable) as wrong:
        plan(source(path))
    assert wrong.value.problem.code == "adapters.no_rows"


def test_what_comparing_costs_does_not_grow_with_the_file(mapped, care):
    few, many = ([registers.care(n, n) for n in range(1, most)] for most in (6, 60))
    costs = []
    for rows in (few, many):
        take(care(*rows))
        with CaptureQueriesContext(connection) as asked:
            plan(care(*rows))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 15
