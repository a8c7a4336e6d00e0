"""Tokens from the command line: made for a hat, listed, ended; in words or as JSON."""

import json
from typing import Any
from uuid import UUID

import click

from ecotone.access import actions, queries
from ecotone.access.queries import TokenView
from ecotone.access.rules import Scope
from ecotone.cli import database
from ecotone.cli.caller import COMMAND
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.views import HatView
from ecotone.ground.errors import EcotoneError, Invalid, NotFound
from ecotone.procedures.programs import let_program_in
from ecotone.web.words import say_problem


def make(email: str, *, name: str, scopes: tuple[str, ...], days: int, hat: str, as_json: bool) -> None:
    with database.errors_in_words():
        worn = _hat(email, hat)
        wanted = [_scope(each) for each in scopes]
        try:
            made = let_program_in(by=COMMAND, hat_id=worn.id, name=name, scopes=wanted, days=days)
        except Invalid as invalid:
            raise click.ClickException(" ".join(map(say_problem, invalid.problems))) from invalid
    if as_json:
        said = {"id": str(made.id), "secret": made.secret, "expires_at": made.expires_at.isoformat()}
        click.echo(json.dumps(said | {"hat": _said(worn), "name": name, "scopes": wanted}))
        return
    click.echo(f"{name} may call as {worn.name}, {_said(worn)}, until {made.expires_at:%Y-%m-%d}.")
    click.echo("Its token is shown this once:")
    click.echo(f"  {made.secret}")


def show(email: str, *, as_json: bool) -> None:
    with database.errors_in_words():
        held = queries.tokens_held(COMMAND, account_id=_account(email) if email else None)
        hats = ecosystem.hat_views(each.hat_id for each in held if each.hat_id)
    rows = [_row(each, hats) for each in held]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        used = f"last used {row['used_at'][:10]}" if row["used_at"] else "never used"
        click.echo(
            f"{row['id']}  {row['name']}: {row['account']}, {row['hat']}; until {row['expires_at'][:10]}, {used}"
        )
        click.echo(f"  {' '.join(row['scopes'])}")
    if not rows:
        click.echo("No token holds.")


def revoke(token_id: UUID, *, as_json: bool) -> None:
    with database.errors_in_words():
        try:
            actions.revoke_token(by=COMMAND, token_id=token_id)
        except NotFound as error:
            raise click.ClickException("There is no token with this id. `ecotone token list` names them.") from error
    said = "It has ended. From this moment the program gets no answer."
    click.echo(json.dumps({"id": str(token_id), "ended": True}) if as_json else said)


def _row(token: TokenView, hats: dict[UUID, HatView]) -> dict[str, Any]:
    for_whom = "as a carer" if token.permission_id else "as herself"
    return {
        "id": str(token.id),
        "name": token.name,
        "account": token.account_name,
        "hat": _said(hats[token.hat_id]) if token.hat_id else for_whom,
        "scopes": token.scope_list,
        "made_at": token.made_at.isoformat(),
        "expires_at": token.expires_at.isoformat(),
        "used_at": token.used_at.isoformat() if token.used_at else None,
    }


def _account(email: str) -> UUID:
    try:
        return queries.account_at(COMMAND, email)
    except EcotoneError as error:
        words = f"Nobody here has the address {email}. `ecotone let-in` gives somebody an account and a hat."
        raise click.ClickException(words) from error


def _hat(email: str, given: str) -> HatView:
    """The one hat that is meant: by its id, title or team, or the only one."""
    worn = ecosystem.hats_of(_account(email))
    names = given.casefold()
    found = [each for each in worn if names in ("", str(each.id), each.title.casefold(), each.actor_name.casefold())]
    if len(found) != 1:
        known = "; ".join(f"{_said(each)} ({each.id})" for each in found or worn) or "none today"
        raise click.ClickException(f"Which hat is meant? Say it with --hat. They wear: {known}.")
    return found[0]


def _said(hat: HatView) -> str:
    return f"{hat.title}, {hat.actor_name}"


def _scope(given: str) -> Scope:
    try:
        return Scope(given.lower())
    except ValueError:
        raise click.ClickException(f"{given} is no scope. These are: {', '.join(Scope)}.") from None
