"""Signing in by way of an identity provider: a real one, whole; then all that a lying one tries, or a third."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as live
from django.test import Client
from django.urls import reverse
from joserfc import jws

from ecotone.access import actions, passwords
from ecotone.access.models import Account, AuditEntry, Browser, OutsideAccount
from ecotone.access.rules import Role
from ecotone.cli.health import findings
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground import clock
from ecotone.web import staying
from tests import identity_provider, worlds
from tests.identity_provider import Liar, Walker, by_the_public_key, elliptic, in_letters, known, other_key
from tests.rooms.access.signing import PASSWORD, device, somebody, with_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BACK = "http://testserver/sign-in/with/council/back/"


@pytest.fixture
def ailsa() -> Account:
    return somebody()


@pytest.fixture(scope="module")
def real_issuer() -> Iterator[str]:
    with identity_provider.real(BACK) as issuer:
        yield issuer


@pytest.fixture
def liar(settings: Any) -> Iterator[Liar]:
    with identity_provider.lying() as liar:
        settings.IDENTITY_PROVIDERS = {"council": known(liar.issuer, addresses=frozenset({"example.org"}))}
        yield liar


def leads_to(answer: Any) -> str:
    """Where a page goes on to by itself."""
    assert answer.status_code == 200, answer.content.decode()
    text = answer.content.decode()
    assert 'http-equiv="refresh"' in text
    return answer.context["to"]


def set_out(client: Client, **given: str) -> dict[str, str]:
    """What our page has the browser carry to the provider."""
    address = leads_to(client.post(reverse("sign_in_with", args=["council"]), given))
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def come_back(client: Client, came: dict[str, str], to: str = "council") -> Any:
    """What becomes of coming back with that."""
    return client.get(leads_to(client.get(reverse("back_from_provider", args=[to]), came)))


def through(client: Client, liar: Liar, **given: str) -> Any:
    """The whole way with one that lies."""
    carried = set_out(client, **given)
    liar.nonce = carried["nonce"]
    return come_back(client, {"code": "a-code", "state": carried["state"]})


def is_in(client: Client) -> bool:
    return client.get(reverse("own_account")).status_code == 200


def linked(account: Account, liar: Liar, subject: str = "there-1") -> None:
    OutsideAccount.add(account=account, issuer=liar.issuer, subject=subject)


# A real provider, the clock as it is


@pytest.fixture
def now() -> Iterator[None]:
    """A provider of its own machine goes by its own clock."""
    with clock.at(datetime.now(UTC)):
        yield


@pytest.mark.commitment(3)
def test_with_a_real_provider_she_links_her_account_signs_in_by_it_and_takes_it_off(
    client: Client, ailsa: Account, settings: Any, real_issuer: str, now: None
) -> None:
    settings.IDENTITY_PROVIDERS = {"council": known(real_issuer)}
    assert "Sign in with Drumgray Council" in client.get(reverse("sign_in")).content.decode()
    walker = Walker()

    def by_the_council(client: Client, way: str = "sign_in_with", **given: str) -> Any:
        there = leads_to(client.post(reverse(way, args=["council"]), given))
        back = urlsplit(walker.go(there, sub="c-17", email="ailsa@example.org"))
        return client.get(leads_to(client.get(f"{back.path}?{back.query}")))

    unknown = by_the_council(client)
    assert unknown.status_code == 400 and "nobody signs in here with that account yet" in unknown.content.decode()
    assert not is_in(client) and not OutsideAccount.objects.exists()
    client.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    assert by_the_council(client, "link_outside")["Location"] == reverse("confirm_outside")
    assert "ailsa@example.org" in client.get(reverse("confirm_outside")).content.decode()
    wrong = client.post(reverse("confirm_outside"), {"present": "wrong"})
    assert "not the password" in wrong.content.decode() and not OutsideAccount.objects.exists()
    client.post(reverse("confirm_outside"), {"present": PASSWORD})
    client.post(reverse("sign_out"))
    before = client.session.session_key
    assert by_the_council(client, next="/account/signed-in/")["Location"] == "/account/signed-in/"
    assert is_in(client) and client.session.session_key != before
    mine = OutsideAccount.objects.get()
    assert (mine.account, mine.subject, mine.matched) == (ailsa, "c-17", False)
    entry = AuditEntry.objects.get(kind="sign_in", subjects__part="provider")
    assert (entry.account_id, entry.code) == (ailsa.id, "access.sign_in")
    other = Client()
    other.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    client.post(reverse("unlink_outside", args=[mine.id]))
    assert is_in(client) and not is_in(other) and not OutsideAccount.objects.exists()


@pytest.mark.commitment(3)
def test_what_a_real_provider_says_of_an_address_and_a_second_step_counts_as_far_as_the_setting_trusts_it(
    client: Client, ailsa: Account, settings: Any, real_issuer: str, now: None
) -> None:
    trusted = {"addresses": frozenset({"example.org"}), "second_step": frozenset({"mfa"})}
    settings.IDENTITY_PROVIDERS = {"council": known(real_issuer, **trusted)}
    team = worlds.team("Whinhall")
    ecosystem.give_hat(by=worlds.SYSTEM, account_id=ailsa.id, actor_id=team.id, role=Role.GUARDIAN, title="Guardian")

    def by_the_council(**typed: str) -> Any:
        client = Client()
        there = leads_to(client.post(reverse("sign_in_with", args=["council"])))
        back = urlsplit(Walker().go(there, **typed))
        return client, client.get(leads_to(client.get(f"{back.path}?{back.query}")))

    hers = {"sub": "c-17", "email": "ailsa@example.org"}
    for typed, said in (
        ({**hers, "unverified": "yes"}, "nobody signs in here"),
        ({**hers, "email": "ailsa@elsewhere.org"}, "nobody signs in here"),
        ({"error": "access_denied"}, "were not let through"),
        ({"error": "server_error"}, "An error came back"),
    ):
        assert said in by_the_council(**typed)[1].content.decode()
    one, _ = by_the_council(**hers, amr="pwd")
    assert is_in(one) and one.get(reverse("guarding")).status_code == 403
    both, _ = by_the_council(sub="c-17", amr="pwd mfa")
    assert both.get(reverse("guarding")).status_code == 200
    assert OutsideAccount.objects.get().matched
    assert "Another account" in by_the_council(**{**hers, "sub": "c-99"})[1].content.decode()


# One that lies


def test_what_the_browser_carries_there_is_bound_to_it_and_says_no_secret(client: Client, liar: Liar) -> None:
    carried = set_out(client)
    assert carried["response_type"] == "code" and carried["code_challenge_method"] == "S256"
    assert carried["redirect_uri"] == BACK and carried["scope"] == "openid email profile"
    assert len({carried["state"], carried["nonce"], carried["code_challenge"], set_out(client)["state"]}) == 4
    assert identity_provider.SECRET not in json.dumps(carried)
    come_back(client, {"code": "x", "state": set_out(client)["state"]})
    assert liar.asked[-1]["redirect_uri"] == BACK and len(liar.asked[-1]["code_verifier"]) >= 43


NOT_BELIEVED: dict[str, tuple[dict[str, Any], str]] = {
    "from another issuer": ({"iss": "https://login.example.net"}, "outside_issuer"),
    "to another place": ({"aud": "somebody-else"}, "outside_audience"),
    "to others too": ({"aud": ["ecotone", "somebody-else"], "azp": "ecotone"}, "outside_audience"),
    "for another party": ({"azp": "somebody-else"}, "outside_audience"),
    "to nobody": ({"aud": None}, "outside_audience"),
    "in answer to another sign-in": ({"nonce": "an older one"}, "outside_nonce"),
    "in answer to nothing": ({"nonce": None}, "outside_nonce"),
    "of nobody": ({"sub": None}, "outside_subject"),
    "of somebody with odd signs": ({"sub": "there-1\u0000"}, "outside_subject"),
    "of a number": ({"sub": 17}, "outside_subject"),
    "past its end": ({"exp": 1_000_000_000}, "outside_time"),
    "without an end": ({"exp": None}, "outside_time"),
    "with no number for its end": ({"exp": "2099"}, "outside_time"),
    "at a time that is still to come": ({"iat": 4_000_000_000, "exp": 4_000_000_300}, "outside_time"),
    "long ago, and good for years": ({"iat": 1_000_000_000, "exp": 4_000_000_000}, "outside_time"),
    "but not before next year": ({"nbf": 4_000_000_000}, "outside_time"),
}


@pytest.mark.parametrize("what", NOT_BELIEVED)
def test_a_statement_is_not_believed(client: Client, ailsa: Account, liar: Liar, what: str) -> None:
    linked(ailsa, liar)
    claims, code = NOT_BELIEVED[what]
    liar.claims = claims
    answer = through(client, liar)
    assert answer.status_code == 400 and not is_in(client)
    assert AuditEntry.objects.get(kind="refusal").reason == f"access.{code}"


def unsigned(header: dict[str, Any], payload: bytes) -> str:
    return f"{in_letters(json.dumps({**header, 'alg': 'none'}).encode())}.{in_letters(payload)}."


def tampered(liar: Liar) -> Any:
    def sign(header: dict[str, Any], payload: bytes) -> str:
        first, _, last = jws.serialize_compact(header, payload, liar.key, algorithms=["RS256"]).split(".")
        changed = payload.replace(b"there-1", b"there-2")
        return f"{first}.{in_letters(changed)}.{last}"

    return sign


FORGED: dict[str, Any] = {
    "with no signature": lambda liar: unsigned,
    "with the public key for a secret": by_the_public_key,
    "with its claims changed": tampered,
    "with a key of one's own": lambda liar: (
        lambda header, payload: jws.serialize_compact(header, payload, other_key(), algorithms=["RS256"])
    ),
    "with a key that it brings along": lambda liar: (
        lambda header, payload: jws.serialize_compact(
            {**header, "jwk": other_key().as_dict(private=False)}, payload, other_key(), algorithms=["RS256"]
        )
    ),
    "with nothing that is a statement": lambda liar: lambda header, payload: "a.b",
    "with deep nesting": lambda liar: (
        lambda header, payload: jws.serialize_compact(header, b"[" * 50_000, liar.key, algorithms=["RS256"])
    ),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_statement_is_forged(client: Client, ailsa: Account, liar: Liar, how: str) -> None:
    linked(ailsa, liar)
    liar.signed = FORGED[how](liar)
    assert "not signed as it should be" in through(client, liar).content.decode()
    assert not is_in(client)
    assert AuditEntry.objects.get(kind="refusal").reason == "access.outside_signature"


def test_a_new_key_is_asked_for_once_and_a_key_for_something_else_is_none(
    client: Client, ailsa: Account, liar: Liar
) -> None:
    linked(ailsa, liar)
    through(client, liar)
    assert is_in(client)
    liar.key = other_key("second")
    assert through(again := Client(), liar).status_code == 302 and is_in(again)
    curve = elliptic("third")
    liar.published, liar.key, liar.header = [liar.key, curve], curve, {"alg": "ES256"}
    assert through(third := Client(), liar).status_code == 302 and is_in(third)
    for of_it in ({"use": "enc"}, {"alg": "RS512"}):
        liar.key, liar.header = type(liar.published[0]).generate_key(2048, {"kid": "fourth", **of_it}), {}
        liar.published = [liar.key]
        liar.signed = lambda header, payload: jws.serialize_compact(
            header, payload, other_key("fourth"), algorithms=["RS256"]
        )
        assert "not signed" in through(Client(), liar).content.decode()


def test_coming_back_counts_once_in_the_browser_that_set_out_and_for_ten_minutes(
    client: Client, ailsa: Account, liar: Liar
) -> None:
    """Nobody has another's browser come in as themselves: neither a state nor a code fits anywhere else."""
    linked(ailsa, liar)
    carried = set_out(client)
    liar.nonce = carried["nonce"]
    came = {"code": "a-code", "state": carried["state"]}
    assert "another browser" in come_back(Client(), came).content.decode()
    assert "another browser" in come_back(client, {**came, "state": "forged"}).content.decode()
    assert "another browser" in come_back(client, came).content.decode(), "it counts once, whatever came of it"
    assert not liar.asked, "nothing was asked for what did not fit"
    carried = set_out(client)
    with worlds.later(minutes=11):
        assert "too long ago" in come_back(client, {**came, "state": carried["state"]}).content.decode()
    assert through(client, liar).status_code == 302
    assert come_back(client, came)["Location"] == "/" and is_in(client), "Back, or Load again, when one is in"
    client.post(reverse("sign_out"))
    assert "been used already" in come_back(client, came).content.decode() and not is_in(client)
    assert not liar.asked[1:]


def test_whoever_never_set_out_fills_no_audit_by_coming_back(client: Client, liar: Liar) -> None:
    there = AuditEntry.objects.count()
    for _ in range(3):
        assert "another browser" in come_back(client, {"code": "x", "state": "y"}).content.decode()
    assert AuditEntry.objects.count() == there
    set_out(client)
    come_back(client, {"code": "x", "state": "forged"})
    assert AuditEntry.objects.get(kind="refusal").reason == "access.outside_stale"


def test_an_answer_of_one_provider_is_none_of_another(client: Client, ailsa: Account, liar: Liar) -> None:
    """The mix-up: what was begun with one comes back as from another, to have the code sent to the wrong one."""
    linked(ailsa, liar)
    live.IDENTITY_PROVIDERS["board"] = known("http://127.0.0.1:9", key="board")
    carried = set_out(client)
    assert come_back(client, {"code": "x", "state": carried["state"]}, to="board").status_code == 400
    for iss in ("http://127.0.0.1:9", ""):
        carried = set_out(client)
        answer = come_back(client, {"code": "x", "state": carried["state"], "iss": iss})
        assert "did not come from" in answer.content.decode()
    with identity_provider.lying() as other:
        other.described = {"authorization_response_iss_parameter_supported": True}
        live.IDENTITY_PROVIDERS["council"] = known(other.issuer)
        carried = set_out(client)
        assert "did not come from" in come_back(client, {"code": "x", "state": carried["state"]}).content.decode()
        assert not liar.asked and not other.asked and not is_in(client)


@pytest.mark.parametrize(
    ("status", "found", "said"),
    [
        (400, {"error": "invalid_grant"}, "used already, or took too long"),
        (401, {"error": "invalid_client"}, "is not known to"),
        (500, {}, "No answer came from"),
        (302, {}, "No answer came from"),
        (200, b"<html>", "No answer came from"),
        (200, b"[" * 200_000, "No answer came from"),
        (200, b'"' + b"x" * 300_000 + b'"', "No answer came from"),
        (200, {"access_token": "x"}, "not signed as it should be"),
    ],
)
def test_a_provider_that_gives_nothing_for_a_code_gets_its_sentence(
    client: Client, liar: Liar, status: int, found: Any, said: str
) -> None:
    liar.token_answer = lambda usual: (status, found)
    assert said in through(client, liar).content.decode()
    assert AuditEntry.objects.filter(kind="refusal").count() == 1


def test_one_that_is_down_or_not_who_it_should_be_gets_its_sentence_and_a_password_still_does(
    client: Client, ailsa: Account, settings: Any, liar: Liar
) -> None:
    def said(issuer: str) -> str:
        settings.IDENTITY_PROVIDERS = {"council": known(issuer)}
        return client.post(reverse("sign_in_with", args=["council"])).content.decode()

    assert "No answer came from" in said("http://127.0.0.1:9")
    for odd in ({"issuer": "http://127.0.0.1:9"}, {"token_endpoint": "http://evil.example/"}, {"jwks_uri": None}):
        liar.described = odd
        assert "is not as this place was told" in said(liar.issuer)
    client.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    assert is_in(client)


def test_who_is_told_of_twice_a_closed_account_and_a_stranger_are_not_let_in(
    client: Client, ailsa: Account, liar: Liar
) -> None:
    """An address passes to another at the provider: they do not come in as who had it before."""
    liar.claims = {"email": ailsa.email, "email_verified": True}
    assert through(client, liar).status_code == 302 and OutsideAccount.objects.get().matched
    liar.claims = {"email": ailsa.email, "email_verified": True, "sub": "there-2"}
    assert "Another account" in through(other := Client(), liar).content.decode() and not is_in(other)
    liar.claims = {"email": "nobody@example.org", "email_verified": True, "sub": "there-3"}
    assert "nobody signs in here" in through(other, liar).content.decode()
    assert Account.objects.count() == 1, "none is opened by itself"
    actions.close_account(by=worlds.SYSTEM, account_id=ailsa.id)
    liar.claims = {}
    assert "nobody signs in here" in through(other, liar).content.decode() and not is_in(other)
    assert AuditEntry.objects.get(reason="access.account_closed").subjects.get().subject_id == ailsa.id


def test_an_account_is_opened_only_where_the_setting_says_so_and_has_no_hat(
    client: Client, settings: Any, liar: Liar
) -> None:
    of_ours = {"addresses": frozenset({"example.org"}), "opens_accounts": True}
    settings.IDENTITY_PROVIDERS = {"council": known(liar.issuer, **of_ours)}
    liar.claims = {"email": "Cora@example.org", "email_verified": True, "name": "Cora Reid"}
    assert through(client, liar).status_code == 302
    made = Account.objects.get()
    assert (made.name, made.email, made.has_usable_password()) == ("Cora Reid", "cora@example.org", False)
    assert "nothing here belongs to your account" in client.get("/").content.decode()
    mine = OutsideAccount.objects.get()
    assert "only way into your account" in client.post(reverse("unlink_outside", args=[mine.id])).content.decode()


def test_her_second_step_is_asked_for_where_the_providers_does_not_count_and_known_browsers_stay_known(
    client: Client, ailsa: Account, liar: Liar
) -> None:
    codes = with_step(ailsa)
    linked(ailsa, liar)
    liar.claims = {"amr": ["mfa"]}
    assert through(client, liar)["Location"] == reverse("sign_in_code") and not is_in(client)
    assert "Drumgray Council knows you" in client.get(reverse("sign_in_code")).content.decode()
    client.post(reverse("sign_in_code"), {"code": device(ailsa), "trust": "on"})
    assert is_in(client) and client.session["proved"] == "code"
    kept = client.cookies[staying.COOKIE].value
    client.post(reverse("sign_out"))
    liar.claims = {}
    assert through(client, liar)["Location"] == "/" and is_in(client)
    assert client.cookies[staying.COOKIE].value != kept and Browser.objects.count() == 1
    thief = Client()
    thief.force_login(ailsa)
    liar.claims = {"sub": "the-thief"}
    carried = parse_qs(urlsplit(leads_to(thief.post(reverse("link_outside", args=["council"])))).query)
    liar.nonce = carried["nonce"][0]
    come_back(thief, {"code": "x", "state": carried["state"][0]})
    answer = thief.post(reverse("confirm_outside"), {"present": PASSWORD})
    assert "second step, and you came in here without it" in answer.content.decode()
    assert OutsideAccount.objects.count() == 1 and codes


def test_only_who_began_to_link_links_and_what_is_linked_elsewhere_is_not_linked_again(
    client: Client, ailsa: Account, liar: Liar
) -> None:
    bert = somebody("Bert")
    client.force_login(ailsa)

    def to_confirm(before_back: Any = lambda: None) -> Any:
        carried = parse_qs(urlsplit(leads_to(client.post(reverse("link_outside", args=["council"])))).query)
        liar.nonce = carried["nonce"][0]
        before_back()
        return come_back(client, {"code": "x", "state": carried["state"][0]})

    linked(bert, liar)
    to_confirm()
    taken = client.post(reverse("confirm_outside"), {"present": PASSWORD}).content.decode()
    assert "is linked to somebody here already" in taken
    assert to_confirm(lambda: client.force_login(bert))["Location"] == "/", "what another began is gone"
    assert client.get(reverse("confirm_outside"))["Location"] == reverse("own_account")
    assert client.post(reverse("unlink_outside", args=[bert.id])).status_code == 404
    assert OutsideAccount.objects.get().account == bert


def test_a_password_chosen_by_a_mailed_link_ends_what_was_linked(client: Client, ailsa: Account, liar: Liar) -> None:
    """Else whoever linked an account of theirs to hers would stay in."""
    linked(ailsa, liar)
    client.post(passwords.path_for(ailsa), {"password": "four odd wheels", "again": "four odd wheels"})
    assert not OutsideAccount.objects.exists()


def test_trying_again_and_again_is_slow_and_touches_no_lane_of_a_password(
    client: Client, ailsa: Account, liar: Liar
) -> None:
    for _ in range(51):
        answer = client.post(reverse("sign_in_with", args=["council"]))
    assert "tried too often" in answer.content.decode()
    client.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    assert is_in(client)
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert leads_to(client.post(reverse("sign_in_with", args=["council"])))


def test_nothing_but_a_form_of_ours_sets_out_and_none_leads_elsewhere(liar: Liar, ailsa: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("sign_in_with", args=["council"])).status_code == 403
    assert strict.get(reverse("sign_in_with", args=["council"])).status_code == 405
    assert Client().post(reverse("sign_in_with", args=["nobody"])).status_code == 404
    linked(ailsa, liar)
    assert through(Client(), liar, next="https://evil.example/")["Location"] == "/"
    odd = Client().get(reverse("back_from_provider", args=["council"]), {"code": "x" * 5000, "state": '"><script>'})
    assert "<script>" not in odd.content.decode() and "xxxx" not in odd.content.decode()


def test_ecotone_check_says_whether_each_answers_and_what_it_is_trusted_with(settings: Any, liar: Liar) -> None:
    trusted = {"addresses": frozenset({"example.org"}), "opens_accounts": True, "second_step": frozenset({"mfa"})}
    down = known("http://127.0.0.1:9", key="board", name="The Board")
    settings.IDENTITY_PROVIDERS = {"council": known(liar.issuer, **trusted), "board": down}
    well, silent = [each for each in findings() if each.about == "sign-in"]
    assert (well.state, silent.state) == ("ok", "note")
    assert "example.org; opens accounts; counts as a second step by mfa" in well.words
    assert "No answer came from The Board" in silent.words
    assert identity_provider.SECRET not in well.words + silent.words
