"""Folds a room's migrations: what later steps of one add to a table that the same one makes goes into that table.

    python tools/fold_migrations.py people care …       rewrites what can be shorter in ecotone/<room>/migrations

Django writes keys to tables that are made later, indexes and constraints as steps of their own behind all tables.
Each such step draws every related table anew, and on SQLite copies the table, so that making a database takes twice
as long as it need. What comes out is the same tables: `makemigrations --check` finds nothing to do, and a database
that has run the longer migration notices nothing.
"""

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import django
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter

ROOT = Path(__file__).resolve().parent.parent


def folded(room: str, operations: Sequence[Operation]) -> list[Operation]:
    """The same operations, with every key, index and constraint inside the table it belongs to, if that is made here.

    The tables come where the first of them came, each behind those it points to. Where they point to each other in a
    ring, all is left as it was.
    """
    tables: dict[str, CreateModel] = {}
    rest: list[Operation] = []
    first = next((place for place, each in enumerate(operations) if isinstance(each, CreateModel)), 0)
    for operation in operations:
        if isinstance(operation, CreateModel):
            tables[operation.name_lower] = operation
        elif complete := _completed(tables, operation):
            tables[complete.name_lower] = complete
        else:
            rest.append(operation)
    pointing = {name: set(_targets(room, table)) & (tables.keys() - {name}) for name, table in tables.items()}
    try:
        made = [tables[name] for name in TopologicalSorter(pointing).static_order()]
    except CycleError:
        return list(operations)
    return [*rest[:first], *made, *rest[first:]]


def _completed(tables: dict[str, CreateModel], operation: Operation) -> CreateModel | None:
    """The table with what the operation adds to it; None where it adds nothing to a table that is made here."""
    if not isinstance(operation, AddField | AddIndex | AddConstraint):
        return None
    table = tables.get(operation.model_name_lower)
    if table is None:
        return None
    fields, options = list(table.fields), dict(table.options)
    if isinstance(operation, AddField):
        if not operation.preserve_default:
            return None
        fields.append((operation.name, operation.field))
    elif isinstance(operation, AddIndex):
        options["indexes"] = [*options.get("indexes", []), operation.index]
    else:
        options["constraints"] = [*options.get("constraints", []), operation.constraint]
    return CreateModel(table.name, fields, options, table.bases, table.managers)


def _targets(room: str, table: CreateModel) -> Iterator[str]:
    """The room's own tables that this one points to."""
    for _, field in table.fields:
        target = getattr(field.remote_field, "model", None)
        if isinstance(target, str) and target.lower().startswith(f"{room}."):
            yield target.lower().partition(".")[2]


def fold(path: Path) -> None:
    room = path.parent.parent.name
    migration = importlib.import_module(f"ecotone.{room}.migrations.{path.stem}").Migration(path.stem, room)
    before = len(migration.operations)
    migration.operations = folded(room, migration.operations)
    if len(migration.operations) < before:
        path.write_text(MigrationWriter(migration, include_header=False).as_string())
        sys.stdout.write(f"{path.relative_to(ROOT)}: {before} steps, now {len(migration.operations)}\n")


def main(rooms: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for room in rooms:
        for path in sorted((ROOT / "ecotone" / room / "migrations").glob("[0-9]*.py")):
            fold(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
