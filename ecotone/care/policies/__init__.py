"""May this principal see, make or move this referral, question, outcome or meeting, now, and why?"""

from ecotone.care.policies.asks import may_acknowledge, may_hand_on, may_judge, may_make, may_move, may_refer
from ecotone.care.policies.carers import carer_sees
from ecotone.care.policies.door import HELD, door_of, may_come_back, open_until, shared_again
from ecotone.care.policies.doors import may_change_signpost, may_see_signpost, may_signpost
from ecotone.care.policies.hopes import may_see_outcomes, may_write_outcome
from ecotone.care.policies.joint import IN_IT, may_act_for, may_see_joint, may_take_back_event, may_work_jointly
from ecotone.care.policies.meetings import (
    Place,
    may_decide,
    may_hold_meetings,
    may_note,
    may_run,
    may_see_meeting,
    may_share_line,
    may_speak_to_line,
    may_write_line,
    place_in,
    sight_of_line,
)
from ecotone.care.policies.needs import (
    may_answer_offer,
    may_correct,
    may_speak,
    may_turn_stated,
    may_turn_unmet,
    sees_referral,
    sight_of,
    speaker,
    wrote,
)
from ecotone.care.policies.offers import may_claim
from ecotone.care.policies.promises import may_promise_on_outcome, may_promise_on_referral
from ecotone.care.policies.questions import may_answer, may_ask, may_read_answer, may_see_question
from ecotone.care.policies.seeing import LINK, Seen, parties, seen

__all__ = [
    "HELD",
    "IN_IT",
    "LINK",
    "Place",
    "Seen",
    "carer_sees",
    "door_of",
    "may_acknowledge",
    "may_act_for",
    "may_answer",
    "may_answer_offer",
    "may_ask",
    "may_change_signpost",
    "may_claim",
    "may_come_back",
    "may_correct",
    "may_decide",
    "may_hand_on",
    "may_hold_meetings",
    "may_judge",
    "may_make",
    "may_move",
    "may_note",
    "may_promise_on_outcome",
    "may_promise_on_referral",
    "may_read_answer",
    "may_refer",
    "may_run",
    "may_see_joint",
    "may_see_meeting",
    "may_see_outcomes",
    "may_see_question",
    "may_see_signpost",
    "may_share_line",
    "may_signpost",
    "may_speak",
    "may_speak_to_line",
    "may_take_back_event",
    "may_turn_stated",
    "may_turn_unmet",
    "may_work_jointly",
    "may_write_line",
    "may_write_outcome",
    "open_until",
    "parties",
    "place_in",
    "seen",
    "sees_referral",
    "shared_again",
    "sight_of",
    "sight_of_line",
    "speaker",
    "wrote",
]
