"""Every code has words, and all words are for some code: a misspelt one would reach its reader bare."""

import ast
import importlib
import re
from collections.abc import Iterator

from django.utils.translation import override

from tests.house.source import HOUSE, called, files, rooms, tree, where

CODE = re.compile(rf"(?:{'|'.join(rooms())})\.[a-z0-9_]+")
SAYS = {"Problem", "refuse", "allow", "Withheld", "Verdict", "say", "sorry"}
# What these take are names of actions, pages and looks, which are no sentences.
NAMES = {"action", "wrote", "looked", "gathering", "writing", "record", "record_refusal", "page", "Subject"}
NOT_SAID: dict[str, str] = {}
"""Words kept though no code says them yet, each with the reason."""


def words() -> dict[str, object]:
    found: dict[str, object] = {}
    for path in HOUSE.glob("*/words.py"):
        module = importlib.import_module(f"ecotone.{path.parent.name}.words")
        if path.parent.name != "web":
            found |= module.WORDS
    return found | importlib.import_module("ecotone.web.words").WORDS


def codes(syntax: ast.AST, *, said_only: bool) -> Iterator[tuple[re.Pattern[str], ast.AST]]:
    """Patterns of the codes in a piece of source: an f-string's holes may be anything."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.Call) and said_only and called(node) in SAYS:
            for handed in node.args:
                yield from strings(handed)
        elif not said_only:
            yield from strings(node)


def strings(node: ast.AST) -> Iterator[tuple[re.Pattern[str], ast.AST]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield re.compile(re.escape(node.value)), node
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[a-z0-9_]+" for p in node.values]
        if re.match(rf"(?:{'|'.join(rooms())})\\\.", parts[0]):
            yield re.compile("".join(parts)), node


def names_of_doors() -> set[str]:
    """The codes of actions, pages and looks: what is handed to a parameter `code` or `act`, but for what is said."""
    nodes = [node for path in files() for node in ast.walk(tree(path))]
    places = {name: at for node in nodes if isinstance(node, ast.FunctionDef) for name, at in place_of_code(node)}
    handed: list[ast.AST] = []
    for node in nodes:
        if isinstance(node, ast.Call) and called(node) in NAMES:
            handed += node.args
        elif isinstance(node, ast.Call) and called(node) in places:
            handed += node.args[places[called(node)] :][:1]
        elif isinstance(node, ast.keyword) and node.arg in {"act", "code"}:
            handed.append(node.value)
        elif isinstance(node, ast.arguments):
            defaults = zip(node.kwonlyargs, node.kw_defaults, strict=True)
            handed += [default for argument, default in defaults if argument.arg == "code" and default]
    return {part.value for part in handed if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def place_of_code(function: ast.FunctionDef) -> Iterator[tuple[str, int]]:
    """A function's name, and which of its arguments is called `code`; none for one that says it."""
    names = [argument.arg for argument in function.args.args]
    if "code" in names and function.name not in SAYS:
        yield function.name, names.index("code")


def test_every_code_that_is_said_has_words():
    there = words()
    silent = {
        f"{where(path, node)} {pattern.pattern}"
        for path in files()
        for pattern, node in codes(tree(path), said_only=True)
        if not any(map(pattern.fullmatch, there))
    }
    assert not silent


def test_a_code_kept_in_a_table_or_a_name_has_words_too():
    there, doors = words(), names_of_doors()
    silent = {
        f"{where(path, node)} {pattern.pattern}"
        for path in files()
        if path.parent.name != "web" and path.name != "apps.py"
        for pattern, node in codes(tree(path), said_only=False)
        if not any(map(pattern.fullmatch, there.keys() | doors))
    }
    assert not silent


def test_no_words_are_left_over():
    said = [p for path in files() if path.name != "words.py" for p, _ in codes(tree(path), said_only=False)]
    left_over = {code for code in words() if not any(pattern.fullmatch(code) for pattern in said)}
    assert left_over == set(NOT_SAID)


class Anything(dict):
    """Fills every place a sentence leaves open."""

    def __missing__(self, name: str) -> str:
        return name


def test_every_sentence_can_be_said():
    with override("en-gb"):
        said = [str(sentence) % Anything() for sentence in words().values()]
    assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in said)


def test_a_misspelt_code_is_found():
    planted = ast.parse(
        'Verdict.refuse("access.nobdy"); Problem(f"access.{kind}"); Withheld("a" if x else "access.opn")'
    )
    found = [pattern.pattern for pattern, _ in codes(planted, said_only=True)]
    assert found == [r"access\.nobdy", r"access\.[a-z0-9_]+", r"access\.opn"]
    assert not any(re.compile(found[0]).fullmatch(code) for code in words())
