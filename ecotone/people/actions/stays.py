"""Writes about stays in hospital: that she is in, that she has left, and whether she was asked before."""

from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem.actions.common import once
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies
from ecotone.people.models import Person, Stay
from ecotone.people.rules import Asked, Part, after_death


@action("people.begin_stay")
def begin_stay(*, by: Principal, person_id: UUID, where: str, since: date | None = None) -> Stay:
    """Notes that she is in hospital. Raises Invalid where she is already, or where the days overlap another stay."""
    basis = policies.may_write(by, person_id).require("person", person_id).basis
    day = since or clock.today()
    # Her row is locked, so that a death noted at the same instant ends this stay, or is seen here.
    person = Person.objects.select_for_update().get(pk=Person.of(person_id).pk)
    faults = [*required(where=where), *_day_problems(since=day), *_overlaps(person_id, day)]
    check([*faults, *after_death(person.died_on)])
    with once("people.in_hospital_already", "since"):
        stay = Stay.add(person=person, actor_id=by.actor_id, where=where, since=day, **Stay.signed(by))
    wrote("person", person_id, act="people.begin_stay", part=Part.ENCOUNTERS, basis=basis, keeps_access=True)
    return stay


def _day_problems(**given: date) -> list[Problem]:
    return [Problem("people.future", name) for name, day in given.items() if day > clock.today()]


def _overlaps(person_id: UUID, day: date) -> list[Problem]:
    others = Stay.objects.filter(person_id=person_id, until__gt=day)
    return [Problem("people.stay_overlaps", "since")] if others.exists() else []


@action("people.end_stay")
def end_stay(
    *, by: Principal, stay_id: UUID, version: int, until: date | None = None, asked: Asked = Asked.NOT_SAID
) -> Stay:
    """Notes that she has left, and whether she was asked before: about when, where to, and what she would need."""
    stay = Stay.of(stay_id)
    verdict = policies.may_write(by, stay.person_id) if by.is_system else _may_see(by, stay)
    verdict.require("person", stay.person_id)
    if stay.until is not None:
        raise Invalid(Problem("people.ended", "until"))
    day = until or clock.today()
    early = [] if day >= stay.since else [Problem("ground.period", "until")]
    check([*_day_problems(until=day), *early, *choice_problems(asked=(Asked, asked))])
    stay.change(version=version, until=day, asked=asked)
    wrote("person", stay.person_id, act="people.end_stay", part=Part.ENCOUNTERS, basis=verdict.basis)
    return stay


def _may_see(by: Principal, stay: Stay) -> Any:
    """Those who write in her record and see this part of it; no carer."""
    writing = policies.may_write(by, stay.person_id)
    if not writing.allowed:
        return writing
    return policies.verdict(by, stay.person_id, Part.ENCOUNTERS)


@action("people.say_about_stay")
def say_about_stay(*, by: Principal, stay_id: UUID, version: int, asked: Asked) -> Stay:
    """Her own word on whether she was asked before she was sent home. It stands beside what was written down."""
    stay = Stay.of(stay_id)
    verdict = policies.only_self(by, stay.person_id).require("person", stay.person_id)
    check([*choice_problems(asked=(Asked, asked)), *([] if stay.until else [Problem("people.not_left_yet")])])
    stay.change(version=version, asked_person=asked)
    wrote("person", stay.person_id, act="people.say_about_stay", part=Part.ENCOUNTERS, basis=verdict.basis)
    return stay
