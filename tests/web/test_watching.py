"""The audit's pages, as a guardian of records opens them and as nobody else can."""

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.models import Account, AuditEntry
from ecotone.access.rules import Entry, Role
from ecotone.people import queries
from tests import worlds
from tests.web.places_world import within_budget

pytestmark = [pytest.mark.django_db, pytest.mark.commitment(3)]


def client_of(by) -> Client:
    client = Client()
    worlds.enter(client, Account.objects.get(pk=by.account_id))
    return client


@pytest.fixture
def worker():
    return worlds.wearing(worlds.team("Whinhall"))


@pytest.fixture
def jean(worker):
    return worlds.taken_in(worker)


@pytest.fixture
def guardian():
    return client_of(worlds.wearing(worlds.team("The board"), Role.GUARDIAN))


def pages(jean, worker) -> list[str]:
    return [
        reverse("audit"),
        reverse("audit_person", args=[jean.id]),
        reverse("audit_worker", args=[worker.account_id]),
    ]


def test_a_person_and_a_worker_are_looked_up_and_what_was_done_is_read(guardian, worker, jean):
    queries.person(worker, jean.id)
    found = guardian.get(reverse("audit"), {"whom": "Jean Rafferty", "who": "ann"}).content.decode()
    _, person, one = pages(jean, worker)
    assert person in found and one in found
    looks = guardian.get(person).content.decode()
    assert "Back to the audit" in looks
    assert "because their team is helping them" in looks and "helping you" not in looks, (
        "it is not the reader's record"
    )
    assert "looked at :" not in looks
    assert "Jean Rafferty" in guardian.get(one, {"days": "7"}).content.decode()


@pytest.mark.parametrize("asked", [{}, {"whom": "nobody at all"}, {"who": "\x00%_"}, {"whom": "x" * 1000}])
def test_what_finds_nobody_says_so(guardian, asked):
    answer = guardian.get(reverse("audit"), asked)
    assert answer.status_code == 200
    if "whom" in asked:
        assert "Nobody here has exactly this name or number." in answer.content.decode()


@pytest.mark.parametrize("days", ["", "7", "365", "8", "-1", "x", "9" * 30])
def test_any_number_of_days_is_answered(guardian, worker, days):
    assert guardian.get(reverse("audit_worker", args=[worker.account_id]), {"days": days}).status_code == 200


def test_nobody_else_opens_it(worker, jean):
    others = [worlds.wearing(worlds.team("Elsewhere"), role) for role in Role if role is not Role.GUARDIAN]
    for by in (*others, worlds.herself(jean)):
        for address in pages(jean, worker):
            answer = client_of(by).get(address)
            assert (answer.status_code, b"Rafferty" in answer.content.split(b"<main")[-1]) == (403, False), address


def test_each_page_leaves_as_a_file_and_the_audit_says_so(guardian, worker, jean):
    queries.person(worker, jean.id)
    for address in pages(jean, worker):
        answer = guardian.get(address, {"as": "csv"})
        assert answer["Content-Type"].startswith("text/csv"), address
    exports = AuditEntry.objects.filter(kind=Entry.EXPORT).values_list("code", flat=True)
    assert {*exports} >= {"web.audit_person", "web.audit_worker"}


def test_what_is_not_there_is_not_found(guardian):
    assert guardian.get(reverse("audit_person", args=[worlds.UNKNOWN])).status_code == 404
    assert guardian.get(reverse("audit_worker", args=[worlds.UNKNOWN])).status_code == 200


def test_the_pages_are_within_their_budget(guardian, worker, jean):
    for _ in range(5):
        queries.person(worker, jean.id)
    for address in pages(jean, worker):
        within_budget(guardian, address)
