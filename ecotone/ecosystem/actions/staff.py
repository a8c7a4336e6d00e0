"""Writes about who leaves, whose account lies unused, and who still works here, for `procedures.staff`.

plan ──▶ waits for its day ──▶ done ──▶ undone, on the same day
            └──▶ taken back
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.policies import with_role
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import once
from ecotone.ecosystem.models import Actor, Hat, Leaving, StaffReview, Unused
from ecotone.ecosystem.rules import quarter_of
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem


@action("ecosystem.plan_leaving")
def plan_leaving(
    *, by: Principal, account_id: UUID, organisation_id: UUID, on: date, handed: Mapping[UUID, UUID | None]
) -> Leaving:
    """That somebody leaves an organisation on that day. Raises Invalid for a day past, or planned already.

    `handed` says of each team who takes what they have in hand; None is the team's own list.
    """
    policies.may_end_work(by, account_id, organisation_id).require("account", account_id)
    if on < clock.today():
        raise Invalid(Problem("ecosystem.day_past", "on"))
    Account.of(account_id)
    with once("ecosystem.leaves_already"):
        row = Leaving.add(
            account_id=account_id,
            organisation=Actor.of(organisation_id),
            on=on,
            handed={str(team): str(to) if to else "" for team, to in handed.items()},
            **Leaving.signed(by),
        )
    wrote("leaving", row.id, act="ecosystem.plan_leaving")
    wrote("account", account_id, act="ecosystem.plan_leaving")
    return row


@action("ecosystem.note_left")
def note_left(*, by: Principal, leaving_id: UUID, version: int, ended: Mapping[str, Any]) -> Leaving:
    """That it is done, and what ended by it. Raises Stale where another did it first."""
    with_role(by).require("leaving", leaving_id)
    row = Leaving.of(leaving_id)
    row.change(version=version, done_at=clock.now(), ended=dict(ended))
    wrote("leaving", leaving_id, act="ecosystem.note_left")
    return row


@action("ecosystem.undo_leaving")
def undo_leaving(*, by: Principal, leaving_id: UUID) -> Leaving:
    """Takes it back: planned, on any day; done, on the same day alone. What ended is for `procedures` to open again.

    Raises Invalid where it is too late, or was taken back.
    """
    row = Leaving.of(leaving_id)
    policies.may_undo_leaving(by, row.organisation_id).require("leaving", leaving_id)
    if row.undone_at or (row.done_at and row.done_at.astimezone(clock.LOCAL).date() != clock.today()):
        raise Invalid(Problem("ecosystem.too_late_to_undo"))
    row.change(version=row.version, undone_at=clock.now())
    wrote("leaving", leaving_id, act="ecosystem.undo_leaving")
    wrote("account", row.account_id, act="ecosystem.undo_leaving")
    return row


@action("ecosystem.put_on_again")
def put_on_again(*, by: Principal, hat_id: UUID, until: date | None) -> Hat:
    """A hat that was ended by mistake goes on as if it had not been. Raises Invalid where it is worn anew already."""
    with_role(by).require("hat", hat_id)
    hat = Hat.of(hat_id)
    with once("ecosystem.hat_worn"):
        hat.until = until
        hat.save(update_fields=["until"])
    wrote("hat", hat_id, act="ecosystem.put_on_again")
    return hat


@action("ecosystem.review_colleague")
def review_colleague(*, by: Principal, account_id: UUID, organisation_id: UUID) -> StaffReview:
    """That somebody still is one of the organisation's people, once a quarter; said again it stays as it was."""
    policies.may_end_work(by, account_id, organisation_id).require("account", account_id)
    columns = {"account_id": account_id, "organisation_id": organisation_id, "quarter": quarter_of(clock.today())}
    row = StaffReview.objects.filter(**columns).first()
    if row is None:
        with once("ecosystem.leaves_already"):
            row = StaffReview.add(**columns, **StaffReview.signed(by))
    wrote("staffreview", row.id, act="ecosystem.review_colleague")
    wrote("account", account_id, act="ecosystem.review_colleague")
    return row


@action("ecosystem.note_unused")
def note_unused(*, by: Principal, account_id: UUID, suspended: bool = False) -> Unused:
    """That its owner was reminded, or that it was suspended; by the clock."""
    with_role(by).require("account", account_id)
    row = Unused.objects.select_for_update().filter(account=account_id).first()
    now: datetime = clock.now()
    if row is None:
        row = Unused.add(account_id=account_id, reminded_at=now, suspended_at=now if suspended else None)
    elif suspended:
        row.suspended_at = now
    else:
        row.reminded_at, row.suspended_at = now, None
    row.save(update_fields=["reminded_at", "suspended_at"])
    wrote("account", account_id, act="ecosystem.note_unused", part="suspended" if suspended else "")
    return row


@action("ecosystem.forget_unused")
def forget_unused(*, by: Principal, account_id: UUID) -> None:
    """Whoever keeps the account has opened it again: its days begin anew."""
    with_role(by).require("account", account_id)
    Unused.objects.filter(account=account_id).delete()
    wrote("account", account_id, act="ecosystem.forget_unused")
