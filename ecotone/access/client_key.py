"""How this place shows a provider who it is where no secret is shared: a statement that a key of its own signs.

`private_key_jwt` of OpenID Connect Core 1.0, 9, by RFC 7523: for one minute, to that provider's token endpoint, with
a number that no other has. The provider holds the public half. Pure, but for the clock.
"""

import secrets
import warnings
from dataclasses import dataclass, field
from typing import Literal

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, RSAKey, import_key

from ecotone.access.claims import SHORTEST_RSA
from ecotone.ground import clock

SIGNS: dict[str, Literal["RSA", "EC"]] = {"RS256": "RSA", "RS512": "RSA", "ES256": "EC"}
"""In which ways it may sign, and by what sort of key."""
LASTS = 60
"""Seconds; the two clocks should not differ by more."""
KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class ClientKey:
    """A private key, how it signs, and by which name the provider knows it, if by one."""

    algorithm: str
    pem: str = field(repr=False)
    key_id: str = ""

    def shown(self, client_id: str, *, to: str) -> dict[str, str]:
        """What is sent along to the token endpoint `to`."""
        header = {"alg": self.algorithm, "typ": "JWT"} | ({"kid": self.key_id} if self.key_id else {})
        now = int(clock.now().timestamp())
        said = {"iss": client_id, "sub": client_id, "aud": to, "jti": secrets.token_urlsafe(24), "iat": now}
        key = import_key(self.pem, SIGNS[self.algorithm])
        signed = jwt.encode(header, {**said, "exp": now + LASTS}, key, algorithms=[self.algorithm])
        return {"client_id": client_id, "client_assertion_type": KIND, "client_assertion": signed}


def wrong_with_key(pem: str, algorithm: str) -> str:
    """Why this key cannot sign so, in words that hold nothing of it; "" where it can."""
    kind = SIGNS.get(algorithm)
    if kind is None:
        return f"signs is one of {', '.join(SIGNS)}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)
            key = import_key(pem, kind)
    except (JoseError, ValueError, TypeError):
        return f"its key is no private key in PEM, without a password, of the sort that {algorithm} needs ({kind})"
    if not key.is_private:
        return "its key is the public half; the private one signs"
    if isinstance(key, RSAKey) and key.raw_value.key_size < SHORTEST_RSA:
        return f"its key is too short: {SHORTEST_RSA} bits at least"
    if isinstance(key, ECKey) and key.curve_name != "P-256":
        return f"{algorithm} needs a key on the curve P-256"
    return ""
