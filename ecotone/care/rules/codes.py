"""The codes of care: urgency, what became of a need, who held the pen, what was put in. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

MOST_TOLD = 50
"""How many services an open offer is told at most, the nearest first."""


@dataclass(frozen=True)
class Openly:
    """What an ask of whoever can help has instead of a recipient: where help is needed (her home unless told), and
    a line that all who are told may read: it names no one.
    """

    place_id: UUID | None = None
    note: str = ""


class Urgency(StrEnum):
    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


class NeedView(StrEnum):
    """What the person says became of the need."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    WORSE = "worse"


class Pen(StrEnum):
    """Who held the pen when the person's view was written down."""

    PERSON = "person"
    WORKER = "worker"
    CARER = "carer"
    HELPER = "helper"


class Means(StrEnum):
    """By what means the person's view came."""

    PAGE = "page"
    PHONE = "phone"
    PAPER = "paper"
    MEETING = "meeting"


class Change(StrEnum):
    """How the person sees a personal outcome when it is reviewed."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    REACHED = "reached"


class OutcomeKind(StrEnum):
    """Talking Points: quality of life, process, change."""

    QUALITY_OF_LIFE = "quality_of_life"
    PROCESS = "process"
    CHANGE = "change"


class GiftKind(StrEnum):
    """What was put in."""

    TIME = "time"
    TRANSPORT = "transport"
    MONEY = "money"
    KNOWLEDGE = "knowledge"
    SPACE = "space"
    THINGS = "things"
