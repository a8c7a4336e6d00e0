"""A live place begins once, with a steward who can sign in and let others in."""

import json

import pytest
from click.testing import CliRunner

from ecotone.access import queries as access
from ecotone.access.models import Account
from ecotone.access.passwords import fits
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.cli import main
from ecotone.demo.content.needs import NEEDS
from ecotone.ecosystem.models import Actor, Hat, Need
from ecotone.procedures.beginning import let_in
from tests.worlds import actor, wearing

pytestmark = pytest.mark.usefixtures("db", "monday")
PLACE = (
    "begin",
    "--name",
    "Lanarkshire",
    "--organisation",
    "A forum",
    "--steward",
    "Sam",
    "--email",
    "Sam@example.org",
)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return result.exit_code, result.stdout + result.stderr


def test_an_empty_database_becomes_a_live_place_with_its_steward():
    code, printed = run(*PLACE)
    assert code == 0
    mark = access.deployment()
    assert (mark.is_demo, mark.name, Need.objects.count()) == (False, "Lanarkshire", len(NEEDS))
    hat = Hat.objects.get()
    assert (hat.account.email, hat.role, hat.actor.name) == ("sam@example.org", Role.STEWARD, "A forum")
    token = printed.strip().rstrip("/").rsplit("/", 1)[1]
    assert fits(hat.account, token)


def test_a_place_begins_once():
    assert run(*PLACE)[0] == 0
    code, printed = run(*PLACE)
    assert (code, Actor.objects.count(), Account.objects.count()) == (1, 1, 1)
    assert "not empty" in printed


@pytest.mark.parametrize("wrong", [("--sector", "church"), ("--email", "nobody"), ("--organisation", " ")])
def test_what_cannot_be_is_said_and_nothing_begins(wrong):
    code, printed = run(*PLACE, *wrong)
    assert (code, access.deployment(), Need.objects.exists()) == (1, None, False), printed


def test_others_are_let_in_by_the_name_of_their_team():
    run(*PLACE)
    actor("Invented Befriending")
    code, printed = run("let-in", "ada@example.org", "--name", "Ada", "--to", "invented befriending", "--json")
    assert (code, "/choose-password/" in json.loads(printed)["link"]) == (0, True)
    assert Hat.objects.get(account__email="ada@example.org").role == Role.WORKER
    assert run("let-in", "ada@example.org", "--name", "Ada", "--to", "Invented Befriending")[0] == 1, "worn already"
    assert run("let-in", "ada@example.org", "--name", "Ada", "--to", "Invented Befriending", "--role", "lead")[0] == 0
    assert Account.objects.filter(email="ada@example.org").count() == 1


def test_a_name_that_two_bear_or_nobody_is_asked_about():
    run(*PLACE)
    for _ in range(2):
        actor("Twin")
    assert "Which one is meant" in run("let-in", "a@example.org", "--name", "A", "--to", "Twin")[1]
    assert (
        "Nobody here is called No such team"
        in run("let-in", "a@example.org", "--name", "A", "--to", "No such team")[1]
    )
    assert Account.objects.count() == 1


def test_a_worker_lets_nobody_in():
    team = actor("A group")
    with pytest.raises(Refused):
        let_in(by=wearing(team), name="A", email="a@example.org", actor_id=team.id, role=Role.WORKER, title="W")
    assert not Account.objects.filter(email="a@example.org").exists()
