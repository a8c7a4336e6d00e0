"""`ecotone backup`: the whole place in one file, as it stood at one moment, while people go on writing."""

import json
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import click
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ecotone.cli import archive, database, tables
from ecotone.cli.progress import Progress
from ecotone.ground import clock

LONG_AGO = timedelta(days=2)
"""After which `ecotone check` speaks up: a day for the next backup, and one to notice that it failed."""


def back_up(path: Path, *, force: bool, as_json: bool) -> None:
    """Writes the file and says what is in it. Raises ClickException, and leaves nothing behind, where it cannot."""
    if path.exists() and not force:
        raise click.ClickException(f"{path} is there already. Choose another name, or overwrite it by --force.")
    file = database.sqlite_file()
    if file is not None and not file.exists():
        raise click.ClickException("There is no database here yet, so there is nothing to back up.")
    progress = Progress(quiet=as_json)
    try:
        with database.errors_in_words(), archive.written(path) as writer:
            manifest = _write_all(writer, progress)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}. Nothing was kept of it.") from error
    finally:
        progress.close()
    mark().write_text(manifest.taken_at)
    size = path.stat().st_size
    said = {"file": str(path), "bytes": size, "taken_at": manifest.taken_at, "rows": manifest.rows}
    click.echo(json.dumps(said | {"tables": len(manifest.tables)}) if as_json else _in_words(path, size, manifest))


def mark() -> Path:
    """Where it is noted when the last backup was taken from this machine."""
    return settings.DATA / "last-backup"


def _write_all(writer: archive.Writer, progress: Progress) -> archive.Manifest:
    taken_at = clock.now()  # before the moment that is read: what was acknowledged until then is in it
    with tables.one_moment():
        nodes, kept = _what_is_kept()
        mark = database.mark()
        total = sum(tables.how_many(table.name) for table in kept)
        for table in kept:
            done = sum(part.rows for part in writer.parts.values())
            writer.add(table.name, table.columns, _told(tables.read(table), progress, done, total))
    manifest = archive.Manifest(
        ecotone=version("ecotone"),
        place=mark.name if mark else "",
        taken_at=taken_at.isoformat(),
        database=connection.vendor,
        migrations={app: [name for of, name in nodes if of == app] for app, _ in nodes},
        tables=writer.parts,
    )
    writer.close(manifest)
    return manifest


def _what_is_kept() -> tuple[tables.Nodes, list[tables.Table]]:
    """The migrations this database has, and every table but those of sessions."""
    loader = MigrationLoader(connection)
    nodes, unknown = tables.applied(loader)
    if unknown:
        raise click.ClickException("This database belongs to a newer Ecotone. Back it up with that one.")
    if not nodes:
        raise click.ClickException("The database has no tables yet, so there is nothing to back up.")
    return nodes, [table for name, table in tables.at(loader, nodes).items() if name not in tables.SESSIONS]


def _told(
    batches: Iterator[list[archive.Row]], progress: Progress, done: int, total: int
) -> Iterator[list[archive.Row]]:
    for batch in batches:
        yield batch
        done += len(batch)
        progress("Writing down what is there", done, total)


def _in_words(path: Path, size: int, manifest: archive.Manifest) -> str:
    return (
        f"{path}: {manifest.rows:,} rows of {len(manifest.tables)} tables, {size / 1e6:.1f} MB.\n"
        "It holds all that people have said here, in the clear: encrypt it before it leaves this machine.\n"
        "The secret key is not in it. docs/how-to/backup.md says how both are kept, and how to try a backup out."
    )
