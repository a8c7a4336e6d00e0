"""All writes of care: referrals, questions between teams, what the person hopes for, what everyone put in,
needs and frictions."""

from ecotone.care.actions.closing import acknowledge, judge
from ecotone.care.actions.frictions import correct_friction, log_friction
from ecotone.care.actions.gifts import contribute
from ecotone.care.actions.lateness import escalate, remind
from ecotone.care.actions.needs import answer_offer, contest_need, endorse_need, offer_asset, state_need
from ecotone.care.actions.offers import claim, offer_openly, pass_on
from ecotone.care.actions.outcomes import add_outcome, end_outcome, review_outcome
from ecotone.care.actions.questions import answer_question, ask_question, read_answer
from ecotone.care.actions.referrals import draft_referral, move, offer_referral
from ecotone.care.actions.turning import turn
from ecotone.care.actions.unmet import note_unfound

__all__ = [
    "acknowledge",
    "add_outcome",
    "answer_offer",
    "answer_question",
    "ask_question",
    "claim",
    "contest_need",
    "contribute",
    "correct_friction",
    "draft_referral",
    "end_outcome",
    "endorse_need",
    "escalate",
    "judge",
    "log_friction",
    "move",
    "note_unfound",
    "offer_asset",
    "offer_openly",
    "offer_referral",
    "pass_on",
    "read_answer",
    "remind",
    "review_outcome",
    "state_need",
    "turn",
]
