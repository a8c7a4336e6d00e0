"""Needs and frictions as they are seen: what stands, what was met by what, what others say and offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.care.rules.needs import FrictionKind, Standing


@dataclass(frozen=True)
class TurnView:
    """One turn of a history. `what` names what met it, and `what_id` leads there; none where it is in words alone."""

    became: Standing
    met_by: str
    what: str
    what_id: UUID | None
    words: str
    author: str
    at: datetime


@dataclass(frozen=True)
class StatedCard:
    """A stated need in a list. `author` is empty for a person who did not want to be named."""

    id: UUID
    version: int
    title: str
    words: str
    touches: str
    for_whom: str
    need: str
    need_code: str
    place: str
    place_slug: str
    actor_id: UUID | None
    actor: str
    author: str
    at: datetime
    state: Standing
    teams: int
    people: int
    contested: int
    offers: int
    newest: TurnView | None = None


@dataclass(frozen=True)
class VoiceView:
    """What somebody said to a stated need; `author` is empty for a person not named."""

    author: str
    actor_id: UUID | None
    actor: str
    words: str
    at: datetime


@dataclass(frozen=True)
class AssetView:
    """Something offered, what came of it, and what the reader may do about it."""

    id: UUID
    version: int
    kind: str
    words: str
    quantity: str
    since: date | None
    author: str
    actor_id: UUID | None
    at: datetime
    state: str
    came_of_it: str
    answered_by: str
    answered_at: datetime | None
    may_answer: bool
    may_take_back: bool
    may_tell: bool


@dataclass(frozen=True)
class StatedView:
    """One stated need with all that was said, offered and done about it."""

    card: StatedCard
    endorsed: Sequence[VoiceView]
    contested: Sequence[VoiceView]
    offers: Sequence[AssetView]
    turns: Sequence[TurnView]
    ours: bool
    have_endorsed: bool
    may_turn: bool


@dataclass(frozen=True)
class StatedList:
    """Stated needs, and how many there are in all."""

    cards: Sequence[StatedCard]
    total: int


@dataclass(frozen=True)
class UnmetItem:
    """One unmet need of the reader's own asks or searches, in coded facts."""

    id: UUID
    version: int
    need: str
    need_code: str
    place: str
    asked_sector: str
    reason: str
    on: date
    state: Standing
    referral_id: UUID | None
    newest: TurnView | None


@dataclass(frozen=True)
class FrictionRow:
    """A friction of the reader's own team, or of an ask the reader sees."""

    id: UUID
    kind: FrictionKind
    institution: str
    from_sector: str
    to_sector: str
    minutes: int | None
    words: str
    author: "str | Withheld"
    at: datetime
    state: Standing
    mine: bool


@dataclass(frozen=True)
class FrictionView:
    """One friction as far as the reader sees it: what tells of a case is withheld from who sees coded facts alone."""

    id: UUID
    version: int
    kind: FrictionKind
    institution_id: UUID | None
    institution: str
    from_sector: str
    to_sector: str
    between: "tuple[str, str] | Withheld"
    other_id: UUID | None
    need: "str | Withheld"
    need_code: str
    place_id: UUID | None
    place: "str | Withheld"
    referral_id: "UUID | Withheld | None"
    words: "str | Withheld"
    workaround: "str | Withheld"
    minutes: int | None
    author: "str | Withheld"
    at: "datetime | Withheld"
    state: Standing
    turns: "Sequence[TurnView] | Withheld"
    mine: bool
    may_correct: bool
    may_mend: bool

    @property
    def whole(self) -> bool:
        return not isinstance(self.words, Withheld)
