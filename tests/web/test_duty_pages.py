"""A legal duty as pages show it: recorded by a guardian, read by the team, known to the person, ended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.ground import clock
from ecotone.people import actions
from ecotone.people.models import LegalDuty, Person
from ecotone.people.rules import Effect
from tests import worlds
from tests.web.program import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
SignIn = Callable[..., Client]
READER, GUARDIAN = ("Ciara Gallacher", ""), ("Fiona Lochhead", "Guardian of records")


@pytest.fixture
def ciara() -> Principal:
    return worlds.wearing_of_the_cast("Ciara Gallacher")


@pytest.fixture
def jean() -> Person:
    jean = Person.objects.get(name="Jean Rafferty")
    actions.choose_sharing(by=worlds.herself(jean), person_id=jean.id, effect=Effect.REFUSAL)
    return jean


def text(answer) -> str:
    return answer.content.decode()


def sent(**given: object) -> dict[str, object]:
    until = clock.today() + timedelta(days=30)
    said = {"kind": "adult_protection", "parts": ["harms"], "reference": "Case 14/26", "tell": "yes"}
    return said | {"until": f"{until:%d/%m/%Y}"} | given


def record(client: Client, jean: Person, ciara: Principal, **given: object):
    there = reverse("record_duty", kwargs={"person_id": jean.id})
    return client.post(f"{there}?with={ciara.team_id}", sent(**given))


def test_a_guardian_finds_the_person_and_the_team_records_it_and_ends_it(sign_in: SignIn, jean, ciara):
    fiona, reader = sign_in(*GUARDIAN), sign_in(*READER)
    page = reverse("person", kwargs={"person_id": jean.id})
    assert reader.get(page).status_code == 404
    there = reverse("record_duty", kwargs={"person_id": jean.id})
    assert there in text(fiona.get(reverse("duties"), {"whom": "Jean Rafferty"}))
    assert f"with={ciara.team_id}" in text(fiona.get(there, {"q": ciara.actor_name}))
    wrong = text(record(fiona, jean, ciara, tell="no", reference="kept words", until="yesterday"))
    assert "kept words" in wrong and "Please give a day" in wrong
    made = record(fiona, jean, ciara)
    row = LegalDuty.objects.get(person=jean)
    one = reverse("duty", kwargs={"duty_id": row.id})
    assert made["Location"] == one
    assert "holds" in text(record(fiona, jean, ciara)), "sent twice, said once"
    seen = text(reader.get(page))
    assert "Adult Support and Protection (Scotland) Act 2007" in seen and "to read only" in seen
    assert "Write down" not in seen and "Add to" not in seen
    assert jean.name in text(reader.get(reverse("my_duties")))
    assert jean.name not in text(reader.get(reverse("my_people"), {"as": "csv"}))
    assert "what harms or worries them" in text(fiona.get(one))
    assert fiona.get(page).status_code == 403, "who records it reads nothing"
    assert fiona.post(one, {"version": 9, "reason": "Closed"}).status_code == 409
    assert fiona.post(one, {"version": 1, "reason": "Closed"})["Location"] == one
    assert reader.get(page).status_code == 404
    assert "Ended early" in text(fiona.get(reverse("duties")))


def test_the_person_reads_the_law_and_who_looked_by_it(sign_in: SignIn, jean, ciara):
    record(sign_in(*GUARDIAN), jean, ciara)
    sign_in(*READER).get(reverse("person", kwargs={"person_id": jean.id}))
    hers = sign_in("Jean Rafferty")
    sharing, looks = text(hers.get(reverse("my_sharing"))), text(hers.get(reverse("my_looks")))
    law = "Adult Support and Protection (Scotland) Act 2007, sections 4 to 10"
    assert law in sharing and ciara.actor_name in sharing and "Case 14/26" not in sharing
    assert f"because a law required it ({law})" in looks
    assert law in text(hers.get(reverse("my_looks"), {"as": "csv"}))
    assert "A law lets a team read parts of your record" in text(hers.get(reverse("news")))


def test_where_it_is_not_safe_no_page_or_program_of_hers_or_of_her_carer_shows_it(sign_in: SignIn, jean, ciara):
    hers, daughter = sign_in("Jean Rafferty"), sign_in("Anne-Marie Boyle")
    pages = ("my_sharing", "my_looks", "news", "my_story")
    for _ in range(2):  # their own looks are told by the day
        before = [(count(hers, name), count(daughter, name)) for name in pages]
    record(sign_in(*GUARDIAN), jean, ciara, tell="no", why_not_told="zq000042xqz")
    sign_in(*READER).get(reverse("person", kwargs={"person_id": jean.id}))
    assert [(count(hers, name), count(daughter, name)) for name in pages] == before
    looks = Program(worlds.herself(jean)).get("looks", {}).json()
    whole = hers.get(reverse("my_record"), {"as": "json"}).content.decode()
    for told in (str(looks), whole, text(hers.get(reverse("my_record")))):
        assert "adult_protection" not in told and "zq000042xqz" not in told and "Case 14/26" not in told
        assert "Opened by a law" not in told
    row = LegalDuty.objects.get(person=jean)
    assert "say nothing of it" in text(sign_in(*READER).get(reverse("my_duties")))
    fiona = sign_in(*GUARDIAN)
    assert "zq000042xqz" in text(fiona.get(reverse("duty", kwargs={"duty_id": row.id})))
    fiona.post(reverse("tell_of_duty", kwargs={"duty_id": row.id}), {"version": 1})
    there = f"http://testserver{reverse('duty', kwargs={'duty_id': row.id})}"
    for came_from, said in ((there, True), ("https://elsewhere.example/", False)):
        again = fiona.post(reverse("tell_of_duty", args=[row.id]), {"version": 1}, headers={"referer": came_from})
        assert (f'href="{came_from}">Go back' in again.content.decode()) is said, "pressed twice"
    assert "because a law required it" in text(hers.get(reverse("my_looks")))
    whole = text(hers.get(reverse("my_record")))
    assert "Opened by a law" in whole and "Adult Support and Protection (Scotland) Act 2007" in whole
    assert "Case 14/26" not in whole and "zq000042xqz" not in whole


def count(client: Client, name: str) -> tuple[int, int, int]:
    """How often a page speaks of a law and of the council's team, and how many rows it has."""
    said = text(client.get(reverse(name)))
    return said.count("by law") + said.count("a law"), said.count("Discharge"), said.count("timeline__item")


def test_nobody_else_opens_these_pages(sign_in: SignIn, jean, ciara):
    record(sign_in(*GUARDIAN), jean, ciara)
    row = LegalDuty.objects.get(person=jean)
    for name in ("Ciara Gallacher", "Jean Rafferty", "Anne-Marie Boyle", "Rena Pettigrew"):
        client = sign_in(name)
        for there in (
            reverse("duties"),
            reverse("duty", kwargs={"duty_id": row.id}),
            reverse("record_duty", kwargs={"person_id": jean.id}),
        ):
            assert client.get(there).status_code == 403, (name, there)


def test_neither_a_program_nor_fhir_reads_by_it(sign_in: SignIn, jean, ciara):
    record(sign_in(*GUARDIAN), jean, ciara)
    program = Program(ciara)
    assert program.get("story", {}, person_id=jean.id).status_code == 404
    fhir = program.client.get(f"/fhir/R4/Patient/{jean.id}", headers=program.headers({}))
    assert fhir.status_code == 404
    found = program.client.get("/fhir/R4/Patient?name=Rafferty", headers=program.headers({})).json()
    assert str(jean.id) not in str(found)
    assert ciara.role is Role.WORKER
