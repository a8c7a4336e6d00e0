"""One entry of a person's record, found again by its kind and id: whose it is, who wrote it, what it says."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ecotone.ground.errors import NotFound
from ecotone.ground.fields import Words
from ecotone.ground.holdings import Whose
from ecotone.people.rules import Part
from ecotone.rights.holdings import SHOWN

BY_KIND = {holding.kind: holding for holding in SHOWN}
BY_OTHERS = frozenset({"storyentry", "encounter"})
"""The kinds of entry that somebody else than she points at: what else they see of her record they tell in words."""
SAYS = ("text", "note", "words", "why", "name", "answer", "title", "aim", "what", "wish", "value")
"""The fields of which the first that a row has is what it says."""


@dataclass(frozen=True)
class Entry:
    """An entry as a correction sees it: its words, which team and account wrote it, of which part, if any.

    `met`: the team whose contact with her it is; its words are kept from whoever may not know that team.
    """

    kind: str
    id: UUID
    says: str
    team_id: UUID | None
    account_id: UUID | None
    part: Part | None
    met: UUID | None = None


def entry_of(person_id: UUID, kind: str, entry_id: UUID) -> Entry:
    """Raises NotFound for what is no entry of hers that her record shows."""
    holding = BY_KIND.get(kind)
    if holding is None:
        raise NotFound(kind, entry_id)
    rows = holding.rows(Whose(person_id)).filter(pk=entry_id)
    row = (rows.exclude(holding.closed) if holding.closed else rows).first()
    if row is None:
        raise NotFound(kind, entry_id)
    return Entry(
        kind=kind,
        id=entry_id,
        says=_says(row),
        team_id=getattr(row, "author_actor_id", None) or _team(row),
        account_id=getattr(row, "author_account_id", None),
        part=_part(row),
        met=row.actor_id if type(row).__name__ == "Encounter" else None,
    )


def _says(row: Any) -> str:
    longest = Words().max_length
    return next((str(text) for name in SAYS if (text := getattr(row, name, ""))), "")[:longest]


def _team(row: Any) -> UUID | None:
    """Whose an entry is that nobody signed: the team that it names as helping or meeting her."""
    return getattr(row, "actor_id", None) if type(row).__name__ in ("Relationship", "Encounter") else None


def _part(row: Any) -> Part | None:
    """The part of the record by which others than she may see it; none where no part alone opens it."""
    kind = type(row).__name__.lower()
    return Part(row.section) if kind == "storyentry" else Part.ENCOUNTERS if kind == "encounter" else None
