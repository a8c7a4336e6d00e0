"""Draws maps and flows without tiles and without a browser's help: outlines in, paths for an SVG out. Pure.

    rings of (longitude, latitude) ──project──> flat points ──> a path, and where its label stands
    a place of which only the middle is known ───────────────> a circle, as large as its neighbours allow

A degree of longitude shrinks towards the poles, so it is scaled by the cosine of the middle latitude (the
equirectangular projection): true enough for an area the size of a health board.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
Point = tuple[float, float]
Ring = Sequence[Sequence[float]]
MARGIN = 6.0
LARGEST_CIRCLE = 46.0


@dataclass(frozen=True)
class Area:
    """Where a place lies: its outline, a list of rings of at least three [longitude, latitude] points in degrees
    (WGS 84, not closed; holes by the even-odd rule), or at least its middle. Either may be unknown.
    """

    outline: Iterable[Ring] | None = None
    middle: Point | None = None

    @property
    def rings(self) -> list[Ring]:
        return [ring for ring in self.outline or () if len(ring) > 2]


@dataclass(frozen=True)
class Shape(Generic[K]):
    """One area: its path's `d`, where its label stands (the middle of its widest inside), and how wide that is."""

    key: K
    path: str
    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Drawing(Generic[K]):
    """A map `width` by `height` units; the shapes in the order given."""

    width: float
    height: float
    shapes: tuple[Shape[K], ...]

    @property
    def outlined(self) -> bool:
        """Whether areas are drawn by their outlines, and not as mere circles."""
        return any("L" in shape.path for shape in self.shapes)


def draw(areas: Mapping[K, Area], *, width: float = 480, tallest: float = 760) -> Drawing[K] | None:
    """The areas whose place is known, as large as `width` by `tallest` allows; None where none is."""
    outlined = {key: area.rings for key, area in areas.items() if area.rings}
    middles = {key: area.middle for key, area in areas.items() if key not in outlined and area.middle}
    points = [point for rings in outlined.values() for ring in rings for point in ring] + [*middles.values()]
    if not points:
        return None
    margin = LARGEST_CIRCLE + 2 if middles else MARGIN
    project, high = _projection(points, width, tallest, margin)
    centres = {key: project(middle) for key, middle in middles.items()}
    radius = _radius([*centres.values()])
    drawn = {key: _shape(key, [[project(p) for p in ring] for ring in rings]) for key, rings in outlined.items()}
    drawn |= {key: _circle(key, x, y, radius) for key, (x, y) in centres.items()}
    return Drawing(width, high, tuple(drawn[key] for key in areas if key in drawn))


def _radius(centres: Sequence[Point]) -> float:
    """The largest at which no two circles touch."""
    nearest = min((math.dist(a, b) for a, b in combinations(centres, 2)), default=math.inf)
    return max(min(nearest * 0.47, LARGEST_CIRCLE), 1.0)


def _circle(key: K, x: float, y: float, r: float) -> Shape[K]:
    half = f"a{r:.1f} {r:.1f} 0 1 0"
    path = f"M{x - r:.1f} {y:.1f}{half} {2 * r:.1f} 0{half} {-2 * r:.1f} 0Z"
    return Shape(key, path, round(x, 1), round(y, 1), round(2 * r, 1))


def _projection(
    points: Sequence[Sequence[float]], width: float, tallest: float, margin: float
) -> tuple[Callable[[Sequence[float]], Point], float]:
    """What turns degrees into map units, and how high the map becomes."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shrunk = math.cos(math.radians((south + north) / 2))
    across, up = (east - west) * shrunk, north - south
    scale = min((width - 2 * margin) / max(across, 1e-9), (tallest - 2 * margin) / max(up, 1e-9))
    left = (width - across * scale) / 2

    def project(point: Sequence[float]) -> Point:
        return left + (point[0] - west) * shrunk * scale, margin + (north - point[1]) * scale

    return project, round(up * scale + 2 * margin, 1)


def _shape(key: K, rings: Sequence[Sequence[Point]]) -> Shape[K]:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    x, y, room = _widest(largest)
    path = "".join("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in ring) + "Z" for ring in rings)
    return Shape(key, path, round(x, 1), round(y, 1), round(room, 1))


def _area(ring: Sequence[Point]) -> float:
    """The signed area of a ring (the shoelace formula)."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _widest(ring: Sequence[Point], *, lines: int = 15) -> tuple[float, float, float]:
    """The middle of the widest level stretch inside a ring, and its width: a label put there never lies outside.

    Only the middle half of the ring's height is tried, so that a label does not hang from an edge.
    """
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    heights = [top + (bottom - top) * (0.25 + 0.5 * n / (lines - 1)) for n in range(lines)]
    stretches = [(b - a, (a + b) / 2, y) for y in heights for a, b in _inside(ring, y)]
    room, x, y = max(stretches, default=(0.0, *ring[0]))
    return x, y, room


def _inside(ring: Sequence[Point], level: float) -> list[tuple[float, float]]:
    """The level stretches at this height that lie inside the ring."""
    crossings = sorted(
        x + (level - y) * (u - x) / (v - y)
        for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y > level) != (v > level)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


@dataclass(frozen=True)
class Stream:
    """One flow drawn from left to right: its path's `d`, how thick it is, what it joins, which of the flows given."""

    path: str
    thick: float
    number: int


@dataclass(frozen=True)
class Streams:
    """Flows between named ends: the ends on either side with their heights, and the streams between."""

    width: float
    height: float
    left: tuple[tuple[str, float], ...]
    right: tuple[tuple[str, float], ...]
    streams: tuple[Stream, ...]


ROW, TOP, LEFT, RIGHT, WIDTH = 52.0, 26.0, 106.0, 214.0, 320.0
THIN, THICK = 2.5, 22.0


def flow(flows: Sequence[tuple[str, str, int]], *, order: Iterable[str]) -> Streams | None:
    """A picture of flows (from, to, how much), ends in the order given on both sides; None where nothing flows."""
    if not flows:
        return None
    ends = [each for each in order if any(each in pair for *pair, _much in flows)]
    sources = {end: n for n, end in enumerate(e for e in ends if any(e == each[0] for each in flows))}
    targets = {end: n for n, end in enumerate(e for e in ends if any(e == each[1] for each in flows))}
    most = max(much for *_pair, much in flows)

    def level(row: int, of: Mapping[str, int]) -> float:
        """The shorter side stands in the middle of the longer."""
        return TOP + ROW * (row + (max(len(sources), len(targets)) - len(of)) / 2)

    left = tuple((end, level(row, sources)) for end, row in sources.items())
    right = tuple((end, level(row, targets)) for end, row in targets.items())
    heights = dict(left), dict(right)
    streams = [
        Stream(_bend(heights[0][source], heights[1][target]), _thickness(much, most), number)
        for number, (source, target, much) in enumerate(flows)
    ]
    return Streams(WIDTH, 2 * TOP + ROW * (max(len(sources), len(targets)) - 1), left, right, tuple(streams))


def _bend(start: float, end: float) -> str:
    middle = (LEFT + RIGHT) / 2
    return f"M{LEFT} {start:.1f}C{middle} {start:.1f} {middle} {end:.1f} {RIGHT} {end:.1f}"


def _thickness(much: int, most: int) -> float:
    return round(THIN + (THICK - THIN) * much / most, 1) if most else THIN
