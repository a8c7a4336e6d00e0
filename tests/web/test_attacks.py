"""Hostile and hurried use of the pages: what no form offers is sent all the same, and nothing breaks or leaks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from ecotone.access.models import Account
from ecotone.access.queries import settled
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Line, Words
from ecotone.people import actions as people
from ecotone.people.models import Person, Relationship, SharingChoice
from ecotone.people.rules import Part
from ecotone.web.api.operations import Write
from ecotone.web.api.table import OPERATIONS
from tests import worlds
from tests.web.program import document
from tests.web.test_every_page import CALLERS, FOR_PROGRAMS, POSTED, addresses, samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]


@pytest.fixture
def jean(invented, db) -> Person:
    return Person.objects.get(name="Jean Rafferty")


@pytest.mark.parametrize("day", ["9999-12-31", "31/12/9999", "0001-01-01", "2200-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_asked_for_again(sign_in, jean: Person, day: str) -> None:
    """Nothing can be counted on from the last day there is: "until" it, or a pause later than it."""
    her: Client = sign_in("Jean Rafferty")
    answer = her.post(f"/people/{jean.id}/sharing/new/", {"effect": "refusal", "whom": "", "part": "", "until": day})
    assert answer.status_code == 200
    assert "Please give a day" in answer.content.decode()
    assert not SharingChoice.objects.filter(person=jean, effect="refusal").exists()


@pytest.mark.commitment(3)
def test_who_handed_on_is_not_named_as_she_herself(invented, db) -> None:
    """A sensitive service in the middle of a chain is another service to those further up, on each of its pages."""
    asker, middle, end = (worlds.wearing(worlds.team(name)) for name in ("Callers", "Walkers", "Painters"))
    rowan = worlds.wearing(Actor.objects.get(name="Sheltering Rowan"))
    woman = worlds.taken_in(asker)
    asked = worlds.moved(worlds.ask(asker, woman, Actor.of(middle.team_id)), middle, "accept")
    handed = worlds.ask(middle, woman, Actor.of(rowan.team_id), parent_id=asked.id)
    worlds.moved(handed, rowan, "accept")
    onward = worlds.ask(rowan, woman, Actor.of(end.team_id), parent_id=handed.id)
    reader = Client()
    worlds.enter(reader, Account.objects.get(pk=asker.account_id))
    for referral in (asked, handed, onward):
        text = reader.get(f"/referrals/{referral.id}/").content.decode()
        assert "another service" in text
        assert "Sheltering Rowan" not in text
        assert "The person →" not in text


def test_who_may_not_read_how_to_reach_her_is_told_so_and_nothing_breaks(sign_in, jean: Person) -> None:
    people.choose_sharing(by=worlds.herself(jean), person_id=jean.id, effect="refusal", part=Part.CONTACT)
    marcus = sign_in("Marcus Adeyemi-Kerr")
    assert marcus.get(f"/people/{jean.id}/").status_code == 200
    assert marcus.get(f"/people/{jean.id}/details/").status_code == 403


@pytest.mark.commitment(3)
def test_a_sensitive_team_that_takes_someone_in_on_the_page_is_hidden(invented, db) -> None:
    rowan = worlds.wearing(Actor.objects.get(name="Sheltering Rowan"))
    worker = Client()
    worlds.enter(worker, Account.objects.get(pk=rowan.account_id))
    worker.post("/people/new/", {"name": "Somebody Safe", "agreed": "on"})
    assert Relationship.objects.get(person__name="Somebody Safe").sensitive


def test_a_host_that_is_not_ours_is_turned_away_in_words(client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400


def test_a_pile_there_is_not_changes_nothing(sign_in) -> None:
    marcus = sign_in("Marcus Adeyemi-Kerr")
    for name in ("%00", "no-pile", "late%27"):
        assert marcus.get(f"/my-day/?all={name}").status_code == 200


WITHOUT_TOKEN = {"fhir_search_posted", "stop_mail", "policy_reports", "signed_out_outside"}
"""What a program sends with its own token, what a mail program presses by the signed address of its mail, what a
browser says by itself, of which only a count is kept, and what an identity provider says, by its signature."""


def knocked_at() -> list[str]:
    """Every address of a page, those that are only buttons too."""
    known, patterns = samples(), []
    for each in get_resolver().url_patterns:
        patterns += [part for part in getattr(each, "url_patterns", [each]) if isinstance(part, URLPattern)]
    names = {part.name: part.pattern.converters for part in patterns if part.name and part.name not in FOR_PROGRAMS}
    fitting = {name: takes for name, takes in names.items() if {*takes} <= {*known} and name not in WITHOUT_TOKEN}
    assert len({*fitting} & POSTED) > 30
    return [reverse(name, kwargs={key: known[key] for key in takes}) for name, takes in fitting.items()]


def test_no_other_site_can_have_a_browser_send_any_form(invented, db) -> None:
    """Without the token that stands in our own forms nothing is done, whatever the address."""
    doors, before = knocked_at(), worlds.kept()
    client = Client(enforce_csrf_checks=True)
    worlds.enter(client, Account.objects.get(name="Marcus Adeyemi-Kerr"))
    for address in doors:
        no = (401,) if address == reverse("oauth_token") else (403, 405)  # it asks for a secret, and for no cookie
        assert client.post(address, {"version": 1}).status_code in no, address
    assert worlds.kept() == before


def test_what_no_form_asks_for_is_not_taken_from_one(sign_in, jean: Person) -> None:
    marcus: Client = sign_in("Marcus Adeyemi-Kerr")
    forged = {"id": jean.id, "author": "Somebody Else", "author_account": jean.id, "created_at": "2001-01-01"}
    forged |= {"account": jean.id, "died_on": "2020-01-01", "version": 99, "is_staff": "on"}
    marcus.post("/people/new/", {"name": "Una Tait", "agreed": "on", **forged})
    made = Person.objects.get(name="Una Tait")
    assert made.id != jean.id and made.version == 1
    assert made.account_id is None and made.died_on is None and made.created_at.year > 2001


def test_no_operation_takes_what_it_does_not_name() -> None:
    schemas = document()["components"]["schemas"]
    bodies = [
        schemas[f"{each.id}_body"] for each in OPERATIONS if isinstance(each, Write) and f"{each.id}_body" in schemas
    ]
    assert len(bodies) > 80
    assert all(body["additionalProperties"] is False for body in bodies)
    owned = {"by", "id", "author", "created_at", "account_id", "is_staff", "is_superuser", "password"}
    assert not [name for body in bodies for name in body["properties"] if name in owned - {"account_id"}]


@pytest.mark.parametrize(
    "onward", ["/my-day/\r\nSet-Cookie: a=b", "/my-day/\nX: y", "\\\\evil.example", "//evil.example"]
)
def test_no_address_to_go_on_to_becomes_a_header_or_another_site(client: Client, onward: str, invented, db) -> None:
    account = next(
        member["account"] for member in settled().recipe["cast"] if member["name"] == "Marcus Adeyemi-Kerr"
    )
    answer = client.post("/sign-in/demo/", {"account": account, "next": onward})
    assert (
        answer.status_code == 302 and answer["Location"].startswith("/") and not answer["Location"].startswith("//")
    )
    assert "evil" not in answer["Location"] and {*answer.cookies} <= {"sessionid", "csrftoken", "messages"}


MARK = "<script>zq(\"</textarea>'><img src=x onerror=zq>"
TOLD = b"<script>zq"
WALKERS = ["a link worker", "the person", "a guardian of records", "a charity's coordinator"]


def plant() -> int:
    """Puts a script into every text that somebody wrote; how many kinds of text that is."""
    kinds = 0
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model.__module__.startswith("ecotone.") else ():
            if isinstance(field, Line | Words) and not (field.choices or field.unique or "hash" in field.name):
                kinds += planted(model, field)
    return kinds


def planted(model: type[models.Model], field: models.Field) -> bool:
    """Whether the database takes such a text there; the audit and what is worked out of the rest it guards."""
    room = (field.max_length or 1000) - len(MARK)
    if room < 0:
        return False
    try:
        with transaction.atomic():
            for row in model._default_manager.exclude(**{field.name: ""})[:300]:
                text = f"{getattr(row, field.name)[:room]}{MARK}"
                model._default_manager.filter(pk=row.pk).update(**{field.name: text})
    except Exception:
        return False
    return True


@pytest.mark.parametrize("who", WALKERS if connection.vendor == "sqlite" else WALKERS[:1])
def test_a_script_in_any_text_stays_text(who: str, sign_in: Callable[..., Client]) -> None:
    client, pages, seen = sign_in(*CALLERS[who]), addresses(), 0
    assert plant() > 40
    for name, address in pages:
        answer: Any = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer["Content-Type"].startswith("text/html"):
            assert TOLD not in content, name
            assert b"onerror=zq>" not in content.replace(b"onerror=zq&gt;", b""), name
            seen += b"&lt;script&gt;zq" in content
    assert seen > 5
