"""The public shape of Lanarkshire, so that a clean clone has a map and true denominators.

The only public facts the demo holds. Populations: National Records of Scotland, mid-2021 (the share aged
65 and over is mid-2020). Deprivation: Scottish Government, SIMD 2020v2, counted in data zones (2011).
SIMD describes areas, never the person who lives there.

The outlines are our own drawing and only roughly true. Localities share corner points by name, so the
map tiles without gaps or overlaps by construction:

      Airdrie ──● calder ●── Coatbridge      one point, named once, used by every
                 \\      /                     locality which meets there
                  Bellshill
"""

from dataclasses import dataclass
from typing import Any

POPULATION_SOURCE = "National Records of Scotland, mid-2021"
SHARE_65_SOURCE = "National Records of Scotland, mid-2020"
OUTLINE_SOURCE = "Drawn by hand for this project; only roughly true"


@dataclass(frozen=True, kw_only=True)
class AreaIndex:
    """Which deprivation index the counts come from; `direction` says what rank or decile 1 means."""

    name: str
    version: str
    direction: str
    source: str


SIMD = AreaIndex(
    name="Scottish Index of Multiple Deprivation",
    version="2020v2",
    direction="1 = most deprived",
    source="Scottish Government, SIMD 2020v2",
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place. `kind` is nation, health_board, council, partnership, locality or neighbourhood.

    key                   our own short name, unique; `parents` are keys, several allowed
    code                  public area code, "" where there is none
    population            people, None where not stated
    share_65_plus         share of people aged 65 and over, 0 to 1
    data_zones            data zones (2011); `most_deprived_zones` of them are in Scotland's most deprived fifth
    land_area_km2         true land area, rounded, to hold the drawing against
    centroid              (longitude, latitude), roughly where people live
    outline               ring of (longitude, latitude), anticlockwise or clockwise, not closed; () where none
    """

    key: str
    name: str
    kind: str
    code: str = ""
    parents: tuple[str, ...] = ()
    population: int | None = None
    share_65_plus: float | None = None
    data_zones: int | None = None
    most_deprived_zones: int | None = None
    land_area_km2: int | None = None
    centroid: tuple[float, float] | None = None
    outline: tuple[tuple[float, float], ...] = ()

    @property
    def share_most_deprived(self) -> float | None:
        """Share of data zones among Scotland's most deprived fifth, or None where not stated."""
        if not self.data_zones or self.most_deprived_zones is None:
            return None
        return self.most_deprived_zones / self.data_zones


_POINTS = {
    # the north
    "kilsyth_hills": (-4.150, 56.005),
    "carron_valley": (-4.055, 56.032),
    "banknock": (-3.990, 56.003),
    "castlecary": (-3.945, 55.972),
    "slamannan": (-3.868, 55.957),
    "fannyside": (-3.905, 55.938),
    "torrance": (-4.115, 55.958),
    "lenzie": (-4.052, 55.957),
    "moodiesburn": (-4.070, 55.926),
    "stepps": (-4.192, 55.912),
    "millerston": (-4.163, 55.883),
    "garthamlock": (-4.083, 55.884),
    # around Coatbridge, Airdrie and Bellshill
    "glenboig": (-3.997, 55.928),
    "mollinsburn": (-4.052, 55.923),
    "gartcosh": (-4.050, 55.892),
    "bargeddie": (-4.085, 55.853),
    "glenmavis": (-4.005, 55.909),
    "annathill": (-4.030, 55.893),
    "rochsolloch": (-4.025, 55.877),
    "coatdyke": (-4.003, 55.864),
    "calder": (-3.995, 55.838),
    "drumpellier": (-4.050, 55.845),
    "avonhead": (-3.878, 55.925),
    "caldercruix": (-3.820, 55.900),
    "forrestfield": (-3.800, 55.877),
    "westcraigs": (-3.718, 55.880),
    "blackridge": (-3.752, 55.863),
    "harthill": (-3.810, 55.853),
    "kirk_o_shotts": (-3.807, 55.832),
    "legbrannock": (-3.925, 55.826),
    "eurocentral": (-3.968, 55.815),
    "broomhouse": (-4.102, 55.843),
    "daldowie": (-4.105, 55.831),
    "bothwell_bridge": (-4.068, 55.820),
    "strathclyde_loch": (-4.042, 55.804),
    "carfin": (-3.998, 55.815),
    # around Motherwell and Wishaw
    "newarthill": (-3.932, 55.803),
    "cleland": (-3.900, 55.801),
    "craigneuk": (-3.930, 55.776),
    "muirhouse": (-3.965, 55.768),
    "dalzell": (-4.003, 55.776),
    "ross_haugh": (-4.050, 55.795),
    "fauldhouse": (-3.720, 55.816),
    "breich": (-3.745, 55.782),
    "allanton": (-3.785, 55.770),
    "law": (-3.865, 55.762),
    "garrion": (-3.915, 55.739),
    "netherton": (-3.960, 55.757),
    # the south
    "crossford": (-3.892, 55.705),
    "sandford": (-3.992, 55.655),
    "stonehouse": (-4.045, 55.670),
    "glassford": (-3.970, 55.712),
    "quarter": (-4.010, 55.742),
    "limekilnburn": (-4.062, 55.710),
    "udston": (-4.095, 55.745),
    "auldhouse": (-4.145, 55.748),
    "flemington": (-4.112, 55.808),
    "cathkin": (-4.213, 55.805),
    "shawfield": (-4.236, 55.818),
    "oatlands": (-4.228, 55.840),
    "dalmarnock": (-4.190, 55.837),
    "clyde_bend": (-4.175, 55.825),
    "carmyle": (-4.125, 55.832),
    "thorntonhall": (-4.280, 55.768),
    "eaglesham": (-4.230, 55.725),
    "ballageich": (-4.246, 55.675),
    "lochfield": (-4.195, 55.605),
    "loudoun": (-4.235, 55.560),
    "distinkhorn": (-4.150, 55.570),
    "avon_head": (-4.045, 55.588),
    "glenbuck": (-3.968, 55.552),
    "cairn_table": (-4.015, 55.478),
    "spango": (-3.960, 55.458),
    "crawfordjohn": (-3.835, 55.450),
    "leadhills": (-3.712, 55.350),
    "dalveen": (-3.655, 55.293),
    "tweeds_well": (-3.582, 55.350),
    "hart_fell": (-3.530, 55.425),
    "culter_fell": (-3.497, 55.545),
    "broughton": (-3.528, 55.612),
    "skirling": (-3.482, 55.640),
    "dunsyre": (-3.408, 55.708),
    "pentlands": (-3.470, 55.766),
    "tarbrax": (-3.590, 55.808),
}


def _ring(names: str) -> tuple[tuple[float, float], ...]:
    """The outline through the named points."""
    return tuple(_POINTS[name] for name in names.split())


def _locality(key: str, name: str, code: str, council: str, **facts: Any) -> Place:
    """A locality belongs to a partnership, whose bounds are those of a council."""
    return Place(key=key, name=name, kind="locality", code=code, parents=(f"{council}-partnership",), **facts)


NORTH_LOCALITIES = (
    _locality(
        "airdrie",
        "Airdrie",
        "S99000005",
        "north",
        population=60022,
        share_65_plus=0.171,
        data_zones=81,
        most_deprived_zones=36,
        land_area_km2=146,
        centroid=(-3.960, 55.865),
        outline=_ring(
            "glenboig fannyside avonhead caldercruix forrestfield westcraigs blackridge harthill"
            " kirk_o_shotts legbrannock eurocentral calder coatdyke rochsolloch annathill glenmavis"
        ),
    ),
    _locality(
        "bellshill",
        "Bellshill",
        "S99000018",
        "north",
        population=40558,
        share_65_plus=0.178,
        data_zones=56,
        most_deprived_zones=20,
        land_area_km2=25,
        centroid=(-4.034, 55.823),
        outline=_ring(
            "bargeddie drumpellier calder eurocentral carfin strathclyde_loch bothwell_bridge daldowie broomhouse"
        ),
    ),
    _locality(
        "coatbridge",
        "Coatbridge",
        "S99000029",
        "north",
        population=46070,
        share_65_plus=0.173,
        data_zones=60,
        most_deprived_zones=28,
        land_area_km2=24,
        centroid=(-4.033, 55.858),
        outline=_ring(
            "glenboig glenmavis annathill rochsolloch coatdyke calder drumpellier bargeddie gartcosh mollinsburn"
        ),
    ),
    _locality(
        "cumbernauld",
        "Cumbernauld and the North",
        "S99000095",
        "north",
        population=90555,
        share_65_plus=0.179,
        data_zones=114,
        most_deprived_zones=15,
        land_area_km2=139,
        centroid=(-4.035, 55.939),
        outline=_ring(
            "kilsyth_hills carron_valley banknock castlecary slamannan fannyside glenboig mollinsburn"
            " gartcosh bargeddie garthamlock millerston stepps moodiesburn lenzie torrance"
        ),
    ),
    _locality(
        "motherwell",
        "Motherwell",
        "S99000088",
        "north",
        population=54763,
        share_65_plus=0.160,
        data_zones=67,
        most_deprived_zones=29,
        land_area_km2=33,
        centroid=(-3.976, 55.793),
        outline=_ring(
            "eurocentral legbrannock newarthill cleland craigneuk muirhouse dalzell ross_haugh"
            " strathclyde_loch carfin"
        ),
    ),
    _locality(
        "wishaw",
        "Wishaw",
        "S99000130",
        "north",
        population=49432,
        share_65_plus=0.190,
        data_zones=69,
        most_deprived_zones=25,
        land_area_km2=104,
        centroid=(-3.879, 55.790),
        outline=_ring(
            "legbrannock kirk_o_shotts harthill blackridge fauldhouse breich allanton law garrion netherton"
            " dalzell muirhouse craigneuk cleland newarthill"
        ),
    ),
)

SOUTH_LOCALITIES = (
    _locality(
        "clydesdale",
        "Clydesdale",
        "S99000028",
        "south",
        population=61862,
        share_65_plus=0.222,
        data_zones=84,
        most_deprived_zones=12,
        land_area_km2=1322,
        centroid=(-3.783, 55.679),
        outline=_ring(
            "breich allanton law garrion crossford sandford avon_head glenbuck cairn_table spango"
            " crawfordjohn leadhills dalveen tweeds_well hart_fell culter_fell broughton skirling dunsyre"
            " pentlands tarbrax"
        ),
    ),
    _locality(
        "east-kilbride",
        "East Kilbride",
        "S99000039",
        "south",
        population=90231,
        share_65_plus=0.193,
        data_zones=120,
        most_deprived_zones=3,
        land_area_km2=297,
        centroid=(-4.171, 55.749),
        outline=_ring(
            "flemington cathkin thorntonhall eaglesham ballageich lochfield loudoun distinkhorn avon_head"
            " sandford stonehouse glassford quarter limekilnburn udston auldhouse"
        ),
    ),
    _locality(
        "hamilton",
        "Hamilton",
        "S99000060",
        "south",
        population=109464,
        share_65_plus=0.197,
        data_zones=147,
        most_deprived_zones=44,
        land_area_km2=122,
        centroid=(-4.049, 55.768),
        outline=_ring(
            "daldowie bothwell_bridge strathclyde_loch ross_haugh dalzell netherton garrion crossford"
            " sandford stonehouse glassford quarter limekilnburn udston auldhouse flemington"
        ),
    ),
    _locality(
        "rutherglen",
        "Rutherglen and Cambuslang",
        "S99000108",
        "south",
        population=61073,
        share_65_plus=0.182,
        data_zones=80,
        most_deprived_zones=29,
        land_area_km2=23,
        centroid=(-4.180, 55.817),
        outline=_ring("shawfield oatlands dalmarnock clyde_bend carmyle daldowie flemington cathkin"),
    ),
)

LOCALITIES = NORTH_LOCALITIES + SOUTH_LOCALITIES


def _neighbourhood(locality: str, name: str, longitude: float, latitude: float) -> Place:
    """A town, village or part of one inside a locality."""
    key = name.lower().replace(" ", "-")
    return Place(key=key, name=name, kind="neighbourhood", parents=(locality,), centroid=(longitude, latitude))


NEIGHBOURHOODS = (
    _neighbourhood("airdrie", "Petersburn", -3.956, 55.860),
    _neighbourhood("airdrie", "Whinhall", -3.994, 55.870),
    _neighbourhood("airdrie", "Chapelhall", -3.949, 55.842),
    _neighbourhood("airdrie", "Caldercruix and Plains", -3.911, 55.886),
    _neighbourhood("bellshill", "Viewpark", -4.055, 55.832),
    _neighbourhood("bellshill", "Orbiston", -4.027, 55.812),
    _neighbourhood("bellshill", "Mossend", -4.005, 55.822),
    _neighbourhood("coatbridge", "Kirkshaws", -4.040, 55.849),
    _neighbourhood("coatbridge", "Whifflet", -4.016, 55.850),
    _neighbourhood("coatbridge", "Townhead", -4.047, 55.872),
    _neighbourhood("cumbernauld", "Abronhill", -3.951, 55.959),
    _neighbourhood("cumbernauld", "Kilsyth", -4.059, 55.978),
    _neighbourhood("cumbernauld", "Moodiesburn", -4.088, 55.911),
    _neighbourhood("motherwell", "Forgewood", -4.000, 55.799),
    _neighbourhood("motherwell", "Ladywell", -4.003, 55.785),
    _neighbourhood("motherwell", "Newarthill", -3.942, 55.814),
    _neighbourhood("wishaw", "Coltness", -3.911, 55.789),
    _neighbourhood("wishaw", "Newmains", -3.877, 55.788),
    _neighbourhood("wishaw", "Shotts", -3.807, 55.821),
    _neighbourhood("clydesdale", "Lanark", -3.772, 55.674),
    _neighbourhood("clydesdale", "Carluke", -3.835, 55.734),
    _neighbourhood("clydesdale", "Biggar", -3.525, 55.624),
    _neighbourhood("east-kilbride", "Calderwood", -4.155, 55.772),
    _neighbourhood("east-kilbride", "Greenhills", -4.203, 55.747),
    _neighbourhood("east-kilbride", "Strathaven", -4.065, 55.679),
    _neighbourhood("hamilton", "Burnbank", -4.076, 55.783),
    _neighbourhood("hamilton", "Blantyre", -4.096, 55.792),
    _neighbourhood("hamilton", "Larkhall", -3.972, 55.736),
    _neighbourhood("rutherglen", "Rutherglen Burgh", -4.214, 55.827),
    _neighbourhood("rutherglen", "Cambuslang", -4.167, 55.817),
    _neighbourhood("rutherglen", "Whitlawburn", -4.172, 55.809),
)


def _whole(key: str, name: str, kind: str, code: str, parents: tuple[str, ...], of: tuple[Place, ...]) -> Place:
    """A place which is exactly the sum of the given localities."""
    return Place(
        key=key,
        name=name,
        kind=kind,
        code=code,
        parents=parents,
        population=sum(locality.population or 0 for locality in of),
        data_zones=sum(locality.data_zones or 0 for locality in of),
        most_deprived_zones=sum(locality.most_deprived_zones or 0 for locality in of),
        land_area_km2=sum(locality.land_area_km2 or 0 for locality in of),
    )


SCOTLAND = Place(
    key="scotland",
    name="Scotland",
    kind="nation",
    code="S92000003",
    population=5479900,
    data_zones=6976,
    most_deprived_zones=1395,
)
WIDER_PLACES = (
    SCOTLAND,
    _whole("lanarkshire", "NHS Lanarkshire", "health_board", "S08000032", ("scotland",), LOCALITIES),
    _whole("north", "North Lanarkshire", "council", "S12000050", ("scotland",), NORTH_LOCALITIES),
    _whole("south", "South Lanarkshire", "council", "S12000029", ("scotland",), SOUTH_LOCALITIES),
    _whole(
        "north-partnership",
        "Health and Social Care North Lanarkshire",
        "partnership",
        "S37000035",
        ("lanarkshire", "north"),
        NORTH_LOCALITIES,
    ),
    _whole(
        "south-partnership",
        "South Lanarkshire Health and Social Care Partnership",
        "partnership",
        "S37000028",
        ("lanarkshire", "south"),
        SOUTH_LOCALITIES,
    ),
)

PLACES = WIDER_PLACES + LOCALITIES + NEIGHBOURHOODS
BY_KEY = {place.key: place for place in PLACES}
