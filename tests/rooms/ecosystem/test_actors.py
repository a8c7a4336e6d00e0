"""Actors: listing, changing, ending, finding them, and all that their page says."""

from datetime import UTC, date, datetime

import pytest

from ecotone.access.rules import Role
from ecotone.access.verdicts import Withheld
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.models import Actor, Tie
from ecotone.ecosystem.rules import Claim, InstitutionKind, Sector, StanceKind, Standing, TieKind
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def airdrie():
    return world.place("Airdrie")


@pytest.fixture
def board(airdrie):
    return world.actor("Drumgray Health Board", airdrie, sector=Sector.NHS, domain="system")


@pytest.fixture
def council(airdrie):
    return world.actor("Drumgray Council", airdrie, sector=Sector.COUNCIL, domain="system")


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"name": "\t"}, {"name"}),
        ({"kind": "gang", "sector": "x", "domain": ""}, {"kind", "sector", "domain"}),
        ({"email": "nope", "phone": "ring us", "website": "javascript:x"}, {"email", "phone", "website"}),
        ({"until": date(2026, 3, 2)}, {"until"}),
        ({"identifiers": {"GB-SC": " "}}, {"value"}),
        ({"identifiers": {"GB-SC": "SC999001"}}, {"identifiers"}),
        ({"name": "nul\x00"}, {"name"}),
        ({"description": "x" * 20_001}, {"description"}),
    ],
)
def test_a_bad_listing_is_refused_at_its_fields_and_nothing_is_saved(given, fields):
    world.actor("Taken", identifiers=[("GB-SC", "SC999001")])
    with pytest.raises(Invalid) as refused:
        actions.add_actor(
            by=SYSTEM, **({"kind": "group", "name": "Club", "sector": "third", "domain": "community"} | given)
        )
    assert {problem.field for problem in refused.value.problems} == fields
    assert Actor.objects.count() == 1


def test_what_is_no_field_at_all_is_a_defect(board):
    with pytest.raises(TypeError, match="colour"):
        world.actor("Club", colour="green")
    with pytest.raises(TypeError, match="since"):
        actions.change_actor(by=SYSTEM, actor_id=board.id, version=1, since=date(2020, 1, 1))


def test_a_place_or_site_that_is_not_there_stops_the_listing(board):
    for missing in ({"place_ids": [board.id]}, {"site_id": board.id}, {"part_of_ids": [world.account().id]}):
        with pytest.raises(NotFound):
            actions.add_actor(by=SYSTEM, kind="team", name="Visitors", sector="nhs", domain="community", **missing)
    assert Actor.objects.count() == 1


def test_an_organisation_adds_a_team_and_the_other_organisation_must_agree(board, council):
    administrator = world.wearing(board, Role.ADMINISTRATOR)
    given = {"by": administrator, "kind": "team", "domain": "community", "part_of_ids": [board.id, council.id]}
    with pytest.raises(Invalid, match="team_sector"):
        actions.add_actor(name="Visitors", sector="council", **given)
    team = actions.add_actor(name="Visitors", sector="nhs", **given)
    claims = dict(Tie.objects.filter(source=team).values_list("target", "claim"))
    assert claims == {board.id: Claim.CONFIRMED, council.id: Claim.CLAIMED}
    assert [each.name for each in queries.actor(team.id).organisations] == [board.name]
    tie = Tie.objects.get(source=team, target=council)
    keeper = world.wearing(council, Role.ADMINISTRATOR)
    actions.answer_tie(by=keeper, tie_id=tie.id, version=1, answer=Claim.CONFIRMED)
    view = queries.actor(team.id)
    assert [each.name for each in view.organisations] == [council.name, board.name]
    assert view.sectors == (Sector.NHS, Sector.COUNCIL)
    assert [each.id for each in queries.teams_of(council.id)] == [team.id]
    assert [each.id for each in queries.actor(council.id).teams] == [team.id]


def test_two_changes_at_once_lose_nothing(board):
    actions.change_actor(by=SYSTEM, actor_id=board.id, version=1, phone="01632 960001")
    with pytest.raises(Stale):
        actions.change_actor(by=SYSTEM, actor_id=board.id, version=1, phone="01632 960002", name="Other")
    view = queries.actor(board.id)
    assert (view.phone, view.version, view.former_names) == ("01632 960001", 2, ())


def test_places_are_replaced_as_a_whole_and_kept_when_not_spoken_of(board, airdrie):
    coatbridge = world.place("Coatbridge")
    actions.change_actor(by=SYSTEM, actor_id=board.id, version=1, place_ids=[coatbridge.id, coatbridge.id])
    actions.change_actor(by=SYSTEM, actor_id=board.id, version=2, purpose="To help")
    assert [each.name for each in queries.actor(board.id).places] == ["Coatbridge"]
    with pytest.raises(NotFound):
        actions.change_actor(by=SYSTEM, actor_id=board.id, version=3, place_ids=[board.id])
    assert [each.name for each in queries.actor(board.id).places] == ["Coatbridge"]


def names(found):
    return [each.name for each in found]


def test_an_actor_is_found_by_any_word_of_any_name_it_has_had(airdrie):
    cafe = world.actor("Café Órla", airdrie)
    world.actor("Órla's Garden")
    actions.change_actor(by=SYSTEM, actor_id=cafe.id, version=1, name="The Blether Stop")
    assert names(queries.search_actors("ORLA")) == ["Órla's Garden", "The Blether Stop"]
    assert names(queries.search_actors("orla cafe")) == names(queries.search_actors("blether")) == [cafe_now(cafe)]
    assert names(queries.search_actors("")) == ["Órla's Garden", "The Blether Stop"]
    assert queries.search_actors("orla nothing") == []
    assert queries.actor(cafe.id).former_names == (("Café Órla", date(2026, 3, 2)),)


def cafe_now(cafe):
    return queries.actor_names([cafe.id])[cafe.id]


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1 --", "x\x00", "গাছ", "?!", "a" * 5000, "q " * 2500, "\\"])
def test_a_hostile_search_does_no_harm(board, words):
    assert queries.search_actors(words) == []


def test_a_search_for_what_cannot_be_typed_is_a_search_for_nothing(board):
    assert names(queries.search_actors("\x00")) == [board.name]


def test_a_search_at_a_place_finds_who_is_at_work_there(airdrie):
    nation = world.place("Scotland", "nation")
    county = world.place("Lanarkshire", "health_board", nation)
    actions.contain_place(by=SYSTEM, parent_id=county.id, child_id=airdrie.id)
    street = world.place("Glenmavis", "neighbourhood", airdrie)
    wishaw = world.place("Wishaw", "locality", county)
    for where in (county, airdrie, street, wishaw):
        world.actor(f"Club {where.name}", where)
    assert names(queries.search_actors("club", airdrie.id)) == ["Club Airdrie", "Club Glenmavis", "Club Lanarkshire"]
    assert names(queries.search_actors("club", wishaw.id)) == ["Club Lanarkshire", "Club Wishaw"]
    assert names(queries.search_actors("club", most=2)) == ["Club Airdrie", "Club Glenmavis"]


def test_the_page_says_how_an_actor_stands_to_institutions_and_which_it_issued(
    board, council, django_assert_num_queries
):
    ours = world.institution("Ten minutes a visit", kind=InstitutionKind.METRIC, issuer_id=board.id)
    world.institution("Old plan", issuer_id=board.id, standing=Standing.LEGACY)
    world.institution("Council aim", issuer_id=council.id)
    for of, kind in ((board, StanceKind.SETS), (board, StanceKind.CONTESTS), (council, StanceKind.FOLLOWS)):
        actions.take_stance(
            by=SYSTEM, actor_id=of.id, institution_id=ours.id, kind=kind, note=kind, said_by_id=council.id
        )
    view = queries.actor(board.id)
    assert [(each.name, each.standing) for each in view.issues] == [
        ("Old plan", Standing.LEGACY),
        ("Ten minutes a visit", Standing.CURRENT),
    ]
    assert {kind: [s.institution for s in group] for kind, group in view.stances.items()} == {
        StanceKind.SETS: ["Ten minutes a visit"],
        StanceKind.CONTESTS: ["Ten minutes a visit"],
    }
    assert view.stances[StanceKind.SETS][0].said_by == council.name
    assert queries.actor(council.id).issues[0].name == "Council aim"


def test_the_page_takes_seven_queries_however_much_it_says(board, django_assert_num_queries):
    reader = world.wearing(board)
    with django_assert_num_queries(7):
        queries.actor(board.id, by=reader)
    place, lonely = world.place("Coatbridge"), world.need("lonely")
    for n in range(4):
        other = world.team(f"Team {n}", board, identifiers={"LOCAL": f"{n}"})
        world.tie(board, other, TieKind.EMPLOYS)
        world.hat(world.account(), board, title=f"Worker {n}")
        issued = world.institution(f"Rule {n}", issuer_id=board.id)
        actions.take_stance(by=SYSTEM, actor_id=board.id, institution_id=issued.id, kind=StanceKind.SETS)
        world.remit(board, world.need(f"need {n}"), place)
        actions.change_actor(by=SYSTEM, actor_id=board.id, version=n + 1, name=f"Board {n}")
    world.remit(board, lonely, place)
    with django_assert_num_queries(7):
        view = queries.actor(board.id, by=reader)
    assert len(view.workers) == len(view.remits) == 5
    assert len(view.former_names) == len(view.teams) == len(view.issues) == 4


def test_workers_are_named_to_those_who_have_signed_in(board):
    world.hat(world.account("Ailsa Muir"), board, title="Nurse")
    assert queries.actor(board.id).workers == Withheld("access.nobody")
    assert [(w.name, w.title) for w in queries.actor(board.id, by=world.a_person()).workers] == [
        ("Ailsa Muir", "Nurse")
    ]


def test_where_a_confidential_site_is_stays_with_those_who_work_there(airdrie):
    site = actions.add_site(
        by=SYSTEM,
        name="Rowan House",
        place_id=airdrie.id,
        address="4 Hidden Row",
        postcode="ML99 9ZZ",
        latitude=55.87,
        longitude=-3.98,
        confidential=True,
    )
    refuge = world.actor("Women's Space", airdrie, site_id=site.id)
    other = world.actor("Elsewhere", airdrie)
    hidden = Withheld("ecosystem.confidential_site")
    for by in (None, world.a_person(), world.wearing(other, Role.ADMINISTRATOR), SYSTEM):
        view = queries.actor(refuge.id, by=by).site
        assert (view.address, view.postcode, view.latitude, view.longitude) == (hidden,) * 4
        assert queries.compare_remits(refuge.id, other.id, by=by).a.site.address == hidden
    view = queries.actor(refuge.id, by=world.wearing(refuge)).site
    assert (view.address, view.latitude, view.place) == ("4 Hidden Row", 55.87, "Airdrie")
    (shown,) = (
        a for d in queries.ecosystem_at("airdrie").domains for g in d.sectors for a in g.actors if a.id == refuge.id
    )
    assert (shown.latitude, shown.longitude) == (None, None)


def test_the_history_tells_what_began_and_ended_and_forgets_slips(board, council):
    lonely, coatbridge = world.need("lonely"), world.place("Coatbridge")
    slip = world.tie(board, council, TieKind.OVERLAPS)
    actions.end_tie(by=SYSTEM, tie_id=slip.id, version=1)
    world.tie(board, council, since=date(2024, 1, 1), until=date(2025, 1, 1))
    world.remit(board, lonely, coatbridge, since=date(2025, 6, 1))
    told = [(line.on.year, line.code, line.name) for line in queries.actor(board.id).history]
    assert told == [
        (2026, "began", ""),
        (2025, "remit_began", "Lonely, Coatbridge"),
        (2025, "tie_ended", council.name),
        (2024, "tie_began", council.name),
    ]


def test_an_actor_that_has_ended_is_remembered_as_it_last_was(board, council, airdrie):
    team = world.team("Visitors", board, since=date(2020, 1, 1))
    world.tie(team, council, TieKind.CO_LOCATION)
    world.remit(team, world.need("lonely"), airdrie)
    ended = actions.end_actor(by=SYSTEM, actor_id=team.id, version=1, until=date(2026, 4, 1))
    with pytest.raises(Invalid, match="ended"):
        actions.end_actor(by=SYSTEM, actor_id=team.id, version=ended.version, until=date(2026, 5, 1))
    with clock.at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        view = queries.actor(team.id)
        assert view.until == date(2026, 4, 1)
        assert set(view.ties) == {TieKind.PART_OF, TieKind.CO_LOCATION}
        assert len(view.remits) == 1
        assert queries.search_actors("visitors") == queries.teams_of(board.id) == []
        assert TieKind.CO_LOCATION not in queries.actor(council.id).ties


def test_many_are_named_at_once_and_the_unknown_left_out(board, council, django_assert_num_queries):
    ids = [board.id, council.id, world.account().id]
    with django_assert_num_queries(2):
        briefs, names_of = queries.actor_brief(ids), queries.actor_names(ids)
    assert {each.name for each in briefs.values()} == set(names_of.values()) == {board.name, council.name}
    with pytest.raises(NotFound):
        queries.actor(ids[-1])
