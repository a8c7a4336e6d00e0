"""A file that is no sound backup changes nothing, and is refused in one sentence."""

import hashlib
import json
import random
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from ecotone.cli import archive
from ecotone.cli.archive import MANIFEST, member
from tests.durability.deployment import HERE, Deployment

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def sound(deploy, tmp_path_factory) -> Path:
    place = deploy("sqlite")
    place.script("world.py", "1", "2")
    file = tmp_path_factory.mktemp("sound") / "place.zip"
    place.well("backup", str(file))
    return file


@pytest.fixture(scope="module")
def empty(deploy) -> Deployment:
    return deploy("sqlite")


@pytest.fixture(scope="module")
def refused(empty) -> Iterator[Callable[[Path, str], None]]:
    """Tries to restore a file into the empty place, which must refuse it in these words and stay empty.

    One process tries them all: to start Django takes a hundred times as long as to look at a file.
    """
    command = [sys.executable, str(HERE / "restoring.py")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=empty.environment, text=True, cwd="/", **pipes) as process:

        def tried(file: Path, words: str) -> None:
            process.stdin.write(f"{file}\n")
            process.stdin.flush()
            ended = json.loads(process.stdout.readline())
            assert ended["code"] in (1, 2) and words in ended["refused"], ended
            with sqlite3.connect(empty.data / "ecotone.sqlite3") as connection:
                assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []

        yield tried
        process.stdin.close()


def rewritten(sound: Path, path: Path, change: Callable[[Parts], None]) -> Path:
    """The file with some of its parts changed, and no hash put right."""
    with zipfile.ZipFile(sound) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def told(parts: Parts, change: Callable[[dict], None]) -> None:
    """The manifest says something else."""
    manifest = json.loads(parts[MANIFEST])
    change(manifest)
    parts[MANIFEST] = json.dumps(manifest).encode()


def row(table: str, column: str, value: object) -> Callable[[Parts], None]:
    """Every row of a table has this value there; whoever did that has put the hash right as well."""

    def change(parts: Parts) -> None:
        def honest(manifest: dict) -> None:
            said = manifest["tables"][table]
            rows = [json.loads(line) for line in parts[member(table)].splitlines()]
            for each in rows:
                each[said["columns"].index(column)] = value
            parts[member(table)] = written = "".join(json.dumps(each) + "\n" for each in rows).encode()
            said |= {"bytes": len(written), "sha256": hashlib.sha256(written).hexdigest()}

        told(parts, honest)

    return change


def altered(parts: Parts) -> None:
    parts["tables/people_person.jsonl"] = parts["tables/people_person.jsonl"].replace(b"Person 0", b"Person X")


def bomb(parts: Parts) -> None:
    parts["tables/people_person.jsonl"] = b'"' + b"0" * 50_000_000 + b'"\n'


SAYING: dict[str, Callable[[Parts], None]] = {
    "it was cut off or altered": altered,
    "is larger than its manifest says": bomb,
    "other parts than its manifest names": lambda parts: parts.update({"../../etc/passwd": b"root"}),
    "is missing": lambda parts: parts.pop(MANIFEST) and None,
    "manifest cannot be read": lambda parts: parts.update({MANIFEST: b"[" * 100_000}),
    "manifest cannot be read (other": lambda parts: parts.update({MANIFEST: b"{}"}),
    "its format is 2": lambda parts: told(parts, lambda said: said.update(format=2)),
    "newer Ecotone": lambda parts: told(parts, lambda said: said["migrations"]["care"].append("9999_moon")),
    "tables are not those": lambda parts: told(parts, lambda said: said["migrations"].update(care=[])),
    "columns of people_person": lambda parts: told(
        parts, lambda said: said["tables"]["people_person"]["columns"].append("x")
    ),
    "manifest cannot be read (what": lambda parts: told(
        parts, lambda said: said["tables"]["people_person"].update(rows="many")
    ),
    "what should be plain text": lambda parts: told(parts, lambda said: said.update(place="\x1b]0;taken over\x07")),
    "is no id": row("people_person", "id", "'); DROP TABLE people_person; --"),
    "is no moment": row("people_person", "created_at", "2026-03-02T09:30:00+01:00"),
    "is no int": row("people_person", "version", "1"),
    "has a NUL": row("people_person", "name", "half a \0 name"),
    "does not take it (": row("people_relationship", "person_id", "0" * 32),
    "does not take it (NOT NULL": row("people_person", "name", None),
    "does not take it (Python int": row("people_person", "version", 2**70),
}


@pytest.mark.parametrize("words", SAYING)
def test_a_file_that_was_made_to_harm_is_refused_in_words(sound, refused, tmp_path, words):
    refused(rewritten(sound, tmp_path / "made.zip", SAYING[words]), words)


@pytest.mark.parametrize("where", [0, 10, 0.3, 0.7, -1])
def test_a_file_that_was_cut_off_is_refused(sound, refused, tmp_path, where):
    whole = sound.read_bytes()
    file = tmp_path / "cut.zip"
    file.write_bytes(whole[: int(where * len(whole)) if isinstance(where, float) else where])
    refused(file, "is no backup of Ecotone")


def test_a_single_byte_that_fell_over_is_noticed_or_means_nothing(sound, tmp_path):
    """Wherever it is: what is still accepted holds the same rows."""
    whole, chance = sound.read_bytes(), random.Random(1)
    with archive.opened(sound) as file:
        before = {table: list(file.rows(table)) for table in file.manifest.tables}
    noticed = 0
    for _ in range(300):
        at = chance.randrange(len(whole))
        (path := tmp_path / "fallen.zip").write_bytes(
            whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]
        )
        try:
            with archive.opened(path) as file:
                assert {table: list(file.rows(table)) for table in before} == before
        except (click.ClickException, KeyError):
            noticed += 1
    assert noticed > 100


@pytest.mark.parametrize("name", ["nowhere.zip", "."])
def test_what_is_no_file_is_said(empty, tmp_path, name):
    ended = empty.run("restore", str(tmp_path / name))
    assert ended.returncode in (1, 2) and "Traceback" not in ended.stderr


def test_an_older_backup_is_brought_up_to_date(deploy, tmp_path):
    """A database as it was some migrations ago, with a row: put back, then migrated."""
    old, new = deploy("sqlite"), deploy("sqlite")
    for app, migration in (("people", "0002"), ("contenttypes", "0002"), ("sessions", "0001")):
        old.admin("migrate", app, migration, "-v0")
    with sqlite3.connect(old.data / "ecotone.sqlite3") as connection:
        connection.execute(
            "INSERT INTO access_account (id, created_at, name, email, is_active, password) "
            "VALUES ('0190064fa00070acb05b7d160e73b263', "
            "'2024-01-02 03:04:05.000006', 'Ailsa', 'a@example.org', 1, '')"
        )
    old.well("backup", str(tmp_path / "old.zip"))
    ended = json.loads(new.well("restore", str(tmp_path / "old.zip"), "--json"))
    assert ended["migrated"] > 5
    assert new.asked("SELECT name, created_at FROM access_account") == [("Ailsa", "2024-01-02 03:04:05.000006")]
    checked = {each["about"]: each["state"] for each in json.loads(new.well("check", "--json"))}
    assert checked["migrations"] == checked["constraints"] == "ok"
