"""What browsers report of the content policy: counted, bounded, and nothing of it kept."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ecotone.access import breaches
from ecotone.access.breaches import Breach, read
from ecotone.access.models import PolicyBreach, Session
from ecotone.cli.health import _policy
from ecotone.ground import clock
from ecotone.web.headers import REPORTS

INLINE = {"csp-report": {"effective-directive": "script-src-elem", "blocked-uri": "inline"}}
ELSEWHERE = {"body": {"effectiveDirective": "img-src", "blockedURL": "https://evil.example/people/jean-inline"}}
NEW = [{"type": "csp-violation", **ELSEWHERE}, {"type": "deprecation", "body": {}}]


def send(body: Any, client: Client | None = None) -> int:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (client or Client()).post(REPORTS, sent, content_type="application/csp-report").status_code


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
def test_both_forms_are_counted_by_the_day_and_nothing_of_a_page_is_kept() -> None:
    assert reverse("policy_reports") == REPORTS
    assert [send(INLINE), send(INLINE), send(NEW)] == [204] * 3
    assert breaches.lately() == [(Breach("script-src", "inline"), 2), (Breach("img-src", "elsewhere"), 1)]
    assert "script-src inline 2, img-src elsewhere 1" in _policy().words and _policy().state == "note"
    assert "evil" not in json.dumps(list(PolicyBreach.objects.values()), default=str)
    assert not Session.objects.exists()
    with clock.at(clock.now() + timedelta(days=8)):
        assert (breaches.lately(), _policy().state) == ([], "ok")
    with clock.at(clock.now() + timedelta(days=91)):
        assert breaches.forget() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
def test_too_many_too_long_and_what_is_no_report_count_nothing() -> None:
    for odd in (b"", b"{", b"[" * 60_000, b"x" * 100_000, [{}], {"csp-report": []}, [[]], "csp", None, [7]):
        assert send(odd) == 204
    assert not PolicyBreach.objects.exists()
    assert send(NEW * 300) == 204
    assert PolicyBreach.objects.get().seen <= breaches.AT_ONCE
    for _ in range(40):
        send(INLINE)
    assert PolicyBreach.objects.get(rule="script-src").seen < 30, "in a minute, from one address"
    assert Client().get(REPORTS).status_code == 405


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["script-src x", "inline"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from(["csp-report", "body", "type"]), inner, max_size=3)
    ),
)


@given(JSON)
def test_whatever_is_sent_is_a_few_known_words_or_nothing(found: Any) -> None:
    for each in read(json.dumps(found).encode()):
        assert each.rule in breaches.RULES | {"other"} and each.sort in ("inline", "eval", "elsewhere")
