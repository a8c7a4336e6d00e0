"""Both databases, in one round of tests: what is moved from one to the other wants both, and processes of its own."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests import postgres
from tests.durability.deployment import Deployment

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL that writes as in life."""
    try:
        with postgres.running(safe=True) as server:
            yield server
    except postgres.NoPostgres as reason:
        pytest.skip(f"PostgreSQL: {reason}")


_numbers = count(1)


@pytest.fixture(scope="session")
def deploy(tmp_path_factory, request) -> Callable[[str], Deployment]:
    """An empty deployment on a database of that kind."""

    def make(kind: str) -> Deployment:
        data: Path = tmp_path_factory.mktemp("data")
        if kind == "sqlite":
            return Deployment(data)
        first = Deployment(data, request.getfixturevalue("server").url)
        name = f"place{next(_numbers)}"
        with first.connection() as connection:
            connection.autocommit = True
            connection.execute(f"CREATE DATABASE {name}")
        return Deployment(data, first.url.removesuffix("postgres") + name)

    return make
