"""Writes to opening a record in an emergency: the glass broken, the emergency ended, told of, reviewed.

    broken ──three hours, or its maker──▶ ended         told at once, or not safe to tell ──a guardian──▶ told
       └──a guardian, not its maker, within five working days──▶ reviewed, with what came of it

It stands in for a missing relationship and for nothing else: what the person refused stays refused, and what it opens
may only be read (`people.rules.decide`).
"""

from datetime import timedelta
from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Entry
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check
from ecotone.people import policies
from ecotone.people.actions import telling
from ecotone.people.models import EmergencyAccess
from ecotone.people.rules import (
    AN_EMERGENCY_LASTS,
    MOST_EMERGENCIES,
    REVIEWED_WITHIN,
    EmergencyOutcome,
    EmergencyReason,
    working_days_on,
)


@action("people.break_glass", entry=Entry.OVERRIDE)
def break_glass(
    *, by: Principal, person_id: UUID, reason: EmergencyReason, text: str, tell: bool = True, why_not_told: str = ""
) -> EmergencyAccess:
    """Opens to the caller alone, to read, for three hours, the record of somebody whom their team does not help.

    `tell` is no where the person would not be safe if she were told now; `why_not_told` says why. Twice is once.
    Raises NotFound for whoever is, to this caller, as if she were not here; Invalid naming every fault, too many in a
    day among them.
    """
    policies.may_break_glass(by).require("person", person_id)
    account_id = _account(by)
    # One of an account's emergencies begins at a time: each must see how many there were before.
    Account.objects.select_for_update().get(pk=account_id)
    open_already = policies.emergencies(by).filter(person=person_id).first()
    if open_already is not None:
        wrote("emergencyaccess", open_already.id, act="people.break_glass", keeps_access=True)
        return open_already
    if not policies.strangers(by).filter(pk=person_id).exists():
        raise NotFound("person", person_id)
    check(_problems(by, reason, text, tell=tell, why_not_told=why_not_told))
    now = clock.now()
    _end_others(by, person_id)
    row = EmergencyAccess.add(
        person_id=person_id,
        account_id=account_id,
        hat_id=by.hat_id,
        actor_id=by.actor_id,
        made_by=by.signature,
        reason=reason,
        text=text,
        since=now,
        until=now + AN_EMERGENCY_LASTS,
        told=tell,
        why_not_told="" if tell else why_not_told,
        review_by=working_days_on(clock.today(), REVIEWED_WITHIN),
    )
    telling.tell_of_emergency(by, row)
    wrote("person", person_id, act="people.break_glass", basis=Basis.VITAL_INTEREST)
    wrote("emergencyaccess", row.id, act="people.break_glass", basis=Basis.VITAL_INTEREST)
    return row


def _account(by: Principal) -> UUID:
    assert by.account_id  # noqa: S101 - the policy refuses whoever has none
    return by.account_id


def _problems(by: Principal, reason: str, text: str, *, tell: bool, why_not_told: str) -> list[Problem]:
    problems = choice_problems(reason=(EmergencyReason, reason))
    if not text.strip():
        problems.append(Problem("ground.required", "text"))
    if not tell and not why_not_told.strip():
        problems.append(Problem("ground.required", "why_not_told"))
    begun = EmergencyAccess.objects.filter(account_id=_account(by), since__gt=clock.now() - timedelta(days=1))
    if begun.count() >= MOST_EMERGENCIES:
        problems.append(Problem("people.many_emergencies", params={"most": MOST_EMERGENCIES}))
    return problems


def _end_others(by: Principal, person_id: UUID) -> None:
    """What this account held of her in another hat ends; what ran out is marked as ended when it did."""
    now = clock.now()
    for row in EmergencyAccess.objects.filter(account_id=_account(by), person=person_id, ended_at=None):
        row.change(version=row.version, ended_at=min(now, row.until))


@action("people.end_emergency")
def end_emergency(*, by: Principal, emergency_id: UUID) -> EmergencyAccess:
    """Its maker ends it, on every page that is open elsewhere too; one that is over already is no fault."""
    row = EmergencyAccess.of(emergency_id)
    policies.may_end_emergency(by, row).require("emergencyaccess", emergency_id)
    if row.ended_at is None:
        row.change(version=row.version, ended_at=min(clock.now(), row.until))
    wrote("emergencyaccess", row.id, act="people.end_emergency")
    return row


@action("people.review_emergency")
def review_emergency(
    *, by: Principal, emergency_id: UUID, version: int, outcome: EmergencyOutcome, review: str
) -> EmergencyAccess:
    """Whoever guards records, and did not begin it, says what came of looking at it. Once.

    Raises Invalid naming every fault; Stale where another came first.
    """
    row = EmergencyAccess.of(emergency_id)
    policies.may_review(by, row).require("emergencyaccess", emergency_id)
    problems = choice_problems(outcome=(EmergencyOutcome, outcome))
    if not review.strip():
        problems.append(Problem("ground.required", "review"))
    if row.reviewed_at is not None:
        problems.append(Problem("people.reviewed_already"))
    check(problems)
    row.change(
        version=version,
        reviewed_at=clock.now(),
        outcome=outcome,
        review=review,
        **EmergencyAccess.signed(by),
    )
    wrote("emergencyaccess", row.id, act="people.review_emergency", keeps_access=True)
    return row


@action("people.tell_after_all")
def tell_after_all(*, by: Principal, emergency_id: UUID) -> EmergencyAccess:
    """The person is told now, since it is safe; her list of who looked is whole again. Twice is once."""
    row = EmergencyAccess.of(emergency_id)
    policies.may_review(by, row).require("emergencyaccess", emergency_id)
    if not row.told:
        row.change(version=row.version, told=True)
        telling.tell_after_all(by, row)
    wrote("emergencyaccess", row.id, act="people.tell_after_all", keeps_access=True)
    return row


@action("people.remind_of_review")
def remind_of_review(*, by: Principal, emergency_id: UUID, version: int) -> EmergencyAccess:
    """The day to review it has passed: whoever guards records is told, once. Ecotone does it by itself."""
    access.system_only(by).require("emergencyaccess", emergency_id)
    row = EmergencyAccess.of(emergency_id)
    if row.reviewed_at or row.reminded_at or row.review_by >= clock.today():
        raise Invalid(Problem("people.ended"))
    row.change(version=version, reminded_at=clock.now())
    telling.tell_of_late_review(by, row)
    wrote("emergencyaccess", row.id, act="people.remind_of_review", keeps_access=True)
    return row
