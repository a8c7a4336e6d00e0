"""Tables as text: CSV with commas, semicolons or tabs, in the encodings that people's programs write.

Rows are numbered as a spreadsheet shows them: the header is row 1.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ecotone.adapters.reading.files import ZIP, Piece, Unreadable, pieces

WIDEST = 400
"""Columns in one table."""

LONGEST_NAME = 200
"""Letters of a column's name. Whoever matches columns chooses among all their names, once for each of our fields."""

LONGEST_LINE = 2**20
"""Letters of one line."""

BINARY = {ZIP: "adapters.is_zip", b"%PDF": "adapters.is_pdf", b"\xd0\xcf\x11\xe0": "adapters.is_old_workbook"}
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Row:
    """One row: its number, and each cell by the name of its column, trimmed. `wrong` is the code of what is wrong."""

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


class Table:
    """A table with a header. Read twice, it reads the file twice: nothing is kept.

    `columns` are the header's names as written; `encoding` what the text turned out to be in; `guessed` says that it
    is neither Unicode nor says so itself, and was read as Windows' western European. Raises Unreadable where it
    is no table, lacks one of `needed`, or names a column twice.
    """

    def __init__(self, piece: Piece, needed: Iterable[str] = ()) -> None:
        self.piece = piece
        self.encoding = self._encoding()
        self.guessed = self.encoding == "cp1252"
        self._must_have(list(needed))

    @cached_property
    def columns(self) -> list[str]:
        with self._reader() as reader:
            header = next(iter(reader), None)
        if not header or not any(cell.strip() for cell in header):
            raise Unreadable("adapters.no_header", self.piece.name)
        if len(header) > WIDEST:
            raise Unreadable("adapters.too_wide", self.piece.name, most=WIDEST)
        names = [cell.strip() for cell in header]
        if any(len(name) > LONGEST_NAME for name in names):
            raise Unreadable("adapters.long_column", self.piece.name, most=LONGEST_NAME)
        return names

    def rows(self) -> Iterator[Row]:
        """Each row under the header; rows with nothing in them are passed over."""
        with self._reader() as reader:
            for number, cells in enumerate(reader, 1):
                if number > 1 and any(cell.strip() for cell in cells):
                    yield self._row(number, cells)

    def _row(self, number: int, cells: list[str]) -> Row:
        spare = cells[len(self.columns) :]
        if len(cells) < len(self.columns) or any(cell.strip() for cell in spare):
            return Row(number, wrong="adapters.wrong_width")
        kept = {name: cell.strip() for name, cell in zip(self.columns, cells, strict=False) if name}
        return Row(number, kept, "adapters.nul" if any("\x00" in cell for cell in cells) else "")

    def _must_have(self, needed: list[str]) -> None:
        names = [name for name in self.columns if name]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise Unreadable("adapters.column_twice", self.piece.name, given=", ".join(twice[:5]))
        if missing := [name for name in needed if name not in names]:
            raise Unreadable("adapters.no_column", self.piece.name, given=", ".join(missing[:8]))

    def _encoding(self) -> str:
        """By its first bytes, else by whether all of it is UTF-8."""
        head = self.piece.first(65_536)
        if not head.strip():
            raise Unreadable("adapters.empty", self.piece.name)
        if what := next((code for magic, code in BINARY.items() if head.startswith(magic)), ""):
            raise Unreadable(what, self.piece.name)
        if said := next((name for bom, name in BOMS if head.startswith(bom)), ""):
            return said
        if b"\x00" in head:
            raise Unreadable("adapters.not_text", self.piece.name)
        return "utf-8" if _is_utf_8(self.piece) else "cp1252"

    def _reader(self) -> "_Reader":
        return _Reader(self.piece, self.encoding)


def only_table(path: Path, needed: Iterable[str] = ()) -> Table:
    """The table at `path`, which holds one file and no more. Raises Unreadable for a folder or zip of several."""
    found = pieces(path)
    if len(found) != 1:
        raise Unreadable("adapters.not_this_format", path.name, given="one CSV file")
    return Table(found[0], needed)


class _Reader:
    """The rows as lists of cells; what cannot be decoded or told apart raises Unreadable with its line."""

    def __init__(self, piece: Piece, encoding: str) -> None:
        self.piece, self.encoding = piece, encoding

    def __enter__(self) -> Iterator[list[str]]:
        self.context = self.piece.opened()
        # What Windows' code page leaves open (five bytes) becomes a visible mark, not a failure.
        errors = "replace" if self.encoding == "cp1252" else "strict"
        self.text = io.TextIOWrapper(self.context.__enter__(), self.encoding, errors, newline="")
        return self._rows()

    def __exit__(self, *error: object) -> None:
        self.text.detach()
        self.context.__exit__(None, None, None)

    def _rows(self) -> Iterator[list[str]]:
        line = 0
        try:
            first = self._line()
            rows = csv.reader(self._all(first), delimiter=_delimiter(first), strict=True)
            for row in rows:
                line = rows.line_num
                yield row
        except (csv.Error, UnicodeError) as error:
            raise Unreadable("adapters.not_a_table", self.piece.name, line=line + 1) from error

    def _all(self, first: str) -> Iterator[str]:
        yield first
        while line := self._line():
            yield line

    def _line(self) -> str:
        line = self.text.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise Unreadable("adapters.line_too_long", self.piece.name, most=LONGEST_LINE // 2**20)
        return line


def _delimiter(header: str) -> str:
    """The mark that parts most names of the header; a comma where there is one column only."""
    return max(",;\t", key=header.count)


def _is_utf_8(piece: Piece) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with piece.opened() as stream:
        try:
            while some := stream.read(2**20):
                decoder.decode(some)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
