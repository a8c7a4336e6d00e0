"""A person's whole record: every row that any table holds of her, under plain headings, with who wrote it and when.

    SHOWN tables ──▶ one query counts her rows in all of them ──▶ those that have any are read, some at a time

How much is read at once does not grow with the record; how many queries it takes follows from
the tables, not the rows.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Value

from ecotone.access.audit import Subject, looked
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.ground.clock import LOCAL
from ecotone.ground.holdings import Holding, Whose, shown
from ecotone.people.queries import account_of
from ecotone.rights import policies
from ecotone.rights.holdings import SHOWN
from ecotone.rights.rules.record import AT_ONCE
from ecotone.rights.views import Entry, Ref

NAMES = ("name", "title", "words", "email", "address")
"""The fields of which the first that a row has is what it is called."""
BY: Mapping[str, str] = {
    "relationship": "actor",
    "referral": "target",
    "encounter": "actor",
    "meetingline": "meeting",
}
"""What is called by another row and its own day: a request to a group on a day."""


def record(by: Principal, *, most: int = 200, after: str | None = None) -> tuple[list[Entry], int]:
    """The caller's own record, entry by entry, and how many entries there are in all.

    It is the whole of it: what others wrote about her, too. `after` is the last that was read, as "kind:id".
    """
    whose = _hers(by)
    there = _counts(whose)
    found = []
    for entry in _from(whose, there, after):
        found.append(entry)
        if len(found) == most:
            break
    return found, sum(there.values())


def entries(by: Principal, *, start: int = 0, most: int | None = AT_ONCE) -> tuple[list[Entry], int]:
    """The same by numbers, for pages: what no page asks for is skipped without being read. None: all of it."""
    whose = _hers(by)
    there = _counts(whose)
    found: list[Entry] = []
    for number, size in there.items():
        if start >= size:
            start -= size
            continue
        until = None if most is None else start + most - len(found)
        found += [_entry(SHOWN[number], row) for row in _rows(SHOWN[number], whose)[start:until]]
        start = 0
        if len(found) == most:
            break
    return found, sum(there.values())


def _hers(by: Principal) -> Whose:
    """Of whom the caller may have it all: herself. Leaves the look."""
    policies.may_have_record(by, by.own_id if by.person_id else UUID(int=0)).require("person", by.person_id)
    looked(by, "rights.record", Subject("person", by.own_id, "", Basis.SELF))
    return whose_record(by.own_id)


def whose_record(person_id: UUID) -> Whose:
    """The person, with the account she signs in with and its address."""
    account_id = account_of(person_id)
    address = Account.objects.filter(pk=account_id).values_list("email", flat=True).first() if account_id else None
    return Whose(person_id, account_id, (address,) if address else ())


def _open_rows(holding: Holding, whose: Whose) -> models.QuerySet[Any]:
    rows = holding.rows(whose)
    return rows.exclude(holding.closed) if holding.closed else rows


def _rows(holding: Holding, whose: Whose) -> models.QuerySet[Any]:
    refers = [each for each in _columns(holding) if each.is_relation]
    further = [f"{each.name}__{BY[kind]}" for each in refers if (kind := each.related_model.__name__.lower()) in BY]
    return _open_rows(holding, whose).select_related(*(each.name for each in refers), *further).order_by("pk")


def _counts(whose: Whose) -> dict[int, int]:
    """How many rows each table has of her, by its number in SHOWN; those with none are left out. One query."""
    each = [
        _open_rows(holding, whose).order_by().annotate(n=Value(number)).values("n").annotate(rows=Count("pk"))
        for number, holding in enumerate(SHOWN)
    ]
    return dict(sorted(each[0].union(*each[1:], all=True).values_list("n", "rows")))


def _from(whose: Whose, there: dict[int, int], after: str | None) -> Iterator[Entry]:
    kind, _, last = (after or "").partition(":")
    begun = not kind
    for number in there:
        holding = SHOWN[number]
        rows = _rows(holding, whose)
        if not begun:
            if holding.kind != kind:
                continue
            begun, rows = True, rows.filter(pk__gt=last)
        some = list(rows[:AT_ONCE])
        while some:
            yield from (_entry(holding, row) for row in some)
            some = list(rows.filter(pk__gt=some[-1].pk)[:AT_ONCE]) if len(some) == AT_ONCE else []


@cache
def _columns(holding_model: Holding) -> tuple[Any, ...]:
    return tuple(shown(holding_model))


def _entry(holding: Holding, row: Any) -> Entry:
    withheld = {name: code for name, (flag, code) in holding.veils.items() if getattr(row, flag)}
    held = ((column.name, _value(column, row)) for column in _columns(holding) if column.name not in withheld)
    return Entry(
        heading=holding.heading,
        kind=holding.kind,
        id=str(row.pk),
        written_at=getattr(row, "created_at", None) or _any_moment(row),
        written_by=getattr(row, "author", ""),
        values={name: value for name, value in held if value not in (None, "", [], {})},
        withheld={name: code for name, code in withheld.items() if getattr(row, name)},
    )


def _any_moment(row: Any) -> datetime | None:
    return getattr(row, "began_at", None)


def _value(column: Any, row: Any) -> Any:
    if not column.is_relation:
        return getattr(row, column.attname)
    other = getattr(row, column.name)
    return None if other is None else Ref(type(other).__name__.lower(), other.pk, called(other))


def called(row: Any) -> str:
    """What a row is called: its name or title, else by whom and on which day."""
    for name in NAMES:
        if text := getattr(row, name, ""):
            return text if len(text) <= 80 else f"{text[:79]}…"
    by = BY.get(type(row).__name__.lower())
    other = getattr(row, by) if by else None
    moment = getattr(row, "starts_at", None) or getattr(row, "created_at", None)
    day = moment.astimezone(LOCAL) if moment else None
    return ", ".join(filter(None, (called(other) if other else "", f"{day.day} {day:%B %Y}" if day else "")))
