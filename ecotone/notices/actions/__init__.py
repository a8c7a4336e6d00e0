"""All writes of notices."""

from ecotone.notices.actions.erasing import erase_notices
from ecotone.notices.actions.news import choose, forget_news, mail_digest, see, stop, tell
from ecotone.notices.actions.post import POST, claim_mail, forget_mail, note_not_sent, note_sent, queue_mail

__all__ = [
    "POST",
    "choose",
    "claim_mail",
    "erase_notices",
    "forget_mail",
    "forget_news",
    "mail_digest",
    "note_not_sent",
    "note_sent",
    "queue_mail",
    "see",
    "stop",
    "tell",
]
