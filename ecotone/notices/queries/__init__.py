"""All reads of notices."""

from ecotone.notices.queries.news import (
    MANY,
    has_old_news,
    how_i_hear,
    newest_for,
    news,
    news_since,
    pulse,
    unread,
    watermarks,
    wishes,
)
from ecotone.notices.queries.post import due_mail, landed, landed_mail, link, outbox, over_mail

__all__ = [
    "MANY",
    "due_mail",
    "has_old_news",
    "how_i_hear",
    "landed",
    "landed_mail",
    "link",
    "newest_for",
    "news",
    "news_since",
    "outbox",
    "over_mail",
    "pulse",
    "unread",
    "watermarks",
    "wishes",
]
