"""A backup is the whole place, audit included, on whichever database it is put back; and nothing else is."""

import json
import resource
import shutil
import signal
import stat
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from tests.durability.deployment import Deployment, Served, gone
from tests.durability.writing import Writer


@pytest.fixture(scope="module")
def invented(deploy) -> Deployment:
    place = deploy("sqlite")
    place.script("invented.py", "40")
    return place


@pytest.fixture(scope="module")
def kept(invented, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "place.zip"
    invented.well("backup", str(file))
    return file


@pytest.fixture(scope="module")
def moved(kept, deploy) -> Deployment:
    """The invented place, put back into PostgreSQL."""
    place = deploy("postgresql")
    place.well("restore", str(kept))
    return place


def test_a_place_is_equal_on_the_other_kind_of_database_row_for_row(invented, moved):
    assert moved.rows() == invented.rows()
    assert sum(invented.rows()["access_auditsubject"].values()) > 100


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_place_moves_back_and_between_two_of_a_kind(invented, moved, deploy, tmp_path, kind):
    moved.well("backup", str(tmp_path / "again.zip"))
    place = deploy(kind)
    told = json.loads(place.well("restore", str(tmp_path / "again.zip"), "--json"))
    assert place.rows() == invented.rows()
    assert told["rows"] == sum(map(Counter.total, place.rows().values())) and told["migrated"] == 0
    assert "audit-key" in place.run("audit", "verify").stdout + place.run("check").stdout
    shutil.copy(invented.data / "audit-key", place.data)
    assert {each["about"]: each["state"] for each in json.loads(place.well("check", "--json"))}["constraints"] == "ok"
    assert json.loads(place.well("audit", "verify", "--json"))["faults"] == []


def test_a_place_put_back_is_gone_on_with(moved):
    """One signs in, and writes: numbered rows go on after those that were put back."""
    served = Served(moved, "--no-clock")
    try:
        writer = Writer(email="", password="", person="", asks=[])
        writer.site = served.url
        (marcus,) = moved.asked("SELECT id FROM access_account WHERE name LIKE 'Marcus%'")[0]
        before = moved.asked("SELECT max(id) FROM access_auditsubject")
        assert writer.sent("/sign-in/demo/", "/sign-in/", account=str(marcus))
        assert "Marcus" in writer.read("/my-day/")
        assert moved.asked("SELECT max(id) FROM access_auditsubject") > before
    finally:
        served.stop()


def test_a_backup_is_for_its_owners_eyes_and_never_written_over_unasked(invented, kept):
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    before = kept.read_bytes()
    told = invented.run("backup", str(kept))
    assert told.returncode == 1 and "--force" in told.stderr
    assert kept.read_bytes() == before
    assert [each.name for each in kept.parent.iterdir()] == [kept.name]


def test_check_says_when_the_last_backup_was_taken(invented, kept, deploy):
    def said(place: Deployment) -> str:
        found = json.loads(place.run("check", "--json").stdout)
        return next(each["words"] for each in found if each["about"] == "backup")

    assert "taken on" in said(invented)
    other = deploy("sqlite")
    other.script("world.py", "0", "0")
    assert "`ecotone backup FILE`" in said(other)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_under_load_has_each_write_whole_with_its_audit_or_not_at_all(deploy, tmp_path, kind):
    place, copy = deploy(kind), deploy("sqlite")
    writers = [Writer(**worker) for worker in place.script("world.py", "3", "30")]
    served, stopped = Served(place, "--no-clock"), Event()
    try:
        for writer in writers:
            writer.site = served.url
            writer.sign_in()
        threads = [writer.write_until(stopped) for writer in writers]
        while not all(writer.kept for writer in writers):
            assert not stopped.wait(0.05)
        before = [set(writer.kept) for writer in writers]
        place.well("backup", str(tmp_path / "kept.zip"))
        after = [set(writer.tried) for writer in writers]
        stopped.set()
        for thread in threads:
            thread.join(60)
    finally:
        served.stop()
    copy.well("restore", str(tmp_path / "kept.zip"))
    assert copy.asked("PRAGMA foreign_key_check") == []
    there = {text for (text,) in copy.asked("SELECT text FROM people_storyentry")}
    assert set().union(*before) <= there <= set().union(*after)
    audited = copy.asked("SELECT subject_id FROM access_auditsubject WHERE act = 'people.add_story_entry'")
    assert Counter(audited) == Counter(copy.asked("SELECT person_id FROM people_storyentry"))
    moves = copy.asked("SELECT referral_id FROM care_referralmove WHERE code = 'accept'")
    accepts = "SELECT subject_id FROM access_auditsubject WHERE act = 'care.accept' AND kind = 'referral'"
    assert Counter(copy.asked(accepts)) == Counter(moves)
    assert {id_ for (id_,) in copy.asked("SELECT id FROM care_referral WHERE state = 'accepted'")} == {
        id_ for (id_,) in moves
    }


def test_a_place_that_is_here_is_thrown_away_only_by_its_name(kept, deploy):
    place = deploy("sqlite")
    place.script("world.py", "1", "1")
    before = place.rows()
    assert "Somewhere" in place.run("restore", str(kept)).stderr
    told = place.run("restore", str(kept), "--fresh", typed="Elsewhere\n")
    assert told.returncode == 1 and "That is not its name" in told.stderr
    assert place.run("restore", str(kept), "--fresh").returncode == 1
    assert place.rows() == before
    assert place.run("restore", str(kept), "--fresh", typed="Somewhere\n").returncode == 0
    assert "Somewhere" not in str(place.rows()["access_deployment"])


def test_nothing_is_put_back_under_a_running_server(kept, deploy):
    place = deploy("sqlite")
    place.script("world.py", "0", "0")
    served = Served(place, "--no-clock")
    try:
        told = place.run("restore", str(kept), "--fresh", "--yes")
    finally:
        served.stop()
    assert told.returncode == 1 and "Stop that first" in told.stderr


def test_nothing_is_put_back_into_a_postgresql_that_others_use(kept, moved):
    with moved.connection():
        told = moved.run("restore", str(kept), "--fresh", "--yes")
    assert told.returncode == 1 and "connected to this database" in told.stderr


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_a_restore_that_is_stopped_midway_leaves_what_was_there(kept, deploy, ending):
    place = deploy("sqlite")
    place.script("world.py", "1", "1")
    before = place.rows()
    command = [sys.executable, "-m", "ecotone.cli", "restore", str(kept), "--fresh", "--yes"]
    # Whoever runs these tests in the background may have had Ctrl-C ignored, which a process hands on.
    heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    running = subprocess.Popen(command, env=place.environment, stderr=subprocess.PIPE, text=True, preexec_fn=heeds)
    while "Putting back" not in (line := running.stderr.readline()):
        assert line, "it ended before it could be stopped"
    running.send_signal(ending)
    _, told = running.communicate(timeout=60)
    assert running.returncode and "Traceback" not in told
    assert gone([running.pid], seconds=20)
    assert place.rows() == before


def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(invented, kept, deploy, tmp_path):
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    def told(place: Deployment, *arguments: str) -> str:
        command = [sys.executable, "-m", "ecotone.cli", *arguments]
        ended = subprocess.run(command, env=place.environment, preexec_fn=small, capture_output=True, text=True)
        assert ended.returncode == 1 and "Traceback" not in ended.stderr
        return ended.stderr

    assert "cannot be written" in told(invented, "backup", str(tmp_path / "kept.zip"))
    assert list(tmp_path.iterdir()) == []
    place = deploy("sqlite")
    place.script("world.py", "0", "0")
    before = place.rows()
    assert "Nothing was changed" in told(place, "restore", str(kept), "--fresh", "--yes")
    assert place.rows() == before
