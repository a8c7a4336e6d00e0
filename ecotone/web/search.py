"""What one looks for under Find help, as its address says it: so that a search can be kept, shared and narrowed."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from ecotone.directory.search.ranking import Way
from ecotone.directory.views import WayOn
from ecotone.ecosystem.rules import Sector

MOST_LETTERS = 300


@dataclass(frozen=True)
class Search:
    """Words, place, need and so on; for whom, which referral it would hand on, and with what it would begin.

    `place_id` is None for anywhere. What the address says and cannot be meant, is taken as not said.
    """

    words: str = ""
    place_id: UUID | None = None
    need: str = ""
    sector: str = ""
    room: bool = False
    own: bool = False
    person_id: UUID | None = None
    parent_id: UUID | None = None
    wish_id: UUID | None = None

    @classmethod
    def of(cls, given: Mapping[str, str], *, home_id: UUID | None = None) -> "Search":
        """The search of an address; where it says nothing about the place, near home."""
        sector = given.get("sector", "")
        return cls(
            words=given.get("q", "").replace("\x00", "")[:MOST_LETTERS].strip(),
            place_id=_id(given["place"]) if "place" in given else home_id,
            need=given.get("need", "").replace("\x00", "")[:80],
            sector=sector if sector in set(Sector) else "",
            room=bool(given.get("room")),
            own=bool(given.get("own")),
            person_id=_id(given.get("person", "")),
            parent_id=_id(given.get("parent", "")),
            wish_id=_id(given.get("wish", "")),
        )

    @property
    def address(self) -> str:
        """Where this search is found again."""
        return f"{reverse('find_help')}?{self.query}"

    @property
    def query(self) -> str:
        """The search as an address says it: a service's page carries it along, and leads back to it."""
        said = {
            "q": self.words,
            "need": self.need,
            "sector": self.sector,
            "room": "1" if self.room else "",
            "own": "1" if self.own else "",
            "person": str(self.person_id or ""),
            "parent": str(self.parent_id or ""),
            "wish": str(self.wish_id or ""),
        }
        kept = {name: value for name, value in said.items() if value}
        # An empty place means anywhere, and is said: silence means near home.
        return urlencode({**kept, "place": str(self.place_id or "")})

    @property
    def narrowed(self) -> bool:
        """Whether anything is looked for in particular, beyond a place."""
        return bool(self.words or self.need or self.sector or self.room or self.own)

    def but(self, **changes: Any) -> "Search":
        return dataclasses.replace(self, **changes)

    def by_way(self, way: WayOn) -> "Search | None":
        """The search that this way on leads to; None where it leads to no search."""
        changes: Mapping[Way, Mapping[str, Any]] = {
            Way.WIDER_PLACE: {"place_id": way.place_id},
            Way.WITHOUT_ROOM: {"room": False},
            Way.ANY_SECTOR: {"sector": ""},
            Way.WITH_REFERRAL: {"own": False},
            Way.RELATED_NEED: {"need": way.need},
        }
        return self.but(**changes[way.way]) if way.way in changes else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
