"""Passkeys: what is asked of the browser, and whether what it answers was signed by the key that is kept (WebAuthn).

`webauthn` checks signature, challenge, origin, site and that the device asked who it was; all of these have to fit.
What is kept of a passkey is its id, the public half of its key and how often it was used: nothing that opens.
"""

import json
import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

R = TypeVar("R")
LONGEST_ANSWER = 16_384
LONGEST_ID = 1_023
AN_ID = re.compile(r"[A-Za-z0-9_-]{1,1400}")
SITE = "Ecotone"


class NotSigned(Exception):
    """The answer does not fit: another challenge or site, no key of ours, or nothing that is an answer."""


@dataclass(frozen=True)
class Site:
    """Where passkeys are good: the host's name, and the address pages have, as a browser says it."""

    host: str
    origin: str


@dataclass(frozen=True)
class Made:
    """A new passkey, as its device has just made it."""

    credential: str
    public_key: str
    sign_count: int


def new_challenge() -> str:
    """What an answer has to hold, once."""
    return secrets.token_urlsafe(32)


def ask_to_make(
    site: Site, challenge: str, *, account_id: UUID, address: str, name: str, but: Collection[str]
) -> dict[str, Any]:
    """What the browser is asked to make: a passkey that is found without an address, and asks who it is."""
    chosen = AuthenticatorSelectionCriteria(
        resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
    )
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=SITE,
        user_id=account_id.bytes,
        user_name=address,
        user_display_name=name,
        challenge=base64url_to_bytes(challenge),
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=chosen,
        exclude_credentials=_named(but),
    )
    return json.loads(options_to_json(options))


def ask_to_sign(site: Site, challenge: str, *, only: Collection[str] = ()) -> dict[str, Any]:
    """What the browser is asked to sign, by any passkey of this site or by one of these."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=base64url_to_bytes(challenge),
        allow_credentials=_named(only),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return json.loads(options_to_json(options))


def _named(credentials: Collection[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in credentials]


def made(site: Site, challenge: str, answer: str) -> Made:
    """The passkey that was made. Raises NotSigned."""
    found = _tried(
        lambda: webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    )
    if len(found.credential_id) > LONGEST_ID:
        raise NotSigned("its id is too long")
    public_key = bytes_to_base64url(found.credential_public_key)
    return Made(bytes_to_base64url(found.credential_id), public_key, found.sign_count)


def credential_in(answer: str) -> tuple[str, bytes]:
    """Which passkey an answer says it is of, and of whose account it says that is; both still to be proved."""
    found = _read(answer)
    response = found.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    credential = found.get("id")
    if not isinstance(credential, str) or not AN_ID.fullmatch(credential):
        raise NotSigned("it names no passkey")
    return credential, _tried(lambda: base64url_to_bytes(handle)) if isinstance(handle, str) else b""


def signed(site: Site, challenge: str, answer: str, public_key: str) -> int:
    """How often the passkey says it has been used, its answer being signed by that key. Raises NotSigned."""
    return _tried(
        lambda: (
            webauthn.verify_authentication_response(
                credential=_read(answer),
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=base64url_to_bytes(public_key),
                credential_current_sign_count=0,  # whether it went back the action sees, and the audit keeps
                require_user_verification=True,
            ).new_sign_count
        )
    )


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise NotSigned("it is too long")
    found = _tried(lambda: json.loads(answer))
    if not isinstance(found, dict):
        raise NotSigned("it is no JSON object")
    return found


def _tried(act: Callable[[], R]) -> R:
    """What comes of it; whatever a library finds wrong with what a browser sent is one and the same no."""
    try:
        return act()
    except NotSigned:
        raise
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise NotSigned(type(error).__name__) from error
