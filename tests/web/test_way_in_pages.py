"""A person's own way in, as its pages show it: offered, opened by a scanner, used, taken off; attacks on it."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.models import Account, AuditEntry, Session
from ecotone.access.rules import Role
from ecotone.ground import clock
from ecotone.notices.models import Mail
from ecotone.people import actions, queries
from ecotone.people.models import OwnWayIn, Person
from ecotone.web.pages.way_in import COOKIE
from tests import worlds
from tests.rooms.access.signing import PASSWORD, somebody, with_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]
BORN, HERS = date(1948, 3, 24), "jean@example.org"
GO_ON = "/way-in/"


def text(answer: Any) -> str:
    return answer.content.decode()


class House:
    """A team with a worker who is signed in, and Jean, whom it helps."""

    def __init__(self) -> None:
        self.ours = worlds.wearing(worlds.team("Link workers"))
        self.jean = worlds.taken_in(self.ours, birth_date=BORN)
        self.worker = Client()
        worlds.enter(self.worker, self.account)
        self.pages = reverse("person_way_in", kwargs={"person_id": self.jean.id})

    @property
    def account(self) -> Account:
        return Account.objects.get(pk=self.ours.account_id)

    def offer(self, **given: Any) -> Any:
        return self.worker.post(self.pages, {"address": HERS, "knew": "in_person", "knew_how": "", **given})

    def halves(self, address: str = HERS) -> tuple[str, dict[str, str]]:
        """The link as it is mailed, and what she types behind it: the code as the sheet has it."""
        code = re.search(r"<strong>(\d{4} \d{4})</strong>", text(self.offer(address=address)))
        assert code
        row = OwnWayIn.objects.get(ended_at=None)
        return f"/way-in/{worlds.way_in_mailed(row.id)}/", {"code": code[1], "born": "24/03/1948"}

    def linked(self) -> Account | None:
        return Person.of(self.jean.id).account


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def browser() -> Client:
    return Client()


def test_it_is_offered_given_proved_and_she_is_in_her_own_record(house: House, browser: Client) -> None:
    assert "Offer them a way in" in text(house.worker.get(house.pages))
    assert house.pages in text(house.worker.get(reverse("person_sharing", kwargs={"person_id": house.jean.id})))
    path, typed = house.halves()
    again = text(house.worker.get(house.pages))
    assert typed["code"] not in again and "waits for them" in again, "the code is shown once"
    answer = browser.post(path, typed)
    assert answer["Location"] == GO_ON
    before = browser.session.session_key
    answer = browser.post(GO_ON, {"password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == reverse("my_story")
    assert browser.session.session_key != before
    assert house.jean.name in text(browser.get(reverse("my_story")))
    account = house.linked()
    assert account and account.email == HERS and browser.cookies[COOKIE].value == ""
    mine = text(browser.get(reverse("my_way_in")))
    assert house.ours.signature in mine and "known to them in person" in mine
    assert "to offer you a way to sign in yourself: known to them in person" in text(browser.get(reverse("my_looks")))
    assert "You sign in as yourself now" in text(browser.get(reverse("news")))
    assert "They sign in as themselves" in text(house.worker.get(house.pages))
    assert "Did they not ask for it?" in text(house.worker.get(reverse("news"))), "a colleague may know better"


def test_a_scanner_that_opens_everything_spends_nothing(house: House, browser: Client) -> None:
    path, typed = house.halves()
    before, entries = worlds.kept(), AuditEntry.objects.count()
    for _ in range(20):
        assert browser.get(path).status_code == 200
        assert browser.head(path).status_code == 200
        browser.get(GO_ON)
    assert worlds.kept() == before and AuditEntry.objects.count() == entries
    assert not Session.objects.exclude(account_id=house.account.id).exists()
    assert browser.post(path, typed)["Location"] == GO_ON


def test_before_the_code_the_page_names_nobody(house: House, browser: Client) -> None:
    path, _ = house.halves()
    shown = text(browser.get(path))
    assert not [word for word in (*house.jean.name.split(), house.ours.actor_name, HERS) if word in shown]


@pytest.mark.parametrize("wrong", [{"code": "0000 0000"}, {"born": "01/01/1950"}])
def test_whichever_half_is_wrong_the_page_says_the_same(house: House, browser: Client, wrong: dict[str, str]) -> None:
    path, typed = house.halves()
    answer = browser.post(path, typed | wrong)
    assert answer.status_code == 200 and COOKIE not in browser.cookies
    assert "This does not fit: the code, or the date of birth." in text(answer)
    assert (typed | wrong)["code"] in text(answer), "nothing that was typed is lost"


def test_after_five_wrong_ones_in_five_browsers_it_says_what_to_do(house: House) -> None:
    path, typed = house.halves()
    for _ in range(4):
        assert Client().post(path, typed | {"code": "00000000"}).status_code == 200
    for answer in (Client().post(path, typed | {"code": "00000000"}), Client().post(path, typed), Client().get(path)):
        assert "ask whoever gave you the code to offer you a new one" in text(answer)
    assert "Ended by five wrong tries" in text(house.worker.get(house.pages))


def test_what_leads_nowhere_says_the_same_whatever_the_reason(house: House, browser: Client) -> None:
    path, typed = house.halves()
    never = text(browser.get("/way-in/never-made/"))
    with worlds.later(days=15):
        assert text(browser.get(path)) == never
    browser.post(path, typed)
    browser.post(GO_ON, {"password": PASSWORD, "again": PASSWORD})
    assert "leads nowhere any more" in text(Client().get(path)) and text(Client().get(path)) == never
    assert Client().post(path, typed).status_code == 404


def test_whoever_keeps_trying_links_of_their_own_is_slowed_down(house: House, browser: Client) -> None:
    path, typed = house.halves()
    for _ in range(60):
        answer = browser.post(path, typed | {"code": "00000000"})
        if "tried too often" in text(answer):
            break
        OwnWayIn.objects.update(tries=0)
    assert "tried too often" in text(answer)
    assert OwnWayIn.objects.get().tries == 0, "and that counts as no try"


def test_the_worker_who_opens_the_link_signed_in_is_linked_to_nothing(house: House) -> None:
    path, typed = house.halves()
    house.worker.post(path, typed)
    shown = house.worker.get(GO_ON)
    assert "Somebody else is signed in here" in text(shown)
    house.worker.post(GO_ON, {"password": PASSWORD, "again": PASSWORD})
    assert house.linked() is None and not Account.objects.filter(email=HERS).exists()
    assert house.worker.get("/my-day/").status_code == 200, "and stays signed in"
    assert house.worker.post(GO_ON, {"sign_out": "yes"})["Location"] == GO_ON
    assert house.worker.get("/my-day/").status_code == 302
    assert "Choose a password of your own" in text(house.worker.get(GO_ON)), "she goes on in the same browser"


def test_she_uses_the_account_of_that_address_and_comes_back_by_signing_in(house: House, browser: Client) -> None:
    account = somebody("Jean")
    path, typed = house.halves(account.email)
    browser.post(path, typed)
    shown = text(browser.get(GO_ON))
    assert "/sign-in/?next=/way-in/" in shown and house.linked() is None
    signed = browser.post("/sign-in/", {"username": account.email, "password": PASSWORD, "next": GO_ON})
    assert signed["Location"] == GO_ON
    before = browser.session.session_key
    assert "Is this your account?" in text(browser.get(GO_ON)) and house.linked() is None
    assert browser.post(GO_ON)["Location"] == reverse("my_story")
    assert browser.session.session_key != before
    assert house.linked() == account and browser.get(reverse("my_story")).status_code == 200


def test_an_account_with_a_second_step_is_asked_for_it_before(house: House, browser: Client) -> None:
    account = somebody("Jean")
    with_step(account)
    path, typed = house.halves(account.email)
    browser.post(path, typed)
    browser.post("/sign-in/", {"username": account.email, "password": PASSWORD, "next": GO_ON})
    browser.post(GO_ON)
    assert house.linked() is None


def test_a_password_for_an_account_that_is_there_opens_nothing(house: House, browser: Client) -> None:
    account = somebody("Jean")
    path, typed = house.halves(account.email)
    browser.post(path, typed)
    browser.post(GO_ON, {"password": "another long phrase 8", "again": "another long phrase 8"})
    assert house.linked() is None and Account.objects.get(pk=account.id).check_password(PASSWORD)
    assert "_auth_user_id" not in browser.session


def test_a_mailbox_of_whoever_helps_or_has_a_record_ends_at_the_last_page(house: House, browser: Client) -> None:
    other = somebody("Ann")
    actions.link_account(by=worlds.SYSTEM, person_id=worlds.person("Ann Low").id, account_id=other.id)
    path, typed = house.halves(other.email)
    browser.post(path, typed)
    answer = browser.get(GO_ON)
    assert answer.status_code == 403 and "to an address that you alone read" in text(answer)
    browser.post(GO_ON, {"password": PASSWORD, "again": PASSWORD})
    assert house.linked() is None


def test_another_browser_cannot_go_on_without_the_proof(house: House, browser: Client) -> None:
    path, typed = house.halves()
    browser.post(path, typed)
    assert Client().get(GO_ON).status_code == 403
    forged = Client()
    forged.cookies[COOKIE] = str(OwnWayIn.objects.get().proof_hash)
    assert forged.get(GO_ON).status_code == 403
    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", GO_ON)


def test_no_address_leads_to_another_site(house: House, browser: Client) -> None:
    path, typed = house.halves()
    answer = browser.post(f"{path}?next=https://evil.example/", typed | {"next": "//evil.example"})
    assert answer["Location"] == GO_ON
    answer = browser.post(f"{GO_ON}?next=//evil.example", {"password": PASSWORD, "again": PASSWORD, "next": "//e"})
    assert answer["Location"] == reverse("my_story")


def test_a_form_from_elsewhere_is_refused(house: House) -> None:
    path, typed = house.halves()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, typed).status_code == 403
    assert OwnWayIn.objects.get().tries == 0


@pytest.mark.parametrize("address", ["x", "a@b.example\r\nBcc: all@b.example", "a@b.example,c@d.example"])
def test_a_wrong_address_is_said_and_nothing_is_lost_or_mailed(house: House, address: str) -> None:
    answer = house.offer(address=address, knew="other_way", knew_how="rang the practice")
    assert "This is not an e-mail address" in text(answer) and "rang the practice" in text(answer)
    assert not Mail.objects.exists() and not OwnWayIn.objects.exists()


def test_another_way_of_knowing_her_needs_words(house: House) -> None:
    answer = house.offer(knew="other_way")
    assert "Say in a few words how you know" in text(answer) and HERS in text(answer)


def test_whatever_the_address_the_worker_reads_the_same(house: House) -> None:
    def said(address: str) -> str:
        shown = text(house.offer(address=address)).replace(address, "ADDRESS")
        return re.sub(r"\d{4} \d{4}|csrfmiddlewaretoken\S* value=\S+|\"X-CSRFToken\": \"\w+\"", "", shown)

    with_record = somebody("Ann")
    actions.link_account(by=worlds.SYSTEM, person_id=worlds.person("Ann Low").id, account_id=with_record.id)
    clinic = worlds.wearing(worlds.team("A clinic"))
    elsewhere = Account.objects.get(pk=clinic.account_id).email
    assert said("nobody@example.org") == said(with_record.email) == said(elsewhere)


def test_taken_back_or_pressed_twice(house: House, browser: Client) -> None:
    path, _typed = house.halves()
    newer, typed = house.halves()
    assert browser.get(path).status_code == 404 and browser.get(newer).status_code == 200
    row = OwnWayIn.objects.get(ended_at=None)
    back = reverse("take_back_way_in", kwargs={"person_id": house.jean.id, "way_in_id": row.id})
    assert house.worker.post(back, {"version": row.version})["Location"] == house.pages
    assert house.worker.post(back, {"version": row.version}).status_code == 400
    assert browser.post(newer, typed).status_code == 404
    stranger = Client()
    worlds.enter(stranger, Account.objects.get(pk=worlds.stranger().account_id))
    assert stranger.post(back, {"version": row.version}).status_code == 404
    assert stranger.get(house.pages).status_code == 404


def in_as_jean(house: House, browser: Client) -> Account:
    path, typed = house.halves()
    browser.post(path, typed)
    browser.post(GO_ON, {"password": PASSWORD, "again": PASSWORD})
    account = house.linked()
    assert account
    return account


def test_she_takes_her_account_off_and_is_out_everywhere(house: House, browser: Client) -> None:
    account, other = in_as_jean(house, browser), Client()
    other.post("/sign-in/", {"username": account.email, "password": PASSWORD})
    assert other.get(reverse("my_story")).status_code == 200
    off = reverse("take_off_my_account")
    assert "This is what it does" in text(browser.post(off, {"sure": "no"})) and house.linked()
    assert browser.post(off, {"sure": "yes"})["Location"] == "/"
    assert house.linked() is None
    assert other.get(reverse("my_story")).status_code == 302, "nor is anybody in elsewhere"
    other.post("/sign-in/", {"username": account.email, "password": PASSWORD})
    nothing = text(other.get("/"))
    assert "ask somebody who helps you to offer you a way in" in nothing
    assert "Go to the first page" not in nothing, "which is this one"
    assert "They did themselves." in text(house.worker.get(house.pages))


def test_a_guardian_takes_it_off_says_why_and_the_team_is_told(house: House, browser: Client) -> None:
    in_as_jean(house, browser)
    by = worlds.wearing(worlds.actor("Guardians"), Role.GUARDIAN)
    guardian = Client()
    worlds.enter(guardian, Account.objects.get(pk=by.account_id))
    there = reverse("audit_person", kwargs={"person_id": house.jean.id})
    off = reverse("take_off_account", kwargs={"person_id": house.jean.id})
    audit = text(guardian.get(there))
    assert off in audit and "people.offer_own_way_in" in audit and "known to them in person" in audit
    assert "What was allowed from that account stands" in text(guardian.get(off))
    assert "Please fill this in." in text(guardian.post(off, {"reason": ""}))
    assert guardian.post(off, {"reason": "Her husband signs in"})["Location"] == there
    assert browser.get(reverse("my_story")).status_code == 302
    news = text(house.worker.get(reverse("news")))
    assert "An account was taken off somebody’s record for safety" in news and house.pages in news
    assert "who acts for them and who sees what" in news
    assert "Her husband signs in" in text(house.worker.get(house.pages))
    shown = text(guardian.get(off))
    assert "No account signs in as this person now" in shown and "Her husband signs in" in shown
    assert house.worker.get(off).status_code == 403


def test_what_she_reads_of_it_says_no_reason(house: House, browser: Client) -> None:
    in_as_jean(house, browser)
    by = worlds.wearing(worlds.actor("Guardians"), Role.GUARDIAN)
    actions.take_off_account(by=by, person_id=house.jean.id, reason="Her husband signs in")
    path, typed = house.halves("jean.alone@example.org")
    again = Client()
    again.post(path, typed)
    again.post(GO_ON, {"password": PASSWORD, "again": PASSWORD})
    for name in ("my_way_in", "my_looks", "news", "my_record"):
        assert "husband" not in text(again.get(reverse(name))), name
    assert "Taken off on" in text(again.get(reverse("my_way_in")))
    record = text(again.get(reverse("my_record")))
    assert "A way in that was offered to you" in record and HERS in record


def test_once_the_days_are_over_the_page_says_so(house: House) -> None:
    house.halves()
    with worlds.later(days=15):
        worlds.enter(house.worker, house.account)
        assert "Its fourteen days are over" in text(house.worker.get(house.pages))
    assert clock.now() and queries.ways_in(house.ours, house.jean.id).live
