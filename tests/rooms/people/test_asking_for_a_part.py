"""A team that helps asks to see a part that was not shared with it: she grants it, or not, and no part besides."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from ecotone.access.rules import Basis, Role
from ecotone.ground import clock
from ecotone.notices import queries as notices
from ecotone.people import actions, policies, queries
from ecotone.people.models import AccessRequest, SharingChoice
from ecotone.people.rules import NO_MEANS_NO_FOR, Effect, Part
from tests import worlds
from tests.worlds import NOBODY, SYSTEM, UNKNOWN, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"), Role.LEAD)


@pytest.fixture
def group():
    return worlds.wearing(worlds.team("Befrienders"))


@pytest.fixture
def jean(ours, group):
    made = worlds.taken_in(ours)
    worlds.moved(worlds.ask(ours, made, worlds.Actor.of(group.team_id), parts=[Part.MATTERS]), group, "accept")
    return made


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


def ask(by, jean, part=Part.HARMS, **given):
    return actions.ask_for_part(by=by, person_id=jean.id, part=part, **{"why": "She fell again"} | given)


def shown(by, jean):
    return {part for part, verdict in policies.verdicts(by, [jean.id])[jean.id].items() if verdict.allowed}


def test_her_yes_is_her_grant_of_that_part_and_hers_to_take_back(jean, me, group, ours):
    before, row = shown(group, jean), ask(group, jean)
    assert ask(group, jean).id == row.id, "twice is once"
    assert [each.kind for each in notices.news(me).notices][:1] == ["ask_for_part"]
    assert "ask_for_part" in [each.kind for each in notices.news(ours).notices]
    assert queries.access_request(me, row.id).part is Part.HARMS
    actions.answer_request(by=me, request_id=row.id, version=1, agreed=True)
    assert shown(group, jean) == before | {Part.HARMS}
    assert policies.verdict(group, jean.id, Part.HARMS).basis is Basis.GRANT
    assert notices.news(group).notices[0].kind == "part_agreed"
    made = SharingChoice.objects.get(person=jean)
    assert (made.effect, made.part, made.actor_id, made.said_by) == ("grant", "harms", group.team_id, "person")
    actions.withdraw_choice(by=me, choice_id=made.id)
    assert shown(group, jean) == before


def test_her_no_opens_nothing_and_is_not_asked_again_for_four_weeks(jean, me, group):
    before, row = shown(group, jean), ask(group, jean)
    actions.answer_request(by=me, request_id=row.id, version=1, agreed=False)
    assert shown(group, jean) == before
    assert told(partial(ask, group, jean)) == [("people.said_no_lately", "")]
    ask(group, jean, Part.HISTORY)
    with clock.at(clock.now() + NO_MEANS_NO_FOR + timedelta(seconds=1)):
        ask(group, jean)


def test_what_she_refused_or_they_see_is_not_asked_for_nor_by_who_does_not_help(jean, me, group, ours):
    assert refused(partial(ask, group, jean, Part.MATTERS)) == "people.seen_already"
    actions.choose_sharing(by=me, person_id=jean.id, effect=Effect.REFUSAL, part=Part.HARMS)
    assert refused(partial(ask, group, jean)) == "people.person_refused"
    assert refused(partial(ask, worlds.stranger(), jean)) == "people.no_relationship"
    assert refused(partial(ask, NOBODY, jean))
    assert refused(partial(ask, SYSTEM, jean), partial(ask, me, jean))
    assert told(partial(ask, group, jean, Part.HISTORY, why=" ")) == [("ground.required", "why")]
    assert told(partial(ask, group, jean, "all of it")) == [("ground.unknown_choice", "part")]
    assert not AccessRequest.objects.exists()


def test_a_lead_answers_at_her_word_only_for_what_they_see_and_never_for_their_own_team(jean, me, group, ours):
    row = ask(group, jean)
    answer = partial(actions.answer_request, request_id=row.id, version=1, agreed=True, reason="She said so")
    assert refused(partial(answer, by=group)) == "people.own_team"
    actions.choose_sharing(by=me, person_id=jean.id, effect=Effect.REFUSAL, actor_id=ours.team_id, part=Part.HARMS)
    assert refused(partial(answer, by=ours)) == "people.cannot_share_unseen"
    choice = SharingChoice.objects.get(person=jean)
    actions.withdraw_choice(by=me, choice_id=choice.id)
    answer(by=ours)
    assert Part.HARMS in shown(group, jean)
    assert SharingChoice.objects.exclude(pk=choice.pk).get().said_by == "staff_recording"


def test_a_program_asks_for_nothing(jean, group):
    assert refused(partial(ask, replace(group, token_id=UNKNOWN), jean)) == "access.by_hand"
