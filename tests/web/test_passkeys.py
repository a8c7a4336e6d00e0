"""Passkeys: added with the password, opening both steps, and whatever does not fit opens nothing and is on record."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access import actions, passwords
from ecotone.access.models import Account, ApiToken, AuditEntry, OutsideAccount, Passkey, SecondStep
from ecotone.access.passkeys import Made
from ecotone.access.rules import Kind, Role, Scope
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground.errors import Invalid, NotFound
from tests import worlds
from tests.authenticator import PRESENT, VERIFIED, Key
from tests.rooms.access.signing import PASSWORD, as_, somebody, with_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def ailsa() -> Account:
    return somebody()


def enter(client: Client, account: Account) -> None:
    client.post(reverse("sign_in"), {"username": account.email, "password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get(reverse("own_account")).status_code == 200


def add(client: Client, account: Account, key: Key | None = None, *, present: str = PASSWORD, **odd: Any) -> Any:
    """Adds a passkey as the page's script does."""
    key = key or Key(account.id.bytes)
    asked = client.post(reverse("ask_for_new_passkey"), {"present": PASSWORD})
    assert asked.status_code == 200, asked.content
    sent = {"name": "My telephone", "present": present, "made": key.make(asked.json(), **odd)}
    return client.post(reverse("own_passkeys"), sent)


def keyed(account: Account) -> Key:
    """A passkey of theirs, added in a browser that is gone since."""
    key, client = Key(account.id.bytes), Client()
    client.force_login(account)
    add(client, account, key)
    return key


def show(client: Client, key: Key, *, sent: dict[str, str] | None = None, **odd: Any) -> Any:
    """Signs in by it as the page's script does."""
    options = client.post(reverse("ask_for_passkey"), sent or {}).json()
    return client.post(reverse("sign_in_passkey"), {"answer": key.sign(options, **odd), **(sent or {})})


@pytest.mark.commitment(3)
def test_a_passkey_is_added_with_the_password_signs_in_by_both_steps_and_is_taken_off(
    client: Client, ailsa: Account
) -> None:
    team = worlds.team("Whinhall")
    ecosystem.give_hat(by=worlds.SYSTEM, account_id=ailsa.id, actor_id=team.id, role=Role.GUARDIAN, title="Guardian")
    enter(client, ailsa)
    assert client.get(reverse("guarding")).status_code == 403
    refused = client.post(reverse("ask_for_new_passkey"), {"present": "wrong"})
    assert refused.status_code == 400 and "not the password" in refused.json()["said"]
    key = Key(ailsa.id.bytes)
    options = client.post(reverse("ask_for_new_passkey"), {"present": PASSWORD}).json()
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert add(client, ailsa, key)["Location"] == reverse("own_passkeys")
    assert client.get(reverse("guarding")).status_code == 200, "adding one has proved who it is"
    assert "My telephone" in client.get(reverse("own_passkeys")).content.decode()
    client.post(reverse("sign_out"))
    before = client.session.session_key
    answer = show(client, key, sent={"next": "/account/signed-in/"})
    assert answer["Location"] == "/account/signed-in/" and client.session.session_key != before
    assert client.get(reverse("guarding")).status_code == 200, "it counts as both steps"
    assert AuditEntry.objects.get(kind="sign_in", subjects__part="passkey").account_id == ailsa.id
    other, mine = Client(), Passkey.objects.get()
    enter(other, ailsa)
    assert mine.sign_count == 1 and mine.used_at
    client.post(reverse("remove_passkey", args=[mine.id]))
    assert is_in(client) and not is_in(other)
    client.post(reverse("sign_out"))
    assert "opens nothing here" in show(client, key).content.decode() and not is_in(client)


ODD: dict[str, tuple[dict[str, Any], str]] = {
    "another challenge": ({"challenge": "b" * 43}, "passkey_wrong"),
    "another site's page": ({"origin": "https://evil.example"}, "passkey_wrong"),
    "the same name in the clear or on another port": ({"origin": "http://testserver:8443"}, "passkey_wrong"),
    "a key for another site": ({"site": "evil.example"}, "passkey_wrong"),
    "the answer to being made": ({"type": "webauthn.create"}, "passkey_wrong"),
    "nobody verified": ({"flags": PRESENT}, "passkey_wrong"),
    "nobody there": ({"flags": VERIFIED}, "passkey_wrong"),
    "another's name in it": ({"handle": b"x" * 16}, "passkey_wrong"),
    "a count that stands still": ({"count": 7}, "passkey_copied"),
    "a count that goes back": ({"count": 3}, "passkey_copied"),
    "no count where there was one": ({"count": 0}, "passkey_copied"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_does_not_fit_opens_nothing_and_is_on_record(client: Client, ailsa: Account, what: str) -> None:
    key = keyed(ailsa)
    Passkey.objects.update(sign_count=7)
    key.count = 7
    odd, code = ODD[what]
    answer = show(client, key, **odd)
    assert answer.status_code == 400 and not is_in(client)
    entry = AuditEntry.objects.get(kind="refusal")
    assert (entry.reason, entry.subjects.get().subject_id) == (f"access.{code}", ailsa.id)
    assert Passkey.objects.get().sign_count == 7


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "[" * 9_000, '{"id": 7}', '{"id": "x\\u0000"}', "x" * 20_000, "\ud83e"]
)
def test_nonsense_opens_nothing(client: Client, ailsa: Account, answer: str) -> None:
    keyed(ailsa)
    client.post(reverse("ask_for_passkey"))
    sent = {"answer": answer.encode("utf-8", "replace").decode()}
    assert client.post(reverse("sign_in_passkey"), sent).status_code == 400 and not is_in(client)
    assert AuditEntry.objects.get(kind="refusal").reason == "access.passkey_wrong"


def test_a_challenge_counts_once_in_one_session_for_five_minutes_and_for_its_own_use(
    client: Client, ailsa: Account
) -> None:
    key = keyed(ailsa)
    options = client.post(reverse("ask_for_passkey")).json()
    answer = {"answer": key.sign(options)}
    assert "took too long" in Client().post(reverse("sign_in_passkey"), answer).content.decode()
    with worlds.later(minutes=6):
        assert "took too long" in client.post(reverse("sign_in_passkey"), answer).content.decode()
    options = client.post(reverse("ask_for_passkey")).json()
    answer = {"answer": key.sign(options)}
    assert client.post(reverse("sign_in_passkey"), answer).status_code == 302
    client.post(reverse("sign_out"))
    assert client.post(reverse("sign_in_passkey"), answer).status_code == 400 and not is_in(client)
    enter(client, ailsa)
    asked = client.post(reverse("ask_for_passkey")).json()
    told = {"name": "x", "present": PASSWORD, "made": Key(ailsa.id.bytes).make(asked)}
    assert "took too long" in client.post(reverse("own_passkeys"), told).content.decode()
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize("odd", [{"origin": "https://evil.example"}, {"site": "evil.example"}, {"flags": PRESENT}])
def test_one_that_was_made_elsewhere_or_for_anybody_is_not_added(
    client: Client, ailsa: Account, odd: dict[str, Any]
) -> None:
    enter(client, ailsa)
    assert "could not be proved" in add(client, ailsa, **odd).content.decode()
    assert not Passkey.objects.exists()


def test_as_a_second_step_it_is_of_the_account_whose_password_was_given(client: Client, ailsa: Account) -> None:
    bert = somebody("Bert")
    hers, his = keyed(ailsa), keyed(bert)
    SecondStep.objects.all().delete()
    actions.begin_second_step(by=as_(ailsa), present=PASSWORD, took_both=True)
    SecondStep.objects.update(confirmed_at="2026-03-01T09:30Z")
    enter(client, ailsa)
    assert not is_in(client)
    assert "Sign in with a passkey" in client.get(reverse("sign_in_code")).content.decode()
    step = {"step": "code"}
    asked = client.post(reverse("ask_for_passkey"), step).json()
    assert [each["id"] for each in asked["allowCredentials"]] == [json.loads(hers.sign(asked))["id"]]
    assert "opens nothing here" in show(client, his, sent=step).content.decode() and not is_in(client)
    assert show(client, hers, sent=step, count=9)["Location"] == "/" and is_in(client)
    assert show(Client(), hers, sent=step)["Location"] == reverse("sign_in"), "no password was given there"


def test_who_has_the_password_alone_adds_no_way_round_a_passkey(client: Client, ailsa: Account) -> None:
    keyed(ailsa)
    enter(client, ailsa)
    assert client.session["proved"] == "password"
    assert is_in(client), "it opens, and does not close"
    assert "came in here without it" in add(client, ailsa).content.decode()
    with pytest.raises(Invalid, match=r"access\.prove_first"):
        actions.begin_second_step(by=as_(ailsa), present=PASSWORD)
    assert "came in here without it" in client.post(reverse("second_step"), {"present": PASSWORD}).content.decode()
    ailsa.refresh_from_db()
    link = passwords.path_for(ailsa)
    told = client.post(link, {"password": "four odd wheels", "again": "four odd wheels"}, follow=True)
    assert "Your passkeys go on" in told.content.decode()
    assert told.redirect_chain == [(f"{reverse('sign_in')}?next=%2Faccount%2Fways-in%2F", 302)]
    assert Passkey.objects.count() == 1, "a mailed link does not go round it"


def test_who_keeps_accounts_takes_lost_passkeys_off_and_a_closed_account_opens_to_none(
    client: Client, ailsa: Account
) -> None:
    key = keyed(ailsa)
    actions.lift_second_step(by=worlds.SYSTEM, account_id=ailsa.id)
    assert not Passkey.objects.exists()
    with pytest.raises(Invalid):
        actions.lift_second_step(by=worlds.SYSTEM, account_id=ailsa.id)
    key = keyed(ailsa)
    with_step_too = with_step(bert := somebody("Bert"))
    actions.lift_second_step(by=worlds.SYSTEM, account_id=bert.id)
    assert with_step_too and not SecondStep.objects.filter(ended_at=None).exists()
    actions.close_account(by=worlds.SYSTEM, account_id=ailsa.id)
    assert "opens nothing here" in show(client, key).content.decode() and not is_in(client)


def test_ones_own_passkeys_are_ones_own_and_not_without_end(client: Client, ailsa: Account) -> None:
    key = keyed(ailsa)
    bert = somebody("Bert")
    client.force_login(bert)
    assert client.post(reverse("remove_passkey", args=[Passkey.objects.get().id])).status_code == 404
    assert "is here already" in add(client, bert, key).content.decode()
    for number in range(20):
        Passkey.add(account=bert, name="x", credential=f"c{number}", public_key="k")
    with pytest.raises(Invalid, match=r"access\.prove_first"):
        actions.add_passkey(by=as_(bert), name="x", made=Made("c", "k", 0), present=PASSWORD)
    with pytest.raises(Invalid, match=r"access\.many_passkeys"):
        actions.add_passkey(by=as_(bert), name="x", made=Made("c", "k", 0), present=PASSWORD, took_both=True)


@pytest.mark.commitment(3)
def test_who_has_the_password_alone_takes_no_passkey_off_before_they_set_up_their_own_step(
    client: Client, ailsa: Account
) -> None:
    """Else a mailed link would lead into a hat that asks for a second step, by way of taking the passkey off."""
    team = worlds.team("Whinhall")
    ecosystem.give_hat(by=worlds.SYSTEM, account_id=ailsa.id, actor_id=team.id, role=Role.GUARDIAN, title="Guardian")
    keyed(ailsa)
    enter(client, ailsa)
    mine = Passkey.objects.get()
    for name, args in (("remove_passkey", [mine.id]), ("take_ways_off", [])):
        answer = client.post(reverse(name, args=args))
        assert answer.status_code == 400 and "came in here without it" in answer.content.decode()
    for address in (reverse("own_passkey", args=[mine.id]), reverse("every_way_in")):
        text = client.get(address).content.decode()
        assert "can take them all off" in text and "Take it off</button>" not in text and "Take all off" not in text
    assert Passkey.objects.exists()


def test_after_a_mailed_link_she_sees_every_way_in_and_takes_all_off_by_one_press(
    client: Client, ailsa: Account
) -> None:
    keyed(ailsa)
    other = Client()
    enter(other, ailsa)
    ailsa.refresh_from_db()
    word = {"password": "four odd wheels", "again": "four odd wheels"}
    to = client.post(passwords.path_for(ailsa), word)["Location"]
    page = client.get(to).content.decode()
    assert 'value="/account/ways-in/"' in page
    sent = {"username": ailsa.email, "password": "four odd wheels", "next": "/account/ways-in/"}
    page = client.post(reverse("sign_in"), sent, follow=True).content.decode()
    assert "Every way into your account" in page and "My telephone" in page
    OutsideAccount.add(account=ailsa, issuer="https://login.example.org", subject="there-1")
    by = replace(as_(ailsa), kind=Kind.PERSON)
    actions.make_token(by=by, name="diary", scopes=[Scope.MAP_READ])
    enter(other, ailsa)
    assert client.post(reverse("take_ways_off"))["Location"] == reverse("own_account")
    assert not Passkey.objects.exists() and not OutsideAccount.objects.exists()
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert is_in(client) and not is_in(other)
    assert "only way in" in client.get(reverse("every_way_in")).content.decode()
    assert client.post(reverse("take_ways_off")).status_code == 302, "a second press finds nothing, and says the same"
    Account.objects.update(password="!none")
    client.force_login(Account.objects.get())
    assert client.post(reverse("take_ways_off")).status_code == 400, "the last way in stays"


def test_one_is_called_by_its_day_and_otherwise_by_its_owner_alone(client: Client, ailsa: Account) -> None:
    enter(client, ailsa)
    asked = client.post(reverse("ask_for_new_passkey"), {"present": PASSWORD}).json()
    sent = {"name": " ", "present": PASSWORD, "made": Key(ailsa.id.bytes).make(asked)}
    assert client.post(reverse("own_passkeys"), sent).status_code == 302
    mine = Passkey.objects.get()
    assert mine.name == "Passkey added 2 March"
    at = reverse("own_passkey", args=[mine.id])
    assert "Not used yet" in client.get(at).content.decode()
    assert "fill this in" in client.post(at, {"name": "  "}).content.decode()
    assert client.post(at, {"name": "The blue key"})["Location"] == reverse("own_passkeys")
    assert "The blue key" in client.get(reverse("own_passkeys")).content.decode()
    other = Client()
    enter(other, somebody("Bert"))
    assert other.get(at).status_code == 404 and other.post(at, {"name": "Mine"}).status_code == 404
    with pytest.raises(NotFound):
        actions.rename_passkey(by=as_(Account.objects.get(name="Bert")), passkey_id=mine.id, name="Mine")
    assert Passkey.objects.get().name == "The blue key"


def test_asking_without_end_is_slow_and_needs_a_form_of_ours(ailsa: Account) -> None:
    client = Client()
    said = [client.post(reverse("ask_for_passkey")).status_code for _ in range(51)]
    assert set(said[:50]) == {200} and said[50] == 429
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ailsa)
    for name in ("ask_for_passkey", "sign_in_passkey", "ask_for_new_passkey", "own_passkeys"):
        assert strict.post(reverse(name)).status_code == 403, name
