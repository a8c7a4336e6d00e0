"""An ask of whoever can help: who is told and what they learn, who gets it, and how it comes back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions, queries
from ecotone.care.machine import Reason, State
from ecotone.care.models import Candidate, Referral, ReferralMove
from ecotone.directory import actions as directory
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ground.errors import Invalid
from ecotone.people import actions as people
from ecotone.people import policies as records
from ecotone.people.models import Person, Relationship
from ecotone.people.rules import Effect, Part
from ecotone.procedures.tick import tick
from tests import worlds
from tests.rooms.racing import both, sorted_out
from tests.worlds import claimed, told, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def company():
    return worlds.need("company.lonely")


@pytest.fixture
def airdrie():
    return worlds.place("Airdrie")


@pytest.fixture
def lunch(house, company) -> Service:
    """The befriending group's lunch club."""
    return worlds.can_help(Actor.of(house.group.team_id), company, name="Lunch club")


@pytest.fixture
def walks(house, company) -> Service:
    """The rehabilitation team's walks."""
    return worlds.can_help(Actor.of(house.rehab.team_id), company, name="Walks")


@pytest.fixture
def asked(house, company, airdrie, lunch, walks) -> Referral:
    return worlds.ask_openly(house.asker, house.jean, company, where=airdrie, parts=[Part.MATTERS], note="Tuesdays")


def names_told(referral: Referral) -> set[str]:
    return set(Candidate.objects.filter(referral=referral).values_list("service__name", flat=True))


def test_all_who_can_help_are_told_and_learn_nothing_of_who_it_is(house, asked):
    assert names_told(asked) == {"Lunch club", "Walks"}
    (offer,), total = queries.offers(house.group)
    assert (total, offer.need, offer.place, offer.note) == (1, asked.need.name, "Airdrie", "Tuesdays")
    assert list(offer.services.values()) == ["Lunch club"], "nobody learns whom else it was told"
    for said in (repr(offer), repr(queries.offer(house.group, asked.id))):
        assert "Jean" not in said
        assert "nobody to talk to" not in said
    for by in (house.group, house.rehab):
        assert not records.verdict(by, house.jean.id, Part.IDENTITY).allowed
        with pytest.raises(Refused):
            queries.referral(by, asked.id)
    entry = AuditEntry.objects.filter(code="care.offer").latest("id")
    assert [s.kind for s in entry.subjects.all()] == ["referral"], "no look at her record, for there was none"


@pytest.mark.commitment(1)
def test_the_first_who_claims_it_is_its_target_as_if_asked(house, asked, lunch):
    got = claimed(asked, house.group, lunch)
    assert (got.state, got.target_id, got.service_id, got.worker) == (
        State.ACCEPTED,
        house.group.actor_id,
        lunch.id,
        "Moira Kerr",
    )
    view = queries.referral(house.group, asked.id)
    assert view.row.person.identity.name == "Jean Rafferty"
    assert view.why == "She has nobody to talk to"
    assert records.verdict(house.group, house.jean.id, Part.MATTERS).allowed
    assert not records.verdict(house.group, house.jean.id, Part.HISTORY).allowed
    assert not records.verdict(house.rehab, house.jean.id, Part.IDENTITY).allowed
    assert queries.offers(house.rehab) == ([], 0)
    assert queries.offer(house.rehab, asked.id).over
    assert Referral.of(asked.id).source_news_at is not None
    done = worlds.moved(worlds.moved(got, house.group, "meet"), house.group, "complete")
    assert done.state == State.COMPLETED


def test_who_comes_second_is_told_so_and_gets_nothing(house, asked, lunch, walks):
    claimed(asked, house.group, lunch)
    assert told(lambda: claimed(asked, house.rehab, walks)) == [("care.offer_over", "")]
    assert told(lambda: claimed(asked, house.group, lunch)) == [("care.offer_over", "")]
    assert Relationship.objects.filter(actor=house.rehab.team_id).count() == 0


def test_only_who_was_told_may_claim_and_only_as_what_it_was_told(house, asked, lunch, walks, company):
    later = worlds.can_help(Actor.of(house.stranger.team_id), company)
    planner = worlds.wearing(Actor.of(house.group.team_id), Role.PLANNER)
    reasons = worlds.refused(
        lambda: claimed(asked, house.stranger, later),
        lambda: claimed(asked, house.group, walks),
        lambda: claimed(asked, house.asker, lunch),
        lambda: claimed(asked, house.me, lunch),
        lambda: claimed(asked, planner, lunch),
        lambda: claimed(asked, worlds.NOBODY, lunch),
        lambda: claimed(asked, worlds.SYSTEM, lunch),
        lambda: actions.pass_on(by=house.stranger, referral_id=asked.id, reason=Reason.NO_CAPACITY),
    )
    assert set(reasons.split()) == {"care.not_told", "access.nobody"}
    assert worlds.refused_reading(lambda: queries.offer(house.stranger, asked.id)) == "care.not_told"
    for by in (house.group, house.rehab):
        with pytest.raises(Refused):
            actions.move(by=by, referral_id=asked.id, version=asked.version, code="claim", recorded=whole("claim"))


def test_a_claim_records_what_it_must_or_is_not_made(house, asked, lunch):
    def claim(**recorded):
        return lambda: actions.claim(by=house.group, referral_id=asked.id, service_id=lunch.id, recorded=recorded)

    assert told(claim()) == [("ground.required", "worker"), ("ground.required", "expected_start")]
    assert told(claim(worker="Moira", expected_start=date(2020, 1, 1))) == [("care.day_has_passed", "expected_start")]


def test_who_fits_is_told_and_nobody_else(house, company, airdrie):
    def told_for(**fields) -> bool:
        with worlds.undone():
            worlds.can_help(worlds.team("Far Walks"), company, name="Far", **fields)
            worlds.can_help(Actor.of(house.group.team_id), company, name="Near")
            asked = worlds.ask_openly(house.asker, house.jean, company, where=airdrie)
            return "Far" in names_told(asked)

    coatbridge = worlds.place("Coatbridge")
    parish = worlds.place("Rawyards", PlaceKind.NEIGHBOURHOOD, airdrie)
    other = worlds.need("moving.bath")
    jean = Person.of(house.jean.id)
    people.change_person(by=house.asker, person_id=jean.id, version=jean.version, birth_date=date(1945, 5, 1))
    assert told_for()
    assert told_for(place_ids=[airdrie.id])
    assert told_for(place_ids=[parish.id])
    assert told_for(minimum_age=60)
    assert told_for(accepts=["nhs"])
    assert not told_for(place_ids=[coatbridge.id])
    assert not told_for(need_codes=[other.code])
    assert not told_for(capacity_word="no_capacity")
    assert not told_for(capacity_word="")
    assert not told_for(maximum_age=25)
    assert not told_for(accepts=["third"])


def test_ones_own_team_and_those_she_has_refused_are_not_told(house, company, airdrie, lunch, walks):
    worlds.can_help(Actor.of(house.asker.team_id), company, name="Our own")
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, actor_id=house.rehab.team_id)
    asked = worlds.ask_openly(house.asker, house.jean, company, where=airdrie)
    assert names_told(asked) == {"Lunch club"}
    shown = queries.who_would_be_told(house.asker, house.jean.id, need=company.code, place_id=airdrie.id)
    assert {each.name for each in shown} == {"Lunch club"}


@pytest.mark.commitment(3)
def test_a_team_refused_after_it_was_told_learns_only_that_it_is_over(house, asked, lunch, walks):
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, sector=Sector.THIRD)
    assert told(lambda: claimed(asked, house.group, lunch)) == [("care.offer_over", "")]
    assert claimed(asked, house.rehab, walks).target_id == house.rehab.actor_id


def test_who_would_be_told_is_for_those_who_may_ask_for_her(house, company, airdrie):
    for by in (house.stranger, worlds.NOBODY, house.guardian):
        with pytest.raises(Refused):
            queries.who_would_be_told(by, house.jean.id, need=company.code, place_id=airdrie.id)


def test_nobody_to_tell_is_said_and_nothing_kept(house, company, airdrie):
    assert told(lambda: worlds.ask_openly(house.asker, house.jean, company, where=airdrie)) == [
        ("care.nobody_to_tell", "need")
    ]
    given = {"by": house.asker, "person_id": house.jean.id, "reply_by": date(2026, 3, 9), "why": "Alone"}
    assert ("ground.required", "need") in told(lambda: actions.offer_openly(**given, place_id=airdrie.id))
    assert told(lambda: actions.offer_openly(**given, need_id=company.id)) == [("ground.required", "place")]


def test_the_same_is_not_open_twice(house, asked, company, airdrie):
    again = told(lambda: worlds.ask_openly(house.asker, house.jean, company, where=airdrie))
    assert again == [("care.already_open", "")]


def test_she_may_ask_all_who_can_help_herself_and_is_told_of_those_she_may_ask(house, company, airdrie, lunch, walks):
    worlds.can_help(worlds.team("By referral"), company, self_referral=False, name="By referral only")
    asked = worlds.ask_openly(house.me, house.jean, company, where=airdrie, parts=[Part.MATTERS])
    assert names_told(asked) == {"Lunch club", "Walks"}
    assert queries.offers(house.group)[0][0].source == ""
    assert worlds.moved(asked, house.me, "withdraw").state == State.CANCELLED
    assert told(lambda: claimed(asked, house.group, lunch)) == [("care.offer_over", "")]


def test_the_asker_and_she_see_whom_it_was_told_and_what_they_said(house, asked, lunch):
    actions.pass_on(by=house.rehab, referral_id=asked.id, reason=Reason.NO_CAPACITY, words="In May again")
    for by in (house.asker, house.me):
        view = queries.referral(by, asked.id)
        assert [(t.service, t.reason, t.words, t.claimed) for t in view.told] == [
            ("Walks", "no_capacity", "In May again", False),
            ("Lunch club", "", "", False),
        ]
    assert queries.offers(house.rehab) == ([], 0)
    claimed(asked, house.group, lunch)
    assert {t.service: t.claimed for t in queries.referral(house.asker, asked.id).told} == {
        "Lunch club": True,
        "Walks": False,
    }
    assert queries.referral(house.group, asked.id).told == (), "who claimed need not know who did not"


def test_one_who_passed_may_think_again_while_it_is_open(house, asked, walks):
    actions.pass_on(by=house.rehab, referral_id=asked.id, reason=Reason.NO_CAPACITY)
    assert claimed(asked, house.rehab, walks).target_id == house.rehab.actor_id


@pytest.mark.commitment(4)
def test_when_all_have_passed_it_comes_back_at_once(house, asked):
    actions.pass_on(by=house.rehab, referral_id=asked.id, reason=Reason.NO_CAPACITY)
    actions.pass_on(by=house.group, referral_id=asked.id, reason=Reason.WRONG_SERVICE)
    row = Referral.of(asked.id)
    assert (row.state, row.source_news_at is not None) == (State.NO_REPLY, True)
    step = ReferralMove.objects.filter(referral=asked).latest("id")
    assert (step.code, step.party) == ("expire", "clock")
    assert told(lambda: actions.pass_on(by=house.group, referral_id=asked.id, reason=Reason.NO_CAPACITY)) == [
        ("care.offer_over", "")
    ]


@pytest.mark.commitment(4)
def test_what_nobody_claims_comes_back_with_what_was_tried_and_may_be_offered_wider(house, asked, company):
    with worlds.later(days=15):
        assert tick().expired == 1
        assert tick().expired == 0
        row = Referral.of(asked.id)
        assert (row.state, row.target_id) == (State.NO_REPLY, None)
        view = queries.referral(house.asker, asked.id)
        assert len(view.told) == 2
        assert {move.code for move in view.open_moves} == {"offer_openly", "cancel", "mark_error"}
        new = worlds.can_help(Actor.of(house.stranger.team_id), company, name="New club")
        again = worlds.moved(row, house.asker, "offer_openly", reply_by=row.reply_by + timedelta(days=20))
        assert (again.state, names_told(again)) == (State.UNCLAIMED, {"Lunch club", "Walks", "New club"})
        assert claimed(again, house.stranger, new).state == State.ACCEPTED


def test_on_its_last_day_it_is_still_open(house, asked, lunch):
    with worlds.later(days=14):
        assert tick().expired == 0
        assert claimed(asked, house.group, lunch).state == State.ACCEPTED


def test_what_is_handed_on_openly_stays_with_who_hands_it_on_until_claimed(house, company, airdrie, walks):
    parent = worlds.moved(house.ask(), house.group, "accept")
    child = worlds.ask_openly(house.group, house.jean, company, where=airdrie, parent_id=parent.id)
    assert child.chain_id == parent.chain_id
    with pytest.raises(Invalid):
        worlds.moved(parent, house.group, "complete_onward")
    claimed(child, house.rehab, walks)
    assert worlds.moved(parent, house.group, "complete_onward").state == State.COMPLETED


def test_a_service_that_closes_meanwhile_is_told_so(house, asked, lunch):
    directory.close_service(
        by=worlds.SYSTEM, service_id=lunch.id, version=lunch.version, status="inactive", reason="x"
    )
    assert told(lambda: claimed(asked, house.group, lunch)) == [("care.service_not_active", "service")]


def test_my_day_has_what_is_open_to_us(house, asked):
    assert [offer.id for offer in queries.my_day(house.group).offers] == [asked.id]
    assert queries.my_day(house.stranger).offers == ()
    assert [row.id for row in queries.my_day(house.asker).awaited.rows] == [asked.id]


@pytest.mark.parametrize("many", [3, 20])
def test_open_offers_cost_the_same_however_many(many, house, airdrie, lunch, walks):
    for n in range(many):
        kind = worlds.need(f"kind.{n}")
        worlds.can_help(Actor.of(house.group.team_id), kind)
        worlds.ask_openly(house.asker, house.jean, kind, where=airdrie)
    assert len(queries.offers(house.group)[0]) == many
    assert worlds.cost(lambda: queries.offers(house.group)) <= 1 + 2


def test_the_database_keeps_an_ask_without_a_target_where_it_may_stand(asked):
    for state in ("accepted", "offered", "completed"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.filter(pk=asked.id).update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=asked.id).update(need=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.commitment(1)
def test_of_fifty_who_claim_at_once_exactly_one_gets_it(house, company, airdrie):
    teams = [worlds.wearing(worlds.team(f"Team {n}")) for n in range(50)]
    services = [worlds.can_help(Actor.of(each.team_id), company) for each in teams]
    asked = worlds.ask_openly(house.asker, house.jean, company, where=airdrie)
    assert Candidate.objects.filter(referral=asked).count() == 50
    won, lost = sorted_out(
        both(*[lambda by=by, of=of: claimed(asked, by, of) for by, of in zip(teams, services, strict=True)])
    )
    assert len(won) == 1
    assert [[p.code for p in each.problems] for each in lost] == [["care.offer_over"]] * 49
    row = Referral.of(asked.id)
    assert (row.state, row.target_id) == (State.ACCEPTED, won[0].target_id)
    assert ReferralMove.objects.filter(referral=asked, code="claim").count() == 1
    helping = Relationship.objects.filter(person=Person.of(house.jean.id), until=None).exclude(
        actor=house.asker.team_id
    )
    assert list(helping.values_list("actor_id", flat=True)) == [row.target_id]


@pytest.mark.django_db(transaction=True)
def test_a_claim_at_the_moment_she_stops_it_is_hers_to_win_or_theirs_but_never_both(house, asked, lunch):
    as_she_read_it = {"referral_id": asked.id, "version": Referral.of(asked.id).version, "code": "withdraw"}
    outcomes = both(
        lambda: claimed(asked, house.group, lunch),
        lambda: actions.move(by=house.me, recorded=worlds.whole("withdraw"), **as_she_read_it),
    )
    won, lost = sorted_out(outcomes)
    assert (len(won), len(lost)) == (1, 1)
    known = records.verdict(house.group, house.jean.id, Part.IDENTITY).allowed
    assert known == (Referral.of(asked.id).state == State.ACCEPTED)


@pytest.mark.django_db(transaction=True)
def test_when_the_last_two_pass_at_one_instant_it_comes_back(house, asked):
    outcomes = both(
        *[
            lambda by=by: actions.pass_on(by=by, referral_id=asked.id, reason=Reason.NO_CAPACITY)
            for by in (house.group, house.rehab)
        ]
    )
    assert sorted_out(outcomes)[1] == []
    assert Referral.of(asked.id).state == State.NO_REPLY
