"""Reads of the kinds of need."""

from collections import defaultdict
from uuid import UUID

from ecotone.ecosystem.models import Need
from ecotone.ecosystem.queries.rows import need_view
from ecotone.ecosystem.views import NeedView
from ecotone.ground.errors import NotFound


def needs() -> list[NeedView]:
    """The broad kinds, each with its kinds in `children`, in the order they were listed. One query."""
    below: dict[UUID | None, list[Need]] = defaultdict(list)
    for row in Need.objects.order_by("created_at", "id"):
        below[row.parent_id].append(row)
    return [
        need_view(broad, children=tuple(need_view(row, broad.code) for row in below[broad.id]))
        for broad in below[None]
    ]


def every_need() -> list[NeedView]:
    """All kinds, broad and narrow, each broad one before those within it. One query."""
    return [each for broad in needs() for each in (broad, *broad.children)]


def need(code: str) -> NeedView:
    """One kind of need. Raises NotFound."""
    return find_need(needs(), code)


def find_need(among: list[NeedView], code: str) -> NeedView:
    """The need of that code in the tree. Raises NotFound."""
    for broad in among:
        for each in (broad, *broad.children):
            if each.code == code:
                return each
    raise NotFound("need", code)


def kin(among: list[NeedView], code: str) -> list[UUID]:
    """What bears on a kind of need: itself, its own kinds, and the broad kind above it. Raises NotFound."""
    chosen = find_need(among, code)
    above = [broad.id for broad in among if broad.code == chosen.parent_code]
    return [*above, chosen.id, *(child.id for child in chosen.children)]
