"""Many referrals at once, each with all that became of it: by the acts of every day, their rows kept in hand.

    course ──▶ offer_referral ──▶ move … ──▶ acknowledge ──▶ judge      each at its own moment

For Ecotone itself alone, as when a place is brought over from elsewhere. The steps of all courses are taken in the
order of time, so that what one leaves open the next finds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from typing import Any
from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import each_by_itself, wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care.actions.closing import acknowledge, judge
from ecotone.care.actions.referrals import move, offer_referral
from ecotone.care.models import AnswerLink, Question, Referral, UnmetNeed
from ecotone.ground import clock
from ecotone.ground.errors import Problem, check
from ecotone.ground.hand import Hand
from ecotone.ground.prepared import in_hand
from ecotone.people.actions.bulk import AT_ONCE, take_in_hand

MOVES = frozenset(
    {
        *("receive", "ask", "answer", "accept", "allocate", "decline", "waitlist", "schedule", "meet", "no_show"),
        *("interim", "hold", "complete", "complete_partly", "fail", "request_cancel", "confirm_cancel", "cancel"),
        *("give_up_waiting", "wait_again", "withdraw"),
    }
)
"""The moves that can be brought over: those that ask nothing of the database but what `_take_in_hand` has taken."""

READ, JUDGED = "acknowledge", "judge"
"""The two steps that are no moves of the machine: the asker reads what came back, the person's view is kept."""


@dataclass(frozen=True)
class Step:
    """What was done with an ask `at` a moment: a move by its code, READ or JUDGED, and what was recorded."""

    at: datetime
    code: str
    recorded: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """One ask, made `at` a moment with what `offer_referral` takes, and its steps in the order of time."""

    at: datetime
    asked: Mapping[str, Any]
    steps: tuple[Step, ...] = ()


@action("care.bring_over")
def bring_over(*, by: Principal, courses: Iterable[Course]) -> list[UUID]:
    """Makes all these asks and takes all their steps; returns the ids of the asks in that order. All or none.

    Raises Refused for any but Ecotone itself, and what the single acts raise: Invalid with what is wrong.
    """
    access.system_only(by).require("referral")
    given = list(courses)
    check(_problems(given))
    ids: list[UUID] = [UUID(int=0)] * len(given)
    with in_hand() as hand, each_by_itself():
        _take_in_hand(hand, {each.asked["person_id"] for each in given})
        for moment, number, step in _in_order(given):
            with clock.at(moment):
                if step is None:
                    ids[number] = offer_referral(by=by, **given[number].asked).id
                else:
                    _take(by, Referral.of(ids[number]), step)
    for id_ in ids:
        wrote("referral", id_, act="care.bring_over", keeps_access=True)
    return ids


def _problems(courses: Iterable[Course]) -> list[Problem]:
    known = {*MOVES, READ, JUDGED}
    unknown = {step.code for course in courses for step in course.steps} - known
    return [Problem("care.not_brought_over", "steps", {"code": code}) for code in sorted(unknown)]


def _in_order(courses: list[Course]) -> Iterable[tuple[datetime, int, Step | None]]:
    """Every ask and step with the number of its course, earliest first; None is the ask itself."""

    def of(number: int, course: Course) -> list[tuple[datetime, int, int, Step | None]]:
        return [(course.at, number, -1, None), *((s.at, number, n, s) for n, s in enumerate(course.steps))]

    for moment, number, _, step in merge(*map(of, range(len(courses)), courses), key=lambda each: each[:3]):
        yield moment, number, step


def _take(by: Principal, referral: Referral, step: Step) -> None:
    if step.code == READ:
        acknowledge(by=by, referral_id=referral.id, version=referral.version)
    elif step.code == JUDGED:
        judge(by=by, referral_id=referral.id, **step.recorded)
    else:
        move(by=by, referral_id=referral.id, version=referral.version, code=step.code, recorded=step.recorded)


def _take_in_hand(hand: Hand, person_ids: Iterable[UUID]) -> None:
    """What acts on these people ask of the tables of people and care."""
    ids = sorted(person_ids)
    take_in_hand(hand, ids)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        hers = Referral.objects.filter(person__in=some)
        hand.take(hers)
        hand.take(UnmetNeed.objects.filter(origin_id__in=hers.values("id")))
        hand.take(AnswerLink.objects.filter(referral__in=hers))
        hand.take(Question.objects.filter(person__in=some))
