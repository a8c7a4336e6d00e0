"""The ecosystem at a place, against a slow and naive oracle, in a number of queries that never grows."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.rules import TABLE_1, Domain, Level, Orientation, Sector, Standing, TieKind
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

START = date(2026, 1, 1)
PARENT = {"nation": None, "north": "nation", "airdrie": "north", "glenmavis": "airdrie", "south": "nation"}
KINDS = dict(zip(PARENT, ("nation", "partnership", "locality", "neighbourhood", "partnership"), strict=True))
BROAD = {"company": None, "visits": "company", "clubs": "company", "bath": None}

place_names, need_codes = st.sampled_from(sorted(PARENT)), st.sampled_from(sorted(BROAD))
days = st.integers(0, 6).map(lambda n: START + timedelta(days=n))
lengths = st.none() | st.integers(1, 5)
an_actor = st.tuples(
    st.sets(place_names, max_size=2), st.sampled_from(Domain), st.sampled_from(Sector), days, lengths
)
a_remit = st.tuples(st.integers(0, 3), need_codes, place_names, days, lengths)
a_tie = st.tuples(st.integers(0, 3), st.integers(0, 3), days, lengths)
an_institution = st.tuples(st.none() | place_names, st.sampled_from(Domain), days, lengths)


def chain(name, parent):
    return [] if name is None else [name, *chain(parent[name], parent)]


def related(a, b, parent):
    """Whether one is the other, or above it."""
    return a in chain(b, parent) or b in chain(a, parent)


def holds(since, length, day):
    return since <= day and (length is None or day < since + timedelta(days=length))


def period(since, length):
    return {"since": since, "until": length and since + timedelta(days=length)}


def make_places():
    made = {}
    for name, parent in PARENT.items():
        made[name] = world.place(name, KINDS[name], *([made[parent]] if parent else []))
    return made


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actors=st.lists(an_actor, min_size=4, max_size=4),
    remits=st.lists(a_remit, max_size=5, unique_by=lambda each: each[:3]),
    ties=st.lists(a_tie, max_size=4, unique_by=lambda each: each[:2]),
    institutions=st.lists(an_institution, max_size=3),
    here=place_names,
    wanted=st.none() | need_codes,
    day=days,
)
def test_what_is_shown_is_what_a_naive_reading_finds(actors, remits, ties, institutions, here, wanted, day):
    with world.undone():
        places = make_places()
        needs = {code: world.need(code, parent or "") for code, parent in BROAD.items()}
        rows = [
            world.actor(f"A{n}", *(places[p] for p in covers), domain=domain, sector=sector, **period(since, length))
            for n, (covers, domain, sector, since, length) in enumerate(actors)
        ]
        for n, need, place, since, length in remits:
            world.remit(rows[n], needs[need], places[place], **period(since, length))
        for a, b, since, length in ties:
            if a != b:
                world.tie(rows[a], rows[b], **period(since, length))
        for n, (place, domain, since, length) in enumerate(institutions):
            place_id = places[place].id if place else None
            world.institution(f"I{n}", domain=domain, place_id=place_id, **period(since, length))

        tasks = {
            (n, need, place)
            for n, need, place, since, length in remits
            if holds(since, length, day)
            and related(place, here, PARENT)
            and (wanted is None or related(need, wanted, BROAD))
        }
        shown = {
            n
            for n, (covers, _, _, since, length) in enumerate(actors)
            if holds(since, length, day)
            and any(related(place, here, PARENT) for place in covers)
            and (wanted is None or n in {task[0] for task in tasks})
        }
        seen = queries.ecosystem_at(here, wanted, day)
        drawn = {
            (int(each.name[1:]), row.domain, group.sector)
            for row in seen.domains
            for group in row.sectors
            for each in group.actors
        }
        assert drawn == {(n, actors[n][1], actors[n][2]) for n in shown}
        assert {
            (int(each.name[1:]), remit.need_code, remit.place)
            for row in seen.domains
            for group in row.sectors
            for each in group.actors
            for remit in each.remits
        } == {task for task in tasks if task[0] in shown}
        assert {(int(tie.source[1:]), int(tie.target[1:])) for tie in seen.ties} == {
            (a, b) for a, b, since, length in ties if a != b and {a, b} <= shown and holds(since, length, day)
        }
        assert {(int(each.name[1:]), row.domain) for row in seen.domains for each in row.institutions} == {
            (n, domain)
            for n, (place, domain, since, length) in enumerate(institutions)
            if holds(since, length, day) and (place is None or related(place, here, PARENT))
        }
        assert [each.name for each in seen.path] == list(reversed(chain(here, PARENT)))


def test_it_is_laid_out_as_table_1():
    seen = queries.ecosystem_at(make_places()["airdrie"].id)
    assert [row.domain for row in seen.domains] == list(Domain)
    for row in seen.domains:
        table = TABLE_1[row.domain]
        assert (row.role, row.main_actors, row.kinds_of_institution) == (
            table.role,
            table.main_actors,
            table.institutions,
        )
    assert [each.name for each in seen.path] == ["nation", "north", "airdrie"]
    assert [each.name for each in seen.inside] == ["glenmavis"]
    assert seen.on == date(2026, 3, 2)
    assert seen.need is None


def test_domain_is_not_sector_and_ties_carry_the_level():
    places = make_places()
    practice = world.actor("Cairnhill GP practice", places["airdrie"], sector=Sector.NHS)
    voice = world.actor("Third Sector Voice", places["north"], domain=Domain.SYSTEM)
    world.tie(voice, practice, TieKind.PARTNERSHIP, level=Level.MACRO)
    world.institution(
        "Ten minutes a visit",
        domain=Domain.COMMUNITY,
        standing=Standing.LEGACY,
        issuer_id=practice.id,
        orientations=[Orientation.EFFICIENCY],
    )
    seen = queries.ecosystem_at("airdrie")
    by_domain = {row.domain: row for row in seen.domains}
    assert [(g.sector, [a.name for a in g.actors]) for g in by_domain[Domain.COMMUNITY].sectors] == [
        (Sector.NHS, [practice.name])
    ]
    assert [g.sector for g in by_domain[Domain.SYSTEM].sectors] == [Sector.THIRD]
    assert [(tie.source, tie.target, tie.level) for tie in seen.ties] == [(voice.name, practice.name, Level.MACRO)]
    (rule,) = by_domain[Domain.COMMUNITY].institutions
    assert (rule.standing, rule.issuer, rule.orientations) == (
        Standing.LEGACY,
        practice.name,
        (Orientation.EFFICIENCY,),
    )


def test_eight_queries_however_much_there_is(django_assert_num_queries):
    places = make_places()
    lonely = world.need("lonely")
    grow(places, lonely, 2)
    with django_assert_num_queries(8):
        queries.ecosystem_at("airdrie", "lonely")
    grow(places, lonely, 25)
    with django_assert_num_queries(8):
        seen = queries.ecosystem_at("airdrie", "lonely")
    with django_assert_num_queries(8):
        queries.ecosystem_at(places["nation"].id)
    assert sum(len(group.actors) for row in seen.domains for group in row.sectors) == 27


def grow(places, need, size):
    made = []
    for n in range(size):
        site = actions.add_site(by=SYSTEM, name=f"Hall {n}", place_id=places["airdrie"].id)
        made.append(world.actor(f"Club {size}.{n}", places["airdrie"], places["north"], site_id=site.id))
        world.remit(made[-1], need, places["glenmavis"])
        world.institution(f"Habit {size}.{n}", orientations=[Orientation.EQUITY, Orientation.SAFETY])
    for a, b in pairwise(made):
        world.tie(a, b)


def test_an_unknown_place_or_need_is_not_found():
    make_places()
    for unknown in (("nowhere", None), ("airdrie", "flying")):
        with pytest.raises(NotFound):
            queries.ecosystem_at(*unknown)


def test_the_past_can_be_looked_at():
    places = make_places()
    closed = world.actor("Lunch club", places["airdrie"], since=date(2019, 5, 1), until=date(2025, 5, 1))
    then = queries.ecosystem_at("airdrie", on=date(2020, 1, 1))
    assert [a.id for row in then.domains for group in row.sectors for a in group.actors] == [closed.id]
    with clock.at(datetime(2025, 5, 1, 12, tzinfo=UTC)):
        assert all(not row.sectors for row in queries.ecosystem_at("airdrie").domains)
