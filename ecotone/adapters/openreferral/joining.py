"""The rows of a tabular data package → HSDS services, whole: what `tables` takes apart is put together again. Pure.

A table that is not in the package is not spoken of; one that is there, without a row for a service, says that there
is none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ecotone.adapters.openreferral.tables import INSIDE, TABLES
from ecotone.adapters.openreferral.terms import Thing


@dataclass
class Joined:
    """The rows of all tables but the services', by what they point at. `ids` holds every id of each table."""

    here: set[str] = field(default_factory=set)
    by_id: dict[str, dict[str, Thing]] = field(default_factory=lambda: defaultdict(dict))
    within: dict[tuple[str, str, str], list[Thing]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, row: Thing) -> None:
        """Takes a row in, under each thing that it points at."""
        self.by_id[table].setdefault(row.get("id", ""), row)
        for column in (*TABLES[table].points, *(["link_id"] if table == "attribute" else [])):
            if row.get(column):
                self.within[table, column, row[column]].append(row)

    def service(self, row: Thing) -> Thing:
        """The service of that row with all that belongs to it."""
        made = self._thing("service", row)
        organization = self.by_id["organization"].get(row.get("organization_id", ""))
        if organization is not None:
            made["organization"] = self.organization(organization)
        if "service_at_location" in self.here:
            links = self.within.get(("service_at_location", "service_id", row.get("id", "")), ())
            made["service_at_locations"] = [self._at_location(each) for each in links]
        return made

    def organization(self, row: Thing) -> Thing:
        made = self._thing("organization", row)
        sites = self.within.get(("location", "organization_id", row.get("id", "")), ())
        return made | ({"locations": [self.location(each) for each in sites]} if sites else {})

    def location(self, row: Thing) -> Thing:
        made = self._thing("location", row)
        made.pop("organization_id", None)
        return made

    def _at_location(self, row: Thing) -> Thing:
        made = self._thing("service_at_location", row)
        where = self.by_id["location"].get(row.get("location_id", ""))
        return made | ({"location": self.location(where)} if where is not None else {})

    def _thing(self, table: str, row: Thing) -> Thing:
        """A row as an object, with the rows of other tables that lie within it as lists."""
        made = {name: value for name, value in row.items() if name not in OWN_POINTS.get(table, ())}
        for name, inner in INSIDE.items():
            column = f"{table}_id"
            if inner in self.here and column in TABLES[inner].columns:
                made[name] = [self._thing(inner, each) for each in self.within.get((inner, column, row["id"]), ())]
        if "attribute" in self.here and table in DESCRIBED:
            found = self.within.get(("attribute", "link_id", row["id"]), ())
            made["attributes"] = [self._attribute(each) for each in found]
        return made

    def _attribute(self, row: Thing) -> Thing:
        term = self.by_id["taxonomy_term"].get(row.get("taxonomy_term_id", ""))
        kept = {name: row[name] for name in ("id", "link_type", "value") if name in row}
        return kept | ({"taxonomy_term": dict(term)} if term is not None else {})


OWN_POINTS = {
    name: tuple(table.points)
    for name, table in TABLES.items()
    if name not in ("service", "taxonomy_term", "location")
}
"""The columns of each table that say only what a row lies within."""

DESCRIBED = ("organization", "service", "location", "service_at_location")


def orphans(table: str, row: Thing, ids: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """The columns that point at a row which is not there, with what they say. Empty columns point at nothing."""
    for column, points_at in TABLES[table].points.items():
        said = row.get(column)
        if said and points_at in ids and said not in ids[points_at]:
            yield column, said


def circles(parents: Mapping[str, str]) -> list[list[str]]:
    """Where going from each to its parent comes back to it: each circle once, from its smallest id."""
    found, done = [], set[str]()
    for start in parents:
        way, at = dict[str, None](), start
        while at in parents and at not in way and at not in done:
            way[at] = None
            at = parents[at]
        if at in way:
            steps = list(way)
            ring = steps[steps.index(at) :]
            least = ring.index(min(ring))
            found.append(ring[least:] + ring[:least])
        done |= way.keys()
    return found
