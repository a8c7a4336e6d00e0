"""Coming back through the open door: who may, until when, what goes with it, what the other side sees, and twice."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions, queries
from ecotone.care.machine import State
from ecotone.care.models import Referral, ReferralMove
from ecotone.care.rules import Door, Sight
from ecotone.directory import actions as directory
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound
from ecotone.people import actions as people
from ecotone.people import policies as records
from ecotone.people.models import Relationship
from ecotone.people.rules import Effect, Part
from tests import worlds
from tests.rooms.racing import both, sorted_out
from tests.worlds import moved, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def visits(house) -> Service:
    return worlds.service(Actor.of(house.group.team_id), name="Visits", door_open_days=90, phone="01632 960111")


def taken(house, of: Service, **draft) -> Referral:
    given = {"parts": [Part.MATTERS, Part.WORKS], "hoped_for": "Somebody to argue with"} | draft
    return moved(worlds.ask(house.asker, house.jean, of, **given), house.group, "accept")


@pytest.fixture
def ended(house, visits) -> Referral:
    return moved(taken(house, visits, contact_note="Ring after six"), house.group, "complete")


def back(by: Principal, ended: Referral, **more) -> Referral:
    return actions.come_back(by=by, referral_id=ended.id, **more)


def standing(by: Principal, ended: Referral) -> Door:
    return queries.door(by, ended.id).standing


def refuse(house, **what) -> None:
    people.choose_sharing(
        by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, actor_id=house.group.team_id, **what
    )


def at(day: date, hour: int, minute: int = 0) -> AbstractContextManager[None]:
    return clock.at(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON))


@pytest.mark.commitment(2, 4)
def test_she_comes_back_with_one_press_and_tells_nothing_again(house, ended):
    with worlds.later(days=40):
        again = back(house.me, ended)
        same = ("person_id", "target_id", "service_id", "need_id", "why", "hoped_for", "contact_note", "chain_id")
        assert [getattr(again, name) for name in same] == [getattr(ended, name) for name in same]
        assert (again.returns_to_id, again.source_id, again.parent_id) == (ended.id, None, None)
        assert (again.state, again.basis, again.urgency) == (State.OFFERED, Basis.CONSENT, "routine")
        assert set(again.parts) == {Part.MATTERS, Part.WORKS}
        assert again.reply_by == clock.today() + timedelta(days=7)
        assert [move.code for move in ReferralMove.objects.filter(referral=again)] == ["offer"]
        assert AuditEntry.objects.filter(code="care.come_back", account_id=house.me.account_id).count() == 1


@pytest.mark.commitment(3)
def test_the_team_reads_the_earlier_thread_as_before_and_nothing_more(house, ended):
    actions.acknowledge(by=house.asker, referral_id=ended.id, version=ended.version)
    with worlds.later(days=40):
        assert not records.verdict(house.group, house.jean.id, Part.IDENTITY).allowed, "they had let go of her"
        again = back(house.me, ended, since_then="The stairs are worse")
        view = queries.referral(house.group, again.id)
        assert view.row.came_back and view.row.returns_to_id == ended.id
        assert view.since_then == "The stairs are worse"
        assert [link.id for link in view.chain] == [ended.id, again.id]
        earlier = queries.referral(house.group, ended.id)
        assert earlier.row.sight is Sight.FULL
        assert [move.code for move in earlier.moves] == ["offer", "accept", "complete"]
        shared = {part for part in Part if records.verdict(house.group, house.jean.id, part).allowed}
        assert shared == {Part.IDENTITY, Part.CONTACT, Part.MATTERS, Part.WORKS}
        (row,) = queries.team_list(house.group)[0]
        assert row.came_back
        assert not records.verdict(house.stranger, house.jean.id, Part.IDENTITY).allowed


def test_it_runs_its_course_like_any_other_and_the_team_lets_go_again(house, ended):
    actions.acknowledge(by=house.asker, referral_id=ended.id, version=ended.version)
    with worlds.later(days=40):
        again = back(house.me, ended)
        for code in ("receive", "accept", "meet", "complete"):
            again = moved(again, house.group, code)
        assert standing(house.me, again) is Door.OPEN, "its own door stands open now"
        assert standing(house.me, ended) is Door.BACK_ALREADY
        assert told(lambda: back(house.me, ended)) == [("care.door_back_already", "")]
        once_more = back(house.me, again)
        assert [link.id for link in queries.referral(house.me, ended.id).chain] == [ended.id, again.id, once_more.id]


def test_what_was_declined_does_not_take_the_door_away(house, ended):
    moved(back(house.me, ended), house.group, "decline", reason_code="no_capacity")
    assert standing(house.me, ended) is Door.OPEN
    assert back(house.me, ended).state == State.OFFERED


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("complete", {}),
        ("complete_partly", {}),
        ("fail", {"reason_code": "could_not_contact"}),
        ("fail", {"reason_code": "person_declined"}),
    ],
)
def test_after_help_and_after_what_could_not_be_done(house, visits, code, more):
    gone = moved(taken(house, visits), house.group, code, **more)
    assert back(house.me, gone).returns_to_id == gone.id


def test_after_they_never_reached_her(house, visits):
    gone = moved(worlds.ask(house.asker, house.jean, visits), house.group, "decline", reason_code="could_not_contact")
    assert back(house.me, gone).state == State.OFFERED


def test_not_after_a_no_a_stop_or_an_error_nor_from_what_is_open(house, visits):
    needs = iter([worlds.need(code) for code in ("a.one", "b.two", "c.three", "d.four", "e.five")])

    def asked(**draft) -> Referral:
        return worlds.ask(house.asker, house.jean, visits, need_id=next(needs).id, **draft)

    declined = moved(asked(), house.group, "decline", reason_code="no_capacity")
    withdrawn = moved(asked(), house.me, "withdraw")
    cancelled = moved(asked(), house.asker, "cancel")
    wrong = moved(moved(moved(asked(), house.group, "accept"), house.group, "complete"), house.asker, "mark_error")
    for gone in (declined, withdrawn, cancelled, wrong):
        assert standing(house.me, gone) is Door.NO_WAY_BACK
        assert told(lambda gone=gone: back(house.me, gone)) == [("care.door_no_way_back", "")]
    still = asked()
    assert standing(house.me, still) is Door.NOT_ENDED
    assert told(lambda: back(house.me, still)) == [("care.door_not_ended", "")]
    view = queries.door(house.asker, wrong.id)
    assert (view.why, view.hoped_for, view.contact_note, view.parts) == ("", "", "", ())


@pytest.mark.parametrize(
    ("ended_on", "hour", "last"),
    [
        (date(2026, 3, 4), 9, date(2026, 6, 2)),  # over the change to summer time
        (date(2026, 10, 20), 15, date(2027, 1, 18)),  # and back
        (date(2026, 7, 1), 0, date(2026, 9, 29)),  # 00:30 in summer is still the day before in UTC
        (date(2026, 3, 29), 23, date(2026, 6, 27)),  # the evening of the change itself
    ],
)
def test_the_last_day_is_a_whole_day_where_she_lives(house, visits, ended_on, hour, last):
    with at(ended_on - timedelta(days=1), 10):
        at_work = taken(house, visits)
    with at(ended_on, hour, 30):
        gone = moved(at_work, house.group, "complete")
    with at(last, 23, 59):
        view = queries.door(house.me, gone.id)
        assert (view.standing, view.until) == (Door.OPEN, last)
        assert next(r for r in queries.referrals_of(house.me, house.jean.id) if r.id == gone.id).door_until == last
        with worlds.undone():
            assert back(house.me, gone).state == State.OFFERED
    with at(last + timedelta(days=1), 0, 0):
        assert standing(house.me, gone) is Door.SHUT
        assert queries.referral(house.me, gone.id).row.door_until is None
        assert told(lambda: back(house.me, gone)) == [("care.door_shut", "")]


@pytest.mark.parametrize("days", [None, 0])
def test_a_service_that_opens_no_door_has_none(house, days):
    silent = worlds.service(Actor.of(house.group.team_id), door_open_days=days)
    gone = moved(taken(house, silent), house.group, "complete")
    assert standing(house.me, gone) is Door.NOT_SAID
    assert told(lambda: back(house.me, gone)) == [("care.door_not_said", "")]


def test_a_team_without_a_service_has_no_door(house):
    gone = moved(moved(house.ask(), house.group, "accept"), house.group, "complete")
    assert standing(house.me, gone) is Door.NOT_SAID


def change(service: Service, **fields) -> None:
    version = Service.of(service.id).version
    directory.change_service(by=worlds.SYSTEM, service_id=service.id, version=version, **fields)


def test_what_has_changed_meanwhile_is_said(house, visits, ended):
    change(visits, door_open_days=0)
    assert standing(house.me, ended) is Door.NOT_SAID
    change(visits, door_open_days=90)
    directory.close_service(
        by=worlds.SYSTEM,
        service_id=visits.id,
        version=Service.of(visits.id).version,
        status="temporarily_closed",
        reason="The boiler",
    )
    assert standing(house.me, ended) is Door.SERVICE_CLOSED
    assert told(lambda: back(house.me, ended)) == [("care.door_service_closed", "")]


def test_their_word_to_her_holds_where_she_could_not_have_asked_by_herself(house, visits, ended):
    change(visits, self_referral=False)
    with pytest.raises(Invalid, match="no_self_referral"):
        worlds.ask(house.me, house.jean, visits)
    assert back(house.me, ended).state == State.OFFERED


def test_whom_they_take_referrals_from_holds_for_an_asker_and_not_for_her(house, visits, ended):
    change(visits, accepts=[Sector.COUNCIL])
    assert told(lambda: back(house.asker, ended)) == [("care.not_from_your_sector", "")]
    assert back(house.me, ended).source_id is None


@pytest.mark.commitment(3)
def test_a_part_she_has_refused_since_does_not_go_with_it(house, ended):
    refuse(house, part=Part.WORKS)
    view = queries.door(house.me, ended.id)
    assert (view.parts, view.closed) == ((Part.MATTERS,), (Part.WORKS,))
    again = back(house.me, ended, parts=[Part.MATTERS, Part.WORKS, Part.HISTORY])
    assert again.parts == [Part.MATTERS]
    allowed = {part for part in Part if records.verdict(house.group, house.jean.id, part).allowed}
    assert allowed == {Part.IDENTITY, Part.CONTACT, Part.MATTERS}


@pytest.mark.commitment(3)
def test_she_may_share_less_this_time_and_never_more(house, ended):
    assert back(house.me, ended, parts=[Part.HISTORY, Part.MATTERS]).parts == [Part.MATTERS]


@pytest.mark.commitment(3)
@pytest.mark.parametrize("by", ["me", "asker"])
def test_whom_she_has_refused_she_does_not_come_back_to_until_she_takes_it_back(house, ended, by):
    who = getattr(house, by)
    refuse(house)
    assert standing(who, ended) is Door.REFUSED
    assert told(lambda: back(who, ended)) == [("care.door_refused", "")]
    assert Relationship.objects.filter(actor=house.group.team_id, until=None).count() <= 1


def test_what_is_different_now_and_a_safer_way_to_reach_her(house, ended):
    again = back(house.me, ended, since_then="He moved out", contact_note="")
    assert (again.since_then, again.contact_note) == ("He moved out", "")
    assert Referral.of(ended.id).contact_note == "Ring after six"
    assert told(lambda: back(house.asker, ended, since_then="x" * 201)) == [("ground.too_long", "since_then")]
    assert told(lambda: back(house.asker, ended, since_then="\x00")) == [("ground.nul", "since_then")]


def test_her_asker_asks_again_on_her_word_with_what_they_may_share(house, ended):
    again = back(house.asker, ended)
    assert (again.source_id, again.returns_to_id) == (house.asker.actor_id, ended.id)
    assert queries.referral(house.asker, ended.id).row.door_until is None
    assert queries.referral(house.me, ended.id).row.door_until is None
    assert Referral.of(again.id).source_news_at is None


def test_her_asker_shares_no_part_that_they_no_longer_see(house, ended):
    people.choose_sharing(
        by=house.me,
        person_id=house.jean.id,
        effect=Effect.REFUSAL,
        actor_id=house.asker.team_id,
        part=Part.WORKS,
    )
    assert queries.door(house.asker, ended.id).closed == (Part.WORKS,)
    assert back(house.asker, ended).parts == [Part.MATTERS]


@pytest.mark.commitment(3)
def test_that_she_went_back_by_herself_is_not_her_askers_to_know(house, ended):
    no = {"effect": Effect.REFUSAL, "actor_id": house.asker.team_id, "part": Part.REFERRALS}
    people.choose_sharing(by=house.me, person_id=house.jean.id, **no)
    again = back(house.me, ended)
    view = queries.referral(house.asker, ended.id)
    assert view.row.door_until is not None, "nothing gives it away"
    assert [link.id for link in view.chain] == [ended.id]
    assert again.id not in {row.id for row in queries.referrals_of(house.asker, house.jean.id)}
    assert standing(house.asker, ended) is Door.OPEN
    assert queries.door(house.asker, ended.id).back_id is None


def test_pressed_twice_it_is_one(house, ended):
    again = back(house.me, ended)
    assert told(lambda: back(house.me, ended)) == [("care.already_open", "")]
    assert queries.door(house.me, ended.id).back_id == again.id
    assert Referral.objects.filter(returns_to=ended).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=worlds.draft(house.asker, house.jean, again.target).id).update(
            returns_to=ended, source=None
        )


def test_the_same_asked_the_usual_way_is_open_already(house, visits, ended):
    worlds.ask(house.me, house.jean, visits)
    assert told(lambda: back(house.me, ended)) == [("care.already_open", "")]


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_asks(house, ended):
    won, lost = sorted_out(both(lambda: back(house.me, ended), lambda: back(house.me, ended)))
    assert len(won) == 1
    assert [type(error) for error in lost] == [Invalid]
    assert [problem.code for problem in lost[0].problems] == ["care.already_open"]
    assert Referral.objects.filter(returns_to=ended).count() == 1
    assert Relationship.objects.filter(actor=house.group.team_id, until=None).count() == 1


@pytest.mark.commitment(3)
def test_nobody_else_comes_back_for_her_or_learns_how_the_door_stands(house, ended):
    colleague = worlds.wearing(worlds.team("Other link workers"))
    planner = worlds.wearing(Actor.of(house.asker.team_id), Role.PLANNER)
    another = worlds.herself(worlds.person("Agnes Baird"))
    others = (house.group, house.rehab, house.stranger, house.guardian, colleague, planner, another, worlds.NOBODY)
    reasons = worlds.refused(*[lambda by=by: back(by, ended) for by in (*others, worlds.SYSTEM)])
    assert set(reasons.split()) == {"care.not_a_party", "access.nobody"}
    for by in others:
        assert worlds.refused_reading(lambda by=by: queries.door(by, ended.id)) in reasons
    with pytest.raises(NotFound):
        queries.door(house.me, worlds.UNKNOWN)
    with pytest.raises(NotFound):
        actions.come_back(by=house.me, referral_id=worlds.UNKNOWN)


@pytest.mark.commitment(3)
def test_an_asker_who_no_longer_helps_her_does_not_come_back_for_her(house, ended):
    refusal = {"by": house.me, "person_id": house.jean.id, "effect": Effect.REFUSAL}
    people.choose_sharing(**refusal, actor_id=house.asker.team_id)
    assert worlds.refused(lambda: back(house.asker, ended)) == "people.person_refused"
    with pytest.raises(Refused):
        queries.door(house.asker, ended.id)


def test_a_hope_goes_with_it_while_it_is_one(house, visits):
    hope = actions.add_outcome(by=house.asker, person_id=house.jean.id, words="A Thursday that is for something")
    gone = moved(taken(house, visits, outcome_id=hope.id), house.group, "complete")
    with worlds.undone():
        assert back(house.me, gone).outcome_id == hope.id
    actions.end_outcome(by=house.me, outcome_id=hope.id, version=hope.version)
    assert back(house.me, gone).outcome_id is None


def test_what_was_claimed_from_an_open_offer_leaves_its_door_too(house):
    company, airdrie = worlds.need("company.lonely"), worlds.place("Airdrie")
    lunch = worlds.can_help(Actor.of(house.group.team_id), company, door_open_days=30)
    offered = worlds.ask_openly(house.asker, house.jean, company, where=airdrie, note="Mornings")
    gone = moved(worlds.claimed(offered, house.group, lunch), house.group, "complete")
    again = back(house.me, gone)
    assert (again.target_id, again.service_id, again.offer_note) == (house.group.actor_id, lunch.id, "")


def test_the_doors_of_a_list_cost_nothing(house, visits):
    def cost() -> int:
        return worlds.cost(lambda: queries.referrals_of(house.me, house.jean.id))

    moved(taken(house, visits), house.group, "complete")
    before = cost()
    for code in ("a.one", "b.two", "c.three"):
        moved(taken(house, visits, need_id=worlds.need(code).id), house.group, "complete")
    assert cost() == before


def test_nobody_comes_back_for_whom_it_is_noted_that_she_has_died(house, ended):
    people.note_death(by=house.asker, person_id=house.jean.id, died_on=clock.today(), told_by="Her niece")
    assert standing(house.asker, ended) is Door.HAS_DIED
    assert told(lambda: back(house.asker, ended)) == [("people.has_died", "")]
    (row,) = [row for row in queries.referrals_of(house.asker, house.jean.id) if row.id == ended.id]
    assert row.door_until is None
