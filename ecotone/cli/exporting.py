"""Giving out files from the command line: written beside, and put in place once it is whole."""

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import click

from ecotone.access.verdicts import Refused
from ecotone.adapters.fhir import dump
from ecotone.adapters.openreferral import dump as openreferral_dump
from ecotone.adapters.openreferral.dump import Shape
from ecotone.adapters.openreferral.names import foreign_names
from ecotone.cli import database
from ecotone.cli.caller import COMMAND
from ecotone.ground.errors import NotFound
from ecotone.web.fhir import served


def fhir(path: Path, person_id: UUID | None) -> str:
    """Writes the file, readable by its owner alone, and says what is in it. Raises ClickException."""
    if person_id is None:
        return _written(
            path, (json.dumps(each, ensure_ascii=False) for each in dump.directory(served())), "resources"
        )
    try:
        record = dump.carried_away(COMMAND, person_id, served())
    except (NotFound, Refused) as error:
        raise click.ClickException(
            "There is nobody here with this id. It stands in the address of her page."
        ) from error
    if not record.get("entry"):
        raise click.ClickException("There is nobody here with this id. It stands in the address of her page.")
    count = len(record["entry"])
    _written(path, [json.dumps(record, ensure_ascii=False, indent=2)], "")
    return f"{path}: {count} resources. It is her record: hand it to her, and keep no copy."


def openreferral(path: Path, shape: str, *, as_json: bool) -> None:
    """Writes the active services to `path`. ClickException with a sentence where it cannot be written."""
    with database.errors_in_words():
        try:
            dumped = openreferral_dump.dump(path, Shape(shape), foreign_names)
        except OSError as error:
            raise click.ClickException(f"{path} cannot be written: {error.strerror or error}.") from error
    counts = {"services": dumped.services, "organizations": len(dumped.organizations), "withheld": dumped.withheld}
    if as_json:
        click.echo(json.dumps({"path": str(path), "format": shape, **counts}))
        return
    click.echo(f"{path}: {dumped.services} services of {len(dumped.organizations)} organisations.")
    if dumped.withheld:
        click.echo(f"{dumped.withheld} confidential sites were left out: their addresses are told to nobody.")


def _written(path: Path, lines: Iterable[str], what: str) -> str:
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            number = 0
            for number, line in enumerate(lines, 1):  # noqa: B007 (said below)
                file.write(f"{line}\n")
        Path(beside).replace(path)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
    return f"{path}: {number} {what}."
