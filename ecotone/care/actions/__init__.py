"""All writes of care: referrals, questions between teams, what the person hopes for, what everyone put in."""

from ecotone.care.actions.closing import acknowledge, judge
from ecotone.care.actions.doors import say_wrong_place, signpost, take_back_signpost
from ecotone.care.actions.gifts import contribute
from ecotone.care.actions.joint import (
    add_joint_action,
    answer_joint,
    change_joint_action,
    leave_joint,
    log_joint_event,
    propose_partner,
    start_joint,
    take_back_event,
)
from ecotone.care.actions.lateness import escalate, remind
from ecotone.care.actions.offers import claim, offer_openly, pass_on
from ecotone.care.actions.outcomes import add_outcome, end_outcome, review_outcome
from ecotone.care.actions.questions import answer_question, ask_question, read_answer
from ecotone.care.actions.referrals import draft_referral, move, offer_referral

__all__ = [
    "acknowledge",
    "add_joint_action",
    "add_outcome",
    "answer_joint",
    "answer_question",
    "ask_question",
    "change_joint_action",
    "claim",
    "contribute",
    "draft_referral",
    "end_outcome",
    "escalate",
    "judge",
    "leave_joint",
    "log_joint_event",
    "move",
    "offer_openly",
    "offer_referral",
    "pass_on",
    "propose_partner",
    "read_answer",
    "remind",
    "review_outcome",
    "say_wrong_place",
    "signpost",
    "start_joint",
    "take_back_event",
    "take_back_signpost",
]
