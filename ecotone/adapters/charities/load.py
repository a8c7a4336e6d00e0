"""A charity register as a source: all of it, or the part whose postcodes begin as asked for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ecotone.adapters.charities import mapping
from ecotone.adapters.intake import Key, NotTaken, Refused, Said, Source, Warned
from ecotone.adapters.intake.fitting import fitting
from ecotone.adapters.intake.where import Map
from ecotone.adapters.reading import Row, only_table
from ecotone.adapters.reading.cells import Cells
from ecotone.adapters.reading.files import Unreadable
from ecotone.ecosystem.rules import postcode_key
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Problem


class Charities(Source):
    """`postcodes` are beginnings (ML6, G7), in any spelling; none: every charity of the file."""

    name = "charities"
    closes = frozenset({"organisation"})

    def __init__(self, path: Path, postcodes: Sequence[str] = ()) -> None:
        self.table = only_table(path)
        layout = mapping.layout_of(self.table.columns)
        if layout is None:
            known = " / ".join(", ".join(each.needed) for each in mapping.LAYOUTS)
            raise Unreadable("adapters.no_column", self.table.piece.name, given=known)
        self.layout, self.map = layout, Map.here()
        self.beginnings = tuple("".join(each.split()).upper() for each in postcodes if each.strip())

    def read(self) -> Iterator[Said]:
        if self.table.guessed:
            yield Warned("", Problem("adapters.guessed_encoding"))
        elsewhere = rows = 0
        for some in chunks(self.table.rows(), 500):
            self.map.learn(row[self.layout.postcode] for row in some)
            rows += len(some)
            for row in some:
                if self._is_asked_for(row):
                    yield from self._row(row)
                else:
                    elsewhere += 1
        if not rows:
            raise Unreadable("adapters.no_rows", self.table.piece.name)
        if elsewhere:
            yield Warned("", Problem("adapters.elsewhere", self.layout.postcode, {"count": elsewhere}))

    def _is_asked_for(self, row: Row) -> bool:
        return not self.beginnings or row.wrong != "" or self._postcode(row).startswith(self.beginnings)

    def _postcode(self, row: Row) -> str:
        return "".join(row[self.layout.postcode].split()).upper()

    def _row(self, row: Row) -> Iterator[Said]:
        cells = Cells(row)
        number = mapping.org_id(cells, self.layout)
        if number is None:
            given = {"given": cells.text(self.layout.number)[:40]}
            problems = cells.problems or [Problem("adapters.no_org_id", self.layout.number, given)]
            yield from (Refused(row.number, each) for each in problems)
            return
        if not mapping.is_active(cells, self.layout):
            yield NotTaken("charity that is off the register")
            return
        spot = self.map.find(postcode=self._postcode(row))
        place_ids = frozenset({spot.place_id} if spot.place_id else ())
        wanted = mapping.organisation(cells, self.layout, number, place_ids)
        if cells.problems:
            yield from (Refused(row.number, each, Key(wanted.kind, wanted.key)) for each in cells.problems)
            return
        fitted, warned = fitting(wanted, ("website", "email", "phone"))
        yield from warned
        if self.map.zones and postcode_key(self._postcode(row)) and spot.place_id is None and self.map.postcodes:
            yield Warned(
                row.number, Problem("adapters.no_postcode", self.layout.postcode, {"given": self._postcode(row)})
            )
        yield fitted
