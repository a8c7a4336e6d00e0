"""Writes to who may sign for her: the authorities that somebody holds, and what was assessed of her.

    authority   recorded by who saw the certificate ──its day, or ended early, with why──▶ over
    assessment  recorded ──its day to look again──▶ says nothing any more        └─withdrawn, with why──▶ over
    she is told of either at once; where that is not safe, it counts for nothing until she is told

They open nothing by themselves: `people.rules.signing.may_sign` says who signs, at the moment when something is.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Problem, check
from ecotone.people import policies
from ecotone.people.actions import telling
from ecotone.people.actions.traces import written
from ecotone.people.models import Authority, CapacityAssessment, CarerPermission, CircleTie, Person
from ecotone.people.rules import Part, after_death
from ecotone.people.rules.signing import (
    ADULT_FROM,
    LONGEST_ASSESSMENT,
    REGISTERED,
    AuthorityKind,
    Matter,
    birthday,
)


@action("people.record_authority")
def record_authority(
    *,
    by: Principal,
    person_id: UUID,
    tie_id: UUID,
    kind: AuthorityKind,
    covers: Iterable[Matter],
    seen_on: date,
    since: date,
    until: date | None = None,
    number: str = "",
    powers: str = "",
    permission_id: UUID | None = None,
    tell: bool = True,
    why_not_told: str = "",
) -> Authority:
    """Records that somebody of her circle holds an authority over her, by whoever saw the certificate themselves.

    `covers`: what it lets them sign. `until` is the day from which it holds no more. `permission_id`: by which
    permission the same somebody acts for her here. A newer one of the same sort takes the older's place. `tell` is no
    where she would not be safe if she were told now: until she is, nobody signs by it. Raises Invalid naming every
    fault.
    """
    policies.may_record_signing(by, person_id).require("person", person_id)
    policies.may_write(by, person_id, Part.CIRCLE).require("person", person_id)
    covered = frozenset(covers)
    person = Person.objects.select_for_update().get(pk=Person.of(person_id).pk)
    tie = CircleTie.objects.filter(pk=tie_id, person_id=person_id).first()
    check(
        [
            *choice_problems(kind=(AuthorityKind, kind)),
            *_holder_problems(by, person, tie, permission_id),
            *_paper_problems(kind, covered, number, seen_on),
            *_day_problems(person, kind, since, until),
            *_untold_problems(tell=tell, why=why_not_told),
            *after_death(person.died_on),
        ]
    )
    for older in Authority.objects.filter(person=person, tie=tie, kind=kind, ended_at=None):
        older.change(version=older.version, ended_at=clock.now(), ended_by=by.signature, ended_reason=NEWER)
    row = Authority.add(
        person=person,
        tie=tie,
        permission_id=permission_id,
        kind=kind,
        number=number.strip(),
        covers=[matter for matter in Matter if matter in covered],
        powers=powers,
        seen_on=seen_on,
        since=since,
        until=until,
        told=tell,
        why_not_told="" if tell else why_not_told,
        **Authority.signed(by),
    )
    telling.tell_of_authority(by, row)
    written(row, "people.record_authority")
    return row


NEWER = "newer"
"""Why an older one ended, in one code: a newer one took its place."""


def _holder_problems(
    by: Principal, person: Person, tie: CircleTie | None, permission_id: UUID | None
) -> list[Problem]:
    """Who holds it is of her circle, and acts by a permission of their own; whoever records it is neither of them."""
    if tie is None:
        return [Problem("people.other_person", "tie_id")]
    if by.account_id is not None and by.account_id == person.account_id:
        return [Problem("people.own_signing")]
    if policies.is_their_own(by, person.id, tie.id):
        return [Problem("people.own_signing", "tie_id")]
    if permission_id is None:
        return []
    permission = CarerPermission.objects.filter(pk=permission_id, person=person, tie=tie)
    return [] if permission.exists() else [Problem("people.other_person", "permission_id")]


def _paper_problems(kind: str, covered: frozenset[Matter], number: str, seen_on: date) -> list[Problem]:
    problems = [] if covered <= {*Matter} else [Problem("ground.unknown_choice", "covers")]
    if not covered and kind != AuthorityKind.NAMED_PERSON:
        problems.append(Problem("ground.required", "covers"))
    if covered and kind == AuthorityKind.NAMED_PERSON:
        problems.append(Problem("people.named_person_never_signs", "covers"))
    if kind in REGISTERED:
        problems += required(number=number)
    return [*problems, Problem("people.future", "seen_on")] if seen_on > clock.today() else problems


def _day_problems(person: Person, kind: str, since: date, until: date | None) -> list[Problem]:
    """A parent's authority needs a date of birth, and goes no further than the sixteenth birthday."""
    if until is not None and until <= since:
        return [Problem("ground.period", "until")]
    if kind != AuthorityKind.PARENTAL:
        return []
    if person.birth_date is None:
        return [Problem("people.needs_birth_date", "kind")]
    grown = birthday(person.birth_date, ADULT_FROM)
    return [Problem("people.parental_ends_at_16", "kind")] if clock.today() >= grown else []


def _untold_problems(*, tell: bool, why: str) -> list[Problem]:
    return [] if tell else required(why_not_told=why)


@action("people.end_authority")
def end_authority(*, by: Principal, authority_id: UUID, version: int, reason: str) -> Authority:
    """It opens nothing any more from this moment: it was revoked, recalled, or recorded in error."""
    row = Authority.of(authority_id)
    policies.may_record_signing(by, row.person_id).require("person", row.person_id)
    check([*required(reason=reason), *([Problem("people.ended")] if row.ended_at else [])])
    row.change(version=version, ended_at=clock.now(), ended_by=by.signature, ended_reason=reason)
    telling.tell_of_authority(by, row)
    written(row, "people.end_authority")
    return row


@action("people.tell_of_authority")
def tell_of_authority(*, by: Principal, authority_id: UUID, version: int) -> Authority:
    """She is told now, since it is safe: from this moment it counts."""
    row = Authority.of(authority_id)
    policies.may_record_signing(by, row.person_id).require("person", row.person_id)
    check(
        [
            *([Problem("people.own_signing")] if policies.is_their_own(by, row.person_id, row.tie_id) else []),
            *_told_problems(row, over=row.ended_at),
        ]
    )
    row.change(version=version, told=True)
    telling.tell_of_authority(by, row)
    written(row, "people.tell_of_authority")
    return row


def _told_problems(row: Authority | CapacityAssessment, *, over: datetime | None) -> list[Problem]:
    return [Problem("people.told_already")] if row.told else [Problem("people.ended")] if over else []


@action("people.record_assessment")
def record_assessment(
    *,
    by: Principal,
    person_id: UUID,
    matter: Matter,
    able: bool,
    assessed_by: str,
    how: str,
    on: date,
    again_on: date,
    tell: bool = True,
    why_not_told: str = "",
) -> CapacityAssessment:
    """Records that somebody assessed whether she can decide this one matter: able or not, how, when to look again.

    `tell` is no where she would not be safe if she were told now: until she is, it says nothing.
    """
    policies.may_record_signing(by, person_id).require("person", person_id)
    person = Person.of(person_id)
    own = by.account_id is not None and by.account_id == person.account_id
    check(
        [
            *choice_problems(matter=(Matter, matter)),
            *required(assessed_by=assessed_by, how=how),
            *_assessed_when(on, again_on),
            *_untold_problems(tell=tell, why=why_not_told),
            *([Problem("people.own_signing")] if own else []),
            *after_death(person.died_on),
        ]
    )
    row = CapacityAssessment.add(
        person=person,
        matter=matter,
        able=able,
        assessed_by=assessed_by,
        how=how,
        on=on,
        again_on=again_on,
        told=tell,
        why_not_told="" if tell else why_not_told,
        **CapacityAssessment.signed(by),
    )
    telling.tell_of_assessment(by, row)
    written(row, "people.record_assessment")
    return row


def _assessed_when(on: date, again_on: date) -> list[Problem]:
    if on > clock.today():
        return [Problem("people.future", "on")]
    if again_on <= on:
        return [Problem("ground.period", "again_on")]
    return [Problem("people.look_again_within", "again_on")] if again_on - on > LONGEST_ASSESSMENT else []


@action("people.withdraw_assessment")
def withdraw_assessment(*, by: Principal, assessment_id: UUID, version: int, reason: str) -> CapacityAssessment:
    """It says nothing any more from this moment: it was wrong, or about somebody else. It stays on record."""
    row = CapacityAssessment.of(assessment_id)
    policies.may_record_signing(by, row.person_id).require("person", row.person_id)
    check([*required(reason=reason), *([Problem("people.ended")] if row.withdrawn_at else [])])
    row.change(version=version, withdrawn_at=clock.now(), withdrawn_by=by.signature, withdrawn_reason=reason)
    telling.tell_of_assessment(by, row)
    written(row, "people.withdraw_assessment")
    return row


@action("people.tell_of_assessment")
def tell_of_assessment(*, by: Principal, assessment_id: UUID, version: int) -> CapacityAssessment:
    """She is told now, since it is safe: from this moment it counts."""
    row = CapacityAssessment.of(assessment_id)
    policies.may_record_signing(by, row.person_id).require("person", row.person_id)
    check(_told_problems(row, over=row.withdrawn_at))
    row.change(version=version, told=True)
    telling.tell_of_assessment(by, row)
    written(row, "people.tell_of_assessment")
    return row


USUAL_ASSESSMENT = timedelta(days=182)
"""How long an assessment is taken to say something, unless another day is chosen."""
