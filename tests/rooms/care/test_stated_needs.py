"""A stated need: read by all, endorsed once each, contested beside it, offered to, closed by those who stated it."""

from datetime import date
from uuid import uuid4

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions, queries
from ecotone.care.models import NeedOffer, NeedVoice, StatedNeed, Turn
from ecotone.care.rules import Asset, MetBy, OfferState, Standing
from ecotone.ecosystem.models import Actor
from ecotone.ground.errors import Invalid, Stale
from tests import worlds
from tests.worlds import refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LATE_BUS = {
    "title": "No bus home",
    "words": "The last one is at twenty to six.",
    "touches": "People up the hill",
}


@pytest.fixture
def place():
    return worlds.place("Airdrie")


def state(by: Principal, place, **given) -> StatedNeed:
    need = worlds.need(f"moving.{uuid4().hex[:8]}")
    return actions.state_need(by=by, **{**LATE_BUS, "need_id": need.id, "place_id": place.id, **given})


def close(by, stated, became=Standing.MET, **given):
    given = {"version": StatedNeed.of(stated.id).version, "met_by": MetBy.WORDS, "words": "It runs now"} | given
    return actions.turn(by=by, kind="statedneed", record_id=stated.id, became=became, **given)


@pytest.mark.commitment(1)
def test_anyone_in_a_hat_and_a_person_state_one_and_all_who_have_signed_in_read_it(house, place):
    planner = worlds.wearing(worlds.team("Planning"), Role.PLANNER)
    for by in (house.group, planner, house.me):
        stated = state(by, place)
        for reader in (house.stranger, planner, house.me):
            assert queries.stated_need(reader, stated.id).card.words == LATE_BUS["words"]
    assert queries.stated_needs(house.me).total == 3
    given = {**LATE_BUS, "need_id": stated.need_id, "place_id": place.id}
    refused(lambda: actions.state_need(by=Principal.nobody(), **given))
    worlds.refused_reading(lambda: queries.stated_needs(Principal.nobody()))
    worlds.refused_reading(lambda: queries.stated_need(Principal.nobody(), stated.id))


@pytest.mark.commitment(3)
def test_a_person_is_named_only_where_she_agrees(house, place):
    unnamed, named = state(house.me, place), state(house.me, place, named=True)
    assert queries.stated_need(house.stranger, unnamed.id).card.author == ""
    assert queries.stated_need(house.stranger, named.id).card.author == "Jean Rafferty"
    theirs = state(house.group, place)
    actions.endorse_need(by=house.me, stated_id=theirs.id)
    actions.contest_need(by=house.me, stated_id=theirs.id, words="There is one at nine.")
    offer = actions.offer_asset(by=house.me, stated_id=theirs.id, kind=Asset.HOURS, words="An hour a week")
    actions.answer_offer(by=house.me, offer_id=offer.id, version=1, became=OfferState.TAKEN_BACK)
    close(house.me, unnamed)
    for stated in (theirs, unnamed):
        assert "Rafferty" not in repr(queries.stated_need(house.stranger, stated.id))


@pytest.mark.commitment(1)
def test_one_team_and_one_person_count_once_however_often_and_by_whom(house, place):
    stated = state(house.group, place)
    colleague = worlds.wearing(Actor.of(house.rehab.team_id), title="Another therapist")
    for by in (house.rehab, colleague, house.rehab, house.me, house.me, house.stranger):
        actions.endorse_need(by=by, stated_id=stated.id)
    card = queries.stated_need(house.asker, stated.id).card
    assert (card.teams, card.people) == (2, 1)
    assert told(lambda: actions.endorse_need(by=house.group, stated_id=stated.id)) == [("care.endorse_anothers", "")]
    assert told(lambda: actions.endorse_need(by=worlds.SYSTEM, stated_id=stated.id)) == [
        ("care.endorse_anothers", "")
    ]


def test_an_endorsement_is_taken_back_by_those_who_gave_it_and_may_be_given_again(house, place):
    stated = state(house.group, place)
    for by in (house.rehab, house.me):
        actions.endorse_need(by=by, stated_id=stated.id)
    colleague = worlds.wearing(Actor.of(house.rehab.team_id))
    for by in (house.stranger, colleague, colleague):
        actions.take_back_endorsement(by=by, stated_id=stated.id)
    view = queries.stated_need(house.rehab, stated.id)
    assert (view.card.teams, view.card.people, view.have_endorsed, len(view.endorsed)) == (0, 1, False, 1)
    assert NeedVoice.objects.filter(stated=stated).count() == 2, "that it once stood is kept"
    for _ in range(2):
        actions.endorse_need(by=house.rehab, stated_id=stated.id)
    view = queries.stated_need(house.rehab, stated.id)
    assert (view.card.teams, view.have_endorsed) == (1, True)
    close(house.group, stated)
    assert told(lambda: actions.take_back_endorsement(by=house.me, stated_id=stated.id)) == [
        ("care.need_is_closed", "")
    ]
    refused(lambda: actions.take_back_endorsement(by=Principal.nobody(), stated_id=stated.id))


def test_the_most_endorsed_stand_first(house, place):
    first, second = state(house.group, place), state(house.group, place)
    actions.endorse_need(by=house.rehab, stated_id=second.id)
    listed = queries.stated_needs(house.me, place_ids=[place.id])
    assert [card.id for card in listed.cards] == [second.id, first.id]
    actions.contest_need(by=house.stranger, stated_id=second.id, words="Not so")
    actions.offer_asset(by=house.me, stated_id=second.id, kind=Asset.HOURS, words="An hour")
    again = queries.stated_needs(house.me).cards[0]
    assert (again.teams, again.contested, again.offers) == (1, 1, 1)
    few = worlds.cost(lambda: queries.stated_needs(house.me))
    for _ in range(4):
        state(house.group, place)
    assert worlds.cost(lambda: queries.stated_needs(house.me)) == few


@pytest.mark.commitment(7)
def test_what_is_seen_differently_stands_beside_it_and_stays(house, place):
    stated = state(house.group, place)
    for _ in range(2):
        actions.contest_need(by=house.rehab, stated_id=stated.id, words="Dial-a-ride runs.")
    close(house.group, stated)
    view = queries.stated_need(house.me, stated.id)
    assert [voice.words for voice in view.contested] == ["Dial-a-ride runs."]
    assert told(lambda: actions.contest_need(by=house.rehab, stated_id=stated.id, words=" "))


def test_an_offer_is_taken_up_told_of_and_meets_the_need(house, place):
    stated = state(house.group, place)
    given = {"kind": Asset.VEHICLE, "words": "Our minibus", "quantity": "14 seats", "since": date(2026, 4, 1)}
    offer = actions.offer_asset(by=house.rehab, stated_id=stated.id, **given)
    for by in (house.rehab, house.me, house.stranger, Principal.nobody()):
        refused(lambda by=by: actions.answer_offer(by=by, offer_id=offer.id, version=1, became=OfferState.TAKEN_UP))
    met = {"met_by": MetBy.OFFER, "met_by_id": offer.id}
    assert told(lambda: close(house.group, stated, **met)) == [("care.say_which", "met_by")]
    actions.answer_offer(by=house.group, offer_id=offer.id, version=1, became=OfferState.TAKEN_UP)
    with pytest.raises(Stale):
        actions.answer_offer(by=house.group, offer_id=offer.id, version=1, became=OfferState.TAKEN_UP, words="x")
    back = {"offer_id": offer.id, "version": 2, "became": OfferState.TAKEN_BACK}
    assert told(lambda: actions.answer_offer(by=house.rehab, **back)) == [("care.turned_already", "")]
    actions.answer_offer(
        by=house.rehab, offer_id=offer.id, version=2, became=OfferState.TAKEN_UP, words="Eleven came the first week"
    )
    close(house.group, stated, **met)
    view = queries.stated_need(house.me, stated.id)
    assert (view.card.state, view.card.newest.what) == ("met", "Our minibus")
    assert (view.offers[0].came_of_it, view.offers[0].answered_by) == (
        "Eleven came the first week",
        house.rehab.signature,
    )
    assert told(lambda: actions.endorse_need(by=house.me, stated_id=stated.id)) == [("care.need_is_closed", "")]


def test_an_offer_to_another_need_meets_nothing_here(house, place):
    stated, other = state(house.group, place), state(house.group, place)
    offer = actions.offer_asset(by=house.rehab, stated_id=other.id, kind=Asset.SPACE, words="Our hall")
    actions.answer_offer(by=house.group, offer_id=offer.id, version=1, became=OfferState.TAKEN_UP)
    met = {"met_by": MetBy.OFFER, "met_by_id": offer.id}
    assert told(lambda: close(house.group, stated, **met)) == [("care.say_which", "met_by")]


def test_only_those_who_stated_it_say_that_it_is_met(house, place):
    stated = state(house.group, place)
    planner = worlds.wearing(worlds.team("Planning"), Role.PLANNER)
    refused(*[lambda by=by: close(by, stated) for by in (house.rehab, house.me, planner, Principal.nobody())])
    assert told(lambda: close(house.group, stated, Standing.WITHDRAWN, words="")) == [("ground.required", "words")]
    close(house.group, stated, Standing.WITHDRAWN, words="We had it wrong")
    close(house.group, stated, Standing.STANDING, met_by=None, words="It is so after all")
    close(house.group, stated)
    with pytest.raises(Stale):
        close(house.group, stated, Standing.STANDING, version=1)
    assert [turn.became for turn in queries.stated_need(house.me, stated.id).turns] == [
        "withdrawn",
        "standing",
        "met",
    ]
    assert Turn.objects.filter(author=house.group.signature).count() == 3


def test_a_button_pressed_twice_states_and_offers_once_and_anothers_page_is_no_way_in(house, place):
    once, need = uuid4(), worlds.need("moving.travel")
    given = {**LATE_BUS, "need_id": need.id, "place_id": place.id, "once": once}
    first, second = (actions.state_need(by=house.group, **given) for _ in range(2))
    assert first.id == second.id
    with pytest.raises(Refused):
        actions.state_need(by=house.rehab, **given)
    offered = {"stated_id": first.id, "kind": Asset.HOURS, "words": "An hour", "once": once}
    assert len({actions.offer_asset(by=house.rehab, **offered).id for _ in range(3)}) == 1
    with pytest.raises(Refused):
        actions.offer_asset(by=house.me, **offered)
    assert (StatedNeed.objects.count(), NeedOffer.objects.count()) == (1, 1)


@pytest.mark.parametrize("text", ["x" * 20_001, "a\x00b"])
@pytest.mark.parametrize("field", ["title", "words", "touches", "for_whom"])
def test_what_no_table_takes_is_refused_in_words(house, place, text, field):
    with pytest.raises(Invalid):
        state(house.group, place, **{field: text})
    stated = state(house.group, place)
    for act in (
        lambda: actions.contest_need(by=house.rehab, stated_id=stated.id, words=text),
        lambda: actions.offer_asset(by=house.rehab, stated_id=stated.id, kind=Asset.SKILL, words=text),
        lambda: actions.endorse_need(by=house.rehab, stated_id=stated.id, words=text),
    ):
        with pytest.raises(Invalid):
            act()
    assert not NeedVoice.objects.exists()


def test_all_that_is_missing_is_said_at_once(house, place):
    empty = {"title": " ", "words": "", "touches": "", "need_id": None, "place_id": None}
    wrong = told(lambda: actions.state_need(by=house.group, **empty))
    assert {field for _code, field in wrong} == {"title", "words", "touches", "need", "place"}
