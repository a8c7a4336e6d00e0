"""May this principal see, make or move this referral, question or outcome, now, and why?"""

from ecotone.care.policies.asks import may_acknowledge, may_hand_on, may_judge, may_move, may_refer
from ecotone.care.policies.doors import may_change_signpost, may_see_signpost, may_signpost
from ecotone.care.policies.hopes import may_see_outcomes, may_write_outcome
from ecotone.care.policies.joint import IN_IT, may_act_for, may_see_joint, may_take_back_event, may_work_jointly
from ecotone.care.policies.offers import may_claim
from ecotone.care.policies.questions import may_answer, may_ask, may_read_answer, may_see_question
from ecotone.care.policies.seeing import LINK, Seen, parties, seen

__all__ = [
    "IN_IT",
    "LINK",
    "Seen",
    "may_acknowledge",
    "may_act_for",
    "may_answer",
    "may_ask",
    "may_change_signpost",
    "may_claim",
    "may_hand_on",
    "may_judge",
    "may_move",
    "may_read_answer",
    "may_refer",
    "may_see_joint",
    "may_see_outcomes",
    "may_see_question",
    "may_see_signpost",
    "may_signpost",
    "may_take_back_event",
    "may_work_jointly",
    "may_write_outcome",
    "parties",
    "seen",
]
