"""The words and rules of care apart from the machine of states. Pure."""

from ecotone.care.rules.closing import Closure, Closures, closures
from ecotone.care.rules.codes import MOST_TOLD, Change, GiftKind, Means, NeedView, Openly, OutcomeKind, Pen, Urgency
from ecotone.care.rules.lateness import GRACE_DAYS, is_review_late, is_unanswered_late, later_by_pause
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
from ecotone.care.rules.seeing import Sight, sight

__all__ = [
    "GRACE_DAYS",
    "MOST_MINUTES",
    "MOST_TOLD",
    "Asset",
    "Change",
    "Closure",
    "Closures",
    "FrictionKind",
    "GiftKind",
    "Means",
    "MetBy",
    "NeedView",
    "OfferState",
    "Openly",
    "Origin",
    "OutcomeKind",
    "Pen",
    "Sight",
    "Standing",
    "UnmetReason",
    "Urgency",
    "VoiceKind",
    "closures",
    "is_review_late",
    "is_unanswered_late",
    "later_by_pause",
    "offer_problems",
    "sight",
    "turn_problems",
]
