"""The tables of notices."""

from ecotone.notices.models.post import Mail

__all__ = ["Mail"]
