"""The command `ecotone`: serves the pages, checks a deployment, builds and serves the invented place.

Exit codes: 0 all is well, 1 something is wrong (said in a sentence), 2 the command was used wrongly.
Django wakes only inside a command, and what needs it is imported only then: `ecotone --help` answers at once.
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

host = click.option("--host", default="127.0.0.1", show_default=True, help="the address to listen at")
port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="the port")
as_json = click.option("--json", "as_json", is_flag=True, help="print results as JSON")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ecotone")
def main() -> None:
    """Ecotone: one shared place for a local care ecosystem."""


@main.command()
@host
@port
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1), help="requests answered at once")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="processes of so many threads")
@click.option("--clock/--no-clock", default=True, show_default=True, help="let `ecotone tick` run beside it")
def serve(*, host: str, port: int, threads: int, workers: int, clock: bool) -> None:
    """Serve the pages; the database is brought up to date first."""
    _say_where(host, port)
    _wake()
    from ecotone.cli import database, serving

    serving.must_be_free(host, port)
    with database.in_use():
        database.bring_up_to_date()
        serving.collect_static()
        serving.listen(host=host, port=port, threads=threads, workers=workers, clock=clock)


@main.command()
@click.option("--every", type=click.IntRange(1), metavar="MINUTES", help="go on, until stopped")
@click.option("--beside", type=click.IntRange(1), hidden=True, help="the process with which to end")
@click.option("--only-imports", is_flag=True, help="take in the files that wait, and do nothing else")
@as_json
def tick(*, every: int | None, beside: int | None, only_imports: bool, as_json: bool) -> None:
    """Do what is due by itself: tell leads that no reply came, return asks to their askers, publish, send mail."""
    _wake()
    from ecotone.cli import ticking

    if only_imports:
        ticking.take_in_what_waits()
        return
    ticking.wind(every=every, beside=beside, as_json=as_json)


@main.command()
@as_json
def check(*, as_json: bool) -> None:
    """Look whether this deployment is in order; changes nothing."""
    _wake()
    from ecotone.cli import health

    findings = list(health.findings())
    click.echo(health.as_json(findings) if as_json else health.as_text(findings))
    sys.exit(any(finding.state == "wrong" for finding in findings))


@main.group()
def audit() -> None:
    """Look whether the record of who looked and wrote is as it was written."""


@audit.command()
@click.option("--checkpoint", "checkpoints", multiple=True, metavar="N:LINK", help="one that was kept elsewhere")
@as_json
def verify(*, checkpoints: tuple[str, ...], as_json: bool) -> None:
    """Find every entry that was altered, taken out or put in; exit 1 if there is one. Changes nothing."""
    _wake()
    from ecotone.cli import auditing

    auditing.verify(checkpoints, as_json=as_json)


@audit.command()
def checkpoint() -> None:
    """Print how far the audit goes, as one line: keep it where nobody who keeps this place can alter it."""
    _wake()
    from ecotone.cli import auditing

    auditing.checkpoint()


@main.command()
@click.option("--name", prompt="What is this place called", help="what the place is called: Lanarkshire")
@click.option("--organisation", prompt="Which organisation keeps it", help="whose steward lets others in")
@click.option("--sector", default="council", show_default=True, help="that organisation's sector")
@click.option("--steward", prompt="Who is its steward", help="the steward's name")
@click.option("--email", prompt="The steward's e-mail address", help="the address the steward signs in with")
@click.option("--needs/--no-needs", default=True, show_default=True, help="begin with our list of kinds of need")
@as_json
def begin(*, name: str, organisation: str, sector: str, steward: str, email: str, needs: bool, as_json: bool) -> None:
    """Begin a live place in an empty database, with somebody who can let others in."""
    _wake()
    from ecotone.cli import beginning

    beginning.begin(
        name=name,
        organisation=organisation,
        sector=sector,
        steward=steward,
        email=email,
        needs=needs,
        as_json=as_json,
    )


@main.command("let-in")
@click.argument("email")
@click.option("--name", required=True, help="the name of whoever it is")
@click.option("--to", "team", required=True, help="the team or organisation, by its name or id")
@click.option("--role", default="worker", show_default=True, help="worker, lead, administrator, officer, steward …")
@click.option("--title", default="", help="what they do there  [default: the role]")
@as_json
def let_in(*, email: str, name: str, team: str, role: str, title: str, as_json: bool) -> None:
    """Give somebody an account, and a hat in a team: prints the link by which they choose a password."""
    _wake()
    from ecotone.cli import beginning

    beginning.let_in(email=email, name=name, team=team, role=role, title=title or role.capitalize(), as_json=as_json)


@main.group()
def token() -> None:
    """Let programs in by /api/v1 and /fhir/R4: each calls in one hat, and may do no more than its scopes."""


@token.command("make")
@click.argument("email")
@click.option("--name", required=True, help="which program it is for")
@click.option(
    "--scope", "scopes", multiple=True, required=True, metavar="SCOPE", help="such as people:read; repeatable"
)
@click.option("--days", default=30, show_default=True, help="for how many days, at most 365")
@click.option("--hat", default="", help="in which hat, by its title, team or id  [default: the only one]")
@as_json
def _make_token(email: str, *, name: str, scopes: tuple[str, ...], days: int, hat: str, as_json: bool) -> None:
    """Make a token for a program that calls in a hat of whoever has this address; it is shown once."""
    _wake()
    from ecotone.cli import programs

    programs.make(email, name=name, scopes=scopes, days=days, hat=hat, as_json=as_json)


@token.command("list")
@click.argument("email", default="")
@as_json
def _list_tokens(email: str, *, as_json: bool) -> None:
    """Name every token that holds, or those of one account."""
    _wake()
    from ecotone.cli import programs

    programs.show(email, as_json=as_json)


@token.command("revoke")
@click.argument("token_id", type=click.UUID, metavar="ID")
@as_json
def _revoke_token(token_id: Any, *, as_json: bool) -> None:
    """End a token at once."""
    _wake()
    from ecotone.cli import programs

    programs.revoke(token_id, as_json=as_json)


@main.command("lift-second-step")
@click.argument("email")
def lift_second_step(*, email: str) -> None:
    """Take the second step off for somebody who has lost the device and the recovery codes. Ring them first."""
    _wake()
    from ecotone.cli import beginning

    beginning.lift_second_step(email=email)


@main.group("import")
def import_() -> None:
    """Take in what other systems know, from files. What is wrong is said by row; nothing is half-saved."""


def _takes_in(name: str, *, help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that every import has, around a function from its own arguments to the source that it reads."""

    def command(source: Callable[..., Any]) -> Callable[..., Any]:
        def run(path: str, *, partial: bool, dry_run: bool, as_json: bool, **options: Any) -> None:
            _wake()
            from ecotone.cli import importing

            well = importing.take_in(
                name, path, lambda: source(path, **options), partial=partial, dry_run=dry_run, as_json=as_json
            )
            sys.exit(0 if well else 1)

        for option in (
            as_json,
            click.option("--dry-run", is_flag=True, help="say what would happen, and save nothing"),
            click.option("--partial", is_flag=True, help="save what is in order, though other rows are refused"),
            click.argument("path", type=click.Path()),
        ):
            run = option(run)
        run.__click_params__ += getattr(source, "__click_params__", [])  # type: ignore[attr-defined]
        return import_.command(name, help=help)(run)

    return command


@_takes_in("places", help="The map: a folder with the data-zone table, and outlines and postcodes if you have them.")
def _places(path: str) -> Any:
    from ecotone.adapters.geography.load import Geography

    return Geography(Path(path))


@_takes_in("care-inspectorate", help="Registered care services, from the Care Inspectorate's monthly file.")
def _care_inspectorate(path: str) -> Any:
    from ecotone.adapters.care_inspectorate.load import CareInspectorate

    return CareInspectorate(Path(path))


@_takes_in("charities", help="Charities, from a register: OSCR's, the Charity Commission's, or one with org-ids.")
@click.option("--postcodes", multiple=True, metavar="ML6", help="only where the postcode begins so; may be repeated")
def _charities(path: str, *, postcodes: tuple[str, ...]) -> Any:
    from ecotone.adapters.charities.load import Charities

    return Charities(Path(path), postcodes)


_whose = click.option("--for", "whose", required=True, metavar="ACTOR", help="whose list it is, by name or id")
_columns = click.option(
    "--map",
    "columns",
    type=click.Path(path_type=Path),
    help="JSON with a column for each field  [default: remembered]",
)
_sheet = click.option("--sheet", default="", help="which sheet, where a workbook has several")


@_takes_in("spreadsheet", help="A group's own list of what it offers, as .csv, .xlsx or .ods.")
@_whose
@_columns
@_sheet
def _spreadsheet(path: str, **options: Any) -> Any:
    from ecotone.adapters.spreadsheet.load import Spreadsheet
    from ecotone.cli import lists

    return lists.opened(Spreadsheet, Path(path), **options)


@_takes_in("organisations", help="Organisations, from a list that somebody keeps, as .csv, .xlsx or .ods.")
@_whose
@_columns
@_sheet
def _organisations(path: str, **options: Any) -> Any:
    from ecotone.adapters.spreadsheet.load import Organisations
    from ecotone.cli import lists

    return lists.opened(Organisations, Path(path), **options)


@_takes_in("fhir", help="FHIR R4 as bundles, NDJSON or single resources: people, circles, organisations, services.")
@click.option(
    "--source", "whose", default="", metavar="NAME", help="whose system it is, to tell its ids from others'"
)
@click.option("--team", "team_id", type=click.UUID, metavar="ID", help="who is to help everyone  [default: nobody]")
@click.option("--basis", type=click.Choice(["consent", "legal_duty"]), help="with --team: on what basis they may")
def _fhir(path: str, *, whose: str, team_id: Any, basis: str | None) -> Any:
    from ecotone.access.rules import Basis
    from ecotone.adapters.fhir.load import Bundles

    if (team_id is None) != (basis is None):
        raise click.UsageError("--team and --basis belong together: who is to help them, and on what basis.")
    return Bundles(Path(path), whose=whose, team_id=team_id, basis=Basis(basis or "consent"))


@main.group("export")
def export_() -> None:
    """Give out what is here in other systems' formats, to a file."""


@export_.command("fhir")
@click.argument("path", type=click.Path(dir_okay=False))
@click.option("--person", "person_id", type=click.UUID, metavar="ID", help="her record, as she herself sees it")
@click.option("--directory", is_flag=True, help="organisations, places and services, one resource to a line")
def _export_fhir(path: str, *, person_id: Any, directory: bool) -> None:
    """FHIR R4: a bundle of one person's record, for her who asks for it, or the whole directory as NDJSON."""
    if (person_id is None) != directory:
        raise click.UsageError("Say what to give out: either --person ID or --directory.")
    _wake()
    from ecotone.cli import exporting

    click.echo(exporting.fhir(Path(path), person_id))


@_takes_in(
    "openreferral", help="Services, from Open Referral: HSDS 3.0 as JSON, API pages or tables, or the older UK shape."
)
def _openreferral(path: str) -> Any:
    from ecotone.adapters.openreferral.load import OpenReferral

    return OpenReferral(Path(path))


@export_.command("openreferral")
@click.argument("path", type=click.Path(dir_okay=False))
@click.option(
    "--format",
    "shape",
    default="json",
    show_default=True,
    type=click.Choice(["json", "ndjson", "tabular"]),
    help="one API page, one service to a line, or a tabular data package (zip)",
)
@as_json
def _export_openreferral(path: str, *, shape: str, as_json: bool) -> None:
    """Write the active services as Open Referral (HSDS 3.0)."""
    _wake()
    from ecotone.cli import exporting

    exporting.openreferral(Path(path), shape, as_json=as_json)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="overwrite a file that is there")
@as_json
def backup(*, file: Path, force: bool, as_json: bool) -> None:
    """Write all that is here into one FILE, while the pages are served."""
    _wake()
    from ecotone.cli import backing_up

    backing_up.back_up(file, force=force, as_json=as_json)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--fresh", is_flag=True, help="throw the place that is here away first; asks for its name")
@click.option("--yes", is_flag=True, help="do not ask")
@click.option(
    "--erased",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="a list of those erased that was kept elsewhere, beside the one here",
)
@as_json
def restore(*, file: Path, fresh: bool, yes: bool, erased: tuple[Path, ...], as_json: bool) -> None:
    """Put back what a backup FILE holds, into an empty database of either kind. Whoever was erased since is again."""
    _wake()
    from ecotone.cli import restoring

    restoring.restore(file, fresh=fresh, yes=yes, as_json=as_json, erased=erased)


@main.command()
@click.option(
    "--people", default=2000, show_default=True, type=click.IntRange(1, 655_000), help="how many live there"
)
@click.option("--seed", default=1, show_default=True, help="another seed makes another place")
@click.option("--anchor", type=click.DateTime(["%Y-%m-%d"]), help="the day it is there  [default: today]")
@click.option("--place", default="lanarkshire", show_default=True, help="which invented place")
@click.option("--fresh", is_flag=True, help="throw the demo that is here away and start anew")
@click.option("--serve/--no-serve", default=True, show_default=True, help="serve it once it is built")
@host
@port
@as_json
def demo(
    *,
    people: int,
    seed: int,
    anchor: datetime | None,
    place: str,
    fresh: bool,
    serve: bool,
    host: str,
    port: int,
    as_json: bool,
) -> None:
    """Build an invented place, unless one is here, and serve it."""
    _say_where(host, port)
    _wake()
    from ecotone.cli import database, inventing, serving

    if serve:
        serving.must_be_free(host, port)
    inventing.make_way(fresh=fresh)
    with database.in_use():
        database.bring_up_to_date()
        inventing.invent(people=people, seed=seed, anchor=anchor and anchor.date(), place=place, quiet=as_json)
        click.echo(inventing.who_can_sign_in(as_json=as_json))
        if serve:
            serving.collect_static()
            serving.listen(host=host, port=port, threads=8, workers=1, clock=True)


def _say_where(host: str, port: int) -> None:
    """Where links in mail lead while nobody says otherwise: to what is about to be served, when tried out."""
    if os.environ.get("ECOTONE_HTTPS") != "1":
        named = f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (read, not bound)
        os.environ.setdefault("ECOTONE_ADDRESS", f"http://{named}:{port}")


def _wake() -> None:
    """Start Django. A wrong setting is said in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    try:
        django.setup()
        settings.DATA.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError, KeyError) as error:
        words = f"A setting is wrong: {error}. docs/reference/settings.md lists them."
        raise click.ClickException(words) from error
