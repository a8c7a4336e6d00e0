"""What is told of a change of sharing before it is made."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.people.rules import DutyKind, Part


@dataclass(frozen=True)
class ReaderChange:
    """A team that helps, or somebody who acts for her: what they gain, lose and still see; of that, what by law.

    A team that `learns` stands once more, for what it sees when it is there to learn and not to help.
    With `emergency`, somebody who has opened the record in one and holds it open now.
    """

    id: UUID
    name: str
    acts: bool
    gains: tuple[Part, ...]
    loses: tuple[Part, ...]
    still: tuple[Part, ...]
    by_law: tuple[Part, ...]
    laws: tuple[DutyKind, ...]
    learns: bool = False
    emergency: bool = False

    @property
    def changes(self) -> bool:
        return bool(self.gains or self.loses)

    @property
    def sees_nothing(self) -> bool:
        return not (self.gains or self.still)


@dataclass(frozen=True)
class Preview:
    """What a change will do, from this moment: to each of those whom the reader of it may know of.

    `all_known` is no where others may be touched whom this reader is not to know; `whose` is whose permission ends.
    """

    person_id: UUID
    at: datetime
    until: datetime | None
    readers: tuple[ReaderChange, ...]
    all_known: bool
    whose: str = ""

    @property
    def touched(self) -> tuple[ReaderChange, ...]:
        return tuple(each for each in self.readers if each.changes)

    @property
    def untouched(self) -> tuple[ReaderChange, ...]:
        return tuple(each for each in self.readers if not each.changes)

    @property
    def by_law(self) -> tuple[ReaderChange, ...]:
        """Those whom a law lets see something, whatever she chooses."""
        return tuple(each for each in self.readers if each.by_law)

    @property
    def mark(self) -> str:
        """Two previews that say the same have the same: so that nobody agrees to what has changed meanwhile."""
        said = [(str(each.id), each.learns, each.gains, each.loses, each.by_law) for each in self.readers]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:24]
