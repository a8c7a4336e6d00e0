"""A referral as it is seen: a row, its thread, its judgements, the whole of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.care.machine import FINAL, UNANSWERED, Move, Party, State
from ecotone.care.rules import GRACE_DAYS, Closures, NeedView, Sight, due_on
from ecotone.care.views.attempts import AttemptsView
from ecotone.care.views.gifts import GiftView
from ecotone.care.views.hopes import OutcomeView
from ecotone.care.views.links import ByLink, SentenceView
from ecotone.care.views.offers import ToldView
from ecotone.people.rules.agreeing import Agreed
from ecotone.people.views import Banner, HospitalView
from ecotone.people.views.pressing import BeganView

if TYPE_CHECKING:
    from ecotone.care.views.doors import ChainNode

WHO_AGREED = Withheld("people.who_agreed")
"""What all read who may not know who agreed: the same of every ask."""


@dataclass(frozen=True)
class ReferralRow:
    """A referral in a list. On OUTLINE sight the person, the need and a sensitive end are withheld.

    `door_until` is the last day on which the reader may come back from it, where they may at all.
    """

    id: UUID
    version: int
    sight: Sight
    parties: frozenset[Party]
    person: Banner
    source: "str | Withheld"
    target: "str | Withheld"
    service: "str | Withheld"
    need: "str | Withheld"
    state: State
    detail: str
    urgency: str
    worker: str
    offered_at: datetime | None
    reply_by: date | None
    review_on: date | None
    ended_at: datetime | None
    has_news: bool
    is_handed_on: bool
    overdue: bool
    escalated_on: date | None
    closures: Closures
    judged: NeedView | None
    parent_id: UUID | None = None
    hospital: HospitalView | None = None
    returns_to_id: UUID | None = None
    gone_back: bool = False
    door_until: date | None = None
    out_of_area_on: date | None = None

    @property
    def due(self) -> date | None:
        """The day by which something is to happen: the reply, then whatever was agreed to look at again."""
        return due_on(self.state, self.reply_by, self.review_on)

    @property
    def came_back(self) -> bool:
        """Whether she came back to them by this ask, as far as the reader sees it."""
        return self.returns_to_id is not None

    @property
    def final(self) -> bool:
        return self.state in FINAL

    @property
    def unanswered(self) -> bool:
        return self.state in UNANSWERED

    @property
    def worth_something(self) -> bool:
        """Whether somebody has answered, so that one can say what it is worth."""
        return self.state not in UNANSWERED | {State.DRAFT, State.UNCLAIMED, State.NO_REPLY}

    @property
    def to_judge(self) -> bool:
        """Whether the person has yet to say what it was worth, though somebody took it on and it is over."""
        return self.state in (State.COMPLETED, State.FAILED) and self.judged is None

    @property
    def returns_on(self) -> date | None:
        """When it goes back to the asker, if nobody answers; None while the target's lead has not been told."""
        return self.escalated_on + timedelta(days=GRACE_DAYS) if self.escalated_on else None


@dataclass(frozen=True)
class MoveView:
    """One step of the history: what was done, by whom, and what was recorded with it.

    Where the asker wrote down what the target said: by what means it was heard, from whom there, on which day.
    """

    code: str
    before: State
    after: State
    detail: str
    at: datetime
    author: str
    party: Party
    recorded: Mapping[str, Any]
    heard_by: str = ""
    heard_from: str = ""
    heard_on: date | None = None


@dataclass(frozen=True)
class JudgementView:
    view: NeedView
    words: str
    pen: str
    means: str
    at: datetime
    author: str


@dataclass(frozen=True)
class AgreedView:
    """Who agreed to an ask, by name and authority as they stood then, and why nobody could.

    `though_unable`: she asked herself, though it was assessed, or presumed of her age, that she cannot decide this.
    """

    agreed: Agreed
    signed_as: str = ""
    signed_by: "str | Withheld" = ""
    nobody_why: str = ""
    her_wishes: str = ""
    though_unable: bool = False


@dataclass(frozen=True)
class ReferralView:
    """One referral, its thread, its tree, its three closures, and what the caller can do next."""

    row: ReferralRow
    why: "str | Withheld"
    hoped_for: "str | Withheld"
    since_then: str
    parts: tuple[str, ...]
    basis: str
    contact_note: "str | Withheld"
    author: "str | Withheld"
    agreed: "AgreedView | Withheld"
    paused_on: date | None
    source_id: UUID | None
    source_phone: str
    target_id: UUID | None
    service_id: UUID | None
    moves: "tuple[MoveView, ...] | Withheld"
    chain: tuple[ReferralRow, ...]
    tree: "tuple[ChainNode, ...]"
    judgements: tuple[JudgementView, ...] = ()
    sentences: tuple[SentenceView, ...] = ()
    by_link: ByLink = field(default_factory=ByLink)
    gifts: tuple[GiftView, ...] = ()
    has_promises: bool = False
    has_frictions: bool = False
    outcome: OutcomeView | None = None
    told: tuple[ToldView, ...] = ()
    attempts: AttemptsView | None = None
    offer_note: str = ""
    open_moves: tuple[Move, ...] = ()
    can_acknowledge: bool = False
    can_judge: bool = False
    can_hand_on: bool = False
    began_with: BeganView | None = None
