"""Somebody dies, or moves away: all that follows is one transaction, twice is once, and an error is undone."""

from datetime import timedelta
from functools import partial

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import actions, queries
from ecotone.care.machine import OPEN, State
from ecotone.care.models import Promise, Referral, ReferralMove
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people import queries as records
from ecotone.people.models import CarerPermission, Departure, Person
from ecotone.people.rules import Part
from ecotone.procedures import leaving
from tests import worlds
from tests.rooms.racing import both, sorted_out
from tests.worlds import SYSTEM, brought_to, kept, moved, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def died(house, by: Principal | None = None, **given) -> leaving.Left:
    return leaving.record_death(
        **{"by": by or house.asker, "person_id": house.jean.id, "died_on": clock.today(), "told_by": "Her niece"}
        | given
    )


@pytest.mark.commitment(4)
@pytest.mark.parametrize("state", sorted(OPEN))
def test_from_every_open_state_an_ask_ends_with_its_reason(house, state):
    if state is State.UNCLAIMED:
        company = worlds.need("company.lonely")
        worlds.can_help(Actor.of(house.group.team_id), company, name="Lunch club")
        referral = worlds.ask_openly(house.asker, house.jean, company, where=worlds.place("Airdrie"))
    else:
        referral = brought_to(state, house.draft(), house.parties)
    assert died(house).asks == 1
    row, step = Referral.of(referral.id), ReferralMove.objects.filter(referral=referral).latest("id")
    assert (row.state, step.party, step.recorded) == (
        State.CANCELLED,
        "ecotone",
        {"reason_text": "The person has died."},
    )


def test_all_that_follows_and_once_is_as_good_as_twice(house):
    asked = moved(house.ask(), house.group, "accept")
    promise = actions.promise(
        by=house.group, words="A visit", carrier="team", team_id=house.group.team_id, referral_id=asked.id
    )
    herself_asked = worlds.ask(
        house.me, house.jean, worlds.service(Actor.of(house.rehab.team_id), self_referral=True)
    )
    tie = people.add_to_circle(by=house.me, person_id=house.jean.id, kind="family", name="Ann")
    ann = worlds.account("Ann")
    permission = people.offer_permission(
        by=house.me,
        person_id=house.jean.id,
        tie_id=tie.id,
        email=ann.email,
        parts=[Part.REFERRALS],
        acts=[],
        until=clock.now() + timedelta(days=30),
    )
    people.accept_permission(by=Principal(Kind.NOBODY, ann.id), permission_id=permission.id, version=1)
    left = died(house)
    assert (left.asks, left.promises) == (2, 1)
    after = kept()
    assert died(house, told_by="Someone else", died_on=clock.today() - timedelta(days=3)) == left
    assert kept() == after, "the second time changes nothing"
    assert Promise.objects.get(pk=promise.id).state == "dropped"
    assert records.principal_for(house.me.account_id) is None
    assert records.carer_principal(ann.id, "Ann", permission.id) is None
    assert CarerPermission.objects.get(pk=permission.id).ended_by == "death"
    (news,) = queries.my_day(house.asker).came_back.rows
    assert news.id == asked.id
    assert Referral.of(herself_asked.id).acknowledged_at is not None, "nobody is left to read it"
    assert told(partial(worlds.ask, house.asker, house.jean, Actor.of(house.rehab.team_id))) == [
        ("people.has_died", "")
    ]
    actions.acknowledge(by=house.asker, referral_id=asked.id, version=Referral.of(asked.id).version)
    with worlds.later(days=29):
        for by in (house.asker, house.group):
            assert not records.may(by, house.jean.id, Part.IDENTITY).allowed


def test_entered_in_error_it_is_undone_by_who_guards_records_alone(house):
    asked = moved(house.ask(), house.group, "accept")
    promise = actions.promise(
        by=house.group, words="A visit", carrier="team", team_id=house.group.team_id, referral_id=asked.id
    )
    died(house)
    for by in (house.asker, house.group, house.stranger, Principal.nobody()):
        assert refused(partial(leaving.undo_death, by=by, person_id=house.jean.id, reason="x"))
    assert told(partial(leaving.undo_death, by=house.guardian, person_id=house.jean.id, reason=" ")) == [
        ("ground.required", "reason")
    ]
    left = leaving.undo_death(by=house.guardian, person_id=house.jean.id, reason="Another of the same name")
    assert (left.asks, left.promises) == (1, 1)
    assert Person.of(house.jean.id).died_on is None
    assert records.principal_for(house.me.account_id) is not None
    assert Promise.objects.get(pk=promise.id).state == "open"
    assert Referral.of(asked.id).state == State.CANCELLED
    drafts = queries.my_day(house.asker).drafts.rows
    assert [row.target for row in drafts] == ["Good Neighbours"]
    with worlds.later(days=60):
        assert records.may(house.asker, house.jean.id, Part.IDENTITY).allowed, "who took her in helps on"
    before = kept()
    assert leaving.undo_death(by=house.guardian, person_id=house.jean.id, reason="again") == left
    assert kept() == before


@pytest.mark.django_db(transaction=True)
def test_undone_by_two_at_once_it_is_undone_once(house):
    house.ask()
    died(house)
    undo = partial(leaving.undo_death, by=house.guardian, person_id=house.jean.id, reason="The wrong Jean")
    results, errors = sorted_out(both(undo, undo))
    assert not errors
    assert results[0] == results[1]
    assert Referral.objects.filter(person=house.jean, state=State.DRAFT).count() == 1


def test_what_is_wrong_is_said_and_nothing_happens(house):
    house.ask()
    tomorrow = clock.today() + timedelta(days=1)
    assert told(partial(died, house, died_on=tomorrow, told_by=" ")) == [
        ("ground.required", "told_by"),
        ("people.future", "died_on"),
    ]
    assert refused(partial(died, house, by=house.stranger)) == "people.no_relationship"
    assert refused(partial(died, house, by=house.me)) == "access.no_role"


def test_a_move_marks_what_does_not_go_there_ends_nothing_and_is_taken_back_by_the_next(house):
    airdrie, wishaw = worlds.place("Airdrie"), worlds.place("Wishaw")
    people.change_person(
        by=SYSTEM, person_id=house.jean.id, version=Person.of(house.jean.id).version, home_id=airdrie.id
    )
    local = worlds.service(Actor.of(house.group.team_id), "Local", place_ids=[airdrie.id])
    anywhere = worlds.service(Actor.of(house.rehab.team_id), "Anywhere")
    near, far = worlds.ask(house.asker, house.jean, local), worlds.ask(house.asker, house.jean, anywhere)

    def moves(home_id, on=0):
        return leaving.record_move(
            by=house.asker,
            person_id=house.jean.id,
            version=Person.of(house.jean.id).version,
            home_id=home_id,
            on=clock.today() - timedelta(days=on),
            told_by="Herself",
        )

    assert moves(wishaw.id).asks == 1
    assert {r.id: r.out_of_area_on is not None for r in Referral.objects.all()} == {near.id: True, far.id: False}
    assert {Referral.of(r.id).state for r in (near, far)} == {State.OFFERED}
    seen = {who: queries.referral(who, near.id).row.out_of_area_on for who in (house.asker, house.group, house.me)}
    assert set(seen.values()) == {clock.today()}, "both ends and she see it"
    assert near.id in {row.id for row in queries.my_day(house.asker).came_back.rows}
    before = kept()
    assert moves(wishaw.id).asks == 1
    assert kept() == before
    assert moves(airdrie.id, on=0).asks == 0
    assert Referral.of(near.id).out_of_area_on is None
    assert moves(None).asks == 1, "outside this area no local service goes"
    assert Departure.objects.filter(kind="moved").count() == 3
