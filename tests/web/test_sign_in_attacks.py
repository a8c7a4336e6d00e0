"""What an attacker tries at the door: telling who is here, guessing, replaying, planting a session, an old link."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as live
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecotone.access import actions, entering, queries, sessions
from ecotone.access.models import Account, ApiToken, AuditEntry, Browser, PasswordWish, Session
from ecotone.access.rules import Role, Scope
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground import clock
from ecotone.notices.models import Mail
from ecotone.procedures import tick
from ecotone.procedures.letting_in import answer_wishes
from ecotone.web import staying
from tests import worlds
from tests.rooms.access.signing import PASSWORD, as_, device, somebody, with_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"
OTHER = "four odd wheels"


@pytest.fixture
def ailsa() -> Account:
    return somebody()


def enter(client: Client, account: Account, password: str = PASSWORD, **given: Any) -> Any:
    return client.post(SIGN_IN, {"username": account.email, "password": password, **given})


def is_in(client: Client) -> bool:
    return client.get(reverse("own_account")).status_code == 200


def mailed_path() -> str:
    """The path of the link in the newest mail."""
    body = Mail.objects.latest("created_at").body
    return next(line.strip() for line in body.splitlines() if "/choose-password/" in line).removeprefix(live.ADDRESS)


def wish_for(client: Client, address: str) -> Any:
    return client.post(reverse("reset_password"), {"email": address})


# Who is here


def words_without_token(answer: Any) -> str:
    return "\n".join(line for line in answer.content.decode().splitlines() if "csrf" not in line.lower())


def test_a_sign_in_does_not_tell_whether_there_is_an_account(client: Client, ailsa: Account) -> None:
    def tell(address: str) -> list[str]:
        sent = {"username": address, "password": "wrong"}
        answers = [client.post(SIGN_IN, sent) for _ in range(7)]
        return [words_without_token(each).replace(address, "") for each in answers]

    known, unknown = tell(ailsa.email), tell("nobody@example.org")
    assert known == unknown
    assert "tried too often" in known[-1]


def test_a_closed_account_is_told_apart_from_none_by_nothing(client: Client, ailsa: Account) -> None:
    actions.close_account(by=worlds.SYSTEM, account_id=ailsa.id)
    assert "do not belong together" in enter(client, ailsa).content.decode()


def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that are hashed from now on: what takes the time."""
    did, encode = [], MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        did.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return did


@pytest.mark.parametrize("who", ["known", "unknown", "without a password", "closed"])
def test_each_try_hashes_once_so_that_none_is_quicker(
    client: Client, ailsa: Account, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    let_in = actions.open_account(by=worlds.SYSTEM, name="Cora", email="cora@example.org")
    if who == "closed":
        actions.close_account(by=worlds.SYSTEM, account_id=ailsa.id)
    address = {"unknown": "nobody@example.org", "without a password": let_in.email}.get(who, ailsa.email)
    did = hashed(monkeypatch)
    client.post(SIGN_IN, {"username": address, "password": "wrong"})
    assert len(did) == 1


def test_asking_for_a_link_says_and_does_the_same_for_every_address(client: Client, ailsa: Account) -> None:
    wish_for(client, "first@example.org")  # what is only done once is done
    told = {}
    for address in (ailsa.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            answer = wish_for(client, address)
        told[address] = (words_without_token(answer), len(asked.captured_queries), Mail.objects.count())
    assert told[ailsa.email] == told["nobody@example.org"]


# Guessing


def test_a_known_browser_gets_in_while_somebody_guesses_from_elsewhere_and_at_the_same_address(
    ailsa: Account,
) -> None:
    hers, attacker, new = Client(), Client(), Client()
    enter(hers, ailsa)
    hers.post("/sign-out/")
    for _ in range(8):
        enter(attacker, ailsa, "wrong")
    assert "tried too often" in enter(new, ailsa).content.decode()
    assert enter(hers, ailsa).status_code == 302


def test_a_forged_or_strange_cookie_makes_no_browser_known(ailsa: Account) -> None:
    bert = somebody("Bert")
    berts = Client()
    enter(berts, bert)
    forged = Client()
    for value in ("x", signing.dumps({"is": ["x"]}, salt="other"), berts.cookies[staying.COOKIE].value):
        forged.cookies[staying.COOKIE] = value
        for _ in range(6):
            answer = enter(forged, ailsa, "wrong")
    assert "tried too often" in answer.content.decode()


def test_a_link_by_mail_lets_in_whom_guessing_keeps_out(client: Client, ailsa: Account) -> None:
    for _ in range(8):
        enter(Client(), ailsa, "wrong")
    wish_for(client, ailsa.email)
    answer_wishes()
    client.post(mailed_path(), {"password": OTHER, "again": OTHER})
    assert enter(client, ailsa, OTHER).status_code == 302


def test_who_is_in_cannot_guess_the_password_any_faster(client: Client, ailsa: Account) -> None:
    enter(client, ailsa)
    sent = {"present": "wrong", "password": OTHER, "again": OTHER}
    said = [client.post(reverse("change_password"), sent).content.decode() for _ in range(6)]
    assert "not the password" in said[0] and "tried too often" in said[-1]


def test_what_a_caller_writes_into_a_header_gives_no_new_count(ailsa: Account, settings: Any) -> None:
    settings.PROXIES = 1
    for n in range(6):
        answer = Client().post(
            SIGN_IN,
            {"username": ailsa.email, "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.1"},
        )
    assert "tried too often" in answer.content.decode()


# The second step


@pytest.fixture
def stepped(ailsa: Account) -> Iterator[Account]:
    ailsa.codes = with_step(ailsa)
    yield ailsa


def test_the_password_alone_opens_nothing(client: Client, stepped: Account) -> None:
    assert enter(client, stepped)["Location"] == CODE
    assert not is_in(client)
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert AuditEntry.objects.filter(kind="refusal", reason="access.wrong_code").exists()
    assert client.post(CODE, {"code": device(stepped)}).status_code == 302
    assert is_in(client)


def test_a_code_that_was_looked_at_over_a_shoulder_opens_nothing_again(client: Client, stepped: Account) -> None:
    enter(client, stepped)
    client.post(CODE, {"code": device(stepped)})
    thief = Client()
    enter(thief, stepped)
    thief.post(CODE, {"code": device(stepped)})
    assert not is_in(thief)


def test_codes_are_guessed_no_faster_than_passwords(client: Client, stepped: Account) -> None:
    enter(client, stepped)
    for _ in range(6):
        answer = client.post(CODE, {"code": "000000"})
    assert "tried too often" in answer.content.decode()
    assert client.post(CODE, {"code": device(stepped)}).status_code == 200


def test_the_session_gets_another_key_at_each_step(client: Client, stepped: Account) -> None:
    """What was planted before the password, or seen between, opens nothing after."""
    client.get(SIGN_IN)
    planted = client.session
    planted["kept"] = "from before"
    planted.save()
    keys = [planted.session_key]
    client.cookies[live.SESSION_COOKIE_NAME] = planted.session_key
    enter(client, stepped)
    keys.append(client.cookies[live.SESSION_COOKIE_NAME].value)
    client.post(CODE, {"code": device(stepped)})
    keys.append(client.cookies[live.SESSION_COOKIE_NAME].value)
    assert len(set(keys)) == 3
    assert not Session.objects.filter(session_key__in=keys[:2]).exists()
    assert "kept" not in client.session


def test_ten_minutes_are_there_for_the_code_and_no_other_password_meanwhile(client: Client, stepped: Account) -> None:
    enter(client, stepped)
    with worlds.later(minutes=11):
        assert client.get(CODE)["Location"] == SIGN_IN
    stepped.set_password(OTHER)
    stepped.save()
    assert client.post(CODE, {"code": device(stepped)})["Location"] == SIGN_IN
    assert not is_in(client)


def test_a_trusted_browser_is_asked_again_after_thirty_days_and_when_it_is_forgotten(
    client: Client, stepped: Account
) -> None:
    enter(client, stepped)
    client.post(CODE, {"code": device(stepped), "trust": "on"})
    client.post("/sign-out/")
    assert enter(client, stepped)["Location"] == "/"
    with worlds.later(days=31):
        assert enter(client, stepped)["Location"] == CODE
    enter(client, stepped)
    client.post(reverse("forget_browser", args=[Browser.objects.get().id]))
    assert enter(client, stepped)["Location"] == CODE


def test_a_shared_computer_is_trusted_by_nobody(client: Client, stepped: Account) -> None:
    enter(client, stepped, shared="on")
    client.post(CODE, {"code": device(stepped), "trust": "on"})
    assert is_in(client)
    assert not Browser.objects.exclude(trusted_until=None).exists()


@pytest.mark.parametrize("role", [Role.STEWARD, Role.GUARDIAN, Role.ADMINISTRATOR])
def test_such_a_hat_is_worn_only_after_the_second_step(client: Client, ailsa: Account, role: Role) -> None:
    team = worlds.team("Whinhall")
    ecosystem.give_hat(by=worlds.SYSTEM, account_id=ailsa.id, actor_id=team.id, role=role, title="Keeper")
    enter(client, ailsa)
    assert client.get("/")["Location"] == reverse("second_step")
    refused = client.get(reverse("ecosystem"))
    assert refused.status_code == 403 and "second step" in refused.content.decode()
    client.post(reverse("second_step"), {"present": PASSWORD})
    shown = client.post(reverse("confirm_second_step"), {"code": device(ailsa)}).content.decode()
    assert shown.count("<code>") == 10
    assert client.get(reverse("ecosystem")).status_code == 200


def test_a_setting_asks_it_of_more_roles(client: Client, ailsa: Account, settings: Any) -> None:
    settings.SECOND_STEP_ROLES = frozenset({Role.WORKER})
    ecosystem.give_hat(
        by=worlds.SYSTEM, account_id=ailsa.id, actor_id=worlds.team("Whinhall").id, role=Role.WORKER, title="Nurse"
    )
    enter(client, ailsa)
    assert client.get("/my-day/").status_code == 403


# Links to choose a password


def test_a_link_works_once_for_an_hour_and_ends_whatever_was_open(client: Client, ailsa: Account) -> None:
    by = worlds.wearing(worlds.team("Whinhall"))
    account = Account.objects.get(pk=by.account_id)
    account.set_password(PASSWORD)
    account.save()
    actions.make_token(by=by, name="diary", scopes=[Scope.PEOPLE_READ])
    thief = Client()
    enter(thief, account)
    wish_for(client, account.email.upper())
    answer_wishes()
    path = mailed_path()
    with worlds.later(minutes=61):
        assert client.get(path).status_code == 404
    assert client.post(path, {"password": "password1234", "again": "password1234"}).status_code == 200
    assert client.post(path, {"password": OTHER, "again": OTHER})["Location"] == SIGN_IN
    assert client.post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 404
    assert not is_in(thief) and not Session.objects.filter(account_id=account.id).exists()
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert enter(client, account, PASSWORD).status_code == 200
    assert enter(client, account, OTHER).status_code == 302


def test_a_link_is_used_though_a_colleague_is_still_signed_in_there(client: Client, ailsa: Account) -> None:
    bert = somebody("Bert")
    enter(client, bert)
    wish_for(client, ailsa.email)
    answer_wishes()
    assert client.post(mailed_path(), {"password": OTHER, "again": OTHER})["Location"] == SIGN_IN
    assert str(bert.id) == client.session["_auth_user_id"]


def test_a_browser_that_was_not_used_for_half_a_year_is_forgotten(client: Client, ailsa: Account) -> None:
    enter(client, ailsa)
    with worlds.later(days=179):
        assert entering.forget() == 0
    with worlds.later(days=181):
        assert entering.forget() == 1


def test_the_mail_names_nobody_and_goes_only_to_the_address_that_is_here(client: Client, ailsa: Account) -> None:
    for address in (ailsa.email, "nobody@example.org"):
        wish_for(client, address)
    answer_wishes()
    mail = Mail.objects.get()
    assert mail.to == ailsa.email and "ailsa" not in f"{mail.subject} {mail.body}".lower()
    assert not PasswordWish.objects.exists()


def test_the_clock_answers_whoever_waits(client: Client, ailsa: Account) -> None:
    wish_for(client, ailsa.email)
    tick.tick()
    assert Mail.objects.get().sent_at and not PasswordWish.objects.exists()


def test_nobody_is_flooded_with_such_mail(client: Client, ailsa: Account) -> None:
    for _ in range(10):
        assert "we send a link" in wish_for(client, ailsa.email).content.decode()
    answer_wishes()
    assert Mail.objects.count() == 3


def test_a_mailed_link_does_not_go_round_the_second_step(client: Client, stepped: Account) -> None:
    wish_for(client, stepped.email)
    answer_wishes()
    client.post(mailed_path(), {"password": OTHER, "again": OTHER})
    assert enter(client, stepped, OTHER)["Location"] == CODE


# A changed password, sessions


def test_a_changed_password_ends_every_other_session_and_leaves_programs(ailsa: Account) -> None:
    here, there = Client(), Client()
    for each in (here, there):
        enter(each, ailsa)
    key = here.cookies[live.SESSION_COOKIE_NAME].value
    sent = {"present": PASSWORD, "password": OTHER, "again": OTHER}
    answer = here.post(reverse("change_password"), sent, follow=True).content.decode()
    assert "1 other place was signed out" in answer
    assert is_in(here) and not is_in(there)
    assert here.cookies[live.SESSION_COOKIE_NAME].value != key
    assert AuditEntry.objects.filter(code="access.change_password", account_id=ailsa.id).exists()


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012", "ailsa@example.org"])
def test_a_weak_password_is_not_taken(client: Client, ailsa: Account, weak: str) -> None:
    enter(client, ailsa)
    sent = {"present": PASSWORD, "password": weak, "again": weak}
    assert "too easy to guess" in client.post(reverse("change_password"), sent).content.decode()
    assert Account.objects.get(pk=ailsa.id).check_password(PASSWORD)


@pytest.mark.parametrize(("shared", "minutes", "stays"), [("", 470, True), ("", 485, False), ("on", 65, False)])
def test_a_session_ends_when_it_is_not_used(client: Client, ailsa: Account, shared: str, minutes: int, stays) -> None:
    enter(client, ailsa, shared=shared)
    with worlds.later(minutes=minutes):
        assert is_in(client) is stays


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(client: Client, ailsa: Account) -> None:
    enter(client, ailsa)
    used = {}
    for hours in (4, 8, 11, 13):
        with worlds.later(hours=hours):
            used[hours] = is_in(client)
    assert used == {4: True, 8: True, 11: True, 13: False}


def test_a_page_that_asks_by_itself_keeps_nobody_in(client: Client, ailsa: Account) -> None:
    ecosystem.give_hat(
        by=worlds.SYSTEM, account_id=ailsa.id, actor_id=worlds.team("Whinhall").id, role=Role.WORKER, title="Nurse"
    )
    enter(client, ailsa, shared="on")
    for minutes in (20, 40):
        with worlds.later(minutes=minutes):
            assert client.get(reverse("my_day_pulse")).status_code < 400
    with worlds.later(minutes=61):
        assert not is_in(client)


def test_one_sees_ones_own_sessions_and_ends_them(ailsa: Account) -> None:
    here, there, berts = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (Windows) Firefox/140.0"}), Client()
    enter(here, ailsa), enter(there, ailsa), enter(berts, somebody("Bert"))
    page = here.get(reverse("signed_in")).content.decode()
    assert page.count("End it now") == 1 and "Firefox on Windows" in page
    assert not [s.session_key for s in Session.objects.all() if s.session_key in page]
    shown = queries.sessions_of(as_(ailsa), here.session.session_key)
    (other,) = [each for each in shown if not each.is_this]
    assert berts.post(reverse("end_session", args=[other.id])).status_code == 404
    assert is_in(there)
    here.post(reverse("end_session", args=[other.id]))
    assert not is_in(there) and is_in(here) and is_in(berts)
    enter(there, ailsa)
    here.post(reverse("end_sessions"))
    assert not is_in(there) and is_in(here) and is_in(berts)


def test_a_closed_account_is_out_at_once(client: Client, ailsa: Account) -> None:
    enter(client, ailsa)
    actions.close_account(by=worlds.SYSTEM, account_id=ailsa.id)
    assert not is_in(client)
    assert not Session.objects.filter(account_id=ailsa.id).exists()


def test_a_hat_that_is_ended_is_off_at_once(client: Client, ailsa: Account) -> None:
    team = worlds.team("Whinhall")
    hat = ecosystem.give_hat(by=worlds.SYSTEM, account_id=ailsa.id, actor_id=team.id, role=Role.WORKER, title="Nurse")
    enter(client, ailsa)
    assert client.get("/my-day/").status_code == 200
    ecosystem.take_off_hat(by=worlds.SYSTEM, hat_id=hat.id)
    assert client.get("/my-day/").status_code == 403


def test_sessions_that_are_over_are_taken_away(client: Client, ailsa: Account) -> None:
    enter(client, ailsa)
    with clock.at(clock.now() + timedelta(hours=13)):
        assert sessions.forget() == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_the_way_through_the_code_leads_to_no_other_site(client: Client, stepped: Account, elsewhere: str) -> None:
    enter(client, stepped, next=elsewhere)
    assert client.post(CODE, {"code": device(stepped)})["Location"] == "/"


def test_the_way_through_the_code_leads_where_one_wanted_to_go(client: Client, stepped: Account) -> None:
    enter(client, stepped, next="/account/signed-in/")
    assert client.post(CODE, {"code": device(stepped)})["Location"] == "/account/signed-in/"


POSTED = ("reset_password", "change_password", "second_step", "end_second_step", "end_sessions", "sign_in_code")


@pytest.mark.parametrize("name", POSTED)
def test_no_other_site_can_have_a_browser_send_a_form(ailsa: Account, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ailsa)
    assert client.post(reverse(name), {"email": ailsa.email}).status_code == 403


@pytest.mark.parametrize("odd", ["\x00", "x" * 5000, "\ud83e", "٣" * 6, "' OR 1=1 --"])
def test_odd_input_gets_a_sentence(client: Client, stepped: Account, odd: str) -> None:
    odd = odd.encode("utf-8", "replace").decode()
    assert client.post(SIGN_IN, {"username": odd, "password": odd}).status_code == 200
    assert wish_for(client, odd).status_code == 200
    enter(client, stepped)
    assert client.post(CODE, {"code": odd}).status_code == 200
    assert not is_in(client)
