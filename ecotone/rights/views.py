"""What reads of a person's rights return: frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Ref:
    """Something else that an entry names: which, and what it is called."""

    kind: str
    id: UUID
    label: str


@dataclass(frozen=True)
class Entry:
    """One entry of a person's record, as it stands.

    kind        what sort of thing it is: storyentry, referralmove …
    id          which; with the kind it is the one
    written_at  when it was written down
    written_by  who wrote it, as they signed; empty where nobody signs such an entry
    values      what it holds, by field; a field that holds nothing is left out
    withheld    the fields that are not shown, each with the code of why
    """

    heading: str
    kind: str
    id: str
    written_at: datetime | None
    written_by: str
    values: Mapping[str, Any]
    withheld: Mapping[str, str]
