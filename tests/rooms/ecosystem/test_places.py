"""Places: containment and its closure, what is near, context that anyone may add and nobody overwrites."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.models import Place, PlaceContains, PlaceContext, PlaceWithin
from ecotone.ecosystem.rules import Containment, PlaceKind, Topic
from ecotone.ground.errors import Invalid, NotFound
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

SIZE = 6
pairs = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))


def shortest(links: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Naive reachability: how many links down from each place to each place it reaches."""
    found = {(n, n): 0 for n in range(SIZE)}
    for steps in range(1, SIZE):
        ends = [(a, b) for (a, b), so_far in found.items() if so_far == steps - 1]
        for a, b in ends:
            for parent, child in links:
                if parent == b:
                    found.setdefault((a, child), steps)
    return found


def up_to_common(reach: dict[tuple[int, int], int], here: int, there: int) -> int | None:
    """The fewest steps from `here` up to a place that contains both."""
    ways = [reach[a, here] for a in range(SIZE) if (a, here) in reach and (a, there) in reach]
    return min(ways, default=None)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(pairs, max_size=12))
def test_the_closure_is_reachability_and_circles_are_refused(tried):
    with world.undone():
        places = [world.place(f"Place {n}") for n in range(SIZE)]
        number = {each.id: n for n, each in enumerate(places)}
        links: set[tuple[int, int]] = set()
        for parent, child in tried:
            circle = (child, parent) in shortest(links)
            try:
                actions.contain_place(by=SYSTEM, parent_id=places[parent].id, child_id=places[child].id)
                assert not circle and (parent, child) not in links
                links.add((parent, child))
            except Invalid as refused:
                wrong = "ecosystem.circle" if circle else "ecosystem.contained_already"
                assert [problem.code for problem in refused.problems] == [wrong]
                assert circle or (parent, child) in links
        reach = shortest(links)
        rows = PlaceWithin.objects.values_list("ancestor", "descendant", "depth")
        assert {(number[a], number[d]): depth for a, d, depth in rows} == reach
        for n, here in enumerate(places):
            assert queries.place_ids_within(here.id) == {places[d].id for a, d in reach if a == n}
            near = {m: up_to_common(reach, n, m) for m in range(SIZE)}
            expected = {places[m].id: steps for m, steps in near.items() if steps is not None}
            assert queries.nearness(here.id) == expected


@pytest.fixture
def lanarkshire():
    nation = world.place("Scotland", PlaceKind.NATION)
    board = world.place("Lanarkshire", PlaceKind.HEALTH_BOARD, nation)
    council = world.place("North Lanarkshire", PlaceKind.COUNCIL, nation)
    partnership = world.place("North Lanarkshire", PlaceKind.PARTNERSHIP, board, council)
    airdrie = world.place("Airdrie", PlaceKind.LOCALITY, partnership)
    coatbridge = world.place("Coatbridge", PlaceKind.LOCALITY, partnership)
    glenmavis = world.place("Glenmavis", PlaceKind.NEIGHBOURHOOD, airdrie)
    return {p.slug: p for p in (nation, board, council, partnership, airdrie, coatbridge, glenmavis)}


def test_a_place_is_known_by_its_address_and_its_id(lanarkshire, django_assert_num_queries):
    airdrie = lanarkshire["airdrie"]
    with django_assert_num_queries(5):
        view = queries.place("airdrie")
    assert view == queries.place(airdrie.id) == queries.place(str(airdrie.id))
    for unknown in (
        "nowhere",
        airdrie.id.int,
        "",
        "airdrie/",
        "a" * 300,
        "\x00",
        "00000000-0000-7000-8000-000000000000",
    ):
        with pytest.raises(NotFound):
            queries.place(unknown)


def test_two_places_of_one_name_have_addresses_of_their_own(lanarkshire):
    assert {"north-lanarkshire", "north-lanarkshire-partnership"} <= lanarkshire.keys()
    assert world.place("North Lanarkshire", PlaceKind.PARTNERSHIP).slug == "north-lanarkshire-partnership-2"
    assert world.place("গাছ").slug == "locality"


def test_the_breadcrumb_runs_from_the_nation_by_the_smallest_that_contains(lanarkshire):
    view = queries.place("glenmavis")
    names = ["north-lanarkshire", "north-lanarkshire-partnership", "airdrie", "glenmavis"]
    assert [each.slug for each in view.breadcrumb] == ["scotland", *names]
    assert [each.slug for each in view.parents] == ["airdrie"]
    assert [each.slug for each in queries.place("north-lanarkshire-partnership").children] == [
        "airdrie",
        "coatbridge",
    ]
    assert {each.slug for each in queries.place("north-lanarkshire-partnership").parents} == {
        "lanarkshire",
        "north-lanarkshire",
    }


def test_the_tree_of_all_places_is_one_query(lanarkshire, django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = queries.place_tree()
    assert [each.slug for each in tree][:2] == ["scotland", "lanarkshire"]
    parents = {each.slug: set(each.parent_ids) for each in tree}
    assert parents["scotland"] == set()
    assert parents["north-lanarkshire-partnership"] == {
        lanarkshire["lanarkshire"].id,
        lanarkshire["north-lanarkshire"].id,
    }
    assert [each.slug for each in queries.places(PlaceKind.LOCALITY)] == ["airdrie", "coatbridge"]


def test_what_is_near_comes_in_steps(lanarkshire):
    near = queries.nearness(lanarkshire["glenmavis"].id)
    steps = {slug: near[place.id] for slug, place in lanarkshire.items()}
    assert steps["glenmavis"] == 0
    assert steps["airdrie"] == 1
    assert steps["coatbridge"] == steps["north-lanarkshire-partnership"] == 2
    assert queries.nearness(lanarkshire["airdrie"].id)[lanarkshire["glenmavis"].id] == 0


def test_a_second_reason_to_contain_is_kept_and_a_third_time_the_same_is_not(lanarkshire):
    pair = {"parent_id": lanarkshire["scotland"].id, "child_id": lanarkshire["lanarkshire"].id}
    actions.contain_place(by=SYSTEM, kind=Containment.ADMINISTRATIVE, **pair)
    with pytest.raises(Invalid, match="contained_already"):
        actions.contain_place(by=SYSTEM, kind=Containment.ADMINISTRATIVE, **pair)
    assert PlaceContains.objects.filter(parent=pair["parent_id"], child=pair["child_id"]).count() == 2
    assert [each.slug for each in queries.place("lanarkshire").parents] == ["scotland"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "planet"}, "kind"),
        ({"slug": "Not Good"}, "slug"),
        ({"slug": "airdrie"}, "slug"),
        ({"latitude": 55.9}, "latitude"),
        ({"outline": [[[1, 2]]]}, "outline"),
        ({"population": -1}, "population"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "a" * 201}, "name"),
    ],
)
def test_a_bad_place_is_refused_at_its_field_and_nothing_is_saved(lanarkshire, given, field):
    before = Place.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.add_place(by=SYSTEM, **({"kind": PlaceKind.LOCALITY, "name": "Bellshill"} | given))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert Place.objects.count() == before


def test_deprivation_says_which_index_and_which_way_it_runs(lanarkshire):
    said = {
        "place_id": lanarkshire["airdrie"].id,
        "index_name": "Index of areas",
        "version": "2020v2",
        "direction": "1 = most deprived",
        "measure": "share of data zones in the most deprived fifth",
        "source": "An invented source",
        "on": date(2020, 1, 28),
    }
    actions.add_deprivation(by=SYSTEM, value=Decimal("0.3125"), **said)
    with pytest.raises(Invalid, match="deprivation_once"):
        actions.add_deprivation(by=SYSTEM, value=Decimal("0.4"), **said)
    for number in ("many", Decimal("NaN"), Decimal(10) ** 12):
        with pytest.raises(Invalid, match="number"):
            actions.add_deprivation(by=SYSTEM, value=number, **(said | {"version": "2024"}))
    (view,) = queries.place("airdrie").deprivation
    assert (view.version, view.direction, view.value) == ("2020v2", "1 = most deprived", Decimal("0.3125"))


def test_a_worker_signs_context_and_a_person_is_never_named(lanarkshire):
    airdrie = lanarkshire["airdrie"]
    club = world.actor("Cairnhill Lunch Club", airdrie)
    worker, person = world.wearing(club, title="Cook"), world.a_person()
    for by in (worker, person):
        actions.add_context(by=by, place_id=airdrie.id, topic=Topic.HISTORY, text=f"From {by.kind}", source="a chat")
    by_text = {each.text: each for each in queries.place("airdrie").context}
    assert (by_text["From worker"].by_actor, by_text["From worker"].by_name) == (club.name, "Morag Baird, Cook")
    assert (by_text["From person"].by_actor, by_text["From person"].by_name) == ("", "")
    assert PlaceContext.objects.get(text="From person").added_by == person.account_id


def test_context_is_ended_never_overwritten_and_only_by_those_who_said_it(lanarkshire):
    person = world.a_person()
    said = actions.add_context(
        by=person,
        place_id=lanarkshire["airdrie"].id,
        topic=Topic.TRANSPORT,
        text="The 247 runs hourly",
        since=date(2026, 1, 5),
    )
    actions.end_context(by=person, context_id=said.id)
    view = queries.place("airdrie")
    assert view.context == ()
    assert [(each.text, each.until) for each in view.earlier] == [("The 247 runs hourly", date(2026, 3, 2))]
    with pytest.raises(Invalid, match="ended"):
        actions.end_context(by=person, context_id=said.id)


def test_context_taken_back_the_same_day_never_held(lanarkshire):
    person = world.a_person()
    said = actions.add_context(by=person, place_id=lanarkshire["airdrie"].id, topic=Topic.HEALTH, text="A slip")
    actions.end_context(by=person, context_id=said.id)
    view = queries.place("airdrie")
    assert view.context == view.earlier == ()


def test_context_from_the_future_and_without_words_is_refused(lanarkshire):
    with pytest.raises(Invalid) as refused:
        actions.add_context(
            by=SYSTEM, place_id=lanarkshire["airdrie"].id, topic="rumour", text=" ", source_on=date(2026, 3, 3)
        )
    assert {problem.field for problem in refused.value.problems} == {"topic", "text", "source_on"}
