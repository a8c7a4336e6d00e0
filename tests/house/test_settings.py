"""Every setting read from the environment is in docs/reference/settings.md, and every one there is read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pytest import MonkeyPatch

from config import settings
from tests.house.source import ROOT, files, tree

PAGE = ROOT / "docs/reference/settings.md"


def read_from_environment(syntax: ast.AST) -> Iterator[str]:
    """Names read by os.environ.get("X"), os.environ["X"] or os.getenv("X")."""
    for node in ast.walk(syntax):
        text = ast.unparse(node) if isinstance(node, ast.Call | ast.Subscript) else ""
        if match := re.match(r"(?:os\.)?(?:environ\.get\(|environ\[|getenv\()['\"](\w+)['\"]", text):
            yield match[1]


def test_the_page_lists_what_is_read_and_nothing_else():
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.M)
    read = {name for path in [*files(), *files(ROOT / "config")] for name in read_from_environment(tree(path))}
    assert sorted(listed) == sorted(read)


def test_each_way_of_reading_is_seen():
    planted = 'import os\nos.environ.get("A", "x"); os.environ["B"]; os.getenv("C"); os.environ.setdefault("D", "")'
    assert sorted(set(read_from_environment(ast.parse(planted)))) == ["A", "B", "C"]


def test_processes_that_begin_at_the_same_moment_find_the_same_keys(tmp_path: Path, monkeypatch: MonkeyPatch):
    """What one keyed must be proved by all: whoever makes a key a moment later takes the first."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    other: list[str] = []

    def while_another_begins(length: int) -> str:
        monkeypatch.undo()
        monkeypatch.setattr(settings, "DATA", tmp_path)
        other.append(settings._secret(None, "a-key"))
        return "too late"

    monkeypatch.setattr(settings.secrets, "token_urlsafe", while_another_begins)
    assert [settings._secret(None, "a-key")] == other
    assert [path.name for path in tmp_path.iterdir()] == ["a-key"]
