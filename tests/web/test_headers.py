"""What each answer tells the browser, and what production tells it besides."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.source import ROOT, files

OWN_KEYS = {"ECOTONE_SECRET_KEY": "s" * 60, "ECOTONE_AUDIT_KEY": "a" * 60}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "more"),
    [
        ("/", 200, {}),
        ("/my-day/", 302, {}),
        ("/nothing/here/", 404, {}),
        ("/", 400, {"host": "evil.example"}),
        ("/api/v1/people", 401, {}),
        ("/fhir/R4/Patient", 401, {}),
    ],
)
def test_every_answer_says_what_a_browser_may_do_with_it(address: str, status: int, more: dict[str, str]) -> None:
    answer = Client().get(address, headers=more)
    assert answer.status_code == status
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"] and "http" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.django_db
def test_a_form_that_is_refused_for_its_token_says_it_too() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("sign_in"))
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (403, "nosniff")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:|<[^>]+\sstyle=", re.IGNORECASE)


def test_no_template_holds_script_or_style_of_its_own() -> None:
    """The policy would not let it run; nobody is to be tempted to loosen the policy for it."""
    pages = list(ROOT.glob("ecotone/**/templates/**/*.html"))
    assert len(pages) > 100
    found = {str(path.relative_to(ROOT)): INLINE.findall(path.read_text()) for path in pages}
    assert not {path: hits for path, hits in found.items() if hits}
    assert all(INLINE.search(text) for text in ("<script>x", '<a onclick="x"', "<p style=''", "href=javascript:x"))


def settings_of(**environment: str) -> dict[str, Any]:
    """The settings as a process of its own reads them."""
    script = (
        "import json; from config import settings as s;"
        "print(json.dumps({k: v for k, v in vars(s).items() if k.isupper() and isinstance(v, (str, int, list))}))"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_production_keeps_cookies_to_this_host_and_to_https(tmp_path) -> None:
    kept = {"ECOTONE_DATA": str(tmp_path), "ECOTONE_HOSTS": "ecotone.example.org", **OWN_KEYS}
    live, tried_out = settings_of(ECOTONE_HTTPS="1", **kept), settings_of(**kept)
    for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"):
        assert live[name].startswith("__Host-") and not tried_out.get(name, "").startswith("__Host-")
    assert live["SESSION_COOKIE_SECURE"] and live["CSRF_COOKIE_SECURE"] and live["SECURE_SSL_REDIRECT"]
    assert live["SESSION_COOKIE_HTTPONLY"] and live["CSRF_COOKIE_HTTPONLY"]
    assert live["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert live["CSRF_TRUSTED_ORIGINS"] == ["https://ecotone.example.org"]
    assert live["DEBUG"] is tried_out["DEBUG"] is False


REACHING_OUT = re.compile(
    r"^\s*(?:import|from)\s+(urllib\.request|http\.client|requests|httpx|ftplib|socket)\b", re.M
)
LISTENS, CALLS = "ecotone/cli/serving.py", "ecotone/ground/fetch.py"


def test_nothing_but_the_command_mail_and_the_way_to_identity_providers_opens_a_connection() -> None:
    """No file that is taken in can have this machine call an address in it: there is nothing to call by."""
    found = {str(path.relative_to(ROOT)) for path in files() if REACHING_OUT.search(path.read_text())}
    assert found == {LISTENS, CALLS}
    calling = {
        str(path.relative_to(ROOT)) for path in files() if re.search(r"fetch import.*\bask\b", path.read_text())
    }
    assert calling == {"ecotone/access/openid.py"}
    assert not [path for path in files() if "ground import fetch" in path.read_text()]
    mailing = {str(path.relative_to(ROOT)) for path in files() if "import smtplib" in path.read_text()}
    assert all(path.startswith("ecotone/notices/") for path in mailing) and mailing
