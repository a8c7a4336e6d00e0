"""How a browser gets in and stays in: its session, the cookie by which it is known again, and what it has proved.

    address and password, or an identity provider's word
                        ├──> known and trusted, or no second step ──> in
                        └──> a session that is nobody's yet, for ten minutes ──a code──> in

The session gets a new key at each arrow, so that one that was planted before is worth nothing after.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from ecotone.access.actions import know_browser, note_sign_in
from ecotone.access.actions.signing import KNOWN
from ecotone.access.principal import Principal
from ecotone.access.sessions import BEGAN, BROWSER, CAME_BY, SHARED
from ecotone.ground import clock
from ecotone.web.principals import HATS, ONE_PRESS, PROVED, WORN, hats_to_wear, principal_of
from ecotone.web.request import Request

COOKIE = "ecotone-browser"
MOST_KEYS = 30
"""How many accounts one browser remembers: a ward's computer has many users."""
ENTERING = "entering"
ENTERING_LASTS = timedelta(minutes=10)
BY_PASSWORD, BY_CODE = "password", "code"
BY_PROVIDER, BY_PROVIDER_BOTH, BY_PASSKEY = "provider", "provider_both", "passkey"
WAYS = {BY_PROVIDER: "provider", BY_PROVIDER_BOTH: "provider", BY_PASSKEY: "passkey"}
"""How the audit calls what is no password."""


class StayingMiddleware:
    """Notes now and then that a session is used; what an open page asks by itself is no use of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        by_itself = match is not None and (match.url_name or "").endswith("_pulse")
        if request.session.accessed and not by_itself and request.session.is_to_be_noted():  # type: ignore[attr-defined]
            request.session.modified = True
        return response


def ask_for_code(
    request: Request,
    account_id: UUID,
    *,
    browser_id: UUID | None,
    shared: bool,
    following: str,
    provider: str = "",
    came_by: Mapping[str, str] | None = None,
) -> None:
    """Keeps, in a session that is nobody's, that this browser has given the right password for that account.

    Or that `provider`, by that name, has vouched for it; `came_by` is whom it meant, and in which session of its own.
    """
    request.session.flush()
    request.session[CAME_BY] = dict(came_by or {})
    request.session[ENTERING] = {
        "account": str(account_id),
        "browser": str(browser_id) if browser_id else "",
        "password": _account(account_id).get_session_auth_hash(),
        "shared": shared,
        "next": following,
        "provider": provider,
        "at": clock.now().isoformat(),
    }


def entering(request: Request) -> dict[str, Any] | None:
    """Who is to give a code; None where that was too long ago, or the password is another since."""
    kept = request.session.get(ENTERING)
    if not kept or clock.now() - datetime.fromisoformat(kept["at"]) > ENTERING_LASTS:
        return None
    account = get_user_model().objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or not constant_time_compare(account.get_session_auth_hash(), kept["password"]):
        return None
    return kept


def came_by(request: Request) -> dict[str, str]:
    """By whose word this session was come in, where it was a provider's; nothing else."""
    return dict(request.session.get(CAME_BY) or {})


def let_in(
    request: Request,
    account_id: UUID,
    *,
    proved: str,
    shared: bool = False,
    came_by: Mapping[str, str] | None = None,
) -> Principal:
    """Signs somebody in, in a session with a new key; who calls from now on."""
    request.session.pop(ENTERING, None)
    login(request, _account(account_id), backend="django.contrib.auth.backends.ModelBackend")
    request.session[BEGAN] = clock.now().isoformat()
    request.session[BROWSER] = name_of(request.headers.get("User-Agent", ""))
    request.session[PROVED], request.session[SHARED] = proved, shared
    request.session[CAME_BY] = dict(came_by or {})
    request.session[HATS] = hats_to_wear(account_id)
    request.session.pop(WORN, None)
    by = principal_of(request)
    note_sign_in(by=by, account_id=account_id, way=WAYS.get(proved, ""))
    return by


def _account(account_id: UUID) -> Any:
    return get_user_model().objects.get(pk=account_id)


def proved_by_code(request: Request) -> None:
    """Who is in has just taken the second step: from now on their session counts as that, under a new key."""
    request.session[PROVED] = BY_CODE
    request.session.cycle_key()


def proved_by_passkey(request: Request) -> None:
    """Who is in has just had a device prove who they are: that counts as both steps, under a new key."""
    request.session[PROVED] = BY_PASSKEY
    request.session.cycle_key()


def proved_by_password(request: Request) -> None:
    """There is no second step any more, so this session has taken none."""
    request.session[PROVED] = BY_PASSWORD
    request.session.cycle_key()


def by_one_press(request: Request) -> bool:
    """Whether this session came of the demo's one press, which asks for no password."""
    return bool(request.session.get(PROVED) == ONE_PRESS)


def keys(request: HttpRequest) -> list[str]:
    """The keys by which this browser is known, one for each account; none where the cookie is forged or too old."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=KNOWN)["is"]
    except (signing.BadSignature, KeyError, TypeError):
        return []
    return [key for key in kept if isinstance(key, str)] if isinstance(kept, list) else []


def know_again(
    request: Request, response: HttpResponse, account_id: UUID, *, by: Principal, trust: bool = False
) -> None:
    """Gives this browser a cookie by which that account's count here is its own, and with `trust` needs no code.

    `by` is whoever has just signed in with the account, or nobody: whoever else is in meanwhile does not know it.
    """
    name = name_of(request.headers.get("User-Agent", ""))
    key = know_browser(by=by, account_id=account_id, keys=keys(request), name=name, trust=trust)
    kept = {"is": [key, *keys(request)][:MOST_KEYS], "once": secrets.token_urlsafe(9)}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=COOKIE),
        max_age=KNOWN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def safe_next(request: Request, following: str) -> str:
    """Where to go on to, if that is on this site; "" for anything else."""
    safe = url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure())
    return following if safe else ""


BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")),
)


def name_of(agent: str) -> str:
    """A browser in words, such as “Firefox on Windows”; "" for what says nothing we know."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " on ".join(part for part in (browser, system) if part)
