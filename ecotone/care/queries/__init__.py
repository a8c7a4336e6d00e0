"""All reads of care: referrals, My day, a team's list, questions, outcomes, team meetings."""

from ecotone.care.queries.due import to_escalate, to_expire, to_remind, to_return
from ecotone.care.queries.lists import my_day, news_since, pulse, referrals_of, team_list
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
from ecotone.care.queries.news import offers_told, questions_told, referrals_told
from ecotone.care.queries.offers import offer, offers, who_would_be_told
from ecotone.care.queries.others import outcomes_of, question, questions
from ecotone.care.queries.referral import referral, unopened

__all__ = [
    "line_brief",
    "line_differences",
    "line_dispute",
    "line_options",
    "line_room",
    "lines_to_come",
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
    "outcomes_of",
    "proposals",
    "pulse",
    "question",
    "questions",
    "questions_told",
    "referral",
    "referrals_of",
    "referrals_told",
    "room",
    "speakers",
    "team_list",
    "to_escalate",
    "to_expire",
    "to_remind",
    "to_return",
    "unopened",
    "who_would_be_told",
]
