"""Accounts, the mark of a deployment, what a policy answers, and reading the audit back."""

from datetime import timedelta

import pytest

from ecotone.access import actions, policies, queries
from ecotone.access.audit import Subject, gathering, looked
from ecotone.access.models import Account, AuditEntry, Deployment
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, DeploymentKind, Kind, Role
from ecotone.access.verdicts import Refused, Verdict, Withheld
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from ecotone.ground.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def wearing(role: Role | None, **fields) -> Principal:
    """Someone in a hat of that role; access itself knows only ids."""
    return Principal(kind=Kind.WORKER, account_id=new_id(), name="Ann", actor_id=new_id(), role=role, **fields)


@pytest.mark.parametrize("role", [None, *Role])
def test_accounts_are_opened_by_administrators_and_ecotone_itself(system, role):
    by = wearing(role)
    if role is Role.ADMINISTRATOR:
        assert actions.open_account(by=by, name="Bo", email="bo@example.org").name == "Bo"
    else:
        with pytest.raises(Refused) as refused:
            actions.open_account(by=by, name="Bo", email="bo@example.org")
        assert refused.value.verdict.code == "access.no_role"
        assert AuditEntry.objects.get().reason == "access.no_role"
        assert not Account.objects.exists()
    with pytest.raises(Refused) as refused:
        actions.open_account(by=Principal.nobody(), name="Cy", email="cy@example.org")
    assert refused.value.verdict.code == "access.nobody"


def test_an_address_is_one_account_whatever_its_capitals(system):
    made = actions.open_account(by=system, name="Bo", email=" Bo.Reid@Example.org ", password="a long one, twelve")
    assert made.email == "bo.reid@example.org"
    assert Account.objects.get_by_natural_key("BO.REID@EXAMPLE.ORG") == made
    assert made.check_password("a long one, twelve")
    with pytest.raises(Invalid) as told:
        actions.open_account(by=system, name="Bo", email="BO.reid@example.ORG")
    assert [(p.code, p.field) for p in told.value.problems] == [("access.account_exists", "email")]


def test_without_a_password_no_password_fits(system):
    made = actions.open_account(by=system, name="Bo", email="bo@example.org")
    assert not made.has_usable_password()
    assert not made.check_password("")


@pytest.mark.parametrize(
    ("name", "email", "wrong"),
    [
        ("", "bo@example.org", ["name"]),
        ("Bo", "", ["email"]),
        ("Bo", "bo at example", ["email"]),
        (" ", "@", ["name", "email"]),
        ("Bo", "bo\x00@example.org", ["email"]),
        ("B\x00", "bo@example.org", ["name"]),
        ("B" * 201, "bo@example.org", ["name"]),
    ],
)
def test_what_is_wrong_with_an_account_is_said_at_its_field(system, name, email, wrong):
    with pytest.raises(Invalid) as told:
        actions.open_account(by=system, name=name, email=email)
    assert [p.field for p in told.value.problems] == wrong
    assert not Account.objects.exists()
    assert not AuditEntry.objects.exists()


def test_one_signs_in_as_oneself(system):
    ours = actions.open_account(by=system, name="Bo", email="bo@example.org")
    me = wearing(Role.WORKER)
    for by, account_id in ((me, me.account_id), (Principal.nobody(), ours.id), (system, ours.id)):
        actions.note_sign_in(by=by, account_id=account_id)
    assert AuditEntry.objects.filter(kind="sign_in").count() == 3
    assert queries.sign_ins(me.account_id) == [clock.now()]
    with pytest.raises(Refused):
        actions.note_sign_in(by=me, account_id=ours.id)


def test_what_sort_of_place_this_is_is_settled_once_in_an_empty_database(system):
    assert queries.deployment() is None
    with pytest.raises(Refused) as refused:
        actions.mark_deployment(by=wearing(Role.STEWARD), kind=DeploymentKind.DEMO, name="Here", recipe={})
    assert refused.value.verdict.code == "access.system_only"
    actions.mark_deployment(by=system, kind=DeploymentKind.DEMO, name="Here", recipe={"seed": 1})
    mark = queries.deployment()
    assert (mark.kind, mark.name, mark.recipe, mark.is_demo) == (DeploymentKind.DEMO, "Here", {"seed": 1}, True)
    with pytest.raises(Invalid):
        actions.mark_deployment(by=system, kind=DeploymentKind.LIVE, name="Here", recipe={})
    assert Deployment.objects.get().kind == "demo"


def test_a_place_with_accounts_is_no_longer_empty(system):
    actions.open_account(by=system, name="Bo", email="bo@example.org")
    with pytest.raises(Invalid) as told:
        actions.mark_deployment(by=system, kind=DeploymentKind.DEMO, name="Here", recipe={})
    assert [p.code for p in told.value.problems] == ["access.not_empty"]


def test_only_a_hat_of_a_team_practises():
    assert [role for role in Role if wearing(role).practises] == [Role.WORKER, Role.LEAD]
    assert not Principal(kind=Kind.WORKER, account_id=new_id(), role=Role.WORKER).practises
    for kind in set(Kind) - {Kind.WORKER}:
        assert not Principal(kind=kind, account_id=new_id(), actor_id=new_id(), role=Role.WORKER).practises


def test_a_verdict_is_no_truth_value_and_what_is_withheld_says_nothing():
    with pytest.raises(TypeError):
        bool(Verdict.allow("access.open", Basis.OPEN))
    with pytest.raises(TypeError):
        bool(policies.with_role(Principal.nobody()))
    withheld = Withheld("people.not_shared")
    assert not withheld
    assert str(withheld) == ""


def look(by: Principal, subject: Subject, days: int) -> None:
    with clock.at(clock.now() + timedelta(days=days)), gathering(by, "web.person"):
        looked(by, "people.person", subject, Subject(subject.kind, subject.id, "matters", Basis.GRANT))
        looked(by, "people.person", Subject("person", new_id()))


def test_looks_at_one_record_come_newest_first_each_once_however_many_parts_were_seen():
    by, subject = wearing(Role.WORKER), Subject("person", new_id(), "identity", Basis.RELATIONSHIP)
    for days in range(6):
        look(by, subject, days)
    found = queries.looks_at(kind="person", subject_id=subject.id)
    assert [look.at for look in found] == sorted((look.at for look in found), reverse=True)
    assert len(found) == 6
    assert {look.parts for look in found} == {("identity", "matters")}
    assert {look.bases for look in found} == {("grant", "relationship")}
    assert queries.looks_at(kind="person", subject_id=subject.id, most=2) == found[:2]
    assert queries.looks_at(kind="person", subject_id=subject.id, before=found[1].at) == found[2:]
    assert queries.looks_at(kind="referral", subject_id=subject.id) == []


def test_a_look_at_many_parts_crowds_no_other_look_out():
    by, person_id = wearing(Role.WORKER), new_id()
    for days in range(3):
        with clock.at(clock.now() + timedelta(days=days)):
            looked(by, "people.person", *(Subject("person", person_id, f"part{n}") for n in range(13)))
    assert len(queries.looks_at(kind="person", subject_id=person_id, most=3)) == 3


def test_names_of_accounts(system):
    made = actions.open_account(by=system, name="Bo", email="bo@example.org")
    assert queries.account_names([made.id, made.id, new_id()]) == {made.id: "Bo"}
