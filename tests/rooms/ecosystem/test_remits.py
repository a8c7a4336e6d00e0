"""Needs and remits: the shared vocabulary, who does what here, and two remits side by side."""

from datetime import date

import pytest

from ecotone.access.rules import Role
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.rules import Claim, Sector, TieKind
from ecotone.ground.errors import Invalid, NotFound
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def airdrie():
    return world.place("Airdrie", "locality", world.place("Scotland", "nation"))


def test_needs_are_a_tree_of_two_levels_in_the_order_they_were_listed(django_assert_num_queries):
    world.need("moving")
    world.need("company", synonyms=["lonely ", "nobody  to talk to", "lonely", " "])
    world.need("company.visits", "company")
    world.need("moving.bath", "moving", sensitive=True)
    with django_assert_num_queries(1):
        tree = queries.needs()
    assert [(broad.code, [child.code for child in broad.children]) for broad in tree] == [
        ("moving", ["moving.bath"]),
        ("company", ["company.visits"]),
    ]
    assert tree[1].synonyms == ("lonely", "nobody to talk to")
    bath = queries.need("moving.bath")
    assert (bath.parent_code, bath.sensitive) == ("moving", True)
    with pytest.raises(NotFound):
        queries.need("flying")
    with pytest.raises(Invalid, match="two_levels"):
        world.need("deep", "moving.bath")
    with pytest.raises(Invalid, match="need_once"):
        world.need("moving")
    with pytest.raises(NotFound):
        world.need("lost", "nowhere")


def test_who_does_what_here_counts_the_broad_and_the_narrow(airdrie, django_assert_num_queries):
    company, visits, clubs = world.need("company"), world.need("visits", "company"), world.need("clubs", "company")
    bath, street, wishaw = (
        world.need("bath"),
        world.place("Glenmavis", "neighbourhood", airdrie),
        world.place("Wishaw"),
    )
    board = world.actor("Board")
    for name, need, place in (
        ("All of it", company, airdrie),
        ("Visitors", visits, street),
        ("Club", clubs, airdrie),
        ("Bathers", bath, airdrie),
        ("Far away", visits, wishaw),
    ):
        world.remit(world.actor(name), need, place)
    ended = world.remit(board, visits, airdrie)
    actions.end_remit(by=SYSTEM, remit_id=ended.id)
    with django_assert_num_queries(4):
        found = queries.who_does_what("airdrie", "visits")
    assert [(each.actor, each.need_code) for each in found] == [("All of it", "company"), ("Visitors", "visits")]
    assert {each.actor for each in queries.who_does_what(airdrie.id, "company")} == {"All of it", "Visitors", "Club"}
    assert len(queries.who_does_what(airdrie.id)) == 4
    for unknown in (("nowhere", None), ("airdrie", "flying")):
        with pytest.raises(NotFound):
            queries.who_does_what(*unknown)


def test_a_remit_is_taken_on_once_and_can_be_taken_on_again(airdrie):
    club, visits = world.actor("Club", airdrie), world.need("visits")
    lead = world.wearing(club, Role.LEAD)
    given = {"by": lead, "actor_id": club.id, "need_id": visits.id, "place_id": airdrie.id}
    remit = actions.add_remit(since=date(2026, 1, 1), **given)
    with pytest.raises(Invalid, match="remit_open"):
        actions.add_remit(**given)
    with pytest.raises(Invalid, match=r"ground\.period"):
        actions.end_remit(by=lead, remit_id=remit.id, until=date(2025, 12, 31))
    actions.end_remit(by=lead, remit_id=remit.id)
    actions.add_remit(**given)
    assert [line.code for line in queries.actor(club.id).history].count("remit_began") == 2


def test_a_new_team_beside_an_old_one(airdrie, django_assert_num_queries):
    """The planted overlap: the same remit in the same place, and one thing that only one of them does."""
    board = world.actor("Drumgray Health Board", sector=Sector.NHS)
    site = actions.add_site(by=SYSTEM, name="The Annexe", place_id=airdrie.id, address="1 Drumgray Loan")
    old = world.team("Rehabilitation team", board, site_id=site.id)
    new = world.team("Rapid response at home", board, site_id=site.id)
    falls, bath, night = world.need("falls"), world.need("bath"), world.need("night")
    for team, need in ((old, falls), (old, bath), (new, falls), (new, night)):
        world.remit(team, need, airdrie)
    world.tie(new, old, TieKind.OVERLAPS, claim=Claim.CLAIMED, claimed_by_id=old.id)
    world.tie(new, board, TieKind.EMPLOYS)
    rule = world.institution("Home within the hour")
    actions.take_stance(by=SYSTEM, actor_id=new.id, institution_id=rule.id, kind="follows")
    with django_assert_num_queries(4):
        seen = queries.compare_remits(old.id, new.id)
    assert [each.need_code for each in seen.shared] == ["falls"]
    assert [each.need_code for each in seen.a.only] == ["bath"]
    assert [each.need_code for each in seen.b.only] == ["night"]
    assert [(tie.kind, tie.claim) for tie in seen.ties] == [(TieKind.OVERLAPS, Claim.CLAIMED)]
    assert (
        [each.name for each in seen.a.organisations] == [each.name for each in seen.b.organisations] == [board.name]
    )
    assert (seen.same_site, seen.a.site.address) == (True, "1 Drumgray Loan")
    assert (seen.a.stances, [each.institution for each in seen.b.stances]) == ((), [rule.name])
    assert queries.compare_remits(new.id, old.id).shared == seen.shared
    with pytest.raises(NotFound):
        queries.compare_remits(old.id, airdrie.id)
