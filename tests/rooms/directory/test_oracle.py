"""The search against a slow plain one that reads the listings themselves: no index, no SQL, no shared filters."""

import math
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.directory.queries import find, listing
from ecotone.directory.search.text import Field, sought, stem, tokens, words
from ecotone.ground import clock
from tests.rooms.directory.world import NEEDS, PLACES, SYSTEM, World, service, site
from tests.rooms.ecosystem.world import undone

PROVIDERS = ("Monklands Blether", "NHS Lanarkshire", "Clyde Homecare")
LOCAL = [name for name in PLACES if name != "Elsewhere"]
SAID = ("tea", "bath", "lonely walking", "singing and tea", "refuge", "walks, walk, walking", "")
ASKED = ("", "tea", "walk to the bath", "lonely tea", "clyde", "kayak", "naebody tea", "a lunch club", "can't get in")
MISSPELT = ("tea singign", "walsk baht")
SELDOM = st.sampled_from([False, False, False, True])
WEIGHTS = {Field.NAME: 4, Field.NEED: 4, Field.SYNONYM: 3, Field.PROVIDER: 2, Field.TEXT: 1}

offers = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Tea", "Bath help", "Walking group", "Singing tea", "Visits"]),
        "description": st.sampled_from(SAID),
        "provider": st.sampled_from(PROVIDERS),
        "need_codes": st.lists(st.sampled_from([code for code in NEEDS if "." in code]), max_size=2, unique=True),
        "places": st.lists(st.sampled_from(LOCAL), max_size=2, unique=True),
        "at": st.none() | st.sampled_from(LOCAL),
        "accepts": st.lists(st.sampled_from(["nhs", "third"]), max_size=2, unique=True),
        "self_referral": st.booleans(),
        "minimum_age": st.sampled_from([None, None, 18, 65]),
        "capacity_word": st.sampled_from(["", "has_capacity", "no_capacity"]),
    }
)
searches = st.fixed_dictionaries(
    {
        "words": st.sampled_from(ASKED + MISSPELT),
        "place": st.none() | st.sampled_from([*PLACES]),
        "need": st.sampled_from([None, None, None, "company", "company.groups", "home.personal-care"]),
        "sector": st.sampled_from([None, None, None, "nhs", "community"]),
        "room_only": SELDOM,
        "self_referral_only": SELDOM,
        "for_age": st.sampled_from([None, None, 17, 78]),
    }
)


def above(place: str) -> list[str]:
    """The place and all it lies in, the smallest first."""
    return [place, *(up for parent in PLACES[place][1] for up in above(parent))]


def steps_between(place: str, other: str) -> int:
    """Up from `place` to the smallest that holds both."""
    common = [n for n, up in enumerate(above(place)) if up in above(other)]
    return min(common, default=99)


def texts_of(offer: dict[str, Any]) -> list[tuple[Field, str]]:
    told = [(Field.NAME, offer["name"]), (Field.PROVIDER, offer["provider"]), (Field.TEXT, offer["description"])]
    for code in offer["need_codes"]:
        told += [(Field.NEED, NEEDS[code][0]), (Field.SYNONYM, " / ".join(NEEDS[code][2]))]
    return told


def forms_of(offer: dict[str, Any]) -> set[str]:
    return {word for _, text in texts_of(offer) for word in words(text)}


def weight_of(forms: set[str], offer: dict[str, Any]) -> int:
    """What the listing gives a word sought, in each of these forms: thrice at most for each form and field."""
    total = 0
    for field, weight in WEIGHTS.items():
        here = [word for of, text in texts_of(offer) if of is field for word in words(text)]
        for form in forms:
            total += weight * min(3, here.count(form))
    return total


@lru_cache
def edits(one: str, other: str) -> int:
    """How many letters left out, added, mistaken or swapped lie between two words."""
    if not one or not other:
        return len(one) + len(other)
    ways = [edits(one[1:], other) + 1, edits(one, other[1:]) + 1, edits(one[1:], other[1:]) + (one[0] != other[0])]
    if len(one) > 1 and len(other) > 1 and (one[0], one[1]) == (other[1], other[0]):
        ways.append(edits(one[2:], other[2:]) + 1)
    return min(ways)


def scores(offers: list[dict[str, Any]], text: str) -> list[float]:
    """For each offer: over the words sought, how rare a word is times how much of it there is."""
    known = {form for offer in offers for form in forms_of(offer)}
    totals = [0.0] * len(offers)
    for word in sought(text):
        forms, worth = {form for form in known if stem(form) == stem(word)}, 1.0
        if not forms and len(word) > 3:
            forms, worth = {f for f in known if f[0] == word[0] and edits(f, word) == 1}, 0.7
        mine = [weight_of(forms, offer) for offer in offers]
        having = sum(1 for weight in mine if weight)
        for number, weight in enumerate(mine):
            if weight:
                totals[number] += worth * math.log(1 + len(offers) / having) * weight / (weight + 2)
    return [total + bonus for total, bonus in zip(totals, phrase_scores(offers, text), strict=True)]


def phrase_scores(offers: list[dict[str, Any]], text: str) -> list[float]:
    """What it adds that a whole phrase people say of a need is in the search."""
    heard = " ".join(["", *(stem(word) for word in tokens(text)), ""])
    totals = [0.0] * len(offers)
    for phrase in sorted({line for code in NEEDS for line in NEEDS[code][2] if " " in line}):
        having = [any(phrase in NEEDS[code][2] for code in offer["need_codes"]) for offer in offers]
        if any(having) and " ".join(["", *(stem(word) for word in phrase.split()), ""]) in heard:
            for number, has in enumerate(having):
                totals[number] += math.log(1 + len(offers) / sum(having)) * 6 / 8 if has else 0.0
    return totals


def fits(offer: dict[str, Any], score: float, search: dict[str, Any]) -> bool:
    codes = [*offer["need_codes"], *(NEEDS[code][1] for code in offer["need_codes"])]
    place, age = search["place"], search["for_age"]
    lives_there = not offer["places"] or any(
        area in above(place) or place in above(area) for area in offer["places"] if place
    )
    wanted = {
        "words": not sought(search["words"]) or score > 0,
        "need": search["need"] is None or search["need"] in codes,
        "place": place is None or lives_there,
        "sector": search["sector"] is None or not offer["accepts"] or search["sector"] in offer["accepts"],
        "room": not search["room_only"] or offer["capacity_word"] == "has_capacity",
        "self": not search["self_referral_only"] or offer["self_referral"],
        "age": age is None or offer["minimum_age"] is None or age >= offer["minimum_age"],
    }
    return all(wanted.values())


def expected(offers: list[dict[str, Any]], search: dict[str, Any]) -> list[tuple]:
    """The names found with all that orders them, in their order; ids break what is left."""
    scored = list(zip(scores(offers, search["words"]), offers, strict=True))
    left = [(score, offer) for score, offer in scored if fits(offer, score, search)]
    best = max([score for score, _ in left] + [0.0])
    lines = []
    for score, offer in left:
        quarter = math.ceil(round(4 * score / best, 9)) if best else 4
        places = [*offer["places"], *([offer["at"]] if offer["at"] else [])]
        near = min([steps_between(search["place"], each) for each in places] + [99]) if search["place"] else 0
        room = offer["capacity_word"] == "has_capacity"
        fresh = 0 if offer["capacity_word"] else 2
        if quarter > 1:
            lines.append((-quarter, near, not room, fresh, round(-score, 9), offer["name"].casefold()))
    return sorted(lines)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(offers, min_size=2, max_size=7), st.lists(searches, min_size=6, max_size=6))
def test_find_is_what_reading_every_listing_would_find(world: World, offers, asked):
    with undone():
        halls = {place: site(world, place) for place in {offer["at"] for offer in offers} - {None}}
        ids = {}
        offers = [offer | {"name": f"{offer['name']} {number}"} for number, offer in enumerate(offers)]
        for offer in offers:
            fields = {name: value for name, value in offer.items() if name != "at"}
            at = [halls[offer["at"]].id] if offer["at"] else []
            ids[service(world, sites=at, **fields).id] = offer
        for search in asked:
            given_search = {name: value for name, value in search.items() if name != "place"}
            place_id = world.at(search["place"]) if search["place"] else None
            found = find(SYSTEM, place_id=place_id, most=100, **given_search)
            lines = expected(offers, search)
            assert [line.name.casefold() for line in found.results] == [line[-1] for line in lines]
            assert found.total == len(lines)
            for line in found.results:
                assert ids[line.id]["provider"] == line.provider_name


def test_the_oracle_knows_the_places(world):
    assert above("Petersburn") == ["Petersburn", "Airdrie", "North", "Lanarkshire"]
    assert steps_between("Airdrie", "Petersburn") == 0
    assert steps_between("Airdrie", "Wishaw") == 1
    assert steps_between("Airdrie", "Hamilton") == 2
    assert steps_between("Airdrie", "Elsewhere") == 99
    made = service(world, "Tea", description="tea")
    assert listing(SYSTEM, made.id).description == "tea"
    assert clock.today() == date(2026, 3, 2)
