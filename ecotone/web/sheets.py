"""Any list as a file for a spreadsheet: the page declares its columns once, and this makes the file of them.

    PEOPLE = Sheet("my-people", (Column(_("Name"), lambda row: row.name), …))

    if PEOPLE.asked(request):
        return PEOPLE.of(lambda start, most: queries.my_people(by, most=most, start=start)[0])

The rows come from the query that the page itself asks, so that policy, order and filters are the page's own. All is
read before the first byte leaves, in a few rounds: the audit is written first, and a refusal leaves no half a file.

A page with several lists has a file of each: `file` is its name in the address, and in <c-download file="…" />.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecotone.access.audit import exporting
from ecotone.access.verdicts import Withheld
from ecotone.ground import clock
from ecotone.ground.cells import neutralised
from ecotone.web.words import YES_NO

MOST = 5000
"""How many rows a file holds at most: it keeps time and memory bounded, and is more than a team's list has."""
AT_A_TIME = 500
NOT_SHARED = _("not shared with you")
THERE_ARE_MORE = _("Only the first %(n)s rows are in this file. Search for less on the page to have the others.")
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the alphabet of the machine."""
Row = TypeVar("Row")
Rows = Callable[[int, int], Sequence[Any]]
"""The rows from `start` (from 0), `most` of them at the most."""


@dataclass(frozen=True)
class Column:
    """One column: the words over it, and what a row has there: text, a day, a moment, a number, `Withheld`, None."""

    head: str | Promise
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Sheet:
    """What a list's file is called, without its day, and its columns; `file` is which of its page's files it is."""

    name: str
    columns: Sequence[Column]
    file: str = ""

    def asked(self, request: HttpRequest) -> bool:
        """Whether the address asks for this file instead of the page."""
        return request.GET.get("as") == "csv" and request.GET.get("file", "") == self.file

    def of_all(self, every: Sequence[Any]) -> HttpResponse:
        """The same as `of`, for rows that have been read already: at most one more than a file holds."""
        return self.of(lambda start, most: every[start : start + most])

    def of(self, rows: Rows) -> HttpResponse:
        """All rows, under their heads, as a file named after today; the audit says that they were exported."""
        exporting()
        page = io.StringIO(BOM, newline="")
        page.seek(0, io.SEEK_END)
        out = csv.writer(page, quoting=csv.QUOTE_NONNUMERIC)
        out.writerow([cell(column.head) for column in self.columns])
        for n, row in enumerate(_all(rows)):
            if n == MOST:
                out.writerow([cell(THERE_ARE_MORE % {"n": MOST})])
                break
            out.writerow([cell(column.value(row)) for column in self.columns])
        response = HttpResponse(page.getvalue(), content_type="text/csv; charset=utf-8; header=present")
        response["Content-Disposition"] = f'attachment; filename="{self.name}-{clock.today().isoformat()}.csv"'
        return response


def _all(rows: Rows) -> Iterator[Any]:
    """Every row, and one more than a file holds where there are more."""
    for start in range(0, MOST + 1, AT_A_TIME):
        found = rows(start, min(AT_A_TIME, MOST + 1 - start))
        yield from found
        if len(found) < AT_A_TIME:
            return


def cut(rows: Sequence[Row], most: int) -> tuple[list[Row], int | None]:
    """The first `most` of these rows, and that number where there are more: <c-download :first="…" /> says so."""
    return list(rows[:most]), most if len(rows) > most else None


def cell(value: Any) -> str | int | float | Decimal:
    """A value as it stands in a cell: days as 2026-03-01, moments in local time, numbers as numbers, all else as text
    that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return str(YES_NO["yes" if value else "no"])
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, Withheld):
        return str(NOT_SHARED)
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.LOCAL):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else neutralised(str(value).replace("\0", ""))
