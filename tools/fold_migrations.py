"""Folds a room's first migration: indexes and constraints go into the tables they belong to.

    python tools/fold_migrations.py people care …       rewrites ecotone/<room>/migrations/0001_initial.py

Django writes them as steps of their own behind all tables. Each such step draws every related table anew, and on
SQLite copies the table, so that making a database takes twice as long as it need. What comes out is the same tables:
`makemigrations --check` finds nothing to do. Only for first migrations that nobody has run on data they want to keep.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter

ROOT = Path(__file__).resolve().parent.parent


def folded(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations, with every index and constraint inside the table it belongs to, where that is complete."""
    later = {operation.model_name_lower for operation in operations if isinstance(operation, AddField)}
    tables = {operation.name_lower: operation for operation in operations if isinstance(operation, CreateModel)}
    kept: list[Operation] = []
    for operation in operations:
        is_part = isinstance(operation, AddIndex | AddConstraint)
        if not is_part or operation.model_name_lower in later or operation.model_name_lower not in tables:
            kept.append(operation)
            continue
        options = tables[operation.model_name_lower].options
        if isinstance(operation, AddIndex):
            options["indexes"] = [*options.get("indexes", []), operation.index]
        else:
            options["constraints"] = [*options.get("constraints", []), operation.constraint]
    return kept


def fold(room: str) -> None:
    module = importlib.import_module(f"ecotone.{room}.migrations.0001_initial")
    migration = module.Migration("0001_initial", room)
    before = len(migration.operations)
    migration.operations = folded(migration.operations)
    migration.initial = True
    path = ROOT / "ecotone" / room / "migrations/0001_initial.py"
    path.write_text(MigrationWriter(migration, include_header=False).as_string())
    sys.stdout.write(f"{path.relative_to(ROOT)}: {before} steps, now {len(migration.operations)}\n")


def main(rooms: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for room in rooms:
        fold(room)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
