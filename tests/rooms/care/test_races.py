"""Two who act on one referral at the same moment: exactly one of them does, and the other is told."""

from functools import partial

import pytest

from ecotone.care import actions
from ecotone.care.models import Judgement, Referral, ReferralMove, UnmetNeed
from ecotone.ground.errors import Invalid, Stale
from ecotone.people import actions as people
from ecotone.people import policies
from ecotone.people.models import Relationship, SharingChoice
from ecotone.people.rules import Part
from tests import worlds
from tests.rooms.racing import both, sorted_out
from tests.worlds import moved, whole

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]


def move(by, referral, code):
    """A move from the version as it was read, with all that it records made out beforehand."""
    recorded = whole(code)
    return lambda: actions.move(
        by=by, referral_id=referral.id, version=referral.version, code=code, recorded=recorded
    )


@pytest.mark.commitment(4)
def test_of_accept_and_decline_exactly_one_wins(house):
    asked = house.ask()
    won, lost = sorted_out(both(move(house.group, asked, "accept"), move(house.group, asked, "decline")))
    assert (len(won), [type(error) for error in lost]) == (1, [Stale])
    row = Referral.of(asked.id)
    assert row.state == won[0].state
    assert row.version == asked.version + 1
    assert [step.code for step in ReferralMove.objects.order_by("id")] == [
        "offer",
        "accept" if row.state == "accepted" else "decline",
    ]
    assert UnmetNeed.objects.count() == (row.state == "rejected")


def test_of_two_who_accept_one_is_named(house):
    asked = house.ask()
    won, lost = sorted_out(both(*[move(house.group, asked, "accept") for _ in range(3)]))
    assert (len(won), {type(error) for error in lost}) == (1, {Stale})
    assert ReferralMove.objects.filter(code="accept").count() == 1


def test_the_person_and_the_team_at_once(house):
    taken = moved(house.ask(), house.group, "accept")
    won, lost = sorted_out(both(move(house.me, taken, "withdraw"), move(house.group, taken, "interim")))
    assert (len(won), [type(error) for error in lost]) == (1, [Stale])


@pytest.mark.commitment(9)
def test_a_button_pressed_twice_asks_once(house):
    won, lost = sorted_out(both(house.ask, house.ask))
    assert len(won) == 1
    assert [type(error) for error in lost] == [Invalid]
    assert [p.code for p in lost[0].problems] == ["care.already_open"]
    assert Referral.objects.count() == 1


def test_two_asks_of_one_team_at_once_share_one_relationship(house):
    needs = [worlds.need(code).id for code in ("company.lonely", "moving.bath")]
    won, lost = sorted_out(both(*[lambda need=need: house.ask(need_id=need) for need in needs]))
    assert (len(won), lost) == (2, [])
    assert Relationship.objects.filter(actor=house.group.team_id, until=None).count() == 1


@pytest.mark.commitment(3)
def test_a_refusal_at_the_moment_something_is_passed_on_wins(house):
    """And so does taking back a grant: whichever came first, nothing stays open that she closed."""
    refuse = partial(people.choose_sharing, by=house.me, person_id=house.jean.id, effect="refusal", part=Part.MATTERS)
    both(house.ask, refuse)
    assert not policies.verdict(house.group, house.jean.id, Part.MATTERS).allowed
    lent = people.choose_sharing(
        by=house.me, person_id=house.jean.id, effect="grant", part=Part.HARMS, actor_id=house.rehab.team_id
    )
    both(*[partial(people.withdraw_choice, by=house.me, choice_id=lent.id)] * 2)
    assert not policies.verdict(house.rehab, house.jean.id, Part.HARMS).allowed
    assert SharingChoice.of(lent.id).withdrawn_at


def test_a_judgement_at_the_same_moment_as_the_reading_is_news(house):
    done = moved(moved(house.ask(), house.group, "accept"), house.group, "complete")
    outcomes = both(
        lambda: actions.judge(by=house.me, referral_id=done.id, view="worse"),
        lambda: actions.acknowledge(by=house.asker, referral_id=done.id, version=done.version),
    )
    _, lost = sorted_out(outcomes)
    assert Judgement.objects.count() == 1
    assert [type(error) for error in lost] in ([], [Stale])
    assert Referral.of(done.id).source_news_at is not None, "read before it was said, or not read at all"
