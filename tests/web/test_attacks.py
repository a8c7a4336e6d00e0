"""Hostile and hurried use of the pages: what no form offers is sent all the same, and nothing breaks or leaks."""

import pytest
from django.test import Client

from ecotone.access.models import Account
from ecotone.ecosystem.models import Actor
from ecotone.people import actions as people
from ecotone.people.models import Person, Relationship, SharingChoice
from ecotone.people.rules import Part
from tests import worlds

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
