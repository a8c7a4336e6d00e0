"""What stands in a cell: text, a whole number, a decimal, a day, a choice; and what is wrong with it. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from ecotone.adapters.reading.tables import Row
from ecotone.ground.errors import Problem

T = TypeVar("T")

_WHOLE = re.compile(r"-?\d{1,15}(\.0+)?")
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,12})?")
_MANNERS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d/%m/%y",
)
"""2026-05-31, 31/05/2026, 31 May 2026. Where day and month could be either, the day comes first: this is Scotland."""


class Cells:
    """One row's cells, read by kind. What is wrong is gathered in `problems`, and the value is then None or empty."""

    def __init__(self, row: Row) -> None:
        self.row, self.problems = row, [Problem(row.wrong)] if row.wrong else []

    def text(self, name: str) -> str:
        return self.row[name]

    def needed(self, name: str) -> str:
        if not self.row[name]:
            self.problems.append(Problem("ground.required", name))
        return self.row[name]

    def whole(self, name: str) -> int | None:
        """A whole number, also as 5.0; None for an empty cell."""
        return self._read(name, _WHOLE, lambda text: int(float(text)), "adapters.not_a_number")

    def decimal(self, name: str) -> float | None:
        return self._read(name, _DECIMAL, float, "adapters.not_a_decimal")

    def day(self, name: str) -> date | None:
        """A day in one of three manners; None for an empty cell."""
        text = self.row[name]
        if text and as_day(text) is None:
            self.problems.append(Problem("adapters.not_a_date", name, {"given": text[:40]}))
            return None
        return as_day(text)

    def choice(self, name: str, known: Mapping[str, T]) -> T | None:
        """What the cell's word stands for, whatever its capitals."""
        text = self.row[name]
        if text and text.casefold() not in known:
            said = {"given": text[:80], "known": ", ".join(known)}
            self.problems.append(Problem("adapters.not_a_choice", name, said))
        return known.get(text.casefold())

    def _read(self, name: str, shape: re.Pattern[str], make: Any, code: str) -> Any:
        text = self.row[name].replace(",", "")
        if not text:
            return None
        if not shape.fullmatch(text):
            self.problems.append(Problem(code, name, {"given": self.row[name][:40]}))
            return None
        return make(text)


def as_day(text: str) -> date | None:
    """The day that a text names, or None where it names none. A time after an ISO date is passed over."""
    plain = re.sub(r"[T ]\d{2}:\d{2}(:\d{2})?.*$", "", " ".join(text.split()))
    for manner in _MANNERS:
        try:
            found = datetime.strptime(plain, manner).date()
        except ValueError:
            continue
        return found if 1000 <= found.year <= 9999 else None
    return None
