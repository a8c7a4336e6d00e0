"""Programs let in from the command line: a token for one hat, shown once, listed, ended."""

import json

import pytest
from click.testing import CliRunner
from django.test import RequestFactory

from ecotone.access.models import Account, ApiToken, AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Role, Scope
from ecotone.access.verdicts import Refused
from ecotone.cli import main
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground.errors import NotFound
from ecotone.procedures.programs import let_program_in
from ecotone.web.bearer import Unknown, caller_of
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Principal:
    return worlds.wearing(worlds.team("Whinhall"))


def address(by: Principal) -> str:
    return Account.objects.get(pk=by.account_id).email


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["token", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout + result.stderr


def made(by: Principal, *more: str) -> dict:
    code, printed = run("make", address(by), "--name", "diary", "--scope", "people:read", "--json", *more)
    assert code == 0, printed
    return json.loads(printed)


def calling(secret: str):
    return caller_of(RequestFactory().get("/", headers={"Authorization": f"Bearer {secret}"}))


@pytest.mark.commitment(3)
def test_a_token_is_made_for_a_hat_shown_once_listed_and_ended(worker):
    told = made(worker, "--days", "7")
    caller = calling(told["secret"])
    assert (caller.principal.hat_id, caller.token.scopes) == (worker.hat_id, {Scope.PEOPLE_READ})
    code, printed = run("list", "--json")
    (listed,) = json.loads(printed)
    assert (code, listed["id"], listed["name"]) == (0, told["id"], "diary")
    assert "Whinhall" in listed["hat"] and told["secret"] not in printed + run("list")[1]
    assert run("revoke", told["id"])[0] == 0
    with pytest.raises(Unknown):
        calling(told["secret"])
    assert run("list") == (0, "No token holds.\n")
    assert run("revoke", told["id"], "--json") == (0, json.dumps({"id": told["id"], "ended": True}) + "\n")


@pytest.mark.commitment(3)
def test_the_audit_says_that_it_was_the_command_and_not_the_wearer(worker):
    told = made(worker)
    entry = AuditEntry.objects.filter(kind="write").latest("created_at")
    assert (entry.code, entry.system, entry.account_id) == ("procedures.let_program_in", "command", None)
    subject = entry.subjects.exclude(kind="mail").get()
    assert (subject.kind, str(subject.subject_id), subject.act) == ("apitoken", told["id"], "access.make_token")
    run("revoke", told["id"])
    assert AuditEntry.objects.filter(code="access.revoke_token", system="command").count() == 1


def test_which_of_several_hats_is_asked(worker):
    other = worlds.team("Befrienders")
    ecosystem.give_hat(
        by=worlds.SYSTEM, account_id=worker.account_id, actor_id=other.id, role=Role.LEAD, title="Lead"
    )
    code, printed = run("make", address(worker), "--name", "diary", "--scope", "map:read")
    assert code == 1 and "Befrienders" in printed and "Whinhall" in printed
    for which in ("lead", "BEFRIENDERS"):
        assert made(worker, "--hat", which)["hat"] == "Lead, Befrienders"
    assert made(worker, "--hat", str(worker.hat_id))["hat"].endswith("Whinhall")
    assert run("list", address(worker))[1].count("diary") == 3
    assert run("list", address(worlds.wearing(other)))[1] == "No token holds.\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("nobody@example.org", "--scope", "map:read"), "Nobody here has the address"),
        (("", "--scope", "everything"), "everything is no scope"),
        (("", "--scope", "map:read", "--days", "366"), "365"),
        (("", "--scope", "map:read", "--hat", "King"), "Which hat is meant"),
        (("", "--scope", "map:read", "--name", " "), "fill this in"),
    ],
)
def test_what_cannot_be_is_said_and_no_token_is_made(worker, change, words):
    email, *rest = change
    code, printed = run("make", email or address(worker), "--name", "diary", *rest)
    assert (code, words in printed) == (1, True), printed
    assert not ApiToken.objects.exists()
    assert run("revoke", "00000000-0000-0000-0000-000000000000")[0] == 1


@pytest.mark.commitment(3)
def test_nobody_but_ecotone_makes_a_token_for_another(worker):
    with pytest.raises(Refused):
        let_program_in(by=worker, hat_id=worker.hat_id, name="diary", scopes=[Scope.MAP_READ])
    ecosystem.take_off_hat(by=worlds.SYSTEM, hat_id=worker.hat_id)
    for gone in (worker.hat_id, worlds.UNKNOWN):
        with pytest.raises(NotFound):
            let_program_in(by=worlds.SYSTEM, hat_id=gone, name="diary", scopes=[Scope.MAP_READ])
