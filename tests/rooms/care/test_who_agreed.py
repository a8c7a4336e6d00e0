"""Who agreed to an ask: she herself, somebody in her place, or nobody could; it never stops an ask, and tells no more
than a relationship opens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Withheld
from ecotone.care import actions, queries
from ecotone.care.models import Referral
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people.rules import Act, Part
from ecotone.people.rules.signing import AuthorityKind, Matter
from tests import worlds
from tests.rooms.care.meeting import laid
from tests.rooms.people.test_signing import around, assessed, authority, wrong
from tests.worlds import SYSTEM, moved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]
NOBODY_COULD = {"nobody_why": "She lives alone, and cannot be asked", "least": True}


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def group():
    return worlds.wearing(worlds.team("Befrienders"))


@pytest.fixture
def jean(ours):
    return worlds.taken_in(ours)


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


def ask(by, her, group, **given):
    said = {"why": "Company", "reply_by": clock.today() + timedelta(days=7), "target_id": group.actor_id}
    return actions.offer_referral(by=by, person_id=her.id, **said | given)


def columns(row):
    row = Referral.of(row.id)
    return row.agreed, row.signed_as, row.signed_by, row.nobody_why, row.least, row.her_wishes


HERSELF = ("herself", "", "", "", False, "")


def test_where_she_can_agree_nothing_more_is_asked_and_nobody_could_is_no_answer(jean, ours, group):
    assert columns(ask(ours, jean, group)) == HERSELF
    assert wrong(lambda: ask(ours, jean, group, **NOBODY_COULD)) == {"nobody_why": "people.can_be_asked"}
    power = authority(ours, jean)
    no = wrong(lambda: ask(ours, jean, group, authority_id=power.id))
    assert no == {"authority_id": "people.signs_for_herself"}, "a power opens nothing before"


def test_where_she_cannot_it_is_said_who_agreed_or_why_nobody_could_and_it_goes_out_all_the_same(jean, ours, group):
    assessed(ours, jean, Matter.HELP)
    assert wrong(lambda: ask(ours, jean, group)) == {"authority_id": "people.who_agrees"}
    assert wrong(lambda: ask(ours, jean, group, nobody_why="Nobody near")) == {"least": "people.least_first"}
    assert wrong(lambda: ask(ours, jean, group, least=True)) == {"nobody_why": "people.why_nobody"}
    said = NOBODY_COULD | {"her_wishes": "She always liked company"}
    made = ask(ours, jean, group, **said)
    assert columns(made) == ("nobody_could", "", "", *said.values())
    power = authority(ours, jean)
    again = ask(ours, jean, group, need_id=worlds.need("other").id, authority_id=power.id, her_wishes="Likes it")
    assert columns(again) == ("in_her_place", "welfare_attorney", "Ann", "", False, "Likes it")
    both = wrong(lambda: ask(ours, jean, group, authority_id=power.id, **NOBODY_COULD))
    assert both == {"nobody_why": "people.somebody_agreed"}
    out_of_reach = ask(ours, jean, group, need_id=worlds.need("third").id, **NOBODY_COULD)
    assert out_of_reach.agreed == "nobody_could", "an attorney out of reach does not stop help"


def test_each_authority_agrees_only_where_it_covers_help_and_is_hers(jean, ours, group):
    assessed(ours, jean, Matter.HELP)
    not_that = authority(ours, jean, covers=[Matter.SHARING])
    other = worlds.taken_in(ours, name="Agnes Orr")
    assessed(ours, other, Matter.HELP)
    of_another = authority(ours, other)
    for which in (not_that.id, of_another.id, worlds.UNKNOWN):
        no = wrong(lambda which=which: ask(ours, jean, group, authority_id=which))
        assert no == {"authority_id": "people.authority_not_now"}
    assert not Referral.objects.filter(person=jean).exists()


def test_whoever_may_press_her_agrees_to_nothing_in_her_place(jean, me, ours, group):
    tie = around(me, jean, "Ann")
    account = worlds.account("Ann")
    until = clock.now() + timedelta(days=60)
    given = {"email": account.email, "parts": [Part.REFERRALS], "acts": [Act.ASK], "until": until}
    row = people.offer_permission(by=me, person_id=jean.id, tie_id=tie.id, **given)
    people.accept_permission(by=Principal(Kind.NOBODY, account.id), permission_id=row.id, version=1)
    assessed(ours, jean, Matter.HELP)
    power = authority(ours, jean, tie_id=tie.id, permission_id=row.id)
    people.raise_concern(by=ours, permission_id=row.id, why="She answers for her")
    no = wrong(lambda: ask(ours, jean, group, authority_id=power.id))
    assert no == {"authority_id": "people.held_while_pressed"}
    worker_too = replace(ours, account_id=account.id)
    no = wrong(lambda: ask(worker_too, jean, group, authority_id=power.id))
    assert no == {"authority_id": "people.authority_not_now"}, "nor learns of it, who is a worker too"
    assert ask(ours, jean, group, **NOBODY_COULD).agreed == "nobody_could"


def test_her_own_ask_is_never_stopped_and_nobody_writes_another_code_into_it(jean, me, ours, group):
    assessed(ours, jean, Matter.HELP)
    power = authority(ours, jean)
    people.choose_sharing(by=ours, person_id=jean.id, effect="grant", actor_id=group.actor_id, part=Part.REFERRALS)
    made = ask(me, jean, group, authority_id=power.id, **NOBODY_COULD, her_wishes="x")
    assert columns(made) == HERSELF
    with pytest.raises(TypeError):
        ask(me, jean, group, agreed="in_her_place")
    other = worlds.wearing(worlds.team("Nurses"))
    given = {"role": "member", "purpose": "visits", "parts": [Part.REFERRALS], "basis": "consent"}
    people.open_relationship(by=SYSTEM, person_id=jean.id, actor_id=other.team_id, **given)
    assert queries.referral(other, made.id).agreed.though_unable, "the staff who help her read it"
    for by in (group, me):
        shown = queries.referral(by, made.id).agreed
        assert (shown.agreed, shown.though_unable) == ("herself", False), "and not those she asked"


def test_what_rests_on_a_law_or_saves_a_life_needs_no_yes(jean, ours, group):
    assessed(ours, jean, Matter.HELP)
    for number, basis in enumerate((Basis.LEGAL_DUTY, Basis.VITAL_INTEREST)):
        made = ask(ours, jean, group, need_id=worlds.need(f"n.{number}").id, basis=basis)
        assert columns(made) == ("not_needed", "", "", "", False, "")


def test_a_child_under_12_is_asked_for_with_a_parents_yes_or_with_why_nobody_could(ours, group):
    child = worlds.taken_in(ours, name="Skye", birth_date=clock.today() - timedelta(days=3000))
    assert wrong(lambda: ask(ours, child, group)) == {"authority_id": "people.who_agrees"}
    parent = authority(ours, child, AuthorityKind.PARENTAL, number="")
    assert ask(ours, child, group, authority_id=parent.id).signed_as == "parental"


def test_to_those_who_may_not_know_it_is_one_and_the_same_whoever_agreed(jean, me, ours, group):
    """An asked team that no longer helps her, a carer, a link: they read the same of each ask."""
    assessed(ours, jean, Matter.HELP)
    power = authority(ours, jean)
    asks = [
        ask(me, jean, group),
        ask(ours, jean, group, **NOBODY_COULD, her_wishes="canary wishes"),
        ask(ours, jean, group, need_id=worlds.need("b").id, authority_id=power.id, her_wishes="canary wishes"),
    ]
    known = {queries.referral(group, each.id).agreed.agreed for each in asks}
    assert len(known) == 3, "while it helps her, its relationship opens who decides for her"
    names = [queries.referral(group, each.id).agreed.signed_by for each in asks]
    assert isinstance(names[2], Withheld), "and no name of her circle"
    for each in asks:
        version = Referral.of(each.id).version
        actions.move(by=group, referral_id=each.id, version=version, code="decline", recorded=worlds.whole("decline"))
    with worlds.later(days=1):
        told = [queries.referral(group, each.id) for each in asks]
        assert {repr(each.agreed) for each in told} == {repr(Withheld("people.who_agreed"))}
        assert "canary" not in repr(told) and "Ann" not in repr(told)
        given = {"role": "consult", "purpose": "one question", "parts": [], "basis": "consent"}
        people.open_relationship(by=SYSTEM, person_id=jean.id, actor_id=group.team_id, **given)
        again = [queries.referral(group, each.id).agreed for each in asks]
        assert {*map(repr, again)} == {repr(Withheld("people.who_agreed"))}, "nor one that is consulted alone"


def test_the_database_keeps_the_promise_too(jean, ours, group):
    row = ask(ours, jean, group)
    for bad in (
        {"agreed": "perhaps"},
        {"agreed": "in_her_place"},
        {"signed_as": "parental", "signed_by": "Ann"},
        {"agreed": "nobody_could"},
        {"agreed": "nobody_could", "nobody_why": "x"},
        {"nobody_why": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.filter(pk=row.id).update(**bad)


def test_ecotone_itself_brings_over_what_it_does_not_know_as_not_recorded(jean, ours, group):
    assessed(ours, jean, Matter.HELP)
    made = ask(SYSTEM, jean, group, source_id=ours.actor_id)
    assert columns(made)[0] == "not_recorded"


def test_many_at_once_have_the_code_that_each_by_itself_has(jean, ours, group):
    agnes = worlds.taken_in(ours, name="Agnes Orr")
    assessed(ours, agnes, Matter.HELP)
    soon = clock.today() + timedelta(days=7)
    given = {"source_id": ours.actor_id, "target_id": group.actor_id, "why": "Company", "reply_by": soon}
    both = [actions.Course(clock.now(), {"person_id": each.id, **given}) for each in (jean, agnes)]
    ids = actions.bring_over(by=SYSTEM, courses=both)
    assert [Referral.of(id_).agreed for id_ in ids] == ["herself", "not_recorded"]


def test_in_a_meeting_a_line_is_handed_on_with_her_own_yes_and_else_from_its_own_page(house):
    table = laid(house)
    visits = worlds.service(Actor.of(table.guest.team_id), "Visits")
    assessed(table.house.asker, table.people[0], Matter.HELP)
    on = {"service_id": visits.id, "why_no_third": ""}
    assert wrong(lambda: table.decide(table.line(), "hand_on", **on)) == {"agreed": "people.agreed_elsewhere"}
    line = table.decide(table.line(1), "hand_on", **on)
    assert Referral.of(line.child_id).agreed == "herself"


def test_a_draft_that_is_laid_down_again_keeps_its_yes(jean, ours, group):
    assessed(ours, jean, Matter.HELP)
    old = ask(ours, jean, group, **NOBODY_COULD, her_wishes="Company")
    actions.lapse_asks(by=SYSTEM, person_id=jean.id, reason="It was a mistake")
    (again,) = actions.draft_again(by=SYSTEM, person_id=jean.id, ids=[old.id])
    assert columns(Referral.of(again)) == columns(old)


def test_a_hand_on_is_agreed_to_anew(jean, ours, group):
    first = ask(ours, jean, group)
    assessed(ours, jean, Matter.HELP)
    row = Referral.of(first.id)
    taken = {"worker": "Moira", "expected_start": clock.today(), "person_told": True}
    actions.move(by=group, referral_id=row.id, version=row.version, code="accept", recorded=taken)
    third = worlds.wearing(worlds.team("Rehab"))
    no = wrong(lambda: ask(group, jean, third, parent_id=row.id))
    assert no == {"authority_id": "people.who_agrees"}, "what she agreed to covers nothing further"
    onward = ask(group, jean, third, parent_id=row.id, **NOBODY_COULD)
    assert (onward.agreed, Referral.of(first.id).agreed) == ("nobody_could", "herself")


def test_coming_back_is_agreed_to_anew(house):
    by, visits = house.asker, worlds.service(Actor.of(house.group.team_id), "Visits", door_open_days=30)
    ended = moved(moved(worlds.ask(by, house.jean, visits), house.group, "accept"), house.group, "complete")
    assessed(by, house.jean, Matter.HELP)
    hers = actions.come_back(by=house.me, referral_id=ended.id)
    assert hers.agreed == "herself", "her own is never stopped"
    assert wrong(lambda: actions.come_back(by=by, referral_id=ended.id)) == {"authority_id": "people.who_agrees"}
    back = actions.come_back(by=by, referral_id=ended.id, **NOBODY_COULD)
    assert (back.agreed, Referral.of(ended.id).agreed) == ("nobody_could", "herself")
