"""Identifiers: one `new_id()` for every row, ordered by time, repeatable when the demo is built."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from ecotone.ground import clock

_seeded: ContextVar[random.Random | None] = ContextVar("seeded_ids", default=None)


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.

    Rows made later sort later, so indexes grow at one end. Inside `seeded` the random bits
    come from the seed and the time from the clock, so the same demo gets the same ids.
    """
    source = _seeded.get()
    noise = source.getrandbits(74) if source else secrets.randbits(74)
    milliseconds = int(clock.now().timestamp() * 1000) & (2**48 - 1)
    upper, lower = noise >> 62, noise & (2**62 - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | upper << 64 | 0b10 << 62 | lower)


@contextmanager
def seeded(seed: int | str) -> Iterator[None]:
    """Within this block ids follow from `seed` and the clock alone."""
    token = _seeded.set(random.Random(f"ids:{seed}"))
    try:
        yield
    finally:
        _seeded.reset(token)
