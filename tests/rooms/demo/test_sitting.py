"""Several acts of one sitting ask for access once, and ask again as soon as anybody's access may have changed."""

from dataclasses import replace
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecotone.access.verdicts import Refused
from ecotone.demo import lanarkshire
from ecotone.demo.calendar import Calendar
from ecotone.demo.content.people import lives
from ecotone.demo.effects import Effects
from ecotone.demo.lives.taking_in import Somebody, how_to_reach, take_in, together
from ecotone.demo.world import World
from ecotone.ground import clock
from ecotone.people import actions
from ecotone.people.models import StoryEntry
from ecotone.people.rules import Effect, Part
from tests.worlds import place, team, wearing

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse():
    return wearing(team("Nursing"))


def say(by, person, text):
    actions.add_story_entry(by=by, person_id=person.id, section=Part.MATTERS, text=text)


def test_a_refusal_in_the_middle_of_a_sitting_holds_at_once(nurse):
    person = actions.add_person(by=nurse, name="Somebody")
    with pytest.raises(Refused), together(nurse, "people.add_story_entry"):
        say(nurse, person, "One.")
        say(nurse, person, "Two.")
        actions.choose_sharing(by=nurse, person_id=person.id, effect=Effect.REFUSAL, actor_id=nurse.actor_id)
        say(nurse, person, "Three.")
    assert not StoryEntry.objects.exists()


def test_access_is_asked_for_once_a_sitting(nurse):
    person = actions.add_person(by=nurse, name="Somebody")
    with CaptureQueriesContext(connection) as asked, together(nurse, "people.add_story_entry"):
        for number in range(10):
            say(nurse, person, f"Sentence {number}.")
    assert sum('FROM "people_relationship"' in query["sql"] for query in asked) == 1


@pytest.mark.parametrize(("age", "signs_in"), [(11, False), (12, True)])
def test_no_child_of_an_invented_place_has_an_account(nurse, age, signs_in):
    today = clock.today()
    life = lives.someone(Random(1), today=today, place="whinhall")
    who = replace(life.person, birth_date=today.replace(year=today.year - age, day=1))
    somebody = Somebody("child", replace(life, person=who), nurse, "nursing")
    world = World(Calendar(today, 10), 1, lanarkshire.setting(planted=False), Effects(False))
    world.places[who.place] = place("Whinhall").id
    take_in(world, somebody, sections=(), account=True, most_ties=0)
    assert (somebody.me is not None) is signs_in


@pytest.mark.parametrize(
    ("said", "how", "warning"),
    [
        ("Ring late.", "Ring late.", ""),
        ("Ring late. Not Tuesdays: the shops.", "Ring late.", "Not Tuesdays: the shops."),
        ("Never ring the house.", "", "Never ring the house."),
        ("Nothing before noon", "Nothing before noon", ""),
        ("", "", ""),
    ],
)
def test_what_not_to_do_is_parted_from_how_to_reach(said, how, warning):
    assert how_to_reach(said) == (how, warning)
