"""What every taker can do, and what they share."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.adapters.intake.wanted import Wanted
from ecotone.ground.errors import Problem
from ecotone.ground.models import Record

T = TypeVar("T")


@dataclass(frozen=True)
class Current:
    """One thing as it is here: every field that a file may speak of, in the shape the actions take."""

    id: UUID
    name: str
    fields: Mapping[str, Any]
    version: int = 0


class Taker:
    """How one kind of thing is taken in. Ids are this place's own; every method takes many at once where it reads."""

    kind: ClassVar[str]
    found_by: ClassVar[frozenset[str]] = frozenset()
    """Fields of something found here that are never compared: what it was found by, and when it was first listed."""

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields as they will be read back once they are written, so that the two can be compared."""
        return dict(fields)

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        """Those that are here already without having come from this source, by their key."""
        return {}

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        raise NotImplementedError

    def problems(self, fields: Mapping[str, Any]) -> Iterable[Problem]:
        """What is wrong with these in themselves, each at its field."""
        return ()

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        raise NotImplementedError

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        """Writes these fields; returns those that cannot be changed here, which stay."""
        raise NotImplementedError

    def adopt(self, by: Principal, subject_id: UUID, wanted: Wanted) -> None:
        """Notes the source's public numbers with something that was here before."""

    def stays(self, ids: Collection[UUID], *, ending: Collection[UUID]) -> Mapping[UUID, str]:
        """Which of those no longer named stay all the same, with the code of why; `ending` are ending too."""
        return {}

    def close(self, by: Principal, ids: Collection[UUID], *, on: date, source: str) -> None:
        """Ends what is no longer named, with the reason."""

    def reopen(self, by: Principal, subject_id: UUID) -> None:
        """Undoes what `close` did, for what is named again."""


def only_of(found: Iterable[tuple[str, T]]) -> dict[str, T]:
    """By name, those that one thing alone bears: which of several was meant, nobody can know."""
    seen: dict[str, set[T]] = {}
    for name, subject_id in found:
        seen.setdefault(name, set()).add(subject_id)
    return {name: ids.pop() for name, ids in seen.items() if len(ids) == 1}


def own_ids(model: type[Record], wanted: Iterable[Wanted]) -> dict[str, UUID]:
    """By key, those whose key is the id of what is here: a file that this place gave out has come back."""
    ids = {}
    for each in wanted:
        try:
            ids[UUID(each.key)] = each.key
        except ValueError:
            continue
    return {ids[own]: own for own in model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)}
