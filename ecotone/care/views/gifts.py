"""A contribution as it is seen."""

from dataclasses import dataclass
from datetime import date

from ecotone.access.verdicts import Withheld


@dataclass(frozen=True)
class GiftView:
    kind: str
    words: str
    giver: "str | Withheld"
    minutes: int | None
    amount_minor: int | None
    currency: str
    paid: bool
    on: date
