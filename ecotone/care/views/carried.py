"""A referral as another system reads it: its row, both ends by id, and the steps it took."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ecotone.access.verdicts import Withheld
from ecotone.care.machine import State
from ecotone.care.views.asks import AgreedView, MoveView, ReferralRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@dataclass(frozen=True)
class CarriedReferral:
    """One referral as far as the caller may see it.

    person_id    None where the caller may not know whom it is for
    state        as it leaves: of a requested cancel, the state in which it was asked
    ends         (asker, asked): None where she asked herself, where nobody has claimed it, or where it is withheld
    moves        oldest first; none on OUTLINE sight
    changed_at   when it last moved
    """

    row: ReferralRow
    person_id: UUID | None
    person: "str | Withheld"
    state: State
    source_id: UUID | None
    asked_herself: bool
    target_id: UUID | None
    service_id: UUID | None
    why: "str | Withheld"
    hoped_for: "str | Withheld"
    created_at: datetime
    changed_at: datetime
    agreed: "AgreedView | Withheld"
    moves: tuple[MoveView, ...] = ()

    def last(self, *codes: str) -> "Mapping[str, Any]":
        """What was recorded with the last of these moves; nothing where there was none."""
        found = [move.recorded for move in self.moves if move.code in codes]
        return found[-1] if found else {}
