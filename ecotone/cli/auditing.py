"""`ecotone audit`: looks whether the audit is as it was written, and takes what shows it once more from elsewhere."""

import json
import sys
from collections.abc import Iterable
from itertools import islice

import click

from ecotone.access import seals
from ecotone.access.proof import Checkpoint
from ecotone.access.words import WORDS
from ecotone.cli import database
from ecotone.cli.progress import Progress

SHOWN = 50
BLIND = (
    "This cannot see what was taken off the end together with the note of how far it went, nor an audit written anew "
    "by somebody who has the key. `ecotone audit checkpoint`, kept where they cannot reach it, shows both."
)


def verify(given: Iterable[str], *, as_json: bool) -> None:
    """Prints what is wrong, and exits with 1 if anything is. Raises ClickException for what is no checkpoint."""
    try:
        checkpoints = [Checkpoint.read(each) for each in given]
    except ValueError as error:
        raise click.ClickException(f"{error}.") from error
    progress = Progress(quiet=as_json)
    with database.errors_in_words():
        faults = list(
            islice(
                seals.verify(checkpoints, progress=lambda done, of: progress("Looking through the audit", done, of)),
                10_000,
            )
        )
        progress.close()
        state = seals.state()
    if as_json:
        click.echo(json.dumps(_said(state, faults)))
    else:
        click.echo("\n".join(_in_words(state, faults, against=len(checkpoints))))
    sys.exit(1 if faults else 0)


def checkpoint() -> None:
    """Seals what waits, and prints how far the audit goes. Raises ClickException where there is nothing yet."""
    with database.errors_in_words():
        try:
            while seals.seal():
                pass
        except seals.OtherKey as error:
            raise click.ClickException(str(WORDS["access.audit_other_key"])) from error
        head = seals.state().head
    if head is None:
        raise click.ClickException("There is nothing in the audit yet.")
    click.echo(str(head))


def _said(state: seals.State, faults: list[seals.Fault]) -> dict[str, object]:
    return {
        "sealed": state.head.number if state.head else 0,
        "unsealed": state.unsealed,
        "checkpoint": str(state.head or ""),
        "faults": [
            {
                "code": fault.code,
                "number": fault.number,
                "entry": str(fault.entry_id) if fault.entry_id else None,
                "words": str(WORDS[fault.code]),
            }
            for fault in faults
        ],
    }


def _in_words(state: seals.State, faults: list[seals.Fault], *, against: int) -> Iterable[str]:
    sealed = state.head.number if state.head else 0
    waiting = f" {state.unsealed:,} more wait to be sealed." if state.unsealed else ""
    yield f"The audit is sealed as far as entry {sealed:,}.{waiting}"
    for fault in faults[:SHOWN]:
        where = f"Entry {fault.number:,}" if fault.number else "Not sealed yet"
        yield f"  {where}: {WORDS[fault.code]}" + (f" [{fault.entry_id}]" if fault.entry_id else "")
    if len(faults) > SHOWN:
        yield f"  … and {len(faults) - SHOWN:,} more."
    if not faults:
        told = {0: "", 1: " It agrees with the checkpoint."}.get(
            against, f" It agrees with all {against} checkpoints."
        )
        yield f"Nothing in it was altered, taken out or put in.{told}"
    if not against:
        yield BLIND
