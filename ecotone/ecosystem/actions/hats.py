"""Writes about hats: who works where, as what, from when until when."""

from datetime import date
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import AccountKind, Role
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import end_day, once
from ecotone.ecosystem.models import Actor, Hat, Program, Tie
from ecotone.ecosystem.rules import Claim, TieKind, choice_problems, end_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import NotFound, Problem, check


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
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise NotFound("account", account_id)
    check(_program_problems(account, actor_id, role))
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


def _program_problems(account: Account, actor_id: UUID, role: Role) -> list[Problem]:
    """A program works for its own organisation and its teams alone, with people or not at all."""
    if account.kind != AccountKind.SERVICE:
        return []
    program = Program.objects.filter(account=account, ended_at=None).first()
    own = program is not None and (
        program.organisation_id == actor_id or _is_part_of(actor_id, program.organisation_id)
    )
    return [] if own and role == Role.WORKER else [Problem("ecosystem.program_hat", "role")]


def _is_part_of(team_id: UUID, organisation_id: UUID) -> bool:
    ties = Tie.objects.filter(Tie.on(clock.today()), kind=TieKind.PART_OF, claim=Claim.CONFIRMED)
    return ties.filter(source=team_id, target=organisation_id).exists()


@action("ecosystem.take_off_hat")
def take_off_hat(*, by: Principal, hat_id: UUID, until: date | None = None) -> Hat:
    """Ends a hat: at once, unless told a day. Who wore it when stays known."""
    hat = Hat.of(hat_id)
    policies.may_take_off_hat(by, hat).require("hat", hat_id)
    hat.until = end_day(hat, until)
    hat.save(update_fields=["until"])
    wrote("hat", hat_id, act="ecosystem.take_off_hat")
    return hat
