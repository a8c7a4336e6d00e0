"""May this principal see, make or move this referral, question, outcome or meeting, now, and why?"""

from ecotone.care.policies.asks import may_acknowledge, may_hand_on, may_judge, may_move, may_refer
from ecotone.care.policies.hopes import may_see_outcomes, may_write_outcome
from ecotone.care.policies.meetings import (
    Place,
    may_decide,
    may_hold_meetings,
    may_note,
    may_run,
    may_see_meeting,
    may_share_line,
    may_speak,
    may_write_line,
    place_in,
    sight_of,
)
from ecotone.care.policies.offers import may_claim
from ecotone.care.policies.questions import may_answer, may_ask, may_read_answer, may_see_question
from ecotone.care.policies.seeing import LINK, Seen, parties, seen

__all__ = [
    "LINK",
    "Place",
    "Seen",
    "may_acknowledge",
    "may_answer",
    "may_ask",
    "may_claim",
    "may_decide",
    "may_hand_on",
    "may_hold_meetings",
    "may_judge",
    "may_move",
    "may_note",
    "may_read_answer",
    "may_refer",
    "may_run",
    "may_see_meeting",
    "may_see_outcomes",
    "may_see_question",
    "may_share_line",
    "may_speak",
    "may_write_line",
    "may_write_outcome",
    "parties",
    "place_in",
    "seen",
    "sight_of",
]
