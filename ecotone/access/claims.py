"""What an identity provider has to say of somebody before it is believed. Pure.

By OpenID Connect Core 1.0, 3.1.3.7: who says it, to whom, when, and in answer to what. And of whom it says that they
signed out there, by Back-Channel Logout 1.0, 2.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

ALGORITHMS = {"RS256": "RSA", "RS512": "RSA", "PS256": "RSA", "ES256": "EC"}
"""By which a statement may be signed, and by what kind of key. Neither `none` nor a shared secret is among them."""
SHORTEST_RSA = 2048
SLACK = timedelta(minutes=2)
"""By how much the two clocks may differ."""
RECENT = timedelta(minutes=10)
"""How long ago it may have been said."""
LONGEST = 255
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
"""What happened, as a statement of a sign-out names it."""


@dataclass(frozen=True)
class Vouched:
    """Who somebody is, as a provider said it to us, just now.

    subject  whom it means, for good; `label` is how that account is called there, to be read by its owner
    address  the e-mail address that it says it has verified; "" for none
    said     by what they showed who they are (`amr`, `acr`)
    sid      how the provider calls its session with them; "" where it does not say
    """

    issuer: str
    subject: str
    label: str = ""
    address: str = ""
    name: str = ""
    said: frozenset[str] = frozenset()
    sid: str = ""


@dataclass(frozen=True)
class Gone:
    """Who signed out at a provider: of all sessions, or of that `sid`. `number` is that of what was said."""

    subject: str
    sid: str
    number: str


def wrong_with(claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, now: datetime) -> str:
    """Why this is not believed, as a code; "" where it is."""
    if claims.get("iss") != issuer:
        return "access.outside_issuer"
    if not _is_for(claims, client_id):
        return "access.outside_audience"
    if not nonce or claims.get("nonce") != nonce:
        return "access.outside_nonce"
    if not _is_of_now(claims, now.timestamp()):
        return "access.outside_time"
    subject = claims.get("sub")
    if not isinstance(subject, str) or not _is_plain(subject):
        return "access.outside_subject"
    return ""


def wrong_with_sign_out(claims: Mapping[str, Any], *, issuer: str, client_id: str, now: datetime) -> str:
    """Why it is not believed that somebody signed out there, as a code; "" where it is."""
    if claims.get("iss") != issuer:
        return "access.outside_issuer"
    if not _is_for(claims, client_id):
        return "access.outside_audience"
    if not _is_of_now(claims, now.timestamp()):
        return "access.outside_time"
    if "nonce" in claims:  # it would be a statement of who somebody is, sent here instead
        return "access.outside_nonce"
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(SIGNED_OUT), Mapping):
        return "access.outside_no_sign_out"
    named = [claims[name] for name in ("sub", "sid") if name in claims]
    if not named or not all(isinstance(each, str) and _is_plain(each) for each in [*named, claims.get("jti")]):
        return "access.outside_subject"
    return ""


def gone(claims: Mapping[str, Any]) -> Gone:
    """What is taken from a statement that `wrong_with_sign_out` finds nothing wrong with."""
    return Gone(claims.get("sub", ""), claims.get("sid", ""), claims["jti"])


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    """Whether it is said to us and to nobody besides."""
    to = claims.get("aud")
    return (to == client_id or to == [client_id]) and claims.get("azp", client_id) == client_id


def _is_of_now(claims: Mapping[str, Any], now: float) -> bool:
    slack = SLACK.total_seconds()
    ends, said, begins = (_moment(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if ends is None or said is None or ("nbf" in claims and (begins is None or begins > now + slack)):
        return False
    return ends > now - slack and now - RECENT.total_seconds() - slack < said < now + slack


def _moment(value: Any) -> float | None:
    """Seconds since 1970, where it is a number that can be one."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
    return float(value) if is_number and isfinite(value) else None


def _is_plain(text: str) -> bool:
    """Whether it can be kept and compared sign by sign."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable() and " " not in text


def vouched(claims: Mapping[str, Any]) -> Vouched:
    """What is taken from a statement that `wrong_with` finds nothing wrong with."""
    address = _text(claims, "email")
    is_verified = claims.get("email_verified") is True
    steps = [each for each in _list(claims.get("amr")) if isinstance(each, str)]
    return Vouched(
        issuer=claims["iss"],
        subject=claims["sub"],
        label=address or _text(claims, "preferred_username") or _text(claims, "name"),
        address=address.lower() if is_verified else "",
        name=_text(claims, "name"),
        said=frozenset({*steps, *([_text(claims, "acr")] if _text(claims, "acr") else [])}),
        sid=sid if isinstance(sid := claims.get("sid"), str) and _is_plain(sid) else "",
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(claims: Mapping[str, Any], name: str) -> str:
    """One line of plain text, or nothing: names go onto a page and into a row."""
    given = claims.get(name)
    if not isinstance(given, str) or not given.isprintable() or len(given) > 200:
        return ""
    return given.strip()
