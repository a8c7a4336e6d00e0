"""Who comes by an e-mailed link: four cookies of their own, apart from any account that is signed in beside it.

    ecotone-browser  this browser, whose codes are its own      /answer/                  one hour
    ecotone-code     the token was held, a code is asked for    /answer/on/<link>/code/   one hour
    ecotone-answer   in, for this one link                      /answer/on/<link>/        30 minutes each time
    ecotone-device   this device needs no code                  /answer/                  90 days

Each link has a path of its own, so two of them in two windows never meet, no other page is sent their cookies, and
no page of a link asks who is signed in. The cookies are signed, and their value is new each time somebody comes in.
Being in is kept here too, in a session apart from any account's: leaving ends it, also for a copy of the cookie.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from ecotone.access.principal import Principal
from ecotone.care import queries as care
from ecotone.care.rules.links import DEVICE_LASTS, SESSION_LASTS
from ecotone.web.routes import Access

BROWSER, CODE = "ecotone-browser", "ecotone-code"
ANSWER, DEVICE = "ecotone-answer", "ecotone-device"
LINK = "link"
"""What a session here holds: the id of the link that its browser is in by."""
CODE_PAGE_LASTS = timedelta(hours=1)
MOST_DEVICES = 10


class AnsweringMiddleware:
    """On a page for who came by a link, the caller is the link's holder and nobody else; each page counts anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        link_id = getattr(request, "answering", None)
        if link_id and ANSWER not in response.cookies and request.principal.link_id:  # type: ignore[attr-defined]
            _stay(response, link_id, _session(request).session_key)
        return response

    def process_view(self, request: HttpRequest, view: Any, _args: Any, given: dict[str, Any]) -> None:
        if getattr(view, "access", None) is Access.LINK:
            link_id = given["link_id"]
            request.answering = link_id  # type: ignore[attr-defined]
            request.principal = SimpleLazyObject(lambda: _holder(request, link_id))  # type: ignore[attr-defined]


def _holder(request: HttpRequest, link_id: UUID) -> Principal:
    return (holder(link_id) if is_in(request, link_id) else None) or Principal.nobody()


def holder(link_id: UUID) -> Principal | None:
    """The holder of this link, as it signs what it writes."""
    return care.holder_of(link_id, name=_("by e-mail link"))


def is_in(request: HttpRequest, link_id: UUID) -> bool:
    """Whether this browser is in by this link already."""
    return _session(request).get(LINK) == str(link_id)


def _session(request: HttpRequest) -> SessionStore:
    """The session that this browser's cookie names; an empty one where it names none, or one that has ended."""
    key = _read(request, ANSWER, SESSION_LASTS)
    return SessionStore(key if isinstance(key, str) else None)


def token(request: HttpRequest, link_id: UUID) -> str:
    """The token with which this browser opened the link lately, and is being asked for a code; empty where none."""
    kept = _read(request, CODE, CODE_PAGE_LASTS)
    return kept[1] if isinstance(kept, list) and kept[0] == str(link_id) else ""


def browser(request: HttpRequest) -> str:
    """The key of this browser; empty where it has none, or an old one."""
    key = _read(request, BROWSER, CODE_PAGE_LASTS)
    return key if isinstance(key, str) else ""


def devices(request: HttpRequest) -> list[str]:
    """The keys by which this browser is remembered, one for each address."""
    kept = _read(request, DEVICE, DEVICE_LASTS)
    return [key for key in kept if isinstance(key, str)] if isinstance(kept, list) else []


def let_in(response: HttpResponse, link_id: UUID) -> None:
    """In by this link from now: half an hour from each page, and never longer than anybody stays signed in."""
    session = SessionStore()
    session[LINK] = str(link_id)
    session.create()
    _stay(response, link_id, session.session_key)


def _stay(response: HttpResponse, link_id: UUID, key: str | None) -> None:
    _set(response, ANSWER, key, SESSION_LASTS, _path(link_id))


def ask_for_code(response: HttpResponse, link_id: UUID, *, token: str, browser: str) -> None:
    _set(response, CODE, [str(link_id), token], CODE_PAGE_LASTS, _code_path(link_id))
    _set(response, BROWSER, browser, CODE_PAGE_LASTS, "/answer/")


def code_given(response: HttpResponse, link_id: UUID) -> None:
    response.delete_cookie(CODE, path=_code_path(link_id), samesite="Strict")


def remember(request: HttpRequest, response: HttpResponse, key: str) -> None:
    _set(response, DEVICE, [key, *devices(request)][:MOST_DEVICES], DEVICE_LASTS, "/answer/")


def leave(request: HttpRequest, response: HttpResponse, link_id: UUID) -> None:
    """Out, in every browser that has this cookie; the link itself still leads in, with a code."""
    _session(request).flush()
    response.delete_cookie(ANSWER, path=_path(link_id), samesite="Strict")


def forget(response: HttpResponse) -> None:
    response.delete_cookie(DEVICE, path="/answer/", samesite="Strict")


def _path(link_id: UUID) -> str:
    return reverse("answer_referral", kwargs={"link_id": link_id})


def _code_path(link_id: UUID) -> str:
    return reverse("answer_code", kwargs={"link_id": link_id})


def _set(response: HttpResponse, name: str, value: Any, lasts: timedelta, path: str) -> None:
    signed = signing.dumps({"is": value, "once": secrets.token_urlsafe(12)}, salt=name)
    response.set_cookie(
        name,
        signed,
        max_age=lasts,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _read(request: HttpRequest, name: str, lasts: timedelta) -> Any:
    """What a cookie says; None where it is missing, too old, forged, or another cookie's."""
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=name, max_age=lasts)["is"]
    except (signing.BadSignature, KeyError, TypeError):
        return None
