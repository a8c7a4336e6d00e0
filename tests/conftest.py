"""What every test stands on: a set clock, principals to call with, no network."""

import gc
import socket
from datetime import UTC, datetime

import pytest

from ecotone.access.principal import Principal
from ecotone.access.queries import settled
from ecotone.ground import clock, ids

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """What was imported stays to the end: to look it through for rubbish again and again takes a tenth of all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be reached: a test that calls out fails."""
    reach = socket.socket.connect

    def connect(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise RuntimeError(f"the network is off in tests: {address}")
        return reach(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def unsettled() -> None:
    """Each test has a database of its own, so what sort of place it is must be asked anew."""
    settled.cache_clear()


@pytest.fixture
def monday():
    """It is Monday 2 March 2026, half past nine, and ids are repeatable."""
    with clock.at(MOMENT), ids.seeded("tests"):
        yield MOMENT


@pytest.fixture
def system() -> Principal:
    return Principal.system("tests")
