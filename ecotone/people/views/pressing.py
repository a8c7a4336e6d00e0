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

    `own_answer`: what she answered on her own page. `to_sign` is what is to be opened by an authority: they sign
    that, or decline.
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
    own_answer: str
    own_answer_at: datetime | None
    to_sign: ToSign | None = None

    @property
    def waits(self) -> bool:
        """Whether she is to be asked: what she answered on her own page counts, unless somebody may press her."""
        return self.state == "waiting" and (not self.own_answer or self.pressed)

    @property
    def wished(self) -> bool:
        return "wished" in (self.state, "" if self.pressed else self.own_answer) and self.state != "not_wished"


@dataclass(frozen=True)
class OwnWishView:
    """What a carer passed on for her, to herself: in their words, and what she answered on her own page.

    What she said to those who help her is not in it: another may read the page with her.
    """

    id: UUID
    by: str
    about: str
    service_id: UUID | None
    text: str
    at: datetime
    own_answer: str
    own_answer_at: datetime | None


@dataclass(frozen=True)
class WishToBegin:
    """What was passed on for her and she wishes, with which an ask can begin: whose words they are, and the words."""

    id: UUID
    name: str | Withheld
    text: str


@dataclass(frozen=True)
class BeganView:
    """With what an ask began: who passed it on for her, and when."""

    name: str | Withheld
    at: datetime


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
