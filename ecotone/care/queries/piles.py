"""The piles of My day: how many asks lie in each, and the first few of each.

However many a team has open, its indexes give them by state and in their order: nothing is sorted to show eight.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, DateField, IntegerField, Q, QuerySet, Value, When

from ecotone.access.narrowing import Why, widened
from ecotone.care.machine import FINAL, State
from ecotone.care.models import ENDED_UNREAD, Referral
from ecotone.care.rules import CELLS, Cell, Side, pile_of
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.prepared import Prepared, at_once
from ecotone.ground.prepared import Value as Given

ACTOR, DAY = Actor._meta.get_field("id"), DateField()
OPEN = Q(ended_at=None)


@widened(Why.OWN_WORK)
def totals(actor_id: UUID) -> Counter[str]:
    """How many asks lie in each pile of this team's day. One query."""
    found: Counter[str] = Counter()
    for side, state, late, news, many in at_once(_counts(), actor=actor_id, today=clock.today()):
        fits = partial(pile_of, Side(side), State(state), news=bool(news))
        found[fits(late=bool(late))] += many
        if late:  # these were counted with all that are in their state
            found[fits(late=False)] -= many
    return Counter({pile: many for pile, many in found.items() if pile and many})


@widened(Why.OWN_WORK)
def first(actor_id: UUID, piles: Mapping[str, int]) -> dict[UUID, str]:
    """The first so many of each of these piles, soonest due first: the id of each, and its pile. One query."""
    asked = [_first(cell, piles[cell.pile]) for cell in CELLS if cell.pile in piles]
    if not asked:
        return {}
    found: Counter[str] = Counter()
    shown = {}
    for pile, _, ask_id in sorted(at_once(asked, actor=actor_id, today=clock.today())):
        found[pile] += 1
        if found[pile] <= piles[pile]:
            shown[ask_id] = pile
    return shown


@cache
def _counts() -> tuple[Prepared, ...]:
    """How many asks there are by side, state and whether there is news: of all, then of those whose day has passed.

    SQLite reads all but those that are late in the index alone: not where a statement names a column it generates.
    """
    news = Case(When(source_news_at__isnull=False, then=YES), default=NO, output_field=IntegerField())
    return (
        _count(Side.TO_US, OPEN, "state", NO),
        _count(Side.TO_US, OPEN, "state", NO, late=True),
        _count(Side.FROM_US, OPEN, "state", news),
        _count(Side.FROM_US, OPEN, "state", news, late=True),
        _count(Side.FROM_US, ENDED_UNREAD, Value(State.COMPLETED, CharField()), YES),
    )


NO, YES = Value(0, IntegerField()), Value(1, IntegerField())


def _count(side: Side, which: Q, state: Any, news: Any, *, late: bool = False) -> Prepared:
    def build(value: type[Given]) -> QuerySet[Any]:
        passed = Q(due_on__lt=value("today", DAY)) if late else Q()
        rows = _of(side, which & passed, value).order_by()
        grouped = rows.values_list(Value(side, CharField()), state, YES if late else NO, news)
        return grouped.annotate(many=Count("*"))

    return Prepared(build)


@cache
def _first(cell: Cell, most: int) -> Prepared:
    """The first asks in a cell: its pile, the day, the id."""
    ended = cell.states == FINAL

    def build(value: type[Given]) -> QuerySet[Any]:
        rows = _of(cell.side, ENDED_UNREAD if ended else OPEN & Q(*_conditions(cell, value)), value)
        order, day = (("id",), Value(date.max, DAY)) if ended else (("due_on", "id"), "due_on")
        return rows.order_by(*order).values_list(Value(cell.pile, CharField()), day, "id")[:most]

    return Prepared(build)


def _of(side: Side, which: Q, value: type[Given]) -> QuerySet[Referral]:
    return Referral.objects.filter(which, **{f"{side}__id": value("actor", ACTOR)})


def _conditions(cell: Cell, value: type[Given]) -> Iterator[Q]:
    yield Q(state__in=sorted(map(str, cell.states)))
    if cell.news is not None:
        yield Q(source_news_at__isnull=not cell.news)
    if cell.late is not None:
        yield Q(**{"due_on__lt" if cell.late else "due_on__gte": value("today", DAY)})
