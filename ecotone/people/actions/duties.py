"""Writes to legal duties: recorded, ended early, told of after all.

    recorded ──its last day, half a year away at most──▶ over       told at once, or not safe to tell ──▶ told
        └──somebody who guards records, with why──▶ ended

It opens the parts it names to one team, to read, whatever the person has said, and names the law (`people.rules`).
Only who guards records records one: never for a team in which they work with people themselves, nor about themselves,
and they see nothing by it, whatever hat they put on later.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies
from ecotone.people.actions import telling
from ecotone.people.models import DutyPart, LegalDuty, Person
from ecotone.people.rules import LONGEST_DUTY, DutyKind, Part, after_death


@action("people.record_duty")
def record_duty(
    *,
    by: Principal,
    person_id: UUID,
    actor_id: UUID,
    kind: DutyKind,
    parts: Iterable[Part],
    reference: str,
    until: datetime,
    tell: bool = True,
    why_not_told: str = "",
) -> LegalDuty:
    """Lets one team read these parts from now until then, by a law, though the person may have refused them.

    `reference` says what it rests on: the order, the certificate or the case, and who asked. `tell` is no where the
    person would not be safe if she were told now; `why_not_told` says why. Raises Invalid naming every fault.
    """
    policies.may_record_duty(by).require("person", person_id)
    opened = frozenset(parts)
    person = Person.objects.select_for_update().get(pk=Person.of(person_id).pk)
    actor = Actor.of(actor_id)
    check(
        [
            *choice_problems(kind=(DutyKind, kind)),
            *_reader_problems(by, person, actor),
            *_scope_problems(opened, reference, tell=tell, why_not_told=why_not_told),
            *_period_problems(until),
            *after_death(person.died_on),
            *([Problem("people.duty_already", "kind")] if _there_already(person, actor, kind) else []),
        ]
    )
    row = LegalDuty.add(
        person=person,
        actor=actor,
        kind=kind,
        reference=reference,
        since=clock.now(),
        until=until,
        told=tell,
        why_not_told="" if tell else why_not_told,
        **LegalDuty.signed(by),
    )
    DutyPart.objects.bulk_create(DutyPart(duty=row, part=part) for part in Part if part in opened)
    telling.tell_of_duty(by, row)
    _written(row, "people.record_duty")
    return row


def _reader_problems(by: Principal, person: Person, actor: Actor) -> list[Problem]:
    """Whoever records it does not read by it, and it is not about them; and somebody is there who may read."""
    if by.account_id is None or any(hat.actor_id == actor.id for hat in ecosystem.hats_of(by.account_id)):
        return [Problem("people.own_duty", "actor_id")]
    if by.account_id == person.account_id:
        return [Problem("people.own_duty")]
    return [] if ecosystem.has_practice(actor.id) else [Problem("people.nobody_reads", "actor_id")]


def _scope_problems(parts: frozenset[Part], reference: str, *, tell: bool, why_not_told: str) -> list[Problem]:
    problems = [] if parts <= {*Part} else [Problem("ground.unknown_choice", "parts")]
    if not parts:
        problems.append(Problem("ground.required", "parts"))
    if not reference.strip():
        problems.append(Problem("ground.required", "reference"))
    if not tell and not why_not_told.strip():
        problems.append(Problem("ground.required", "why_not_told"))
    return problems


def _period_problems(until: datetime) -> list[Problem]:
    if until <= clock.now():
        return [Problem("people.past", "until")]
    return [Problem("people.duty_too_long", "until")] if until - clock.now() > LONGEST_DUTY else []


def _there_already(person: Person, actor: Actor, kind: str) -> bool:
    standing = LegalDuty.objects.filter(policies.current(clock.now()), ended_at=None)
    return standing.filter(person=person, actor=actor, kind=kind).exists()


@action("people.end_duty")
def end_duty(*, by: Principal, duty_id: UUID, version: int, reason: str) -> LegalDuty:
    """Ends it before its last day, on every page that is open elsewhere too. Any who guard records may."""
    row = LegalDuty.of(duty_id)
    policies.may_record_duty(by).require("legalduty", duty_id)
    over = row.ended_at is not None or row.until <= clock.now()
    check(
        [
            *([] if reason.strip() else [Problem("ground.required", "reason")]),
            *([Problem("people.ended")] if over else []),
        ]
    )
    row.change(version=version, ended_at=clock.now(), ended_by=by.signature, ended_reason=reason)
    telling.tell_of_duty_ended(by, row)
    _written(row, "people.end_duty")
    return row


@action("people.tell_of_duty")
def tell_of_duty(*, by: Principal, duty_id: UUID, version: int) -> LegalDuty:
    """The person is told now, since it is safe; her list of who looked is whole again."""
    row = LegalDuty.of(duty_id)
    policies.may_record_duty(by).require("legalduty", duty_id)
    if row.told:
        raise Invalid(Problem("people.told_already"))
    row.change(version=version, told=True)
    telling.tell_of_duty_after_all(by, row)
    _written(row, "people.tell_of_duty")
    return row


def _written(row: LegalDuty, act: str) -> None:
    """What stands on the law is kept from the person's list as long as she is not told of it."""
    wrote("person", row.person_id, act=act, basis=Basis.LEGAL_DUTY)
    wrote("legalduty", row.id, act=act, basis=Basis.ROLE)
