"""Writes about programs: registered for an organisation, handed to other owners, ended."""

from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import AccountKind
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Actor, Program
from ecotone.ecosystem.queries.programs import may_own
from ecotone.ecosystem.rules import required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check


@action("ecosystem.register_program")
def register_program(
    *, by: Principal, account_id: UUID, organisation_id: UUID, purpose: str, owner_id: UUID, second_owner_id: UUID
) -> Program:
    """That a program's account is an organisation's, and who answers for it. Raises Invalid for owners who cannot."""
    policies.keeps_programs(by, organisation_id).require("actor", organisation_id)
    check([*required(purpose=purpose), *_owner_problems(organisation_id, owner_id, second_owner_id)])
    if not Account.objects.filter(pk=account_id, kind=AccountKind.SERVICE).exists():
        raise Invalid(Problem("ecosystem.no_program", "account_id"))
    row = Program.add(
        account_id=account_id,
        organisation=Actor.of(organisation_id),
        purpose=purpose.strip(),
        owner_id=owner_id,
        second_owner_id=second_owner_id,
        **Program.signed(by),
    )
    wrote("program", row.id, act="ecosystem.register_program")
    wrote("account", account_id, act="ecosystem.register_program")
    return row


def _owner_problems(organisation_id: UUID, owner_id: UUID, second_owner_id: UUID) -> list[Problem]:
    there = may_own(organisation_id, [owner_id, second_owner_id])
    named = (("owner", owner_id), ("second_owner", second_owner_id))
    problems = [Problem("ecosystem.owner_works_here", field) for field, each in named if each not in there]
    return problems or ([Problem("ecosystem.two_owners", "second_owner")] if owner_id == second_owner_id else [])


@action("ecosystem.name_owners")
def name_owners(*, by: Principal, program_id: UUID, version: int, owner_id: UUID, second_owner_id: UUID) -> Program:
    """Who answers for it from now. Raises Stale when others were named meanwhile, Invalid for owners who cannot."""
    row = Program.of(program_id)
    policies.keeps_programs(by, row.organisation_id).require("program", program_id)
    check(_owner_problems(row.organisation_id, owner_id, second_owner_id))
    row.change(version=version, owner_id=owner_id, second_owner_id=second_owner_id)
    wrote("program", program_id, act="ecosystem.name_owners")
    return row


@action("ecosystem.end_program")
def end_program(*, by: Principal, program_id: UUID) -> Program:
    """It calls no more. Raises Invalid where it has ended."""
    row = Program.of(program_id)
    policies.keeps_programs(by, row.organisation_id).require("program", program_id)
    if row.ended_at is not None:
        raise Invalid(Problem("ecosystem.ended"))
    row.change(version=row.version, ended_at=clock.now())
    wrote("program", program_id, act="ecosystem.end_program")
    return row
