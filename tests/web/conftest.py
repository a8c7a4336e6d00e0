"""A small invented place, built once for all page tests that want one and rolled back after them."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from ecotone.access.queries import settled
from ecotone.demo import build
from ecotone.ground import clock
from tests.web.canaries import Canaries
from tests.web.test_api_every_operation import known
from tests.web.test_every_page import secrets_of_jean


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in the invented place come last, so that no other finds it around itself."""
    items.sort(key=lambda item: "invented" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="package")
def invented(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        settled.cache_clear()
        build.build(people=66, seed=1, anchor=clock.today(), place="lanarkshire", progress=lambda *_: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sign_in(invented, db):
    """Signs one of the cast in by name, in a hat by its title."""

    def as_(name: str, hat: str = "") -> Client:
        client = Client()
        account = next(member["account"] for member in settled().recipe["cast"] if member["name"] == name)
        client.post("/sign-in/demo/", {"account": account})
        if hat:
            hats = {h["title"]: h["id"] for h in client.session["hats"]}
            client.post("/hat/", {"hat": hats[hat]})
        return client

    return as_


@pytest.fixture(scope="module")
def canaries(invented, django_db_blocker) -> Iterator[Canaries]:
    """The same place with a word of its own in every part of every record."""
    with django_db_blocker.unblock(), transaction.atomic():
        planted = Canaries(known(), secrets_of_jean())
        planted.plant()
        assert len(planted.of) > 500
        yield planted
        transaction.set_rollback(True)
