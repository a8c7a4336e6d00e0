"""My record as a page, a file and an operation: the same entries, hers alone, and each part of it in words."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.models import AuditEntry
from ecotone.ground.holdings import shown
from ecotone.people.models import Person, StoryEntry
from ecotone.people.queries import principal_for
from ecotone.rights import queries
from ecotone.rights.holdings import SHOWN
from ecotone.rights.rules.record import SCHEMA
from ecotone.web.templatetags.ecotone import NAMES
from ecotone.web.whole_record import CODES, said
from tests.web.program import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]


@pytest.fixture
def hers(sign_in: Callable[..., Client]) -> Client:
    return sign_in("Jean Rafferty")


def jean() -> Person:
    return Person.objects.get(name="Jean Rafferty")


def test_the_page_shows_every_entry_in_words(hers):
    page = hers.get(reverse("my_record")).content.decode()
    for entry in StoryEntry.objects.filter(person=jean()):
        assert entry.text.splitlines()[0][:40].replace("'", "&#x27;") in page
        assert f'id="{entry.id}"' in page
    assert "withheld for a time" in page
    assert "None" not in page


def test_every_code_that_a_field_may_hold_is_said_in_words():
    """Every column of the record that takes one of some codes, in every table that holds something of her."""
    bare = []
    for holding in SHOWN:
        for name, codes in coded_columns(holding):
            of = CODES.get(f"{holding.kind}.{name}") or CODES.get(name, "")
            bare += [
                f"{holding.kind}.{name}: {c}" for c in codes if (not of and name != "basis") or not words_for(of, c)
            ]
    assert not bare, bare


def coded_columns(holding):
    return [(each.name, [code for code, _ in each.choices]) for each in shown(holding) if getattr(each, "choices", 0)]


def words_for(of: str, code: str) -> bool:
    return bool(said(code, of, basis=not of)) and (code in NAMES[of] if of else said(code, basis=True) != code)


def test_days_and_news_stand_as_people_read_them(hers):
    page = hers.get(reverse("my_record")).content.decode()
    assert not re.search(r">[^<]*\b20\d\d-\d\d-\d\d\b", page.split("<main")[1].split("</main")[0])
    assert said({"reply_by": "2026-12-06"}) == "Please reply by: 6 December 2026"
    assert said("accept", CODES["notice.kind"]) == "A service said yes."
    assert said("answer_correction", CODES["notice.kind"]).startswith("What you said is wrong")
    assert said("alone", CODES["carrier"]) == "You"


def test_a_language_is_called_by_its_name():
    assert said("en-GB", "language") == "British English" and said("xx-made-up", "language") == "xx-made-up"


def test_the_file_holds_the_same_entries_and_is_audited_as_a_copy(hers):
    answer = hers.get(reverse("my_record"), {"as": "json"})
    told = json.loads(answer.content)
    by = principal_for(jean().account_id)
    assert told["schema"] == SCHEMA
    assert told["person"] == str(jean().id)
    assert {(e["kind"], e["id"]) for e in told["entries"]} >= {
        (e.kind, e.id) for e in queries.entries(by, most=None)[0] if e.kind != "session"
    }
    assert "attachment" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(code="web.my_record", kind="export").exists()


def test_a_program_reads_it_page_by_page(hers):
    by = principal_for(jean().account_id)
    program, found, at = Program(by), [], "/api/v1/my-record?limit=7"
    while at:
        answer = program.client.get(at, headers=program.headers({})).json()
        found += answer["items"]
        at = answer["next"]
    assert len(found) == answer["total"]
    assert len({(e["kind"], e["id"]) for e in found}) == len(found)


def test_nobody_else_has_the_page(sign_in):
    for name in ("Marcus Adeyemi-Kerr", "Anne-Marie Boyle", "Fiona Lochhead"):
        assert sign_in(name).get(reverse("my_record")).status_code == 403
