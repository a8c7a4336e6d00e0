"""An administrator's pages for joiners, movers and leavers; what an outsider and bad input get there."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ecotone.access.models import Account
from ecotone.access.rules import Role
from ecotone.care.models import Referral
from ecotone.ecosystem.models import Hat
from ecotone.ecosystem.queries import principal_for
from ecotone.ground import clock
from ecotone.notices.models import Mail
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3, 4)]
HEAD = "name,email,team,role,title,from,until\n"


class Place:
    """A charity with two teams, its administrator signed in; Jean's ask is in the hands of one of its workers."""

    def __init__(self) -> None:
        self.charity = worlds.actor("Kettle On")
        self.first = worlds.team("Befrienders", self.charity)
        self.second = worlds.team("Walkers", self.charity)
        self.keeper = worlds.wearing(self.charity, Role.ADMINISTRATOR)
        self.worker, self.other = worlds.wearing(self.first), worlds.wearing(self.first)
        asker = worlds.wearing(worlds.actor("The surgery"))
        self.asked = worlds.ask(asker, worlds.taken_in(asker), self.first)
        worlds.moved(self.asked, self.worker, "accept", worker=self.worker.signature)
        Account.objects.filter(pk=self.other.account_id).update(name="Bob Ure")
        self.client = self.enter(self.keeper)

    def enter(self, by: Any) -> Client:
        client = Client()
        worlds.enter(client, Account.objects.get(pk=by.account_id))
        return client

    @property
    def done_by(self) -> str:
        return Referral.objects.values_list("worker", flat=True).get(pk=self.asked.pk)

    def of(self, name: str, **more: Any) -> str:
        return reverse(name, kwargs={"account_id": self.worker.account_id, **more})


@pytest.fixture
def here() -> Place:
    return Place()


def test_a_list_is_looked_through_first_and_then_let_in_whole(here: Place) -> None:
    lines = HEAD + "Nan,nan@example.org,befrienders,,Befriender,,2027-01-01\nPat,pat@example.org,,lead,Lead,,\n"
    page = here.client.post(reverse("let_in_list"), {"people": lines})
    assert "Let all of them in" in page.content.decode() and not Mail.objects.exists()
    assert here.client.post(reverse("let_in_list"), {"people": lines, "sure": "yes"}).status_code == 302
    assert Mail.objects.count() == 2
    assert Hat.objects.get(account__email="nan@example.org").actor_id == here.first.id
    assert Hat.objects.get(account__email="pat@example.org").actor_id == here.charity.id, "no team named"
    page = here.client.post(reverse("let_in_list"), {"people": lines, "sure": "yes"})
    assert "wears this hat already" in page.content.decode(), "sent twice"


def test_a_list_that_is_wrong_lets_nobody_in_and_says_where(here: Place) -> None:
    before = Account.objects.count()
    wrong = HEAD + "Nan,nan@example.org,Nobodies,steward,,soon,\n"
    text = here.client.post(reverse("let_in_list"), {"people": wrong, "sure": "yes"}).content.decode()
    for said in ("No team of yours", "worker, lead or administrator", "“title” is missing", "“soon” is no day"):
        assert said in text
    for sent in (b"\0\0\0", b"\xff\xfe" + b"a" * 300_000):
        file = SimpleUploadedFile("list.csv", sent)
        assert "no list we can read" in here.client.post(reverse("let_in_list"), {"file": file}).content.decode()
    assert "nobody in this list" in here.client.post(reverse("let_in_list"), {"people": ""}).content.decode()
    good = SimpleUploadedFile("list.csv", ("\ufeff" + HEAD + "Zoë,z@example.org,,,Cook,,").encode())
    assert "Zoë" in here.client.post(reverse("let_in_list"), {"file": good}).content.decode()
    assert Account.objects.count() == before


def test_a_leaver_hands_on_what_is_in_hand_and_comes_back_the_same_day(here: Place) -> None:
    page = here.client.get(here.of("leave_colleague")).content.decode()
    assert "1 open ask names them" in page and "Rafferty" not in page
    sent = {"on": clock.today().isoformat(), f"to_{here.first.id}": str(here.other.account_id)}
    assert here.client.post(here.of("leave_colleague"), {**sent, "on": "yesterday"}).status_code == 200
    worker = here.enter(here.worker)
    assert worker.get(reverse("my_day")).status_code == 200
    assert here.client.post(here.of("leave_colleague"), sent).status_code == 302
    assert here.done_by.startswith("Bob Ure") and worker.get(reverse("my_day")).status_code == 302
    page = here.client.get(reverse("colleagues")).content.decode()
    assert "Left today" in page and here.client.post(here.of("leave_colleague"), sent).status_code == 404
    assert here.client.post(reverse("all_come_back")).status_code == 302
    assert here.done_by == here.worker.signature and here.enter(here.worker).get(reverse("my_day")).status_code == 200


def test_a_leaver_of_a_later_day_is_taken_back_with_one_press(here: Place) -> None:
    on = clock.today() + timedelta(days=9)
    here.client.post(here.of("leave_colleague"), {"on": on.isoformat()})
    page = here.client.get(here.of("colleague")).content.decode()
    assert "They leave on" in page
    leaving = here.client.get(reverse("colleagues")).content.decode().split("/our-people/left/")[1].split("/")[0]
    back = reverse("come_back_colleague", args=[leaving])
    assert here.enter(here.other).post(back).status_code in (403, 404)
    assert here.client.post(back).status_code == 302
    assert here.client.post(back).status_code == 400, "pressed twice"


def test_a_mover_changes_team_in_one_act(here: Place) -> None:
    address = here.of("move_colleague", hat_id=here.worker.hat_id)
    page = here.client.get(address).content.decode()
    assert "Bob Ure" in page
    sent = {"actor": str(here.second.id), "role": "worker", "title": "Walk leader", "to": ""}
    assert here.client.post(address, {**sent, "to": str(here.keeper.account_id)}).status_code == 200
    assert here.client.post(address, sent).status_code == 302
    assert here.done_by == "" and here.client.post(address, sent).status_code == 404, "pressed twice"
    assert "Walk leader, Walkers" in here.client.get(here.of("colleague")).content.decode()


def test_a_hat_has_days_from_and_until(here: Place) -> None:
    today = clock.today()
    sent = {"actor": str(here.second.id), "role": "worker", "title": "Cover"}
    days = {"since": (today + timedelta(days=2)).isoformat(), "until": (today + timedelta(days=9)).isoformat()}
    assert here.client.post(here.of("colleague"), {**sent, **days}).status_code == 302
    hat = Hat.objects.get(title="Cover")
    assert (hat.until - hat.since).days == 7
    own = here.of("end_hat", hat_id=here.worker.hat_id)
    here.client.post(own, {"until": "soon"})
    assert Hat.of(here.worker.hat_id).until is None
    here.client.post(own, {"until": (today + timedelta(days=5)).isoformat()})
    worn = (here.worker.account_id, "", here.worker.hat_id)
    assert principal_for(*worn)
    with worlds.later(days=5):
        assert principal_for(*worn) is None


def test_who_is_still_ours_is_said_with_one_press_each(here: Place) -> None:
    page = here.client.get(reverse("staff_review")).content.decode()
    assert "2 of 2 are still to be looked through" in page
    here.client.post(here.of("review_one"))
    page = here.client.get(reverse("staff_review")).content.decode()
    assert "1 of 2" in page and "Still ours" in page
    assert here.client.get(reverse("staff_review") + "?as=csv").status_code == 200


def test_nobody_else_opens_these_pages(here: Place) -> None:
    outsider = here.enter(worlds.wearing(worlds.actor("Plains Larder"), Role.ADMINISTRATOR))
    worker = here.enter(here.worker)
    for name in ("let_in_list", "staff_review"):
        assert worker.get(reverse(name)).status_code == 403
    of_one = {"move_colleague": {"hat_id": here.worker.hat_id}, "leave_colleague": {}}
    for name, more in of_one.items():
        assert outsider.get(here.of(name, **more)).status_code == 404
        assert worker.get(here.of(name, **more)).status_code == 403
    assert outsider.post(here.of("review_one")).status_code in (403, 404)
    assert outsider.post(here.of("let_in_again")).status_code in (403, 404)


def test_whoever_was_let_in_today_leaves_and_comes_back(here: Place) -> None:
    line = HEAD + "Nan,nan@example.org,befrienders,,Befriender,,\n"
    here.client.post(reverse("let_in_list"), {"people": line, "sure": "yes"})
    nan = Account.objects.get(email="nan@example.org")
    here.client.post(reverse("leave_colleague", args=[nan.id]), {"on": clock.today().isoformat()})
    leaving = here.client.get(reverse("colleagues")).content.decode().split("/our-people/left/")[1].split("/")[0]
    assert here.client.post(reverse("come_back_colleague", args=[leaving])).status_code == 302
    assert Hat.objects.get(account=nan).until is None


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize(
    ("who", "hat", "page"),
    [
        ("Marcus Adeyemi-Kerr", "", "my_day"),
        ("Fiona Lochhead", "Guardian of records", "guarding"),
        ("Norma Ferrie", "", "colleagues"),
        ("Isla Drysdale", "", "ecosystem"),
    ],
)
def test_each_hat_begins_with_its_own_work(who: str, hat: str, page: str, sign_in) -> None:
    assert sign_in(who, hat).get("/")["Location"] == reverse(page)
