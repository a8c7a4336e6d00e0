"""What a program shows to call in somebody's name: 256 random bits, shown once, kept as their SHA-256.

A plain hash is right here though not for passwords: nobody can guess through 2^256. It is looked up by its hash, so
that no comparison tells by its time how much of it was right.
"""

import hashlib
import secrets

PREFIX = "ecotone_"
"""So that whoever finds one in a file or a log knows what it is, and scanners for leaked secrets do too."""


def new_secret() -> str:
    """A secret as it is shown, 51 characters."""
    return PREFIX + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """As it is kept: 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
