"""What a person hopes for, as it is seen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.access.verdicts import Withheld


@dataclass(frozen=True)
class ReviewView:
    change: str
    words: str
    pen: str
    at: datetime
    author: "str | Withheld"


@dataclass(frozen=True)
class OutcomeView:
    id: UUID
    version: int
    words: str
    kind: str
    author: "str | Withheld"
    since: datetime
    ended_at: datetime | None
    reviews: tuple[ReviewView, ...] = ()
