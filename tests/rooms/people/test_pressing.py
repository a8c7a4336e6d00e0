"""What a carer asks for is passed on, always; where she may be pressed she is asked alone, and nothing opens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ecotone.access.models import Account, AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Withheld
from ecotone.care import actions as care
from ecotone.care import queries as asks
from ecotone.care.models import Referral
from ecotone.ground import clock
from ecotone.ground.errors import Stale
from ecotone.notices import queries as notices
from ecotone.people import actions, policies, queries
from ecotone.people.models import CarerPermission, CarerWish, Concern, Person, Relationship
from ecotone.people.rules import Act, CircleKind, Effect, Part
from ecotone.people.rules.signing import AuthorityKind, Matter
from ecotone.rights import actions as rights
from tests import worlds
from tests.rooms.people.test_signing import assessed, authority, choose, wrong
from tests.worlds import NOBODY, refused, refused_reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def jean(ours):
    return worlds.taken_in(ours)


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


@pytest.fixture
def tie(jean, me):
    return actions.add_to_circle(by=me, person_id=jean.id, kind=CircleKind.FAMILY, name="Ann")


@pytest.fixture
def ann(jean, me, tie):
    """Her daughter, who may do all that a permission can cover."""
    account = worlds.account("Ann")
    given = {"email": account.email, "parts": [Part.CONTACT, Part.REFERRALS], "acts": [*Act]}
    until = clock.now() + timedelta(days=60)
    row = actions.offer_permission(by=me, person_id=jean.id, tie_id=tie.id, until=until, **given)
    actions.accept_permission(by=Principal(Kind.NOBODY, account.id), permission_id=row.id, version=1)
    return queries.carer_principal(account.id, "Ann", row.id)


def wished(ann, **given):
    return actions.pass_on_wish(by=ann, person_id=ann.cares_for, **{"text": "Meals, at noon"} | given)


def pressed(by, ann, why="She looks at him before she answers"):
    return actions.raise_concern(by=by, permission_id=ann.permission_id, why=why)


def answer(by, row, **given):
    said = {"wishes": True, "said": "Yes, I would like that"}
    return actions.answer_wish(by=by, wish_id=row.id, version=row.version, **said | given)


def test_it_waits_with_those_who_help_her_and_opens_nothing_until_she_was_asked(jean, me, ours, ann):
    before = Relationship.objects.count(), Referral.objects.count()
    row = wished(ann, about="Kettle On")
    assert wished(ann, about="Kettle On").id == row.id, "pressed twice it waits once"
    assert [(w.name, w.by, w.about, w.text, w.pressed) for w in queries.wishes(ours)[0]] == [
        ("Jean Rafferty", "Ann", "Kettle On", "Meals, at noon", False)
    ]
    for reader in (ours, me):
        assert "pass_on_wish" in {each.kind for each in notices.news(reader).notices}
    assert wrong(lambda: answer(ours, row, said=" ")) == {"said": "ground.required"}
    done = answer(ours, row)
    assert (done.state, done.alone) == ("wished", False)
    assert wrong(lambda: answer(ours, done)) == {"": "people.answered_already"}
    assert queries.wishes(ours) == ([], 0)
    assert before == (Relationship.objects.count(), Referral.objects.count())
    told = queries.passed_on(ann)
    assert [(each.about, each.text) for each in told] == [("Kettle On", "Meals, at noon")]
    assert "wished" not in repr(told)


def test_while_she_may_be_pressed_she_is_asked_alone(jean, me, ours, ann):
    row, mark = wished(ann), pressed(ours, ann)
    assert queries.wish(ours, row.id).pressed
    assert pressed(ours, ann, why="Again").id == mark.id
    assert wrong(lambda: answer(ours, row)) == {"alone": "people.ask_alone_first"}
    with pytest.raises(Stale):
        actions.answer_wish(by=ours, wish_id=row.id, version=9, wishes=False, alone=True, said="No")
    assert answer(ours, row, wishes=False, alone=True, said="No, that was his idea").state == "not_wished"
    assert actions.lift_concern(by=ours, concern_id=mark.id, version=1, why="Asked twice, alone").lifted_at
    assert wrong(lambda: actions.lift_concern(by=ours, concern_id=mark.id, version=2, why="x")) == {
        "": "people.ended"
    }
    assert answer(ours, wished(ann, text="A bath rail"))


def test_what_they_sign_by_an_authority_opens_nothing_meanwhile_and_a_refusal_is_kept(jean, ours, ann, tie):
    assessed(ours, jean, Matter.SHARING)
    order = authority(ours, jean, AuthorityKind.GUARDIAN, tie_id=tie.id, permission_id=ann.permission_id)
    mark = pressed(ours, ann)
    no = refused(lambda: choose(ours, jean, part=Part.HARMS, authority_id=order.id))
    assert no == "people.held_while_pressed"
    assert choose(ours, jean, Effect.REFUSAL, part=Part.WORKS, authority_id=order.id)
    actions.lift_concern(by=ours, concern_id=mark.id, version=1, why="She is well with her")
    assert choose(ours, jean, part=Part.HARMS, authority_id=order.id)


def test_she_says_so_herself_and_nothing_of_it_is_on_her_own_pages(jean, me, ours, ann):
    assert pressed(me, ann, why="He stands beside me").by_her
    assert [(c.why, c.by_her) for c in queries.concerns(ours, jean.id)] == [("He stands beside me", True)]
    assert refused_reading(lambda: queries.concerns(me, jean.id)) == "access.no_role"
    assert "stands beside" not in repr(queries.permissions_of(me, jean.id))


def test_nobody_else_reads_answers_or_notes_it(jean, me, ours, ann):
    row, mark = wished(ann), pressed(ours, ann)
    stranger = worlds.wearing(worlds.team("Elsewhere"))
    program = policies.may_know_concerns(replace(ours, token_id=worlds.UNKNOWN), jean.id)
    assert program.code == "access.by_hand"
    for by in (NOBODY, stranger, ann):
        assert refused(lambda by=by: answer(by, row))
        assert refused(lambda by=by: pressed(by, ann))
        assert refused(
            lambda by=by: actions.lift_concern(by=by, concern_id=mark.id, version=1, why="She is well with me")
        )
        assert refused_reading(lambda by=by: queries.concerns(by, jean.id))
        assert refused_reading(lambda by=by: queries.wish(by, row.id))
    assert refused(lambda: wished(me)) == "people.only_carers"
    worker_too = replace(ours, account_id=ann.account_id)
    assert refused(lambda: pressed(worker_too, ann)) == "access.own_account"
    assert refused(lambda: actions.lift_concern(by=worker_too, concern_id=mark.id, version=1, why="x")) == (
        "access.own_account"
    )


def test_where_nobody_helps_her_she_is_asked_on_her_own_page_or_there_is_nobody_to_ask(jean, me, ann):
    Relationship.objects.filter(person=jean).update(until=clock.now() + timedelta(seconds=1))
    with worlds.later(days=1):
        row = wished(ann)
        assert [each.id for each in queries.own_wishes(me)[0]] == [row.id]
        assert "pass_on_wish" in {each.kind for each in notices.news(me).notices}
        Account.objects.filter(person=jean).update(is_active=False)
        assert wrong(lambda: wished(ann, text="A rail")) == {"": "people.nobody_to_ask"}
        Person.objects.filter(pk=jean.id).update(account=None)
        assert wrong(lambda: wished(ann, text="A rail")) == {"": "people.nobody_to_ask"}
    assert CarerWish.objects.count() == 1 and Concern.objects.count() == 0


def own(by, row, *, wishes=True):
    return actions.answer_own_wish(by=by, wish_id=row.id, wishes=wishes)


def test_she_answers_it_herself_on_her_own_page(jean, me, ours, ann):
    row = wished(ann, about="Kettle On")
    (shown,) = queries.own_wishes(me)[0]
    assert (shown.by, shown.about, shown.text, shown.own_answer) == ("Ann", "Kettle On", "Meals, at noon", "")
    assert own(me, row, wishes=False).own_answer == "not_wished"
    assert (queries.wishes(ours), queries.wishes_waiting(ours)) == (([], 0), 0), "she is asked no more"
    assert wrong(lambda: answer(ours, row)) == {"": "people.answered_already"}
    assert own(me, row).own_answer == "wished", "a no may become a yes"
    assert own(me, row).version == CarerWish.of(row.id).version, "pressed twice it is one answer"
    assert wrong(lambda: own(me, row, wishes=False)) == {"": "people.answered_by_her"}
    assert queries.wish(ours, row.id).wished and not queries.wish(ours, row.id).waits
    assert "wished" not in repr(queries.passed_on(ann)), "and the carer learns nothing of it"


def test_while_she_may_be_pressed_her_answer_there_does_not_count_with_staff_who_ask_her_alone(jean, me, ours, ann):
    row, _ = wished(ann), pressed(ours, ann)
    own(me, row)
    before = queries.own_wishes(me)
    assert [(w.id, w.pressed, w.own_answer, w.waits) for w in queries.wishes(ours)[0]] == [
        (row.id, True, "wished", True)
    ]
    assert not policies.may_begin_with(ours, jean.id, row.id).allowed
    assert policies.may_begin_with(me, jean.id, row.id).allowed, "her own ask is hers"
    row = CarerWish.of(row.id)
    assert wrong(lambda: answer(ours, row)) == {"alone": "people.ask_alone_first"}
    assert answer(ours, row, wishes=False, alone=True, said="No, that is his idea").state == "not_wished"
    assert CarerWish.of(row.id).own_answer == "wished"
    assert queries.own_wishes(me) == before, "and nothing of it is on her page"
    assert not policies.may_begin_with(ours, jean.id, row.id).allowed


def test_nobody_answers_in_her_place_on_her_page(jean, me, ours, ann):
    row = wished(ann)
    other = worlds.herself(worlds.taken_in(ours, name="Agnes Orr"))
    for by in (NOBODY, ours, ann, other, worlds.SYSTEM):
        assert refused(lambda by=by: own(by, row))
        assert refused_reading(lambda by=by: queries.own_wish(by, row.id))
        assert not policies.may_begin_with(by, jean.id, row.id).allowed
    assert CarerWish.of(row.id).own_answer == ""


def test_an_ask_says_that_it_began_with_what_a_carer_passed_on_once_she_wishes_it(jean, me, ours, ann):
    group = worlds.wearing(worlds.team("Befrienders"))
    row = wished(ann)

    def asked(by, **given):
        said = {"why": "Ann asked", "target_id": group.actor_id, "reply_by": clock.today() + timedelta(days=7)}
        return care.offer_referral(by=by, began_with_id=row.id, **said | {"person_id": jean.id} | given)

    for by in (me, ours):
        assert wrong(lambda by=by: asked(by)) == {"began_with_id": "people.not_wished"}
    own(me, row)
    other = worlds.taken_in(ours, name="Agnes Orr")
    assert wrong(lambda: asked(ours, person_id=other.id)) == {"began_with_id": "people.not_wished"}
    worker_too = replace(ours, account_id=ann.account_id)
    assert wrong(lambda: asked(worker_too)) == {"began_with_id": "people.not_wished"}
    for by in (me, ours):
        made = asked(by)
        assert asks.referral(by, made.id).began_with.name == "Ann"
        assert asks.referral(ann, made.id).began_with is None, "what became of it is not told to the carer"
    assert asks.referral(worker_too, made.id).began_with is None
    assert isinstance(asks.referral(group, made.id).began_with.name, Withheld), "her circle was not shared with them"


def test_a_carer_who_sends_it_again_learns_nothing_of_an_answer(jean, me, ours, ann):
    row = wished(ann)
    answer(ours, row)
    assert wished(ann).id == row.id and len(queries.passed_on(ann)) == 1
    with worlds.later(days=2):
        assert wished(ann).id != row.id, "after a day it is asked anew"


def again(me, jean, tie, name="Ann", **given):
    """The same daughter with another permission, in her first address's place or by another."""
    account = given.pop("account", None) or worlds.account(f"{name} elsewhere")
    until = clock.now() + timedelta(days=60)
    said = {"email": account.email, "parts": [Part.CONTACT, Part.REFERRALS], "acts": [*Act], "until": until}
    row = actions.offer_permission(by=me, person_id=jean.id, tie_id=tie.id, **said)
    actions.accept_permission(by=Principal(Kind.NOBODY, account.id), permission_id=row.id, version=1)
    return queries.carer_principal(account.id, name, row.id)


def test_another_permission_or_an_authority_that_names_none_does_not_get_round_it(jean, me, ours, ann, tie):
    mark = pressed(ours, ann)
    by_another_address = again(me, jean, tie)
    other = actions.add_to_circle(by=me, person_id=jean.id, kind=CircleKind.FAMILY, name="My daughter")
    anew = again(me, jean, other, account=Account.objects.get(pk=ann.account_id))
    for way in (by_another_address, anew):
        row = wished(way, text=f"Meals, by {way.permission_id}")
        assert queries.wish(ours, row.id).pressed
        assert wrong(lambda row=row: answer(ours, row)) == {"alone": "people.ask_alone_first"}
        assert pressed(ours, way).id == mark.id, "it is noted once"
        assert [each.id for each in queries.concerns(ours, jean.id, permission_id=way.permission_id)] == [mark.id]
    assessed(ours, jean, Matter.SHARING)
    for of in (tie, other):
        order = authority(ours, jean, AuthorityKind.GUARDIAN, tie_id=of.id)
        no = refused(lambda order=order: choose(ours, jean, part=Part.HARMS, authority_id=order.id))
        assert no == "people.held_while_pressed"


def test_whoever_it_is_about_reads_and_answers_nothing_of_it_as_a_worker_who_helps_her(jean, me, ours, ann, tie):
    row = wished(ann)
    worker_too = replace(ours, account_id=ann.account_id)
    for marked in (False, True):
        if marked:
            pressed(ours, ann)
        assert queries.concerns(worker_too, jean.id) == []
        assert queries.wishes(worker_too) == ([], 0)
        assert refused_reading(lambda: queries.wish(worker_too, row.id)) == "access.own_account"
        assert refused(lambda: answer(worker_too, row, alone=True)) == "access.own_account"
    told = {"tie_id": tie.id, "number": "OPG 14/26", "covers": [*Matter]}
    assert wrong(lambda: authority(worker_too, jean, AuthorityKind.GUARDIAN, **told)) == {
        "tie_id": "people.own_signing"
    }
    order = authority(ours, jean, AuthorityKind.GUARDIAN, tie_id=tie.id)
    no = refused(lambda: choose(worker_too, jean, part=Part.HARMS, authority_id=order.id))
    assert no == "people.authority_not_now"


def test_a_team_that_is_not_to_be_known_is_not_named_by_what_it_ended_lifted_or_answered(jean, me, ours, ann, tie):
    refuge = worlds.wearing(worlds.team("Quiet Refuge"), title="Advocate")
    given = {"role": "lead", "purpose": "safety", "parts": [Part.CIRCLE], "basis": "consent", "sensitive": True}
    actions.open_relationship(by=worlds.SYSTEM, person_id=jean.id, actor_id=refuge.team_id, **given)
    row, mark = wished(ann), pressed(ours, ann)
    order = authority(ours, jean, AuthorityKind.GUARDIAN, tie_id=tie.id)
    unable = assessed(ours, jean, Matter.SHARING)
    actions.lift_concern(by=refuge, concern_id=mark.id, version=1, why="She is well with her")
    actions.end_authority(by=refuge, authority_id=order.id, version=1, reason="Recalled")
    actions.withdraw_assessment(by=refuge, assessment_id=unable.id, version=1, reason="Of somebody else")
    answer(refuge, row)
    told = [queries.wish(ours, row.id), queries.concerns(ours, jean.id), queries.deciding(ours, jean.id)]
    assert "Refuge" not in repr(told)
    assert "Refuge" in repr(queries.deciding(me, jean.id)), "she reads it all"
    assert "Refuge" in repr(queries.concerns(refuge, jean.id)), "and the team its own"


def test_a_guardian_of_records_who_acts_for_her_reads_nothing_of_it_in_the_audit(jean, ours, ann):
    records = worlds.wearing(worlds.team("Records"), Role.GUARDIAN)
    carer_too = replace(records, account_id=ann.account_id)
    week = clock.now() - timedelta(days=3), clock.now() + timedelta(days=3)
    for marked in (False, True):
        if marked:
            pressed(ours, ann)
        assert refused_reading(lambda: queries.looks_at(carer_too, jean.id)) == "access.own_account"
        assert not [each for each in queries.acts_of(carer_too, ours.account_id, *week) if each.act.people]
    wanted = rights.ask_erasure(by=ours, person_id=jean.id)
    no = {"erasure_id": wanted.id, "version": wanted.version, "against": "care_record", "reason": "No"}
    assert refused(lambda: rights.refuse_erasure(by=carer_too, **no)) == "access.own_account", "nor decides of her"
    assert queries.looks_at(records, jean.id) and queries.acts_of(records, ours.account_id, *week)


def test_that_something_was_held_for_it_stands_in_no_list_of_hers(jean, me, ours, ann, tie):
    assessed(ours, jean, Matter.SHARING)
    order = authority(ours, jean, AuthorityKind.GUARDIAN, tie_id=tie.id)
    pressed(ours, ann)
    assert refused(lambda: choose(ours, jean, part=Part.HARMS, authority_id=order.id)) == "people.held_while_pressed"
    assert AuditEntry.objects.filter(reason="people.held_while_pressed").exists()
    assert "pressed" not in repr(queries.looks(me))


def test_why_a_permission_was_suspended_is_read_by_no_guardian_who_holds_it(jean, ours, ann):
    records = worlds.wearing(worlds.team("Records"), Role.GUARDIAN)
    carer_too = replace(records, account_id=ann.account_id)
    row = CarerPermission.of(ann.permission_id)
    given = {"permission_id": row.id, "version": row.version, "reason": "She is afraid of her"}
    actions.suspend_permission(by=ours, **given, unsafe_to_tell=True)
    for by, told in ((records, True), (carer_too, False)):
        shown = [queries.suspensions(by), queries.permissions_of(by, jean.id)]
        assert ("She is afraid" in repr(shown), "Link workers" in repr(shown[0])) == (told, told)


def test_she_herself_reads_and_answers_nothing_of_it_in_the_hat_of_a_team_that_helps_her(jean, me, ours, ann):
    """Whoever presses her may read with her in whatever hat she wears."""
    worker = replace(ours, account_id=me.account_id)
    row = actions.pass_on_wish(by=ann, person_id=jean.id, text="Meals")
    actions.raise_concern(by=ours, permission_id=ann.permission_id, why="She answers for her")
    concern = Concern.objects.get()
    assert refused_reading(lambda: queries.concerns(worker, jean.id)) == "access.own_account"
    assert refused_reading(lambda: queries.wish(worker, row.id)) == "access.own_account"
    assert queries.wishes(worker) == ([], 0) and queries.wishes(ours)[1] == 1
    answer = {"wish_id": row.id, "version": 1, "wishes": True, "alone": True, "said": "Yes"}
    assert refused(lambda: actions.answer_wish(by=worker, **answer)) == "access.own_account"
    lift = {"concern_id": concern.id, "version": 1, "why": "It is well"}
    assert refused(lambda: actions.lift_concern(by=worker, **lift)) == "access.own_account"
