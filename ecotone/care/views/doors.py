"""A signpost and a drawn chain as they are seen."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.care.rules.chains import Bounce, Phase, Span, Why
from ecotone.care.views.asks import ReferralRow
from ecotone.people.views import Banner


@dataclass(frozen=True)
class SignpostView:
    """Sent on without a referral. `source` "" where it is not known who sent her, `place` where it was not said."""

    id: UUID
    version: int
    source: "str | Withheld"
    place: "str | Withheld"
    need: "str | Withheld"
    on: date
    wrong_place: bool | None
    said_by: str
    author: "str | Withheld"
    may_change: bool


@dataclass(frozen=True)
class ChainNode:
    """One ask in its tree, with how long each held it in days; no spans where its ends or its times are withheld.

    `back`: it came back to somebody who had asked further up. `asked_at` is None where it is withheld.
    """

    row: ReferralRow
    why: Why
    asked_at: datetime | None
    spans: tuple[Span, ...]
    bounce: Bounce | None
    back: bool
    children: "tuple[ChainNode, ...]" = ()

    def days_in(self, phase: Phase) -> int | None:
        """Days in one phase, together; None where it was never in it."""
        those = [span.days for span in self.spans if span.phase is phase]
        return sum(those) if those else None

    @property
    def waited(self) -> int | None:
        return self.days_in(Phase.WAITING)

    @property
    def held(self) -> int | None:
        return self.days_in(Phase.IN_HAND)

    @property
    def is_waiting(self) -> bool:
        return bool(self.spans) and self.spans[-1].lasts and self.spans[-1].phase is not Phase.IN_HAND

    @property
    def is_held(self) -> bool:
        return bool(self.spans) and self.spans[-1].lasts and self.spans[-1].phase is Phase.IN_HAND


@dataclass(frozen=True)
class ChainView:
    """The trees that a referral's chain lies in, as far as the caller may see them.

    `since` and `until` bound all spans that are shown; None where none are.
    """

    id: UUID
    person: Banner
    trees: tuple[ChainNode, ...]
    since: datetime | None
    until: datetime | None
    asks: int
    bounces: int
    came_back: int
