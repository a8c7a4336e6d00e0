"""An open offer as those see it who are told of it, and as the asker sees whom it was told."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.care.machine import State


@dataclass(frozen=True)
class OfferView:
    """What is asked and where, without a word of who it is for.

    `services` are the reader's own that were told, by id. `over` when it can no longer be claimed; `ours` when the
    reader's team has claimed it.
    """

    id: UUID
    need: str
    place: str
    urgency: str
    note: str
    source: "str | Withheld"
    reply_by: date | None
    offered_at: datetime | None
    services: dict[UUID, str]
    passed: bool
    state: State
    ours: bool

    @property
    def over(self) -> bool:
        return self.state is not State.UNCLAIMED


@dataclass(frozen=True)
class ToldView:
    """One service that was told: whether it has passed, why, or has claimed."""

    service_id: UUID
    service: str
    actor: str
    told_at: datetime
    passed_at: datetime | None
    passed_by: str
    reason: str
    words: str
    claimed: bool
