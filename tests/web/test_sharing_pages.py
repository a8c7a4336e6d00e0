"""A change of who sees what, as pages and the API tell it before it is made: read, agreed to, made, or left."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.models import Account
from ecotone.ecosystem.models import Actor
from ecotone.people import actions, policies
from ecotone.people.models import AccessRequest, CarerPermission, Person, SharingChoice
from ecotone.people.rules import Effect, Part
from tests import worlds
from tests.web.program import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
SignIn = Callable[..., Client]
REFUSE = {"effect": "refusal", "whom": "", "part": "", "until": "", "note": "Not for now"}
MARK = re.compile(r'name="mark" value="(\w+)"')


@pytest.fixture
def jean() -> Person:
    return Person.objects.get(name="Jean Rafferty")


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_she_reads_what_it_will_do_changes_it_and_then_makes_it(sign_in: SignIn, jean):
    client, there = sign_in("Jean Rafferty"), reverse("add_choice", kwargs={"person_id": jean.id})
    marcus = worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr")
    told = client.post(there, REFUSE)
    page = words(told)
    assert "Refused: everything , to Everyone" in page
    assert "Whinhall Hearth will no longer see: who you are" in page
    assert "They will see nothing any more" in page and "cannot be undone" in page
    assert not SharingChoice.objects.filter(person=jean).exists()
    assert policies.verdict(marcus, jean.id, Part.IDENTITY).allowed
    again = client.post(there, REFUSE | {"sure": "no"}).content.decode()
    assert 'value="Not for now"' in again, "what she had chosen is kept"
    (mark,) = MARK.findall(told.content.decode())
    assert client.post(there, REFUSE | {"sure": "yes", "mark": mark})["Location"] == reverse("my_sharing")
    assert SharingChoice.objects.get(person=jean).note == "Not for now"
    assert not policies.verdict(marcus, jean.id, Part.IDENTITY).allowed


def test_what_changed_meanwhile_is_read_before_it_is_agreed_to(sign_in: SignIn, jean):
    client, there = sign_in("Jean Rafferty"), reverse("add_choice", kwargs={"person_id": jean.id})
    (mark,) = MARK.findall(client.post(there, REFUSE).content.decode())
    me = worlds.herself(jean)
    actions.choose_sharing(by=me, person_id=jean.id, effect=Effect.REFUSAL, part=Part.HARMS)
    stale = client.post(there, REFUSE | {"sure": "yes", "mark": mark})
    assert "Something changed since you read this" in words(stale)
    assert SharingChoice.objects.filter(person=jean).count() == 1
    (newer,) = MARK.findall(stale.content.decode())
    assert client.post(there, REFUSE | {"sure": "yes", "mark": newer}).status_code == 302


def test_a_choice_is_taken_back_after_reading_what_that_does(sign_in: SignIn, jean):
    made = actions.choose_sharing(by=worlds.herself(jean), person_id=jean.id, effect=Effect.REFUSAL)
    client = sign_in("Jean Rafferty")
    there = reverse("withdraw_choice", kwargs={"person_id": jean.id, "choice_id": made.id})
    assert there in client.get(reverse("my_sharing")).content.decode()
    page = words(client.get(there))
    assert "Taken back: refused, everything , to Everyone" in page and "will also see: who you are" in page
    assert SharingChoice.of(made.id).withdrawn_at is None, "to read it does nothing"
    (mark,) = MARK.findall(client.get(there).content.decode())
    assert client.post(there, {"mark": mark})["Location"] == reverse("my_sharing")
    assert SharingChoice.of(made.id).withdrawn_at
    assert client.get(there).status_code == 400, "it has ended"
    elsewhere = reverse("withdraw_choice", kwargs={"person_id": jean.id, "choice_id": worlds.UNKNOWN})
    assert client.get(elsewhere).status_code == 404


def test_a_permission_ends_after_reading_what_that_does(sign_in: SignIn, jean):
    row = CarerPermission.objects.get(account__name="Anne-Marie Boyle")
    there = reverse("end_permission", kwargs={"permission_id": row.id})
    client = sign_in("Jean Rafferty")
    page = words(client.get(there))
    assert "Anne-Marie Boyle will no longer see: who you are" in page
    assert CarerPermission.of(row.id).state == "active"
    assert sign_in("Anne-Marie Boyle").get(there).status_code == 403
    assert client.post(there)["Location"] == reverse("my_sharing")
    assert CarerPermission.of(row.id).state == "ended"


def test_staff_read_it_for_her_as_far_as_they_may_know(sign_in: SignIn, jean):
    client, there = sign_in("Marcus Adeyemi-Kerr"), reverse("add_choice", kwargs={"person_id": jean.id})
    page = words(client.post(there, REFUSE))
    assert "Whinhall Hearth will no longer see: who they are" in page
    stranger = sign_in("Ciara Gallacher")
    assert stranger.post(there, REFUSE).status_code == 404


def test_a_program_is_told_the_same_and_changes_nothing(jean):
    me, before = worlds.herself(jean), worlds.kept()
    program = Program(me)
    told = program.get("choice_would_change", {"effect": "refusal"}, person_id=jean.id).json()
    losing = {each["name"]: each["loses"] for each in told["readers"]}
    assert "identity" in losing["Whinhall Hearth"]
    assert program.get("choice_would_change", {"effect": "because"}, person_id=jean.id).status_code == 422
    row = CarerPermission.objects.get(account__name="Anne-Marie Boyle")
    assert program.get("ending_would_change", {}, permission_id=row.id).status_code == 200
    assert worlds.kept() == before


def test_what_is_withheld_has_a_way_to_ask_and_what_she_refused_has_none(sign_in: SignIn, jean):
    me, practice = worlds.herself(jean), worlds.wearing(Actor.objects.get(name="Millrace Practice"))
    worker, page = Client(), reverse("person", kwargs={"person_id": jean.id})
    worlds.enter(worker, Account.objects.get(pk=practice.account_id))
    there = reverse("ask_for_part", kwargs={"person_id": jean.id, "part": "history"})
    harms = reverse("ask_for_part", kwargs={"person_id": jean.id, "part": "harms"})
    actions.choose_sharing(by=me, person_id=jean.id, effect=Effect.REFUSAL, part=Part.HARMS)
    seen = worker.get(page).content.decode()
    assert there in seen and harms not in seen
    assert worker.get(harms).status_code == 403
    assert worker.get(reverse("ask_for_part", kwargs={"person_id": jean.id, "part": "identity"})).status_code == 404
    assert "Error: Ask to see more" in words(worker.post(there, {"why": ""}))
    assert worker.post(there, {"why": "Before the operation"})["Location"] == page
    again = worker.get(page).content.decode()
    assert there not in again and "Your team asked to see this on" in again, "one who has asked is not asked to ask"
    row = AccessRequest.objects.get(person=jean, part="history")
    hers, one = sign_in("Jean Rafferty"), reverse("access_request", kwargs={"request_id": row.id})
    asked = words(hers.get(one))
    assert "To see your history" in asked and "Before the operation" in asked
    assert hers.post(one, {"agreed": "yes", "version": 1}).status_code == 302
    assert there not in worker.get(page).content.decode()
    assert policies.verdict(practice, jean.id, Part.HISTORY).code == "people.by_grant"
    assert "Millrace Practice may see your history" in words(hers.get(reverse("my_sharing")))
