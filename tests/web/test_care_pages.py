"""Asking, answering, closing, judging through the pages: what is typed stays, nobody overwrites, nothing breaks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from ecotone.care.models import Judgement, Referral
from ecotone.directory.models import Service
from ecotone.ground import clock
from ecotone.people.models import Person, StoryEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
WHY = "A week without a conversation, and quick enough to win every one."


@pytest.fixture
def jean(invented, db) -> Person:
    return Person.objects.get(name="Jean Rafferty")


@pytest.fixture
def visits(invented, db) -> Service:
    return Service.objects.filter(provider__name__startswith="Kettle On", status="active").first()


def asking(**changes: object) -> dict[str, object]:
    return {
        "why": WHY,
        "urgency": "routine",
        "reply_by": (clock.today() + timedelta(days=7)).isoformat(),
        "parts": ["matters"],
        "agreed": "on",
        **changes,
    }


@pytest.fixture
def asked(sign_in, jean: Person, visits: Service) -> Referral:
    sign_in("Marcus Adeyemi-Kerr").post(f"/people/{jean.id}/refer/?service={visits.id}", asking())
    return Referral.objects.get(why=WHY)


def test_an_ask_reaches_the_other_team(sign_in, asked: Referral) -> None:
    page = sign_in("Elaine Cuthbertson", "Befriending coordinator").get("/my-day/")
    assert str(asked.id) in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agreed": ""}, "agrees"),
        ({"reply_by": "2001-01-01"}, "This day has passed"),
        ({"reply_by": "yesterday"}, "Please give a day"),
        ({"parts": ["everything"]}, "not one of the available choices"),
        ({"urgency": "now!"}, "not one of the available choices"),
        ({"why": "  "}, "required"),
        ({"why": "half a \x00 story"}, "null"),
    ],
)
def test_a_fault_is_named_and_nothing_typed_is_lost(sign_in, jean, visits, changes, sentence: str) -> None:
    hope = "To be argued with, properly."
    form = asking(hoped_for=hope, **changes)
    answer = sign_in("Marcus Adeyemi-Kerr").post(f"/people/{jean.id}/refer/?service={visits.id}", form)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert hope in text
    assert sentence.lower() in text.lower()
    assert not Referral.objects.filter(hoped_for=hope).exists()


def test_asking_twice_at_once_asks_once(sign_in, jean, visits, asked: Referral) -> None:
    again = sign_in("Marcus Adeyemi-Kerr").post(f"/people/{jean.id}/refer/?service={visits.id}", asking())
    assert "already" in again.content.decode()
    assert Referral.objects.filter(why=WHY).count() == 1


def test_a_stale_form_writes_nothing_and_says_so(sign_in, asked: Referral) -> None:
    elaine = sign_in("Elaine Cuthbertson", "Befriending coordinator")
    elaine.get(f"/referrals/{asked.id}/")
    accept = {
        "version": asked.version,
        "worker": "Elaine",
        "expected_start": clock.today().isoformat(),
        "person_told": "yes",
    }
    answer = elaine.post(f"/referrals/{asked.id}/move/accept/", accept)
    assert answer.status_code == 409
    assert "Someone changed this" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "received"


def test_a_move_the_table_forbids_is_a_sentence(sign_in, asked: Referral) -> None:
    elaine = sign_in("Elaine Cuthbertson", "Befriending coordinator")
    elaine.get(f"/referrals/{asked.id}/")
    asked.refresh_from_db()
    answer = elaine.post(f"/referrals/{asked.id}/move/interim/", {"version": asked.version, "note": "Hello"})
    assert answer.status_code == 200
    assert "cannot be taken as things stand" in answer.content.decode()
    assert elaine.get(f"/referrals/{asked.id}/move/no-such-move/").status_code == 404


def test_a_stranger_reads_and_moves_nothing(sign_in, asked: Referral) -> None:
    nurse = sign_in("Yvonne Weir")
    assert nurse.get(f"/referrals/{asked.id}/").status_code == 404
    assert nurse.post(f"/referrals/{asked.id}/move/accept/", {"version": 1}).status_code == 404
    assert nurse.post(f"/referrals/{asked.id}/read/", {"version": 1}).status_code == 404


@pytest.mark.commitment(5)
def test_she_judges_and_a_worker_cannot_pretend_to_be_her(sign_in, asked: Referral) -> None:
    worker = sign_in("Marcus Adeyemi-Kerr")
    pretending = {"view": "met", "words": "Marvellous", "pen": "person", "means": "page"}
    assert "Select a valid choice" in worker.post(f"/referrals/{asked.id}/judge/", pretending).content.decode()
    assert not Judgement.objects.filter(referral=asked).exists()
    sign_in("Jean Rafferty").post(f"/referrals/{asked.id}/judge/", {"view": "partly", "words": "Half."})
    kept = Judgement.objects.get(referral=asked)
    assert (kept.view, kept.pen) == ("partly", "person")


@pytest.mark.commitment(2)
def test_newer_words_take_a_place_and_erase_nothing(sign_in: Callable[..., Client], jean: Person) -> None:
    old = StoryEntry.objects.filter(person=jean, section="matters", superseded_by=None).first()
    client = sign_in("Jean Rafferty")
    client.post(f"/my-story/tell/?instead={old.id}", {"section": "matters", "text": "The buses, still."})
    text = client.get("/my-story/").content.decode()
    assert "The buses, still." in text
    assert "earlier entr" in text
    assert StoryEntry.objects.filter(pk=old.pk, text=old.text).exists()


@pytest.mark.commitment(3)
def test_a_refusal_holds_from_the_next_look(sign_in: Callable[..., Client], jean: Person) -> None:
    marcus = sign_in("Marcus Adeyemi-Kerr")
    assert marcus.get(f"/people/{jean.id}/").status_code == 200
    refusal = {"effect": "refusal", "whom": "", "part": "", "sure": "yes"}
    sign_in("Jean Rafferty").post(f"/people/{jean.id}/sharing/new/", refusal)
    refused = marcus.get(f"/people/{jean.id}/")
    assert refused.status_code == 403
    assert "Rafferty" not in refused.content.decode()
    assert "Rafferty" not in marcus.get("/people/").content.decode()
