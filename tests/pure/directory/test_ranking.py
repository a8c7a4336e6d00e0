"""What fits, what comes first and why, against a slow plain oracle."""

import math
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.directory.rules import Freshness
from ecotone.directory.search import ranking
from ecotone.directory.search.ranking import Candidate, Distance, Wanted, Way, Why, Zone

PLACES = [UUID(int=number) for number in range(1, 6)]
HERE, NEXT_DOOR, AROUND, FURTHER, LOST = PLACES
NEARNESS = {HERE: 0, NEXT_DOOR: 1, AROUND: 1, FURTHER: 2}
ZONE = Zone(HERE, "Here", frozenset({HERE, AROUND}))
WIDER = Zone(AROUND, "Around", frozenset({HERE, NEXT_DOOR, AROUND}))
NEEDS = {"company.groups": "company", "company.connection": "company", "home.meals": "home", "company": ""}

ids = iter(range(10**9))
candidates = st.builds(
    Candidate,
    id=st.builds(lambda: UUID(int=next(ids))),
    name=st.sampled_from(["Alpha", "alpha", "Beta", "Gamma"]),
    score=st.sampled_from([0.0, 0.4, 1.0, 1.6, 3.3, 4.0]),
    needs=st.lists(st.sampled_from(sorted(NEEDS)), max_size=2).map(lambda codes: {c: NEEDS[c] for c in codes}),
    areas=st.frozensets(st.sampled_from(PLACES), max_size=2),
    places=st.frozensets(st.sampled_from(PLACES), max_size=2),
    accepts=st.frozensets(st.sampled_from(["nhs", "third"]), max_size=2),
    self_referral=st.booleans(),
    minimum_age=st.none() | st.integers(0, 70),
    maximum_age=st.none() | st.integers(16, 90),
    room=st.booleans(),
    freshness=st.sampled_from(Freshness),
)
wanteds = st.builds(
    Wanted,
    words=st.booleans(),
    zone=st.sampled_from([None, ZONE, WIDER]),
    nearness=st.just(NEARNESS),
    need=st.sampled_from(["", "company", "company.groups", "nonsense"]),
    sector=st.sampled_from(["", "nhs", "community"]),
    room_only=st.booleans(),
    self_referral_only=st.booleans(),
    for_age=st.none() | st.integers(0, 100),
)


def plainly_fits(c: Candidate, w: Wanted) -> bool:
    faults = []
    if w.words:
        faults.append(c.score == 0)
    if w.need:
        faults.append(not [code for code, broader in c.needs.items() if w.need in (code, broader)])
    if w.zone and c.areas:
        faults.append(not [area for area in c.areas if area in w.zone.covers])
    if w.sector and c.accepts:
        faults.append(w.sector not in c.accepts)
    if w.room_only:
        faults.append(not c.room)
    if w.self_referral_only:
        faults.append(not c.self_referral)
    return not any(faults) and plainly_of_age(c, w.for_age)


def plainly_of_age(c: Candidate, age: int | None) -> bool:
    too_young = age is not None and c.minimum_age is not None and age < c.minimum_age
    too_old = age is not None and c.maximum_age is not None and age > c.maximum_age
    return not too_young and not too_old


def plainly_before(a: Candidate, b: Candidate, w: Wanted, best: float) -> bool:
    """Whether a comes before b, one reason after another."""

    def quarter(c):
        return 4 if best == 0 else min(q for q in (1, 2, 3, 4) if c.score <= best * q / 4)

    def steps(c):
        return 0 if w.zone is None else min([NEARNESS.get(p, 99) for p in c.places] + [99])

    order = ["fresh", "ageing", "unknown", "stale"]
    reasons = [
        (-quarter(a), -quarter(b)),
        (steps(a), steps(b)),
        (not a.room, not b.room),
        (order.index(a.freshness), order.index(b.freshness)),
        (-a.score, -b.score),
        (a.name.casefold(), b.name.casefold()),
        (a.id, b.id),
    ]
    for mine, others in reasons:
        if mine != others:
            return mine < others
    return False


def plainly_found(those: list[Candidate], w: Wanted) -> list[Candidate]:
    fitting = [c for c in those if plainly_fits(c, w)]
    best = max([c.score for c in fitting] + [0.0])
    left = [c for c in fitting if best == 0 or c.score > best / 4]
    found = []
    while left:
        first = next(c for c in left if all(c is d or plainly_before(c, d, w, best) for d in left))
        found.append(first)
        left.remove(first)
    return found


@settings(max_examples=300)
@given(st.lists(candidates, max_size=9), wanteds)
def test_found_is_what_a_slow_plain_search_finds_in_its_order(those, wanted):
    assert ranking.found(those, wanted) == plainly_found(those, wanted)


@given(st.lists(candidates, max_size=6), wanteds)
def test_each_way_on_finds_more_and_says_how_many(those, wanted):
    total = len(ranking.found(those, wanted))
    ways = ranking.ways_on(those, wanted, wider=[WIDER], broader_need="company")
    assert (ways == []) == (total >= ranking.FEW)
    for step in ways[:-1]:
        assert step.count == len(plainly_found(those, step.wanted)) > total
    assert len({step.way for step in ways}) == len(ways)
    if ways:
        assert ways[-1].way is Way.UNMET_NEED


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_rarer_word_tells_more(services, with_word):
    assert ranking.rarity(services, with_word) > ranking.rarity(services, with_word + 1) > 0
    assert math.isclose(ranking.rarity(100, 100), math.log(2))


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 40), min_size=1),
    st.sampled_from("abcd"),
    st.integers(1, 9),
)
def test_more_of_a_word_never_matches_worse_and_no_word_counts_more_than_its_rarity(weights, word, more):
    rarities = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}
    before = ranking.score(weights, rarities)
    after = ranking.score(weights | {word: weights.get(word, 0) + more}, rarities)
    assert before < after < sum(rarities.values())


def test_distances_are_said_in_four_bands():
    said = [ranking.distance(steps) for steps in (0, 1, 2, 7, 99)]
    assert said == [Distance.HERE, Distance.NEAR, Distance.WIDER, Distance.WIDER, Distance.FAR]


def test_why_names_each_reason():
    one = Candidate(
        id=HERE,
        name="Tea",
        score=2.0,
        needs={"company": ""},
        areas=frozenset({HERE}),
        places=frozenset({HERE}),
        accepts=frozenset(),
        self_referral=True,
        minimum_age=None,
        maximum_age=None,
        room=True,
        freshness=Freshness.FRESH,
    )
    everything = Wanted(words=True, zone=ZONE, nearness=NEARNESS, need="company")
    assert ranking.why(one, everything) == (Why.WORDS, Why.NEED, Why.PLACE, Why.ROOM)
    assert ranking.why(one, Wanted()) == (Why.ROOM,)
