"""What a change of sharing will do is told before, and is what then is: on random worlds, by the policy itself."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose, Role
from ecotone.access.verdicts import Refused
from ecotone.ground import clock
from ecotone.people import actions, policies, queries
from ecotone.people.models import CarerPermission, SharingChoice
from ecotone.people.rules import SHAREABLE, DutyKind, Effect, Part
from tests import worlds
from tests.rooms.people.test_agreement import DAYS, Remembered, a_world
from tests.worlds import SYSTEM, kept, refused_reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


def sight(world: Remembered, person_id) -> dict:
    """What each team, and each who acts for her, sees now by the policy."""
    by_team = {(by.team_id, False): by for by in world.workers}
    learning = {(by.team_id, True): replace(by, purpose=Purpose.IMPROVEMENT) for by in world.workers}
    carers = {(by.permission_id, False): by for by, of, _ in world.carers.values() if of == person_id}
    return {
        id_: {part for part, verdict in policies.verdicts(by, [person_id])[person_id].items() if verdict.allowed}
        for id_, by in (by_team | learning | carers).items()
    }


def wish(chance: Random, world: Remembered) -> dict:
    worker = chance.choice(world.workers)
    sectors = [{"sector": each} for each in ("nhs", "third", "informal")]
    teams = [{"actor_id": worker.team_id}, {"actor_id": min(worker.actor_ids)}]
    whom = chance.choice([{}, *teams, *sectors])
    part = chance.choice([None, Part.IDENTITY, Part.HARMS, Part.MATTERS, Part.REFERRALS])
    what_for = chance.choice([None, None, Purpose.IMPROVEMENT if part is not Part.REFERRALS else None])
    return {"effect": chance.choice(list(Effect)), "part": part, "purpose": what_for, **whom}


def holds(world: Remembered, person_id, before: dict, preview) -> set[str]:
    """That the preview of a change that has now been made said what is: nobody else gained or lost anything."""
    after, kinds = sight(world, person_id), set()
    told = {(each.id, each.learns): each for each in preview.readers}
    for id_, parts in after.items():
        gains, loses = parts - before[id_], before[id_] - parts
        if id_ not in told:
            assert not gains and not loses
            continue
        assert (gains, loses) == ({*told[id_].gains}, {*told[id_].loses})
        assert {*told[id_].still} == parts & before[id_]
        kinds |= {"gains"} if gains else {"loses"} if loses else {"neither"}
    return kinds


@pytest.mark.parametrize("seed", range(3))
def test_a_choice_its_withdrawal_and_the_end_of_a_permission_do_what_was_told(seed):
    chance, kinds = Random(seed), set()
    world = a_world(chance)
    with worlds.later(days=DAYS):
        for me in world.themselves:
            who = me.own_id
            for _ in range(4):
                wished, before = wish(chance, world), sight(world, who)
                preview = queries.choice_would_change(me, who, **wished)
                made = actions.choose_sharing(by=me, person_id=who, **wished)
                kinds |= holds(world, who, before, preview)
                if chance.random() < 0.5:
                    before, preview = sight(world, who), queries.withdrawal_would_change(me, made.id)
                    actions.withdraw_choice(by=me, choice_id=made.id)
                    holds(world, who, before, preview)
            for permission_id, (_, of, given) in world.carers.items():
                if of == who and given.stands:
                    before, preview = sight(world, who), queries.ending_would_change(me, permission_id)
                    actions.end_permission(by=me, permission_id=permission_id)
                    kinds |= {f"carer {kind}" for kind in holds(world, who, before, preview)}
    assert kinds >= {"gains", "loses", "neither"}


@pytest.fixture
def ours() -> Principal:
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def jean(ours):
    return worlds.taken_in(ours, parts=[Part.MATTERS, Part.INVOLVED, Part.CIRCLE])


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


def refusal(jean, **whom):
    return {"person_id": jean.id, "effect": Effect.REFUSAL, **whom}


def test_it_changes_nothing_and_leaves_one_look(me, jean, ours):
    made = actions.choose_sharing(by=me, **refusal(jean, part=Part.MATTERS))
    before = kept()
    queries.choice_would_change(me, **refusal(jean))
    queries.withdrawal_would_change(me, made.id)
    assert kept() == before
    assert [look.code for look in queries.looks(me)][:2] == ["people.changes", "people.changes"]


def test_who_may_not_make_a_change_is_not_told_what_it_would_do(me, jean, ours):
    stranger = worlds.stranger()
    made = actions.choose_sharing(by=me, **refusal(jean, part=Part.MATTERS))
    for by in (stranger, Principal.nobody(), Principal(Kind.CARER, cares_for=jean.id)):
        assert refused_reading(partial(queries.choice_would_change, by, **refusal(jean)))
        assert refused_reading(partial(queries.withdrawal_would_change, by, made.id))
    assert refused_reading(partial(queries.withdrawal_would_change, ours, made.id)) == "people.only_self"


def test_what_is_wrong_with_a_wish_is_told_as_by_making_it(me, jean):
    past, now = clock.now() - timedelta(days=1), refusal(jean, sector="nobody", actor_id=worlds.UNKNOWN)
    for given in (refusal(jean, until=past), now):
        found = [worlds.told(lambda act=act, given=given: act(given)) for act in (told_of(me), made_by(me))]
        assert found[0] == found[1] != []


def told_of(me):
    return lambda given: queries.choice_would_change(me, **given)


def made_by(me):
    return lambda given: actions.choose_sharing(by=me, **given)


def test_a_law_of_which_she_was_told_stays_and_one_that_is_not_safe_to_tell_is_not_in_it(me, jean, ours):
    guardian = worlds.wearing(worlds.team("Records"), Role.GUARDIAN)
    council, clinic = (worlds.wearing(worlds.team(name)) for name in ("Council", "Clinic"))
    given = {"person_id": jean.id, "parts": [Part.HARMS], "reference": "7", "until": clock.now() + timedelta(days=9)}
    for team, kind, tell in ((council, "court_order", True), (clinic, "mental_health", False)):
        words = {"kind": DutyKind(kind), "tell": tell, "why_not_told": "" if tell else "Not safe"}
        actions.record_duty(by=guardian, actor_id=team.team_id, **given, **words)
    told = queries.choice_would_change(me, **refusal(jean))
    assert {each.name: each.changes for each in told.readers} == {"Council": False, "Link workers": True}
    (by_law,) = told.by_law
    assert (by_law.name, by_law.by_law, by_law.laws) == ("Council", (Part.IDENTITY, Part.HARMS), ("court_order",))
    assert policies.verdict(clinic, jean.id, Part.HARMS).basis is Basis.LEGAL_DUTY
    (staff,) = queries.choice_would_change(ours, **refusal(jean)).readers
    assert staff.name == "Link workers", "no other team learns of a law"


def test_who_holds_her_record_open_in_an_emergency_is_told_of_where_she_was_told(me, jean, ours):
    ward, unsafe = (worlds.wearing(worlds.team(name)) for name in ("Ward", "Police"))
    for by, tell in ((ward, True), (unsafe, False)):
        why = {"reason": "danger_to_life", "text": "She fell", "tell": tell}
        actions.break_glass(by=by, person_id=jean.id, **why, why_not_told="" if tell else "He reads her post")
    for part in (Part.HARMS, None):
        told = queries.choice_would_change(me, **refusal(jean, part=part))
        (holder,) = (each for each in told.readers if each.emergency)
        assert holder.name.endswith("Ward")
        before = {part for part, may in policies.verdicts(ward, [jean.id])[jean.id].items() if may.allowed}
        made = actions.choose_sharing(by=me, **refusal(jean, part=part))
        after = {part for part, may in policies.verdicts(ward, [jean.id])[jean.id].items() if may.allowed}
        assert ({*holder.loses}, {*holder.still}) == (before - after, after), part
        actions.withdraw_choice(by=me, choice_id=made.id)
    assert not any(each.emergency for each in queries.choice_would_change(ours, **refusal(jean)).readers)
    with worlds.later(hours=4):
        assert not any(each.emergency for each in queries.choice_would_change(me, **refusal(jean)).readers)


def test_staff_are_told_of_nobody_whom_they_are_not_to_know(me, jean, ours):
    refuge = worlds.wearing(worlds.team("Refuge"))
    private = worlds.service(worlds.Actor.of(refuge.team_id), "Safety planning", sensitivity="sensitive")
    worlds.moved(worlds.ask(ours, jean, private), refuge, "accept")
    other = worlds.wearing(worlds.team("Befrienders"))
    worlds.moved(worlds.ask(ours, jean, worlds.Actor.of(other.team_id)), other, "accept")
    told = queries.choice_would_change(ours, **refusal(jean))
    assert [each.name for each in told.readers] == ["Befrienders", "Link workers"]
    assert not told.all_known
    (only,) = queries.choice_would_change(other, **refusal(jean)).readers
    assert only.name == "Befrienders", "who else helps was not shared with them"
    assert {each.name for each in queries.choice_would_change(me, **refusal(jean)).readers} >= {"Refuge"}


def test_two_that_say_the_same_have_one_mark_and_what_happens_meanwhile_another(me, jean, ours):
    first = queries.choice_would_change(me, **refusal(jean))
    assert queries.choice_would_change(me, **refusal(jean)).mark == first.mark
    other = worlds.wearing(worlds.team("Befrienders"))
    worlds.moved(worlds.ask(ours, jean, worlds.Actor.of(other.team_id)), other, "accept")
    assert queries.choice_would_change(me, **refusal(jean)).mark != first.mark


def test_it_costs_the_same_however_many_help(me, jean, ours):
    one = worlds.cost(lambda: queries.choice_would_change(me, **refusal(jean)))
    for n in range(5):
        by = worlds.wearing(worlds.team(f"Team {n}"))
        actions.open_relationship(
            by=SYSTEM,
            person_id=jean.id,
            actor_id=by.team_id,
            role="member",
            purpose="help",
            parts=SHAREABLE,
            basis=Basis.CONSENT,
        )
    assert worlds.cost(lambda: queries.choice_would_change(me, **refusal(jean))) == one <= 12


def test_an_ended_choice_or_permission_is_told_so(me, jean):
    made = actions.choose_sharing(by=me, **refusal(jean))
    actions.withdraw_choice(by=me, choice_id=made.id)
    assert worlds.told(partial(queries.withdrawal_would_change, me, made.id)) == [("people.ended", "")]
    assert SharingChoice.of(made.id).withdrawn_at
    with pytest.raises(Refused):
        tie = actions.add_to_circle(by=me, person_id=jean.id, kind="family", name="Ann")
        until = clock.now() + timedelta(days=9)
        given = {"tie_id": tie.id, "email": "ann@example.org", "parts": [Part.MATTERS], "acts": [], "until": until}
        row = actions.offer_permission(by=me, person_id=jean.id, **given)
        assert CarerPermission.of(row.id).state == "offered"
        queries.ending_would_change(worlds.stranger(), row.id)
