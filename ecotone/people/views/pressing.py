"""What reads of a carer's wishes, and of who may be pressing somebody, return."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.people.views.holding import ToSign


@dataclass(frozen=True)
class PassedOn:
    """What a carer passed on, as that carer sees it: what and when, and never what became of it."""

    id: UUID
    about: str
    text: str
    at: datetime


@dataclass(frozen=True)
class WishView:
    """The same to staff who help her, who ask her; `pressed`: she is asked alone.

    `to_sign` is what is to be opened by an authority: they sign that, or decline.
    """

    id: UUID
    version: int
    person_id: UUID
    name: str
    by: str | Withheld
    about: str
    service_id: UUID | None
    text: str
    at: datetime
    pressed: bool
    state: str
    alone: bool
    answered_at: datetime | None
    answered_by: str | Withheld
    said: str
    to_sign: ToSign | None = None

    @property
    def waits(self) -> bool:
        return self.state == "waiting"


@dataclass(frozen=True)
class ConcernView:
    """That somebody may be pressing her: to staff who help her."""

    id: UUID
    version: int
    permission_id: UUID
    why: str
    by_her: bool
    raised_by: str | Withheld
    at: datetime
    lifted_at: datetime | None
    lifted_by: str | Withheld
    lifted_why: str
