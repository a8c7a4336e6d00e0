"""Reads the house's own source: which modules there are, and what their syntax trees hold."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "ecotone"


def files(below: Path = HOUSE) -> list[Path]:
    """Every Python file of the house, migrations left out."""
    return sorted(path for path in below.rglob("*.py") if "migrations" not in path.parts)


def documents() -> list[Path]:
    """Everything written to be read."""
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def pictures_shown() -> set[Path]:
    """The pictures that documents show."""
    found = ((path, name) for path in documents() for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", path.read_text()))
    return {(path.parent / name).resolve() for path, name in found}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def rooms() -> list[str]:
    return sorted(path.parent.name for path in HOUSE.glob("*/__init__.py"))


def doors(name: str) -> Iterator[ModuleType]:
    """One door (`actions`, `queries`) of every room, a module or a package."""
    for path in [*HOUSE.glob(f"*/{name}.py"), *HOUSE.glob(f"*/{name}/__init__.py")]:
        room = path.relative_to(HOUSE).parts[0]
        yield importlib.import_module(f"ecotone.{room}.{name}")


def public_functions(module: ModuleType) -> Iterator[Callable]:
    """The functions that a module, or a package by its parts, makes itself and offers to others."""
    for name, value in vars(module).items():
        own = inspect.isfunction(value) and f"{value.__module__}.".startswith(f"{module.__name__}.")
        if own and not name.startswith("_"):
            yield value


def called(node: ast.Call) -> str:
    """The last name of what is called: `refuse` for `Verdict.refuse(…)`."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def where(path: Path, node: ast.AST) -> str:
    at = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{at}:{getattr(node, 'lineno', 0)}"
