"""Writes to who may act for a person: a permission offered, accepted, renewed, taken back, suspended.

    offered ──the carer accepts──▶ active ──her word, the carer's, a death, a newer one──▶ ended
       └──the carer declines──▶ declined        └─ suspended and lifted, by those who must think of her safety

It covers what it names until its last day, a year away at most. To change who sees what, to let others act for her,
to link an account, to read who looked or to erase anything it can never cover: nothing here takes such an act.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Refused, Verdict
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies
from ecotone.people.actions import telling
from ecotone.people.actions.traces import written
from ecotone.people.models import CarerPermission, CircleTie, KeptBack, Person, StoryEntry
from ecotone.people.rules import (
    COVERABLE,
    LONGEST_PERMISSION,
    Act,
    EndedBy,
    KeptKind,
    Part,
    PermissionState,
    SaidBy,
    after_death,
)

LIVE = (PermissionState.OFFERED, PermissionState.ACTIVE)


@action("people.offer_permission")
def offer_permission(
    *,
    by: Principal,
    person_id: UUID,
    tie_id: UUID,
    email: str,
    parts: Iterable[Part],
    acts: Iterable[Act],
    until: datetime,
    since: datetime | None = None,
    sensitive: bool = False,
    said_how: str = "",
    authority_id: UUID | None = None,
) -> CarerPermission:
    """Offers somebody of her circle to act for her; it holds once they have accepted. A newer takes an older's place.

    With `authority_id` staff write down that who acts for her by that authority has signed it, where she cannot.
    The same comes of it whether anybody signs in with that address or not. Raises Invalid naming every fault.
    """
    covered, done, address, now = frozenset(parts), frozenset(acts), email.strip().lower(), clock.now()
    signed = policies.may_sign_permission(by, person_id, covered, sensitive=sensitive, authority_id=authority_id)
    basis = signed.verdict.require("person", person_id).basis
    until = signed.until(until) or until
    herself = by.kind is Kind.PERSON
    person = Person.objects.select_for_update().get(pk=Person.of(person_id).pk)
    begins = max(since, now) if since else now
    check(
        [
            *_address_problems(by, person, address),
            *_tie_problems(person_id, tie_id),
            *_scope_problems(covered, done),
            *_period_problems(begins, until, now),
            *([] if herself or said_how.strip() else [Problem("ground.required", "said_how")]),
            *after_death(person.died_on),
        ]
    )
    for older in CarerPermission.objects.filter(person_id=person_id, email=address, state__in=LIVE):
        _end(older, EndedBy.NEWER)
    made = CarerPermission.add(
        person=person,
        tie_id=tie_id,
        email=address,
        parts=[part for part in COVERABLE if part in covered],
        acts=[act for act in Act if act in done],
        sensitive=sensitive,
        since=begins,
        until=until,
        said_by=SaidBy.PERSON if herself else SaidBy.STAFF_RECORDING,
        said_how=said_how,
        **signed.columns,
        **CarerPermission.signed(by),
    )
    if made.signed_as:
        telling.tell_of_signing(by, made)
    wrote("person", person_id, act="people.offer_permission", basis=basis)
    wrote("carerpermission", made.id, act="people.offer_permission", basis=basis)
    return made


def _address_problems(by: Principal, person: Person, address: str) -> list[Problem]:
    """Her own address would be she herself; a worker's own would let a worker in by another door."""
    try:
        validate_email(address)
    except ValidationError:
        return [Problem("access.email", "email")]
    own = {each for each in (by.account_id, person.account_id) if each}
    if Account.objects.filter(email=address, id__in=own).exists():
        return [Problem("people.own_address", "email")]
    return []


def _tie_problems(person_id: UUID, tie_id: UUID) -> list[Problem]:
    tie = CircleTie.objects.filter(pk=tie_id, person_id=person_id).first()
    if tie is None:
        return [Problem("people.other_person", "tie")]
    return [] if tie.until is None else [Problem("people.ended", "tie")]


def _scope_problems(parts: frozenset[Part], acts: frozenset[Act]) -> list[Problem]:
    problems = [] if parts <= {*COVERABLE} else [Problem("ground.unknown_choice", "parts")]
    if not acts <= {*Act}:
        problems.append(Problem("ground.unknown_choice", "acts"))
    if not parts:
        problems.append(Problem("ground.required", "parts"))
    elif acts - {Act.TELL} and Part.REFERRALS not in parts:
        problems.append(Problem("people.acts_need_sight", "parts"))
    return problems


def _period_problems(begins: datetime, until: datetime, now: datetime) -> list[Problem]:
    if until <= begins:
        return [Problem("people.past" if until <= now else "ground.period", "until")]
    return [Problem("people.too_long", "until")] if until - now > LONGEST_PERMISSION else []


@action("people.accept_permission")
def accept_permission(*, by: Principal, permission_id: UUID, version: int) -> CarerPermission:
    """The one it was offered to takes it on. Raises Refused for everyone else, Invalid where it no longer waits."""
    row = _offered_to(by, permission_id)
    row.change(version=version, state=PermissionState.ACTIVE, account_id=by.account_id, accepted_at=clock.now())
    written(row, "people.accept_permission")
    return row


@action("people.decline_permission")
def decline_permission(*, by: Principal, permission_id: UUID, version: int) -> CarerPermission:
    """The one it was offered to would rather not."""
    row = _offered_to(by, permission_id)
    row.change(version=version, state=PermissionState.DECLINED, ended_at=clock.now(), ended_by=EndedBy.CARER)
    written(row, "people.decline_permission")
    return row


def _offered_to(by: Principal, permission_id: UUID) -> CarerPermission:
    row = CarerPermission.of(permission_id)
    account = Account.objects.filter(pk=by.account_id, is_active=True).first() if by.account_id else None
    if account is None or account.email != row.email:
        raise Refused(Verdict.refuse("people.not_offered_to_you"), kind="carerpermission", subject_id=permission_id)
    if row.state != PermissionState.OFFERED or row.until <= clock.now():
        raise Invalid(Problem("people.ended"))
    return row


@action("people.renew_permission")
def renew_permission(*, by: Principal, permission_id: UUID, version: int, until: datetime) -> CarerPermission:
    """Lets it go on until another day, a year from now at most; what it covers stays as it is. Only she renews."""
    row = CarerPermission.of(permission_id)
    policies.may_renew_permission(by, row.person_id).require("person", row.person_id)
    check([*_live_problems(row), *_period_problems(clock.now(), until, clock.now())])
    row.change(version=version, until=until)
    written(row, "people.renew_permission")
    return row


@action("people.end_permission")
def end_permission(*, by: Principal, permission_id: UUID) -> CarerPermission:
    """Takes it back from this moment, on every page that is open elsewhere too; one that is over already is no fault.

    She does it alone, at any time; whoever helps her does it at her word; a carer gives back their own.
    """
    row = CarerPermission.objects.select_for_update().get(pk=CarerPermission.of(permission_id).pk)
    given_back = by.account_id is not None and by.account_id == row.account_id
    if not given_back:
        policies.may_end_permission(by, row.person_id).require("person", row.person_id)
    if row.state in LIVE:
        herself = by.person_id == row.person_id
        _end(row, EndedBy.PERSON if herself else EndedBy.CARER if given_back else EndedBy.STAFF)
    written(row, "people.end_permission")
    return row


def _end(row: CarerPermission, ended_by: EndedBy) -> None:
    row.change(version=row.version, state=PermissionState.ENDED, ended_at=clock.now(), ended_by=ended_by)


@action("people.suspend_permission")
def suspend_permission(
    *, by: Principal, permission_id: UUID, version: int, reason: str, unsafe_to_tell: bool = False
) -> CarerPermission:
    """Stops it from this moment because she may not be safe. The reason is kept for whoever guards records.

    She reads the reason too, unless it is marked as unsafe for her to be shown.
    """
    row = CarerPermission.of(permission_id)
    policies.may_suspend_permission(by, row).require("person", row.person_id)
    check([*_live_problems(row), *([] if reason.strip() else [Problem("ground.required", "reason")])])
    if row.suspended_at is not None:
        raise Invalid(Problem("people.suspended_already"))
    row.change(
        version=version,
        suspended_at=clock.now(),
        suspended_by=by.signature,
        suspended_reason=reason,
        unsafe_to_tell=unsafe_to_tell,
    )
    written(row, "people.suspend_permission")
    return row


@action("people.lift_suspension")
def lift_suspension(*, by: Principal, permission_id: UUID, version: int) -> CarerPermission:
    """Lets it hold again; why it was stopped stays on record."""
    row = CarerPermission.of(permission_id)
    policies.may_suspend_permission(by, row).require("person", row.person_id)
    check(_live_problems(row))
    if row.suspended_at is None:
        raise Invalid(Problem("people.ended"))
    row.change(version=version, suspended_at=None)
    written(row, "people.lift_suspension")
    return row


def _live_problems(row: CarerPermission) -> list[Problem]:
    return [] if row.state in LIVE else [Problem("people.ended")]


@action("people.keep_back")
def keep_back(*, by: Principal, person_id: UUID, kind: KeptKind, subject_id: UUID) -> None:
    """Keeps one thing from everyone who acts for her, whatever their permission covers. Twice is once."""
    policies.only_self(by, person_id).require("person", person_id)
    if kind == KeptKind.STORY and not StoryEntry.objects.filter(pk=subject_id, person_id=person_id).exists():
        raise Invalid(Problem("people.other_person"))
    KeptBack.objects.get_or_create(
        person_id=person_id, subject_id=subject_id, shown_again_at=None, defaults={"kind": KeptKind(kind)}
    )
    wrote("person", person_id, act="people.keep_back")


@action("people.show_again")
def show_again(*, by: Principal, person_id: UUID, subject_id: UUID) -> None:
    """Opens it again to those whose permission covers it."""
    policies.only_self(by, person_id).require("person", person_id)
    kept = KeptBack.objects.filter(person_id=person_id, subject_id=subject_id, shown_again_at=None)
    kept.update(shown_again_at=clock.now())
    wrote("person", person_id, act="people.show_again")
