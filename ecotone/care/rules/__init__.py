"""The words and rules of care apart from the machine of states. Pure."""

from ecotone.care.rules.attempts import attempt_problems
from ecotone.care.rules.closing import Closure, Closures, closures
from ecotone.care.rules.codes import MOST_TOLD, Change, GiftKind, Means, NeedView, Openly, OutcomeKind, Pen, Urgency
from ecotone.care.rules.door import REPLY_TO_RETURN_DAYS, Door, last_day, leaves_the_door, standing
from ecotone.care.rules.lateness import GRACE_DAYS, due_on, is_review_late, is_unanswered_late, later_by_pause
from ecotone.care.rules.links import Heard, HeardAs, LinkEnd, Tried, masked
from ecotone.care.rules.needs import (
    MOST_MINUTES,
    Asset,
    FrictionKind,
    MetBy,
    OfferState,
    Origin,
    Standing,
    UnmetReason,
    VoiceKind,
    offer_problems,
    turn_problems,
)
from ecotone.care.rules.piles import CELLS, PILES, Cell, Side, pile_of
from ecotone.care.rules.promises import Carrier, PromiseState, carrier_problems, is_promise_late
from ecotone.care.rules.seeing import Sight, sight

__all__ = [
    "CELLS",
    "GRACE_DAYS",
    "MOST_MINUTES",
    "MOST_TOLD",
    "PILES",
    "REPLY_TO_RETURN_DAYS",
    "Asset",
    "Carrier",
    "Cell",
    "Change",
    "Closure",
    "Closures",
    "Door",
    "FrictionKind",
    "GiftKind",
    "Heard",
    "HeardAs",
    "LinkEnd",
    "Means",
    "MetBy",
    "NeedView",
    "OfferState",
    "Openly",
    "Origin",
    "OutcomeKind",
    "Pen",
    "PromiseState",
    "Side",
    "Sight",
    "Standing",
    "Tried",
    "UnmetReason",
    "Urgency",
    "VoiceKind",
    "attempt_problems",
    "carrier_problems",
    "closures",
    "due_on",
    "is_promise_late",
    "is_review_late",
    "is_unanswered_late",
    "last_day",
    "later_by_pause",
    "leaves_the_door",
    "masked",
    "offer_problems",
    "pile_of",
    "sight",
    "standing",
    "turn_problems",
]
