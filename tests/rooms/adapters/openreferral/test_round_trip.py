"""What is given out and taken in again is the same: in an empty place, and in the very place it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.adapters.openreferral.dump import Shape
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Site
from tests.pure.adapters.openreferral.offers import offers, patient
from tests.rooms.adapters.openreferral.world import Town, given_out, map_and_needs, said, taken_in
from tests.rooms.adapters.taking import counts
from tests.worlds import undone

pytestmark = pytest.mark.usefixtures("db", "monday")

few = settings(patient, max_examples=15)
drawn = st.lists(offers(), min_size=1, max_size=2)


@few
@given(drawn)
@pytest.mark.parametrize("shape", [Shape.NDJSON, Shape.TABULAR])
def test_an_empty_place_gives_the_same_file(tmp_path, shape, drawn):
    """Of a team, JSON names only the id of what it is part of; tables hold that organisation too."""
    first, file, second = tmp_path / "first.json", tmp_path / f"file.{shape}", tmp_path / "second.json"
    with undone():
        Town().with_services(drawn)
        given_out(first)
        given_out(file, shape)
    with undone():
        map_and_needs()
        report = taken_in(file)
        assert not report.refused
        given_out(second)
    parents = shape is Shape.TABULAR
    assert said(first, parents=parents) == said(second, parents=parents)


@few
@given(drawn)
@pytest.mark.parametrize("shape", list(Shape))
def test_the_same_place_takes_nothing_from_it(tmp_path, shape, drawn):
    with undone():
        Town().with_services(drawn)
        given_out(tmp_path / "before.json")
        given_out(tmp_path / "a file", shape)
        there = [model.objects.count() for model in (Service, Actor, Site)]
        report = taken_in(tmp_path / "a file")
        assert not report.refused
        assert set(counts(report)) == {"unchanged"}
        assert [each.problem.code for each in report.warnings if each.problem.code == "adapters.kept"] == []
        given_out(tmp_path / "after.json")
        assert (tmp_path / "after.json").read_bytes() == (tmp_path / "before.json").read_bytes()
        assert [model.objects.count() for model in (Service, Actor, Site)] == there
