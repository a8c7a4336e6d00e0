"""How the audit proves itself: what is written over each entry, and over each with all before it. Pure.

    entry and its subjects ──key──▶ mac       when it is made, in its own transaction
    link before, number, mac ──key──▶ link    by the sealer, within a second or so

Without the key nobody can write an entry that fits, alter one, or close the gap that one leaves which is taken out.
With the key all of it can be written anew: only a number and its link, kept elsewhere, show that.
HMAC (RFC 2104) with SHA-256; the words before each keep the two uses of one key apart.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ecotone.ground.chunks import chunks

AT_ONCE = 1_000
"""Subjects that are put into words together: an import may name a hundred thousand."""


def as_said(value: Any) -> str:
    """A value as it enters a proof, the same before it is kept and after: moments to the microsecond, in UTC."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def mac_of(key: bytes, entry: Iterable[Any], subjects: Iterable[Iterable[Any]]) -> str:
    """The proof of one entry, 64 hexadecimal digits: over its columns, and those of its subjects in any order."""
    proof = hmac.new(key, b"entry\n", hashlib.sha256)
    proof.update(json.dumps([as_said(value) for value in entry]).encode())
    said = sorted([as_said(value) for value in subject] for subject in subjects)
    for some in chunks(said, AT_ONCE):
        proof.update(b"\n" + json.dumps(some).encode())
    return proof.hexdigest()


def link_of(key: bytes, before: str, number: int, mac: str) -> str:
    """The link of the chain at `number`, from the link before it; the first has "" before it."""
    return hmac.new(key, f"link\n{before}\n{number}\n{mac}".encode(), hashlib.sha256).hexdigest()


def name_of(key: bytes) -> str:
    """What tells this key from another and gives nothing of it away."""
    return hmac.new(key, b"name", hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Checkpoint:
    """What was the last link once: kept elsewhere, it shows whether all up to there still is as it was."""

    number: int
    link: str

    def __str__(self) -> str:
        return f"{self.number}:{self.link}"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """What `str` wrote. Raises ValueError for anything else."""
        number, _, link = text.strip().partition(":")
        if not (number.isascii() and number.isdecimal() and len(link) == 64 and int(number) > 0):
            raise ValueError(f"{text.strip()[:80]!r} is no checkpoint: it should be a number, a colon and 64 digits")
        int(link, 16)
        return cls(int(number), link.lower())
