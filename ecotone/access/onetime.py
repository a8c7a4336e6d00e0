"""One-time codes by RFC 6238, and the recovery codes that stand in for them.

Of a secret nothing is kept: it is worked out from the id of the second step and the deployment's own key. Whoever has
the database, or a backup of it, but not the key, has no secret; whoever changes the key ends every second step.
"""

import secrets
from base64 import b32encode
from datetime import datetime
from uuid import UUID

import pyotp
import segno
from django.utils.crypto import constant_time_compare, salted_hmac

STEP = 30
"""Seconds for which a code is shown."""
SLACK = 1
"""Steps by which a clock may be wrong, either way."""
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or digit that is taken for another when it is read off paper."""
LENGTH = 12
ISSUER = "Ecotone"


def secret_of(step_id: UUID) -> bytes:
    """The 160 bits that a device and Ecotone share."""
    return salted_hmac("ecotone.second-step", str(step_id), algorithm="sha256").digest()[:20]


def letters_of(secret: bytes) -> str:
    """The secret as it is typed in by hand: 32 letters and digits of base32."""
    return b32encode(secret).decode()


def code_at(secret: bytes, counter: int) -> str:
    """The six digits of that half minute since 1970."""
    return pyotp.HOTP(letters_of(secret)).at(counter)


def counter_of(secret: bytes, code: str, moment: datetime) -> int | None:
    """Which half minute around `moment` this is the code of, the newest first; None for no code."""
    now = int(moment.timestamp()) // STEP
    found = None
    for counter in range(now - SLACK, now + SLACK + 1):
        if constant_time_compare(code_at(secret, counter), code):
            found = counter
    return found


def address_of(secret: bytes, account: str) -> str:
    """The otpauth address that a QR code carries; `account` is how the device names it."""
    return pyotp.TOTP(letters_of(secret)).provisioning_uri(name=account, issuer_name=ISSUER)


def picture_of(address: str) -> str:
    """The address as a QR code: an SVG to stand in a page, drawn here, that asks nobody for anything."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr", omitsize=False)


def new_recovery_codes() -> list[str]:
    """Ten codes of twelve signs, as they are shown: some 59 random bits each."""
    return ["-".join(_signs() for _ in range(3)) for _ in range(CODES)]


def _signs() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH // 3))


def hash_of(step_id: UUID, code: str) -> str:
    """What is kept of a recovery code; capitals, gaps and dashes do not matter."""
    bare = "".join(sign for sign in code.lower() if sign.isalnum())
    return salted_hmac(f"ecotone.recovery:{step_id}", bare, algorithm="sha256").hexdigest()
