"""Whose word stands, when a file and this place have both moved on since the file was last taken. Pure.

    last taken   here now   in the file       becomes
    ──────────   ────────   ───────────       ─────────────────────────────────────────
        a           a            a            a      nothing to do
        a           a            b            b      the file has news
        a           b            a            b      it was changed here: here stands
        a           b            b            b      both say the same by now
        a           b            c            b      both changed: here stands, and it is said
        –          empty         b            b      never taken before: a gap is filled
        –           a            b            a      … what is here stands, and it is said

What was last taken is kept as short keyed digests, for only equality is asked, and nobody's data lies there twice.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Merged:
    """The fields to write, and those in which the word that is here was kept against the file's."""

    write: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


def digest(value: Any, salt: str) -> str:
    """16 hexadecimal digits that are the same for the same value, and tell nothing of it without the salt."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=8, key=salt.encode()[:64]).hexdigest()


def digests(fields: Mapping[str, Any], salt: str) -> dict[str, str]:
    return {name: digest(value, salt) for name, value in fields.items()}


def plain(value: Any) -> Any:
    """A value as JSON has it: parts as lists, choices, ids and days as text; nothing and empty are one."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        # Not by astuple, which copies every value: this is done for each field of each thing.
        return [plain(getattr(value, each.name)) for each in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(json.dumps(plain(each), sort_keys=True) for each in value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(each) for each in value]
    if value is None or isinstance(value, bool | int):
        return "" if value is None else value
    return round(value, 7) if isinstance(value, float) else str(value)


def news(taken: Mapping[str, str], theirs: Mapping[str, Any], salt: str) -> list[str]:
    """The fields of which the file says something else than when it was last taken."""
    return [name for name, value in theirs.items() if taken.get(name) != digest(value, salt)]


def merge(taken: Mapping[str, str], ours: Mapping[str, Any], theirs: Mapping[str, Any], salt: str) -> Merged:
    """What to write, by the table above; `ours` holds at least the fields of `theirs`."""
    write, kept = {}, []
    for name in news(taken, theirs, salt):
        here, there = digest(ours[name], salt), digest(theirs[name], salt)
        if here == there:
            continue
        if here == taken.get(name) or (name not in taken and is_empty(ours[name])):
            write[name] = theirs[name]
        else:
            kept.append(name)
    return Merged(write, tuple(kept))


def is_empty(value: Any) -> bool:
    """Whether nothing has been said: nought and no are something."""
    return plain(value) in ("", [], {})
