"""Sheets of workbooks (.xlsx, .ods) as tables of text: what was last computed is taken, nothing is ever run.

A workbook is a zip of XML. It is unpacked once to nowhere to see that it is no bomb, before any of it is read;
entities are refused (defusedxml). A cell that repeats, or lies far out, is bounded by WIDEST and DEEPEST.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from openpyxl import load_workbook

from ecotone.adapters.reading.files import DAMAGE, ZIP, Piece, Unreadable, pieces
from ecotone.adapters.reading.tables import WIDEST, Table

LARGEST_WORKBOOK = 64 * 2**20
"""Bytes of all parts of a workbook, unpacked: its shared texts are held in memory while it is read."""

DEEPEST = 100_000
"""Rows of one sheet."""

XLSX, ODS = "xl/workbook.xml", "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_WRONG = (*DAMAGE, ParseError, DefusedXmlException, ValueError, KeyError, TypeError, AttributeError, IndexError)
"""What the libraries raise for a workbook that is none."""


def table_of(path: Path, sheet: str = "") -> Table:
    """The table a file holds: CSV, or a sheet of a workbook. Raises Unreadable, and asks which of several."""
    if not _is_workbook(path):
        (piece, *more) = pieces(path)
        if more:
            raise Unreadable("adapters.not_this_format", path.name, given="one table")
        return Table(piece)
    _must_be_bounded(path)
    names = _sheets(path)
    if not names:
        raise Unreadable("adapters.empty", path.name)
    if (sheet and sheet not in names) or (not sheet and len(names) > 1):
        raise Unreadable("adapters.which_sheet", path.name, given=", ".join(names[:20])[:400])
    return Sheet(path, sheet or names[0])


def sheets_of(path: Path) -> list[str]:
    """The names of a workbook's sheets that hold anything; none for what is no workbook. Raises Unreadable."""
    if not _is_workbook(path):
        return []
    _must_be_bounded(path)
    return _sheets(path)


def _sheets(path: Path) -> list[str]:
    return list(dict.fromkeys(name for name, cells in _rows(path) if any(cells)))


class Sheet(Table):
    """One sheet of a workbook, row by row."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        super().__init__(Piece(path.name, lambda: path.open("rb")))

    def _encoding(self) -> str:
        return "utf-8"

    def _reader(self) -> Any:
        return _Opened(self.path, self.name)


class _Opened:
    """The rows of one sheet as lists of text, each as wide as the first."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name

    def __enter__(self) -> Iterator[list[str]]:
        return self._padded()

    def __exit__(self, *error: object) -> None:
        return None

    def _padded(self) -> Iterator[list[str]]:
        width = 0
        for name, cells in _rows(self.path, self.name):
            if name == self.name:
                while cells and not cells[-1]:
                    cells.pop()
                width = width or len(cells)
                yield cells + [""] * (width - len(cells))


def _rows(path: Path, only: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each row of each sheet, or of one, with the sheet's name. Raises Unreadable where damaged or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            kind = _of_xlsx if XLSX in archive.namelist() else _of_ods
        for number, (name, cells) in enumerate(kind(path, only)):
            if number > DEEPEST:
                raise Unreadable("adapters.too_deep_sheet", path.name, most=DEEPEST)
            yield name, cells
    except DefusedXmlException as error:
        raise Unreadable("adapters.entities", path.name) from error
    except _WRONG as error:
        # openpyxl wraps what defusedxml refuses in a ValueError of its own.
        entities = isinstance(error.__cause__ or error.__context__, DefusedXmlException)
        raise Unreadable("adapters.entities" if entities else "adapters.damaged", path.name) from error


def _of_xlsx(path: Path, only: str) -> Iterator[tuple[str, list[str]]]:
    with warnings.catch_warnings(), path.open("rb") as stream:  # given a path, it leaves the file open where it fails
        warnings.simplefilter("ignore")  # it warns of pictures and styles that it passes over
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                if not only or sheet.title == only:
                    sheet.reset_dimensions()
                    for cells in sheet.iter_rows(max_col=WIDEST + 1, values_only=True):
                        yield sheet.title, [_text(cell) for cell in cells]
        finally:
            book.close()


def _of_ods(path: Path, only: str) -> Iterator[tuple[str, list[str]]]:
    name = ""
    with zipfile.ZipFile(path) as archive, archive.open(ODS) as content:
        for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
            if event == "start" and element.tag == f"{_TABLE}table":
                name = element.get(f"{_TABLE}name", "")
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                cells = _ods_cells(element)
                if not only or name == only:
                    # A sheet's last row often says that it repeats a million times, empty.
                    times = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                    for _ in range(min(times, DEEPEST + 1) if any(cells) else min(times, 1_000)):
                        yield name, list(cells)
                element.clear()


def _ods_cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            cells += [_ods_text(cell)] * min(times, WIDEST + 1 - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _ods_text(cell: Any) -> str:
    said = cell.get(f"{_OFFICE}date-value") or ""
    if cell.get(f"{_OFFICE}value-type") == "float":
        said = _text(float(cell.get(f"{_OFFICE}value", "nan")))
    paragraphs = [part for part in cell if not part.tag.startswith(_OFFICE)]  # an annotation is no content
    return said or "\n".join("".join(part.itertext()) for part in paragraphs)


def _text(value: Any) -> str:
    """A cell's value as somebody would have typed it: 5.0 → 5, a day as 2026-05-31, True → yes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat() if isinstance(value, date) else f"{value:%H:%M}"
    return str(value)


def _is_workbook(path: Path) -> bool:
    found = pieces(path)  # says what cannot be opened at all, and bounds what a zip declares
    with path.open("rb") as stream:
        if stream.read(len(ZIP)) != ZIP:
            return False
    inside = {piece.name.removeprefix(f"{path.name}/") for piece in found}
    return XLSX in inside or ODS in inside


def _must_be_bounded(path: Path) -> None:
    """Unpacks all of it to nowhere: what a zip says of its own size may be a lie."""
    left = LARGEST_WORKBOOK
    for piece in pieces(path):
        with piece.opened() as stream:
            for some in iter(lambda stream=stream: stream.read(io.DEFAULT_BUFFER_SIZE * 8), b""):  # type: ignore[misc]
                left -= len(some)
                if left < 0:
                    raise Unreadable("adapters.too_large", path.name, most=LARGEST_WORKBOOK // 2**20)


def samples(table: Table, most: int = 3) -> dict[str, list[str]]:
    """Of each column some values, from the first rows, for people to see what it holds."""
    rows = list(islice(table.rows(), 20))
    return {
        name: list(dict.fromkeys(row[name] for row in rows if row[name]))[:most] for name in table.columns if name
    }
