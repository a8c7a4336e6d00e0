"""Signing in and out, hats, and what a stranger may try at the door."""

from collections.abc import Callable

import pytest
from django.test import Client

from ecotone.access.actions import open_account
from ecotone.access.models import Account, AuditEntry
from ecotone.access.principal import Principal

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase 7"


@pytest.fixture
def account() -> Account:
    return open_account(by=Principal.system("tests"), name="Ailsa", email="Ailsa@example.org", password=PASSWORD)


def test_a_wrong_password_gets_a_sentence_and_leaves_a_refusal(client: Client, account: Account) -> None:
    answer = client.post("/sign-in/", {"username": "ailsa@example.org", "password": "wrong"})
    assert answer.status_code == 200
    assert "do not belong together" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    entry = AuditEntry.objects.get(kind="refusal")
    assert (entry.code, entry.reason) == ("access.sign_in", "access.wrong_password")
    assert [subject.subject_id for subject in entry.subjects.all()] == [account.id]


def test_capitals_in_the_address_do_not_matter_and_the_audit_knows(client: Client, account: Account) -> None:
    assert client.post("/sign-in/", {"username": "AILSA@EXAMPLE.ORG", "password": PASSWORD}).status_code == 302
    assert AuditEntry.objects.filter(kind="sign_in", account_id=account.id).exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_nobody_is_sent_to_another_site(client: Client, account: Account, elsewhere: str) -> None:
    answer = client.post("/sign-in/", {"username": account.email, "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_the_session_is_a_new_one_after_signing_in(client: Client, account: Account) -> None:
    client.get("/sign-in/")
    session = client.session
    session["kept"] = "from before"
    session.save()
    before = session.session_key
    client.post("/sign-in/", {"username": account.email, "password": PASSWORD})
    assert client.session.session_key != before


def test_the_demos_one_press_exists_nowhere_else(client: Client, account: Account) -> None:
    assert client.post("/sign-in/demo/", {"account": str(account.id)}).status_code == 404
    assert "Step into this invented place" not in client.get("/").content.decode()


def test_a_form_without_its_token_is_refused_in_words(account: Account) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": account.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "Traceback" not in answer.content.decode()


def test_one_wears_only_ones_own_hats(sign_in: Callable[..., Client]) -> None:
    marcus, elaine = sign_in("Marcus Adeyemi-Kerr"), sign_in("Elaine Cuthbertson")
    others = elaine.session["hats"][0]["id"]
    assert marcus.post("/hat/", {"hat": others}).status_code == 404


def test_what_one_may_do_follows_the_hat(sign_in: Callable[..., Client]) -> None:
    client = sign_in("Declan McGinty", "Third-sector member, integration joint board")
    assert client.get("/my-day/").status_code == 403


def test_signing_out_ends_it(sign_in: Callable[..., Client]) -> None:
    client = sign_in("Marcus Adeyemi-Kerr")
    assert client.get("/my-day/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/my-day/").status_code == 302
