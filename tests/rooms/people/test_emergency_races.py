"""Two at the same moment: a refusal and the glass, the same emergency twice, the last one of a day by two windows."""

from functools import partial

import pytest

from ecotone.ground.errors import Invalid, NotFound
from ecotone.people import actions, policies
from ecotone.people.models import AccessRequest, EmergencyAccess
from ecotone.people.rules import MOST_EMERGENCIES, Effect, Part
from tests import worlds
from tests.rooms.racing import both, sorted_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def medic():
    return worlds.wearing(worlds.team("Rapid response"))


def glass(by, who):
    return actions.break_glass(by=by, person_id=who.id, reason="danger_to_life", text="She fell")


@pytest.mark.commitment(3)
def test_a_refusal_at_the_moment_the_glass_breaks_wins(ours, medic):
    jean = worlds.taken_in(ours)
    me = worlds.herself(jean)
    refuse = partial(actions.choose_sharing, by=me, person_id=jean.id, effect=Effect.REFUSAL)
    _, errors = sorted_out(both(partial(glass, medic, jean), refuse))
    assert all(isinstance(error, NotFound) for error in errors)
    assert not any(verdict.allowed for verdict in policies.verdicts(medic, [jean.id])[jean.id].values())
    assert policies.verdict(medic, jean.id, Part.HARMS).code in ("people.person_refused", "people.no_relationship")


def test_sent_twice_at_once_it_is_one(ours, medic):
    jean = worlds.taken_in(ours)
    made, errors = sorted_out(both(partial(glass, medic, jean), partial(glass, medic, jean)))
    assert ({each.id for each in made}, errors) == ({EmergencyAccess.objects.get().id}, [])


def test_two_windows_do_not_begin_one_too_many(ours, medic):
    people = [worlds.taken_in(ours, name=f"Person {n}") for n in range(MOST_EMERGENCIES + 1)]
    for who in people[: MOST_EMERGENCIES - 1]:
        glass(medic, who)
    made, errors = sorted_out(both(*(partial(glass, medic, who) for who in people[-2:])))
    assert (len(made), [type(error) for error in errors]) == (1, [Invalid])
    assert EmergencyAccess.objects.count() == MOST_EMERGENCIES


def test_two_of_a_team_ask_to_know_her_once(ours, medic):
    jean = worlds.taken_in(ours)
    ask = partial(actions.ask_for_access, by=medic, person_id=jean.id, why="We were called")
    sorted_out(both(ask, ask))
    assert AccessRequest.objects.filter(state="waiting").count() == 1
