"""All writes of care: referrals, questions between teams, what the person hopes for, what everyone put in."""

from ecotone.care.actions.closing import acknowledge, judge
from ecotone.care.actions.gifts import contribute
from ecotone.care.actions.heard import set_sentence_aside, write_down
from ecotone.care.actions.lateness import escalate, remind
from ecotone.care.actions.links import (
    Entered,
    enter_by_link,
    forget_device,
    renew_link,
    revoke_link,
    say_in_a_sentence,
    send_code,
    send_link,
    try_code,
)
from ecotone.care.actions.offers import claim, offer_openly, pass_on
from ecotone.care.actions.outcomes import add_outcome, end_outcome, review_outcome
from ecotone.care.actions.questions import answer_question, ask_question, read_answer
from ecotone.care.actions.referrals import draft_referral, move, offer_referral

__all__ = [
    "Entered",
    "acknowledge",
    "add_outcome",
    "answer_question",
    "ask_question",
    "claim",
    "contribute",
    "draft_referral",
    "end_outcome",
    "enter_by_link",
    "escalate",
    "forget_device",
    "judge",
    "move",
    "offer_openly",
    "offer_referral",
    "pass_on",
    "read_answer",
    "remind",
    "renew_link",
    "review_outcome",
    "revoke_link",
    "say_in_a_sentence",
    "send_code",
    "send_link",
    "set_sentence_aside",
    "try_code",
    "write_down",
]
