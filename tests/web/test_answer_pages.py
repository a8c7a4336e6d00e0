"""The pages of a link, as mail scanners, forwarders, the forgetful and the double-clicking meet them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecotone.access import actions as access
from ecotone.access.models import Account, AuditEntry
from ecotone.care import actions
from ecotone.care.actions.mailing import PATH
from ecotone.care.models import AnswerLink, LinkCode, Referral, ReferralMove, Sentence
from ecotone.ground import clock
from ecotone.notices.models import Mail
from ecotone.people import actions as people
from ecotone.people.rules import Part
from tests import worlds
from tests.rooms.care.linking import Lane, code_in, holder, lane, link_of, newest_mail, token_in
from tests.worlds import moved, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MOST = 15


@pytest.fixture
def way() -> Lane:
    access.mark_deployment(by=worlds.SYSTEM, kind="live", name="Somewhere", recipe={})
    return lane()


@pytest.fixture
def asked(way) -> Referral:
    people.add_story_entry(by=way.asker, person_id=way.jean.id, section=Part.MATTERS, text="Her sweet peas")
    return way.ask(why="Quick hands, and nobody to knit for")


def come_in(token: str, *, browser: Client | None = None, remember: bool = False) -> Client:
    """A browser in by this link: it pressed the button and typed the code from the mail."""
    browser = browser or Client()
    page = browser.post(f"/answer/{token}/")
    given = {"code": code_in(newest_mail("code"))} | ({"remember": "on"} if remember else {})
    browser.post(page["Location"], given)
    return browser


def page_of(referral: Referral, name: str = "answer_referral", **more: str) -> str:
    link = AnswerLink.objects.filter(referral=referral).order_by("-created_at", "-id")[0]
    return reverse(name, kwargs={"link_id": link.id, **more})


def text_of(answer) -> str:
    """What a page says, without the token against forged forms, which is new each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())


def test_the_mail_leads_to_the_page(asked):
    assert reverse("answer", kwargs={"link_token": "a-_1"}) == PATH.format(token="a-_1")


@pytest.mark.commitment(9)
def test_a_scanner_that_opens_every_link_sees_and_changes_nothing(asked):
    token = token_in(newest_mail())
    before = worlds.kept(), AuditEntry.objects.count(), Mail.objects.count()
    for method in ("get", "head"):
        answer = getattr(Client(), method)(f"/answer/{token}/")
        assert answer.status_code == 200
        assert "Jean" not in text_of(answer) and "Knitting" not in text_of(answer)
        assert not answer.cookies.get("ecotone-answer")
    assert (worlds.kept(), AuditEntry.objects.count(), Mail.objects.count()) == before
    forged = Client().get("/answer/forged/")
    assert text_of(forged).replace("forged", "") == text_of(Client().get(f"/answer/{token}/")).replace(token, "")


@pytest.mark.parametrize("why", ["forged", "revoked", "ended", "expired", "replaced"])
def test_whatever_opens_nothing_says_the_same(way, asked, why):
    token = token_in(newest_mail())
    if why == "revoked":
        actions.revoke_link(by=way.asker, referral_id=asked.id, live_id=link_of(asked).id, reason="Wrong")
    elif why == "ended":
        moved(asked, way.me, "withdraw")
    elif why == "replaced":
        actions.send_link(by=way.asker, referral_id=asked.id, live_id=link_of(asked).id)
    elif why == "forged":
        token = "x" * 43
    with worlds.later(days=31 if why == "expired" else 0):
        opened = Client().post(f"/answer/{token}/")
        again = Client().post(f"/answer/{token}/again/")
    plain = Client().post(f"/answer/{'y' * 43}/")
    assert opened.status_code == 404
    assert text_of(opened).replace(token, "") == text_of(plain).replace("y" * 43, "")
    assert text_of(again) == text_of(Client().post(f"/answer/{'y' * 43}/again/"))
    assert bool(Mail.objects.filter(to="kettle@example.org").count() > 1 + (why in ("ended", "replaced"))) == (
        why in ("expired", "replaced")
    )


@pytest.mark.commitment(3)
def test_a_forwarded_link_is_no_use_without_the_code(asked):
    token = token_in(newest_mail())
    friend = Client()
    page = friend.post(f"/answer/{token}/")["Location"]
    assert newest_mail("code").to == "kettle@example.org"
    for code in ("000000", "", "x" * 20, "１２３４５６", "12345\x006"):
        assert friend.post(page, {"code": code}).status_code == 200
    assert friend.get(page_of(asked)).status_code == 403
    assert "Jean" not in text_of(friend.get(page_of(asked)))


@pytest.mark.commitment(9)
def test_nobody_who_was_forwarded_the_link_shuts_the_group_out(asked):
    """First by guessing at the code the group asked for, then by using up all that this link may have sent."""
    token = token_in(newest_mail())
    group = Client()
    page = group.post(f"/answer/{token}/")["Location"]
    code = code_in(newest_mail("code"))
    assert group.get(page).status_code == 200
    for _ in range(4):
        other = Client()
        theirs = other.post(f"/answer/{token}/")["Location"]
        for _ in range(6):
            other.post(theirs, {"code": "000000" if code != "000000" else "111111"})
    assert group.post(page, {"code": code})["Location"] == page_of(asked)
    late = Client()
    shown = text_of(late.get(late.post(f"/answer/{token}/")["Location"]))
    assert "have a new link sent" in shown and f'action="/answer/{token}/again/"' in shown
    assert late.post(f"/answer/{token}/again/").status_code == 200
    fresh = token_in(newest_mail("asks"))
    assert fresh != token
    assert come_in(fresh, browser=late).get(page_of(asked)).status_code == 200
    assert Client().post(f"/answer/{token}/").status_code == 404


@pytest.mark.commitment(4)
@pytest.mark.commitment(9)
def test_the_whole_way_through_the_pages(way, asked):
    token = token_in(newest_mail())
    browser = come_in(token, remember=True)
    shown = text_of(browser.get(page_of(asked)))
    for seen in ("Jean Rafferty", "Her sweet peas", "Quick hands", "Yes, we can help"):
        assert seen in shown
    accept = page_of(asked, "answer_move", code="accept")
    form = text_of(browser.get(accept))
    assert "The Knitting Lane" in form
    given = {"worker": "Ina", "expected_start": clock.today().isoformat(), "person_told": "no"}
    assert browser.post(accept, {**given, "version": Referral.of(asked.id).version}).status_code == 302
    for code, given in (
        ("meet", {"met_on": clock.today().isoformat(), "channel": "place"}),
        ("complete", {"output": "She knits", "against_hope": "She laughs", "person_told": "yes"}),
    ):
        version = Referral.of(asked.id).version
        assert (
            browser.post(page_of(asked, "answer_move", code=code), {**given, "version": version}).status_code == 302
        )
    after = browser.get(page_of(asked))
    assert "Thank you" in text_of(after)
    assert "Jean" not in text_of(after) and "Rafferty" not in text_of(after)
    assert Client().post(f"/answer/{token}/").status_code == 404
    assert Referral.of(asked.id).state == "completed"


def test_a_remembered_device_is_in_at_once_and_forgets_when_told(way, asked):
    browser = come_in(token_in(newest_mail()), remember=True)
    second = way.ask(need_id=worlds.need("other").id)
    sent = LinkCode.objects.count()
    page = browser.post(f"/answer/{token_in(newest_mail('asks'))}/")
    assert page["Location"] == page_of(second)
    assert browser.get(page_of(second)).status_code == 200
    assert LinkCode.objects.count() == sent
    browser.post(page_of(second, "answer_leave"), {"forget": "1"})
    assert browser.get(page_of(second)).status_code == 403
    again = browser.post(f"/answer/{token_in(newest_mail('asks'))}/")
    assert "/code/" in again["Location"]


@pytest.mark.commitment(3)
def test_leaving_ends_it_also_for_who_has_copied_the_cookie_and_the_link_still_works(asked):
    """On a computer that others use: whatever was copied from it while somebody was in opens nothing after."""
    token = token_in(newest_mail())
    browser = come_in(token)
    copied = Client()
    copied.cookies["ecotone-answer"] = browser.cookies["ecotone-answer"].value
    other = come_in(token)
    assert copied.get(page_of(asked)).status_code == 200
    browser.post(page_of(asked, "answer_leave"))
    for left in (browser, copied):
        assert left.get(page_of(asked)).status_code == 403
    version = Referral.of(asked.id).version
    given = {"worker": "Ina", "expected_start": clock.today().isoformat(), "person_told": "no", "version": version}
    assert copied.post(page_of(asked, "answer_move", code="accept"), given).status_code == 403
    assert Referral.of(asked.id).version == version
    assert other.get(page_of(asked)).status_code == 200, "who is in elsewhere stays in"
    with worlds.later(minutes=2):
        assert come_in(token).get(page_of(asked)).status_code == 200


def test_a_form_sent_twice_is_one_answer_and_says_so(asked):
    browser = come_in(token_in(newest_mail()))
    accept = page_of(asked, "answer_move", code="accept")
    given = {"worker": "Ina", "expected_start": clock.today().isoformat(), "person_told": "no"}
    given["version"] = Referral.of(asked.id).version
    first, second = browser.post(accept, given), browser.post(accept, given)
    assert (first.status_code, second.status_code) == (302, 200)
    assert "sent twice" in text_of(second) and 'value="Ina"' in text_of(second)
    assert ReferralMove.objects.filter(code="accept").count() == 1


def test_a_form_sent_after_the_end_is_thanked_and_changes_nothing(way, asked):
    browser = come_in(token_in(newest_mail()))
    version = Referral.of(asked.id).version
    moved(asked, way.asker, "cancel")
    late = browser.post(page_of(asked, "answer_move", code="accept"), {"worker": "Ina", "version": version})
    assert late.status_code == 200
    assert "link is closed" in text_of(late) and "Jean" not in text_of(late)
    assert Referral.of(asked.id).state == "cancelled"
    assert browser.post(page_of(asked, "answer_sentence"), {"text": "Aye"}).status_code == 200
    assert not Sentence.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"worker": "", "expected_start": "2026-03-20", "person_told": "no"}, "required"),
        ({"worker": "Ina", "expected_start": "2001-01-01", "person_told": "no"}, "This day has passed"),
        ({"worker": "Ina", "expected_start": "soon", "person_told": "no"}, "Please give a day"),
        ({"worker": "I\x00na", "expected_start": "2026-03-20", "person_told": "no"}, "Null"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(asked, given, sentence):
    browser = come_in(token_in(newest_mail()))
    version = Referral.of(asked.id).version
    answer = browser.post(page_of(asked, "answer_move", code="accept"), {**given, "version": version})
    assert answer.status_code == 200
    assert sentence.lower() in text_of(answer).lower()
    assert Referral.of(asked.id).version == version


def test_moves_that_are_not_theirs_or_not_there(asked):
    browser = come_in(token_in(newest_mail()))
    version = Referral.of(asked.id).version
    for code in ("withdraw", "cancel", "mark_error", "offer", "complete"):
        given = {
            "reason_text": "x",
            "reply_by": "2026-03-20",
            "output": "x",
            "against_hope": "x",
            "person_told": "yes",
        }
        answer = browser.post(page_of(asked, "answer_move", code=code), {**given, "version": version})
        assert answer.status_code == 200, code
    assert browser.get(page_of(asked, "answer_move", code="no-such-move")).status_code == 404
    assert Referral.of(asked.id).version == version


def test_a_sentence_reaches_the_asker_who_fills_in_the_rest(way, asked):
    browser = come_in(token_in(newest_mail()))
    assert browser.post(page_of(asked, "answer_sentence"), {"text": ""}).status_code == 200
    browser.post(page_of(asked, "answer_sentence"), {"text": "Aye, Ina has room"})
    worker = Client()
    worlds.enter(worker, Account.objects.get(pk=way.asker.account_id))
    page = text_of(worker.get(f"/referrals/{asked.id}/"))
    assert "Aye, Ina has room" in page and "k•••••@example.org" in page
    said = Sentence.objects.get()
    form = f"/referrals/{asked.id}/told/accept/?sentence={said.id}"
    assert "Aye, Ina has room" in text_of(worker.get(form))
    given = {key: "yes" if value is True else value for key, value in whole("accept").items()}
    given |= {"heard_by": "message", "heard_from": "Ina", "heard_on": clock.today().isoformat()}
    wrong = worker.post(form, {**given, "heard_from": "", "version": Referral.of(asked.id).version})
    assert wrong.status_code == 200
    assert worker.post(form, {**given, "version": Referral.of(asked.id).version}).status_code == 302
    shown = text_of(browser.get(page_of(asked)))
    assert "Ina said so in a sentence" in shown


def test_the_asker_s_pages_for_a_link(way, asked):
    worker, stranger = Client(), Client()
    worlds.enter(worker, Account.objects.get(pk=way.asker.account_id))
    worlds.enter(stranger, Account.objects.get(pk=way.stranger.account_id))
    base, live = f"/referrals/{asked.id}/", str(link_of(asked).id)
    for path in ("link/address/", "link/back/", "told/", "told/accept/"):
        assert worker.get(base + path).status_code == 200, path
        assert stranger.get(base + path).status_code == 404, path
    for path, given in (("link/", {"link": live}), ("link/back/", {"link": live, "reason": "x"})):
        assert stranger.post(base + path, given).status_code in (403, 404)
    twice = [worker.post(f"{base}link/", {"link": live}) for _ in range(2)]
    assert [answer.status_code for answer in twice] == [302, 409]
    assert worker.post(f"{base}link/address/", {"link": live, "address": "nowhere", "reason": ""}).status_code == 200
    assert worker.post(f"{base}link/", {"link": "forged"}).status_code == 404
    old = worker.post(f"{base}link/back/", {"link": live, "reason": "x"})
    assert old.status_code == 409
    now = str(link_of(asked).id)
    assert worker.post(f"{base}link/back/", {"link": now, "reason": "She left"}).status_code == 302
    assert "She left" in text_of(worker.get(base))


@pytest.mark.commitment(9)
def test_after_three_answers_the_page_invites_and_a_steward_lets_them_in(way):
    for number in range(3):
        referral = way.ask(need_id=worlds.need(f"need-{number}").id)
        browser = come_in(token_in(newest_mail("asks")))
        invited = page_of(referral, "answer_take_over")
        if number < 2:
            early = text_of(browser.get(invited))
            assert "once you have answered three times" in early and "Your name" not in early
            assert "link is closed" not in early and f'href="{page_of(referral)}"' in early
        given = {"reason_code": "no_capacity", "reason_text": "Full", "alternative": "none known", "who_tells": "us"}
        version = Referral.of(referral.id).version
        browser.post(page_of(referral, "answer_move", code="decline"), {**given, "version": version})
        done = text_of(browser.get(page_of(referral)))
        assert ("take the listing over" in done) == (number == 2)
    assert browser.post(invited, {"name": "", "title": ""}).status_code == 200
    assert browser.post(invited, {"name": "Ina", "title": "Organiser"}).status_code == 302
    assert "You have asked for it" in text_of(browser.get(invited))
    assert "take the listing over" not in text_of(browser.get(page_of(referral))), "it has been asked for"
    steward = worlds.wearing(worlds.actor("Stewards"), worlds.Role.STEWARD)
    office = Client()
    worlds.enter(office, Account.objects.get(pk=steward.account_id))
    page = text_of(office.get("/claims/"))
    assert "The Knitting Lane" in page
    assert "The Knitting Lane" in office.get("/claims/?as=csv").content.decode().splitlines()[1]
    claim = reverse("claim", kwargs={"claim_id": page.split("/claims/")[-1].split("/")[0]})
    assert office.post(claim, {"decision": "approved", "reason": "", "version": "1"}).status_code == 200
    assert office.post(claim, {"decision": "revoked", "reason": "x", "version": "1"}).status_code == 200
    assert office.post(claim, {"decision": "approved", "reason": "I rang them", "version": "1"}).status_code == 302
    assert office.post(claim, {"decision": "denied", "reason": "x", "version": "1"}).status_code == 200
    mail = newest_mail("own page")
    path = mail.body.split("//", 1)[1].split("/", 1)[1].split()[0]
    fresh = Client()
    for given in ({"password": "short", "again": "short"}, {"password": "three odd wheels", "again": "other"}):
        assert fresh.post(f"/{path}", given).status_code == 200
    both = {"password": "three odd wheels", "again": "three odd wheels"}
    assert fresh.post(f"/{path}", both).status_code == 302
    assert fresh.get(f"/{path}").status_code == 404
    fresh.post("/sign-in/", {"username": "kettle@example.org", "password": "three odd wheels"})
    assert fresh.get("/my-day/").status_code == 200


def test_each_page_of_a_link_costs_fifteen_queries_at_most(way, asked):
    people.add_to_circle(by=way.asker, person_id=way.jean.id, kind="family", name="Ann")
    browser = come_in(token_in(newest_mail()))
    actions.say_in_a_sentence(by=holder(asked), text="One")
    worker = Client()
    worlds.enter(worker, Account.objects.get(pk=way.asker.account_id))
    costs = {}
    for reader, address in (
        (browser, page_of(asked)),
        (browser, page_of(asked, "answer_move", code="accept")),
        (browser, page_of(asked, "answer_sentence")),
        (browser, page_of(asked, "answer_take_over")),
        (worker, f"/referrals/{asked.id}/"),
        (worker, f"/referrals/{asked.id}/told/"),
        (worker, f"/referrals/{asked.id}/told/accept/"),
        (worker, f"/referrals/{asked.id}/link/address/"),
    ):
        reader.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 200
        costs[address] = sum(
            each["sql"].lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for each in queries
        )
    assert max(costs.values()) <= MOST, costs


def test_she_reads_who_looked_by_the_link_in_plain_words(way, asked):
    browser = come_in(token_in(newest_mail()))
    browser.get(page_of(asked))
    her = Client()
    worlds.enter(her, Account.objects.get(pk=way.me.account_id))
    page = text_of(her.get("/my-story/looks/"))
    assert "Somebody at The Knitting Lane" in page
    assert "by a link in an e-mail" in page


@pytest.mark.commitment(9)
def test_what_is_sent_by_a_link_that_closed_meanwhile_is_given_back_with_why(way, asked):
    browser = come_in(token_in(newest_mail()))
    address, say = page_of(asked), page_of(asked, "answer_sentence")
    actions.send_link(by=way.asker, referral_id=asked.id, live_id=link_of(asked).id)
    opened = text_of(browser.get(address))
    assert "There is a newer e-mail" in opened
    assert "This is over" not in opened
    sent = text_of(browser.post(say, {"text": "Yes, Ina can come"}))
    assert "has not been sent" in sent and "Yes, Ina can come" in sent
    assert "Jean" not in opened + sent


def test_a_link_taken_back_says_so_to_who_is_in_by_it(way, asked):
    browser = come_in(token_in(newest_mail()))
    actions.revoke_link(by=way.asker, referral_id=asked.id, live_id=link_of(asked).id, reason="Wrong")
    assert "Whoever asked has taken it back" in text_of(browser.get(page_of(asked)))
