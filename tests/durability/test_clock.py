"""A clock that is killed beside the pages comes back, and does not wait for the files that are taken in."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ecotone.cli.ticking import pause
from tests.durability.deployment import Deployment, Served, gone
from tests.postgres import alive

STAGES = [("sqlite", "waits", "reading", "read"), ("postgresql", "agreed", "saving", "saved")]
"""What is saved whole on SQLite does hold up whoever else would write, for there one writes at a time."""


def test_a_killed_clock_comes_back_and_ends_with_the_server(deploy):
    place = deploy("sqlite")
    place.script("world.py", "0", "0")
    served = Served(place)
    try:
        first = served.clock()
        os.kill(first, signal.SIGKILL)
        assert gone([first], seconds=20)
        end = time.monotonic() + 60
        while not (there := [each for each in served.clocks() if each != first]):
            assert time.monotonic() < end, "no clock came back"
            time.sleep(0.1)
    finally:
        served.stop()
    assert gone(there, seconds=20)


@pytest.mark.parametrize(("ended_early", "seconds"), [(0, 0), (1, 2), (2, 4), (5, 32), (6, 60), (10_000, 60)])
def test_a_clock_that_does_not_last_is_waited_for_longer_and_longer_but_never_given_up(ended_early, seconds):
    assert pause(ended_early) == seconds


@pytest.mark.parametrize(("kind", "waits", "at_work", "done"), STAGES)
def test_mail_goes_out_while_a_file_is_taken_in_by_a_process_of_its_own(deploy, kind, waits, at_work, done):
    """Whoever takes the file in is stopped in the middle of it: that holds nobody else up."""
    place = deploy(kind)
    place.script("world.py", "0", "0")
    place.script("taking.py", waits, "3000")
    served = Served(place)
    worker = 0
    try:
        worker = held_at(place, served, at_work)
        place.script("taking.py", "mail")
        assert within(120, lambda: list((place.data / "mail").glob("*"))), "the mail waits for the file"
        assert state(place) == at_work
        os.kill(worker, signal.SIGCONT)
        assert within(120, lambda: state(place) == done)
        assert gone([worker], seconds=60)
    finally:
        if worker and alive(worker):
            os.kill(worker, signal.SIGKILL)
        served.stop()


def held_at(place: Deployment, served: Served, at_work: str) -> int:
    """The process that takes a file in, stopped between two writes while it is at work."""
    assert within(120, lambda: children(served.clock())), "nobody takes the file in"
    (worker,) = children(served.clock())
    assert within(120, lambda: state(place) == at_work)
    os.kill(worker, signal.SIGSTOP)
    while not place.url and is_locked(place):
        os.kill(worker, signal.SIGCONT)
        time.sleep(0.05)
        os.kill(worker, signal.SIGSTOP)
    assert state(place) == at_work, "the file is too small for this test"
    return worker


def is_locked(place: Deployment) -> bool:
    with closing(sqlite3.connect(place.data / "ecotone.sqlite3", timeout=0)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def state(place: Deployment) -> str:
    ((found,),) = place.asked("SELECT state FROM adapters_importrun")
    return found


def children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def within(seconds: float, happens: Callable[[], object]) -> bool:
    """Whether it happens within so many seconds."""
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
