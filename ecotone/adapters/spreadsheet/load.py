"""Lists that people keep, as sources: a group's of what it offers, and somebody's of organisations."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from ecotone.adapters.intake import Key, Refused, Said, Source, Warned
from ecotone.adapters.intake.fitting import fitting
from ecotone.adapters.intake.where import Map
from ecotone.adapters.models import ListMatching
from ecotone.adapters.reading import Row, Table
from ecotone.adapters.reading.files import Unreadable
from ecotone.adapters.reading.workbooks import samples, table_of
from ecotone.adapters.rules import Format
from ecotone.adapters.spreadsheet import mapping, matching, organisations
from ecotone.adapters.spreadsheet.matching import SERVICES, Fields
from ecotone.ecosystem.queries import every_need
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Problem


def remembered(actor_id: UUID, header: Sequence[str], fields: Fields = SERVICES) -> dict[str, str]:
    """Our fields with the columns, as this group last matched a list with this header; none where it never did."""
    row = ListMatching.objects.filter(actor=actor_id, signature=matching.signature(header, fields)).first()
    return matching.fitted(row.columns, header, fields) if row else {}


def proposed(actor_id: UUID, table: Table, fields: Fields = SERVICES) -> dict[str, str]:
    """The columns as remembered, else as their words and what stands in them let one guess."""
    known = remembered(actor_id, table.columns, fields)
    return known or matching.guess(table.columns, samples(table), fields)


class MatchedList(Source):
    """`columns` are our fields with the file's columns; none: as remembered. `sheet` is one of a workbook's."""

    what: ClassVar[Format]
    kind: ClassVar[str]
    """What each of its rows is."""
    named: ClassVar[str]
    """What its source is called, before whose it is."""

    def __init__(self, path: Path, *, whose: UUID, columns: Mapping[str, str] | None = None, sheet: str = "") -> None:
        fields = matching.FIELDS[self.what]
        self.name, self.whose, self.table = f"{self.named}:{whose}", whose, table_of(path, sheet)
        known = columns or remembered(whose, self.table.columns, fields)
        self.guessed = not known
        self.columns = dict(known or proposed(whose, self.table, fields))
        if wrong := matching.problems(self.columns, self.table.columns, fields):
            raise Unreadable(wrong[0].code, wrong[0].field, **wrong[0].params)
        self.map = Map.here()

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
            yield self._refused(reader, Problem(wrong, "" if row.wrong else self.columns["name"]))
        else:
            yield from self._said(reader, self.map.find(postcode=reader.text("postcode")).place_id)

    def _refused(self, reader: mapping.Reader, problem: Problem) -> Refused:
        key = Key(self.kind, reader.key()) if reader.key() else None
        return Refused(reader.row.number, problem, key)

    def _said(self, reader: mapping.Reader, place_id: UUID | None) -> Iterator[Said]:
        """What one row says, the site first."""
        raise NotImplementedError


class Spreadsheet(MatchedList):
    """A group's own list: the whole of what it offers, so that what it no longer names is closed."""

    what, kind, named = Format.SPREADSHEET, "service", "list"
    closes = frozenset({"service"})

    def __init__(self, path: Path, *, whose: UUID, columns: Mapping[str, str] | None = None, sheet: str = "") -> None:
        super().__init__(path, whose=whose, columns=columns, sheet=sheet)
        self.provider_id = whose
        self.known = mapping.Known(mapping.words_of(every_need()), self.map.areas)

    def _said(self, reader: mapping.Reader, place_id: UUID | None) -> Iterator[Said]:
        site = mapping.site(reader, place_id)
        wanted = mapping.service(reader, provider_id=self.provider_id, known=self.known, has_site=site is not None)
        fitted, warned = fitting(wanted, [name for name in ("phone", "email", "url") if wanted.fields.get(name)])
        yield from (*reader.warned, *warned)
        if site:
            yield site
        yield fitted


class Organisations(MatchedList):
    """A list of organisations that somebody keeps: seldom all there are, so that what it does not name is let be."""

    what, kind, named = Format.ORGANISATIONS, "organisation", "organisations"

    def _said(self, reader: mapping.Reader, place_id: UUID | None) -> Iterator[Said]:
        kind = organisations.kind_of(reader)
        if kind is None:
            given = {"given": reader.text("sector")[:80], "known": organisations.WORDS}
            yield self._refused(reader, Problem("adapters.not_a_choice", self.columns["sector"], given))
            return
        wanted, site = organisations.organisation(reader, kind, place_id)
        fitted, warned = fitting(wanted, [name for name in ("phone", "email", "website") if wanted.fields.get(name)])
        yield from (*reader.warned, *warned)
        if site:
            yield site
        yield fitted
