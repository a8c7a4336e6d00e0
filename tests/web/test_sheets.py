"""A list as a file holds what the page shows, all pages of it, and the audit says that it left as one."""

import csv
import io
import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Entry
from ecotone.access.verdicts import Withheld
from ecotone.people.models import Person
from ecotone.web import sheets
from ecotone.web.pages import people
from ecotone.web.sheets import cell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
LISTS = [
    "/people/",
    "/our-list/",
    "/offers/",
    "/frictions/?show=ours",
    "/actors/?q=team",
    "/institutions/",
    "/news/",
    "/questions/",
]


@pytest.fixture
def marcus(sign_in) -> Client:
    return sign_in("Marcus Adeyemi-Kerr")


def download(client: Client, address: str) -> list[list[str]]:
    """The file behind the link that the page itself offers, without what stands before its first head."""
    link = re.search(r'href="([^"]*as=csv[^"]*)"', client.get(address).content.decode())
    assert link, f"{address} offers no file"
    response = client.get(address.partition("?")[0] + unescape(link[1]))
    assert response.status_code == 200
    assert re.search(r'filename="[a-z-]+-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"])
    assert response["Cache-Control"] == "private, no-store"
    text = response.content.decode()
    assert text.startswith(sheets.BOM)
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def shown(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


@pytest.mark.parametrize("address", LISTS)
def test_a_list_can_be_had_as_a_file(marcus: Client, address: str) -> None:
    head, *rows = download(marcus, address)
    assert rows
    assert all(len(row) == len(head) for row in rows)


def test_meetings_are_in_the_file_in_the_order_of_the_page(sign_in) -> None:
    lead = sign_in(*("Brendan Docherty", "Team lead, integrated rehabilitation"))
    titles = [row[0] for row in download(lead, "/meetings/")[1:]]
    assert titles
    assert titles == re.findall(r'<span class="rows__title"><a [^>]*>([^<]*)</a>', shown(lead, "/meetings/"))


def test_questions_are_in_the_file_as_on_the_page_those_to_us_first(marcus: Client) -> None:
    on_page = re.findall(r'href="/questions/[^"]+">([^<]*)</a>', shown(marcus, "/questions/"))
    in_file = [row[2] for row in download(marcus, "/questions/")[1:]]
    assert [words.rstrip("…").strip() for words in on_page] == [
        words[: len(shorter.rstrip("…").strip())] for words, shorter in zip(in_file, on_page, strict=True)
    ]


def test_she_can_have_the_looks_at_her_record_as_a_file(sign_in) -> None:
    _head, *rows = download(sign_in("Jean Rafferty"), "/my-story/looks/")
    assert rows


def test_a_file_holds_all_pages_in_their_order_and_a_search_holds_for_it(marcus: Client, monkeypatch) -> None:
    monkeypatch.setattr(people, "A_PAGE", 3)
    monkeypatch.setattr(sheets, "AT_A_TIME", 4)
    names = [row[0] for row in download(marcus, "/people/?page=2")[1:]]
    on_pages, number = [], 1
    while len(on_pages) < len(names):
        page = shown(marcus, f"/people/?page={number}")
        on_pages += re.findall(r'<span class="rows__title"><a [^>]*>([^<]*)</a>', page)
        number += 1
    assert len(names) > 4
    assert names == on_pages
    assert [row[0] for row in download(marcus, "/people/?q=Jean+Raff")[1:]] == ["Jean Rafferty"]


@pytest.mark.commitment(3)
def test_the_audit_says_of_each_person_that_they_left_as_a_file(marcus: Client) -> None:
    rows = download(marcus, "/people/")[1:]
    entry = AuditEntry.objects.filter(code="web.my_people").latest("created_at", "id")
    assert entry.kind == Entry.EXPORT
    subjects = set(entry.subjects.filter(kind="person").values_list("subject_id", flat=True))
    assert sorted(Person.objects.filter(id__in=subjects).values_list("name", flat=True)) == sorted(r[0] for r in rows)


@pytest.mark.commitment(3)
def test_a_file_is_refused_to_whom_the_page_is(sign_in) -> None:
    refused = sign_in("Jean Rafferty").get("/people/?as=csv")
    assert refused.status_code == 403
    assert "text/html" in refused["Content-Type"]


def test_a_list_longer_than_a_file_says_so_at_its_end(marcus: Client, monkeypatch) -> None:
    monkeypatch.setattr(sheets, "MOST", 2)
    rows = download(marcus, "/people/")[1:]
    assert len(rows) == 3
    assert rows[-1] == ["Only the first 2 rows are in this file. Search for less on the page to have the others."]


def test_the_filter_of_the_page_is_the_files(sign_in) -> None:
    elaine = sign_in("Elaine Cuthbertson", "Befriending coordinator")
    head, *ended = download(elaine, "/our-list/?which=ended")
    column = head.index("Ended")
    assert ended
    assert all(row[column] for row in ended)
    assert not any(row[column] for row in download(elaine, "/our-list/")[1:])


@pytest.mark.parametrize("address", ["/people/", "/our-list/", "/news/", "/questions/", "/frictions/?show=ours"])
def test_a_longer_file_asks_no_more_questions(marcus: Client, monkeypatch, address: str) -> None:
    whole = len(download(marcus, address)[1:])
    half = whole // 2

    def asked(most: int) -> int:
        monkeypatch.setattr(sheets, "MOST", most)
        with CaptureQueriesContext(connection) as ran:
            assert marcus.get(address, {"as": "csv", "show": "ours"}).status_code == 200
        return len(ran)

    assert asked(whole) - asked(half) < max(whole - half - 1, 1)
    assert asked(whole) <= 20


def test_a_name_that_is_a_formula_is_text_in_the_file(marcus: Client) -> None:
    person = Person.objects.get(name="Jean Rafferty")
    Person.objects.filter(pk=person.pk).update(name="=1+1 Rafferty")
    assert "'=1+1 Rafferty" in [row[0] for row in download(marcus, "/people/")[1:]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Withheld("people.not_shared"), "not shared with you"),
        (None, ""),
        (True, "Yes"),
        (-5, -5),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-02 00:30"),
        ("@SUM(A1)", "'@SUM(A1)"),
    ],
)
def test_what_stands_in_a_cell(value: object, text: object) -> None:
    assert cell(value) == text
