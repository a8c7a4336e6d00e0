"""The tables of care: referrals and their moves, questions, outcomes, contributions, unmet need, team meetings."""

from ecotone.care.models.asks import Judgement, Referral, ReferralMove
from ecotone.care.models.gifts import Contribution
from ecotone.care.models.hopes import Outcome, OutcomeReview
from ecotone.care.models.meetings import (
    Attendance,
    Dispute,
    Dissent,
    LineChange,
    LineOption,
    LineShare,
    Meeting,
    MeetingLine,
    MeetingNote,
)
from ecotone.care.models.offers import Candidate
from ecotone.care.models.questions import Question
from ecotone.care.models.unmet import UnmetNeed

__all__ = [
    "Attendance",
    "Candidate",
    "Contribution",
    "Dispute",
    "Dissent",
    "Judgement",
    "LineChange",
    "LineOption",
    "LineShare",
    "Meeting",
    "MeetingLine",
    "MeetingNote",
    "Outcome",
    "OutcomeReview",
    "Question",
    "Referral",
    "ReferralMove",
    "UnmetNeed",
]
