"""Reading the directory: what each read says, and that it asks the database no more for many than for few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecotone.access.verdicts import Refused
from ecotone.directory import actions, queries
from ecotone.directory.rules import Freshness
from ecotone.directory.search.gather import around
from ecotone.ecosystem.queries import nearness
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from tests.rooms.directory.world import SYSTEM, service, site, wearing


def at(world) -> dict:
    return {"place_id": world.at("Airdrie")}


READS = {
    "find by words": (6, lambda w, ids: queries.find(SYSTEM, words="tea bleather", sector="nhs", **at(w))),
    "find by need": (4, lambda w, ids: queries.find(SYSTEM, need="company.groups", **at(w))),
    "find anything": (2, lambda w, ids: queries.find(SYSTEM)),
    "nothing found": (2, lambda w, ids: queries.find(SYSTEM, words="qqq")),
    "a service": (6, lambda w, ids: queries.service(SYSTEM, ids[0])),
    "briefs": (2, lambda w, ids: queries.service_briefs(ids)),
    "services of": (1, lambda w, ids: queries.services_of(w.actors["Monklands Blether"].id)),
    "stale listings": (1, lambda w, ids: queries.stale_listings(w.actors["Monklands Blether"].id)),
    "accepts": (2, lambda w, ids: queries.accepts(ids[0], "nhs")),
    "counts by need": (2, lambda w, ids: queries.counts_by_need(w.at("Airdrie"))),
}


def many(world, count: int) -> list:
    hall = site(world, "Wishaw")
    return [
        service(
            world,
            f"Tea and a blether {number}",
            need_codes=["company.connection", "company.groups"],
            places=["Airdrie", "North"],
            accepts=["nhs", "third"],
            access=["drop_in"],
            sites=[hall.id],
            languages=["Polish", "English"],
            contacts=[("Morag", "coordinator")],
        ).id
        for number in range(count)
    ]


def test_reads_ask_no_more_for_three_hundred_services_than_for_five(world):
    ids = many(world, 5)
    few = {name: count_queries(read, world, ids) for name, (_, read) in READS.items()}
    ids += many(world, 295)
    for name, (most, read) in READS.items():
        assert few[name] == count_queries(read, world, ids) <= most, name


def count_queries(read, world, ids) -> int:
    with CaptureQueriesContext(connection) as asked:
        read(world, ids)
    return len(asked)


def test_a_page_for_a_stranger_costs_one_more(world):
    """Whether the one who reads keeps the provider's listings takes a look at its teams."""
    (one,) = many(world, 1)
    stranger = wearing(world.actors["NHS Lanarkshire"])
    with CaptureQueriesContext(connection) as asked:
        queries.service(stranger, one)
    assert len(asked) <= 7


def test_steps_are_the_ecosystems_own(world):
    for place in world.places.values():
        assert around(place.id).steps == nearness(place.id)


def test_briefs_leave_out_what_is_not_there(world):
    made = service(world, need_codes=["company.groups", "company.connection"], accepts=["nhs"], self_referral=False)
    actions.close_service(by=SYSTEM, service_id=made.id, version=1, status="inactive", reason="A rest.")
    briefs = queries.service_briefs([made.id, world.at("Airdrie")])
    assert list(briefs) == [made.id]
    brief = briefs[made.id]
    assert (brief.name, brief.provider_name, brief.status) == ("Tea and a blether", "Monklands Blether", "inactive")
    assert (brief.accepts, brief.self_referral, brief.sensitive) == (frozenset({"nhs"}), False, False)
    assert brief.need_codes == ("company.groups", "company.connection"), "the main one first"
    assert queries.service_briefs([]) == {}


def test_a_provider_sees_its_own_services_and_which_are_due(world):
    provider = world.actors["Monklands Blether"].id
    fresh = service(world, "Fresh", capacity_word="has_capacity")
    service(world, "Never confirmed")
    due = service(world, "Review due", capacity_word="has_capacity", review_due=clock.today())
    closed = service(world, "Shut")
    actions.close_service(by=SYSTEM, service_id=closed.id, version=1, status="inactive", reason="A rest.")
    assert [line.name for line in queries.services_of(provider)] == ["Fresh", "Never confirmed", "Review due"]
    assert [line.name for line in queries.services_of(provider, closed=True)][-1] == "Shut"
    assert [line.name for line in queries.stale_listings(provider)] == ["Never confirmed", "Review due"]
    with clock.at(clock.now() + timedelta(days=43)):
        lines = queries.stale_listings(provider)
        assert {line.id: line.freshness for line in lines}[fresh.id] is Freshness.STALE
    with clock.at(clock.now() + timedelta(days=1)):
        actions.assure_service(by=SYSTEM, service_id=due.id, version=1)
        assert due.id not in {line.id for line in queries.stale_listings(provider)}


def test_needs_are_counted_in_all_and_at_a_place(world):
    service(world, need_codes=["company.groups"], places=["Airdrie", "North"])
    service(world, need_codes=["company.groups", "company.connection"], places=["Hamilton"])
    service(world, need_codes=["home.personal-care"])
    shut = service(world, need_codes=["safety.abuse"])
    actions.close_service(by=SYSTEM, service_id=shut.id, version=1, status="inactive", reason="A rest.")
    assert queries.counts_by_need() == {"company.groups": 2, "company.connection": 1, "home.personal-care": 1}
    assert queries.counts_by_need(world.at("Petersburn")) == {"company.groups": 1, "home.personal-care": 1}
    assert queries.counts_by_need(world.at("Elsewhere")) == {"home.personal-care": 1}
    assert queries.counts_by_need(world.actors["Airdrie IRT"].id) == {"home.personal-care": 1}


def test_a_page_says_all_of_a_service(world):
    hall = site(world, "Airdrie", name="The hall", latitude=55.86, longitude=-3.98)
    made = service(
        world,
        need_codes=["company.groups"],
        places=["Wishaw", "Airdrie"],
        sites=[(hall.id, True)],
        contacts=[("Morag", "coordinator")],
    )
    view = queries.service(SYSTEM, made.id)
    assert [(need.code, need.name) for need in view.needs] == [("company.groups", "Things to do with other people")]
    assert [place.name for place in view.places] == ["Airdrie", "Wishaw"]
    (where,) = view.sites
    assert (where.name, where.place, where.is_intake, where.latitude) == ("The hall", "Airdrie", True, 55.86)
    assert view.listing.contacts[0].name == "Morag"
    assert view.takes.code == "directory.takes_self_referral"
    for missing in (world.at("Airdrie"), "no id"):
        with pytest.raises(NotFound):
            queries.service(SYSTEM, missing)
        with pytest.raises(NotFound):
            queries.accepts(missing, "nhs")


def test_the_listing_to_change_is_for_those_who_keep_it(world):
    made = service(world)
    with pytest.raises(Refused):
        queries.listing(wearing(world.actors["Airdrie IRT"]), made.id)
    assert queries.listing(wearing(world.actors["Monklands Blether"]), made.id).name == "Tea and a blether"
