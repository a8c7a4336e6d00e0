"""Looks at the files themselves: none too long, none that names a machine or a package registry.

Each rule takes a path and its text and returns what is wrong, in sentences; `main` asks them about every file
that git keeps or would keep.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 500
MOST_LINES_IN_FUNCTION = 80
WRITTEN_BY_HAND = {".py", ".js", ".mjs", ".scss", ".css", ".html", ".sh", ".toml", ".yml"}

MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:home|root|Users|work)/\w")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|/simple/?\s*$", re.I)
ADDRESS = re.compile(r"(?:https?|file)://")


def too_long(path: Path, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if path.suffix in WRITTEN_BY_HAND and lines > MOST_LINES:
        yield f"{path}: {lines} lines, more than {MOST_LINES}; make it a package"


def functions_too_long(path: Path, text: str) -> Iterator[str]:
    if path.suffix != ".py" or "migrations" in path.parts:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_LINES_IN_FUNCTION:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines, more than {MOST_LINES_IN_FUNCTION}"


def without_docstring(path: Path, text: str) -> Iterator[str]:
    if path.suffix != ".py" or path.parent.name == "migrations" or not text.strip():
        return
    if not ast.get_docstring(ast.parse(text)):
        yield f"{path}: opens without saying why it exists"


def names_a_machine(path: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield f"{path}:{number}: names a path on one machine"


def names_a_registry(path: Path, text: str) -> Iterator[str]:
    """No file names a package registry; a compiled list of dependencies names no address at all."""
    is_list = path.parent.name == "requirements"
    for number, line in enumerate(text.splitlines(), 1):
        if REGISTRY.search(line) or (is_list and ADDRESS.search(line)) or line.strip().startswith('"resolved":'):
            yield f"{path}:{number}: names where packages were fetched from"


RULES = (too_long, functions_too_long, without_docstring, names_a_machine, names_a_registry)


def files() -> list[Path]:
    """What git keeps, or would keep if asked now; what is no text is left out."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in sorted(set(told.split("\0"))) if name and (ROOT / name).is_file()]


def wrong(path: Path) -> Iterator[str]:
    try:
        text = (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for rule in RULES:
        yield from rule(path, text)


def main() -> int:
    found = [sentence for path in files() for sentence in wrong(path)]
    sys.stdout.write("".join(f"{sentence}\n" for sentence in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
