"""Reads cost a fixed number of queries, however much there is to read."""

import pytest

from ecotone.people import actions, queries
from ecotone.people.rules import SHAREABLE, STORY, Channel, CircleKind, Effect, IdentifierKind, Mode
from tests import worlds
from tests.worlds import cost

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def lived(by, person_id, times):
    """So many entries, ties, contacts, teams and choices."""
    given = {"by": by, "person_id": person_id}
    for n in range(times):
        for part in STORY:
            actions.add_story_entry(**given, section=part, text=f"{n}")
        actions.add_to_circle(**given, kind=CircleKind.FRIEND, name=f"{n}")
        actions.log_encounter(**given, mode=Mode.READ_ONLY, channel=Channel.PHONE)
        actions.choose_sharing(**given, effect=Effect.GRANT, sector="third")
        actions.add_identifier(**given, kind=IdentifierKind.LOCAL, source="x", value=f"{person_id} {n}")


@pytest.mark.parametrize("times", [1, 8])
def test_a_record_costs_the_same_however_much_was_lived(times):
    by = worlds.wearing(worlds.team("Nurses"))
    jean = worlds.taken_in(by, parts=SHAREABLE)
    lived(by, jean.id, times)
    entry = 2  # of the audit, and its rows
    assert cost(lambda: queries.person(by, jean.id)) == 2 + 2 + 8 + entry
    assert cost(lambda: queries.sharing(by, jean.id)) == 2 + 2 + entry


@pytest.mark.parametrize("people", [5, 60])
def test_lists_cost_the_same_however_many_people(people):
    by = worlds.wearing(worlds.team("Nurses"))
    known = [worlds.taken_in(by, name=f"Person {n}").id for n in range(people)]
    entry = 2
    assert cost(lambda: queries.my_people(by, most=people)) == 4 + 2 + entry
    assert len(queries.my_people(by, most=100)[0]) == people
    assert cost(lambda: queries.banners(by, known)) == 1 + 2 + entry
