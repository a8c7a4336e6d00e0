"""Identifiers: one `new_id()` for every row, ordered by time, repeatable when the demo is built."""

import random
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from uuid import UUID

from ecotone.ground import clock


class _Noise:
    """The 74 bits after the milliseconds: random in each new one, a random step higher within the same.

    RFC 9562 section 6.2, method 2. A history whose steps were all taken in one millisecond, as when the clock is
    set, still reads in the order in which it happened.
    """

    def __init__(self, bits: Callable[[int], int]) -> None:
        self._bits, self._lock = bits, Lock()
        self._moment = self._last = -1

    def bits(self, count: int) -> int:
        """So many bits that no id holds."""
        with self._lock:
            return self._bits(count)

    def at(self, milliseconds: int) -> int:
        with self._lock:
            if milliseconds == self._moment:
                self._last += 1 + self._bits(32)
            else:
                # The highest bit begins as 0, so that there is room above for some 10^12 steps.
                self._moment, self._last = milliseconds, self._bits(73)
            return self._last


_unseeded = _Noise(secrets.randbits)
_seeded: ContextVar[_Noise | None] = ContextVar("seeded_ids", default=None)


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.

    Rows made later by one process sort later, so indexes grow at one end. Inside `seeded` the random bits come
    from the seed and the time from the clock, so the same demo gets the same ids.
    """
    milliseconds = int(clock.now().timestamp() * 1000) & (2**48 - 1)
    noise = (_seeded.get() or _unseeded).at(milliseconds)
    upper, lower = noise >> 62, noise & (2**62 - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | upper << 64 | 0b10 << 62 | lower)


@contextmanager
def seeded(seed: int | str) -> Iterator[None]:
    """Within this block ids follow from `seed` and the clock alone."""
    token = _seeded.set(_Noise(random.Random(f"ids:{seed}").getrandbits))
    try:
        yield
    finally:
        _seeded.reset(token)


def new_secret() -> str:
    """256 bits that nobody guesses, as text an address can carry. Inside `seeded` they follow from the seed."""
    noise = _seeded.get()
    if noise is None:
        return secrets.token_urlsafe(32)
    return urlsafe_b64encode(noise.bits(256).to_bytes(32)).rstrip(b"=").decode()


def new_digits(count: int) -> str:
    """So many decimal digits by chance, noughts in front kept; from the seed inside `seeded`."""
    noise = _seeded.get()
    number = secrets.randbelow(10**count) if noise is None else noise.bits(64) % 10**count
    return str(number).zfill(count)
