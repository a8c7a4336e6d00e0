"""What reads of notices answer with: frozen, and of people only what their reader may have."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class DueMail:
    """A mail that is due to be sent, and how often that was tried. It names no one, so a log may hold it."""

    id: UUID
    tries: int


@dataclass(frozen=True)
class LandedMail:
    """A mail of an invented place, as its page shows it."""

    id: UUID
    at: datetime
    to: str
    subject: str
    body: str
    is_sent: bool


@dataclass(frozen=True)
class Outbox:
    """How it stands with the outbox: what waits, since when the longest, and what was given up lately, by reason."""

    waiting: int
    oldest: datetime | None
    given_up: tuple[tuple[str, int], ...]
