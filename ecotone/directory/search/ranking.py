"""Which of the candidates fit what is wanted, what comes first, why, and which ways lead on. Pure.

Those that fit are ordered by: how well the words match (in a few broad strengths, so that the rest can count) ·
nearest · room now · how fresh · how well the words match, exactly · name.
"""

import dataclasses
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ecotone.directory.rules import Freshness, takes_from

STRENGTHS = 4
"""Results whose match is in the lowest of these parts of the best one's are left out."""
HALF_WEIGHT = 2
"""The weight at which a word counts for half of what it could (saturation as in BM25; Robertson, Zaragoza 2009)."""
SLIP = 0.7
"""What a word put right by one letter counts for, against one written as it stands."""
FAR = 99
FEW = 3
FRESHEST_FIRST = [Freshness.FRESH, Freshness.AGEING, Freshness.UNKNOWN, Freshness.STALE]


class Distance(StrEnum):
    """How near a service's nearest place is to the one asked for."""

    HERE = "here"
    NEAR = "near"
    WIDER = "wider"
    FAR = "far"


class Why(StrEnum):
    """Why a service was found."""

    WORDS = "directory.why_words"
    NEED = "directory.why_need"
    PLACE = "directory.why_place"
    ROOM = "directory.why_room"


class Way(StrEnum):
    """A way on where little was found."""

    WIDER_PLACE = "directory.way_wider_place"
    WITHOUT_ROOM = "directory.way_without_room"
    ANY_SECTOR = "directory.way_any_sector"
    WITH_REFERRAL = "directory.way_with_referral"
    RELATED_NEED = "directory.way_related_need"
    UNMET_NEED = "directory.way_unmet_need"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service as the ranking sees it.

    score    how well it matches the words sought, 0 where there were none
    needs    each of its needs, with the broader one or ""
    areas    the places it says it is for; none: people from anywhere
    places   these, and those of its sites that are no secret
    """

    id: UUID
    name: str
    score: float
    needs: Mapping[str, str]
    areas: frozenset[UUID]
    places: frozenset[UUID]
    accepts: frozenset[str]
    self_referral: bool
    minimum_age: int | None
    maximum_age: int | None
    room: bool
    freshness: Freshness


@dataclass(frozen=True)
class Zone:
    """A place, with all that lies inside it and all that it lies inside."""

    id: UUID
    name: str
    covers: frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for. Whatever is left empty does not matter to the one who looks."""

    words: bool = False
    zone: Zone | None = None
    nearness: Mapping[UUID, int] = dataclasses.field(default_factory=dict)
    need: str = ""
    sector: str = ""
    room_only: bool = False
    self_referral_only: bool = False
    for_age: int | None = None


@dataclass(frozen=True)
class Step:
    """A way on, what would be wanted then, and how many would be found."""

    way: Way
    wanted: Wanted
    count: int


def rarity(services: int, with_word: int) -> float:
    """How much it tells that a service has a word which `with_word` of all `services` have.

    ln(1 + N/n): never nought, and the same order as the usual inverse document frequency (Spärck Jones 1972).
    """
    return math.log1p(services / with_word)


def score(weights: Mapping[str, float], rarities: Mapping[str, float]) -> float:
    """How well one service matches: over the words sought, rarity times saturated weight."""
    return sum(rarities[word] * w / (w + HALF_WEIGHT) for word, w in sorted(weights.items()))


def fits(candidate: Candidate, wanted: Wanted) -> bool:
    """Whether a candidate is what is wanted, whatever the others are like."""
    c, w = candidate, wanted
    return (
        (not w.words or c.score > 0)
        and (not w.need or w.need in c.needs or w.need in c.needs.values())
        and (w.zone is None or not c.areas or not c.areas.isdisjoint(w.zone.covers))
        and (not w.sector or takes_from(c.accepts, frozenset({w.sector})).allowed)
        and (not w.room_only or c.room)
        and (not w.self_referral_only or c.self_referral)
        and (w.for_age is None or (c.minimum_age or 0) <= w.for_age <= (c.maximum_age or math.inf))
    )


def strength(mine: float, best: float) -> int:
    """The match as one of STRENGTHS parts of the best one's, the highest for the best.

    Rounded first: two sums that are the same but for the order of adding fall on the same side.
    """
    return math.ceil(round(STRENGTHS * mine / best, 9)) if best else STRENGTHS


def found(candidates: Iterable[Candidate], wanted: Wanted) -> list[Candidate]:
    """Those that fit and whose words match well enough, in their order."""
    fitting = [c for c in candidates if fits(c, wanted)]
    best = max((c.score for c in fitting), default=0.0)
    strong = [c for c in fitting if strength(c.score, best) > 1]
    return sorted(strong, key=lambda c: (-strength(c.score, best), *_order(c, wanted)))


def _order(c: Candidate, wanted: Wanted) -> tuple[object, ...]:
    fresh = FRESHEST_FIRST.index(c.freshness)
    return steps_to(c.places, wanted), not c.room, fresh, round(-c.score, 9), c.name.casefold(), c.id


def steps_to(places: Collection[UUID], wanted: Wanted) -> int:
    """How far the nearest of these places is from the one asked for; nought where none was."""
    if wanted.zone is None:
        return 0
    return min((wanted.nearness.get(place, FAR) for place in places), default=FAR)


def distance(steps: int) -> Distance:
    """The band of a number of steps."""
    if steps >= FAR:
        return Distance.FAR
    return (Distance.HERE, Distance.NEAR)[steps] if steps < 2 else Distance.WIDER


def why(candidate: Candidate, wanted: Wanted) -> tuple[Why, ...]:
    """Why this one was found, for the reader."""
    near = wanted.zone is not None and bool(candidate.areas or steps_to(candidate.places, wanted) < FAR)
    reasons = {
        Why.WORDS: wanted.words,
        Why.NEED: bool(wanted.need),
        Why.PLACE: near,
        Why.ROOM: candidate.room,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def ways_on(
    candidates: Collection[Candidate], wanted: Wanted, *, wider: Iterable[Zone], broader_need: str = ""
) -> list[Step]:
    """Where few are found: what to let go of, one thing at a time, where that finds more; unmet need comes last."""
    total = len(found(candidates, wanted))
    if total >= FEW:
        return []
    steps, have_way = [], set()
    for way, instead in _loosened(wanted, wider, broader_need):
        count = len(found(candidates, instead))
        if count > total and way not in have_way:
            steps.append(Step(way, instead, count))
            have_way.add(way)
    return [*steps, Step(Way.UNMET_NEED, wanted, 0)]


def _loosened(wanted: Wanted, wider: Iterable[Zone], broader_need: str) -> Iterator[tuple[Way, Wanted]]:
    for zone in wider:
        yield Way.WIDER_PLACE, dataclasses.replace(wanted, zone=zone)
    if wanted.room_only:
        yield Way.WITHOUT_ROOM, dataclasses.replace(wanted, room_only=False)
    if wanted.sector:
        yield Way.ANY_SECTOR, dataclasses.replace(wanted, sector="")
    if wanted.self_referral_only:
        yield Way.WITH_REFERRAL, dataclasses.replace(wanted, self_referral_only=False)
    if wanted.need and broader_need:
        yield Way.RELATED_NEED, dataclasses.replace(wanted, need=broader_need)
