"""All writes of care: referrals, questions between teams, hopes, what everyone put in, team meetings."""

from ecotone.care.actions.bulk import Course, Step, bring_over
from ecotone.care.actions.closing import acknowledge, judge
from ecotone.care.actions.door import come_back
from ecotone.care.actions.doors import say_wrong_place, signpost, take_back_signpost
from ecotone.care.actions.erasing import erase_person, unsign_carer
from ecotone.care.actions.frictions import correct_friction, log_friction
from ecotone.care.actions.gifts import contribute
from ecotone.care.actions.handing import hand_back, hand_on
from ecotone.care.actions.heard import set_sentence_aside, write_down
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
from ecotone.care.actions.leaving import draft_again, flag_out_of_area, lapse_asks
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
from ecotone.care.actions.needs import (
    answer_offer,
    contest_need,
    endorse_need,
    offer_asset,
    state_need,
    take_back_endorsement,
)
from ecotone.care.actions.offers import claim, offer_openly, pass_on
from ecotone.care.actions.outcomes import add_outcome, end_outcome, review_outcome
from ecotone.care.actions.paper import judge_from_paper, print_paper_form
from ecotone.care.actions.promises import drop_promises, promise, settle_promise, take_up_promises
from ecotone.care.actions.questions import answer_question, ask_question, read_answer
from ecotone.care.actions.referrals import draft_referral, move, offer_referral
from ecotone.care.actions.turning import turn
from ecotone.care.actions.unmet import note_unfound

__all__ = [
    "Course",
    "Entered",
    "Step",
    "acknowledge",
    "add_joint_action",
    "add_lines",
    "add_outcome",
    "answer_joint",
    "answer_offer",
    "answer_question",
    "ask_question",
    "bring_over",
    "change_joint_action",
    "claim",
    "close_meeting",
    "come_back",
    "consider_option",
    "contest_need",
    "contribute",
    "correct_friction",
    "correct_minutes",
    "decide_line",
    "dispute",
    "dissent",
    "draft_again",
    "draft_referral",
    "drop_promises",
    "end_outcome",
    "endorse_need",
    "enter_by_link",
    "enter_room",
    "erase_person",
    "escalate",
    "flag_out_of_area",
    "forget_device",
    "give_room_role",
    "hand_back",
    "hand_on",
    "judge",
    "judge_from_paper",
    "lapse_asks",
    "leave_joint",
    "leave_room",
    "log_friction",
    "log_joint_event",
    "move",
    "note_unfound",
    "offer_asset",
    "offer_openly",
    "offer_referral",
    "open_meeting",
    "pass_on",
    "plan_meeting",
    "print_paper_form",
    "promise",
    "propose_partner",
    "read_answer",
    "remind",
    "renew_link",
    "review_outcome",
    "revoke_link",
    "say_in_a_sentence",
    "say_wrong_place",
    "send_code",
    "send_link",
    "set_sentence_aside",
    "settle_dispute",
    "settle_promise",
    "share_line",
    "signpost",
    "start_joint",
    "state_need",
    "take_back_endorsement",
    "take_back_event",
    "take_back_signpost",
    "take_up_promises",
    "try_code",
    "turn",
    "unsign_carer",
    "weigh_option",
    "write_down",
    "write_line",
]
