"""What could not be met and what got in the way: its states, its reasons, what may close it. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from ecotone.ground.errors import Problem


class Standing(StrEnum):
    """Whether a need or a friction stands, was met (a friction: mended), or was taken back."""

    STANDING = "standing"
    MET = "met"
    WITHDRAWN = "withdrawn"


class UnmetReason(StrEnum):
    """Why a need was not met: a reason of the machine, or that nothing came of the ask."""

    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE = "not_eligible"
    OUT_OF_AREA = "out_of_area"
    WRONG_SERVICE = "wrong_service"
    INSUFFICIENT_INFO = "insufficient_info"
    UNSAFE = "unsafe"
    COULD_NOT_CONTACT = "could_not_contact"
    SERVICE_ENDED = "service_ended"
    NO_REPLY = "no_reply"
    UNCLAIMED = "unclaimed"
    PARTLY = "partly"
    NOTHING_FOUND = "nothing_found"


class Origin(StrEnum):
    """What an unmet need came of: an ask, or a search in Find help."""

    REFERRAL = "referral"
    SEARCH = "search"


class MetBy(StrEnum):
    """What met a need or mended a friction."""

    SERVICE = "service"
    REFERRAL = "referral"
    OFFER = "offer"
    INSTITUTION = "institution"
    WORDS = "words"


class VoiceKind(StrEnum):
    """What others say to a stated need: that it is so, or that it is not."""

    ENDORSE = "endorse"
    CONTEST = "contest"


class Asset(StrEnum):
    """What can be offered towards a stated need."""

    SPACE = "space"
    VEHICLE = "vehicle"
    SKILL = "skill"
    HOURS = "hours"
    MONEY = "money"
    THINGS = "things"


class OfferState(StrEnum):
    """What became of an offer of an asset."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    NOT_NEEDED = "not_needed"
    TAKEN_BACK = "taken_back"


class FrictionKind(StrEnum):
    """What got in the way."""

    RULE = "rule"
    SYSTEMS = "systems"
    CAPACITY = "capacity"
    WRONG_DOOR = "wrong_door"
    NOBODY_DECIDES = "nobody_decides"
    FUNDING = "funding"
    DISTANCE = "distance"
    ACCESS = "access"
    OTHER = "other"


MOST_MINUTES = 10_000
"""More than a working month lost to one thing is a slip of the pen."""

MAY_MEET: Mapping[str, frozenset[MetBy]] = {
    "unmetneed": frozenset({MetBy.SERVICE, MetBy.REFERRAL, MetBy.WORDS}),
    "statedneed": frozenset({MetBy.SERVICE, MetBy.OFFER, MetBy.WORDS}),
    "friction": frozenset({MetBy.SERVICE, MetBy.INSTITUTION, MetBy.WORDS}),
}
"""What may close each sort of record."""

SAYS_WHY = frozenset({"unmetneed", "statedneed"})
"""What is taken back only with a word on why; a friction is its author's to take back."""

OFFER_MOVES: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.OPEN: frozenset({OfferState.TAKEN_UP, OfferState.NOT_NEEDED, OfferState.TAKEN_BACK}),
    OfferState.NOT_NEEDED: frozenset({OfferState.TAKEN_UP, OfferState.TAKEN_BACK}),
    OfferState.TAKEN_UP: frozenset({OfferState.TAKEN_UP}),
    OfferState.TAKEN_BACK: frozenset(),
}
"""What may become of an offer; one that was taken up can be told of again."""


def turn_problems(
    kind: str, before: Standing, became: Standing, met_by: MetBy | None, met_by_id: object, words: str
) -> list[Problem]:
    """What is wrong with such a turn: nothing is met without saying by what, and what is closed is closed once."""
    if became == before or (before is not Standing.STANDING and became is not Standing.STANDING):
        return [Problem("care.turned_already")]
    said = bool(words.strip())
    if became is Standing.MET:
        if met_by not in MAY_MEET[kind]:
            return [Problem("care.say_by_what", "met_by")]
        if met_by is MetBy.WORDS:
            return [] if said else [Problem("ground.required", "words")]
        return [] if met_by_id else [Problem("care.say_which", "met_by")]
    if became is Standing.WITHDRAWN and kind in SAYS_WHY and not said:
        return [Problem("ground.required", "words")]
    return []


def offer_problems(before: OfferState, became: OfferState, words: str) -> list[Problem]:
    """What is wrong with answering an offer so: what was taken up is told of in words."""
    if became not in OFFER_MOVES[before]:
        return [Problem("care.turned_already")]
    if before is became and not words.strip():
        return [Problem("ground.required", "words")]
    return []
