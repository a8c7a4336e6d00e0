"""The tables of notices: the outbox, what happened, how far each has read, how each wants to hear."""

from ecotone.notices.models.news import Notice, Reader, Wish
from ecotone.notices.models.post import Mail

__all__ = ["Mail", "Notice", "Reader", "Wish"]
