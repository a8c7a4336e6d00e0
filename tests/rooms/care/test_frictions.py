"""A friction: kept in two taps, told in full to few, put right by its author alone, mended by something, and back."""

import dataclasses
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused, Withheld
from ecotone.care import actions, queries
from ecotone.care.models import Friction
from ecotone.care.rules import FrictionKind, MetBy, Standing
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import Domain, InstitutionKind, Level
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from tests import worlds
from tests.worlds import SYSTEM, moved, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORDS = "They typed it in twice."


def log(by: Principal, **given) -> Friction:
    return actions.log_friction(by=by, **{"kind": FrictionKind.SYSTEMS, **given})


def turn(by, friction, became=Standing.MET, **given):
    given = {"version": Friction.of(friction.id).version, "met_by": MetBy.WORDS, "words": "One form now"} | given
    return actions.turn(by=by, kind="friction", record_id=friction.id, became=became, **given)


def rule(name: str = "Two record systems"):
    return ecosystem.add_institution(
        by=SYSTEM,
        name=name,
        kind=InstitutionKind.WORK_PRACTICE,
        domain=Domain.COMMUNITY,
        level=Level.MESO,
        since=clock.today(),
    )


@pytest.mark.commitment(9)
def test_one_choice_is_enough_for_anyone(house):
    planner = worlds.wearing(worlds.team("Planning"), Role.PLANNER)
    for by in (house.asker, house.group, planner, house.me):
        made = log(by)
        view = queries.friction(by, made.id)
        assert (view.whole, view.mine, view.may_correct, view.state) == (True, True, True, "standing")
        assert [row.id for row in queries.our_frictions(by)] == [made.id]
    refused(lambda: log(Principal.nobody()))
    assert Friction.objects.filter(author="").count() == 1, "the person is not named in hers"


def test_with_an_ask_need_place_and_boundary_are_the_asks(house):
    need, home = worlds.need("company.lonely"), worlds.place("Airdrie")
    jean = worlds.taken_in(house.asker, home=home)
    asked = worlds.ask(house.asker, jean, Actor.of(house.group.team_id), need_id=need.id)
    made = log(house.asker, referral_id=asked.id, from_sector="nhs", to_sector="nhs", words=WORDS)
    assert (made.need_id, made.place_id) == (need.id, home.id)
    assert (made.from_actor_id, made.to_actor_id) == (house.asker.team_id, house.group.team_id)
    assert (made.from_sector, made.to_sector) == (Actor.of(house.asker.team_id).sector, "third")
    assert [row.id for row in queries.frictions_of_referral(house.group, asked.id)] == [made.id]
    assert queries.frictions_of_referral(house.stranger, asked.id) == []
    actions.correct_friction(
        by=house.asker, friction_id=made.id, version=1, kind=FrictionKind.RULE, from_sector="third", to_sector="nhs"
    )
    assert Friction.of(made.id).to_sector == "third"


@pytest.mark.commitment(3)
def test_anothers_ask_and_none_at_all_get_the_same_answer(house):
    asked = house.ask()
    mistaken = moved(house.ask(need_id=worlds.need("home.meals").id), house.guardian, "mark_error")
    for by in (house.stranger, house.rehab, worlds.herself(worlds.person("Nan Gray"))):
        there = told(lambda by=by: log(by, referral_id=asked.id))
        assert (
            there
            == told(lambda by=by: log(by, referral_id=worlds.UNKNOWN))
            == [("care.no_such_referral", "referral")]
        )
    assert told(lambda: log(house.asker, referral_id=mistaken.id)) == [("care.no_such_referral", "referral")]


@pytest.mark.commitment(3)
def test_words_are_for_the_team_and_those_who_see_the_ask_others_see_coded_facts(house):
    institution, asked = rule(), house.ask()
    made = log(
        house.asker,
        referral_id=asked.id,
        words=WORDS,
        workaround="Rang them",
        institution_id=institution.id,
        minutes=20,
    )
    colleague = worlds.wearing(Actor.of(house.asker.team_id), title="Another link worker")
    for reader in (house.asker, colleague, house.group, house.me):
        assert queries.friction(reader, made.id).words == WORDS
    planner = worlds.wearing(worlds.team("Planning"), Role.PLANNER)
    for reader in (house.stranger, planner, house.rehab):
        view = queries.friction(reader, made.id)
        assert (view.kind, view.institution, view.minutes) == ("systems", "Two record systems", 20)
        hidden = {field.name for field in dataclasses.fields(view) if isinstance(getattr(view, field.name), Withheld)}
        assert hidden == {
            *("between", "need", "place", "referral_id", "words", "workaround", "author", "at", "turns"),
        }
        assert (view.place_id, view.other_id, view.may_correct, view.may_mend) == (None, None, False, False)
        assert queries.our_frictions(reader) == []
    for reader in (Principal.nobody(), worlds.herself(worlds.person("Nan Gray"))):
        with pytest.raises(NotFound):
            queries.friction(reader, made.id)


@pytest.mark.commitment(3)
def test_the_team_keeps_its_own_words_when_the_ask_is_out_of_its_sight(house):
    asked = house.ask()
    made = log(house.group, referral_id=asked.id, words=WORDS)
    moved(asked, house.group, "decline")
    with worlds.later(days=1):
        view = queries.friction(house.group, made.id)
    assert view.words == WORDS
    assert all(isinstance(part, Withheld) for part in (view.referral_id, view.need, view.place, view.between))


def test_only_its_author_puts_it_right_or_takes_it_back(house):
    made = log(house.asker, words=WORDS)
    colleague = worlds.wearing(Actor.of(house.asker.team_id), title="Another link worker")
    given = {"friction_id": made.id, "version": 1, "kind": FrictionKind.RULE, "minutes": 15}
    others = (colleague, house.group, house.me, Principal.nobody())
    refused(*[lambda by=by: actions.correct_friction(by=by, **given) for by in others])
    refused(*[lambda by=by: turn(by, made, Standing.WITHDRAWN, met_by=None) for by in others])
    actions.correct_friction(by=house.asker, **given)
    with pytest.raises(Stale):
        actions.correct_friction(by=house.asker, **given)
    turn(house.asker, made, Standing.WITHDRAWN, met_by=None, words="")
    assert queries.our_frictions(house.asker) == []
    with pytest.raises(NotFound):
        queries.friction(house.stranger, made.id)
    assert told(lambda: actions.correct_friction(by=house.asker, **{**given, "version": 3}))


def test_what_mended_it_is_kept_and_it_can_come_back(house):
    made, institution = log(house.asker), rule("One form for all")
    colleague = worlds.wearing(Actor.of(house.asker.team_id), title="Another link worker")
    refused(lambda: turn(house.stranger, made), lambda: turn(house.me, made))
    turn(colleague, made, met_by=MetBy.INSTITUTION, met_by_id=institution.id, words="")
    turn(house.asker, made, Standing.STANDING, met_by=None, words="They dropped it")
    turn(house.asker, made)
    view = queries.friction(house.asker, made.id)
    assert [(each.became, each.what, each.author) for each in view.turns] == [
        ("met", "One form for all", colleague.signature),
        ("standing", "", house.asker.signature),
        ("met", "", house.asker.signature),
    ]
    assert told(lambda: turn(house.asker, made)) == [("care.turned_already", "")]


def test_a_button_pressed_twice_keeps_one(house):
    once = uuid4()
    assert len({log(house.asker, once=once).id for _ in range(3)}) == 1
    with pytest.raises(Refused):
        log(house.group, once=once)
    assert Friction.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"kind": "gremlins"}, ("ground.unknown_choice", "kind")),
        ({"minutes": 0}, ("care.number", "minutes")),
        ({"minutes": 10_001}, ("care.number", "minutes")),
        ({"from_sector": "nhs"}, ("care.both_sides", "to_sector")),
        ({"from_sector": "nhs", "to_sector": "moon"}, ("ground.unknown_choice", "to_sector")),
    ],
)
def test_what_is_wrong_is_said(house, wrong, problem):
    assert told(lambda: log(house.asker, **wrong)) == [problem]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.sampled_from(["<script>alert(1)</script>", "x" * 20_001, "a\x00b"]))
def test_any_words_are_kept_as_they_are_or_refused(house, text):
    try:
        made = log(house.asker, words=text, workaround=text)
    except Invalid:
        assert "\x00" in text or len(text) > 4000
    else:
        assert Friction.of(made.id).words == queries.friction(house.asker, made.id).words
