"""What reads of legal duties return."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.ground import clock
from ecotone.people.rules import DutyKind, Part


@dataclass(frozen=True)
class DutyView:
    """A legal duty: which team may read what, by which law, on what it rests, from when until when, and who knows."""

    id: UUID
    version: int
    person_id: UUID
    name: str
    actor_id: UUID
    team: str
    kind: DutyKind
    parts: tuple[Part, ...]
    reference: str
    since: datetime
    until: datetime
    recorded_by: str
    ended_at: datetime | None
    ended_by: str
    ended_reason: str
    told: bool
    why_not_told: str

    @property
    def closed_at(self) -> datetime:
        """When it opens nothing any more."""
        return self.ended_at or self.until

    @property
    def holds(self) -> bool:
        return clock.now() < self.closed_at

    def opened(self, actor_id: UUID | None, at: datetime) -> bool:
        """Whether it let that team read at that moment."""
        return actor_id == self.actor_id and self.since <= at < self.closed_at
