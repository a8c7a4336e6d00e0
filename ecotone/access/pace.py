"""How fast wrong tries may follow each other: a few at once, then each wait twice as long, up to a longest. Pure.

There is no lock: a lane is slow, never shut. What comes of it in a day is worked out here and stands in ADR 35.
"""

from dataclasses import dataclass
from datetime import timedelta

DAY = 24 * 60 * 60
FORGOTTEN = timedelta(hours=24)
"""After a lane has been quiet for so long, it begins anew."""


@dataclass(frozen=True)
class Pace:
    """`free` tries without a wait; after the next one `first` seconds, then twice that, up to `most` seconds."""

    free: int
    first: int
    most: int

    def wait(self, failed: int) -> int:
        """Seconds after so many failures until the next try counts."""
        if failed < self.free:
            return 0
        return min(self.most, self.first << min(failed - self.free, 32))

    def in_a_day(self) -> int:
        """How many tries whoever never sleeps makes in their first 24 hours; it is fewer on every later day."""
        tries, at = 0, 0
        while at < DAY:
            tries += 1
            at += self.wait(tries)
        return tries


BROWSER = Pace(free=5, first=30, most=15 * 60)
"""One account in a browser in which it has signed in before."""
PAIR = Pace(free=5, first=30, most=60 * 60)
"""One account from one network address, in browsers that are not known."""
ACCOUNT = Pace(free=20, first=10, most=15 * 60)
"""One account from everywhere, in browsers that are not known."""
SOURCE = Pace(free=50, first=2, most=60)
"""All accounts from one network address, in browsers that are not known: a ward shares one."""
CODE = Pace(free=5, first=30, most=60 * 60)
"""The second step of one account; only who has its password comes so far."""
OUTSIDE = Pace(free=50, first=2, most=60)
"""Sign-ins by way of an identity provider that came to nothing, from one network address: each asks it something."""
RESET = Pace(free=3, first=10 * 60, most=60 * 60)
"""Mails with a link to one address; each one counts."""
RESET_SOURCE = Pace(free=20, first=30, most=10 * 60)
"""Such mails asked for from one network address."""
