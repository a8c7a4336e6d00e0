"""The pages of the terms: read by anyone, agreed to by who speaks for an organisation, kept by stewards."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.rules import Role, Scope
from ecotone.ecosystem import actions
from ecotone.ecosystem.models import Agreement, Terms
from tests import worlds
from tests.web.program import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3, 9)]


class Place:
    """A charity with a lead and a worker who helps Jean, and a steward of the place; each is signed in."""

    def __init__(self) -> None:
        self.charity = worlds.actor("Kettle On")
        self.lead, self.worker = worlds.wearing(self.charity, Role.LEAD), worlds.wearing(self.charity)
        self.steward = worlds.wearing(worlds.actor("The board"), Role.STEWARD)
        self.jean = worlds.taken_in(self.worker)

    def client(self, by: Any) -> Client:
        client = Client()
        worlds.enter(client, worlds.Account.objects.get(pk=by.account_id))
        return client

    def publish(self, **more: Any) -> Terms:
        words = {"plain": f"Be kind {more.get('after', 0)}", "full": "1. Be kind", "changed": "Kinder", "grace": 0}
        return actions.publish_terms(by=worlds.SYSTEM, **words | more)


@pytest.fixture
def here() -> Place:
    return Place()


def test_a_place_without_terms_says_so_to_anyone(here: Place, client: Client) -> None:
    assert "asks for no agreement" in client.get(reverse("terms")).content.decode()


def test_who_may_not_see_is_told_why_and_how_until_somebody_agrees(here: Place) -> None:
    worker, lead = here.client(here.worker), here.client(here.lead)
    assert worker.get(reverse("person", args=[here.jean.id])).status_code == 200
    terms = here.publish()
    shut = worker.get(reverse("person", args=[here.jean.id]))
    text = shut.content.decode()
    assert shut.status_code == 403 and "has not agreed to the terms" in text and "Rafferty" not in text
    assert worker.get(reverse("person", args=[worlds.UNKNOWN])).status_code == 403, "the same for nobody"
    start = worker.get("/", follow=True)
    assert "Kettle On has not agreed" in start.content.decode()
    page = worker.get(reverse("terms")).content.decode()
    assert "Be kind" in page and "ask them to open this page" in page and "We agree" not in page
    sent = {"organisation": str(here.charity.id), "terms": str(terms.id)}
    assert "Tick it" in lead.post(reverse("terms"), sent).content.decode()
    assert not Agreement.objects.exists()
    assert lead.post(reverse("terms"), {**sent, "agree": "on"}).status_code == 302
    assert "agreed to these terms already" in lead.post(reverse("terms"), {**sent, "agree": "on"}).content.decode()
    assert worker.get(reverse("person", args=[here.jean.id])).status_code == 200
    assert "has not agreed" not in worker.get("/", follow=True).content.decode()


def test_a_stale_page_agrees_to_nothing(here: Place) -> None:
    first, lead = here.publish(), here.client(here.lead)
    here.publish(after=1)
    sent = {"organisation": str(here.charity.id), "terms": str(first.id), "agree": "on"}
    assert "not the newest terms" in lead.post(reverse("terms"), sent).content.decode()
    assert lead.post(reverse("terms"), {**sent, "terms": "forged"}).status_code == 200
    assert not Agreement.objects.exists()


def test_a_steward_publishes_withdraws_and_sees_who_has_agreed(here: Place) -> None:
    steward = here.client(here.steward)
    page = steward.get(reverse("publish_terms")).content.decode()
    assert "These words are invented" in page
    given = {"plain": "We promise\r\nTo be kind\r\nTo listen", "full": "Be kind", "grace": "0", "after": "0"}
    slip = steward.post(reverse("publish_terms"), given).content.decode()
    assert "Nothing has been changed yet" in slip and "To listen" in slip and not Terms.objects.exists()
    given["sure"] = "on"
    assert "number of days" not in page and steward.post(reverse("publish_terms"), given).status_code == 302
    assert steward.post(reverse("publish_terms"), given).status_code == 409, "sent twice"
    assert steward.post(reverse("publish_terms"), {**given, "after": "1", "grace": "-1"}).status_code == 200
    same = steward.post(reverse("publish_terms"), {**given, "after": "1"}).content.decode()
    assert "the words of the newest version" in same
    unsaid = steward.post(reverse("publish_terms"), {**given, "after": "1", "full": "Be kinder"}).content.decode()
    assert "What is new in it?" in unsaid and "Be kinder" in unsaid and Terms.objects.count() == 1
    terms = Terms.objects.get()
    page = steward.get(reverse("terms") + "?text=plain").content.decode()
    assert "<h3>We promise</h3><ul><li>To be kind</li>" in page, "headings and lists are read as such"
    agreement = actions.agree_to_terms(by=here.lead, organisation_id=here.charity.id, terms_id=terms.id)
    page = steward.get(reverse("terms_agreements")).content.decode()
    assert "1 of 2 has not agreed" in page and here.lead.signature in page
    table = steward.get(reverse("terms_agreements") + "?as=csv").content.decode("utf-8-sig")
    rows = {row["Organisation"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows["Kettle On"]["How it stands"] == "Agreed" and rows["Kettle On"]["By"] == here.lead.signature
    assert steward.post(reverse("end_agreement", args=[agreement.id])).status_code == 302
    assert "Not agreed: sees no record" in steward.get(reverse("terms_agreements")).content.decode()
    steward.post(reverse("withdraw_terms", args=[terms.id]), {"grace": "3"})
    assert not Terms.objects.exclude(until=None).exists(), "not by one press"
    steward.post(reverse("withdraw_terms", args=[terms.id]), {"grace": "3", "sure": "on"})
    assert (
        "superseded or withdrawn already" in steward.get(reverse("withdraw_terms", args=[terms.id])).content.decode()
    )


def test_where_terms_are_withdrawn_it_is_said_until_when_what_was_agreed_counts(here: Place) -> None:
    terms, worker = here.publish(), here.client(here.worker)
    actions.agree_to_terms(by=here.lead, organisation_id=here.charity.id, terms_id=terms.id)
    actions.withdraw_terms(by=here.steward, terms_id=terms.id, grace=3)
    said = worker.get(reverse("terms")).content.decode()
    assert "What was agreed counts until" in said and "Be kind" in said and "asks for no agreement" not in said
    with worlds.later(days=3):
        assert "Nothing that was agreed counts since" in worker.get(reverse("terms")).content.decode()


def test_taking_a_version_back_offers_that_the_one_before_counts_again(here: Place) -> None:
    first, steward = here.publish(), here.client(here.steward)
    there = reverse("withdraw_terms", args=[first.id])
    assert "counts again" not in steward.get(there).content.decode().split("<form")[-1]
    slip = here.publish(after=1, grace=30)
    there = reverse("withdraw_terms", args=[slip.id])
    assert "Version 1 counts again" in steward.get(there).content.decode()
    assert steward.post(there, {"grace": "3", "sure": "on", "back": "on"}).status_code == 302
    assert Terms.objects.get(until=None).number == 1
    read = here.client(here.lead).get(reverse("terms")).content.decode()
    assert "These terms are withdrawn" not in read and "Version 1, since" in read
    begun = steward.get(reverse("publish_terms")).content.decode()
    assert first.plain in begun and slip.plain not in begun, "other terms begin from those that count"


def test_others_neither_publish_nor_see_who_has_agreed(here: Place) -> None:
    terms = here.publish()
    agreement = actions.agree_to_terms(by=here.lead, organisation_id=here.charity.id, terms_id=terms.id)
    for by in (here.lead, here.worker):
        client = here.client(by)
        for name in ("terms_agreements", "publish_terms"):
            assert client.get(reverse(name)).status_code == 403
        assert client.get(reverse("withdraw_terms", args=[terms.id])).status_code in (403, 404)
    assert here.client(here.worker).post(reverse("end_agreement", args=[agreement.id])).status_code in (403, 404)
    assert here.client(here.lead).post(reverse("end_agreement", args=[agreement.id])).status_code == 302


def test_a_program_reads_how_it_stands_and_agrees_to_nothing(here: Place) -> None:
    program = Program(here.worker, Scope.MAP_READ, Scope.PEOPLE_READ)
    assert program.get("terms_now").json() is None
    here.publish()
    assert program.get("terms_now").json()["number"] == 1
    assert program.get("our_terms").json()["items"][0]["state"] == "shut"
    assert program.get("person", person_id=here.jean.id).status_code in (403, 404)
    assert program.get("agreements").status_code == 403
