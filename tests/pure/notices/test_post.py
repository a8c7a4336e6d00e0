"""What the settings for mail mean, and when a mail is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.notices.rules import MOST_TRIES, BadSetting, next_try, sender_of, server_of, site_of
from ecotone.notices.rules.post import Tls

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "host", "port", "tls", "user", "password"),
    [
        ("smtp://a%40b:p%2Fw@mail.example.org:2525", "mail.example.org", 2525, Tls.STARTTLS, "a@b", "p/w"),
        ("smtp://mail.example.org", "mail.example.org", 587, Tls.STARTTLS, "", ""),
        ("smtps://u:p@mail.example.org", "mail.example.org", 465, Tls.AT_ONCE, "u", "p"),
        ("smtp://mail.example.org?tls=off", "mail.example.org", 25, Tls.OFF, "", ""),
        ("smtp://u:p@localhost:1025/", "localhost", 1025, Tls.OFF, "u", "p"),
        ("smtp://[::1]:25", "::1", 25, Tls.OFF, "", ""),
    ],
)
def test_a_server_is_read_as_it_is_meant(given, host, port, tls, user, password):
    server = server_of(given)
    assert (server.host, server.port, server.tls, server.user, server.password) == (host, port, tls, user, password)


@pytest.mark.parametrize("given", ["", "  "])
def test_no_server_is_none(given):
    assert server_of(given) is None


SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    "given",
    [
        f"mail.example.org:{SECRET}",
        f"http://u:{SECRET}@mail.example.org",
        f"smtp://u:{SECRET}@",
        f"smtp://u:{SECRET}@mail.example.org:port",
        f"smtp://u:{SECRET}@mail.example.org:99999",
        f"smtp://u:{SECRET}@mail.example.org/path",
        f"smtp://u:{SECRET}@[mail",
        f"smtp://u:{SECRET}/x@mail.example.org",
        f"smtp://u:{SECRET}@mail.example.org?tls=on",
        f"smtps://u:{SECRET}@mail.example.org?tls=off",
        f"smtp://u:{SECRET}@mail.example.org?tls=off",
        f"smtp://u:{SECRET}#x@mail.example.org",
    ],
)
def test_a_wrong_server_is_said_without_its_password(given):
    with pytest.raises(BadSetting) as wrong:
        server_of(given)
    assert SECRET not in str(wrong.value) and "ECOTONE_MAIL" in str(wrong.value)
    assert (wrong.value.__cause__ is None and wrong.value.__suppress_context__) or wrong.value.__context__ is None


@given(st.text(min_size=1, max_size=30))
def test_nothing_is_said_of_what_was_given(text):
    try:
        server = server_of(f"smtp://user:{text}SECRET@host.example:25")
    except BadSetting as wrong:
        assert "SECRET" not in str(wrong)
    else:
        assert "SECRET" not in f"{server} {server!r}"


@pytest.mark.parametrize("given", ["post@example.org", "Ecotone <post@example.org>", "The post, <post@example.org>"])
def test_a_sender(given):
    if "," in given:
        with pytest.raises(BadSetting):
            sender_of(given, sends=True)
    else:
        assert sender_of(given, sends=True) == given


@pytest.mark.parametrize("given", ["post", "a@b\nBcc: c@d", "@x", "x@", "Ecotone post@example.org <"])
def test_what_is_no_sender(given):
    with pytest.raises(BadSetting):
        sender_of(given, sends=True)


def test_a_sender_is_needed_only_where_mail_goes_out():
    assert sender_of("", sends=False) == "Ecotone <ecotone@localhost>"
    with pytest.raises(BadSetting):
        sender_of("", sends=True)


@pytest.mark.parametrize("given", ["https://a.example", "http://a.example:8001/", ""])
def test_a_site(given):
    assert site_of(given, fallback="http://here:1") == (given.rstrip("/") or "http://here:1")


@pytest.mark.parametrize(
    "given", ["a.example", "ftp://a", "https://", "https://a/b", "https://u:p@a", "https://a b", "https://a:x", "x"]
)
def test_what_is_no_site(given):
    with pytest.raises(BadSetting):
        site_of(given, fallback="http://here:1")


@given(st.integers(min_value=1, max_value=MOST_TRIES * 2))
def test_it_is_tried_later_and_later_and_then_no_more(tries):
    again = next_try(tries, NOON)
    assert (again is None) == (tries >= MOST_TRIES)
    assert again is None or NOON < again <= NOON + timedelta(days=1)
    if tries + 1 < MOST_TRIES:
        assert next_try(tries + 1, NOON) >= again


def test_a_weekend_without_a_server_is_outlived():
    assert sum((next_try(n, NOON) - NOON for n in range(1, MOST_TRIES)), timedelta()) > timedelta(days=2, hours=12)
