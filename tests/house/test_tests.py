"""Tests try the house itself: nothing of our own is replaced by a stand-in."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import ROOT, files, tree, where

STAND_INS = {"mock", "unittest.mock", "pytest_mock"}
REPLACES = re.compile(r"mocker$|monkeypatch\.setattr\('ecotone")


def stand_ins(syntax: ast.AST) -> Iterator[ast.AST]:
    """Imports of mocking libraries, and `monkeypatch.setattr("ecotone…")`."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.Import) and {alias.name for alias in node.names} & STAND_INS:
            yield node
        elif isinstance(node, ast.ImportFrom):
            names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            if names & STAND_INS:
                yield node
        elif isinstance(node, ast.Call | ast.arg) and REPLACES.match(ast.unparse(node)):
            yield node


def test_nothing_of_our_own_is_mocked():
    assert not [where(path, node) for path in files(ROOT / "tests") for node in stand_ins(tree(path))]


def test_each_kind_of_stand_in_is_found():
    planted = """
import unittest.mock
from unittest import mock
from unittest.mock import patch
def test_x(mocker): ...
monkeypatch.setattr("ecotone.ground.clock.now", None)
"""
    assert len(list(stand_ins(ast.parse(planted)))) == 5
