"""The pure part of notices: how mail goes out, and when it is tried again."""

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
    "KEPT",
    "LEASE",
    "MOST_TRIES",
    "BadSetting",
    "Server",
    "Unsent",
    "is_bare",
    "next_try",
    "sender_of",
    "server_of",
    "site_of",
]
