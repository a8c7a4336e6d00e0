"""The tables of care: referrals and their moves, questions, outcomes, contributions, needs, frictions."""

from ecotone.care.models.asks import Judgement, Referral, ReferralMove
from ecotone.care.models.doors import Signpost
from ecotone.care.models.frictions import Friction
from ecotone.care.models.gifts import Contribution
from ecotone.care.models.hopes import Outcome, OutcomeReview
from ecotone.care.models.joint import JointAction, JointEvent, JointEventActor, JointPartner, JointWork
from ecotone.care.models.needs import NeedOffer, NeedVoice, StatedNeed
from ecotone.care.models.offers import Candidate
from ecotone.care.models.promises import PaperForm, Promise
from ecotone.care.models.questions import Question
from ecotone.care.models.turns import Turn
from ecotone.care.models.unmet import UnmetNeed

__all__ = [
    "Candidate",
    "Contribution",
    "Friction",
    "JointAction",
    "JointEvent",
    "JointEventActor",
    "JointPartner",
    "JointWork",
    "Judgement",
    "NeedOffer",
    "NeedVoice",
    "Outcome",
    "OutcomeReview",
    "PaperForm",
    "Promise",
    "Question",
    "Referral",
    "ReferralMove",
    "Signpost",
    "StatedNeed",
    "Turn",
    "UnmetNeed",
]
