"""What was promised to a person, as it is seen: each ask with where it stands, and who does what next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.care.views.asks import ReferralRow


@dataclass(frozen=True)
class PromiseView:
    """One thing that somebody does next. `helper` is whoever carries it or helps her carry it, "" where she is alone.

    `settled_by_person`: she ticked it off herself.
    """

    id: UUID
    version: int
    referral_id: UUID | None
    outcome_id: UUID | None
    words: str
    carrier: str
    helper: "str | Withheld"
    is_ours: bool
    by_when: date | None
    late: bool
    state: str
    settled_at: datetime | None
    settled_by: str | Withheld
    settled_by_person: bool
    settled_words: str
    author: "str | Withheld"
    said_at: datetime


@dataclass(frozen=True)
class Ring:
    """Whom to ring about it: whoever was asked, or whoever asked while no answer has come. `phone` "": not known."""

    name: str
    phone: str
    is_asker: bool


@dataclass(frozen=True)
class Standing:
    """One ask for a person: where it stands, what was said with its newest steps, whom to ring, who does what next.

    `said` holds what was recorded with the newest step of each kind, by the step's code; days as ISO text.
    `moves` are the codes of what the reader may do to it now.
    """

    row: ReferralRow
    ring: Ring | None
    said: Mapping[str, Mapping[str, Any]]
    promises: tuple[PromiseView, ...]
    moves: frozenset[str]
    can_judge: bool
    can_tick: bool
    target_id: UUID | None
    kept_back: bool = False


@dataclass(frozen=True)
class Promised:
    """All that was promised: what is open, what has ended, and what is to be done for what she hopes."""

    open: tuple[Standing, ...]
    ended: tuple[Standing, ...]
    for_hopes: tuple[PromiseView, ...]


@dataclass(frozen=True)
class PaperFormView:
    """A form on paper: its code, the ask it is about, and whether it has been typed in."""

    code: str
    referral_id: UUID
    row: ReferralRow
    printed_at: datetime
    typed_in_at: datetime | None
