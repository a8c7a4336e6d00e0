"""The open door of a service, as it is seen from an ended referral."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ecotone.care.rules import Door
from ecotone.care.views.asks import ReferralRow


@dataclass(frozen=True)
class DoorView:
    """An ended referral as one may come back from it: how the door stands, and what would be asked and shared again.

    `parts` would be shared again, `closed` were and would not be: refused since, or not the caller's to share.
    All that was said is empty where the door is not open. `back_id` is the open ask by which the caller, or
    whoever asked on her word, has come back already.
    """

    row: ReferralRow
    standing: Door
    until: date | None
    why: str = ""
    hoped_for: str = ""
    contact_note: str = ""
    parts: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    service_id: UUID | None = None
    phone: str = ""
    back_id: UUID | None = None
