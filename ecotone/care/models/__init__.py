"""The tables of care: referrals, their moves and links, questions, outcomes, contributions, unmet need."""

from ecotone.care.models.asks import Judgement, Referral, ReferralMove
from ecotone.care.models.gifts import Contribution
from ecotone.care.models.hopes import Outcome, OutcomeReview
from ecotone.care.models.links import AnswerLink, LinkCode, Sentence, TrustedDevice
from ecotone.care.models.offers import Candidate
from ecotone.care.models.questions import Question
from ecotone.care.models.unmet import UnmetNeed

__all__ = [
    "AnswerLink",
    "Candidate",
    "Contribution",
    "Judgement",
    "LinkCode",
    "Outcome",
    "OutcomeReview",
    "Question",
    "Referral",
    "ReferralMove",
    "Sentence",
    "TrustedDevice",
    "UnmetNeed",
]
