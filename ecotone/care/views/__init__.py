"""What reads of care return: frozen, with `Withheld` in place of what the caller may not see."""

from ecotone.care.views.asks import WHO_AGREED, AgreedView, JudgementView, MoveView, ReferralRow, ReferralView
from ecotone.care.views.attempts import AttemptsView
from ecotone.care.views.carried import CarriedReferral
from ecotone.care.views.door import DoorView
from ecotone.care.views.doors import ChainNode, ChainView, SignpostView
from ecotone.care.views.gifts import GiftView
from ecotone.care.views.hopes import OutcomeView, ReviewView
from ecotone.care.views.links import ByLink, LinkView, SentenceView
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
from ecotone.care.views.needs import (
    AssetView,
    FrictionRow,
    FrictionView,
    StatedCard,
    StatedList,
    StatedView,
    TurnView,
    UnmetItem,
    VoiceView,
)
from ecotone.care.views.offers import OfferView, ToldView
from ecotone.care.views.promises import PaperFormView, Promised, PromiseView, Ring, Standing
from ecotone.care.views.questions import QuestionView

__all__ = [
    "WHO_AGREED",
    "AgreedView",
    "AssetView",
    "AttemptsView",
    "ByLink",
    "CarriedReferral",
    "ChainNode",
    "ChainView",
    "DisputeView",
    "DoorView",
    "Due",
    "FrictionRow",
    "FrictionView",
    "GiftView",
    "InRoom",
    "JudgementView",
    "LineBrief",
    "LineRow",
    "LineView",
    "LinkView",
    "MeetingHead",
    "MeetingRow",
    "Minutes",
    "MinutesLine",
    "MoveView",
    "MyDay",
    "OfferView",
    "OutcomeView",
    "PaperFormView",
    "Pile",
    "PromiseView",
    "Promised",
    "QuestionView",
    "ReferralRow",
    "ReferralView",
    "ReviewView",
    "Ring",
    "SentenceView",
    "ShareView",
    "SignpostView",
    "Standing",
    "StatedCard",
    "StatedList",
    "StatedView",
    "Tally",
    "ToldView",
    "TurnView",
    "UnmetItem",
    "VoiceView",
    "Written",
]
