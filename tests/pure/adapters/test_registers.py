"""What registers' rows become, and how a name in capitals is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.adapters.care_inspectorate import mapping as care
from ecotone.adapters.charities import mapping as charities
from ecotone.adapters.geography import mapping as geography
from ecotone.adapters.intake import Key
from ecotone.adapters.reading.cells import Cells
from ecotone.adapters.reading.tables import Row
from ecotone.directory.listing import Listing, problems
from ecotone.ecosystem.rules import PlaceKind, Sector

CARE = {
    "CSNumber": "CS0000000001",
    "CareService": "Support Service",
    "Subtype": "Care at home",
    "ServiceType": "Voluntary or Not for Profit",
    "ServiceName": "An invented service",
    "SP_number": "SP0000000001",
    "ServiceProvider": "An invented provider",
    "ServiceStatus": "Active",
    "Service_Phone_Number": "01236 000000",
    "Registered_Places": "12.0",
    "Client_group": "Adults",
    "KQ_Support_Wellbeing": "5.0",
    "KQ_Leadership": "4.0",
    "Last_inspection_Date": "25/09/2023",
    "DateReg": "01/04/2002",
}


def cells(**changed: str) -> Cells:
    return Cells(Row(2, CARE | changed))


def test_a_care_service_says_what_it_is_who_for_and_how_it_was_judged():
    wanted = care.service(cells(), needs=frozenset({"home.personal-care"}), has_site=False)
    assert wanted.fields["description"] == (
        "Support Service; Care at Home. Registered with the Care Inspectorate since 1 April 2002."
    )
    assert wanted.fields["accreditations"] == (
        "Care Inspectorate grades, of 6, last inspected 25 September 2023: wellbeing 5, leadership 4"
    )
    assert (wanted.fields["places_maximum"], wanted.fields["need_codes"]) == (12, ["home.personal-care"])
    assert wanted.fields["attending"] == ["home"]
    assert wanted.public == (("care-inspectorate", "CS0000000001"),)


def test_needs_that_this_place_does_not_know_are_left_out():
    assert care.service(cells(), needs=frozenset(), has_site=False).fields["need_codes"] == []


def test_what_would_tell_of_an_addiction_is_sensitive_even_where_the_need_is_unknown_here():
    wanted = care.service(cells(CareHome_Main_Area_of_Care="Drug dependency"), needs=frozenset(), has_site=False)
    assert wanted.fields["sensitivity"] == "sensitive"


@pytest.mark.commitment(3)
@pytest.mark.parametrize("name", ["An Invented Women's Aid", "Invented Alcohol Support", "The Refuge"])
def test_what_tells_of_abuse_or_addiction_by_its_name_is_sensitive_from_the_first_day(name):
    rows = cells(ServiceName=name), cells()
    found = [care.service(row, needs=frozenset(), has_site=False).fields["sensitivity"] for row in rows]
    assert found == ["sensitive", "ordinary"]


def test_the_sector_is_the_registers_and_another_word_is_refused():
    assert care.provider(cells(), frozenset()).fields["sector"] == Sector.THIRD
    odd = cells(ServiceType="Something new")
    care.provider(odd, frozenset())
    assert [problem.field for problem in odd.problems] == ["ServiceType"]


@given(st.dictionaries(st.sampled_from([*CARE, "Subtype", "AdditionalSubtypes"]), st.text(max_size=30)))
def test_any_row_becomes_a_listing_or_says_what_is_wrong(changed):
    row = cells(**{name: " ".join(text.split()) for name, text in changed.items()})
    wanted = care.service(row, needs=frozenset(), has_site=False)
    fields = Listing().given(**{name: value for name, value in wanted.fields.items() if name != "provider_id"})
    known = {problem.field for problem in row.problems}
    assert {problem.field for problem in problems(fields)} <= known | {
        "name",
        "phone",
        "description",
        "places_maximum",
    }


def test_names_in_capitals_are_quieted_and_others_left():
    assert charities.quiet_name("SOUTH WEST CARERS' CENTRE OF THE NORTH-EAST") == (
        "South West Carers' Centre of the North-East"
    )
    assert charities.quiet_name("The YMCA Glasgow") == "The YMCA Glasgow"
    assert charities.quiet_name("YMCA") == "YMCA"
    assert charities.quiet_text("TO HELP PEOPLE. AND THEIR FAMILIES") == "To help people. And their families"


@given(st.text(max_size=80))
def test_quieting_twice_changes_nothing_more(text):
    for quiet in (charities.quiet_name, charities.quiet_text):
        once = quiet(text)
        assert charities.is_loud(once) or quiet(once) == once


def test_a_charity_number_is_read_in_each_registers_manner():
    layouts = {layout.number: layout for layout in charities.LAYOUTS}

    def read(column: str, text: str):
        return charities.org_id(Cells(Row(2, {column: text})), layouts[column])

    assert read("org_id", "GB-SC-SC000001") == ("GB-SC", "SC000001")
    assert read("Charity Number", "SC000001") == ("GB-SC", "SC000001")
    assert read("registered_charity_number", "1000001") == ("GB-CHC", "1000001")
    assert read("org_id", "US-EIN-1") is None
    assert read("Charity Number", "") is None


def zone(number: int, area: str, locality: str, *, people: int = 700, decile: int | None = 5) -> geography.Zone:
    return geography.Zone(
        row=number,
        code=f"S0100000{number}",
        name=f"Zone {number}",
        area=(f"S0200000{area}", f"Area {area}"),
        council=("S12000000", "A council"),
        board=("S08000000", "A board"),
        partnership="A council",
        locality=locality,
        latitude=55.0 + number,
        longitude=-4.0,
        population=people,
        rank=None if decile is None else 100,
        decile=decile,
        overlap=1.0,
    )


ZONES = [
    zone(1, "1", "East", decile=1),
    zone(2, "1", "East", people=2100),
    zone(3, "1", "West"),
    zone(4, "2", "West"),
]


def test_places_come_larger_first_and_add_up():
    places = geography.gather(ZONES)
    assert [sum_.kind for sum_ in places.values()] == sorted(
        (s.kind for s in places.values()), key=list(PlaceKind).index
    )
    east = places[Key("place", "locality:A council/East")]
    assert (east.people, east.zones, east.deprived) == (2800, 2, 1)
    wanted = geography.place(Key("place", "locality:A council/East"), east, {})
    assert wanted.fields["latitude"] == round((56.0 * 700 + 57.0 * 2100) / 2800, 5)
    assert geography.deprivation(Key("place", "locality:A council/East"), east).fields["value"] == 0.5


def test_an_area_across_two_localities_belongs_to_the_one_with_most_of_it_and_nobody_counts_twice():
    places = geography.gather(ZONES)
    area = Key("place", "area:S02000001")
    assert geography.place(area, places[area], {}).refs["parents"] == (Key("place", "locality:A council/East"),)
    lies_in = [geography.data_zone(each, places).refs["place_id"].value for each in ZONES]
    assert lies_in == [*["area:S02000001"] * 2, "locality:A council/West", "area:S02000002"]


def test_a_nation_of_which_a_part_is_known_gets_no_figures():
    places = geography.gather(ZONES)
    nation = next(key for key, sum_ in places.items() if sum_.kind is PlaceKind.NATION)
    assert "population" not in geography.place(nation, places[nation], {}).fields
    assert geography.deprivation(nation, places[nation]) is None


def test_outlines_are_outer_rings_and_open():
    square = [[0, 0], [0, 1], [1, 1], [0, 0]]
    said = {"hscp2019name": "A council", "hscp_locality": "East", "code": "S99000000"}
    shapes = [
        {"properties": said, "geometry": {"type": "Polygon", "coordinates": [square, square]}},
        {"properties": said, "geometry": {"type": "MultiPolygon", "coordinates": [[square]]}},
    ]
    assert geography.outlines({"features": shapes}) == {
        "A council/East": ("S99000000", [[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]] * 2)
    }
