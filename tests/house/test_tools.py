"""What `make check` and `make test` stand on, tried on planted faults."""

import importlib
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel

from tests import run
from tests.house.source import ROOT
from tools import fold_migrations, licences, tree


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (tree.too_long, "ecotone/x.py", "x = 1\n" * 501),
        (tree.functions_too_long, "ecotone/x.py", "def f():\n" + "    x = 1\n" * 80),
        (tree.without_docstring, "ecotone/x.py", "x = 1\n"),
        (tree.names_a_machine, "docs/x.md", "look in /ho" + "me/somebody/ecotone"),
        (tree.names_a_registry, "requirements/run.txt", "--index-url https:/" + "/here.example/"),
        (tree.names_a_registry, "frontend/package-lock.json", '      "resolved": "x",'),
        (tree.names_a_registry, "Makefile", "pip install -i py" + "pi.org"),
    ],
)
def test_a_fault_in_a_file_is_found(rule, path, text):
    assert list(rule(Path(path), text))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (tree.too_long, "ecotone/x.py", "x = 1\n" * 500),
        (tree.too_long, "docs/x.md", "x\n" * 501),
        (tree.functions_too_long, "ecotone/x.py", "def f():\n" + "    x = 1\n" * 79),
        (tree.without_docstring, "ecotone/x.py", '"""Why."""\n'),
        (tree.names_a_machine, "docs/x.md", "see /people/work/today or ~/ecotone"),
        (tree.names_a_registry, "docs/x.md", "https:/" + "/example.org"),
    ],
)
def test_what_is_fine_is_left_alone(rule, path, text):
    assert not list(rule(Path(path), text))


@pytest.mark.parametrize(
    "name", ["GPL-3.0-only", "AGPL-3.0", "GNU General Public License v2 (GPLv2)", "", "GNU Affero"]
)
def test_a_licence_not_to_be_run_on_is_found(name):
    assert licences.forbids(name)


@pytest.mark.parametrize(
    "name",
    ["MIT", "LGPL-3.0-only", "GNU Lesser General Public License v3 (LGPLv3)", "GPL-2.0-only OR MIT", "PSF-2.0"],
)
def test_a_permissive_licence_is_not(name):
    assert not licences.forbids(name)


def pointing_to(name: str) -> models.Field:
    return models.ForeignKey(f"room.{name}", models.CASCADE)


def test_what_is_added_to_a_table_made_in_the_same_migration_goes_into_it():
    table, other = CreateModel("Table", [("id", models.IntegerField())], {}), CreateModel("Other", [])
    index, constraint = models.Index(fields=["id"], name="i"), models.UniqueConstraint(fields=["id"], name="c")
    field, elsewhere = models.TextField(), AddIndex("elsewhere", index)
    steps = [AddField("elsewhere", "x", field), table, other, elsewhere, AddField("table", "name", field)]
    steps += [AddIndex("table", index), AddConstraint("table", constraint)]
    before, made, also, after = fold_migrations.folded("room", steps)
    assert (before, also, after) == (steps[0], other, elsewhere)
    assert [name for name, _ in made.fields] == ["id", "name"]
    assert made.options == {"indexes": [index], "constraints": [constraint]}
    assert table.options == {}


def test_a_table_comes_behind_those_it_points_to_and_a_ring_is_left_alone():
    first, second = CreateModel("First", []), CreateModel("Second", [])
    steps = [first, second, AddField("first", "second", pointing_to("second"))]
    assert [step.name for step in fold_migrations.folded("room", steps)] == ["Second", "First"]
    ring = [*steps, AddField("second", "first", pointing_to("first"))]
    assert fold_migrations.folded("room", ring) == ring


@pytest.mark.parametrize("room", [path.parent.name for path in sorted(ROOT.glob("ecotone/*/migrations"))])
def test_no_migration_is_longer_than_need_be(room):
    """Else: python tools/fold_migrations.py ROOM. Each step of a migration draws every related table anew."""
    for path in (ROOT / "ecotone" / room / "migrations").glob("[0-9]*.py"):
        migration = importlib.import_module(f"ecotone.{room}.migrations.{path.stem}").Migration
        steps = migration.operations
        assert len(fold_migrations.folded(room, steps)) == len(steps), path.name


REPORT = """<testsuites><testsuite>
<testcase classname="tests.rooms.test_x" name="a"/>
<testcase classname="tests.browser.test_x" name="b"/>
<testcase classname="tests.rooms.test_x" name="c"><failure message="no"/></testcase>
<testcase classname="tests.rooms.test_x" name="d"><skipped message="third-party data: not here"/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("exit_code", "missing", "in_ci", "good"),
    [
        (0, [], True, True),
        (1, [], False, False),
        (2, [], False, False),
        (run.EMPTY, [], True, True),
        (0, ["PostgreSQL: it was not found"], False, True),
        (0, ["PostgreSQL: it was not found"], True, False),
    ],
)
def test_what_is_left_out_is_said_and_fails_in_ci(exit_code, missing, in_ci, good):
    found, lines = run.closing([run.Round("SQLite", exit_code, 1.0)], missing, [], in_ci=in_ci)
    assert found is good
    assert lines[0] == ("Tests passed" if good else "TESTS FAILED")
    assert set(missing) <= set(lines)


def test_the_closing_lines_count_what_ran_and_what_did_not(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    round_ = run.Round("SQLite", 1, 2.0)
    run.count(round_, tmp_path / "report.xml")
    assert round_.outcomes == Counter(passed=2, failed=1, skipped=1)
    assert round_.skipped == Counter({"third-party data: not here": 1})
    assert str(round_) == "SQLite: 2 passed, 1 failed, 1 skipped, 1 of them in Chromium (2 s)"


def test_each_test_is_in_one_part_of_its_round_and_what_touches_a_database_in_both():
    there = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(there) > 100
    parts = run.planned("postgres://postgres@nowhere/postgres", [])
    for database, expected in (
        ("SQLite", there),
        ("PostgreSQL", [path for path in there if path.parts[1] in run.ON_BOTH]),
    ):
        folders = [Path(told) for name, arguments, _ in parts if name == database for told in arguments]
        found = [path for path in there for folder in folders if folder in path.parents]
        assert sorted(found) == sorted(expected)
    addresses = [own["DATABASE_URL"] for _, _, own in parts if own["DATABASE_URL"]]
    assert len(addresses) == len(set(addresses)) == len(run.ON_BOTH)


def test_what_is_handed_to_pytest_goes_to_one_part_a_database():
    chosen = run.planned("postgres://postgres@nowhere/postgres", ["tests/web/test_looks.py", "-x"])
    assert [name for name, _, _ in chosen] == ["SQLite", "PostgreSQL"]
    assert all(told[-2:] == ["tests/web/test_looks.py", "-x"] for _, told, _ in chosen)
    assert [name for name, _, _ in run.planned("", ["-k", "referral"])] == ["SQLite"]


def test_the_parts_on_a_database_are_added_up_and_a_failure_is_kept():
    def part(exit_code: int, **outcomes: int) -> run.Round:
        return run.Round("SQLite", exit_code, 2.0, Counter(outcomes), Counter({"not here": 1}), 1)

    (sum_,) = run.together([part(0, passed=2), part(1, failed=1), part(0, passed=1), part(run.EMPTY)])
    assert (sum_.exit_code, sum_.seconds, sum_.in_browser) == (1, 8.0, 4)
    assert sum_.outcomes == Counter(passed=3, failed=1) and sum_.skipped == Counter({"not here": 4})
    assert run.together([part(run.EMPTY), part(run.EMPTY)])[0].good
    assert not run.together([part(run.EMPTY), part(2)])[0].good


def test_an_environment_that_is_a_link_to_anothers_is_left_alone(tmp_path):
    """To make it ready would empty, or change, the one that it leads to."""
    checkout, others = tmp_path / "checkout", tmp_path / "others"
    (checkout / "tools").mkdir(parents=True)
    (others / "bin").mkdir(parents=True)
    (others / "bin/theirs").write_text("in use")
    shutil.copy(ROOT / "tools/prepare.py", checkout / "tools")
    (checkout / ".venv").symlink_to(others)
    command = [sys.executable, "tools/prepare.py", "run"]
    told = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (1, "")
    assert ".venv is a link" in told.stderr and "Traceback" not in told.stderr
    assert [file.read_text() for file in others.rglob("*") if file.is_file()] == ["in use"]
