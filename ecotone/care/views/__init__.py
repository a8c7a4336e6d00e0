"""What reads of care return: frozen, with `Withheld` in place of what the caller may not see."""

from ecotone.care.views.asks import JudgementView, MoveView, ReferralRow, ReferralView
from ecotone.care.views.gifts import GiftView
from ecotone.care.views.hopes import OutcomeView, ReviewView
from ecotone.care.views.links import ByLink, LinkView, SentenceView
from ecotone.care.views.lists import Due, MyDay, Pile
from ecotone.care.views.offers import OfferView, ToldView
from ecotone.care.views.questions import QuestionView

__all__ = [
    "ByLink",
    "Due",
    "GiftView",
    "JudgementView",
    "LinkView",
    "MoveView",
    "MyDay",
    "OfferView",
    "OutcomeView",
    "Pile",
    "QuestionView",
    "ReferralRow",
    "ReferralView",
    "ReviewView",
    "SentenceView",
    "ToldView",
]
