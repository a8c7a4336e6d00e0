"""Coming back through the pages, and what a service promises when someone does not come: said, shown, held to."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecotone.care.models import Referral
from ecotone.directory.models import Service
from ecotone.ground import clock
from ecotone.people.models import Person
from ecotone.people.rules import Part
from tests import worlds
from tests.web.test_every_page import DATA, MOST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
WHY = "The stairs, and nobody to say good morning to."


@pytest.fixture
def marcus(sign_in) -> Client:
    return sign_in("Marcus Adeyemi-Kerr")


@pytest.fixture
def elaine(sign_in) -> Client:
    return sign_in("Elaine Cuthbertson", "Befriending coordinator")


@pytest.fixture
def jean(sign_in) -> Client:
    return sign_in("Jean Rafferty")


@pytest.fixture
def visits(invented, db) -> Service:
    return Service.objects.get(name="Kettle On befriending")


@pytest.fixture
def asked(marcus, visits) -> Referral:
    """Marcus asks the befrienders for Jean."""
    person = Person.objects.get(name="Jean Rafferty")
    form = {
        "why": WHY,
        "urgency": "routine",
        "reply_by": clock.today().isoformat(),
        "parts": ["matters", "works"],
        "agreed": "on",
    }
    marcus.post(f"/people/{person.id}/refer/?service={visits.id}", form)
    return Referral.objects.get(why=WHY)


def moved(referral: Referral, client: Client, code: str, **recorded: object):
    version = Referral.of(referral.id).version
    return client.post(f"/referrals/{referral.id}/move/{code}/", {"version": version, **recorded})


@pytest.fixture
def taken(asked, elaine) -> Referral:
    moved(asked, elaine, "accept", worker="Elaine", expected_start=clock.today().isoformat(), person_told="yes")
    return Referral.of(asked.id)


@pytest.fixture
def ended(taken, elaine) -> Referral:
    done = {"output": "Twelve visits", "against_hope": "Laughed", "person_told": "yes"}
    moved(taken, elaine, "complete", **done)
    return Referral.of(taken.id)


def way(ended: Referral) -> str:
    return f"/referrals/{ended.id}/come-back/"


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.commitment(2, 4)
def test_she_reads_that_the_door_is_open_and_goes_back_with_one_press(jean, elaine, ended):
    for page in ("/my-story/asked/", f"/referrals/{ended.id}/"):
        text = text_of(jean, page)
        assert "The door is open until" in text, page
        assert way(ended) in text, page
    text = text_of(jean, way(ended))
    assert WHY in text and "What they read" in text and "You have said no" not in text
    answer = jean.post(way(ended), {"parts": ["matters", "works"], "since_then": "Icy steps", "contact_note": ""})
    again = Referral.objects.get(returns_to=ended)
    assert (answer.status_code, answer["Location"]) == (302, f"/referrals/{again.id}/")
    assert (again.why, again.since_then, again.parts) == (WHY, "Icy steps", [Part.MATTERS, Part.WORKS])
    assert "The door is open until" not in text_of(jean, f"/referrals/{ended.id}/")
    assert "You came back through the open door" in text_of(jean, f"/referrals/{again.id}/")
    assert "You came back to them through the open door" in text_of(jean, "/my-story/asked/")


def test_the_team_sees_at_once_that_she_came_back(jean, elaine, ended):
    jean.post(way(ended), {"parts": ["matters"], "since_then": "Icy steps"})
    again = Referral.objects.get(returns_to=ended)
    for page in ("/my-day/", "/our-list/"):
        assert "Back through the open door" in text_of(elaine, page), page
    text = elaine.get(f"/referrals/{again.id}/", follow=True).content.decode()
    assert "Came back through the open door" in text
    assert "Icy steps" in text
    assert f"/referrals/{ended.id}/" in text
    assert "Twelve visits" in text_of(elaine, f"/referrals/{ended.id}/")


@pytest.mark.commitment(9)
def test_a_second_press_leads_to_what_was_asked(jean, ended):
    jean.post(way(ended), {"parts": ["matters"]})
    again = Referral.objects.get(returns_to=ended)
    for answer in (jean.post(way(ended), {"parts": ["matters"]}), jean.get(way(ended))):
        assert (answer.status_code, answer["Location"]) == (302, f"/referrals/{again.id}/")
    assert Referral.objects.filter(returns_to=ended).count() == 1


def test_her_asker_says_that_it_is_her_word(marcus, ended):
    text = text_of(marcus, f"/referrals/{ended.id}/")
    assert "Their door is open until" in text
    answer = marcus.post(way(ended), {"parts": ["matters"], "since_then": "She rang us"})
    assert answer.status_code == 200
    assert "She rang us" in answer.content.decode(), "nothing typed is lost"
    assert not Referral.objects.filter(returns_to=ended).exists()
    marcus.post(way(ended), {"parts": ["matters"], "since_then": "She rang us", "agreed": "on"})
    assert Referral.objects.get(returns_to=ended).source_id == ended.source_id


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"since_then": "x" * 201}, "200"),
        ({"parts": ["history"]}, "not one of the available"),
        ({"since_then": "\x00"}, "ull"),
    ],
)
def test_a_fault_is_named_and_nothing_is_asked(jean, ended, given, sentence):
    answer = jean.post(way(ended), {"parts": ["matters"], "contact_note": "Ring twice", **given})
    assert answer.status_code == 200
    assert sentence in answer.content.decode() and "Ring twice" in answer.content.decode()
    assert not Referral.objects.filter(returns_to=ended).exists()


@pytest.mark.commitment(4)
def test_where_the_door_is_shut_there_is_a_way_on(sign_in, ended):
    with worlds.later(days=120):
        jean = sign_in("Jean Rafferty")
        text = text_of(jean, way(ended))
        assert "that time is over" in text
        assert "/find-help/" in text and f"/services/{ended.service_id}/" in text
        answer = jean.post(way(ended), {"parts": ["matters"]})
        assert answer.status_code == 200 and "that time is over" in answer.content.decode()
        assert "The door is open until" not in text_of(jean, "/my-story/asked/")
    assert not Referral.objects.filter(returns_to=ended).exists()


@pytest.mark.commitment(3)
def test_nobody_else_finds_the_door(sign_in, elaine, ended):
    for client in (
        elaine,
        sign_in("Brendan Docherty", "Team lead, integrated rehabilitation"),
        sign_in("Rena Pettigrew"),
    ):
        for answer in (client.get(way(ended)), client.post(way(ended), {"parts": ["matters"], "agreed": "on"})):
            assert answer.status_code == 404
            assert "Rafferty" not in answer.content.decode()
    assert not Referral.objects.filter(returns_to=ended).exists()


def test_the_page_keeps_its_budget(jean, marcus, ended):
    for client in (jean, marcus):
        for page in (way(ended), f"/referrals/{ended.id}/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            assert sum(bool(DATA.match(q["sql"])) for q in asked.captured_queries) <= MOST, page


def test_a_no_show_closes_nothing_and_shows_what_they_promise(elaine, jean, taken):
    text = text_of(elaine, f"/referrals/{taken.id}/move/no_show/")
    assert "They try at least 3 times before they close." in text
    assert "Nobody is struck off for a bad week." in text
    assert "Nothing closes because of this." in text
    moved(taken, elaine, "no_show", met_on=clock.today().isoformat(), note="Rang, no answer")
    assert "Noted here so far: once" in text_of(elaine, f"/referrals/{taken.id}/move/fail/")
    text = text_of(jean, f"/referrals/{taken.id}/")
    assert "Nobody is struck off" in text and "once that you did not come" in text


@pytest.mark.commitment(4)
def test_too_few_attempts_are_named_at_their_field_and_nothing_typed_is_lost(elaine, taken):
    closing = {"reason_code": "could_not_contact", "reason_text": "No answer, twice", "who_tells": "us"}
    answer = moved(taken, elaine, "fail", attempts=1, **closing)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "This service says that it tries 3 times. You have noted 1." in text
    assert "No answer, twice" in text
    assert moved(taken, elaine, "fail", attempts=3, **closing).status_code == 302


def test_what_is_declined_unreached_says_how_often_they_tried(elaine, asked):
    closing = {
        "reason_code": "could_not_contact",
        "reason_text": "No",
        "alternative": "none known",
        "who_tells": "us",
    }
    answer = moved(asked, elaine, "decline", **closing)
    assert "Say how often you tried" in answer.content.decode()
    assert moved(asked, elaine, "decline", attempts=3, **closing).status_code == 302


def test_a_service_says_what_it_promises_and_its_keeper_changes_it(elaine, jean, visits):
    text = text_of(jean, f"/services/{visits.id}/")
    assert "They try at least 3 times before they close." in text
    assert "For 90 days after it has ended you can come back without telling it all again." in text
    form = text_of(elaine, f"/services/{visits.id}/change/")
    assert "When someone does not come, and afterwards" in form
    said = {
        "version": Service.of(visits.id).version,
        "name": visits.name,
        "attending": ["home"],
        "sensitivity": "ordinary",
        "wait_band": "unknown",
        "attempts_before_closing": "21",
        "outreach": "We ring on Sundays",
        "door_open_days": "30",
        **{f"{rows}-TOTAL_FORMS": "0" for rows in ROWS},
        **{f"{rows}-INITIAL_FORMS": "0" for rows in ROWS},
    }
    answer = elaine.post(f"/services/{visits.id}/change/", said)
    assert "whole number from 1 to 20" in answer.content.decode()
    assert "We ring on Sundays" in answer.content.decode()
    assert elaine.post(f"/services/{visits.id}/change/", said | {"attempts_before_closing": ""}).status_code == 302
    now = Service.of(visits.id)
    assert (now.attempts_before_closing, now.outreach, now.door_open_days) == (None, "We ring on Sundays", 30)
    assert "For 30 days after it has ended" in text_of(jean, f"/services/{visits.id}/")


ROWS = ("schedules", "cost_options", "languages", "contacts", "required_documents")


def test_find_help_says_it_in_a_line(jean):
    assert "The door stays open for 90 days after it has ended." in text_of(jean, "/find-help/?q=befriending")
