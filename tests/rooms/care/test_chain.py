"""The drawn chain as each may see it: separate asks that come back, and sensitive ends that nothing gives away."""

import pytest

from ecotone.access.verdicts import Withheld
from ecotone.care import queries
from ecotone.care.rules.chains import Bounce, Why
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor
from ecotone.ground.errors import NotFound
from ecotone.people import actions as people
from ecotone.people.rules import CareRole, Effect, Part
from tests import worlds
from tests.worlds import SYSTEM, later, moved, refused_reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def each(nodes):
    for node in nodes:
        yield node
        yield from each(node.children)


def told(by, referral) -> list:
    view = queries.chain(by, referral.id)
    return [(n.row.source, n.row.target, n.why, n.back, n.bounce) for n in each(view.trees)]


@pytest.fixture
def company():
    return ecosystem.add_need(by=SYSTEM, code="company", name="Company")


def test_declined_then_asked_back_by_a_separate_ask(house, company):
    """The group declines, and some days later asks the link workers for the same."""
    there = house.ask(need_id=company.id)
    with later(days=4):
        moved(there, house.group, "decline")
    people.open_relationship(
        by=SYSTEM,
        person_id=house.jean.id,
        actor_id=house.group.actor_id,
        role=CareRole.MEMBER,
        purpose="x",
        parts=[Part.REFERRALS],
        basis="consent",
    )
    with later(days=10):
        back = worlds.ask(house.group, house.jean, Actor.of(house.asker.actor_id), need_id=company.id, parts=[])
        expected = [
            ("Link workers", "Good Neighbours", Why.FIRST, False, Bounce.DECLINED),
            ("Good Neighbours", "Link workers", Why.ASKED_ON, True, None),
        ]
        assert told(house.me, there) == told(house.me, back) == told(house.asker, back) == expected
        view = queries.chain(house.me, there.id)
    [tree] = view.trees
    assert (view.asks, view.bounces, view.came_back) == (2, 1, 1)
    assert (tree.waited, tree.held, tree.children[0].waited, tree.children[0].is_waiting) == (4, None, 0, True)


def test_another_need_is_not_drawn_into_it(house, company):
    food = ecosystem.add_need(by=SYSTEM, code="food", name="Food")
    there = house.ask(need_id=company.id)
    moved(there, house.group, "decline")
    worlds.ask(house.asker, house.jean, Actor.of(house.rehab.actor_id), need_id=food.id, parts=[])
    assert len(told(house.me, there)) == 1


@pytest.mark.commitment(3)
def test_a_sensitive_end_is_given_away_by_nothing(house, company):
    """Handed on to a refuge, which declines and asks the link workers back: they see no name, no time, no circle."""
    harbour = worlds.actor("Harbour")
    refuge = worlds.service(harbour, "Refuge", sensitivity="sensitive")
    parent = moved(house.ask(need_id=company.id), house.group, "accept")
    child = worlds.ask(house.group, house.jean, refuge, parent_id=parent.id, need_id=company.id)
    with later(days=3):
        moved(child, worlds.wearing(harbour), "decline")
        seen = queries.chain(house.asker, parent.id)
        elsewhere = worlds.ask(house.group, house.jean, Actor.of(house.rehab.actor_id), need_id=company.id, parts=[])
        after = queries.chain(house.asker, parent.id)
    [tree] = seen.trees
    [hidden] = tree.children
    assert isinstance(hidden.row.target, Withheld)
    assert (hidden.spans, hidden.asked_at, hidden.back, hidden.waited) == ((), None, False, None)
    assert "Harbour" not in repr(seen) and "Refuge" not in repr(seen)
    # What was asked elsewhere after it hangs below what the reader may see, never below what is withheld.
    assert elsewhere.id not in {n.row.id for n in each(after.trees[0].children[0].children)}


def test_what_was_not_shared_is_left_out(house, company):
    there = house.ask(need_id=company.id)
    moved(there, house.group, "decline")
    worlds.ask(house.asker, house.jean, Actor.of(house.rehab.actor_id), need_id=company.id, parts=[])
    assert len(told(house.me, there)) == 2
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, part=Part.REFERRALS)
    assert refused_reading(lambda: queries.chain(house.stranger, there.id)) == "people.no_relationship"


def test_a_draft_and_what_is_not_there_have_no_chain(house):
    for referral_id in (house.draft().id, worlds.UNKNOWN):
        with pytest.raises(NotFound):
            queries.chain(house.asker, referral_id)


def test_it_takes_the_same_few_queries_however_long(house, company):
    there = house.ask(need_id=company.id)
    moved(there, house.group, "decline")
    short = worlds.cost(lambda: queries.chain(house.me, there.id))
    for name in ("One", "Two", "Three"):
        asked = worlds.ask(house.asker, house.jean, worlds.team(name), need_id=company.id, parts=[])
        moved(asked, SYSTEM, "decline")
    assert len(told(house.me, there)) == 4
    assert worlds.cost(lambda: queries.chain(house.me, there.id)) == short
