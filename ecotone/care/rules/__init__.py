"""The words and rules of care apart from the machine of states. Pure."""

from ecotone.care.rules.closing import Closure, Closures, closures
from ecotone.care.rules.codes import MOST_TOLD, Change, GiftKind, Means, NeedView, Openly, OutcomeKind, Pen, Urgency
from ecotone.care.rules.lateness import GRACE_DAYS, is_review_late, is_unanswered_late, later_by_pause
from ecotone.care.rules.links import INVITED_AFTER, Heard, HeardAs, LinkEnd, Tried, masked
from ecotone.care.rules.seeing import Sight, sight

__all__ = [
    "GRACE_DAYS",
    "INVITED_AFTER",
    "MOST_TOLD",
    "Change",
    "Closure",
    "Closures",
    "GiftKind",
    "Heard",
    "HeardAs",
    "LinkEnd",
    "Means",
    "NeedView",
    "Openly",
    "OutcomeKind",
    "Pen",
    "Sight",
    "Tried",
    "Urgency",
    "closures",
    "is_review_late",
    "is_unanswered_late",
    "later_by_pause",
    "masked",
    "sight",
]
