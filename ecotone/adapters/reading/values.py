"""JSON that others wrote: whole documents of bounded size, or one value to a line."""

import json
from collections.abc import Iterator
from typing import Any

from ecotone.adapters.reading.files import Piece, Unreadable
from ecotone.ground.text import first_twice

LARGEST_DOCUMENT = 64 * 2**20
"""Bytes of one JSON document. As Python values it takes some eight times that."""

LONGEST_LINE = 8 * 2**20


class _Twice(ValueError):
    """An object names one of its keys twice: which of the two was meant, nobody can know."""


def document(piece: Piece) -> Any:
    """The JSON value that a file holds. Raises Unreadable, saying where, for what is none."""
    with piece.opened() as stream:
        raw = stream.read(LARGEST_DOCUMENT + 1)
    if len(raw) > LARGEST_DOCUMENT:
        raise Unreadable("adapters.too_large", piece.name, most=LARGEST_DOCUMENT // 2**20)
    return _value(raw, piece.name)


def is_lines(piece: Piece) -> bool:
    """Whether a file holds one JSON value to a line: by its name, or as its first line is an object, and not all."""
    if piece.name.lower().removesuffix(".gz").endswith((".ndjson", ".jsonl")):
        return True
    first, _newline, rest = piece.first(2**16).lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")
    return first.startswith(b"{") and first.rstrip().endswith(b"}") and bool(rest.strip())


def lines(piece: Piece) -> Iterator[tuple[int, Any]]:
    """Each line's number, from 1, and its JSON value; or Unreadable in its place, for whoever reads on to say.

    Empty lines are passed over. Raises Unreadable only for a line that never ends.
    """
    with piece.opened() as stream:
        number = 0
        while raw := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                raise Unreadable("adapters.line_too_long", f"{piece.name}:{number}", most=LONGEST_LINE // 2**20)
            if raw.strip():
                try:
                    yield number, _value(raw, f"{piece.name}:{number}")
                except Unreadable as wrong:
                    yield number, wrong


def _value(raw: bytes, where: str) -> Any:
    try:
        text = raw.decode(json.detect_encoding(raw))
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unreadable("adapters.not_json", where, line=error.lineno, column=error.colno) from error
    except _Twice as error:
        raise Unreadable("adapters.key_twice", where, given=str(error)) from error
    except RecursionError as error:
        raise Unreadable("adapters.too_deep", where) from error
    except ValueError as error:  # what is no text, and numbers of thousands of digits
        raise Unreadable("adapters.not_json", where, line=1, column=1) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Twice((first_twice(name for name, _ in pairs) or "")[:80])
    return made


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
