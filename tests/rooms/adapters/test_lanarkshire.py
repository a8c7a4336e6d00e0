"""The real registers of Lanarkshire, where they lie beside the project."""

import pytest

from ecotone.adapters.care_inspectorate.load import CareInspectorate
from ecotone.adapters.charities.load import Charities
from ecotone.adapters.geography.load import Geography
from ecotone.adapters.rules import Format
from ecotone.directory.models import Service
from ecotone.ecosystem import queries
from ecotone.ecosystem.models import Actor, DataZone, Place
from ecotone.ecosystem.rules import PlaceKind
from tests.rooms.adapters.taking import counts, take
from tests.third_party import third_party

pytestmark = pytest.mark.usefixtures("db", "monday")


def test_all_of_lanarkshire_comes_in_once():
    folder = third_party("geography")
    report = take(Geography(folder), what=Format.PLACES)
    assert (DataZone.objects.count(), Place.objects.filter(kind=PlaceKind.LOCALITY).count()) == (878, 10)
    assert sum(each.problem.code == "adapters.zone_between" for each in report.warnings) == 11
    airdrie = queries.place("airdrie")
    assert (airdrie.population, airdrie.code, bool(airdrie.outline)) == (60022, "S99000005", True)
    assert {str(each.value) for each in airdrie.deprivation} == {"0.4444"}, "36 of 81 zones"

    register = third_party("care-inspectorate", "care_services_lanarkshire_2026-05-31.csv")
    report = take(CareInspectorate(register))
    assert (report.refusals, report.not_taken.total()) == (0, 1)
    assert (Service.objects.count(), Actor.objects.count()) == (707, 280)
    assert sum(each.problem.code == "adapters.no_position" for each in report.warnings) == 15

    charities = third_party("needs", "ukcat_sample.csv")
    report = take(Charities(charities, ["ML", "G67"]), what=Format.CHARITIES)
    assert not report.refusals
    assert report.total("created") > 20

    for source, what in (
        (Geography(folder), Format.PLACES),
        (CareInspectorate(register), Format.CARE_INSPECTORATE),
        (Charities(charities, ["ML", "G67"]), Format.CHARITIES),
    ):
        assert set(counts(take(source, what=what))) == {"unchanged"}
