"""Asking all who can help, through the pages: who would be told is seen first, no name travels, one gets it."""

from datetime import timedelta

import pytest
from django.test import Client

from ecotone.care.models import Candidate, Referral
from ecotone.ecosystem.models import Need
from ecotone.ground import clock
from ecotone.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
WHY = "Nobody has sat down in the kitchen with her since Easter."
COMPANY = "company.connection"


@pytest.fixture
def jean(db) -> Person:
    return Person.objects.get(name="Jean Rafferty")


@pytest.fixture
def marcus(sign_in) -> Client:
    return sign_in("Marcus Adeyemi-Kerr")


@pytest.fixture
def elaine(sign_in) -> Client:
    return sign_in("Elaine Cuthbertson", "Befriending coordinator")


def openly(jean: Person, need: str = COMPANY) -> str:
    return f"/people/{jean.id}/offer/?need={need}"


def asking(**changes: object) -> dict[str, object]:
    return {
        "note": "Tuesdays, with a pot of tea",
        "why": WHY,
        "urgency": "soon",
        "reply_by": (clock.today() + timedelta(days=7)).isoformat(),
        "parts": ["matters"],
        "agreed": "on",
        **changes,
    }


@pytest.fixture
def asked(marcus, jean) -> Referral:
    marcus.post(openly(jean), asking())
    return Referral.objects.get(why=WHY)


def taking(**changes: object) -> dict[str, object]:
    start = (clock.today() + timedelta(days=3)).isoformat()
    return {"worker": "Elaine", "expected_start": start, **changes}


def services_of(asked: Referral, name: str) -> list[str]:
    told = Candidate.objects.filter(referral=asked, actor__name=name).order_by("service__name")
    return [str(own) for own in told.values_list("service_id", flat=True)]


def test_who_would_be_told_is_seen_before_anybody_is(marcus, jean) -> None:
    before = Candidate.objects.count()
    text = marcus.get(openly(jean)).content.decode()
    assert "services would be told" in text
    assert "Kettle On befriending" in text
    assert "Which parts of the story" in text
    assert Candidate.objects.count() == before
    assert "Which parts of the story" not in marcus.get(f"/people/{jean.id}/offer/").content.decode()


def test_find_help_leads_there_and_keeps_what_was_looked_for(marcus, jean) -> None:
    text = marcus.get(f"/find-help/?person={jean.id}&need={COMPANY}").content.decode()
    assert f"/people/{jean.id}/offer/?need={COMPANY}" in text


def test_where_nobody_fits_it_says_so_and_leads_on(marcus, jean) -> None:
    nothing = Need.objects.create(code="very.rare", name="A very rare need")
    text = marcus.get(openly(jean, nothing.code)).content.decode()
    assert "No service with room fits" in text
    assert "/find-help/?need=very.rare" in text
    posted = marcus.post(openly(jean, nothing.code), asking())
    assert posted.status_code == 200
    assert not Referral.objects.filter(why=WHY).exists()


@pytest.mark.commitment(3)
def test_those_told_read_need_and_place_and_no_name(asked, elaine, jean) -> None:
    for address in ("/my-day/", "/offers/", f"/offers/{asked.id}/", f"/offers/{asked.id}/pass/"):
        text = elaine.get(address).content.decode()
        assert "Company and connection" in text, address
        assert "Rafferty" not in text, address
        assert WHY not in text, address
    assert elaine.get(f"/referrals/{asked.id}/").status_code == 404
    assert elaine.get(f"/people/{jean.id}/offer/").status_code == 404


def test_taken_on_it_opens_and_the_others_read_that_it_is_over(asked, elaine, sign_in) -> None:
    first, _ = services_of(asked, "Kettle On")
    answer = elaine.post(f"/offers/{asked.id}/", taking(service=first), follow=True)
    assert answer.redirect_chain[-1][0] == f"/referrals/{asked.id}/"
    assert WHY in answer.content.decode()
    assert elaine.get(f"/offers/{asked.id}/").status_code == 302
    again = elaine.post(f"/offers/{asked.id}/", taking(service=first), follow=True)
    assert again.redirect_chain[-1][0] == f"/referrals/{asked.id}/", "a button pressed twice lands where once does"
    marcus = sign_in("Marcus Adeyemi-Kerr")
    assert "Took it on" in marcus.get(f"/referrals/{asked.id}/").content.decode()


def test_who_comes_second_gets_a_sentence(asked, elaine, sign_in) -> None:
    first, _ = services_of(asked, "Kettle On")
    team = asked.candidates.exclude(actor__name="Kettle On").first()
    Referral.objects.filter(pk=asked.id).update(
        state="accepted", target=team.actor, service=team.service, version=asked.version + 1
    )
    answer = elaine.post(f"/offers/{asked.id}/", taking(service=first))
    assert answer.status_code == 200
    assert "no longer open" in answer.content.decode()
    assert "no longer open" in elaine.get(f"/offers/{asked.id}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"service": ""}, "required"),
        ({"service": "not-a-service"}, "not one of the available choices"),
        ({"worker": " "}, "required"),
        ({"expected_start": "2001-01-01"}, "This day has passed"),
        ({"expected_start": "soon"}, "Please give a day"),
    ],
)
def test_a_fault_in_a_claim_is_named_and_nothing_typed_is_lost(asked, elaine, changes, sentence: str) -> None:
    first, _ = services_of(asked, "Kettle On")
    form = taking(**{"service": first, "worker": "Elaine on Tuesdays", **changes})
    answer = elaine.post(f"/offers/{asked.id}/", form)
    assert answer.status_code == 200
    assert sentence.lower() in answer.content.decode().lower()
    assert "Elaine on Tuesdays" in answer.content.decode() or "worker" in changes
    assert Referral.objects.get(pk=asked.id).state == "unclaimed"


def test_passing_by_says_why_and_leaves_the_list(asked, elaine, sign_in) -> None:
    assert elaine.post(f"/offers/{asked.id}/pass/", {"reason": ""}).status_code == 200
    given = {"reason": "no_capacity", "words": "Try the hospice <b>day room</b>"}
    assert elaine.post(f"/offers/{asked.id}/pass/", given).status_code == 302
    assert str(asked.id) not in elaine.get("/offers/").content.decode()
    text = sign_in("Marcus Adeyemi-Kerr").get(f"/referrals/{asked.id}/").content.decode()
    assert "No room at present" in text
    assert "&lt;b&gt;day room" in text


@pytest.mark.commitment(1)
def test_she_may_ask_all_who_can_help_herself(sign_in, jean) -> None:
    me = sign_in("Jean Rafferty")
    assert "services would be told" in me.get(openly(jean)).content.decode()
    me.post(openly(jean), asking())
    asked = Referral.objects.get(why=WHY, source=None)
    assert "asked for you, without your name" in me.get("/my-story/asked/").content.decode()
    assert me.get(f"/referrals/{asked.id}/").status_code == 200


def test_a_stranger_learns_nothing_of_whom_it_is_for(asked, sign_in, jean) -> None:
    stranger = sign_in("Stuart Meikle")
    for address in (f"/offers/{asked.id}/", f"/offers/{asked.id}/pass/", openly(jean)):
        answer = stranger.get(address)
        assert answer.status_code == 404
        assert "Rafferty" not in answer.content.decode()
    planner = sign_in("Rena Pettigrew")
    assert planner.get("/offers/").status_code == 403
