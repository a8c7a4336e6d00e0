"""The tables of care: referrals, their moves and links, questions, outcomes, unmet need, team meetings and more."""

from ecotone.care.models.asks import ENDED_UNREAD, Judgement, Referral, ReferralMove
from ecotone.care.models.doors import Signpost
from ecotone.care.models.frictions import Friction
from ecotone.care.models.gifts import Contribution
from ecotone.care.models.hopes import Outcome, OutcomeReview
from ecotone.care.models.joint import JointAction, JointEvent, JointEventActor, JointPartner, JointWork
from ecotone.care.models.links import AnswerLink, LinkCode, Sentence, TrustedDevice
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
from ecotone.care.models.needs import NeedOffer, NeedVoice, StatedNeed
from ecotone.care.models.offers import Candidate
from ecotone.care.models.promises import PaperForm, Promise
from ecotone.care.models.questions import Question
from ecotone.care.models.turns import Turn
from ecotone.care.models.unmet import UnmetNeed

__all__ = [
    "ENDED_UNREAD",
    "AnswerLink",
    "Attendance",
    "Candidate",
    "Contribution",
    "Dispute",
    "Dissent",
    "Friction",
    "JointAction",
    "JointEvent",
    "JointEventActor",
    "JointPartner",
    "JointWork",
    "Judgement",
    "LineChange",
    "LineOption",
    "LineShare",
    "LinkCode",
    "Meeting",
    "MeetingLine",
    "MeetingNote",
    "NeedOffer",
    "NeedVoice",
    "Outcome",
    "OutcomeReview",
    "PaperForm",
    "Promise",
    "Question",
    "Referral",
    "ReferralMove",
    "Sentence",
    "Signpost",
    "StatedNeed",
    "TrustedDevice",
    "Turn",
    "UnmetNeed",
]
