"""All reads of care: referrals, My day, a team's list, questions, outcomes, team meetings."""

from ecotone.care.queries.carried import Sought, carried_referral, count_referrals, find_referrals
from ecotone.care.queries.chain import chain
from ecotone.care.queries.door import door
from ecotone.care.queries.doors import asks_between, signposts_of
from ecotone.care.queries.due import to_escalate, to_expire, to_remind, to_return
from ecotone.care.queries.frictions import friction, frictions_of_referral, our_frictions
from ecotone.care.queries.in_hand import in_hand
from ecotone.care.queries.joint import joint_for, joint_with, joint_work, our_joint, partners_to_choose
from ecotone.care.queries.links import holder_of, knows_device, live_link, sentence
from ecotone.care.queries.lists import my_day, news_since, pulse, referrals_of, team_list, what_waits
from ecotone.care.queries.meeting_line import (
    line_brief,
    line_differences,
    line_dispute,
    line_options,
    line_room,
    meeting_line,
    speakers,
)
from ecotone.care.queries.meetings import lines_to_come, meeting, meeting_pulse, meetings, minutes, proposals, room
from ecotone.care.queries.needs import our_unmet, stated_need, stated_needs, unmet_need
from ecotone.care.queries.news import offers_told, questions_told, referrals_told
from ecotone.care.queries.offers import offer, offers, who_would_be_told
from ecotone.care.queries.others import outcomes_of, question, questions
from ecotone.care.queries.promises import paper_form, promise_for, promised, promises_on
from ecotone.care.queries.referral import referral, unopened

__all__ = [
    "Sought",
    "asks_between",
    "carried_referral",
    "chain",
    "count_referrals",
    "door",
    "find_referrals",
    "friction",
    "frictions_of_referral",
    "holder_of",
    "in_hand",
    "joint_for",
    "joint_with",
    "joint_work",
    "knows_device",
    "line_brief",
    "line_differences",
    "line_dispute",
    "line_options",
    "line_room",
    "lines_to_come",
    "live_link",
    "meeting",
    "meeting_line",
    "meeting_pulse",
    "meetings",
    "minutes",
    "my_day",
    "news_since",
    "offer",
    "offers",
    "offers_told",
    "our_frictions",
    "our_joint",
    "our_unmet",
    "outcomes_of",
    "paper_form",
    "partners_to_choose",
    "promise_for",
    "promised",
    "promises_on",
    "proposals",
    "pulse",
    "question",
    "questions",
    "questions_told",
    "referral",
    "referrals_of",
    "referrals_told",
    "room",
    "sentence",
    "signposts_of",
    "speakers",
    "stated_need",
    "stated_needs",
    "team_list",
    "to_escalate",
    "to_expire",
    "to_remind",
    "to_return",
    "unmet_need",
    "unopened",
    "what_waits",
    "who_would_be_told",
]
