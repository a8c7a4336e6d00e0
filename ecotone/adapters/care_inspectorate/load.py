"""The register as a source: one file, read once for the providers and once for what they run."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from uuid import UUID

from ecotone.adapters.care_inspectorate import mapping
from ecotone.adapters.intake import Key, NotTaken, Refused, Said, Source, Warned
from ecotone.adapters.intake.fitting import fitting
from ecotone.adapters.intake.where import Map, Spot
from ecotone.adapters.reading import Row, only_table
from ecotone.adapters.reading.cells import Cells
from ecotone.adapters.reading.files import Unreadable
from ecotone.ecosystem.queries import every_need
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Problem


class CareInspectorate(Source):
    """The monthly file of the Care Inspectorate's datastore. What it covers, council by council, it covers whole."""

    name = "care-inspectorate"
    closes = frozenset({"service", "organisation"})

    def __init__(self, path: Path) -> None:
        self.table = only_table(path, mapping.NEEDED)
        self.map = Map.here()
        self.needs = frozenset(need.code for need in every_need())

    def read(self) -> Iterator[Said]:
        if self.table.guessed:
            yield Warned("", Problem("adapters.guessed_encoding"))
        if not self._spots:
            raise Unreadable("adapters.no_rows", self.table.piece.name)
        named: set[str] = set()
        unmet: Counter[str] = Counter()
        for cells, spot in self._rows():
            if cells.problems:
                yield from _checked(cells, [])
                continue
            if not mapping.is_active(cells):
                yield NotTaken(f"service that is {cells.text('ServiceStatus').lower() or 'of no status'}")
                continue
            if cells.text("SP_number") not in named:
                named.add(cells.text("SP_number"))
                yield from _checked(cells, [mapping.provider(cells, self._at_work(cells))])
            yield from self._placed(cells, spot)
        for cells, spot in self._rows():
            if not cells.problems and mapping.is_active(cells):
                site = mapping.site(cells, spot.place_id)
                service = mapping.service(cells, needs=self.needs, has_site=site is not None)
                fitted, warned = fitting(service, ("phone",))
                yield from warned
                yield from _checked(cells, [each for each in (site, fitted) if each])
                unmet.update(mapping.kinds(cells)[:1] if not fitted.fields["need_codes"] else ())
        for kind, count in unmet.most_common():
            yield Warned("", Problem("adapters.no_need", "CareService", {"given": kind, "count": count}))

    @cached_property
    def _spots(self) -> dict[str, set[UUID]]:
        """Where each provider is at work, by its number: the places of what it runs."""
        found: dict[str, set[UUID]] = {}
        for cells, spot in self._rows():
            at = found.setdefault(cells.text("SP_number"), set())
            if spot.place_id and mapping.is_active(cells):
                at.add(spot.place_id)
        return found

    def _at_work(self, cells: Cells) -> frozenset[UUID]:
        return frozenset(self._spots.get(cells.text("SP_number"), ()))

    def _rows(self) -> Iterator[tuple[Cells, Spot]]:
        for some in chunks(self.table.rows(), 500):
            self.map.learn(row["Service_Postcode"] for row in some)
            yield from ((Cells(row), self._spot(row)) for row in some)

    def _spot(self, row: Row) -> Spot:
        return self.map.find(zone=row["Datazone"], postcode=row["Service_Postcode"], area=row["Council_Area_Name"])

    def _placed(self, cells: Cells, spot: Spot) -> Iterator[Warned]:
        """What ought to be known of where it was put."""
        zone, number = cells.text("Datazone"), cells.row.number
        if spot.place_id is None:
            yield Warned(number, Problem("adapters.no_place", "Datazone"))
        elif zone and spot.how != "zone":
            yield Warned(number, Problem("adapters.no_zone", "Datazone", {"given": zone}))
        elif spot.how == "area":
            where = {"place": cells.text("Council_Area_Name")}
            yield Warned(number, Problem("adapters.no_position", "Datazone", where))


def _checked(cells: Cells, said: list) -> Iterator[Said]:
    """What a row says, or if something in it cannot be read, why it is refused."""
    if not cells.problems:
        yield from said
        return
    key = next((Key(each.kind, each.key) for each in reversed(said)), None)
    first = {(problem.code, problem.field): problem for problem in reversed(cells.problems)}
    yield from (Refused(cells.row.number, problem, key) for problem in first.values())
