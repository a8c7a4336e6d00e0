"""All reads of notices."""

from ecotone.notices.queries.post import due_mail, landed, landed_mail, link, outbox, over_mail

__all__ = ["due_mail", "landed", "landed_mail", "link", "outbox", "over_mail"]
