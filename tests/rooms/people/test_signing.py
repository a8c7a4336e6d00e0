"""Who may sign for whom, asked at every door: authorities, assessments, children; what she refused stays refused."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from ecotone.access.rules import Role
from ecotone.access.verdicts import Withheld
from ecotone.ground import clock
from ecotone.ground.errors import Stale
from ecotone.people import actions, policies, queries
from ecotone.people.models import Authority, CapacityAssessment, CarerPermission, Relationship, SharingChoice
from ecotone.people.rules import Act, CareRole, CircleKind, Effect, Part
from ecotone.people.rules.signing import AuthorityKind, Matter, birthday
from tests import worlds
from tests.worlds import NOBODY, SYSTEM, UNKNOWN, refused, refused_reading, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]
NOES = {"access.nobody", "people.no_relationship", "people.counts_only", "access.no_role"}
GRANT, REFUSAL = Effect.GRANT, Effect.REFUSAL


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def theirs():
    return worlds.wearing(worlds.team("Befrienders"))


@pytest.fixture
def jean(ours):
    return worlds.taken_in(ours)


def wrong(act):
    """The code of what is wrong, by field."""
    return {field: code for code, field in told(act)}


def around(by, her, name="Ann"):
    return actions.add_to_circle(by=by, person_id=her.id, kind=CircleKind.FAMILY, name=name)


def authority(by, her, kind=AuthorityKind.ATTORNEY, **given):
    said = {"tie_id": given.pop("tie_id", None) or around(by, her).id, "covers": [*Matter], "since": clock.today()}
    said |= {"number": "OPG 14/26", "seen_on": clock.today()}
    return actions.record_authority(by=by, person_id=her.id, kind=kind, **said | given)


def assessed(by, her, matter=Matter.SHARING, *, able=False, **given):
    today = clock.today()
    said = {"assessed_by": "Dr Baird, GP", "how": "We spoke twice, with pictures", "on": today}
    said |= {"again_on": today + timedelta(days=90)}
    return actions.record_assessment(by=by, person_id=her.id, matter=matter, able=able, **said | given)


def choose(by, her, effect=GRANT, **whom):
    return actions.choose_sharing(by=by, person_id=her.id, effect=effect, **whom)


def offer(by, her, tie, **given):
    said = {"email": "ann@example.org", "parts": [Part.REFERRALS], "acts": [Act.ASK], "said_how": "At home"}
    until = clock.now() + timedelta(days=60)
    return actions.offer_permission(by=by, person_id=her.id, tie_id=tie.id, **{"until": until} | said | given)


def test_assessed_unable_nobody_opens_anything_but_by_an_authority_and_a_refusal_is_kept(jean, ours, theirs):
    me = worlds.herself(jean)
    assessed(ours, jean)
    for by in (ours, me):
        assert refused(lambda by=by: choose(by, jean, part=Part.HARMS)) == "people.assessed_unable"
        assert choose(by, jean, REFUSAL, part=Part.HARMS).signed_as == ""
    power = authority(ours, jean)
    made = choose(ours, jean, actor_id=theirs.actor_id, part=Part.MATTERS, authority_id=power.id)
    assert (made.signed_as, made.signed_by, made.said_by) == ("welfare_attorney", "Ann", "staff_recording")
    mine = {view.id: view for view in queries.sharing(me, jean.id)}[made.id]
    assert (mine.signed_as, mine.signed_by) == ("welfare_attorney", "Ann"), "she reads it"
    assert refused(lambda: choose(me, jean, part=Part.MATTERS, authority_id=power.id)) == "people.authority_not_now"
    with worlds.later(days=90):
        assert choose(me, jean, part=Part.MATTERS), "the day to look again has come, so she decides"
        no = refused(lambda: choose(ours, jean, part=Part.WORKS, authority_id=power.id))
        assert no == "people.signs_for_herself"


def test_an_attorneys_power_opens_nothing_before_and_covers_one_matter_at_a_time(jean, ours):
    power = authority(ours, jean, covers=[Matter.SHARING])
    no = refused(lambda: choose(ours, jean, part=Part.HARMS, authority_id=power.id))
    assert no == "people.signs_for_herself"
    assessed(ours, jean, Matter.ACTING)
    assert choose(ours, jean, part=Part.HARMS), "that she cannot decide who acts for her says nothing of sharing"
    tie = around(ours, jean, "Bob")
    assert refused(lambda: offer(ours, jean, tie)) == "people.assessed_unable"
    assert refused(lambda: offer(ours, jean, tie, authority_id=power.id)) == "people.authority_not_now"
    wider = authority(ours, jean, tie_id=power.tie_id)
    assert Authority.of(power.id).ended_reason == "newer"
    assert offer(ours, jean, tie, authority_id=wider.id).signed_as == "welfare_attorney"
    (shown,) = queries.permissions_of(ours, jean.id)
    assert (shown.signed_as, shown.signed_by) == ("welfare_attorney", "Ann")


def test_what_she_refused_herself_is_opened_by_nobody_in_her_place(jean, ours, theirs):
    me = worlds.herself(jean)
    hers = choose(me, jean, REFUSAL, sector="council", part=Part.HARMS)
    choose(me, jean, REFUSAL, actor_id=theirs.actor_id)
    assessed(ours, jean)
    order = authority(ours, jean, AuthorityKind.GUARDIAN)
    by_order = {"by": ours, "her": jean, "authority_id": order.id}
    for whom in ({"actor_id": theirs.actor_id, "part": Part.HISTORY}, {"actor_id": theirs.actor_id}):
        assert wrong(lambda whom=whom: choose(**by_order, **whom)) == {"": "people.she_refused"}
    assert wrong(lambda: choose(**by_order, sector="council", part=Part.HARMS)) == {"": "people.she_refused"}
    assert wrong(
        lambda: queries.choice_would_change(
            ours, jean.id, effect=GRANT, actor_id=theirs.actor_id, authority_id=order.id
        )
    ) == {"": "people.she_refused"}
    assert choose(**by_order, part=Part.HARMS), "to all others; her refusal beats it where it reaches"
    for by, named in ((ours, order.id), (ours, None), (me, None)):
        withdraw = {"by": by, "choice_id": hers.id, "authority_id": named}
        assert refused(lambda withdraw=withdraw: actions.withdraw_choice(**withdraw)) in (
            "people.only_self",
            "people.assessed_unable",
        )


def test_a_refusal_signed_in_her_place_is_taken_back_by_who_signs_now_or_by_her_once_she_may(jean, ours):
    me = worlds.herself(jean)
    assessment = assessed(ours, jean)
    order = authority(ours, jean, AuthorityKind.GUARDIAN)
    made = [choose(ours, jean, REFUSAL, part=part, authority_id=order.id) for part in (Part.HARMS, Part.WORKS)]
    assert refused(lambda: actions.withdraw_choice(by=ours, choice_id=made[0].id)) == "people.only_self"
    assert refused(lambda: actions.withdraw_choice(by=me, choice_id=made[0].id)) == "people.assessed_unable"
    assert actions.withdraw_choice(by=ours, choice_id=made[0].id, authority_id=order.id).withdrawn_at
    actions.withdraw_assessment(by=ours, assessment_id=assessment.id, version=1, reason="It was somebody else")
    assert actions.withdraw_choice(by=me, choice_id=made[1].id).withdrawn_at


def test_a_parent_signs_for_a_child_until_a_birthday_and_a_child_of_twelve_is_asked_herself(ours, theirs):
    young = worlds.taken_in(ours, name="Isla", birth_date=birthday(clock.today(), -11))
    mother = around(ours, young, "Her mother")
    parent = authority(ours, young, AuthorityKind.PARENTAL, tie_id=mother.id, number="")
    twelve = clock.begins(birthday(young.birth_date, 12))
    assert refused(lambda: choose(ours, young, actor_id=theirs.actor_id)) == "people.too_young_to_sign"
    made = choose(ours, young, actor_id=theirs.actor_id, part=Part.MATTERS, authority_id=parent.id)
    assert made.until == twelve
    acts = offer(ours, young, mother, authority_id=parent.id, until=clock.now() + timedelta(days=366))
    assert acts.until == twelve
    link = {"by": SYSTEM, "person_id": young.id, "account_id": worlds.account("Isla").id}
    assert wrong(lambda: actions.link_account(**link)) == {"account": "people.too_young_for_account"}
    with clock.at(twelve):
        no = refused(lambda: choose(ours, young, actor_id=theirs.actor_id, authority_id=parent.id))
        assert no == "people.signs_for_herself"
        assert choose(worlds.herself(young), young, actor_id=theirs.actor_id, part=Part.MATTERS).signed_as == ""
        assert not policies.as_the_rule_sees_it(CarerPermission.of(acts.id)).current(clock.now())
    assessed(ours, young, able=True)
    assert choose(worlds.herself(young), young, part=Part.WORKS)


def test_without_a_date_of_birth_nothing_is_presumed_of_a_child(jean, ours):
    grown = worlds.taken_in(ours, name="Bo", birth_date=birthday(clock.today(), -16))
    hers, bos = around(ours, jean).id, around(ours, grown).id
    no = wrong(lambda: authority(ours, jean, AuthorityKind.PARENTAL, number="", tie_id=hers))
    assert no == {"kind": "people.needs_birth_date"}
    assert choose(ours, jean, part=Part.HARMS).signed_as == ""
    no = wrong(lambda: authority(ours, grown, AuthorityKind.PARENTAL, number="", tie_id=bos))
    assert no == {"kind": "people.parental_ends_at_16"}


def test_a_yes_to_a_team_that_asks_says_by_whom_it_was_signed(jean, ours, theirs):
    lead = replace(ours, role=Role.LEAD)
    asked = actions.ask_for_access(by=theirs, person_id=jean.id, why="We are to help")
    assessed(ours, jean)
    answer = {"by": lead, "request_id": asked.id, "version": 1, "agreed": True, "reason": "She was asked"}
    assert refused(lambda: actions.answer_request(**answer)) == "people.assessed_unable"
    order = authority(ours, jean, AuthorityKind.GUARDIAN)
    row = actions.answer_request(**answer, authority_id=order.id)
    assert (row.state, row.signed_as, row.signed_by) == ("agreed", "welfare_guardian", "Ann")
    assert queries.access_request(theirs, row.id).signed_as == "", "not the business of the team that asked"
    mine = queries.access_request(worlds.herself(jean), row.id)
    assert (mine.signed_as, mine.signed_by) == ("welfare_guardian", "Ann")


def test_they_are_recorded_by_those_who_help_her_with_every_fault_named_and_by_nobody_about_themselves(jean, ours):
    tie, stranger = around(ours, jean), worlds.wearing(worlds.team("Elsewhere"))
    writes = (lambda by: assessed(by, jean), lambda by: authority(by, jean, tie_id=tie.id))
    counting = replace(ours, role=Role.PLANNER)
    for write in writes:
        noes = [partial(write, by) for by in (NOBODY, stranger, counting, worlds.herself(jean))]
        assert set(refused(*noes).split()) <= {
            "access.nobody",
            "people.no_relationship",
            "people.counts_only",
            "access.no_role",
        }
    paper = {"number": " ", "covers": [], "seen_on": date(2199, 1, 1), "since": clock.today(), "until": clock.today()}
    assert wrong(lambda: authority(ours, jean, tie_id=UNKNOWN, **paper)) == {
        "tie_id": "people.other_person",
        "covers": "ground.required",
        "number": "ground.required",
        "seen_on": "people.future",
        "until": "ground.period",
    }
    names = {"number": "", "tie_id": tie.id}
    no = wrong(lambda: authority(ours, jean, AuthorityKind.NAMED_PERSON, **names))
    assert no == {"covers": "people.named_person_never_signs"}
    assert authority(ours, jean, AuthorityKind.NAMED_PERSON, covers=[], **names)
    again = {"assessed_by": "", "how": " ", "again_on": clock.today() + timedelta(days=367)}
    assert wrong(lambda: assessed(ours, jean, **again)) == {
        "assessed_by": "ground.required",
        "how": "ground.required",
        "again_on": "people.look_again_within",
    }
    row = offer(ours, jean, tie, email="bo@example.org")
    CarerPermission.objects.filter(pk=row.id).update(account=ours.account_id)
    no = wrong(lambda: authority(ours, jean, tie_id=tie.id, permission_id=row.id))
    assert no == {"tie_id": "people.own_signing"}, "a worker who holds it asks a colleague"
    colleague = worlds.wearing(worlds.actor("Another"))
    power = authority(replace(colleague, actor_id=ours.actor_id), jean, tie_id=tie.id, permission_id=row.id)
    assessed(ours, jean)
    assert refused(lambda: choose(ours, jean, authority_id=power.id)) == "people.authority_not_now"


def test_ended_or_withdrawn_it_counts_no_more_stays_on_record_and_she_reads_all_of_it(jean, ours):
    me, power, first = worlds.herself(jean), authority(ours, jean), assessed(ours, jean)
    said = queries.deciding(me, jean.id)
    assert [(m.matter, m.herself, len(m.in_her_place)) for m in said.matters] == [
        ("sharing", False, 1),
        ("acting", True, 0),
        ("help", True, 0),
    ]
    assert (said.authorities[0].name, said.authorities[0].seen_by) == ("Ann", ours.signature)
    assert wrong(lambda: actions.end_authority(by=ours, authority_id=power.id, version=1, reason="")) == {
        "reason": "ground.required"
    }
    with pytest.raises(Stale):
        actions.end_authority(by=ours, authority_id=power.id, version=9, reason="Revoked")
    actions.end_authority(by=ours, authority_id=power.id, version=1, reason="Revoked")
    assert refused(lambda: choose(ours, jean, authority_id=power.id)) == "people.authority_not_now"
    actions.withdraw_assessment(by=ours, assessment_id=first.id, version=1, reason="Somebody else's")
    assert choose(me, jean, part=Part.HARMS)
    again = {"by": ours, "version": 2, "reason": "x"}
    assert wrong(lambda: actions.end_authority(authority_id=power.id, **again)) == {"": "people.ended"}
    assert wrong(lambda: actions.withdraw_assessment(assessment_id=first.id, **again)) == {"": "people.ended"}
    after = queries.deciding(me, jean.id)
    assert [(a.holds, a.ended_reason) for a in after.authorities] == [(False, "Revoked")]
    assert [(a.says, a.withdrawn_reason) for a in after.assessments] == [(False, "Somebody else's")]
    assert (Authority.objects.count(), CapacityAssessment.objects.count()) == (1, 1)


def test_a_helper_without_her_circle_reads_no_names_and_a_carer_or_a_stranger_nothing(jean, ours, theirs):
    assessed(ours, jean)
    order = authority(ours, jean, AuthorityKind.GUARDIAN)
    choose(ours, jean, actor_id=theirs.actor_id, part=Part.MATTERS, authority_id=order.id)
    assert refused_reading(lambda: queries.deciding(theirs, jean.id)) == "people.no_relationship"
    grown = worlds.taken_in(theirs, parts=[Part.MATTERS], name="Bo")
    tie = actions.add_to_circle(by=SYSTEM, person_id=grown.id, kind=CircleKind.FAMILY, name="Her son")
    order = authority(SYSTEM, grown, AuthorityKind.GUARDIAN, tie_id=tie.id)
    (seen,) = queries.deciding(theirs, grown.id).authorities
    assert seen.name == seen.relation == Withheld("people.not_shared")
    choose(theirs, grown, REFUSAL, sector="third", authority_id=order.id)
    assert SharingChoice.objects.get(person=grown).signed_by == "Her son"
    assert [isinstance(each.signed_by, Withheld) for each in queries.sharing(theirs, grown.id)] == [True]


def test_a_team_that_a_parent_lets_know_a_child_knows_her_until_she_is_asked_herself(theirs):
    lead = worlds.wearing(worlds.team("Family support"), Role.LEAD)
    young = worlds.taken_in(lead, name="Isla Kerr", birth_date=birthday(clock.today(), -11))
    parent = authority(lead, young, AuthorityKind.PARENTAL, number="")
    row = actions.ask_for_access(by=theirs, person_id=young.id, why="Her school asked us")
    said = {"request_id": row.id, "version": 1, "agreed": True, "reason": "Her mother said so"}
    assert refused(lambda: actions.answer_request(by=lead, **said)) == "people.too_young_to_sign"
    actions.answer_request(by=lead, **said, authority_id=parent.id)
    made = Relationship.objects.get(person=young, actor=theirs.actor_id)
    assert made.until == clock.begins(birthday(young.birth_date, 12))
    assert queries.person(theirs, young.id, [])


def test_a_team_that_was_refused_in_her_place_does_not_write_down_that_it_no_longer_is(jean, ours, theirs):
    relate = {
        "person_id": jean.id,
        "role": "member",
        "purpose": "company",
        "parts": [Part.CIRCLE],
        "basis": "consent",
    }
    actions.open_relationship(by=ours, actor_id=theirs.actor_id, **relate)
    assessed(ours, jean)
    order = authority(ours, jean, AuthorityKind.GUARDIAN)
    made = choose(ours, jean, REFUSAL, actor_id=theirs.actor_id, part=Part.HARMS, authority_id=order.id)
    back = {"choice_id": made.id, "authority_id": order.id}
    assert refused(lambda: actions.withdraw_choice(by=theirs, **back)) == "people.own_team"
    assert actions.withdraw_choice(by=ours, **back).withdrawn_at
    made = choose(ours, jean, REFUSAL, sector="council", part=Part.HARMS, authority_id=order.id)
    back = {"choice_id": made.id, "authority_id": order.id}
    council = replace(theirs, sectors=frozenset({"council"}))
    assert refused(lambda: actions.withdraw_choice(by=council, **back)) == "people.own_team", "nor by its sector"
    assert actions.withdraw_choice(by=ours, **back).withdrawn_at


def test_who_was_only_consulted_reads_nothing_of_who_decides_and_takes_back_no_refusal_signed_for_her(jean, ours):
    advice = worlds.wearing(worlds.team("Advice"))
    asked = {"person_id": jean.id, "actor_id": advice.team_id, "purpose": "x", "basis": "consent", "parts": []}
    actions.open_relationship(by=SYSTEM, **asked, role=CareRole.CONSULT)
    assessed(ours, jean)
    power = authority(ours, jean)
    made = choose(ours, jean, REFUSAL, sector="council", part=Part.MATTERS, authority_id=power.id)
    assert refused_reading(lambda: queries.deciding(advice, jean.id)) == "people.only_consulted"
    taken = refused(lambda: actions.withdraw_choice(by=advice, choice_id=made.id, authority_id=power.id))
    assert taken == "people.only_consulted"
    actions.open_relationship(by=SYSTEM, **asked, role=CareRole.MEMBER)
    assert queries.deciding(advice, jean.id).assessments, "once asked to help, they read it"


def test_why_it_was_not_safe_to_tell_her_stays_with_those_who_help_her_once_she_is_told(jean, ours):
    unsafe = {"tell": False, "why_not_told": "Her son reads with her"}
    power, looked_at = authority(ours, jean, **unsafe), assessed(ours, jean, **unsafe)
    actions.tell_of_authority(by=ours, authority_id=power.id, version=power.version)
    actions.tell_of_assessment(by=ours, assessment_id=looked_at.id, version=looked_at.version)
    for by, why in ((worlds.herself(jean), ""), (ours, "Her son reads with her")):
        told_of = queries.deciding(by, jean.id)
        assert [each.why_not_told for each in (*told_of.authorities, *told_of.assessments)] == [why, why]


def test_an_authority_of_which_she_was_not_told_is_offered_to_nobody_as_one_that_agrees(jean, ours):
    assessed(ours, jean, Matter.HELP)
    power = authority(ours, jean, tell=False, why_not_told="Her son reads with her")
    assert queries.agreeing(ours, jean.id).signers == ()
    actions.tell_of_authority(by=ours, authority_id=power.id, version=power.version)
    assert [each.id for each in queries.agreeing(ours, jean.id).signers] == [power.id]
