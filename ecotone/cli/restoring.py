"""`ecotone restore`: a backup, whole, into a place that has nothing to lose; or nothing at all.

Everything happens in one transaction: whatever stops it, a damaged row, a full disk, a kill, leaves what was there.
The tables are made as they were when the backup was taken, filled, and only then brought up to date.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import click
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader

from ecotone.access import queries
from ecotone.cli import archive, database, loading, tables
from ecotone.cli.progress import Progress
from ecotone.ground.statistics import gather_statistics
from ecotone.procedures.erasing import apply_again, known_erased, list_of_erased


def restore(path: Path, *, fresh: bool, yes: bool, as_json: bool, erased: Iterable[Path] = ()) -> None:
    """Reads the file, all of it, before anything is touched. Raises ClickException; then nothing was changed."""
    progress = Progress(quiet=as_json)
    with database.to_oneself(), archive.opened(path) as file:
        nodes, fitting = _fits(file)
        _check(file, fitting, progress)
        gone = _erased_since(erased)
        old = _what_goes(fresh=fresh, yes=yes)
        try:
            with loading.all_or_nothing():
                loading.drop(old)
                lacking = _put_back(file, nodes, fitting, progress)
                again = apply_again(gone)
        except (DatabaseError, InterfaceError, OverflowError, TypeError, ValueError) as error:
            raise file.fault(f"the database does not take it ({str(error).strip()})") from error
        finally:
            progress.close()
        queries.settled.cache_clear()
        gather_statistics()
    said = {
        "file": str(path),
        "taken_at": file.manifest.taken_at,
        "rows": file.manifest.rows,
        "migrated": lacking,
        "erased": again,
    }
    click.echo(json.dumps(said) if as_json else _in_words(file.manifest, lacking, again))


def _erased_since(given: Iterable[Path]) -> list[tuple[UUID | None, UUID | None]]:
    """Who was erased: by the list beside the database, by those that were given, by the place that makes way.

    Raises ClickException for a list that cannot be read: nobody is brought back because of that.
    """
    found = database.erased_here()
    for path in [*([list_of_erased()] if list_of_erased().exists() else []), *given]:
        try:
            found += known_erased(path.read_text().splitlines())
        except (OSError, ValueError, AttributeError) as error:
            words = f"{path} is no list of those erased ({error}). Nothing was changed."
            raise click.ClickException(words) from error
    return found


def _fits(file: archive.Reader) -> tuple[tables.Nodes, dict[str, tables.Table]]:
    """The migrations of the file and their tables. Raises ClickException for what this version does not know."""
    loader = MigrationLoader(None)
    nodes = [(app, name) for app, names in file.manifest.migrations.items() for name in names]
    if newer := [f"{app}.{name}" for app, name in nodes if (app, name) not in loader.graph.nodes]:
        by = f"it was written by a newer Ecotone ({file.manifest.ecotone}), and this one lacks {', '.join(newer[:3])}"
        raise file.fault(f"{by}. Bring Ecotone up to date first")
    there = tables.at(loader, nodes)
    if odd := set(there) - tables.SESSIONS ^ set(file.manifest.tables):
        raise file.fault(f"its tables are not those of its migrations ({', '.join(sorted(odd)[:3])})")
    for name, part in file.manifest.tables.items():
        if sorted(part.columns) != sorted(there[name].columns):
            raise file.fault(f"its columns of {name} are not those of its migrations")
    return nodes, there


def _check(file: archive.Reader, fitting: dict[str, tables.Table], progress: Progress) -> None:
    """Reads every row once. Raises ClickException for the first that is damaged or has a value that cannot be."""
    done = 0
    for name, part in file.manifest.tables.items():
        try:
            for _ in fitting[name].back(part.columns, file.rows(name)):
                done += 1
                if done % tables.BATCH == 0:
                    progress("Checking the file", done, file.manifest.rows)
        except (TypeError, ValueError) as error:
            raise file.fault(f"a value in {name} cannot be ({error})") from error
    progress.close()


def _what_goes(*, fresh: bool, yes: bool) -> list[tables.Table]:
    """The tables that are here now and will make way, once it is certain that nobody misses what is in them."""
    with database.errors_in_words():
        loader = MigrationLoader(connection)
        nodes, unknown = tables.applied(loader)
        here = tables.at(loader, nodes)
        mark = database.mark()
        filled = [name for name in here if not name.startswith(tables.NOBODYS) and _has_rows(name)]
    if unknown:
        raise click.ClickException("The database here belongs to a newer Ecotone. Choose another by DATABASE_URL.")
    name = mark.name if mark else "nameless"
    if filled and not fresh:
        raise click.ClickException(
            f"There is a place here already ({name}), and a backup is put into an empty database only. "
            "Choose another by DATABASE_URL or ECOTONE_DATA, or throw this one away by --fresh."
        )
    if filled and not yes:
        typed = click.prompt(f"All that is here goes. Type the name of this place ({name}) to do it", err=True)
        if typed.strip() != name:
            raise click.ClickException("That is not its name. Nothing was changed.")
    return list(here.values())


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 (a table of ours)
        return cursor.fetchone() is not None


def _put_back(file: archive.Reader, nodes: tables.Nodes, there: dict[str, tables.Table], progress: Progress) -> int:
    """Makes the tables, fills them, brings them up to date; how many migrations that took."""
    told, done = file.manifest.tables, 0
    with loading.made(there.values(), nodes):
        for name in told:
            for put in loading.load(there[name], told[name].columns, file.rows(name)):
                done += put
                progress("Putting back what was there", done, file.manifest.rows)
        progress.close()
        click.echo("  Building indexes, checking what belongs together", err=True)
    loading.number_on(there.values())
    if wrong := [name for name in told if tables.how_many(name) != told[name].rows]:
        raise file.fault(f"not all rows of {', '.join(wrong)} arrived")
    lacking = len(database.pending())
    call_command("migrate", interactive=False, verbosity=0)
    return lacking


def _in_words(manifest: archive.Manifest, lacking: int, again: int) -> str:
    since = f" It was brought up to date by {lacking} steps." if lacking else ""
    return (
        f"{manifest.place or 'A place without a name'} is here again as it stood at {manifest.taken_at}: "
        f"{manifest.rows:,} rows of {len(manifest.tables)} tables.{since}\n"
        f"{again} who had been erased since were erased again.\n"
        "Everyone signs in anew. Next: `ecotone check`, then `ecotone serve`."
    )
