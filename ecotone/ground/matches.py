"""A page of what a search found, for those who read on: other systems, page by page, while rows come and go."""

from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Matches(Generic[T]):
    """The matches of one page, in the order of their ids.

    after   the id of the last, where there are more: the next page begins behind it; None on the last page
    total   how many there are in all; None where counting would cost more than it is worth
    """

    rows: tuple[T, ...]
    after: UUID | None = None
    total: int | None = None

    def of(self, rows: "tuple[U, ...]") -> "Matches[U]":
        """The same page with something else made of each row."""
        return replace(self, rows=rows)  # type: ignore[return-value,arg-type]


def page_of(rows: QuerySet[Any], after: UUID | None, most: int) -> Matches[Any]:
    """The first `most` of these rows whose id is greater than `after`, and how many rows there are. Two queries."""
    ordered = rows.order_by("id").filter(id__gt=after) if after else rows.order_by("id")
    found = tuple(ordered[: most + 1])
    total = rows.count() if after or len(found) > most else len(found)
    return Matches(found[:most], found[most - 1].id if len(found) > most else None, total)
