"""The words and rules of care apart from the machine of states. Pure."""

from ecotone.care.rules.closing import Closure, Closures, closures
from ecotone.care.rules.codes import MOST_TOLD, Change, GiftKind, Means, NeedView, Openly, OutcomeKind, Pen, Urgency
from ecotone.care.rules.lateness import GRACE_DAYS, is_unanswered_late, later_by_pause
from ecotone.care.rules.promises import Carrier, PromiseState, carrier_problems, is_promise_late
from ecotone.care.rules.seeing import Sight, sight

__all__ = [
    "GRACE_DAYS",
    "MOST_TOLD",
    "Carrier",
    "Change",
    "Closure",
    "Closures",
    "GiftKind",
    "Means",
    "NeedView",
    "Openly",
    "OutcomeKind",
    "Pen",
    "PromiseState",
    "Sight",
    "Urgency",
    "carrier_problems",
    "closures",
    "is_promise_late",
    "is_unanswered_late",
    "later_by_pause",
    "sight",
]
