"""What could not be met: one person's need stands unmet at most once, says what met it, and tells of no one."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from ecotone.access.models import AuditSubject
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.care import actions, queries
from ecotone.care.models import Turn, UnmetNeed
from ecotone.care.queries.turns import turn_views
from ecotone.care.rules import MetBy, Standing
from ecotone.ecosystem.models import Actor
from ecotone.ground.errors import Invalid, Stale
from tests import worlds
from tests.worlds import SYSTEM, moved, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def need():
    return worlds.need("company.lonely")


def states() -> list[tuple[str, str]]:
    return list(UnmetNeed.objects.order_by("created_at", "id").values_list("reason", "state"))


def settle(by, unmet, became=Standing.MET, **given):
    now = UnmetNeed.of(unmet.id)
    given = {"version": now.version, "met_by": MetBy.WORDS, "words": "Her neighbour goes in"} | given
    return actions.turn(by=by, kind="unmetneed", record_id=unmet.id, became=became, **given)


@pytest.mark.commitment(4)
def test_no_reply_leaves_a_need_unmet_until_it_is_asked_again(house, need):
    asked = moved(house.ask(need_id=need.id), SYSTEM, "give_up_waiting")
    assert states() == [("no_reply", "standing")]
    asked = moved(asked, house.asker, "wait_again")
    assert states() == [("no_reply", "withdrawn")]
    moved(moved(asked, house.group, "accept"), house.group, "complete")
    assert states() == [("no_reply", "withdrawn")]


@pytest.mark.commitment(4)
def test_asked_elsewhere_and_taken_on_there_it_is_met_by_that_ask(house, need):
    moved(house.ask(need_id=need.id), SYSTEM, "give_up_waiting")
    elsewhere = worlds.ask(house.asker, house.jean, Actor.of(house.rehab.team_id), need_id=need.id)
    assert states() == [("no_reply", "standing")]
    moved(elsewhere, house.rehab, "accept")
    assert states() == [("no_reply", "met")]
    turn = Turn.objects.get()
    assert (turn.met_by, turn.met_by_id, turn.author) == ("referral", elsewhere.id, house.rehab.signature)


def test_who_was_asked_is_named_only_to_those_who_see_that_ask_whole(house, need):
    """A sensitive team's yes meets what another could not: whoever reads of the need is not told its name."""
    first = moved(house.ask(need_id=need.id), house.group, "decline")
    secret = worlds.wearing(worlds.actor("The Quiet Room"), title="Counsellor")
    quiet = worlds.service(Actor.of(secret.team_id), name="Talking it over", sensitivity="sensitive")
    elsewhere = worlds.ask(house.asker, house.jean, quiet, need_id=need.id)
    moved(elsewhere, secret, "accept")
    unmet = UnmetNeed.objects.get(origin_id=first.id)
    assert Turn.objects.get(unmetneed=unmet).author == secret.signature
    for by, may in ((house.asker, True), (secret, True), (house.group, False), (house.stranger, False)):
        told_of = [turn.author for turn in turn_views(by, Turn.objects.filter(unmetneed=unmet))]
        assert told_of == [secret.signature if may else ""], by.name


def test_what_stands_unmet_anew_is_not_opened_a_second_time(house, need):
    first = moved(house.ask(need_id=need.id), SYSTEM, "give_up_waiting")
    (unmet,) = UnmetNeed.objects.all()
    settle(house.asker, unmet)
    moved(moved(first, house.asker, "wait_again"), SYSTEM, "give_up_waiting")
    assert states() == [("no_reply", "met"), ("no_reply", "standing")]
    again = partial(settle, house.asker, unmet, Standing.STANDING, met_by=None, words="He moved away")
    assert told(again) == [("care.turned_already", "")]
    assert states() == [("no_reply", "met"), ("no_reply", "standing")]


def test_declined_twice_a_need_stands_unmet_once(house, need):
    moved(house.ask(need_id=need.id), house.group, "decline")
    other = worlds.ask(house.asker, house.jean, Actor.of(house.rehab.team_id), need_id=need.id)
    moved(other, house.rehab, "decline")
    assert states() == [("no_capacity", "withdrawn"), ("no_capacity", "standing")]
    assert Turn.objects.get().met_by_id == other.id


def test_another_need_and_another_person_are_not_touched(house, need):
    moved(house.ask(need_id=need.id), house.group, "decline")
    moved(house.ask(need_id=worlds.need("home.meals").id), house.group, "accept")
    other = worlds.taken_in(house.asker, name="Nan Gray")
    moved(worlds.ask(house.asker, other, Actor.of(house.group.team_id), need_id=need.id), house.group, "accept")
    assert states() == [("no_capacity", "standing")]


def test_where_no_kind_of_need_is_said_only_the_same_ask_counts(house):
    moved(house.ask(), house.group, "decline")
    moved(house.ask(), house.group, "accept")
    assert states() == [("no_capacity", "standing")]


@pytest.mark.parametrize(("who", "code"), [("me", "withdraw"), ("guardian", "mark_error"), ("asker", "mark_error")])
def test_what_is_wanted_no_more_or_was_a_mistake_is_taken_back(house, need, who, code):
    asked = moved(house.ask(need_id=need.id), SYSTEM, "give_up_waiting")
    moved(asked, getattr(house, who), code)
    assert states() == [("no_reply", "withdrawn")]


def test_stopped_after_no_reply_by_its_asker_it_stays_unmet(house, need):
    asked = moved(house.ask(need_id=need.id), SYSTEM, "give_up_waiting")
    moved(asked, house.asker, "cancel")
    assert states() == [("no_reply", "standing")]


def test_an_open_offer_that_nobody_claims_leaves_one_too(house, need):
    lunch = worlds.can_help(Actor.of(house.group.team_id), need, name="Lunch club")
    asked = worlds.ask_openly(house.asker, house.jean, need, where=worlds.place("Airdrie"))
    asked = moved(asked, SYSTEM, "expire")
    assert states() == [("unclaimed", "standing")]
    assert UnmetNeed.objects.get().asked_sector == ""
    asked = moved(asked, house.asker, "offer_openly")
    assert states() == [("unclaimed", "withdrawn")]
    moved(worlds.claimed(asked, house.group, lunch), house.group, "fail", reason_code="no_capacity")
    assert states()[1:] == [("no_capacity", "standing")]


def test_one_ask_cannot_stand_unmet_twice_in_the_table(house, need):
    asked = moved(house.ask(need_id=need.id), house.group, "decline")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnmetNeed.add(origin="referral", origin_id=asked.id, on=asked.created_at.date())


@pytest.mark.parametrize("who", ["asker", "group", "me"])
def test_those_who_asked_were_asked_or_need_it_say_what_met_it(house, need, who):
    moved(moved(house.ask(need_id=need.id), house.group, "accept"), house.group, "complete_partly")
    unmet = UnmetNeed.objects.get()
    settle(getattr(house, who), unmet)
    item = queries.unmet_need(house.asker, unmet.id)
    assert (item.state, item.newest.words, item.newest.met_by) == ("met", "Her neighbour goes in", "words")
    assert item.newest.author == ("" if who == "me" else getattr(house, who).signature)
    settle(house.asker, unmet, Standing.STANDING, met_by=None, words="She has moved away")
    assert UnmetNeed.of(unmet.id).state == "standing"


def test_a_stranger_neither_sees_nor_closes_it(house, need):
    moved(house.ask(need_id=need.id), house.group, "decline")
    unmet = UnmetNeed.objects.get()
    planner = worlds.wearing(worlds.team("Planning"), Role.PLANNER)
    strangers = (house.stranger, house.guardian, planner, Principal.nobody())
    refused(*[lambda by=by: settle(by, unmet) for by in strangers])
    assert {worlds.refused_reading(lambda by=by: queries.unmet_need(by, unmet.id)) for by in strangers}
    assert [queries.our_unmet(by) for by in strangers] == [[], [], [], []]


def test_an_old_form_closes_nothing(house, need):
    moved(moved(house.ask(need_id=need.id), house.group, "accept"), house.group, "complete_partly")
    unmet = UnmetNeed.objects.get()
    settle(house.asker, unmet)
    with pytest.raises(Stale):
        settle(house.group, unmet, version=1)
    assert Turn.objects.count() == 1


def test_it_is_met_by_something_that_is_there_or_by_words(house, need):
    moved(moved(house.ask(need_id=need.id), house.group, "accept"), house.group, "complete_partly")
    unmet = UnmetNeed.objects.get()
    service = worlds.service(Actor.of(house.group.team_id), "Tuesday visits")
    for wrong in (
        {"met_by": MetBy.SERVICE, "met_by_id": worlds.UNKNOWN},
        {"met_by": MetBy.REFERRAL, "met_by_id": worlds.UNKNOWN},
        {"met_by": MetBy.SERVICE},
    ):
        assert told(lambda wrong=wrong: settle(house.asker, unmet, **wrong)) == [("care.say_which", "met_by")]
    for wrong in (None, MetBy.INSTITUTION, MetBy.OFFER):
        given = {"met_by": wrong, "met_by_id": service.id}
        assert told(lambda given=given: settle(house.asker, unmet, **given)) == [("care.say_by_what", "met_by")]
    assert told(lambda: settle(house.asker, unmet, words=" ")) == [("ground.required", "words")]
    with pytest.raises(Invalid):
        settle(house.asker, unmet, words="x" * 20_001)
    with pytest.raises(Invalid):
        settle(house.asker, unmet, words="a\x00b")
    settle(house.asker, unmet, met_by=MetBy.SERVICE, met_by_id=service.id, words="")
    assert queries.unmet_need(house.asker, unmet.id).newest.what == "Tuesday visits"


def test_anothers_ask_is_no_answer_and_is_not_told_to_be_there(house, need):
    moved(house.ask(need_id=need.id), house.group, "decline")
    unmet = UnmetNeed.objects.get()
    hidden = worlds.ask(house.stranger, worlds.taken_in(house.stranger), Actor.of(house.rehab.team_id))
    wrong = {"met_by": MetBy.REFERRAL, "met_by_id": hidden.id}
    assert told(lambda: settle(house.asker, unmet, **wrong)) == [("care.say_which", "met_by")]


@pytest.mark.commitment(3)
def test_a_search_in_vain_is_kept_once_and_of_a_person_nothing_is(house, need):
    once, home = uuid4(), worlds.place("Airdrie")
    for _ in range(3):
        actions.note_unfound(by=house.me, once=once, need_id=need.id, place_id=home.id)
    row = UnmetNeed.objects.get()
    assert (row.reason, row.noted_by, row.need_id, row.place_id) == ("nothing_found", None, need.id, home.id)
    me = {str(house.me.account_id), str(house.jean.id)}
    assert not me & {str(value) for value in UnmetNeed.objects.values_list()[0]}
    assert not AuditSubject.objects.filter(act="care.note_unfound", kind="person").exists()


def test_a_search_of_a_team_is_the_teams_to_close(house, need):
    unmet = actions.note_unfound(by=house.asker, once=uuid4(), need_id=need.id)
    assert [item.id for item in queries.our_unmet(house.asker)] == [unmet.id]
    refused(lambda: settle(house.group, unmet), lambda: settle(house.me, unmet))
    settle(house.asker, unmet)
    assert queries.our_unmet(house.asker)[0].state == "met"
    assert queries.our_unmet(house.group) == queries.our_unmet(house.me) == []


def test_a_search_for_nothing_in_particular_says_so(house):
    assert told(lambda: actions.note_unfound(by=house.asker, once=uuid4())) == [("care.say_what_was_sought", "need")]
    refused(lambda: actions.note_unfound(by=Principal.nobody(), once=uuid4()))


def test_a_list_is_as_long_as_what_one_may_know_and_costs_the_same(house, need):
    for number in range(4):
        someone = worlds.taken_in(house.asker, name=f"Person {number}")
        asked = worlds.ask(house.asker, someone, Actor.of(house.group.team_id), need_id=need.id)
        moved(asked, house.group, "decline")
        if number == 1:
            few = worlds.cost(lambda: queries.our_unmet(house.asker))
    assert len(queries.our_unmet(house.asker)) == 4
    assert worlds.cost(lambda: queries.our_unmet(house.asker)) <= few
    with worlds.later(minutes=1):  # declined: their look at these people is over
        assert queries.our_unmet(house.group) == []
