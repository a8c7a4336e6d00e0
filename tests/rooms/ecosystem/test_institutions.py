"""Institutions: what they say, how they bear on one another, who stands how, and finding them."""

from datetime import UTC, date, datetime

import pytest

from ecotone.access.rules import Role
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.models import Institution, InstitutionOrientation
from ecotone.ecosystem.rules import (
    Domain,
    InstitutionKind,
    InstitutionLinkKind,
    Level,
    Orientation,
    StanceKind,
    Standing,
)
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def board():
    return world.actor("Drumgray Health Board", sector="nhs", domain="system")


def test_an_institution_says_all_in_four_queries(board, django_assert_num_queries):
    rule = world.institution(
        "Ten minutes a visit",
        kind=InstitutionKind.METRIC,
        issuer_id=board.id,
        orientations=[Orientation.SAFETY, Orientation.EFFICIENCY, Orientation.SAFETY],
        source_url="https://example.org/ten",
    )
    aim = world.institution("What matters to you", kind=InstitutionKind.AIM)
    actions.link_institutions(by=SYSTEM, source_id=rule.id, target_id=aim.id, kind=InstitutionLinkKind.CONFLICTS)
    actions.link_institutions(by=SYSTEM, source_id=aim.id, target_id=rule.id, kind=InstitutionLinkKind.REPLACES)
    lead = world.wearing(board, Role.LEAD)
    actions.take_stance(by=lead, actor_id=board.id, institution_id=rule.id, kind=StanceKind.IMPOSED)
    with django_assert_num_queries(4):
        view = queries.institution(rule.id)
    assert view.orientations == (Orientation.EFFICIENCY, Orientation.SAFETY)
    assert [(link.kind, link.outward, link.other) for link in view.links] == [
        (InstitutionLinkKind.CONFLICTS, True, aim.name),
        (InstitutionLinkKind.REPLACES, False, aim.name),
    ]
    assert [(s.actor, s.kind, s.said_by) for s in view.stances] == [(board.name, StanceKind.IMPOSED, board.name)]
    with pytest.raises(NotFound):
        queries.institution(board.id)


def test_what_is_obeyed_though_no_longer_in_force_becomes_legacy(board):
    plan = world.institution("Plan 2016", issuer_id=board.id, orientations=[Orientation.EQUITY])
    lead = world.wearing(board, Role.LEAD)
    actions.change_institution(by=lead, institution_id=plan.id, version=1, standing=Standing.LEGACY)
    assert queries.institution(plan.id).orientations == (Orientation.EQUITY,)
    actions.change_institution(by=lead, institution_id=plan.id, version=2, orientations=[])
    view = queries.institution(plan.id)
    assert (view.standing, view.orientations, view.version) == (Standing.LEGACY, (), 3)
    with pytest.raises(Stale):
        actions.change_institution(by=lead, institution_id=plan.id, version=2, name="Plan 2017")


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"name": " ", "kind": "dream"}, {"name", "kind"}),
        ({"orientations": ["joy", "efficiency"]}, {"orientations"}),
        ({"standing": "gone", "source_url": "file:///etc"}, {"standing", "source_url"}),
        ({"until": date(2026, 3, 2)}, {"until"}),
    ],
)
def test_a_bad_institution_is_refused_at_its_fields_and_nothing_is_saved(given, fields):
    with pytest.raises(Invalid) as refused:
        world.institution(**({"name": "Rule"} | given))
    assert {problem.field for problem in refused.value.problems} == fields
    assert not Institution.objects.exists()
    assert not InstitutionOrientation.objects.exists()


def test_a_link_and_a_stance_are_said_once(board):
    one, two = world.institution("One"), world.institution("Two")
    link = {"source_id": one.id, "target_id": two.id, "kind": InstitutionLinkKind.INTERPRETS}
    actions.link_institutions(by=SYSTEM, **link)
    with pytest.raises(Invalid, match="link_once"):
        actions.link_institutions(by=SYSTEM, **link)
    with pytest.raises(Invalid, match="link_to_itself"):
        actions.link_institutions(by=SYSTEM, **(link | {"target_id": one.id}))
    stance = {"actor_id": board.id, "institution_id": one.id, "kind": StanceKind.FOLLOWS}
    first = actions.take_stance(by=SYSTEM, **stance)
    with pytest.raises(Invalid, match="stance_open"):
        actions.take_stance(by=SYSTEM, **stance)
    actions.end_stance(by=SYSTEM, stance_id=first.id)
    actions.take_stance(by=SYSTEM, **stance)
    assert len(queries.institution(one.id).stances) == 1


def names(**given):
    return [each.name for each in queries.institutions(**given)]


def test_institutions_are_found_by_all_that_is_given(board, django_assert_num_queries):
    nation = world.place("Scotland", "nation")
    airdrie, wishaw = world.place("Airdrie", "locality", nation), world.place("Wishaw", "locality", nation)
    world.institution("Act", kind=InstitutionKind.LAW, domain=Domain.GOVERNMENT, level=Level.MACRO)
    world.institution("Tea first", formal=False, place_id=airdrie.id, domain=Domain.COMMUNITY, level=Level.MICRO)
    world.institution(
        "Days in hospital",
        place_id=nation.id,
        policy_area="hospital",
        orientations=[Orientation.EFFICIENCY, Orientation.SAFETY],
        text="Counted at midnight",
    )
    assert names() == ["Act", "Days in hospital", "Tea first"], "government first, community last"
    assert names(domain=Domain.COMMUNITY) == names(formal=False) == names(level=Level.MICRO) == ["Tea first"]
    assert names(orientation=Orientation.SAFETY) == names(words="MIDNIGHT days") == ["Days in hospital"]
    assert names(policy_area="hospital", kind=InstitutionKind.POLICY) == ["Days in hospital"]
    assert names(place_id="wishaw") == ["Act", "Days in hospital"]
    assert names(place_id=airdrie.id) == ["Act", "Days in hospital", "Tea first"]
    assert names(words="%") == names(standing=Standing.LEGACY) == []
    with django_assert_num_queries(2):
        names()
    with pytest.raises(NotFound):
        names(place_id=board.id)
    assert wishaw.slug == "wishaw"


def test_what_has_ended_is_found_no_more(board):
    rule = world.institution("Rule", since=date(2020, 1, 1))
    actions.end_institution(by=SYSTEM, institution_id=rule.id, version=1, until=date(2026, 3, 10))
    with clock.at(datetime(2026, 3, 9, 12, tzinfo=UTC)):
        assert names() == ["Rule"]
    with clock.at(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        assert names() == []
        assert queries.institution(rule.id).until == date(2026, 3, 10)
