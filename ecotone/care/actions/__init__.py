"""All writes of care: referrals, questions between teams, hopes, what everyone put in, team meetings."""

from ecotone.care.actions.closing import acknowledge, judge
from ecotone.care.actions.gifts import contribute
from ecotone.care.actions.lateness import escalate, remind
from ecotone.care.actions.meeting_lines import (
    consider_option,
    decide_line,
    dispute,
    dissent,
    settle_dispute,
    share_line,
    weigh_option,
    write_line,
)
from ecotone.care.actions.meetings import (
    add_lines,
    close_meeting,
    correct_minutes,
    enter_room,
    give_room_role,
    leave_room,
    open_meeting,
    plan_meeting,
)
from ecotone.care.actions.offers import claim, offer_openly, pass_on
from ecotone.care.actions.outcomes import add_outcome, end_outcome, review_outcome
from ecotone.care.actions.questions import answer_question, ask_question, read_answer
from ecotone.care.actions.referrals import draft_referral, move, offer_referral

__all__ = [
    "acknowledge",
    "add_lines",
    "add_outcome",
    "answer_question",
    "ask_question",
    "claim",
    "close_meeting",
    "consider_option",
    "contribute",
    "correct_minutes",
    "decide_line",
    "dispute",
    "dissent",
    "draft_referral",
    "end_outcome",
    "enter_room",
    "escalate",
    "give_room_role",
    "judge",
    "leave_room",
    "move",
    "offer_openly",
    "offer_referral",
    "open_meeting",
    "pass_on",
    "plan_meeting",
    "read_answer",
    "remind",
    "review_outcome",
    "settle_dispute",
    "share_line",
    "weigh_option",
    "write_line",
]
