"""How often a way in is offered: each is a mail to whatever address somebody names, and five more guesses."""

import pytest

from ecotone.ecosystem.models import Actor
from ecotone.notices.models import Mail
from ecotone.people import actions
from ecotone.people.rules.way_in import A_DAY, AN_HOUR
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


def offer(by, who, number=0):
    return actions.offer_own_way_in(by=by, person_id=who.id, address=f"a{number}@example.org", knew="in_person")


def wrong(act):
    return [code for code, _ in worlds.told(act)]


def test_she_is_offered_one_five_times_a_day_by_whoever_helps_her(ours):
    jean, colleague = worlds.taken_in(ours), worlds.wearing(Actor.of(ours.team_id))
    for number in range(A_DAY):
        offer(ours, jean, number)
    for by in (ours, colleague):
        assert wrong(lambda by=by: offer(by, jean)) == ["people.way_in_offered_often"]
    assert Mail.objects.count() == A_DAY
    with worlds.later(days=1):
        assert offer(ours, jean).code


def test_one_account_offers_so_many_within_an_hour_to_all_together(ours):
    people = [worlds.taken_in(ours, name=f"Jean {number}") for number in range(AN_HOUR // A_DAY + 1)]
    for number in range(AN_HOUR):
        offer(ours, people[number // A_DAY], number)
    assert wrong(lambda: offer(ours, people[-1])) == ["people.ways_in_within_the_hour"]
    with worlds.later(hours=1):
        assert offer(ours, people[-1]).code
