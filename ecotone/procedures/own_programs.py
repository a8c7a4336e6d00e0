"""An organisation's programs, each with an account of its own: registered, let call by tokens, ended.

administrator: register ──▶ an account that nobody signs in with, a hat, two owners
               give a token ──▶ shown once ──rotate──▶ another; the one before goes on for some days
               end ──▶ account, hats and tokens end
"""

from collections.abc import Iterable
from uuid import UUID

from ecotone.access import actions as access
from ecotone.access.actions import NewToken
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import ApiToken
from ecotone.access.principal import Principal
from ecotone.access.rules import OVERLAP, TOKEN_LASTS, TOKEN_LASTS_AT_MOST, Role, Scope
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Program
from ecotone.ecosystem.queries import hats_of
from ecotone.ground.errors import Invalid, NotFound, Problem
from ecotone.procedures.letting_in import KEEPER


@action("procedures.register_program")
def register_program(
    *,
    by: Principal,
    name: str,
    purpose: str,
    actor_id: UUID,
    title: str,
    owner_id: UUID,
    second_owner_id: UUID,
) -> Program:
    """A program of the organisation whose hat is worn, with its account and a worker's hat in one of its teams."""
    policies.keeps_staff(by).require("actor", actor_id)
    account = access.open_program(by=KEEPER, name=name)
    row = ecosystem.register_program(
        by=by,
        account_id=account.id,
        organisation_id=by.team_id,
        purpose=purpose,
        owner_id=owner_id,
        second_owner_id=second_owner_id,
    )
    ecosystem.give_hat(by=by, account_id=account.id, actor_id=actor_id, role=Role.WORKER, title=title)
    return row


@action("procedures.give_program_token")
def give_program_token(
    *, by: Principal, program_id: UUID, hat_id: UUID, name: str, scopes: Iterable[Scope], days: int = TOKEN_LASTS
) -> NewToken:
    """A token for one of its hats. Raises Invalid for a hat that it does not wear, or a program that has ended."""
    row = _kept(by, program_id)
    if row.ended_at is not None:
        raise Invalid(Problem("ecosystem.ended"))
    if hat_id not in {hat.id for hat in hats_of(row.account_id)}:
        raise Invalid(Problem("ground.unknown_choice", "hat_id"))
    made = access.give_token(by=KEEPER, account_id=row.account_id, hat_id=hat_id, name=name, scopes=scopes, days=days)
    wrote("program", program_id, act="procedures.give_program_token")
    return made


@action("procedures.rotate_program_token")
def rotate_program_token(
    *, by: Principal, program_id: UUID, token_id: UUID, overlap: int = OVERLAP, days: int = TOKEN_LASTS_AT_MOST
) -> NewToken:
    """Another token in place of one; that one goes on for `overlap` days."""
    _its_token(_kept(by, program_id), token_id)
    return access.rotate_token(by=KEEPER, token_id=token_id, overlap=overlap, days=days)


@action("procedures.end_program_token")
def end_program_token(*, by: Principal, program_id: UUID, token_id: UUID) -> None:
    """Ends one token at once, and those that were given for it as a client secret."""
    _its_token(_kept(by, program_id), token_id)
    access.end_token(by=KEEPER, token_id=token_id)


@action("procedures.end_program")
def end_program(*, by: Principal, program_id: UUID) -> None:
    """Ends the program: its hats, its tokens, its account. What it did stays, with its name."""
    row = ecosystem.end_program(by=by, program_id=program_id)
    for hat in hats_of(row.account_id):
        ecosystem.take_off_hat(by=KEEPER, hat_id=hat.id)
    access.close_account(by=KEEPER, account_id=row.account_id)


def _kept(by: Principal, program_id: UUID) -> Program:
    row = Program.of(program_id)
    policies.keeps_programs(by, row.organisation_id).require("program", program_id)
    return row


def _its_token(row: Program, token_id: UUID) -> None:
    if not ApiToken.objects.filter(pk=token_id, account=row.account_id, parent=None).exists():
        raise NotFound("apitoken", token_id)
