"""A question between teams, as it is seen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.people.views import Banner


@dataclass(frozen=True)
class QuestionView:
    id: UUID
    version: int
    source_id: UUID
    source: str
    target_id: UUID
    target: str
    person: Banner | None
    text: str
    answer: str
    asked_by: str
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    read_at: datetime | None
    is_ours: bool
