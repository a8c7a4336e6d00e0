"""The command `ecotone`, as someone at a terminal meets it: a process of its own, a folder of its own."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600
"""Seconds after which a process is taken to hang; a busy machine takes its time."""

ECOTONE = [sys.executable, "-c", "from ecotone.cli import main; main(prog_name='ecotone')"]


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, "ECOTONE_DATA": str(data), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def surroundings(tmp_path) -> dict[str, str]:
    """An environment in which `ecotone` finds no data yet."""
    return environment(tmp_path)


@dataclass(frozen=True)
class Served:
    """What came of `ecotone serve` where nothing was: the folder it left, what it answered, how it ended."""

    data: Path
    answered: bytes
    exit_code: int


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Served:
    data = tmp_path_factory.mktemp("served")
    port = free_port()
    process = subprocess.Popen(
        [*ECOTONE, "serve", "--port", str(port)], env=environment(data), stderr=subprocess.PIPE
    )
    try:
        answered = answer(f"http://127.0.0.1:{port}/static/staticfiles.json", process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    return Served(data, answered, process.returncode)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def taken():
    """A port at which something listens already."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def ecotone(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ECOTONE, *arguments], env=env, capture_output=True, text=True, timeout=PATIENCE)


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
        ({"ECOTONE_HTTPS": "true"}, "ECOTONE_HTTPS is 1, or is not set"),
        ({"ECOTONE_HTTPS": "1", "ECOTONE_HOSTS": "*"}, "names the hosts"),
        ({"ECOTONE_HTTPS": "1", "ECOTONE_SECRET_KEY": "open sesame"}, "at least 50 signs"),
        ({"ECOTONE_HTTPS": "1", "ECOTONE_AUDIT_KEY": "open sesame"}, "at least 50 signs"),
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


def test_serve_makes_the_database_answers_and_stops_when_told(served):
    assert served.exit_code == 0
    assert b"ecotone" in served.answered
    found = {finding["about"]: finding["state"] for finding in checked(environment(served.data))}
    of_the_clock, mail, backup = (found.pop(about) for about in ("clock", "mail", "backup"))
    assert found.pop("audit") == "ok"
    assert found == {
        "settings": "ok",
        "database": "ok",
        "migrations": "ok",
        "constraints": "ok",
        "place": "note",
        "rows": "ok",
        "policy": "ok",
    }
    assert of_the_clock in ("ok", "note") and mail == backup == "ok"


def test_the_clock_is_wound_by_hand_and_says_in_numbers_what_it_did(served):
    env = environment(served.data)
    first, second = (json.loads(ecotone("tick", "--json", env=env).stdout) for _ in range(2))
    assert first.keys() == second.keys() == {"escalated", "returned", "expired", "reminded", "published", "mailed"}
    assert set(second.values()) == {0}
    assert "Returned to those who asked: 0." in ecotone("tick", env=env).stdout
    assert {each["about"]: each["state"] for each in checked(env)}["clock"] == "ok"


def test_a_demo_that_is_begun_anew_is_built_anew(surroundings):
    small = ("demo", "--place", "one-charity", "--people", "5", "--no-serve", "--json")
    first, again = ecotone(*small, env=surroundings), ecotone(*small, "--fresh", env=surroundings)
    assert "Building an invented place" in first.stderr and "Building an invented place" in again.stderr
    assert json.loads(first.stdout) == json.loads(again.stdout) != {"who_can_sign_in": []}


def test_a_clock_without_its_tables_says_what_to_do(surroundings):
    told = ecotone("tick", env=surroundings)
    assert told.returncode == 1 and "`ecotone serve` brings them in" in told.stderr


@pytest.mark.parametrize(("options", "clocks"), [([], 1), (["--no-clock"], 0)])
def test_the_clock_runs_beside_the_pages_and_stops_with_them(tmp_path, options, clocks):
    port = free_port()
    process = subprocess.Popen(
        [*ECOTONE, "serve", "--port", str(port), *options], env=environment(tmp_path), stderr=subprocess.PIPE
    )
    try:
        answer(f"http://127.0.0.1:{port}/static/staticfiles.json", process)
        beside = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        ticking = [pid for pid in beside if b"tick" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert len(ticking) == clocks
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert not [pid for pid in ticking if Path(f"/proc/{pid}").exists()]


def answer(address: str, process: subprocess.Popen) -> bytes:
    """What is served there, waited for."""
    for _ in range(10 * PATIENCE):
        assert process.poll() is None, process.stderr.read()
        try:
            return urllib.request.urlopen(address).read()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nothing was served within ten minutes")


def checked(env: dict[str, str]) -> list[dict[str, str]]:
    return json.loads(ecotone("check", "--json", env=env).stdout)


MARK = """
import django; django.setup()
from ecotone.access.actions import mark_deployment
from ecotone.access.principal import Principal
mark_deployment(by=Principal.system("tests"), kind="{kind}", name="Somewhere", recipe={{}})
"""


def marked(kind: str, served: Served, folder: Path) -> dict[str, str]:
    """An environment with a database that is settled as live, or as a demo."""
    shutil.copy(served.data / "ecotone.sqlite3", folder)
    env = environment(folder)
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(
        [sys.executable, "-c", MARK.format(kind=kind)], env={**env, **settings}, check=True, timeout=PATIENCE
    )
    return env


def test_a_demo_is_never_built_into_a_live_database_nor_thrown_over_it(served, tmp_path):
    live = marked("live", served, tmp_path)
    told = ecotone("demo", "--no-serve", "--fresh", env=live)
    assert told.returncode == 1
    assert "This database is live (Somewhere)" in told.stderr
    assert {"about": "place", "state": "ok", "words": "live: Somewhere"} in checked(live)


def test_a_demo_that_is_in_use_is_not_thrown_away_under_whoever_uses_it(served, tmp_path):
    env = marked("demo", served, tmp_path)
    with (tmp_path / "in-use").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        told = ecotone("demo", "--no-serve", "--fresh", env=env)
    assert told.returncode == 1
    assert "being served from here, or built. Stop that first" in told.stderr
    assert {"about": "place", "state": "ok", "words": "demo: Somewhere"} in checked(env)


def test_production_refuses_to_start_on_a_demo(served, tmp_path):
    production = {**marked("demo", served, tmp_path), "ECOTONE_HTTPS": "1"}
    told = ecotone("serve", "--port", str(free_port()), env=production)
    assert told.returncode == 1
    assert "holds a demo" in told.stderr
    assert "Traceback" not in told.stderr
    assert "wrong" in {finding["state"] for finding in checked(production) if finding["about"] == "place"}
    assert "Unset it first" in ecotone("demo", "--no-serve", env=production).stderr
