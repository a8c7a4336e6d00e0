"""The lists that begin a worker's day, and what the clock finds due."""

from dataclasses import dataclass, field
from uuid import UUID

from ecotone.care.views.asks import ReferralRow
from ecotone.care.views.joint import DueTask
from ecotone.care.views.offers import OfferView
from ecotone.care.views.questions import QuestionView


@dataclass(frozen=True)
class Pile:
    """One of the lists on My day: the first few, and how many there are in all."""

    rows: tuple[ReferralRow, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Due:
    """An ask that is due by itself, as the clock found it."""

    id: UUID
    version: int


@dataclass(frozen=True)
class MyDay:
    """What my team is late with, what waits for it, whom to chase, what came back, what is in hand or awaited."""

    late: Pile = Pile()
    to_answer: Pile = Pile()
    to_chase: Pile = Pile()
    came_back: Pile = Pile()
    in_hand: Pile = Pile()
    awaited: Pile = Pile()
    drafts: Pile = Pile()
    offers: tuple[OfferView, ...] = ()
    offers_total: int = 0
    tasks: tuple[DueTask, ...] = ()
    questions: tuple[QuestionView, ...] = field(default=())
    answers: tuple[QuestionView, ...] = field(default=())
