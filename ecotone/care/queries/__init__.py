"""All reads of care: referrals, My day, a team's list, questions, outcomes."""

from ecotone.care.queries.due import to_escalate, to_expire, to_remind, to_return
from ecotone.care.queries.links import holder_of, knows_device, live_link, sentence
from ecotone.care.queries.lists import my_day, news_since, pulse, referrals_of, team_list
from ecotone.care.queries.news import offers_told, questions_told, referrals_told
from ecotone.care.queries.offers import offer, offers, who_would_be_told
from ecotone.care.queries.others import outcomes_of, question, questions
from ecotone.care.queries.referral import referral, unopened

__all__ = [
    "holder_of",
    "knows_device",
    "live_link",
    "my_day",
    "news_since",
    "offer",
    "offers",
    "offers_told",
    "outcomes_of",
    "pulse",
    "question",
    "questions",
    "questions_told",
    "referral",
    "referrals_of",
    "referrals_told",
    "sentence",
    "team_list",
    "to_escalate",
    "to_expire",
    "to_remind",
    "to_return",
    "unopened",
    "who_would_be_told",
]
