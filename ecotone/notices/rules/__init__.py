"""The pure part of notices: what they are about, when word of them goes out, and how mail is sent."""

from ecotone.notices.rules.news import GUARDIANS, MAILED, NEWS_KEPT, UNSEEN, How, Side, Sort, To, boundary
from ecotone.notices.rules.post import (
    KEPT,
    LEASE,
    MOST_TRIES,
    BadSetting,
    Server,
    Unsent,
    is_bare,
    next_try,
    sender_of,
    server_of,
    site_of,
)

__all__ = [
    "GUARDIANS",
    "KEPT",
    "LEASE",
    "MAILED",
    "MOST_TRIES",
    "NEWS_KEPT",
    "UNSEEN",
    "BadSetting",
    "How",
    "Server",
    "Side",
    "Sort",
    "To",
    "Unsent",
    "boundary",
    "is_bare",
    "next_try",
    "sender_of",
    "server_of",
    "site_of",
]
