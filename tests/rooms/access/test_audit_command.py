"""`ecotone audit` says in words, and to programs, whether the audit is as it was written."""

import json

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import override_settings

from ecotone.access import guards, seals
from ecotone.access.audit import Subject, record
from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Entry
from ecotone.cli import health, main
from ecotone.ground.ids import new_id
from ecotone.procedures.tick import tick

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["audit", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.fixture
def written() -> None:
    for _ in range(3):
        record(Entry.LOOK, Principal.system("tests"), "people.record", [Subject("person", new_id())])


def alter(number: int) -> None:
    with guards.lowered(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_auditentry SET code = 'x' WHERE number = %s", [number])


def test_before_anything_is_written_there_is_nothing_to_keep():
    assert run("checkpoint") == (1, "Error: There is nothing in the audit yet.\n")
    assert run("verify")[0] == 0


def test_a_checkpoint_seals_what_waits_and_agrees_until_something_is_altered(written):
    assert "3 more wait to be sealed" in run("verify")[1]
    code, kept = run("checkpoint")
    assert (code, kept[:2]) == (0, "3:")
    code, said = run("verify", "--checkpoint", kept)
    assert (code, "agrees with the checkpoint" in said, "cannot see" in said) == (0, True, False)
    alter(2)
    code, said = run("verify")
    assert code == 1
    assert f"Entry 2: What it says is not what was written, or Ecotone did not write it. [{seals_id(2)}]" in said
    assert "cannot see" in said


def seals_id(number: int) -> str:
    return str(AuditEntry.objects.get(number=number).id)


def test_programs_are_told_the_same(written):
    run("checkpoint")
    alter(3)
    code, said = run("verify", "--json", "--checkpoint", "9:" + "a" * 64)
    found = json.loads(said)
    assert (code, found["sealed"], found["unsealed"]) == (1, 3, 0)
    assert [(fault["code"], fault["number"]) for fault in found["faults"]] == [
        ("access.audit_altered", 3),
        ("access.audit_cut", 9),
    ]


@pytest.mark.parametrize("wrong", ["", "x", "3", "3:abc"])
def test_what_is_no_checkpoint_is_said(wrong):
    code, said = run("verify", "--checkpoint", wrong)
    assert (code, "is no checkpoint" in said) == (1, True)


def test_another_key_is_said_by_each_command_and_the_check(written):
    run("checkpoint")
    with override_settings(AUDIT_KEY="another"):
        record(Entry.LOOK, Principal.system("tests"), "people.record", [Subject("person", new_id())])
        for said in (run("checkpoint"), run("verify")):
            assert (said[0], "audit-key" in said[1]) == (1, True)
        assert [(found.about, found.state) for found in health._audit()] == [("audit", "wrong")]


def test_the_tick_seals(written):
    tick()
    assert seals.state().unsealed == 0


def test_the_check_misses_a_guard_that_was_taken_away(written):
    assert [found.state for found in health._audit()] == ["ok"]
    guards.take_down()
    found = [each for each in health._audit() if each.state == "wrong"]
    assert "access_auditentry_stays" in found[0].words
