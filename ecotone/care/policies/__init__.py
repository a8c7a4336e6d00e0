"""May this principal see, make or move this referral, question or outcome, now, and why?"""

from ecotone.care.policies.asks import may_acknowledge, may_hand_on, may_judge, may_move, may_refer
from ecotone.care.policies.hopes import may_see_outcomes, may_write_outcome
from ecotone.care.policies.links import (
    ANSWERABLE,
    link_holds,
    listed_address,
    may_revoke_link,
    may_send_link,
    may_use_link,
    may_write_down,
    would_write_down,
)
from ecotone.care.policies.offers import may_claim
from ecotone.care.policies.questions import may_answer, may_ask, may_read_answer, may_see_question
from ecotone.care.policies.seeing import LINK, Seen, parties, seen

__all__ = [
    "ANSWERABLE",
    "LINK",
    "Seen",
    "link_holds",
    "listed_address",
    "may_acknowledge",
    "may_answer",
    "may_ask",
    "may_claim",
    "may_hand_on",
    "may_judge",
    "may_move",
    "may_read_answer",
    "may_refer",
    "may_revoke_link",
    "may_see_outcomes",
    "may_see_question",
    "may_send_link",
    "may_use_link",
    "may_write_down",
    "may_write_outcome",
    "parties",
    "seen",
    "would_write_down",
]
