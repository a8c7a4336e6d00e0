"""How many calls each caller makes in a minute, counted once for all the processes that serve.

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
KEPT_MINUTES = 5


@dataclass(frozen=True)
class Allowance:
    """How many calls a minute are allowed, how many are left of this one, in how many seconds the next begins."""

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


def spend(who: str, *, limit: int) -> Allowance:
    """Counts one call of `who` (any text; only its salted hash is kept) and says what is left of `limit` a minute."""
    minute, second = divmod(int(clock.now().timestamp()), MINUTE)
    key = salted_hmac("ecotone.spending", who, algorithm="sha256").hexdigest()
    mine = Spending.objects.filter(key=key, minute=minute)
    with transaction.atomic():  # whoever counts at the same moment waits, so that each reads its own number
        if not mine.update(used=F("used") + 1):
            Spending.objects.bulk_create([Spending(key=key, minute=minute)], ignore_conflicts=True)
            mine.update(used=F("used") + 1)
        used = mine.values_list("used", flat=True)[0]
    return Allowance(limit, max(0, limit - used), MINUTE - second, used > limit)


def forget() -> int:
    """Takes the minutes away that are over, and says how many rows that was."""
    before = int(clock.now().timestamp()) // MINUTE - KEPT_MINUTES
    return Spending.objects.filter(minute__lt=before).delete()[0]
