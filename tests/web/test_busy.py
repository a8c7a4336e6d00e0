"""A page that waits too long for the database says so, in words, and nothing of it is half-done."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from ecotone.access.models import Account
from ecotone.access.rules import Role
from ecotone.people.models import StoryEntry
from tests.worlds import taken_in, team, wearing


@contextmanager
def somebody_writing() -> Iterator[None]:
    """Another connection is in the midst of a long write, and this one has little patience."""
    holds, ends = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE access_auditentry IN EXCLUSIVE MODE")
            holds.set()
            ends.wait(60)
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    assert holds.wait(60)
    with connection.cursor() as cursor:
        short = connection.vendor == "postgresql"
        cursor.execute("SET lock_timeout = '50ms'" if short else "PRAGMA busy_timeout = 50")
    try:
        yield
    finally:
        ends.set()
        thread.join()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_waits_too_long_for_another_says_that_it_is_busy():
    worker = wearing(team("A team"), Role.WORKER)
    person = taken_in(worker, name="Jean")
    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(pk=worker.account_id))
    record, entry = (reverse(name, args=[person.id]) for name in ("person", "add_story_entry"))
    said = {"section": "matters", "text": "Her garden.", "words_of": "person"}
    with somebody_writing():
        answers = [client.get(record), client.post(entry, said)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert all(b"busier than it can bear" in answer.content and answer["Retry-After"] for answer in answers)
    assert not StoryEntry.objects.filter(text="Her garden.").exists()
    assert client.get(record).status_code == 200
    assert client.post(entry, said).status_code == 302
