"""A link by e-mail as its asker sees it, and a sentence that came by one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class LinkView:
    """Where a link went, masked, and how it stands; `why` says why it is over, empty while it is not."""

    id: UUID
    version: int
    to: str
    listed: bool
    reason: str
    sent_at: datetime
    sent_by: str
    expires_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    why: str
    why_words: str
    expired: bool

    @property
    def live(self) -> bool:
        return self.closed_at is None and not self.expired


@dataclass(frozen=True)
class SentenceView:
    """What a group wrote in its own words, and whether the asker has said what it meant."""

    id: UUID
    text: str
    at: datetime
    author: str
    waits: bool


@dataclass(frozen=True)
class ByLink:
    """How a referral is answered that nobody at the target can open with an account.

    `links` newest first. `can_send` and `can_write_down` while it is open and nobody
    there signs in; `has_address` whether they say where to write to.
    """

    links: tuple[LinkView, ...] = ()
    can_send: bool = False
    can_write_down: bool = False
    has_address: bool = False

    @property
    def live(self) -> LinkView | None:
        return next((link for link in self.links if link.closed_at is None), None)
