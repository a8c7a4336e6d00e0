"""The rules of links by e-mail, for a group that has nobody who signs in: how long, how often, what it may do. Pure.

sent ──opened──▶ code mailed ──right──▶ a session of 30 minutes ──▶ answers, again and again
  │                    └ a device that was remembered needs no code
  └──▶ closed: the ask ended or went back, a newer link was sent, the asker took it back, its 30 days are over
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground.errors import Problem

LINK_LASTS = timedelta(days=30)
CODE_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(minutes=30)
DEVICE_LASTS = timedelta(days=90)
TRIES = 5
"""How many times one code may be tried, by the one browser that asked for it."""
CODES = ((timedelta(hours=1), 4), (timedelta(days=1), 10), (LINK_LASTS, 40))
"""How many codes one link may have mailed, in how long, whatever browsers ask for them.

Each is TRIES guesses at one of a million: 4 × 5 = 20 an hour, 10 × 5 = 50 a day (1 in 20,000), and 40 × 5 = 200 while
the link lasts: whoever has only a forwarded link gets in once in 5,000 such links, after forty mails to its group.
"""
FRESH_LINKS = ((timedelta(hours=1), 2), (timedelta(days=1), 5))
"""How many links for one ask may be mailed because somebody who held an old one wished for it."""
SENTENCES = 20
"""How many free sentences may come by one link."""


class LinkEnd(StrEnum):
    """Why a link opens nothing any more, though its days are not over."""

    ENDED = "ended"
    RETURNED = "returned"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Tried(StrEnum):
    """What came of a code that was typed in."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"


class Heard(StrEnum):
    """How an answer came that the asker wrote down for them."""

    PHONE = "phone"
    MESSAGE = "message"
    MEETING = "meeting"


@dataclass(frozen=True)
class HeardAs:
    """How the target's word reached the asker: by what means, from whom there, on which day."""

    by: Heard
    who: str
    on: date

    def problems(self, today: date) -> list[Problem]:
        wrong = [*choice_problems(heard_by=(Heard, self.by)), *required(heard_from=self.who)]
        return [*wrong, *([Problem("care.day_to_come", "heard_on")] if self.on > today else [])]


def hash_of(secret: str) -> str:
    """What is kept of a token or a device's key: 256 bits of chance need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def masked(address: str) -> str:
    """An address as one may show it who need not know it: enough to recognise it by.

    >>> masked("office@kettle.example")
    'o•••••@kettle.example'
    """
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••••@{domain}"
