"""Who may sign for somebody, as pages show it: written down, used for a choice, read by her, ended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.ground import clock
from ecotone.people import actions
from ecotone.people.models import Authority, CapacityAssessment, CircleTie, Person, SharingChoice
from ecotone.people.rules import Effect, Part
from ecotone.people.rules.signing import Matter
from tests import worlds
from tests.web.program import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
SignIn = Callable[..., Client]


@pytest.fixture
def jean() -> Person:
    return Person.objects.get(name="Jean Rafferty")


def text(answer) -> str:
    return answer.content.decode()


def of(jean: Person, name: str, **more: object) -> str:
    return reverse(name, kwargs={"person_id": jean.id, **more})


def day(days: int) -> str:
    return f"{clock.today() + timedelta(days=days):%d/%m/%Y}"


def looked(**given: object) -> dict[str, object]:
    said = {"matter": "sharing", "able": "no", "assessed_by": "Dr Baird, GP", "how": "With pictures, twice"}
    return said | {"on": day(0), "again_on": day(90)} | given


def paper(jean: Person, **given: object) -> dict[str, object]:
    tie = CircleTie.objects.filter(person=jean, kind="family").first()
    said = {"tie_id": str(tie.id), "kind": "welfare_attorney", "number": "OPG 14/26", "covers": ["sharing"]}
    return said | {"seen_on": day(0), "since": day(0), "permission_id": ""} | given


def test_a_worker_writes_it_down_the_attorney_signs_and_the_person_reads_who_did(sign_in: SignIn, jean):
    marcus, me = sign_in("Marcus Adeyemi-Kerr"), sign_in("Jean Rafferty")
    assert "Authorities" not in text(me.get(reverse("my_deciding")))
    wrong = text(marcus.post(of(jean, "record_authority"), paper(jean, number="", seen_on="x", powers="kept words")))
    assert "kept words" in wrong and "Please give a day" in wrong
    assert "Please fill this in." in text(marcus.post(of(jean, "record_authority"), paper(jean, number="")))
    marcus.post(of(jean, "record_authority"), paper(jean))
    power = Authority.objects.get(person=jean)
    adding = of(jean, "add_choice")
    assert "Whose decision is it?" not in text(marcus.get(adding)), "she decides herself"
    marcus.post(of(jean, "record_assessment"), looked())
    shown = text(marcus.get(adding))
    assert "cannot decide this at present" in shown and "as welfare attorney" in shown
    given = {"effect": "grant", "whom": "sector:third", "part": "matters", "until": "", "note": ""}
    plain = marcus.post(adding, given)
    assert plain.status_code == 403 and "cannot decide this at present" in text(plain)
    given |= {"signer": str(power.id)}
    sure = text(marcus.post(adding, given))
    assert f"Signed in their place by {power.tie.name}, as welfare attorney" in sure
    made = marcus.post(adding, given | {"sure": "yes"}, follow=True)
    assert f"signed in their place by {power.tie.name}, as welfare attorney" in text(made)
    mine = text(me.get(reverse("my_sharing")))
    assert f"signed in their place by {power.tie.name}" in mine and reverse("my_deciding") in mine
    decides = text(me.get(reverse("my_deciding")))
    assert "Somebody looked, and wrote down that you cannot decide this at present" in decides
    assert f"{power.tie.name} signs in your place, as welfare attorney" in decides
    assert "OPG 14/26" in text(me.get(reverse("my_record")))


def test_what_she_refused_is_said_not_to_open_and_what_was_signed_is_taken_back(sign_in: SignIn, jean):
    me, marcus = worlds.herself(jean), sign_in("Marcus Adeyemi-Kerr")
    refused = {"by": me, "person_id": jean.id, "effect": Effect.REFUSAL, "sector": "council"}
    actions.choose_sharing(**refused, part=Part.HARMS)
    marcus.post(of(jean, "record_assessment"), looked())
    marcus.post(of(jean, "record_authority"), paper(jean, kind="welfare_guardian"))
    power = Authority.objects.get(person=jean)
    given = {"effect": "grant", "whom": "sector:council", "part": "harms", "signer": str(power.id)}
    assert "What they refused stays refused" in text(marcus.post(of(jean, "add_choice"), given))
    given |= {"effect": "refusal", "part": "works", "sure": "yes"}
    marcus.post(of(jean, "add_choice"), given)
    made = SharingChoice.objects.get(person=jean, part="works", effect="refusal")
    there = of(jean, "withdraw_choice", choice_id=made.id)
    assert "as welfare guardian" in text(marcus.get(there))
    marcus.post(there)
    assert SharingChoice.of(made.id).withdrawn_at


def test_ending_it_needs_a_reason_and_an_old_form_changes_nothing(sign_in: SignIn, jean):
    marcus = sign_in("Marcus Adeyemi-Kerr")
    power, seen = worlds.some_authority(jean), worlds.some_assessment(jean)
    end = of(jean, "end_authority", authority_id=power.id)
    assert marcus.post(end, {"version": 7, "reason": "Revoked"}).status_code == 409
    assert marcus.post(end, {"version": 1, "reason": " "}).status_code == 200
    assert Authority.of(power.id).ended_at is None
    assert "Revoked" in text(marcus.post(end, {"version": 1, "reason": "Revoked"}, follow=True))
    assert "already ended" in text(marcus.post(end, {"version": 2, "reason": "Revoked"}))
    withdraw = of(jean, "withdraw_assessment", assessment_id=seen.id)
    assert "Counts no more" in text(marcus.post(withdraw, {"version": 1, "reason": "Wrong"}, follow=True))
    for name, which in (("end_authority", "authority_id"), ("withdraw_assessment", "assessment_id")):
        assert marcus.get(of(jean, name, **{which: worlds.UNKNOWN})).status_code == 404
    stranger = sign_in("Brendan Docherty", "Team lead, integrated rehabilitation")
    assert stranger.get(of(jean, "person_deciding")).status_code == 404
    daughter = sign_in("Anne-Marie Boyle")
    assert daughter.get(of(jean, "person_deciding")).status_code in (403, 404)


def test_a_program_does_the_same(jean):
    marcus = Program(worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr"))
    tie = CircleTie.objects.filter(person=jean, kind="family").first()
    today, hers = clock.today().isoformat(), {"person_id": jean.id}
    given = {"matter": "acting", "able": False, "assessed_by": "Dr Baird, GP", "how": "Twice", "on": today}
    again = (clock.today() + timedelta(days=30)).isoformat()
    assert marcus.post("record_assessment", given | {"again_on": again}, **hers).status_code == 201
    power = {"tie_id": str(tie.id), "kind": "welfare_attorney", "covers": ["acting"], "number": "OPG 7"}
    made = marcus.post("record_authority", power | {"seen_on": today, "since": today}, **hers)
    assert made.status_code == 201
    read = marcus.get("deciding", **hers).json()
    (acting,) = [each for each in read["matters"] if each["matter"] == Matter.ACTING]
    assert (acting["standing"], [each["number"] for each in acting["in_her_place"]]) == ("assessed_unable", ["OPG 7"])
    assert CapacityAssessment.objects.get(person=jean).author_account_id
