"""A group's own list as a source: the whole of what it offers, so that what it no longer names is closed."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from ecotone.adapters.intake import Key, Refused, Said, Source, Warned
from ecotone.adapters.intake.fitting import fitting
from ecotone.adapters.intake.where import Map
from ecotone.adapters.models import ListMatching
from ecotone.adapters.reading import Row, Table
from ecotone.adapters.reading.files import Unreadable
from ecotone.adapters.reading.workbooks import samples, table_of
from ecotone.adapters.spreadsheet import mapping, matching
from ecotone.ecosystem.queries import every_need
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Problem


def remembered(actor_id: UUID, header: Sequence[str]) -> dict[str, str]:
    """Our fields with the columns, as this group last matched a list with this header; none where it never did."""
    row = ListMatching.objects.filter(actor=actor_id, signature=matching.signature(header)).first()
    return matching.fitted(row.columns, header) if row else {}


def proposed(actor_id: UUID, table: Table) -> dict[str, str]:
    """The columns as remembered, else as their words and what stands in them let one guess."""
    return remembered(actor_id, table.columns) or matching.guess(table.columns, samples(table))


class Spreadsheet(Source):
    """`columns` are our fields with the file's columns; none: as remembered. `sheet` is one of a workbook's."""

    closes = frozenset({"service"})

    def __init__(
        self, path: Path, *, provider_id: UUID, columns: Mapping[str, str] | None = None, sheet: str = ""
    ) -> None:
        self.name, self.whose, self.provider_id = f"list:{provider_id}", provider_id, provider_id
        self.table = table_of(path, sheet)
        known = columns or remembered(provider_id, self.table.columns)
        self.guessed = not known
        self.columns = dict(known or proposed(provider_id, self.table))
        if wrong := matching.problems(self.columns, self.table.columns):
            raise Unreadable(wrong[0].code, wrong[0].field, **wrong[0].params)
        self.map = Map.here()
        self.known = mapping.Known(mapping.words_of(every_need()), self.map.areas)

    def read(self) -> Iterator[Said]:
        if self.table.guessed:
            yield Warned("", Problem("adapters.guessed_encoding"))
        if self.guessed:
            given = ", ".join(f"{field}: {column}" for field, column in self.columns.items())
            yield Warned("", Problem("adapters.columns_guessed", "", {"given": given[:400]}))
        if ignored := [name for name in self.table.columns if name and name not in self.columns.values()]:
            yield Warned("", Problem("adapters.columns_ignored", "", {"given": ", ".join(ignored)[:400]}))
        rows = 0
        for some in chunks(self.table.rows(), 500):
            rows += len(some)
            self.map.learn(row[self.columns.get("postcode", "")] for row in some)
            for row in some:
                yield from self._row(row)
        if not rows:
            raise Unreadable("adapters.no_rows", self.table.piece.name)

    def _row(self, row: Row) -> Iterator[Said]:
        reader = mapping.Reader(row, self.columns)
        wrong = row.wrong or ("" if reader.text("name") else "ground.required")
        if wrong:
            key = Key("service", reader.key()) if reader.key() else None
            yield Refused(row.number, Problem(wrong, "" if row.wrong else self.columns["name"]), key)
            return
        site = mapping.site(reader, self.map.find(postcode=reader.text("postcode")).place_id)
        wanted = mapping.service(reader, provider_id=self.provider_id, known=self.known, has_site=site is not None)
        fitted, warned = fitting(wanted, [name for name in ("phone", "email", "url") if wanted.fields.get(name)])
        yield from (*reader.warned, *warned)
        if site:
            yield site
        yield fitted
