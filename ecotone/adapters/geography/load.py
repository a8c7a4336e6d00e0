"""A folder of geography, as a source: which of its files is what is seen by what is in them, not by their names."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from ecotone.adapters.geography import mapping
from ecotone.adapters.geography.mapping import Sum, Zone
from ecotone.adapters.intake import Key, NotTaken, Refused, Report, Said, Source, Warned
from ecotone.adapters.intake.engine import INTAKE
from ecotone.adapters.reading import Piece, Table, Unreadable, document, pieces
from ecotone.adapters.reading.cells import Cells
from ecotone.ecosystem.actions import set_postcodes
from ecotone.ecosystem.models import DataZone, Postcode
from ecotone.ecosystem.rules import postcode_key
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Problem

SURE = 0.6
"""The share of a zone that should lie in its locality: below that, it might as well be counted in another."""

POSTCODE = ("postcode", "pcd", "pcds", "pcd7", "pcd8")
ZONE = ("datazone", "dz11", "dz11_code", "data_zone", "datazone2011", "datazone2011code", "dz2011_code")
"""The names, in small letters, by which public tables call the columns of a postcode table."""


class Geography(Source):
    """The data-zone table, with outlines and postcodes where the folder has them. Raises Unreadable without one."""

    name = "data-zones"
    closes = frozenset({"data_zone", "place"})

    def __init__(self, path: Path) -> None:
        self.pieces = pieces(path)
        self.zones, self.postcodes = self._tables()
        self.outlines, self.shapes_wrong = self._outlines()

    def _tables(self) -> tuple[Table, list[tuple[Table, str, str]]]:
        zones, postcodes = None, []
        for piece in self.pieces:
            if not piece.name.lower().endswith((".csv", ".csv.gz", ".txt", ".tsv")):
                continue
            table = Table(piece)
            if set(mapping.NEEDED) <= set(table.columns):
                zones = table
            elif columns := _of_postcodes(table):
                postcodes.append((table, *columns))
        if zones is None:
            known = self.pieces[0].name if len(self.pieces) == 1 else ""
            raise Unreadable("adapters.no_column", known, given=", ".join(mapping.NEEDED))
        return zones, postcodes

    def _outlines(self) -> tuple[dict[str, tuple[str, list]], list[Warned]]:
        found: dict[str, tuple[str, list]] = {}
        wrong = []
        for piece in self.pieces:
            if piece.name.lower().endswith((".geojson", ".json")):
                try:
                    found |= mapping.outlines(document(piece))
                except (KeyError, TypeError, ValueError, IndexError, AttributeError):
                    problem = Problem("adapters.not_this_format", "", {"given": "GeoJSON of localities"})
                    wrong.append(Warned(piece.name, problem))
        return found, wrong

    def _read_zones(self) -> Iterator[tuple[Zone, list[Problem]]]:
        for row in self.zones.rows():
            cells = Cells(row)
            yield mapping.zone(cells), cells.problems

    @cached_property
    def places(self) -> dict[Key, Sum]:
        """One entry for each place of the table: some hundreds."""
        return mapping.gather(zone for zone, problems in self._read_zones() if not problems)

    def read(self) -> Iterator[Said]:
        yield from self.shapes_wrong
        for key, sum_ in self.places.items():
            yield mapping.place(key, sum_, self.outlines)
        for key, sum_ in self.places.items():
            if said := mapping.deprivation(key, sum_):
                yield said
        for zone, problems in self._read_zones():
            if problems:
                yield from (Refused(zone.row, each, Key("data_zone", zone.code)) for each in problems)
                continue
            yield mapping.data_zone(zone, self.places)
            if zone.overlap is not None and zone.overlap < SURE:
                share = {"given": f"{zone.overlap:.0%}", "name": zone.locality}
                yield Warned(zone.row, Problem("adapters.zone_between", "hscp_locality", share))
        yield from (NotTaken(piece.name) for piece in self.pieces if not self._is_taken(piece))

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the table's zones, which in a plan are not here yet."""
        return frozenset(zone.code for zone, problems in self._read_zones() if not problems)

    def _is_taken(self, piece: Piece) -> bool:
        tables = [self.zones, *(table for table, *_ in self.postcodes)]
        is_shape = piece.name.lower().endswith((".geojson", ".json"))
        return is_shape or any(table.piece is piece for table in tables)

    def besides(self, report: Report, *, writes: bool) -> Iterator[Callable[[], None]]:
        """The postcodes, some at a time: they have no identity beyond what they are."""
        for some in chunks(self._postcodes(), 5_000):
            yield partial(self._take_postcodes, some, report, writes=writes)

    def _postcodes(self) -> Iterator[tuple[int, str, str]]:
        """The row, the postcode and the zone's code, of every row that has both."""
        for table, postcode, zone in self.postcodes:
            for row in table.rows():
                if (key := postcode_key(row[postcode])) and row[zone]:
                    yield row.number, key, row[zone]

    def _take_postcodes(self, some: list[tuple[int, str, str]], report: Report, *, writes: bool) -> None:
        """A postcode whose zone is not on this map lies elsewhere: a national table names mostly those."""
        zones = dict(DataZone.objects.filter(code__in={zone for *_, zone in some}).values_list("code", "id"))
        known = dict(Postcode.objects.filter(code__in=[key for _, key, _ in some]).values_list("code", "zone__code"))
        here = {key: zone for _, key, zone in some if zone in zones or zone in self.codes}
        fresh = {key: zone for key, zone in here.items() if known.get(key) != zone}
        for key in here:
            report.count("unchanged" if key not in fresh else "changed" if key in known else "created", "postcode")
        for _ in range(len(some) - len(here)):
            report.pass_over(NotTaken("postcode of a data zone that is not here"))
        if writes and fresh:
            set_postcodes(by=INTAKE, zones=[(key, zones[zone]) for key, zone in fresh.items()])


def _of_postcodes(table: Table) -> tuple[str, str] | None:
    """Its columns for postcode and data zone, where it has both."""
    named: dict[str, Any] = {name.casefold().replace(" ", ""): name for name in table.columns}
    postcode = next((named[name] for name in POSTCODE if name in named), None)
    zone = next((named[name] for name in ZONE if name in named), None)
    return (postcode, zone) if postcode and zone else None
