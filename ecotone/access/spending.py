"""How many calls each caller makes in a minute, or an hour, counted once for all the processes that serve.

A row in the database, because that is the one thing all of them share by default; counting takes one UPDATE
(0.2 ms beside a call's five or more). Nothing is audited: the row says how often, never who or what.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from ecotone.access.models import Spending
from ecotone.ground import clock

MINUTE = 60
HOUR = 60 * MINUTE
KEPT_MINUTES = 65
"""The longest window and a little."""


@dataclass(frozen=True)
class Allowance:
    """How many calls a window (a minute, an hour) are allowed, how many are left of this one, in how many seconds the
    next begins."""

    limit: int
    left: int
    resets_in: int
    exceeded: bool

    @property
    def headers(self) -> Mapping[str, str]:
        """As a program reads it (draft-ietf-httpapi-ratelimit-headers), with Retry-After where it has to wait."""
        said = {
            "RateLimit-Policy": f'"minute";q={self.limit};w={MINUTE}',
            "RateLimit": f'"minute";r={self.left};t={self.resets_in}',
        }
        return said | ({"Retry-After": str(self.resets_in)} if self.exceeded else {})


def spend(who: str, *, limit: int, window: int = MINUTE) -> Allowance:
    """Counts one call of `who` (any text; only its salted hash is kept) and says what is left of `limit`.

    `window` is MINUTE or HOUR, in seconds; `who` names what is counted, so that two limits never share a row.
    """
    now = int(clock.now().timestamp())
    begun = now - now % window
    minute = begun // MINUTE
    key = salted_hmac("ecotone.spending", who, algorithm="sha256").hexdigest()
    mine = Spending.objects.filter(key=key, minute=minute)
    with transaction.atomic():  # whoever counts at the same moment waits, so that each reads its own number
        if not mine.update(used=F("used") + 1):
            Spending.objects.bulk_create([Spending(key=key, minute=minute)], ignore_conflicts=True)
            mine.update(used=F("used") + 1)
        used = mine.values_list("used", flat=True)[0]
    return Allowance(limit, max(0, limit - used), begun + window - now, used > limit)


def forget() -> int:
    """Takes the minutes away that are over, and says how many rows that was."""
    before = int(clock.now().timestamp()) // MINUTE - KEPT_MINUTES
    return Spending.objects.filter(minute__lt=before).delete()[0]
