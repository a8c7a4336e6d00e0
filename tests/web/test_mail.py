"""The mail of an invented place: anyone reads it there, and nobody anywhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.actions import mark_deployment
from ecotone.notices import actions
from ecotone.notices.actions import POST
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def queue(number: int = 1, **given):
    words = {"subject": f"Number {number}", "body": "Follow http://127.0.0.1:8000/x/ <script>alert(1)</script>"}
    return actions.queue_mail(by=POST, key=f"key:{number}", to="jean@example.org", **words | given)


@pytest.fixture
def demo(db) -> None:
    mark_deployment(by=worlds.SYSTEM, kind="demo", name="Somewhere", recipe={})


@pytest.mark.usefixtures("demo")
def test_it_is_listed_newest_first_and_paged(client: Client):
    for number in range(25):
        queue(number)
    first, second = (client.get(reverse("landed_mail"), {"page": n}).content.decode() for n in (1, 2))
    assert "Number 24" in first and "Number 5" in first and "Number 4<" not in first
    assert "Number 4<" in second


@pytest.mark.usefixtures("demo")
def test_one_is_read_with_its_links_and_nothing_in_it_runs(client: Client):
    text = client.get(reverse("one_landed_mail", kwargs={"mail_id": queue().id})).content.decode()
    assert '<a href="http://127.0.0.1:8000/x/"' in text and "jean@example.org" in text
    assert "<script>alert" not in text


def test_outside_a_demo_there_is_no_such_page(client: Client):
    row = queue()
    for address in (reverse("landed_mail"), reverse("one_landed_mail", kwargs={"mail_id": row.id})):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "jean@example.org" not in answer.content.decode()


@pytest.mark.usefixtures("demo")
def test_an_unknown_one_is_not_found(client: Client):
    assert client.get(reverse("one_landed_mail", kwargs={"mail_id": worlds.UNKNOWN})).status_code == 404
