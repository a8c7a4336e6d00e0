"""Taking a file in from the command line: what would happen, then whether it did, in words or as JSON."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ecotone.adapters import running
from ecotone.adapters.actions import receive
from ecotone.adapters.intake import Report, Source, plan
from ecotone.adapters.reading import Unreadable
from ecotone.adapters.rules import Format, RunState
from ecotone.adapters.words import KINDS
from ecotone.cli import database
from ecotone.cli.caller import COMMAND
from ecotone.cli.progress import Progress
from ecotone.ground.errors import Problem
from ecotone.web import taken_in
from ecotone.web.words import say_problem

SHOWN = 30
"""Refusals and warnings that are printed; JSON has up to a thousand of each."""


def take_in(
    name: str, path: str, open_source: Callable[[], Source], *, partial: bool, dry_run: bool, as_json: bool
) -> bool:
    """Takes the file in, unless it is a dry run; prints the report. True if nothing that mattered was refused."""
    with database.errors_in_words():
        lacking = database.pending()
    if lacking:
        raise click.ClickException(f"The database lacks {len(lacking)} steps. `ecotone serve` brings them in.")
    progress = Progress(quiet=as_json)
    try:
        report = _taken_in(name, Path(path), open_source, partial=partial, dry_run=dry_run, progress=progress)
    except Unreadable as wrong:
        report = Report()
        report.refuse_all(wrong.problem)
    finally:
        progress.close()
    click.echo(json.dumps(as_record(report), indent=2, default=str) if as_json else in_words(report, dry_run=dry_run))
    return not report.refusals or (partial and report.total("created") + report.total("changed") > 0)


def _taken_in(
    name: str, path: Path, open_source: Callable[[], Source], *, partial: bool, dry_run: bool, progress: Progress
) -> Report:
    source, told = open_source(), progress.counting("Reading")
    if dry_run:
        return plan(source, told=told)
    file_hash, size = running.hash_and_size(path)
    run = receive(
        by=COMMAND,
        format=Format(name.replace("-", "_")),
        file_name=path.name,
        file_hash=file_hash,
        file_size=size,
        actor_id=source.whose,
        options={"partial": partial},
        waits=False,
    )
    report = running.read(by=COMMAND, run_id=run.id, source=source, told=told)
    if report.refusals and not partial:
        running.move_run(by=COMMAND, run_id=run.id, state=RunState.DROPPED, report=report)
        return report.unsaved()
    saving = progress.counting("Saving")
    return running.save(by=COMMAND, run_id=run.id, source=source, partial=partial, told=saving)


def as_record(report: Report) -> dict[str, Any]:
    """The report as programs read it; see docs/reference/importing.md."""
    return asdict(taken_in.outcome(report, report.counts, saved=report.saved))


def in_words(report: Report, *, dry_run: bool) -> str:
    lines = []
    for outcome in ("created", "changed", "closed", "unchanged"):
        counted = [f"{report.counts[outcome, kind]} {KINDS[kind]}" for kind in report.kinds]
        told = ", ".join(each for each in counted if not each.startswith("0 "))
        if told:
            lines.append(f"{outcome.capitalize()}: {told}")
    for kind, number in report.not_taken.items():
        lines.append(f"Not taken: {number} × {kind}")
    lines += _several("Refused", report.refused, report.more_refused)
    lines += _several("Worth knowing", report.warnings, report.more_warnings)
    return "\n".join([*lines, "", _close(report, dry_run=dry_run)])


def _several(title: str, found: list[Any], more: int) -> list[str]:
    if not found:
        return []
    rows = [f"  {_where(each.row, each.problem)}{say_problem(each.problem)}" for each in found[:SHOWN]]
    rest = len(found) - SHOWN + more
    return [
        f"{title} ({len(found) + more}):",
        *rows,
        *([f"  … and {rest} more: --json has them"] if rest > 0 else []),
    ]


def _where(row: int | str, problem: Problem) -> str:
    place = f"row {row}" if isinstance(row, int) else row
    return "".join(f"{part}: " for part in (place, problem.field) if part)


def _close(report: Report, *, dry_run: bool) -> str:
    if dry_run:
        return "This was a trial: nothing has been saved. Leave out --dry-run to save it."
    if report.saved:
        return (
            "Saved." if not report.refusals else "Saved, but for what was refused. Mend those rows and run it again."
        )
    return "Nothing has been saved. Mend what is refused and run it again, or save the rest with --partial."
