"""Erased, a word is in no byte of SQLite's files; and a backup from before brings nobody back, on either database."""

import json
import shutil
from pathlib import Path

import pytest

from tests.durability.deployment import Deployment

WORD = b"zq778899xqz"
pytestmark = pytest.mark.commitment(3)


def bytes_of(place: Deployment) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(place.data.glob("ecotone.sqlite3*")))


@pytest.fixture(scope="module")
def place(deploy) -> Deployment:
    made = deploy("sqlite")
    made.script("invented.py", "40")
    made.script("erasing.py", "plant")
    return made


@pytest.fixture(scope="module")
def before(place, tmp_path_factory) -> Path:
    """A backup from before she was erased; and then she is."""
    file = tmp_path_factory.mktemp("before") / "place.zip"
    place.well("backup", str(file))
    assert WORD in bytes_of(place)
    place.script("erasing.py", "erase")
    return file


def test_no_byte_of_the_database_s_files_holds_the_word(place, before):
    assert WORD not in bytes_of(place)
    assert json.loads(place.well("audit", "verify", "--json"))["faults"] == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_from_before_brings_nobody_back(place, before, deploy, kind, tmp_path):
    elsewhere = deploy(kind)
    shutil.copy(place.data / "audit-key", elsewhere.data)
    listed = tmp_path / "erased"
    shutil.copy(place.data / "erased", listed)
    told = json.loads(elsewhere.well("restore", str(before), "--erased", str(listed), "--json"))
    assert told["erased"] == 1
    assert elsewhere.asked("SELECT count(*) FROM people_storyentry WHERE text LIKE '%zq778899xqz%'") == [(0,)]
    assert elsewhere.asked("SELECT count(*) FROM people_person WHERE name = 'Jean Rafferty'") == [(0,)]
    assert json.loads(elsewhere.well("audit", "verify", "--json"))["faults"] == []
    broken = tmp_path / "broken"
    broken.write_text("no list")
    refused = elsewhere.run("restore", str(before), "--fresh", "--yes", "--erased", str(broken))
    assert refused.returncode == 1 and "no list of those erased" in refused.stderr
