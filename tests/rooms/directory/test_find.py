"""Finding help: by words, need, place, room; what comes first, why, and where it leads on."""

from datetime import timedelta

import pytest

from ecotone.access.principal import Principal
from ecotone.directory import actions, queries
from ecotone.directory.queries import find
from ecotone.directory.rules import Freshness
from ecotone.directory.search.ranking import Distance, Way, Why
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground import clock
from tests.rooms.directory.world import SYSTEM, service, site, wearing


def names(found) -> list[str]:
    return [each.name for each in found.results]


@pytest.fixture
def three(world):
    """Company, a bath, and a lunch club."""
    service(world, "Tea and a blether", need_codes=["company.connection"], description="Company for older people.")
    service(world, "Help at home", need_codes=["home.personal-care"], provider="Clyde Homecare")
    service(world, "Lunch club", need_codes=["company.groups"], description="Soup and company on Tuesdays.")
    return world


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("she is that lonely", "Tea and a blether"),
        ("cannae get in the bath", "Help at home"),
        ("Naebody tae talk tae", "Tea and a blether"),
        ("LUNCH!!", "Lunch club"),
        ("getting washed", "Help at home"),
        ("clyde", "Help at home"),
        ("lonley", "Tea and a blether"),
        ("befreinding", "Tea and a blether"),
        ("lnuch", "Lunch club"),
        ("soupe", "Lunch club"),
    ],
)
def test_plain_words_find_a_service_by_what_people_say_of_the_need(three, words, first):
    assert names(find(SYSTEM, words=words))[:1] == [first]


def test_a_name_tells_more_than_a_description(world):
    service(world, "Gentle exercise", description="Afterwards there is singing.")
    service(world, "Singing for all", description="Afterwards there is tea.")
    service(world, "Singing for the deaf", description="Singing, with a signer.", capacity_word="has_capacity")
    assert names(find(SYSTEM, words="singing"))[-1] == "Gentle exercise"
    assert "Gentle exercise" not in names(find(SYSTEM, words="singing deaf signer")), "too weak beside the others"


def test_all_forms_of_a_word_count_together(world):
    service(world, "a: once", description="We walk.")
    service(world, "b: in every form", description="Walks for all who like walking: we walk.")
    assert names(find(SYSTEM, words="walk")) == ["b: in every form", "a: once"]


def test_a_slip_of_the_finger_is_put_right_and_said(three):
    found = find(SYSTEM, words="befreinding xyzzyx")
    assert found.read_as == (("befreinding", ("befriending",)),)
    assert found.unknown == ("xyzzyx",)
    assert found.results[0].matched == ("befreinding",)


ODD = ["", "  ", "?!…,;", "the and of", "朋友", "صداقة", "\x00", "\ud800", "' OR 1=1", "%_"]
HARMFUL = [*ODD, "a" * 5_000, "bath " * 1_000]


@pytest.mark.parametrize("words", HARMFUL)
def test_no_search_does_harm(three, words):
    found = find(Principal.nobody(), words=words, place_id=three.at("Airdrie"))
    assert found.total == len(found.results)
    assert found.total == 0 or all(each.id for each in found.results)


@pytest.mark.parametrize("need", ["\x00", "no.such", "n" * 500, "\ud800"])
def test_a_need_that_is_not_there_finds_nothing(three, need):
    found = find(SYSTEM, need=need)
    assert found.total == 0
    assert [way.way for way in found.ways_on] == [Way.UNMET_NEED]


def test_words_that_say_nothing_are_no_words(three):
    assert find(SYSTEM, words="I can't get to the").total == find(SYSTEM).total == 3


def test_broad_needs_hold_what_belongs_to_them(three):
    assert set(names(find(SYSTEM, need="company"))) == {"Tea and a blether", "Lunch club"}
    assert names(find(SYSTEM, need="company.groups")) == ["Lunch club"]
    (line,) = find(SYSTEM, need="company.groups").results
    assert line.why == (Why.NEED,)
    assert line.need_codes == ("company.groups",)


class TestPlace:
    def test_only_services_for_people_who_live_there(self, world):
        for name, places in {
            "for Airdrie": ["Airdrie"],
            "for the North": ["North"],
            "for Petersburn": ["Petersburn"],
            "for Wishaw": ["Wishaw"],
            "for anyone": [],
        }.items():
            service(world, name, places=places)
        found = find(SYSTEM, place_id=world.at("Airdrie"))
        assert set(names(found)) == {"for Airdrie", "for the North", "for Petersburn", "for anyone"}
        below = find(SYSTEM, place_id=world.at("Petersburn"))
        assert set(names(below)) == {"for Airdrie", "for the North", "for Petersburn", "for anyone"}
        assert names(find(SYSTEM, place_id=world.at("Elsewhere"))) == ["for anyone"]

    def test_the_nearest_first(self, world):
        service(world, "a: around", places=["Lanarkshire"])
        service(world, "b: somewhere")
        service(world, "c: next door", sites=[site(world, "Wishaw").id])
        service(world, "d: here", places=["North"], sites=[site(world, "Airdrie").id])
        found = find(SYSTEM, place_id=world.at("Airdrie"))
        assert names(found) == ["d: here", "c: next door", "a: around", "b: somewhere"]
        assert [line.distance for line in found.results] == [
            Distance.HERE,
            Distance.NEAR,
            Distance.WIDER,
            Distance.FAR,
        ]
        assert [line.nearest_place for line in found.results] == ["Airdrie", "Wishaw", "Lanarkshire", ""]
        assert found.results[0].place_names == ("Airdrie", "North")
        assert find(SYSTEM).results[0].distance is None

    def test_a_place_that_is_not_there_has_services_for_anyone_only(self, world):
        service(world, "for Airdrie", places=["Airdrie"])
        service(world, "for anyone")
        nowhere = world.actors["Airdrie IRT"].id
        assert names(find(SYSTEM, place_id=nowhere)) == ["for anyone"]


def test_room_now_then_the_freshest(world):
    for name, fields in {
        "a: full": {"capacity_word": "no_capacity"},
        "b: nobody has said": {},
        "c: room": {"capacity_word": "has_capacity", "places_available": 2},
        "d: by assessment": {"capacity_word": "additional_assessment_required"},
    }.items():
        service(world, name, **fields)
    assert names(find(SYSTEM)) == ["c: room", "a: full", "d: by assessment", "b: nobody has said"]
    assert names(find(SYSTEM, room_only=True)) == ["c: room"]
    assert find(SYSTEM, room_only=True).results[0].why == (Why.ROOM,)
    with clock.at(clock.now() + timedelta(days=90)):
        assert {line.freshness for line in find(SYSTEM).results} == {Freshness.STALE, Freshness.UNKNOWN}


def test_age_sector_and_self_referral_narrow_the_search(world):
    service(world, "for the old", minimum_age=65)
    service(world, "for the young", maximum_age=25)
    service(world, "from the NHS", accepts=["nhs"])
    service(world, "referral only", self_referral=False)
    assert set(names(find(SYSTEM, for_age=78))) == {"for the old", "from the NHS", "referral only"}
    assert "for the young" in names(find(SYSTEM, for_age=25))
    assert "from the NHS" not in names(find(SYSTEM, sector="third"))
    assert "from the NHS" in names(find(SYSTEM, sector="nhs"))
    assert "referral only" not in names(find(SYSTEM, self_referral_only=True))


def test_a_line_says_what_one_needs_to_choose(world):
    service(
        world,
        "Tea",
        description="d" * 1_000,
        need_codes=["company.groups"],
        places=["Airdrie"],
        attending=["phone", "venue"],
        access=["drop_in"],
        cost_free=True,
        fees="Free",
        phone="01236 555 010",
        alert="Closed on Monday.",
        capacity_word="no_capacity_has_waitlist",
        wait_band="weeks_2_to_6",
    )
    (line,) = find(wearing(world.actors["Airdrie IRT"]), words="tea", place_id=world.at("Airdrie")).results
    assert (line.provider_name, line.provider_sector) == ("Monklands Blether", "third")
    assert (line.capacity.word, line.capacity.wait_band) == ("no_capacity_has_waitlist", "weeks_2_to_6")
    assert (line.attending, line.access) == (("phone", "venue"), ("drop_in",))
    assert (line.cost_free, line.fees, line.phone, line.alert) == (True, "Free", "01236 555 010", "Closed on Monday.")
    assert len(line.summary) == 280
    assert line.why == (Why.WORDS, Why.PLACE)


def test_pages_hold_all_results_once(world):
    for number in range(7):
        service(world, f"Club {number}")
    pages = [find(SYSTEM, words="club", most=3, page=page) for page in (1, 2, 3, 4)]
    assert [name for page in pages for name in names(page)] == [f"Club {number}" for number in range(7)]
    assert [(page.page, page.pages, page.total) for page in pages] == [(n, 3, 7) for n in (1, 2, 3, 4)]
    assert find(SYSTEM, words="club", most=0, page=-5).page == 1
    assert len(find(SYSTEM, words="club", most=10**9).results) == 7


class TestWaysOn:
    def ways(self, **wanted):
        return {step.way: step for step in find(SYSTEM, **wanted).ways_on}

    def test_none_where_enough_is_found(self, world):
        for number in range(3):
            service(world, f"Club {number}")
        assert find(SYSTEM, words="club").ways_on == ()

    def test_the_place_is_widened_to_the_nearest_that_has_more(self, world):
        service(world, "Club in Airdrie", places=["Airdrie"])
        service(world, "Club in Hamilton", places=["Hamilton"])
        way = self.ways(words="club", place_id=world.at("Petersburn"))[Way.WIDER_PLACE]
        assert (way.place_name, way.place_id, way.count) == ("Lanarkshire", world.at("Lanarkshire"), 2)
        assert find(SYSTEM, words="club", place_id=way.place_id).total == way.count

    def test_what_narrows_is_let_go_one_thing_at_a_time(self, world):
        service(world, "Club", need_codes=["company.groups"], accepts=["nhs"], self_referral=False)
        service(world, "Visits", need_codes=["company.connection"], capacity_word="has_capacity")
        assert self.ways(words="club", room_only=True)[Way.WITHOUT_ROOM].count == 1
        assert self.ways(words="club", sector="third")[Way.ANY_SECTOR].count == 1
        assert self.ways(words="club", self_referral_only=True)[Way.WITH_REFERRAL].count == 1
        related = self.ways(need="company.groups")[Way.RELATED_NEED]
        assert (related.need, related.count) == ("company", 2)
        assert find(SYSTEM, need="company").total == 2
        assert Way.RELATED_NEED not in self.ways(need="company"), "there is nothing broader"

    @pytest.mark.commitment(4)
    def test_no_search_ends_in_nothing(self, world):
        for wanted in ({"words": "kayak"}, {"need": "home"}, {"room_only": True}):
            assert find(SYSTEM, **wanted).ways_on[-1].way is Way.UNMET_NEED


def test_a_renamed_provider_is_found_by_its_new_name(world):
    service(world, "Tea")
    provider = world.actors["Monklands Blether"]
    ecosystem.change_actor(by=SYSTEM, actor_id=provider.id, version=1, name="Airdrie Crack")
    assert find(SYSTEM, words="crack").total == 0
    assert actions.renew_index(by=SYSTEM, provider_id=provider.id) == 1
    assert find(SYSTEM, words="crack").total == 1
    assert queries.find(SYSTEM, words="monklands").total == 0
