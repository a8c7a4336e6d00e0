"""The tabular package: what is taken apart is put together again, nothing dangles, and its description is true."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from ecotone.adapters.openreferral import giving
from ecotone.adapters.openreferral.joining import Joined, circles, orphans
from ecotone.adapters.openreferral.tables import TABLES, package, rows
from ecotone.adapters.openreferral.terms import derived, is_id
from ecotone.adapters.openreferral.things import Offer, Provider
from ecotone.directory.listing import Contact, Language, Listing
from ecotone.ground import clock
from tests.pure.adapters.openreferral.offers import offers, patient

OWN = derived("an organisation")
ADDED = {"organization_id", "taxonomy_id", "parent_id"}


@patient
@given(st.lists(offers(), max_size=2, unique_by=lambda each: (each.id, each.provider.id)))
def test_a_package_is_taken_apart_and_put_together(drawn):
    things = [giving.service(offer) for offer in drawn]
    seen: set[str] = set()
    tables = defaultdict(list)
    for thing in things:
        for table, row in rows(thing, seen):
            tables[table].append(row)
    joined = Joined(set(tables))
    for table, found in tables.items():
        assert all(row.keys() <= set(TABLES[table].columns) for row in found)
        assert all(row.get(name) is not None for row in found for name in TABLES[table].required)
        assert all(is_id(row["id"]) for row in found)
        for row in found:
            joined.add(table, row)
    ids = {name: {row["id"] for row in found} for name, found in tables.items()}
    assert not [each for table, found in tables.items() for row in found for each in orphans(table, row, ids)]
    for table, found in tables.items():
        assert len(ids[table]) == len(found), f"each row of {table} has an id of its own"
    for thing, row in zip(things, tables["service"], strict=True):
        assert _bare(joined.service(row)) == _bare(thing)


def _bare(thing):
    """Without empty lists, and the columns that only say what a row lies within."""
    if isinstance(thing, list):
        return [_bare(each) for each in thing]
    if not isinstance(thing, dict):
        return thing
    kept = {name: _bare(value) for name, value in thing.items() if value != [] and name not in ADDED}
    return {name: value for name, value in kept.items() if name != "location_id"}


def test_two_services_with_the_same_parts_have_rows_of_their_own():
    """Found by a property: one contact's number in two services was one row with two owners."""
    said = Listing(
        name="Tea",
        phone="111",
        contacts=(Contact("Morag", "", "111"),),
        languages=(Language("Gaelic"),),
        attending=("venue",),
    )
    tea = Provider(OWN, "Tea", "organisation", "third", "community", phone="111")
    things = [giving.service(Offer(derived("a service", n), tea, said, clock.now())) for n in range(2)]
    seen: set[str] = set()
    found = [(table, row["id"]) for thing in things for table, row in rows(thing, seen)]
    assert len(found) == len(set(found))
    assert [table for table, _ in found].count("phone") == 5


def test_the_description_names_what_is_there():
    filled = {"organization": 1, "service": 2, "phone": 3}
    said = package(filled)
    assert [each["path"] for each in said["resources"]] == ["organizations.csv", "services.csv", "phones.csv"]
    phones = said["resources"][2]["schema"]
    assert [each["name"] for each in phones["fields"]] == list(TABLES["phone"].columns)
    assert {each["reference"]["resource"] for each in phones["foreignKeys"]} == {"organization", "service"}


@given(st.dictionaries(st.integers(0, 9).map(str), st.integers(0, 9).map(str)))
def test_every_circle_is_found_once(parents):
    """The oracle: who, going up as often as there are steps at most, comes back to itself."""

    def comes_back(start: str) -> bool:
        at = start
        for _ in parents:
            at = parents.get(at, "")
            if at == start:
                return True
        return False

    found = circles(parents)
    assert sorted(each for ring in found for each in ring) == sorted(filter(comes_back, parents))
    assert all(parents[ring[n - 1]] == ring[n] for ring in found for n in range(len(ring)))
