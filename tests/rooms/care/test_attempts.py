"""Nobody is closed as unreachable before the service has tried as often as it says that it does."""

import pytest
from django.db import IntegrityError, transaction

from ecotone.care import queries
from ecotone.care.machine import BY_CODE, State
from ecotone.care.models import Referral
from ecotone.directory import actions as directory
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.web.words import say_problem
from tests import worlds
from tests.worlds import moved, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
UNREACHED = {"reason_code": "could_not_contact"}


@pytest.fixture
def visits(house) -> Service:
    return worlds.service(
        Actor.of(house.group.team_id), attempts_before_closing=3, outreach="We ring, then we write, then we call."
    )


def asked(house, of) -> Referral:
    return worlds.ask(house.asker, house.jean, of)


def taken_on(house, of) -> Referral:
    return moved(asked(house, of), house.group, "accept")


@pytest.mark.commitment(4)
def test_it_says_how_often_it_tries_and_is_held_to_it(house, visits):
    taken = taken_on(house, visits)
    for attempts in (0, 1, 2):
        assert told(lambda n=attempts: moved(taken, house.group, "fail", attempts=n, **UNREACHED)) == [
            ("care.too_few_attempts", "attempts")
        ]
    ended = moved(taken, house.group, "fail", attempts=3, **UNREACHED)
    assert (ended.state, ended.detail) == (State.FAILED, "could_not_contact")


def test_the_sentence_says_both_numbers(house, visits):
    taken = taken_on(house, visits)
    with pytest.raises(worlds.Invalid) as wrong:
        moved(taken, house.group, "fail", attempts=1, **UNREACHED)
    assert [say_problem(problem) for problem in wrong.value.problems] == [
        "This service says that it tries 3 times. You have noted 1."
    ]


def test_what_is_declined_unreached_says_its_attempts_too(house, visits):
    at = asked(house, visits)
    assert told(lambda: moved(at, house.group, "decline", **UNREACHED)) == [("care.attempts_not_said", "attempts")]
    assert told(lambda: moved(at, house.group, "decline", attempts=2, **UNREACHED)) == [
        ("care.too_few_attempts", "attempts")
    ]
    assert moved(at, house.group, "decline", attempts=4, **UNREACHED).state == State.REJECTED


def test_one_try_that_was_not_made_is_named_as_that(house):
    once = worlds.service(Actor.of(house.group.team_id), attempts_before_closing=1)
    at = taken_on(house, once)
    assert told(lambda: moved(at, house.group, "fail", attempts=0, **UNREACHED)) == [("care.never_tried", "attempts")]


@pytest.mark.parametrize("code", ["fail", "decline"])
def test_another_reason_needs_no_attempt(house, visits, code):
    at = taken_on(house, visits) if code == "fail" else asked(house, visits)
    more = {"attempts": 0} if code == "fail" else {}
    assert moved(at, house.group, code, reason_code="wrong_service", **more).ended_at


def test_who_promises_nothing_is_held_to_nothing(house):
    silent = worlds.service(Actor.of(house.group.team_id))
    assert moved(asked(house, silent), house.group, "decline", **UNREACHED).state == State.REJECTED
    team_alone = moved(house.ask(need_id=worlds.need("moving.bath").id), house.group, "accept")
    assert moved(team_alone, house.group, "fail", attempts=0, **UNREACHED).state == State.FAILED


def test_a_promise_is_that_of_the_listing_as_it_stands(house, visits):
    taken = taken_on(house, visits)
    directory.change_service(
        by=worlds.SYSTEM, service_id=visits.id, version=Service.of(visits.id).version, attempts_before_closing=5
    )
    assert told(lambda: moved(taken, house.group, "fail", attempts=4, **UNREACHED)) == [
        ("care.too_few_attempts", "attempts")
    ]


def test_the_thread_counts_what_was_noted_and_the_page_knows_the_promise(house, visits):
    taken = taken_on(house, visits)
    for _ in range(2):
        moved(taken, house.group, "no_show")
    promise = queries.referral(house.group, taken.id).attempts
    assert (promise.attempts, promise.no_shows) == (3, 2)
    assert promise.outreach == "We ring, then we write, then we call."
    assert queries.referral(house.me, taken.id).attempts == promise, "the person reads it too"
    team_alone = house.ask(need_id=worlds.need("moving.bath").id)
    assert queries.referral(house.group, team_alone.id).attempts is None


def test_attempts_are_asked_for_where_it_may_end_unreached_and_nowhere_else():
    assert {code for code, move in BY_CODE.items() if any(f.name == "attempts" for f in move.fields)} == {
        "fail",
        "decline",
    }


@pytest.mark.parametrize("columns", [{"attempts_before_closing": 0}, {"door_open_days": 731}])
def test_the_table_keeps_no_promise_that_cannot_be_made(visits, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=visits.id).update(**columns)
