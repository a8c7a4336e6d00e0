"""Asks an identity provider who somebody is: the authorization code flow of OpenID Connect, with PKCE.

    begin ──▶ the browser goes there with `state`, `nonce` and a challenge ──▶ comes back with a code ──▶ finish:
                the code and what the challenge was made from, for a signed statement ──▶ believed by `claims`, or not
    signed_out: the provider says by a signed statement that somebody signed out there    way_out: where one does

What joserfc does is the signature, and only that; what a statement must say stands in `claims`, the way out in
`ground.fetch`. Of a provider its own description and its keys are remembered for an hour, each process for itself; a
key that is not among them is asked for once more.
"""

import base64
import hashlib
import json
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from ecotone.access.claims import (
    ALGORITHMS,
    SHORTEST_RSA,
    Gone,
    Vouched,
    gone,
    vouched,
    wrong_with,
    wrong_with_sign_out,
)
from ecotone.access.providers import IdentityProvider
from ecotone.ground import clock
from ecotone.ground.fetch import NoAnswer, ask

LOG = logging.getLogger(__name__)
SCOPE = "openid email profile"
REMEMBERED = 60 * 60
RESTS = 15
"""Seconds for which one that did not answer is not asked again: it would hold one request after the other."""
KEYS_REST = 60
"""Seconds for which keys are not asked for anew by what anybody may send."""
LONGEST = 20_000
OF_A_SIGN_OUT = frozenset({"", "jwt", "logout+jwt", "application/logout+jwt"})
"""What a statement of a sign-out may call itself; providers of before say nothing of it."""
NO = {"access_denied": "access.outside_denied", "login_required": "access.outside_denied"}


class NotVouched(Exception):
    """Nobody was vouched for; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Begun:
    """Where the browser is to go, and what is to be kept until it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


_remembered: dict[str, tuple[float, dict[str, Any]]] = {}
_resting: dict[str, float] = {}


def begin(provider: IdentityProvider, *, back: str, anew: bool = False) -> Begun:
    """Where to send whoever wants to sign in with it; `anew` has them show anew who they are. Raises NotVouched."""
    description = _description(provider)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    } | ({"prompt": "login"} if anew else {})
    place = description["authorization_endpoint"]
    return Begun(f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}", state, nonce, verifier)


def finish(provider: IdentityProvider, came: Mapping[str, str], *, back: str, nonce: str, verifier: str) -> Vouched:
    """Who they are, by what the browser came back with: `code`, `iss`, `error`. Raises NotVouched."""
    description = _description(provider)
    says_who = bool(description.get("authorization_response_iss_parameter_supported"))
    if came.get("iss", "" if says_who else provider.issuer) != provider.issuer:
        raise NotVouched("access.outside_issuer")
    if came.get("error"):
        raise NotVouched(NO.get(came["error"], "access.outside_error"))
    if not came.get("code"):
        raise NotVouched("access.outside_stale")
    statement = _statement(provider, description, code=came["code"], back=back, verifier=verifier)
    claims = _signed(provider, description, statement)
    if wrong := wrong_with(
        claims, issuer=provider.issuer, client_id=provider.client_id, nonce=nonce, now=clock.now()
    ):
        raise NotVouched(wrong)
    return vouched(claims)


def signed_out(provider: IdentityProvider, statement: str) -> Gone:
    """Who signed out there, by a statement that anybody may have sent. Raises NotVouched."""
    if len(statement) > LONGEST:
        raise NotVouched("access.outside_signature")
    claims = _signed(provider, _description(provider), statement, rest=KEYS_REST, kinds=OF_A_SIGN_OUT)
    if wrong := wrong_with_sign_out(claims, issuer=provider.issuer, client_id=provider.client_id, now=clock.now()):
        raise NotVouched(wrong)
    return gone(claims)


def way_out(provider: IdentityProvider) -> str:
    """Where one signs out there, at a host that the settings name; "" where it does not say.

    It is told who asks, and nothing of whom: no statement of who they are is kept for it, so it asks them itself.
    """
    try:
        place = _description(provider).get("end_session_endpoint")
    except NotVouched:
        return ""
    if not isinstance(place, str) or not provider.way.leads_to(place):
        return ""
    return f"{place}{'&' if '?' in place else '?'}{urlencode({'client_id': provider.client_id})}"


def lacks(provider: IdentityProvider) -> str:
    """Why it cannot be asked, for whoever runs the machine; "" where it can."""
    try:
        _description(provider)
    except NotVouched as no:
        return no.code
    return ""


def _statement(
    provider: IdentityProvider, description: Mapping[str, Any], *, code: str, back: str, verifier: str
) -> str:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    ways = description.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    known_by: dict[str, Any] = {"as_": (provider.client_id, provider.secret)}
    if provider.signer:
        known_by, form = {}, form | provider.signer.shown(provider.client_id, to=description["token_endpoint"])
    elif "client_secret_basic" not in ways:
        known_by, form = {}, form | {"client_id": provider.client_id, "client_secret": provider.secret}
    try:
        answer = ask(description["token_endpoint"], provider.way, form=form, **known_by)
    except NoAnswer as silent:
        LOG.warning("%s gave nothing for a code: %s", provider.key, silent)
        why = {400: "access.outside_code", 401: "access.outside_unknown_here", 403: "access.outside_unknown_here"}
        raise NotVouched(why.get(silent.status, "access.outside_down")) from silent
    statement = answer.get("id_token")
    if not isinstance(statement, str):
        raise NotVouched("access.outside_signature")
    return statement


def _signed(
    provider: IdentityProvider,
    description: Mapping[str, Any],
    statement: str,
    *,
    rest: int = 0,
    kinds: frozenset[str] | None = None,
) -> dict[str, Any]:
    """What it says, its signature being one of the provider's own keys'. Raises NotVouched.

    For `rest` seconds keys are not asked for anew; `kinds` is what it may call itself, if that matters.
    """
    try:
        header = jws.extract_compact(statement.encode()).headers()
        if kinds is not None and str(header.get("typ", "")).lower() not in kinds:
            raise ValueError("another kind of statement")
        key = _key(provider, description, header, rest=rest)
        found = jws.deserialize_compact(statement, import_key(key), algorithms=[header["alg"]])
        claims = _object(found.payload)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        LOG.warning("what %s signed is not believed: %s", provider.key, type(error).__name__)
        raise NotVouched("access.outside_signature") from error
    return claims


def _object(payload: bytes | None) -> dict[str, Any]:
    found = json.loads(payload or b"")
    if not isinstance(found, dict):
        raise TypeError("no JSON object")
    return found


def _key(
    provider: IdentityProvider, description: Mapping[str, Any], header: Mapping[str, Any], *, rest: int
) -> dict[str, Any]:
    """The one key that this was signed with, or is said to be. Raises ValueError for none, and for several."""
    if header.get("alg") not in ALGORITHMS:
        raise ValueError("signed in a way that is not taken")
    for anew in (False, True):
        keys = _fetched(provider, description["jwks_uri"], anew=anew, rest=rest).get("keys")
        fitting = [key for key in keys if _fits(key, header)] if isinstance(keys, list) else []
        if len(fitting) == 1:
            return fitting[0]
    raise ValueError("signed with no key that is known")


def _fits(key: Any, header: Mapping[str, Any]) -> bool:
    if not isinstance(key, dict) or key.get("kty") != ALGORITHMS[header["alg"]]:
        return False
    if key.get("use", "sig") != "sig" or key.get("alg", header["alg"]) != header["alg"]:
        return False
    if header["alg"] == "ES256" and key.get("crv") != "P-256":
        return False
    if key["kty"] == "RSA" and len(str(key.get("n", ""))) * 6 < SHORTEST_RSA - 5:
        return False
    return "kid" not in header or key.get("kid") == header["kid"]


def _description(provider: IdentityProvider) -> dict[str, Any]:
    """What the provider says of itself, which has to be who the settings say, at hosts that they name."""
    found = _fetched(provider, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    places = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    fits = all(isinstance(each, str) and provider.way.leads_to(each) for each in places)
    if found.get("issuer") != provider.issuer or not fits:
        LOG.warning("%s describes itself otherwise than the settings do", provider.key)
        _remembered.clear()
        raise NotVouched("access.outside_described")
    return found


def _fetched(provider: IdentityProvider, url: str, *, anew: bool = False, rest: int = 0) -> dict[str, Any]:
    at, found = _remembered.get(url, (0.0, {}))
    now = time.monotonic()
    if found and now - at < (rest if anew else REMEMBERED):
        return found
    if _resting.get(provider.issuer, 0.0) > now:
        raise NotVouched("access.outside_down")
    try:
        found = ask(url, provider.way)
    except NoAnswer as silent:
        LOG.warning("%s does not answer: %s", provider.key, silent)
        _resting[provider.issuer] = time.monotonic() + RESTS
        raise NotVouched("access.outside_down") from silent
    _remembered[url] = (now, found)
    return found
