"""Nothing acknowledged is lost: the server is killed with -9 while people write, and so is PostgreSQL."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from threading import Event

import pytest

from tests.durability.conftest import KINDS
from tests.durability.deployment import Deployment, Served, gone
from tests.durability.writing import Writer

WORKERS, ASKS = 4, 40
PATIENCE = 60
"""Seconds at most; a busy machine takes its time."""


@pytest.fixture(params=KINDS)
def place(request, deploy) -> Deployment:
    return deploy(request.param)


@pytest.fixture
def writers(place) -> list[Writer]:
    return [Writer(**worker) for worker in place.script("world.py", str(WORKERS), str(ASKS))]


def written_until(stop, writers: list[Writer], served: Served) -> None:
    """All write at once, some while by chance after each could have begun; then `stop` happens under their hands."""
    stopped, before = Event(), kept(writers)
    for writer in writers:
        writer.site = served.url
    threads = [writer.write_until(stopped) for writer in writers]
    end = time.monotonic() + PATIENCE
    while kept(writers) <= before + 2 * WORKERS and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(random.uniform(0, 1))
    stop()
    stopped.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert kept(writers) > before + 2 * WORKERS, "nothing was written, so nothing was tried"


def all_is_there(place: Deployment, writers: list[Writer]) -> None:
    """What was acknowledged is there once, with one entry in the audit; what was not is whole, or not at all."""
    sentences = Counter(text for (text,) in place.asked("SELECT text FROM people_storyentry"))
    audited = Counter(of_whom(place, "people.add_story_entry"))
    moved = Counter(hexed(place.asked("SELECT referral_id FROM care_referralmove WHERE code = 'accept'")))
    standing = set(hexed(place.asked("SELECT id FROM care_referral WHERE state = 'accepted'")))
    accepted = Counter(of_whom(place, "care.accept"))
    for writer in writers:
        there = {said: sentences[said] for said in writer.tried}
        assert {said: there[said] for said in writer.kept} == dict.fromkeys(writer.kept, 1)
        assert set(there.values()) <= {0, 1}
        assert audited[writer.person] == sum(there.values())
        for ask in writer.asks_tried:
            assert moved[ask] == accepted[ask] == int(ask in standing) <= 1
        assert {moved[ask] for ask in writer.asks_kept} <= {1}
    assert sum(sentences.values()) == sum(sentences[said] for writer in writers for said in writer.tried)


def of_whom(place: Deployment, act: str) -> list[str]:
    """What the entries of the audit are about that say that this was done."""
    joined = "access_auditsubject s JOIN access_auditentry e ON e.id = s.entry_id"
    asked = f"SELECT s.subject_id FROM {joined} WHERE e.kind = 'write' AND s.act = '{act}'"  # noqa: S608 (ours)
    return hexed(place.asked(asked))


def hexed(rows: list[tuple]) -> list[str]:
    return [getattr(value, "hex", value) for (value,) in rows]


def kept(writers: list[Writer]) -> int:
    return sum(len(writer.kept) + len(writer.asks_kept) for writer in writers)


@pytest.fixture
def serving(place) -> Iterator[list[Served]]:
    """What is being served; ended with the test, however that ends."""
    running: list[Served] = []
    yield running
    for served in running:
        if served.process.poll() is None:
            served.kill()


def test_a_killed_server_loses_nothing_it_has_acknowledged(place, writers, serving):
    for with_its_clock in (True, False):
        serving.append(served := Served(place))
        for writer in writers:
            writer.site = served.url
            writer.sign_in()
        clock, children = served.clock(), served.children()
        written_until(lambda: served.kill(*[clock] if with_its_clock else []), writers, served)  # noqa: B023 (called here)
        assert gone([clock, *children], seconds=20), "something of the killed server lives on"
        all_is_there(place, writers)
    serving.append(served := Served(place))
    written_until(lambda: None, writers, served)
    served.stop()
    all_is_there(place, writers)


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_killed_postgresql_loses_nothing_the_server_has_acknowledged(place, writers, serving, server):
    serving.append(served := Served(place))
    for writer in writers:
        writer.site = served.url
        writer.sign_in()
    written_until(server.crash, writers, served)
    server.start()
    all_is_there(place, writers)
    written_until(lambda: None, writers, served)
    all_is_there(place, writers)
