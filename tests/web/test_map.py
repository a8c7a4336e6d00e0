"""The map is drawn true: areas keep their neighbours, labels lie inside, and nothing given breaks it."""

import math
import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ecotone.demo.content.places import LOCALITIES
from ecotone.web.map import LARGEST_CIRCLE, MARGIN, Area, draw, flow

SQUARE = [(-4.0, 55.0), (-3.9, 55.0), (-3.9, 55.1), (-4.0, 55.1)]
EAST_OF_IT = [(-3.9, 55.0), (-3.8, 55.0), (-3.8, 55.1), (-3.9, 55.1)]
BAY = [
    (-4.0, 55.0),
    (-3.9, 55.0),
    (-3.9, 55.1),
    (-3.91, 55.1),
    (-3.91, 55.01),
    (-3.99, 55.01),
    (-3.99, 55.1),
    (-4.0, 55.1),
]


def outlines(**rings):
    return {key: Area(each) for key, each in rings.items()}


def points(path):
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def inside(x, y, ring):
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum((b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b) for (a, b), (c, d) in pairs) % 2 == 1


def test_an_area_without_outlines_has_no_map():
    assert draw({}) is None
    assert draw(outlines(a=None, b=[], c=[[(0, 0), (1, 1)]])) is None


def test_north_is_up_and_east_is_right():
    drawing = draw(outlines(west=[SQUARE], east=[EAST_OF_IT], north=[[(x, y + 0.1) for x, y in SQUARE]]))
    west, east, north = drawing.shapes
    assert east.x > west.x
    assert north.y < west.y


def test_neighbours_share_their_border_to_the_point():
    west, east = draw(outlines(west=[SQUARE], east=[EAST_OF_IT])).shapes
    assert len(set(points(west.path)) & set(points(east.path))) == 2


def test_a_square_on_the_ground_is_square_on_the_map():
    side = 0.1 / math.cos(math.radians(55.05))
    (shape,) = draw(outlines(a=[[(-4, 55), (-4 + side, 55), (-4 + side, 55.1), (-4, 55.1)]])).shapes
    xs, ys = zip(*points(shape.path), strict=True)
    assert math.isclose(max(xs) - min(xs), max(ys) - min(ys), rel_tol=0.01)


def test_a_label_lies_inside_even_where_the_middle_does_not():
    (shape,) = draw(outlines(bay=[BAY])).shapes
    assert inside(shape.x, shape.y, points(shape.path))


def test_every_locality_of_the_invented_place_is_drawn_with_its_label_inside():
    drawing = draw({place.key: Area([place.outline]) for place in LOCALITIES})
    assert len(drawing.shapes) == 10
    assert all(inside(s.x, s.y, points(s.path)) and s.room > 20 for s in drawing.shapes)


def test_places_known_by_their_middle_alone_become_circles_that_do_not_touch():
    drawing = draw({place.key: Area(None, place.centroid) for place in LOCALITIES})
    circles = [(s.x, s.y, s.room / 2) for s in drawing.shapes]
    assert len(circles) == 10
    assert not drawing.outlined
    for (x, y, r), (u, v, q) in combinations(circles, 2):
        assert math.dist((x, y), (u, v)) > r + q


def test_one_place_alone_is_drawn():
    (shape,) = draw({"here": Area(None, (-4.0, 55.8))}).shapes
    assert shape.room == 2 * LARGEST_CIRCLE


coordinates = st.tuples(st.floats(-180, 180), st.floats(-80, 80))
areas = st.builds(Area, st.lists(st.lists(coordinates, max_size=6), max_size=3), st.none() | coordinates)


@given(st.dictionaries(st.integers(), areas, max_size=4))
def test_whatever_is_given_the_map_stays_within_its_frame(given_areas):
    drawing = draw(given_areas)
    if drawing is None:
        return
    for shape in drawing.shapes:
        assert -0.1 <= shape.x <= drawing.width + 0.1
        for x, y in points(shape.path) if "L" in shape.path else ():
            assert -0.1 <= x <= drawing.width + 0.1
            assert MARGIN - 0.1 <= y <= drawing.height - MARGIN + 0.1


ORDER = ("nhs", "council", "third")


def test_nothing_flows_and_nothing_is_drawn():
    assert flow([], order=ORDER) is None


def test_streams_keep_their_order_and_the_most_is_the_thickest():
    picture = flow([("nhs", "third", 40), ("third", "council", 5), ("nhs", "nhs", 10)], order=ORDER)
    assert [end for end, _ in picture.left] == ["nhs", "third"]
    assert [end for end, _ in picture.right] == ["nhs", "council", "third"]
    assert [stream.number for stream in picture.streams] == [0, 1, 2]
    thick = [stream.thick for stream in picture.streams]
    assert max(thick) == thick[0] > thick[2] > thick[1] > 0
    assert all(0 < height < picture.height for _, height in (*picture.left, *picture.right))
