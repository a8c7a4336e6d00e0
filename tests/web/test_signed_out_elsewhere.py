"""Signed out at the identity provider, signed out here: by a real one, and by all that one that lies would say."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from joserfc import jws

from ecotone.access import openid
from ecotone.access.claims import SIGNED_OUT
from ecotone.access.models import Account, AuditEntry, OutsideAccount, Session, SignOut
from ecotone.access.sessions import forget
from ecotone.ground import clock
from ecotone.web import staying
from tests import identity_provider, worlds
from tests.identity_provider import Liar, Walker, elliptic, known, other_key
from tests.rooms.access.signing import PASSWORD, device, somebody, with_step
from tests.web.test_identity_provider import BACK, FORGED, is_in, leads_to, linked, set_out, through

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
AT = "/sign-in/with/council/signed-out/"


@pytest.fixture
def ailsa() -> Account:
    return somebody()


@pytest.fixture
def liar(settings: Any) -> Iterator[Liar]:
    with identity_provider.lying() as liar:
        settings.IDENTITY_PROVIDERS = {"council": known(liar.issuer)}
        yield liar


@pytest.fixture
def now() -> Iterator[None]:
    with clock.at(datetime.now(UTC)):
        yield


def said(statement: str, at: str = AT) -> Any:
    """What becomes of a provider saying so: a machine that has no cookie of ours and no form."""
    return Client(enforce_csrf_checks=True).post(at, {"logout_token": statement})


def came_in(liar: Liar, sid: str | None = None, **claims: Any) -> Client:
    client = Client()
    liar.claims = {"sid": sid, **claims}
    assert through(client, liar).status_code == 302 and is_in(client)
    return client


@pytest.mark.commitment(3)
def test_whoever_signs_out_at_a_real_provider_is_out_here_and_finds_the_way_there(
    ailsa: Account, settings: Any, now: None
) -> None:
    with identity_provider.hearing() as (listening, heard):
        ours = {"backchannel_logout_uri": listening, "backchannel_logout_session_required": True}
        with identity_provider.real(BACK, **ours) as issuer:
            settings.IDENTITY_PROVIDERS = {"council": known(issuer)}
            OutsideAccount.add(account=ailsa, issuer=issuer, subject="c-17")
            client, other, by_password = Client(), Client(), Client()
            by_password.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
            walkers = [Walker(), Walker()]
            for window, walker in zip((client, other), walkers, strict=True):
                there = leads_to(window.post(reverse("sign_in_with", args=["council"])))
                back = urlsplit(walker.go(there, sub="c-17"))
                window.get(leads_to(window.get(f"{back.path}?{back.query}")))
                assert is_in(window)
            assert len({*Session.objects.exclude(issuer="").values_list("sid", flat=True)}) == 2
            left = client.post(reverse("sign_out"), follow=True)
            to = left.context["to"]
            assert to == f"{issuer}/session/end?client_id=ecotone" and to in left.content.decode()
            walkers[1].sign_out(to)
            answer = said(heard.pop()["logout_token"])
            assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"", "no-store")
            assert not is_in(other) and is_in(by_password)
            assert not heard


def test_one_session_of_theirs_ends_or_all_and_nobody_elses(ailsa: Account, liar: Liar) -> None:
    linked(ailsa, liar)
    linked(somebody("Bert"), liar, "there-2")
    one, two, unnamed = came_in(liar, "s-1"), came_in(liar, "s-2"), came_in(liar)
    bert = came_in(liar, "s-3", sub="there-2")
    password = Client()
    password.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    assert said(liar.sign_out(sid="s-3")).status_code == 200, "it names one that is not theirs"
    assert is_in(bert)
    assert said(liar.sign_out(sid="s-1", sub=None)).status_code == 200
    assert [is_in(each) for each in (one, two, bert, password)] == [False, True, True, True]
    assert not is_in(unnamed), "the first of the two said so of her, and may have meant it"
    unnamed = came_in(liar)
    assert said(liar.sign_out(sid="s-2")).status_code == 200
    assert [is_in(each) for each in (two, unnamed, bert)] == [False, False, True], "what it did not name ends too"
    again = came_in(liar, "s-9")
    assert said(liar.sign_out()).status_code == 200
    assert [is_in(each) for each in (again, bert, password)] == [False, True, True]
    entry = AuditEntry.objects.filter(code="access.end_outside_sessions").first()
    assert (entry.system, entry.account_id) == ("identity-provider", None)
    assert ailsa.id in entry.subjects.values_list("subject_id", flat=True)


def test_nobody_is_out_who_is_between_the_two_steps_and_goes_on(ailsa: Account, liar: Liar) -> None:
    with_step(ailsa)
    linked(ailsa, liar)
    client = Client()
    assert through(client, liar)["Location"] == reverse("sign_in_code")
    said(liar.sign_out())
    assert client.post(reverse("sign_in_code"), {"code": device(ailsa)})["Location"] == reverse("sign_in")
    assert through(client, liar)["Location"] == reverse("sign_in_code")
    client.post(reverse("sign_in_code"), {"code": device(ailsa)})
    assert is_in(client) and Session.objects.get(account_id=ailsa.id).subject == "there-1"
    said(liar.sign_out())
    assert not is_in(client)


NOT_BELIEVED: dict[str, tuple[dict[str, Any], str]] = {
    "from another issuer": ({"iss": "https://login.example.net"}, "outside_issuer"),
    "to another place": ({"aud": "somebody-else"}, "outside_audience"),
    "to others too": ({"aud": ["ecotone", "somebody-else"]}, "outside_audience"),
    "to nobody": ({"aud": None}, "outside_audience"),
    "in answer to a sign-in": ({"nonce": "n-1"}, "outside_nonce"),
    "of nothing that happened": ({"events": None}, "outside_no_sign_out"),
    "of something else that happened": ({"events": {f"{SIGNED_OUT}s": {}}}, "outside_no_sign_out"),
    "of a sign-out in a word": ({"events": SIGNED_OUT}, "outside_no_sign_out"),
    "of a sign-out that is no object": ({"events": {SIGNED_OUT: True}}, "outside_no_sign_out"),
    "of nobody": ({"sub": None}, "outside_subject"),
    "of a number": ({"sub": 17}, "outside_subject"),
    "of an empty session": ({"sid": ""}, "outside_subject"),
    "of a session that is a list": ({"sid": ["s-1"]}, "outside_subject"),
    "without a number of its own": ({"jti": None}, "outside_subject"),
    "past its end": ({"exp": 1_000_000_000}, "outside_time"),
    "without an end": ({"exp": None}, "outside_time"),
    "without a beginning": ({"iat": None}, "outside_time"),
    "long ago, and good for years": ({"iat": 1_000_000_000, "exp": 4_000_000_000}, "outside_time"),
}


@pytest.mark.parametrize("what", NOT_BELIEVED)
def test_what_does_not_fit_ends_nothing_and_tells_nothing(ailsa: Account, liar: Liar, what: str) -> None:
    linked(ailsa, liar)
    client = came_in(liar)
    claims, code = NOT_BELIEVED[what]
    answer = said(liar.sign_out(**claims))
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")
    assert json.loads(answer.content) == {"error": "invalid_request"}
    assert is_in(client) and not SignOut.objects.exists()
    left = AuditEntry.objects.filter(kind="refusal").values_list("reason", "system")
    to_others = code in ("outside_issuer", "outside_audience")
    assert [*left] == ([] if to_others else [(f"access.{code}", "identity-provider")])


def test_what_the_provider_signed_for_another_place_fills_no_audit(ailsa: Account, liar: Liar) -> None:
    """Whoever has an account at a provider holds such a statement, and may send it as often as they like."""
    before = AuditEntry.objects.count()
    theirs = liar.sign_out(aud="somebody-else")
    assert [said(theirs).status_code for _ in range(5)] == [400] * 5
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("how", FORGED)
def test_what_is_forged_ends_nothing_and_fills_no_audit(ailsa: Account, liar: Liar, how: str) -> None:
    linked(ailsa, liar)
    client = came_in(liar)
    there = AuditEntry.objects.count()
    good = jws.extract_compact(liar.sign_out().encode())
    answer = said(FORGED[how](liar)(good.headers(), good.payload))
    assert answer.status_code == 400 and json.loads(answer.content) == {"error": "invalid_request"}
    assert is_in(client)
    assert AuditEntry.objects.filter(kind="refusal").count() == 0 and AuditEntry.objects.count() <= there + 1


@pytest.mark.parametrize(
    "sent", [{}, {"logout_token": ""}, {"logout_token": "x" * 30_000}, {"logout_token": "é.é.é"}]
)
def test_whatever_else_is_sent_is_refused(liar: Liar, sent: dict[str, str]) -> None:
    answer = Client().post(AT, sent)
    assert answer.status_code == 400 and not AuditEntry.objects.filter(kind="refusal").exists()


def test_a_statement_of_who_somebody_is_signs_nobody_out_nor_one_of_another_kind(ailsa: Account, liar: Liar) -> None:
    linked(ailsa, liar)
    client = came_in(liar)
    assert said(liar.said({"sub": "there-1", "nonce": liar.nonce}, {})).status_code == 400
    for kind, status in (("at+jwt", 400), ("id_token+jwt", 400), ("JWT", 200)):
        assert said(liar.sign_out({"typ": kind})).status_code == status, kind
    assert not is_in(client)


def test_it_counts_once(ailsa: Account, liar: Liar) -> None:
    linked(ailsa, liar)
    came_in(liar)
    statement = liar.sign_out()
    assert said(statement).status_code == 200
    client = came_in(liar)
    assert said(statement).status_code == 400 and is_in(client), "whoever caught it signs nobody out a second time"
    assert said(liar.sign_out(jti="other")).status_code == 200, "nobody in is well, too"
    assert said(liar.sign_out(sub="there-9")).status_code == 200, "of somebody whom we do not know as well"
    with worlds.later(hours=2):
        forget()
    assert not SignOut.objects.exists()


def test_one_provider_signs_nobody_out_of_anothers_sessions(ailsa: Account, liar: Liar, settings: Any) -> None:
    linked(ailsa, liar)
    client = came_in(liar, "s-1")
    with identity_provider.lying() as other:
        settings.IDENTITY_PROVIDERS = {**settings.IDENTITY_PROVIDERS, "board": known(other.issuer, key="board")}
        assert said(other.sign_out(sid="s-1"), "/sign-in/with/board/signed-out/").status_code == 200
        assert said(other.sign_out(iss=liar.issuer), "/sign-in/with/board/signed-out/").status_code == 400
        assert said(other.sign_out()).status_code == 400
    assert is_in(client)
    assert said(liar.sign_out(), "/sign-in/with/nobody/signed-out/").status_code == 404


def test_a_new_key_is_asked_for_but_not_by_everybody_who_sends_something(ailsa: Account, liar: Liar) -> None:
    linked(ailsa, liar)
    came_in(liar)
    asked: list[str] = []
    answer = liar.answer
    liar.answer = lambda path, form: (asked.append(path), answer(path, form))[1]  # type: ignore[method-assign]
    liar.key = other_key("second")
    for _ in range(20):
        assert said(liar.sign_out()).status_code == 400
    assert asked == [], "the keys were asked for less than a minute ago"
    curve = elliptic("third")
    liar.key, liar.published = curve, [curve]
    liar.header = {"alg": "ES256"}
    assert through(Client(), liar).status_code == 302, "whoever set out and came back has them asked for"
    assert said(liar.sign_out(liar.header)).status_code == 200


def test_too_many_in_a_minute_are_told_to_come_again(liar: Liar) -> None:
    statuses = [Client().post(AT, {}).status_code for _ in range(601)]
    assert {*statuses[:600]} == {400} and statuses[600] == 429
    assert Client().get(AT).status_code == 405


def test_the_way_out_there_is_one_at_a_host_that_the_settings_name_or_none(
    client: Client, ailsa: Account, liar: Liar
) -> None:
    linked(ailsa, liar)
    for place, there in (
        (None, False),
        ("https://evil.example/out", False),
        ("javascript:alert(1)", False),
        (17, False),
        (f"{liar.issuer}/out?a=b", True),
    ):
        liar.described = {"end_session_endpoint": place}
        openid._remembered.clear()
        assert through(client, liar).status_code == 302
        page = client.post(reverse("sign_out"), follow=True)
        assert page.redirect_chain == [(reverse("left_outside", args=["council"]), 302)]
        text = page.content.decode()
        assert "still signed in with Drumgray Council" in text
        assert ("Sign out of Drumgray Council too" in text) == there, place
        assert "evil" not in text and "javascript:" not in text
    assert page.context["to"] == f"{liar.issuer}/out?a=b&client_id=ecotone"
    client.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    assert client.post(reverse("sign_out"))["Location"] == reverse("home"), "who came by a password is out"


def test_what_a_window_was_come_in_by_is_forgotten_by_the_next(client: Client, ailsa: Account, liar: Liar) -> None:
    linked(ailsa, liar)
    through(client, liar)
    client.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    assert Session.objects.get().issuer == ""
    assert staying.CAME_BY in client.session and set_out(Client())
    said(liar.sign_out())
    assert is_in(client)
