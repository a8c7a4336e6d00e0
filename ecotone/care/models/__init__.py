"""The tables of care: referrals and their moves, questions, outcomes, contributions, unmet need."""

from ecotone.care.models.asks import Judgement, Referral, ReferralMove
from ecotone.care.models.doors import Signpost
from ecotone.care.models.gifts import Contribution
from ecotone.care.models.hopes import Outcome, OutcomeReview
from ecotone.care.models.joint import JointAction, JointEvent, JointEventActor, JointPartner, JointWork
from ecotone.care.models.offers import Candidate
from ecotone.care.models.questions import Question
from ecotone.care.models.unmet import UnmetNeed

__all__ = [
    "Candidate",
    "Contribution",
    "JointAction",
    "JointEvent",
    "JointEventActor",
    "JointPartner",
    "JointWork",
    "Judgement",
    "Outcome",
    "OutcomeReview",
    "Question",
    "Referral",
    "ReferralMove",
    "Signpost",
    "UnmetNeed",
]
