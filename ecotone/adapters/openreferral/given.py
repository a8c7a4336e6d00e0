"""One HSDS object that somebody else wrote, read field by field: of the right kind, or a problem. Pure.

Nothing in it can raise. What is of the wrong kind becomes a problem at its path (`phones[0].number`), and a field
that nobody has asked for is counted, so that nothing is passed over in silence.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from ecotone.ground.errors import Problem
from ecotone.ground.text import clean

MOST_PARTS = 1_000
"""So many things of one kind within one object are read; a longer list is not meant."""


@dataclass
class Notes:
    """What was found on the way: what is wrong, what ought to be known, and fields that were not taken, by kind."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    not_taken: Counter[str] = field(default_factory=Counter)

    def wrong(self, code: str, at: str, **params: object) -> None:
        self.problems.append(Problem(code, at, params))

    def warn(self, code: str, at: str, **params: object) -> None:
        self.warnings.append(Problem(code, at, params))


class Given:
    """An object of a kind (`contact`), at a path within what it belongs to (`contacts[0].`, empty at the top)."""

    def __init__(self, raw: object, kind: str, notes: Notes, path: str = "") -> None:
        self.kind, self.notes, self.path = kind, notes, path
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self.asked: set[str] = set()
        if not isinstance(raw, Mapping):
            notes.wrong("adapters.or_kind", path.rstrip("."), wanted="an object", given=shown(raw))

    def has(self, name: str) -> bool:
        """Whether it speaks of this at all, be it to say that there is nothing."""
        return name in self.raw

    def pass_over(self, *names: str) -> None:
        """These need not be counted as not taken: they are said otherwise."""
        self.asked.update(names)

    def text(self, name: str) -> str:
        """A text, trimmed; a number as its digits; empty for none."""
        value = self._value(name)
        if value is None:
            return ""
        if isinstance(value, bool | Mapping | list):
            self._wrong(name, "text", value)
            return ""
        try:
            return clean(str(value))
        except ValueError:  # also a number of more digits than Python will write
            self.notes.wrong("ground.nul", f"{self.path}{name}")
            return ""

    def needed(self, name: str) -> str:
        """A text that must be there."""
        before = len(self.notes.problems)
        said = self.text(name)
        if not said and len(self.notes.problems) == before:
            self.notes.wrong("ground.required", f"{self.path}{name}")
        return said

    def number(self, name: str) -> float | None:
        """A number, also where it is written as text."""
        value = self._value(name)
        if value is None or value == "":
            return None
        try:
            said = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            said = math.nan
        if not math.isfinite(said):
            self._wrong(name, "a number", value)
            return None
        return said

    def whole(self, name: str) -> int | None:
        """A whole number; what has a fraction is left out, and said."""
        said = self.number(name)
        if said is not None and (said != int(said) or abs(said) > 10**9):
            self.notes.warn("adapters.or_left_out", f"{self.path}{name}", given=shown(self.raw.get(name)))
            return None
        return None if said is None else int(said)

    def day(self, name: str) -> date | None:
        """A day, as 2026-05-31; a time after it is passed over."""
        said = self.text(name)
        try:
            return datetime.fromisoformat(said).date() if said else None
        except ValueError:
            self._wrong(name, "a day, as 2026-05-31", said)
            return None

    def clock(self, name: str) -> time | None:
        """A time of day, local, as 09:30 or 09:30:00; a zone after it is passed over."""
        said = self.text(name)
        try:
            return time.fromisoformat(said).replace(tzinfo=None) if said else None
        except ValueError:
            self._wrong(name, "a time of day, as 09:30", said)
            return None

    def one(self, name: str, kind: str) -> "Given | None":
        """An object within this one."""
        value = self._value(name)
        return None if value is None else Given(value, kind, self.notes, f"{self.path}{name}.")

    def several(self, name: str, kind: str) -> list["Given"]:
        """A list of objects within this one."""
        value = self._value(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(name, "a list", value)
            return []
        if len(value) > MOST_PARTS:
            self.notes.wrong("directory.too_many", f"{self.path}{name}", most=MOST_PARTS)
            return []
        return [Given(each, kind, self.notes, f"{self.path}{name}[{n}].") for n, each in enumerate(value)]

    def done(self, ignored: Iterable[str] = ("id",)) -> None:
        """Counts what says something and was not asked for. `ignored` is what says nothing by itself."""
        for name in sorted(map(str, self.raw.keys() - self.asked - set(ignored))):
            if self.raw.get(name) not in (None, "", [], {}):
                self.notes.not_taken[f"{self.kind}.{name[:60]}"] += 1

    def _value(self, name: str) -> Any:
        self.asked.add(name)
        return self.raw.get(name)

    def _wrong(self, name: str, wanted: str, value: object) -> None:
        self.notes.wrong("adapters.or_kind", f"{self.path}{name}", wanted=wanted, given=shown(value))


def is_uri(text: object) -> bool:
    """Whether a text has the form of an absolute URI (RFC 3986): a scheme, and something after it."""
    return isinstance(text, str) and _URI.fullmatch(text) is not None


_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(//[^\s/?#<>\"]+)?[^\s<>\"]*(?<=[^:/])/?")


def shown(value: object) -> str:
    """A value as a sentence may quote it."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="replace").decode()[:80]
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "a list"
    try:
        return str(value)[:80]
    except ValueError:
        return "a number of very many digits"
