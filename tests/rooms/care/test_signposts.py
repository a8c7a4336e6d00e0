"""Being sent on without a referral: kept once, seen by whom it is for, said by her too, and never given away."""

from datetime import timedelta

import pytest

from ecotone.access.verdicts import Withheld
from ecotone.care import actions, queries
from ecotone.care.models import Signpost
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground import clock
from ecotone.ground.errors import Stale
from ecotone.people import actions as people
from ecotone.people.rules import CareRole, Effect, NamedBy, Part
from tests import worlds
from tests.worlds import SYSTEM, later, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def sent(by, house, **fields):
    return actions.signpost(by=by, person_id=house.jean.id, **fields)


def seen(by, house) -> list:
    return [(s.source, s.place, s.wrong_place) for s in queries.signposts_of(by, house.jean.id)]


def knows_her(house, *parts):
    by = worlds.wearing(worlds.team("Nurses"))
    people.open_relationship(
        by=SYSTEM,
        person_id=house.jean.id,
        actor_id=by.actor_id,
        role=CareRole.MEMBER,
        purpose="nursing",
        parts=parts,
        basis="consent",
    )
    return by


@pytest.mark.commitment(1)
def test_a_worker_and_the_person_herself_write_it_down(house):
    sent(house.asker, house, from_actor_id=house.asker.actor_id, to_words="The library")
    sent(house.me, house, from_actor_id=house.group.actor_id)
    sent(house.me, house, to_actor_id=house.rehab.actor_id, wrong_place=True)
    assert sorted(seen(house.me, house), key=str) == [
        ("", "Rehabilitation", True),
        ("Good Neighbours", "", None),
        ("Link workers", "The library", None),
    ]
    assert {(s.said_by, s.may_change) for s in queries.signposts_of(house.me, house.jean.id)} == {
        ("person", True),
        ("worker", True),
    }


def test_pressed_twice_it_is_kept_once(house):
    first, again = (sent(house.me, house, from_actor_id=house.group.actor_id) for _ in range(2))
    assert first.id == again.id
    with later(days=1):
        assert sent(house.me, house, from_actor_id=house.group.actor_id).id != first.id


def test_what_cannot_be_is_said_in_words(house):
    to = {"to_actor_id": house.group.actor_id}
    tomorrow = clock.today() + timedelta(days=1)
    assert told(lambda: sent(house.me, house, on=tomorrow)) == [("care.day_to_come", "on")]
    assert told(lambda: sent(house.me, house, to_words="There", **to)) == [("care.one_place", "to_words")]
    own = {"from_actor_id": house.group.actor_id, **to}
    assert told(lambda: sent(house.me, house, **own)) == [("care.sent_to_themselves", "to_words")]


@pytest.mark.commitment(3)
def test_it_is_part_of_what_was_asked_for_her(house):
    sent(house.asker, house, to_words="The library")
    assert seen(knows_her(house, Part.REFERRALS), house) == [("", "The library", None)]
    assert seen(knows_her(house, Part.MATTERS), house) == []
    assert seen(house.stranger, house) == []
    assert "people.no_relationship" in refused(lambda: sent(house.stranger, house))
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, part=Part.REFERRALS)
    assert len(seen(house.asker, house)) == 1


@pytest.mark.commitment(3)
def test_where_the_place_would_tell_it_is_hers_and_theirs_who_wrote_it(house):
    refuge = worlds.actor("Harbour")
    worlds.service(refuge, "Refuge", sensitivity="sensitive")
    harm = ecosystem.add_need(by=SYSTEM, code="harm", name="Harm", sensitive=True)
    sent(house.asker, house, to_actor_id=refuge.id)
    sent(house.asker, house, to_words="A number", need_id=harm.id)
    assert seen(knows_her(house, Part.REFERRALS), house) == []
    assert len(seen(house.asker, house)) == len(seen(house.me, house)) == 2


def test_a_team_hidden_from_the_reader_is_not_named_by_a_signpost(house):
    quiet = worlds.wearing(worlds.team("Quiet team"))
    people.open_relationship(
        by=SYSTEM,
        person_id=house.jean.id,
        actor_id=quiet.actor_id,
        role=CareRole.MEMBER,
        purpose="x",
        parts=[],
        basis="consent",
        sensitive=True,
    )
    sent(house.me, house, from_actor_id=quiet.actor_id, to_words="The library")
    assert seen(knows_her(house, Part.REFERRALS), house) == []


def test_only_she_and_who_wrote_it_change_it(house):
    row = sent(house.asker, house, to_words="The library")
    given = {"signpost_id": row.id, "version": row.version}
    other = knows_her(house, Part.REFERRALS)
    for by in (other, house.stranger):
        assert refused(
            lambda by=by: actions.say_wrong_place(by=by, wrong=True, **given),
            lambda by=by: actions.take_back_signpost(by=by, **given),
        )
    actions.say_wrong_place(by=house.me, wrong=True, **given)
    with pytest.raises(Stale):
        actions.take_back_signpost(by=house.asker, **given)
    actions.take_back_signpost(by=house.asker, signpost_id=row.id, version=2)
    assert seen(house.me, house) == []
    assert told(lambda: actions.say_wrong_place(by=house.me, wrong=False, signpost_id=row.id, version=3)) == [
        ("care.taken_back", "")
    ]
    assert Signpost.objects.count() == 1


def test_a_worker_says_whose_word_it_was(house):
    row = sent(house.asker, house, said_by=NamedBy.PERSON)
    assert row.said_by == "person"
    [view] = queries.signposts_of(house.asker, house.jean.id)
    assert not isinstance(view.author, Withheld)
