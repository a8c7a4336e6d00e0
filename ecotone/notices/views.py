"""What reads of notices answer with: frozen, and of people only what their reader may have."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.notices.rules import Side, Sort, To


@dataclass(frozen=True)
class Told:
    """Who is told of something, as whom, and what it is to them."""

    to_kind: To
    to_id: UUID
    side: Side
    sort: Sort


@dataclass(frozen=True)
class NoticeView:
    """Something that happened, by ids and codes: rooms above put it into words, as far as its reader may know."""

    id: UUID
    at: datetime
    side: str
    sort: str
    kind: str
    subject_kind: str
    subject_id: UUID
    is_new: bool


@dataclass(frozen=True)
class News:
    """One page of a reader's news, newest first, and how many there are in all."""

    notices: tuple[NoticeView, ...]
    total: int

    @property
    def newest_unread(self) -> datetime | None:
        """When the newest of these came, if it was not read before."""
        return self.notices[0].at if self.notices and self.notices[0].is_new else None


@dataclass(frozen=True)
class Wearing:
    """One hat of an account, or its own self, that a digest counts for: whose news, since when, of what sorts."""

    wearing: UUID
    to_id: UUID
    sorts: frozenset[Sort]
    since: datetime | None = None


@dataclass(frozen=True)
class Waits:
    """How much waits for somebody at this moment, and how much of it is late."""

    waiting: int = 0
    late: int = 0


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
