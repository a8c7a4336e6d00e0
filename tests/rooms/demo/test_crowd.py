"""Whoever is beyond those whose courses are lived is brought over, and makes a place that holds together."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction

from ecotone.access.models import AuditEntry
from ecotone.care.machine import FINAL, State
from ecotone.care.models import Judgement, Referral, ReferralMove
from ecotone.demo import build, lanarkshire
from ecotone.demo.lives.crowd import Crowd
from ecotone.people.models import Person, PersonIdentifier, Relationship, StoryEntry
from ecotone.procedures.tick import tick

pytestmark = pytest.mark.django_db

ANCHOR = date(2026, 6, 1)
LIVED, ALL = 70, 270


def test_up_to_so_many_nothing_is_brought_over() -> None:
    build.build(people=LIVED, seed=3, anchor=ANCHOR)
    assert not AuditEntry.objects.filter(code__endswith=".bring_over").exists()


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker) -> Iterator[None]:
    """As the full size is built, in small: the boundary between lived and brought over is moved down.

    It stands to the end of this file, so that what builds another comes first.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(lanarkshire, "LIVED", LIVED)
        build.build(people=ALL, seed=3, anchor=ANCHOR)
        yield
        transaction.set_rollback(True)


def test_the_crowd_is_there_with_all_that_became_of_what_was_asked(place: None) -> None:
    assert Person.objects.count() == ALL
    crowd = Person.objects.filter(
        id__in=AuditEntry.objects.filter(code="people.bring_over").values("subjects__subject_id")
    )
    assert crowd.count() == ALL - LIVED
    assert 0.2 < StoryEntry.objects.filter(person__in=crowd).values("person").distinct().count() / crowd.count() < 0.5
    asked = Counter(Referral.objects.filter(person__in=crowd).values_list("person_id", flat=True))
    assert len(asked) >= 8
    assert 6 <= sum(asked.values()) / len(asked) <= 10
    ends = set(Referral.objects.filter(person__in=crowd).values_list("state", flat=True))
    assert {State.COMPLETED, State.REJECTED} <= ends
    assert Judgement.objects.filter(referral__person__in=crowd).exists()
    assert PersonIdentifier.objects.filter(person__in=crowd).exists()


def test_it_holds_together(place: None) -> None:
    connection.check_constraints()
    after = build.Calendar(ANCHOR, 1).morning
    assert not ReferralMove.objects.filter(created_at__gt=after).exists()
    over = Referral.objects.filter(state__in=FINAL, acknowledged_at__isnull=False, ended_at__lt=after)
    ended = Relationship.objects.filter(opened_by__in=over.values("id"), until__isnull=False)
    assert ended.exists()
    moves = Counter(ReferralMove.objects.values_list("referral_id", flat=True))
    versions = dict(Referral.objects.values_list("id", "version"))
    assert all(versions[each] > steps for each, steps in moves.items())
    assert tick() is not None


def test_a_number_that_somebody_has_is_given_to_nobody_else(place: None) -> None:
    crowd = Crowd(world=None, arrivals=None, many=0)
    crowd.come(lambda *_: None)
    taken = PersonIdentifier.objects.values_list("value", flat=True)[0]
    assert [crowd.number_for(each) for each in (taken, "a new one", "a new one")] == ["", "a new one", ""]
