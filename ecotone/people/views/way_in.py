"""What reads of how a person signs in return."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.people.rules.way_in import KnewHow


@dataclass(frozen=True)
class OwnWayInView:
    """One offer: where it was mailed, how they knew that it is she, by whom; how it stands, in one code."""

    id: UUID
    version: int
    address: str
    knew: KnewHow
    knew_how: str
    author: str | Withheld
    at: datetime
    until: datetime
    tries_left: int
    standing: str
    ended_at: datetime | None
    ended_by: str | Withheld

    @property
    def live(self) -> bool:
        return self.standing == "waits"


@dataclass(frozen=True)
class TakenOffView:
    """That her account was taken off; why is not shown on her own pages, which another may read."""

    at: datetime
    by_her: bool
    author: str | Withheld
    reason: str


@dataclass(frozen=True)
class WaysIn:
    """How one person signs in: whether she does, what was offered, newest first, what was taken off."""

    person_id: UUID
    signs_in: bool
    offers: tuple[OwnWayInView, ...]
    taken_off: tuple[TakenOffView, ...]

    @property
    def live(self) -> OwnWayInView | None:
        """The one that waits for her."""
        return next((each for each in self.offers if each.live), None)


@dataclass(frozen=True)
class WhoseWayIn:
    """What whoever guards records is shown: a name, whether anybody signs in as them, what was taken off and why."""

    name: str
    signs_in: bool
    taken_off: tuple[TakenOffView, ...]


@dataclass(frozen=True)
class WayInNews:
    """Of whom news of a way in, or of an account taken off, is."""

    person_id: UUID


@dataclass(frozen=True)
class Asked:
    """What a live link asks for: whether her date of birth is known, so that it is asked for too."""

    birth_date: bool


@dataclass(frozen=True)
class Proved:
    """What the browser in which both halves were given goes on with: the address, and the account with it, if any.

    fits: whether that address may ever sign in as her
    """

    address: str
    account_id: UUID | None
    fits: bool
