"""Many acts at once: the rows they make are kept in hand, and written a table at a time when all are done.

    with in_hand() as hand:      an act inserts   ──▶ kept in hand; `Record.of` and `hand.of` find it there
        …acts, as ever…          an act changes   ──▶ changed in hand, where it is new; else written at once
                                 at the end       ──▶ one INSERT a table

For those who bring over thousands of people: the acts are those of every day, so what they write is the same row for
row. What an act asks its own tables it asks of the hand meanwhile, so whoever opens one first takes into it what the
database already holds of the same people.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import Model

M = TypeVar("M", bound="Model")
T = TypeVar("T")


class Hand:
    """Rows in hand: those that acts have made since, in their order, and those taken from the database."""

    def __init__(self) -> None:
        self.made: dict[type[Model], list[Model]] = defaultdict(list)
        self._all: dict[type[Model], list[Model]] = defaultdict(list)
        self._by_id: dict[tuple[type[Model], Any], Model] = {}
        self._new: set[int] = set()
        self._by: dict[type[Model], dict[str, dict[Any, list[Model]]]] = defaultdict(dict)
        self._known: dict[Hashable, Any] = {}

    def keep(self, rows: Iterable["Model"]) -> None:
        """New rows, to be written at the end."""
        for row in rows:
            self.made[type(row)].append(row)
            self._new.add(id(row))
            self._put(row)

    def take(self, rows: Iterable[M]) -> None:
        """Rows of the database, to be found as those in hand are; one that is in hand already stays as it is."""
        for row in rows:
            if (type(row), row.pk) not in self._by_id:
                self._put(row)

    def _put(self, row: "Model") -> None:
        model = type(row)
        self._all[model].append(row)
        if row.pk is not None:
            self._by_id[model, row.pk] = row
        for name, found in self._by[model].items():
            found.setdefault(getattr(row, name), []).append(row)

    def get(self, model: type[M], pk: UUID | str) -> M | None:
        return self._by_id.get((model, pk if isinstance(pk, UUID) else _uuid(pk)))  # type: ignore[return-value]

    def of(self, model: type[M], name: str, value: Any) -> list[M]:
        """Those of a table whose column `name` never changes and is this."""
        if name not in self._by[model]:
            found: dict[Any, list[Model]] = {}
            for row in self._all[model]:
                found.setdefault(getattr(row, name), []).append(row)
            self._by[model][name] = found
        return self._by[model][name].get(value, [])  # type: ignore[return-value]

    def is_new(self, row: "Model") -> bool:
        """Whether the database does not have it yet: what changes in it is written with it."""
        return id(row) in self._new

    def known(self, key: Hashable, ask: Callable[[], T]) -> T:
        """What nothing in this hand can change, asked once."""
        if key not in self._known:
            self._known[key] = ask()
        return self._known[key]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


_now: ContextVar[Hand | None] = ContextVar("in_hand", default=None)


def hand() -> Hand | None:
    """The hand that is open around this call."""
    return _now.get()


def known(key: Hashable, ask: Callable[[], T]) -> T:
    """`ask()`, once for each hand; every time where none is open."""
    opened = _now.get()
    return ask() if opened is None else opened.known(key, ask)


@contextmanager
def opened() -> Iterator[Hand]:
    """A hand for the block. It writes nothing itself: see `prepared.in_hand`. RuntimeError inside another."""
    if _now.get() is not None:
        raise RuntimeError("One hand at a time")
    made = Hand()
    token = _now.set(made)
    try:
        yield made
    finally:
        _now.reset(token)
