"""Saying that something is wrong, asking to be erased, and deciding: the pages, as people go through them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.people import actions as people
from ecotone.people.models import Person, StoryEntry
from ecotone.people.rules import ERASED_NAME, Part
from ecotone.rights.models import Correction, Erasure, RetentionPeriod
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
GUARDIAN = ("Fiona Lochhead", "Guardian of records")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def jean() -> Person:
    return Person.objects.get(name="Jean Rafferty")


def test_what_was_typed_is_kept_where_something_is_missing_and_sent_twice_it_is_one(sign_in: Callable[..., Client]):
    hers = sign_in("Jean Rafferty")
    entry = StoryEntry.objects.filter(person=jean()).first()
    at = f"{reverse('say_wrong')}?of=storyentry:{entry.id}"
    asked = hers.get(at).content.decode()
    assert "so does everyone who sees the entry" in asked and "from then on" not in asked, "since it does at once"
    page = hers.post(at, {"wrong": "", "should_say": "It is the bath"}).content.decode()
    assert "It is the bath" in page and not Correction.objects.exists()
    for _ in range(2):
        assert hers.post(at, {"wrong": "I never said so", "should_say": "x"}).status_code == 302
    row = Correction.objects.get()
    assert "I never said so" in hers.get(reverse("my_story")).content.decode()
    ours = sign_in("Marcus Adeyemi-Kerr")
    assert "I never said so" in ours.get(reverse("to_put_right")).content.decode()
    assert "I never said so" in ours.get(reverse("person", kwargs={"person_id": jean().id})).content.decode()
    there = reverse("correction", kwargs={"correction_id": row.id})
    page = ours.post(there, {"outcome": "refuse", "answer": "", "version": row.version, "now_says": "kept"})
    assert page.status_code == 200 and "kept" in page.content.decode()
    assert "take it back" not in ours.get(there).content.decode(), "she said so herself: it is hers to take back"
    with worlds.undone():
        ours.post(there, {"outcome": "refuse", "answer": "It is right", "version": row.version, "now_says": ""})
        assert "complain to the Information Commissioner" in hers.get(there).content.decode()
    given = {"outcome": "correct", "now_says": "Corrected words", "answer": "", "version": row.version}
    assert ours.post(there, given).status_code == 302
    assert "does not wait" in ours.post(there, given).content.decode()
    story = hers.get(reverse("my_story")).content.decode()
    assert "Corrected words" in story and "Corrected</" in story


def test_what_she_says_of_a_note_that_is_kept_back_stands_beside_it_for_no_one_else(sign_in):
    refuge = worlds.wearing(worlds.team("Quiet Refuge"))
    whom = {"person_id": jean().id}
    helping = {"role": "lead", "purpose": "safety", "parts": [Part.ENCOUNTERS], "basis": "consent"}
    people.open_relationship(by=worlds.SYSTEM, **whom, actor_id=refuge.team_id, sensitive=True, **helping)
    met = people.log_encounter(by=refuge, **whom, mode="read_only", channel="visit", note="At Quiet Refuge")
    hers = sign_in("Jean Rafferty")
    hers.post(f"{reverse('say_wrong')}?of=encounter:{met.id}", {"wrong": "I came to no refuge", "should_say": ""})
    assert "I came to no refuge" in hers.get(reverse("my_contacts")).content.decode()
    page = sign_in("Marcus Adeyemi-Kerr").get(reverse("person_contacts", kwargs=whom)).content.decode()
    assert "refuge" not in page.lower()


def test_what_points_at_nothing_is_no_fault_of_the_page(sign_in):
    hers = sign_in("Jean Rafferty")
    for of in ("x", "storyentry:", "storyentry:1", "account:00000000-0000-0000-0000-000000000001", "ä:ö"):
        assert hers.get(reverse("say_wrong"), {"of": of}).status_code == 200
        assert hers.post(f"{reverse('say_wrong')}?of={of}", {"wrong": "x"}).status_code in (302, 404)


def test_she_asks_and_a_guardian_erases_once_the_name_is_typed(sign_in):
    hers, guards = sign_in("Jean Rafferty"), sign_in(*GUARDIAN)
    assert hers.post(reverse("ask_erasure"), {"why": "Enough"}).status_code == 302
    assert "Waits for a decision" in hers.get(reverse("ask_erasure")).content.decode()
    assert "Jean Rafferty" in guards.get(reverse("erasures")).content.decode()
    with worlds.undone():
        hers.post(reverse("ask_erasure"), {"withdraw": "yes"})
        assert Erasure.objects.get().state == "withdrawn"
        assert ">, today" not in guards.get(reverse("erasures")).content.decode(), "nobody decided it"
    at = reverse("erase", kwargs={"person_id": jean().id})
    wrong = guards.post(at, {"ground": "consent_withdrawn", "typed": "Jean"})
    assert "not the name" in wrong.content.decode()
    who = jean().id
    assert guards.post(at, {"ground": "consent_withdrawn", "typed": "jean  rafferty"}).status_code == 302
    assert Person.objects.get(pk=who).name == ERASED_NAME
    again = guards.post(at, {"ground": "consent_withdrawn", "typed": ERASED_NAME})
    assert again.status_code == 200 and "erased already" in again.content.decode()
    assert hers.get(reverse("my_record")).status_code == 302, "nobody is signed in as her"
    assert Erasure.objects.get().state == "done"


def test_only_a_guardian_has_these_pages(sign_in):
    for name in ("Marcus Adeyemi-Kerr", "Jean Rafferty", "Rena Pettigrew"):
        client = sign_in(name)
        for page in ("erasures", "erase_account", "retention"):
            assert client.get(reverse(page)).status_code == 403, (name, page)
        for page in ("erase", "hold", "refuse_erasure"):
            assert client.get(reverse(page, kwargs={"person_id": jean().id})).status_code == 403


def test_staff_write_down_that_somebody_asks_and_are_told_what_to_tell_them(sign_in):
    ours, theirs = sign_in("Marcus Adeyemi-Kerr"), sign_in("Elaine Cuthbertson")
    there = reverse("ask_erasure_for_them", kwargs={"person_id": jean().id})
    assert there in ours.get(reverse("person", kwargs={"person_id": jean().id})).content.decode()
    assert "Every word and number" in ours.get(there).content.decode()
    assert ours.post(there, {"why": " "}).status_code == 200 and not Erasure.objects.exists()
    for _ in range(2):
        assert ours.post(there, {"why": "At home: “Enough now.”"}).status_code == 302
    row = Erasure.objects.get()
    assert "“Enough now.”" in ours.get(there).content.decode()
    assert "“Enough now.”" not in theirs.get(there).content.decode(), "another team reads only what it wrote down"
    theirs.post(there, {"withdraw": "yes"})
    guardian = sign_in(*GUARDIAN)
    kwargs = {"person_id": jean().id}
    guardian.post(
        reverse("refuse_erasure", kwargs=kwargs),
        {"against": "care_record", "reason": "Eight years are not over", "version": row.version},
    )
    row.refresh_from_db()
    assert row.state == "refused", "what another team wrote down was theirs to leave"
    assert "Tell them why" in ours.get(reverse("news")).content.decode()
    assert there in ours.get(reverse("news")).content.decode()
    assert "Eight years are not over" in ours.get(there).content.decode()
    assert sign_in("Anne-Marie Boyle").get(there).status_code in (403, 404)
    assert sign_in("Ruta Stepsis").get(there).status_code in (403, 404)


def test_held_up_the_way_to_erase_is_not_there(sign_in):
    guards = sign_in(*GUARDIAN)
    worlds.some_hold(jean())
    page = guards.get(reverse("erase", kwargs={"person_id": jean().id})).content.decode()
    assert "Erase it for good" not in page and "A claim is under way." in page


def test_a_period_is_set_and_a_stale_form_says_so(sign_in):
    guards, at = sign_in(*GUARDIAN), reverse("set_period", kwargs={"rule": "adult"})
    assert "from 72 to" in guards.post(at, {"months": 12, "why": "x", "version": 0}).content.decode()
    assert guards.post(at, {"months": 120, "why": "Our policy", "version": 0}).status_code == 302
    assert guards.post(at, {"months": 130, "why": "x", "version": 5}).status_code == 409
    assert RetentionPeriod.objects.get().months == 120
    assert "120 months" in guards.get(reverse("retention")).content.decode()
    assert guards.get(reverse("set_period", kwargs={"rule": "nothing"})).status_code == 404


def test_nobody_goes_who_is_not_due_however_the_form_is_sent(sign_in):
    guards = sign_in(*GUARDIAN)
    for person in (str(jean().id), "x", ""):
        guards.post(reverse("retention"), {"person": person, "sure": "yes"})
    assert jean().erased_at is None
