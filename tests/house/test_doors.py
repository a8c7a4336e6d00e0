"""Writes go through actions, reads come back frozen, and only the audit writes the audit."""

import ast
import inspect
import typing
from collections.abc import Callable, Iterator

import pytest
from django.db.models import Model

from ecotone.access.models import Account
from ecotone.access.principal import Principal
from tests.house.source import called, doors, files, public_functions, tree, where

ACTIONS = [function for module in doors("actions") for function in public_functions(module)]
QUERIES = [function for module in doors("queries") for function in public_functions(module)]
KEYWORDS = {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
AUDIT = {"AuditEntry", "AuditSubject"}
ADDS = {"add", "create", "bulk_create"}
MAKES = "new"
"""Makes a row of the table that is handed to it first."""
CHANGES = {"update", "delete", "bulk_update", "get_or_create", "update_or_create"}


def name(function: Callable) -> str:
    return f"{function.__module__.removeprefix('ecotone.')}.{function.__name__}"


@pytest.mark.parametrize("function", ACTIONS, ids=name)
def test_every_public_function_among_actions_is_one(function):
    room = function.__module__.split(".")[1]
    assert getattr(function, "action_code", "").startswith(f"{room}."), "is no @action of its own room"
    assert all(p.kind in KEYWORDS for p in inspect.signature(function).parameters.values())


def test_no_two_actions_share_a_code():
    codes = [function.action_code for function in ACTIONS]
    assert sorted(codes) == sorted(set(codes))


def parts(annotation: object) -> Iterator[object]:
    """A type and all that it is made of: list, Account for list[Account]."""
    yield annotation
    for inner in typing.get_args(annotation):
        yield from parts(inner)


def models_returned(function: Callable) -> list[type[Model]]:
    returned = typing.get_type_hints(function).get("return")
    return [part for part in parts(returned) if isinstance(part, type) and issubclass(part, Model)]


@pytest.mark.commitment(3)
@pytest.mark.parametrize("function", QUERIES, ids=name)
def test_no_query_hands_out_a_table_row(function):
    assert "return" in function.__annotations__, "says nothing of what it returns"
    assert not models_returned(function)


def test_a_query_that_hands_one_out_is_found():
    def planted(principal: Principal) -> dict[str, list[Account]]: ...

    assert models_returned(planted) == [Account]


def audit_writes(syntax: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Where rows of the audit are added or changed."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.Call):
            names = {part.id for part in ast.walk(node.func) if isinstance(part, ast.Name)}
            if called(node) == MAKES:
                names = {first.id for first in node.args[:1] if isinstance(first, ast.Name)}
            if names & AUDIT and (called(node) in ADDS | CHANGES | AUDIT | {MAKES}):
                yield called(node), node


@pytest.mark.commitment(3)
def test_only_the_audit_adds_to_the_audit_and_nothing_changes_it():
    found = {
        (str(where(path, node)).partition(":")[0], verb)
        for path in files()
        for verb, node in audit_writes(tree(path))
    }
    assert {at for at, _ in found} == {"ecotone/access/audit.py"}
    assert not {verb for _, verb in found} & CHANGES


def test_a_write_to_the_audit_is_found():
    assert [verb for verb, _ in audit_writes(ast.parse("AuditEntry.objects.filter(id=1).delete()"))] == ["delete"]
    assert [verb for verb, _ in audit_writes(ast.parse("AuditSubject(kind='x').save()"))] == ["AuditSubject"]
