"""Reading to learn and not to help: on a page of its own, of what was granted for that, changing nothing."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Purpose
from ecotone.people import actions
from ecotone.people.models import Person, SharingChoice
from ecotone.people.rules import Effect, Part
from tests import worlds
from tests.web.canaries import WORD, Canaries
from tests.web.test_canaries import asking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
MARCUS = "Marcus Adeyemi-Kerr"


@pytest.fixture
def jean() -> Person:
    return Person.objects.get(name="Jean Rafferty")


@pytest.fixture
def marcus() -> Principal:
    return worlds.wearing_of_the_cast(MARCUS)


def to_learn(client: Client, by: Principal):
    return client.post(reverse("wear_hat"), {"hat": f"learn:{by.hat_id}"}, follow=True)


def lets_learn(jean: Person, by: Principal, part: Part | None, *, says: Principal | None = None) -> SharingChoice:
    given = {"effect": Effect.GRANT, "purpose": Purpose.IMPROVEMENT, "actor_id": by.team_id, "part": part}
    return actions.choose_sharing(by=says or worlds.herself(jean), person_id=jean.id, **given)


def test_what_was_shared_to_help_is_not_there_to_learn_from_until_she_says_so(sign_in, jean, marcus):
    client, story = sign_in(MARCUS), reverse("learn_from", kwargs={"person_id": jean.id})
    page = to_learn(client, marcus).content.decode()
    assert "Read to learn" in page and "Rafferty" not in page
    assert "has not allowed your team to read this to learn" in client.get(story).content.decode()
    granted = lets_learn(jean, marcus, Part.MATTERS)
    assert "Rafferty" in client.get(reverse("to_learn")).content.decode()
    read = client.get(story).content.decode()
    told, other = (jean.story.filter(section=part).first().text[:30] for part in ("matters", "harms"))
    assert told in read and other not in read and "has not allowed your team to read this to learn" in read
    looks = sign_in("Jean Rafferty").get(reverse("my_looks")).content.decode()
    assert "to learn how help could be better, as you allowed" in looks
    actions.withdraw_choice(by=worlds.herself(jean), choice_id=granted.id)
    assert client.get(story).status_code == 403
    assert "Rafferty" not in client.get(reverse("to_learn")).content.decode()


def test_whoever_is_here_to_learn_changes_nothing_and_goes_back_by_one_press(sign_in, jean, marcus):
    lets_learn(jean, marcus, None)
    client = sign_in(MARCUS)
    to_learn(client, marcus)
    for name in ("person", "add_story_entry", "person_sharing", "refer"):
        at = reverse(name, kwargs={"person_id": jean.id})
        assert client.get(at).status_code == client.post(at, {"text": "New"}).status_code in (403, 404), name
    learning = replace(marcus, purpose=Purpose.IMPROVEMENT)
    write = {"person_id": jean.id, "section": Part.MATTERS, "text": "New", "words_of": "person"}
    assert worlds.refused(lambda: actions.add_story_entry(by=learning, **write)) == "access.only_to_learn"
    assert client.post(reverse("wear_hat"), {"hat": str(marcus.hat_id)})["Location"] == "/"
    assert client.get(reverse("person", kwargs={"person_id": jean.id})).status_code == 200


@pytest.mark.parametrize("hat", ["learn:", "learn:myself", "learn:for:1", f"learn:{UUID(int=9)}", "learn:learn:1"])
def test_no_other_hat_is_worn_to_learn(sign_in, hat: str):
    client = sign_in("Anne-Marie Boyle")
    assert client.post(reverse("wear_hat"), {"hat": hat}).status_code == 404


def test_a_hat_that_does_not_work_with_people_is_not_worn_to_learn(sign_in):
    rena = worlds.wearing_of_the_cast("Rena Pettigrew")
    client = sign_in("Rena Pettigrew")
    to_learn(client, rena)
    assert client.get(reverse("to_learn")).status_code == 403


def test_who_helps_is_told_where_reading_to_learn_begins(sign_in, jean, marcus):
    lets_learn(jean, marcus, None)
    client = sign_in(MARCUS)
    told = client.get(reverse("to_learn"))
    assert (told.status_code, "Begin on “My people”" in told.content.decode()) == (403, True)
    assert f"learn:{marcus.hat_id}" in client.get(reverse("my_people")).content.decode()


def test_she_reads_whom_it_lets_learn_before_she_agrees(sign_in, jean, marcus):
    client, there = sign_in("Jean Rafferty"), reverse("add_choice", kwargs={"person_id": jean.id})
    wish = {"effect": "grant", "whom": str(marcus.team_id), "part": "matters", "purpose": "improvement", "until": ""}
    page = client.post(there, wish).content.decode()
    assert "Whinhall Hearth, when they read to learn" in page and "will also see:" in page
    assert "to learn how help could be better" in page
    client.post(there, wish | {"sure": "yes"})
    kept = SharingChoice.objects.get(person=jean)
    assert (kept.effect, kept.purpose) == ("grant", "improvement")
    assert "to learn how help could be better" in client.get(reverse("my_sharing")).content.decode()


def test_no_page_tells_a_learner_what_was_not_granted_for_that(
    canaries: Canaries, sign_in: Callable[..., Client], marcus
):
    # In the world of the canaries she cannot sign for it herself.
    lets_learn(Person.of(canaries.have["person_id"]), marcus, Part.WORKS, says=worlds.SYSTEM)
    denied = canaries.denied(replace(marcus, purpose=Purpose.IMPROVEMENT))
    seen, leaks = set(), {}
    client = sign_in(MARCUS)
    to_learn(client, marcus)
    for what, answer in asking(client, canaries.have, "a learner"):
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen |= {*WORD.findall(content)}
        if told := canaries.told(content, denied):
            leaks[what] = told
    assert leaks == {} and seen
    assert AuditEntry.objects.filter(purpose="improvement", kind="look").exists()
    assert not AuditEntry.objects.filter(purpose="improvement", kind="write").exists()
