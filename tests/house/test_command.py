"""The command `ecotone`, as someone at a terminal meets it: a process of its own, a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ECOTONE = [sys.executable, "-c", "from ecotone.cli import main; main(prog_name='ecotone')"]


@pytest.fixture
def surroundings(tmp_path) -> dict[str, str]:
    """An environment in which `ecotone` finds no data yet."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, "ECOTONE_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def taken():
    """A port at which something listens already."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def ecotone(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ECOTONE, *arguments], env=env, capture_output=True, text=True, timeout=60)


def test_check_of_nothing_says_what_to_do_and_makes_no_database(surroundings, tmp_path):
    told = ecotone("check", env=surroundings)
    assert told.returncode == 1
    assert "`ecotone serve` or `ecotone demo` makes one" in told.stdout
    assert not list(tmp_path.glob("*.sqlite3"))


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"DATABASE_URL": "mysql://here/there"}, "starts with neither sqlite: nor postgres:"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "cannot be reached"),
        ({"ECOTONE_DATA": "/proc/nowhere"}, "A setting is wrong"),
    ],
)
def test_a_wrong_setting_is_a_sentence_not_a_traceback(surroundings, setting, words):
    told = ecotone("check", env={**surroundings, **setting})
    assert told.returncode == 1
    assert words in told.stdout + told.stderr
    assert "Traceback" not in told.stderr


def test_wrong_use_exits_with_2(surroundings):
    assert ecotone("serve", "--port", "many", env=surroundings).returncode == 2


def test_a_taken_port_is_said_before_any_work(surroundings, taken, tmp_path):
    told = ecotone("serve", "--port", str(taken), env=surroundings)
    assert told.returncode == 1
    assert "Choose another port" in told.stderr
    assert not list(tmp_path.glob("*.sqlite3"))


def test_serve_makes_the_database_answers_and_stops_when_told(surroundings, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen([*ECOTONE, "serve", "--port", str(port)], env=surroundings, stderr=subprocess.PIPE)
    try:
        assert answer(f"http://127.0.0.1:{port}/static/staticfiles.json", served)
    finally:
        served.send_signal(signal.SIGTERM)
        served.communicate(timeout=20)
    assert served.returncode == 0
    found = {finding["about"]: finding["state"] for finding in checked(surroundings)}
    assert found == {"settings": "ok", "database": "ok", "migrations": "ok", "constraints": "ok", "place": "note"}


def answer(address: str, served: subprocess.Popen) -> bytes:
    """What is served there, waited for."""
    for _ in range(200):
        assert served.poll() is None, served.stderr.read()
        try:
            return urllib.request.urlopen(address).read()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nothing was served within 20 seconds")


def checked(env: dict[str, str]) -> list[dict[str, str]]:
    return json.loads(ecotone("check", "--json", env=env).stdout)
