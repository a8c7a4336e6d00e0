"""Writes about hats: who works where, as what, from when until when."""

from datetime import date
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import end_day, once
from ecotone.ecosystem.models import Actor, Hat
from ecotone.ecosystem.rules import choice_problems, end_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import NotFound, check


@action("ecosystem.give_hat")
def give_hat(
    *,
    by: Principal,
    account_id: UUID,
    actor_id: UUID,
    role: Role,
    title: str,
    organisation_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Hat:
    """A hat for an account in a team or organisation; `organisation_id` is the employer, where it is another.

    Raises Invalid when the account wears this hat already.
    """
    policies.may_give_hat(by, actor_id, role, organisation_id, account_id).require("actor", actor_id)
    begins = since or clock.today()
    ends = end_problems(begins, until) if until else []
    check([*choice_problems(role=(Role, role)), *required(title=title), *ends])
    if not Account.objects.filter(pk=account_id, is_active=True).exists():
        raise NotFound("account", account_id)
    with once("ecosystem.hat_worn", "account_id"):
        hat = Hat.add(
            account_id=account_id,
            actor=Actor.of(actor_id),
            organisation=Actor.of(organisation_id) if organisation_id else None,
            role=role,
            title=title,
            since=begins,
            until=until,
        )
    wrote("hat", hat.id, act="ecosystem.give_hat")
    return hat


@action("ecosystem.take_off_hat")
def take_off_hat(*, by: Principal, hat_id: UUID, until: date | None = None) -> Hat:
    """Ends a hat: at once, unless told a day. Who wore it when stays known."""
    hat = Hat.of(hat_id)
    policies.may_take_off_hat(by, hat).require("hat", hat_id)
    hat.until = end_day(hat, until)
    hat.save(update_fields=["until"])
    wrote("hat", hat_id, act="ecosystem.take_off_hat")
    return hat
