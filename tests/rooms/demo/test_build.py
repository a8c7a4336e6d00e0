"""The demo's door: the same seed makes the same place, row for row; what cannot be built is refused in words."""

from datetime import date

import pytest

from ecotone.access.models import Account
from ecotone.care import queries as care
from ecotone.care.models import Referral
from ecotone.demo import build
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Hat
from ecotone.people.models import Person
from tests.rooms.demo.worlds import ANCHOR, built, member, rows

pytestmark = pytest.mark.django_db
FEW = {"people": 34, "asked": 0.5}


def test_the_same_seed_makes_the_same_place_row_for_row():
    with built(**FEW, seed=7):
        first = rows()
    with built(**FEW, seed=7):
        second = rows()
    for table in first:
        assert first[table] == second[table], table
    assert sum(map(len, first.values())) > 5000


def test_another_seed_makes_another():
    found = []
    for seed in (1, 2):
        with built(place="one-charity", seed=seed):
            found.append((sorted(Person.objects.values_list("id", "name")), set(Hat.objects.values_list("id"))))
    assert found[0][0] != found[1][0]
    assert not found[0][1] & found[1][1]


def test_the_one_charity_has_its_first_day_and_nothing_of_the_rest():
    with built(place="one-charity") as manifest:
        assert [name for name, _, _ in build.who_can_sign_in()] == ["Elaine Cuthbertson", "Nan Forsyth"]
        assert set(Hat.objects.values_list("actor__name", flat=True)) == {"Kettle On"} and Hat.objects.count() == 2
        assert Service.objects.count() <= 3 and Actor.objects.count() == 2
        assert Person.objects.count() == manifest.counts["person"] <= 6
        herself, by_phone = Referral.objects.order_by("offered_at")
        assert herself.source is None and "rang" in by_phone.why
        day = care.my_day(member("befriending-coordinator", "Befriending coordinator"))
        assert day.to_answer.total == 2
        assert manifest.planted == ()


@pytest.mark.parametrize("people", [0, 1, 3])
def test_a_place_may_be_almost_empty(people):
    with built(people=people, place="one-charity"):
        assert Person.objects.count() == people


def test_an_unknown_place_or_a_day_before_it_began_is_refused_in_words():
    with pytest.raises(build.CannotBuild, match="There is no place called atlantis"):
        build.build(place="atlantis", anchor=ANCHOR)
    with pytest.raises(build.CannotBuild, match="begins in 2026"):
        build.build(anchor=date(2025, 12, 31))
    assert not build.exists() and build.who_can_sign_in() == []


def test_a_build_that_fails_leaves_nothing():
    def stumble(stage, done, total):
        if done:
            raise RuntimeError("the plug was pulled")

    with pytest.raises(RuntimeError):
        build.build(people=1, anchor=ANCHOR, place="one-charity", progress=stumble)
    assert not build.exists() and not Account.objects.exists()
