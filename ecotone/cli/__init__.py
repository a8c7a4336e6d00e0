"""The command `ecotone`: serves the pages, checks a deployment, builds and serves the invented place.

Exit codes: 0 all is well, 1 something is wrong (said in a sentence), 2 the command was used wrongly.
Django wakes only inside a command, and what needs it is imported only then: `ecotone --help` answers at once.
"""

import os
import sys
from datetime import datetime

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
    database.bring_up_to_date()
    serving.collect_static()
    serving.listen(host=host, port=port, threads=threads, workers=workers, clock=clock)


@main.command()
@click.option("--every", type=click.IntRange(1), metavar="MINUTES", help="go on, until stopped")
@click.option("--beside", type=click.IntRange(1), hidden=True, help="the process with which to end")
@as_json
def tick(*, every: int | None, beside: int | None, as_json: bool) -> None:
    """Do what is due by itself: tell leads that no reply came, return asks to their askers, publish, send mail."""
    _wake()
    from ecotone.cli import ticking

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
