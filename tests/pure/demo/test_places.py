"""The invented place's map: public facts that add up, and a drawing that tiles without gap or overlap."""

from itertools import combinations
from math import cos, radians

import pytest

from ecotone.demo.content import places

KM_PER_DEGREE = 111.2
SCALE = KM_PER_DEGREE * cos(radians(55.7))


def _sides(ring):
    return list(zip(ring, ring[1:] + ring[:1], strict=True))


def _turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cross(side, other):
    """Whether two sides cross each other, touching at an end not counted."""
    (a, b), (c, d) = side, other
    if {a, b} & {c, d}:
        return False
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _inside(point, ring):
    x, y = point
    hits = 0
    for (x1, y1), (x2, y2) in _sides(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            hits += 1
    return hits % 2 == 1


def _area_km2(ring):
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _sides(ring))
    return abs(doubled) / 2 * SCALE * KM_PER_DEGREE


def test_keys_are_unique_and_every_parent_is_a_place():
    assert len(places.BY_KEY) == len(places.PLACES)
    for place in places.PLACES:
        assert all(parent in places.BY_KEY for parent in place.parents), place.key


def test_the_shape_of_lanarkshire():
    assert [len(places.NORTH_LOCALITIES), len(places.SOUTH_LOCALITIES)] == [6, 4]
    board = places.BY_KEY["lanarkshire"]
    assert board.population == 664_030
    assert board.data_zones == 878
    assert set(places.BY_KEY["north-partnership"].parents) == {"lanarkshire", "north"}
    assert places.SIMD.direction == "1 = most deprived"
    for locality in places.LOCALITIES:
        assert 2 <= sum(place.parents == (locality.key,) for place in places.NEIGHBOURHOODS) <= 4


@pytest.mark.parametrize("locality", places.LOCALITIES, ids=lambda place: place.key)
def test_an_outline_is_simple_and_about_the_true_size(locality):
    ring = locality.outline
    assert 8 <= len(ring) <= 21
    assert len(set(ring)) == len(ring)
    assert not any(_cross(*pair) for pair in combinations(_sides(ring), 2))
    assert _area_km2(ring) == pytest.approx(locality.land_area_km2, rel=0.25)
    assert _inside(locality.centroid, ring)


def test_outlines_share_their_borders_and_never_overlap():
    for one, other in combinations(places.LOCALITIES, 2):
        for side in _sides(one.outline):
            assert not any(_cross(side, opposite) for opposite in _sides(other.outline)), (one.key, other.key)
    used = [frozenset(side) for place in places.LOCALITIES for side in _sides(place.outline)]
    assert max(used.count(side) for side in used) == 2
    outer = [side for side in used if used.count(side) == 1]
    ends = [point for side in outer for point in side]
    assert all(ends.count(point) in (2, 4) for point in ends), "the coast of the map has a hole or a gap"


def test_the_whole_map_has_the_area_of_its_parts():
    """No gap inside: the area within the outer coast is the sum of the localities."""
    sides = [side for place in places.LOCALITIES for side in _oriented(place.outline)]
    coast = [side for side in sides if side[::-1] not in sides]
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in coast)
    parts = sum(_area_km2(place.outline) for place in places.LOCALITIES)
    assert abs(doubled) / 2 * SCALE * KM_PER_DEGREE == pytest.approx(parts)


def _oriented(ring):
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in _sides(ring))
    return _sides(ring if doubled > 0 else ring[::-1])


@pytest.mark.parametrize("neighbourhood", places.NEIGHBOURHOODS, ids=lambda place: place.key)
def test_a_neighbourhood_lies_in_its_own_locality(neighbourhood):
    found = [place.key for place in places.LOCALITIES if _inside(neighbourhood.centroid, place.outline)]
    assert tuple(found) == neighbourhood.parents


def test_shares_are_shares():
    for place in places.LOCALITIES:
        assert 0.1 < place.share_65_plus < 0.3
        assert 0 < place.share_most_deprived < 0.5
    assert places.BY_KEY["petersburn"].share_most_deprived is None
