"""Beginning a live place, and letting people in to it, for whoever has the machine before anyone has an account."""

import json
from dataclasses import asdict
from typing import Any, TypeVar
from uuid import UUID

import click

from ecotone.access.queries import account_with
from ecotone.access.rules import Role
from ecotone.cli import database
from ecotone.cli.caller import COMMAND
from ecotone.demo.content.needs import NEEDS
from ecotone.ecosystem.queries import search_actors
from ecotone.ecosystem.rules import Sector
from ecotone.ground.errors import EcotoneError, Invalid
from ecotone.procedures import beginning, letting_in
from ecotone.web.words import say_problem

T = TypeVar("T", Role, Sector)


def begin(*, name: str, organisation: str, sector: str, steward: str, email: str, needs: bool, as_json: bool) -> None:
    database.bring_up_to_date()
    listed = [_need(asdict(each)) for each in NEEDS] if needs else []
    try:
        way = beginning.begin_place(
            by=COMMAND,
            name=name,
            organisation=organisation,
            sector=_one_of(Sector, sector),
            steward=steward,
            email=email,
            needs=listed,
        )
    except EcotoneError as error:
        raise click.ClickException(_sentence(error)) from error
    said = (
        f"{name} has begun, with {len(listed)} kinds of need. {steward} chooses a password here, within three days:"
    )
    _say(said, way, as_json=as_json)


def _need(said: dict[str, Any]) -> dict[str, Any]:
    """A kind of need of our list, as `ecosystem.add_need` takes it."""
    rest = {name: value for name, value in said.items() if name != "parent"}
    return rest | {"parent_code": said["parent"]}


def let_in(*, email: str, name: str, team: str, role: str, title: str, as_json: bool) -> None:
    try:
        way = beginning.let_in(
            by=COMMAND, name=name, email=email, actor_id=_actor(team), role=_one_of(Role, role), title=title
        )
    except EcotoneError as error:
        raise click.ClickException(_sentence(error)) from error
    said = f"{name} can choose a password here, within three days:" if way else f"{name} has a new hat."
    _say(said, way, as_json=as_json)


def lift_second_step(*, email: str) -> None:
    found = account_with(email)
    if found is None:
        raise click.ClickException(f"Nobody signs in with {email}.")
    try:
        letting_in.lift_second_step(by=COMMAND, account_id=found)
    except Invalid as error:
        raise click.ClickException(f"{email} has no second step.") from error
    click.echo(f"{email} signs in with the password alone until a second step is set up anew.")


def _actor(team: str) -> UUID:
    """The team of that id, or the only one of that name."""
    try:
        return UUID(team)
    except ValueError:
        named = search_actors(team)
    found = [each for each in named if each.name.casefold() == team.casefold()] or named
    if len(found) != 1:
        known = "; ".join(f"{each.name} ({each.id})" for each in found[:10])
        if not known:
            raise click.ClickException(
                f"Nobody here is called {team}. Give a part of its name, or its id, or take it in first."
            )
        raise click.ClickException(f"Which one is meant? By that name there is: {known}.")
    return found[0].id


def _one_of(of: type[T], given: str) -> T:
    try:
        return of(given.lower())
    except ValueError:
        raise click.ClickException(f"{given} is none of: {', '.join(of)}.") from None


def _say(words: str, way: str, *, as_json: bool) -> None:
    click.echo(json.dumps({"link": way}) if as_json else "\n".join(filter(None, (words, way and f"  {way}"))))


def _sentence(error: EcotoneError) -> str:
    return " ".join(map(say_problem, error.problems)) if isinstance(error, Invalid) else str(error)
