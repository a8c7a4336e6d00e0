"""A place with nothing planted: the same counts find nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ecotone.access import queries as access
from ecotone.analysis.stats import wilson
from ecotone.demo.effects import HARD_BOUNDARIES, SHORT_SINCE, SPREADS
from ecotone.demo.manifest import Manifest
from ecotone.ecosystem.models import Tie
from tests.rooms.demo import counts
from tests.rooms.demo.worlds import ANCHOR, SMALL, built

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker) -> Iterator[Manifest]:
    with django_db_blocker.unblock(), built(**SMALL, planted=False) as manifest:
        yield manifest


def test_it_says_so(place):
    mark = access.deployment()
    assert mark is not None and mark.recipe["planted"] == []
    assert place.planted == place.later == ()


def test_all_teams_have_one_form_and_none_overlaps(place):
    assert set(counts.forms("irt-").values()) == set(counts.forms("icst-").values())
    assert len(set(counts.forms("icst-").values())) == 1
    assert counts.shared_remits() == {}
    assert not Tie.objects.filter(kind="overlaps").exists()


def test_the_charity_carries_what_others_do(place):
    theirs, others = counts.unpaid_by_ended("kettle-on")
    assert theirs < 1 and others < 1


def test_nobody_is_short_of_hands(place):
    turned_away, elsewhere = counts.turned_away("lintie", ANCHOR - timedelta(days=SHORT_SINCE))
    assert wilson(*turned_away, level=0.99).low < wilson(*elsewhere).high < 0.15
    before, after = counts.days_to_meeting("irt-airdrie", ANCHOR - timedelta(days=SPREADS["irt-airdrie"]))
    assert after < 1.6 * before


def test_no_boundary_is_worse_than_another(place):
    across, elsewhere = counts.retold(HARD_BOUNDARIES)
    assert across < 0.35 and elsewhere < 0.25


def test_no_boundary_has_more_friction_than_another(place):
    hard, others = counts.frictions_at(HARD_BOUNDARIES)
    assert hard < 3 * others
