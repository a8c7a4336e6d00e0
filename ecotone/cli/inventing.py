"""The invented place: where it may be built, building it with a bar for each stage, and who can sign in to it."""

import json
from datetime import date

import click
from django.conf import settings

from ecotone.cli import database
from ecotone.cli.progress import Progress
from ecotone.demo import build
from ecotone.ground import clock
from ecotone.ground.errors import EcotoneError, Invalid
from ecotone.web.words import say_problem


def make_way(*, fresh: bool) -> None:
    """Refuse where a demo must not be; throw the old one away if asked to."""
    if settings.HTTPS:
        raise click.ClickException(
            "ECOTONE_HTTPS=1 says that this is production, and a demo lets anyone sign in as anyone. Unset it first."
        )
    with database.errors_in_words():
        mark = database.mark()
        if mark is None:
            return
        if not mark.is_demo:
            raise click.ClickException(
                f"This database is live ({mark.name}): a demo is never built into it. "
                "Choose another by ECOTONE_DATA or DATABASE_URL."
            )
        if fresh:
            with database.to_oneself():
                database.throw_away()


def invent(*, people: int, seed: int, anchor: date | None, place: str, quiet: bool) -> None:
    """Build the place, unless it is here already."""
    if build.exists():
        click.echo("Keeping the demo that is here (make demo FRESH=1, or --fresh, starts anew)", err=True)
        return
    click.echo("Building an invented place", err=True)
    progress = Progress(quiet=quiet)
    try:
        build.build(people=people, seed=seed, anchor=anchor or clock.today(), place=place, progress=progress)
    except EcotoneError as error:
        raise click.ClickException(_sentence(error)) from error
    finally:
        progress.close()


def who_can_sign_in(*, as_json: bool) -> str:
    """Names, titles and what each is good for trying."""
    people = [dict(zip(("name", "title", "what_for"), row, strict=True)) for row in build.who_can_sign_in()]
    if as_json:
        return json.dumps({"who_can_sign_in": people}, indent=2)
    wide = max((len(person["name"]) for person in people), default=0)
    rows = [f"  {person['name'].ljust(wide)}  {person['title']}: {person['what_for']}" for person in people]
    return "\n".join(["", "You can sign in, with one click, as", *rows, ""])


def _sentence(error: EcotoneError) -> str:
    return "\n".join(map(say_problem, error.problems)) if isinstance(error, Invalid) else str(error)
