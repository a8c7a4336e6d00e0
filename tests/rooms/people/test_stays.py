"""Stays in hospital: who notes them, what a return within days shows to whom, whose word on being asked stands."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from ecotone.care import queries as care
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import Stale
from ecotone.people import actions, policies, queries
from ecotone.people.models import Stay
from ecotone.people.rules import RETURN_DAYS, Asked, Effect, Part, back_after
from tests import worlds
from tests.rooms.racing import both, sorted_out
from tests.worlds import told

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


@given(DAYS, DAYS)
def test_a_return_begins_on_the_day_or_within_28_days_after(left, back):
    days = back_after(left, back)
    assert (days is not None) == any(left + timedelta(days=n) == back for n in range(RETURN_DAYS + 1))
    assert days is None or left + timedelta(days=days) == back
    assert back_after(None, back) is None


@pytest.fixture
def ward(db, monday):
    return worlds.wearing(worlds.team("Ward 12"))


@pytest.fixture
def jean(ward):
    with worlds.later(days=-60):
        return worlds.taken_in(ward)


def went_home(ward, jean, *, ago: int, asked: Asked = Asked.NO) -> Stay:
    """In for a week, home so many days ago."""
    home = clock.today() - timedelta(days=ago)
    stay = actions.begin_stay(by=ward, person_id=jean.id, where="Ward 12", since=home - timedelta(days=7))
    return actions.end_stay(by=ward, stay_id=stay.id, version=stay.version, until=home, asked=asked)


@pytest.mark.django_db
def test_everyone_who_asked_or_was_asked_sees_that_she_is_back(ward, jean):
    asked = worlds.wearing(worlds.team("Rapid response"))
    other = worlds.wearing(worlds.team("Rehabilitation"))
    first = worlds.ask(ward, jean, Actor.of(asked.team_id))
    with worlds.later(days=6):
        second = worlds.ask(ward, jean, Actor.of(other.team_id), need_id=worlds.need("moving.falls").id)
        went_home(ward, jean, ago=5)
        assert care.referral(asked, first.id).row.hospital is None
        actions.begin_stay(by=ward, person_id=jean.id, where="Ward 3", since=clock.today() - timedelta(days=1))
        for by, referral in ((ward, first), (asked, first), (ward, second), (other, second)):
            back = care.referral(by, referral.id).row.hospital
            assert (back.days, back.asked, back.asked_person) == (4, Asked.NO, Asked.NOT_SAID)
        assert [row.hospital.days for row in care.my_day(asked).to_answer.rows] == [4]
        assert queries.hospital(worlds.stranger(), policies.verdicts(worlds.stranger(), [jean.id])) == {}


@pytest.mark.django_db
@pytest.mark.commitment(4)
def test_everyone_sees_that_she_is_in_the_first_time_too_and_until_she_leaves(ward, jean):
    asked = worlds.wearing(worlds.team("Rapid response"))
    before = worlds.moved(worlds.ask(ward, jean, Actor.of(asked.team_id)), worlds.SYSTEM, "decline")
    with worlds.later(days=2):
        referral = worlds.ask(ward, jean, Actor.of(asked.team_id))
        stay = actions.begin_stay(
            by=ward, person_id=jean.id, where="Ward 12", since=clock.today() - timedelta(days=1)
        )
        for by in (ward, asked):
            shown = care.referral(by, referral.id).row.hospital
            assert (shown.since, shown.left_on, shown.days) == (stay.since, None, None)
        assert care.referral(ward, before.id).row.hospital is None, "it had ended by then"
        assert [row.hospital.since for row in care.my_day(asked).to_answer.rows] == [stay.since]
    with worlds.later(days=300):
        assert care.referral(ward, referral.id).row.hospital.since == stay.since, "however long it lasts"
        actions.end_stay(by=ward, stay_id=stay.id, version=stay.version)
        assert care.referral(ward, referral.id).row.hospital is None


@pytest.mark.django_db
def test_what_ended_before_she_went_home_says_nothing_of_it(ward, jean):
    asked = worlds.wearing(worlds.team("Rapid response"))
    ended = worlds.moved(worlds.ask(ward, jean, Actor.of(asked.team_id)), worlds.SYSTEM, "decline")
    with worlds.later(days=40):
        went_home(ward, jean, ago=5)
        actions.begin_stay(by=ward, person_id=jean.id, where="Ward 3")
        assert care.referral(ward, ended.id).row.hospital is None


@pytest.mark.django_db
@pytest.mark.commitment(3)
def test_a_team_whom_she_refused_her_contacts_learns_nothing(ward, jean):
    asked = worlds.wearing(worlds.team("Rapid response"))
    referral = worlds.ask(ward, jean, Actor.of(asked.team_id))
    actions.choose_sharing(
        by=worlds.herself(jean),
        person_id=jean.id,
        effect=Effect.REFUSAL,
        actor_id=asked.team_id,
        part=Part.ENCOUNTERS,
    )
    went_home(ward, jean, ago=5)
    actions.begin_stay(by=ward, person_id=jean.id, where="Ward 3")
    assert care.referral(asked, referral.id).row.hospital is None
    assert care.referral(ward, referral.id).row.hospital


@pytest.mark.django_db
@pytest.mark.commitment(5)
def test_her_word_on_being_asked_stands_beside_theirs(ward, jean):
    stay = went_home(ward, jean, ago=3, asked=Asked.YES)
    me = worlds.herself(jean)
    said = actions.say_about_stay(by=me, stay_id=stay.id, version=stay.version, asked=Asked.NO)
    (shown,) = queries.person(ward, jean.id, [Part.ENCOUNTERS]).stays
    assert (shown.asked, shown.asked_person, shown.back_after) == (Asked.YES, Asked.NO, None)
    with pytest.raises(Stale):
        actions.say_about_stay(by=me, stay_id=stay.id, version=stay.version, asked=Asked.YES)
    given_ = {"stay_id": stay.id, "version": said.version, "asked": Asked.YES}
    assert worlds.refused(lambda: actions.say_about_stay(by=ward, **given_)) == "people.only_self"


@pytest.mark.django_db
def test_what_cannot_be_is_said_at_its_field(ward, jean):
    def begin(**fields):
        return lambda: actions.begin_stay(by=ward, person_id=jean.id, **{"where": "Ward 12", **fields})

    tomorrow = clock.today() + timedelta(days=1)
    assert told(begin(where=" ")) == [("ground.required", "where")]
    assert told(begin(since=tomorrow)) == [("people.future", "since")]
    went_home(ward, jean, ago=5)
    assert told(begin(since=clock.today() - timedelta(days=6))) == [("people.stay_overlaps", "since")]
    stay = begin(since=clock.today() - timedelta(days=2))()
    assert told(begin()) == [("people.in_hospital_already", "since")]

    def end(**fields):
        return lambda: actions.end_stay(by=ward, stay_id=stay.id, version=stay.version, **fields)

    assert told(end(until=clock.today() - timedelta(days=3))) == [("ground.period", "until")]
    assert told(end(until=tomorrow)) == [("people.future", "until")]
    assert told(end(asked="perhaps")) == [("ground.unknown_choice", "asked")]
    me = worlds.herself(jean)
    early = {"stay_id": stay.id, "version": stay.version, "asked": Asked.NO}
    assert told(lambda: actions.say_about_stay(by=me, **early)) == [("people.not_left_yet", "")]
    end(asked=Asked.YES)()
    assert told(lambda: actions.end_stay(by=ward, stay_id=stay.id, version=2)) == [("people.ended", "until")]


@pytest.mark.django_db
def test_strangers_write_nothing(ward, jean):
    stay = actions.begin_stay(by=ward, person_id=jean.id, where="Ward 12")
    by = worlds.stranger()
    reasons = worlds.refused(
        lambda: actions.begin_stay(by=by, person_id=jean.id, where="Ward 12"),
        lambda: actions.end_stay(by=by, stay_id=stay.id, version=stay.version),
        lambda: actions.begin_stay(by=worlds.NOBODY, person_id=jean.id, where="Ward 12"),
    )
    assert set(reasons.split()) == {"people.no_relationship", "access.nobody"}


@pytest.mark.django_db
def test_the_database_keeps_one_open_stay(ward, jean):
    actions.begin_stay(by=ward, person_id=jean.id, where="Ward 12")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay(person_id=jean.id, where="Ward 3", since=clock.today()).save()


@pytest.mark.django_db(transaction=True)
def test_noted_twice_at_once_is_noted_once(ward, jean):
    note = [lambda: actions.begin_stay(by=ward, person_id=jean.id, where="Ward 12")] * 2
    won, lost = sorted_out(both(*note))
    assert (len(won), len(lost)) == (1, 1)
    assert [p.code for p in lost[0].problems] == ["people.in_hospital_already"]
