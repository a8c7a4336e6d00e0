"""What reads of care return: frozen, with `Withheld` in place of what the caller may not see."""

from ecotone.care.views.asks import JudgementView, MoveView, ReferralRow, ReferralView
from ecotone.care.views.gifts import GiftView
from ecotone.care.views.hopes import OutcomeView, ReviewView
from ecotone.care.views.lists import Due, MyDay, Pile
from ecotone.care.views.meetings import (
    DisputeView,
    InRoom,
    LineBrief,
    LineRow,
    LineView,
    MeetingHead,
    MeetingRow,
    Minutes,
    MinutesLine,
    ShareView,
    Tally,
    Written,
)
from ecotone.care.views.offers import OfferView, ToldView
from ecotone.care.views.questions import QuestionView

__all__ = [
    "DisputeView",
    "Due",
    "GiftView",
    "InRoom",
    "JudgementView",
    "LineBrief",
    "LineRow",
    "LineView",
    "MeetingHead",
    "MeetingRow",
    "Minutes",
    "MinutesLine",
    "MoveView",
    "MyDay",
    "OfferView",
    "OutcomeView",
    "Pile",
    "QuestionView",
    "ReferralRow",
    "ReferralView",
    "ReviewView",
    "ShareView",
    "Tally",
    "ToldView",
    "Written",
]
