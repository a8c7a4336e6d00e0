"""Rows of the data-zone table → the places they lie in, and the zones themselves. Pure.

    nation ── health board ── partnership ── locality ── neighbourhood (the table's intermediate zone)
         └── council ────────┘                      └── data zone: in its neighbourhood, where that lies in the
                                                        same locality; else in the locality

An intermediate zone may lie across two localities (10 of Lanarkshire's 160 do). It then belongs to the one that holds
most of its data zones, and each other data zone to its own locality directly, so that nobody is counted twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ecotone.adapters.intake import Key, Wanted
from ecotone.adapters.reading.cells import Cells
from ecotone.ecosystem.rules import Containment, PlaceKind

NEEDED = (
    "dz11_code",
    "dz11_name",
    "iz11_code",
    "iz11_name",
    "ltla20_name",
    "ltla20_code",
    "hscp_locality",
    "hscp2019name",
)
"""The columns by which the table is known."""

NATION, NATION_CODE = "Scotland", "S92000003"
COUNTED_ON, COUNTED_BY = date(2021, 6, 30), "National Records of Scotland, mid-2021"
INDEX = {
    "index_name": "Scottish Index of Multiple Deprivation",
    "version": "2020v2",
    "direction": "1 = most deprived",
    "measure": "share of data zones in the most deprived fifth",
    "source": "Scottish Government, SIMD 2020v2",
    "on": date(2020, 1, 28),
}
MOST_DEPRIVED_FIFTH = (1, 2)
"""Deciles of the most deprived fifth of Scotland's data zones."""


@dataclass(frozen=True)
class Zone:
    """One row of the table."""

    row: int
    code: str
    name: str
    area: tuple[str, str]
    council: tuple[str, str]
    board: tuple[str, str]
    partnership: str
    locality: str
    latitude: float | None
    longitude: float | None
    population: int | None
    rank: int | None
    decile: int | None
    overlap: float | None

    @property
    def locality_key(self) -> str:
        return f"{self.partnership}/{self.locality}"


def zone(cells: Cells) -> Zone:
    """The zone of a row; what is wrong with it is in `cells.problems`."""
    return Zone(
        row=cells.row.number,
        code=cells.needed("dz11_code"),
        name=cells.needed("dz11_name"),
        area=(cells.needed("iz11_code"), cells.needed("iz11_name")),
        council=(cells.needed("ltla20_code"), cells.needed("ltla20_name")),
        board=(cells.text("hb19_code"), cells.text("hb_name")),
        partnership=cells.needed("hscp2019name"),
        locality=cells.needed("hscp_locality"),
        latitude=cells.decimal("lat"),
        longitude=cells.decimal("lon"),
        population=cells.whole("pop_mid2021"),
        rank=cells.whole("IMD_rank"),
        decile=cells.whole("IMD_decile"),
        overlap=cells.decimal("locality_overlap"),
    )


@dataclass
class Sum:
    """What the zones of one place come to; `scope` is the council or board of which a map may be the whole."""

    kind: PlaceKind
    name: str
    code: str = ""
    scope: str = ""
    parents: Counter[tuple[Key, Containment]] = field(default_factory=Counter)
    people: int = 0
    zones: int = 0
    ranked: int = 0
    deprived: int = 0
    east: float = 0.0
    north: float = 0.0
    weight: float = 0.0
    row: int | str = ""

    def add(self, zone: Zone) -> None:
        self.zones += 1
        self.people += zone.population or 0
        self.row = self.row or zone.row
        if zone.decile is not None:
            self.ranked += 1
            self.deprived += zone.decile in MOST_DEPRIVED_FIFTH
        if zone.latitude is not None and zone.longitude is not None:
            weight = float(zone.population or 1)
            self.east += zone.longitude * weight
            self.north += zone.latitude * weight
            self.weight += weight


def gather(zones: Iterable[Zone]) -> dict[Key, Sum]:
    """Every place that the zones lie in, larger ones first, each with what its zones come to."""
    found: dict[Key, Sum] = {}
    for each in zones:
        for key, made in _around(each):
            known = found.setdefault(key, made)
            known.add(each)
            if known is not made:
                known.parents.update(made.parents)
    sizes = list(PlaceKind)
    return dict(sorted(found.items(), key=lambda item: sizes.index(item[1].kind)))


def _around(zone: Zone) -> Iterator[tuple[Key, Sum]]:
    nation, council = _key("nation", NATION_CODE), _key("council", zone.council[0])
    partnership, locality = _key("partnership", zone.partnership), _key("locality", zone.locality_key)
    board = _key("board", zone.board[0]) if zone.board[0] and zone.board[1] else None
    lies, run = Containment.GEOGRAPHIC, Containment.ADMINISTRATIVE
    yield nation, Sum(PlaceKind.NATION, NATION, NATION_CODE)
    own = zone.council[0]
    yield council, _sum(PlaceKind.COUNCIL, zone.council[1], own, own, (nation, lies))
    over = [(council, run)]
    if board:
        yield board, _sum(PlaceKind.HEALTH_BOARD, zone.board[1], zone.board[0], zone.board[0], (nation, lies))
        over.append((board, run))
    name = f"{zone.partnership} Health and Social Care Partnership"
    yield partnership, _sum(PlaceKind.PARTNERSHIP, name, "", own, *over)
    yield locality, _sum(PlaceKind.LOCALITY, zone.locality, "", own, (partnership, run))
    yield _key("area", zone.area[0]), _sum(PlaceKind.NEIGHBOURHOOD, zone.area[1], zone.area[0], own, (locality, lies))


def _sum(kind: PlaceKind, name: str, code: str, scope: str, *parents: tuple[Key, Containment]) -> Sum:
    return Sum(kind, name, code, scope, Counter(parents))


def _key(what: str, value: str) -> Key:
    return Key("place", f"{what}:{value}")


def main_locality(area: Sum) -> Key:
    """The locality that holds most of an intermediate zone's data zones; of two alike, the first by name."""
    return min(area.parents.items(), key=lambda item: (-item[1], item[0][0]))[0][0]


def place(key: Key, sum_: Sum, outlines: Mapping[str, tuple[str, list]]) -> Wanted:
    """A place as it should be here; a locality with the code and the outline that a boundary file gives it."""
    code, outline = outlines.get(key.value.removeprefix("locality:"), ("", None))
    parents = list(dict.fromkeys(parent for parent, _ in sum_.parents))
    contained = next((why for _, why in sum_.parents), Containment.GEOGRAPHIC)
    fields: dict[str, Any] = {"kind": sum_.kind, "name": sum_.name, "code": sum_.code or code, "contained": contained}
    if sum_.kind is PlaceKind.NEIGHBOURHOOD:
        parents = [main_locality(sum_)]
    if sum_.kind is not PlaceKind.NATION:
        fields |= _figures(sum_)
    if outline is not None:
        fields["outline"] = outline
    return Wanted(
        kind="place",
        key=key.value,
        row=sum_.row,
        name=sum_.name,
        fields=fields,
        refs={"parents": tuple(parents)},
        scope=sum_.scope,
    )


def _figures(sum_: Sum) -> dict[str, Any]:
    """People, and where they live on average; of a nation of which the table holds a part, neither is known."""
    fields: dict[str, Any] = {}
    if sum_.people:
        fields |= {"population": sum_.people, "population_on": COUNTED_ON, "population_source": COUNTED_BY}
    if sum_.weight:
        fields |= {"latitude": round(sum_.north / sum_.weight, 5), "longitude": round(sum_.east / sum_.weight, 5)}
    return fields


def deprivation(key: Key, sum_: Sum) -> Wanted | None:
    """What SIMD says of a place, as a share of its data zones; nothing of a nation, nor where no zone is ranked."""
    if sum_.kind is PlaceKind.NATION or not sum_.ranked:
        return None
    fields = {**INDEX, "value": round(sum_.deprived / sum_.ranked, 4)}
    return Wanted(
        kind="deprivation",
        key=f"{key.value}:{INDEX['version']}",
        row=sum_.row,
        name=sum_.name,
        fields=fields,
        refs={"place_id": key},
    )


def data_zone(zone: Zone, places: Mapping[Key, Sum]) -> Wanted:
    """A zone, in its neighbourhood where that belongs to the zone's own locality, else in the locality."""
    area, locality = _key("area", zone.area[0]), _key("locality", zone.locality_key)
    index = INDEX["index_name"], INDEX["version"]
    return Wanted(
        kind="data_zone",
        key=zone.code,
        row=zone.row,
        name=zone.name,
        fields={
            "code": zone.code,
            "name": zone.name,
            "latitude": zone.latitude,
            "longitude": zone.longitude,
            "population": zone.population,
            "index_version": " ".join(map(str, index)) if zone.rank is not None else "",
            "deprivation_rank": zone.rank,
            "deprivation_decile": zone.decile,
        },
        refs={"place_id": area if main_locality(places[area]) == locality else locality},
        scope=zone.council[0],
    )


def outlines(collection: Any) -> dict[str, tuple[str, list]]:
    """Of a GeoJSON collection of localities: code and outer rings, by partnership and name. ValueError for none.

    RFC 7946: positions are [longitude, latitude], the last of a ring repeats the first. Holes are left out.
    """
    found: dict[str, tuple[str, list]] = defaultdict(lambda: ("", []))
    for feature in collection["features"]:
        said, shape = feature["properties"], feature["geometry"]
        polygons = {"Polygon": lambda c: [c], "MultiPolygon": list}[shape["type"]](shape["coordinates"])
        rings = [[[float(x), float(y)] for x, y, *_ in polygon[0][:-1]] for polygon in polygons]
        name = f"{said['hscp2019name']}/{said['hscp_locality']}"
        found[name] = (str(said.get("code", "")), [*found[name][1], *rings])
    return dict(found)
