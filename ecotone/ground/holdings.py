"""What a table holds of a person, said once beside the table: for her whole record, and for erasing it.

    Holding(StoryEntry, "story")                                   her copy shows each row; erased, the rows go
    Holding(Referral, "asks", goes=Goes.WORDS, wipe="why …")       the rows stay without their words, and say why

A house test fails for a table that nobody has thought about.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Q, Value, When

from ecotone.ground.chunks import chunks
from ecotone.ground.models import Versioned

ERASED = "(erased)"
"""Stands where words were that a table or a page cannot do without."""
AT_ONCE = 500


class Goes(StrEnum):
    """What erasing does to a row: it goes; it stays without its words; it stays as it is."""

    ROW = "row"
    WORDS = "words"
    STAYS = "stays"


@dataclass(frozen=True)
class Whose:
    """Of whom something is held: the person, the account she signs in with, its addresses; each may be none."""

    person_id: UUID | None = None
    account_id: UUID | None = None
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Holding:
    """One table, and what in it is of one person.

    heading  under which the person's whole record shows it; empty where `unshown` says why it does not
    of       the ways from a row to the id of the person it is about
    account  the ways from a row to the id of the account it belongs to
    address  the fields with the address it belongs to
    hides    fields that her record does not show, each with the code of why
    veils    fields that it does not show where another field says so, with that and the code of why
    closed   rows that her record does not show yet
    wipe     fields that lose what they hold when she is erased, where the row stays
    keeps    personal or sensitive fields that stay then, each with the code of why
    but      rows that erasing leaves as they are
    stays    the code of why rows stay at all
    """

    model: type[models.Model]
    heading: str = ""
    of: tuple[str, ...] = ("person",)
    account: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    unshown: str = ""
    hides: Mapping[str, str] = field(default_factory=dict)
    veils: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    closed: Q | None = None
    goes: Goes = Goes.ROW
    wipe: str = ""
    keeps: Mapping[str, str] = field(default_factory=dict)
    but: Q | None = None
    stays: str = ""

    @property
    def kind(self) -> str:
        return self.model.__name__.lower()

    def ways(self, whose: Whose) -> list[Q]:
        """The conditions by which a row is hers, each by itself enough; none where neither id is known."""
        ways = [Q(**{way: whose.person_id}) for way in self.of if whose.person_id]
        ways += [Q(**{way: whose.account_id}) for way in self.account if whose.account_id]
        ways += [Q(**{f"{way}__in": whose.addresses}) for way in self.address if whose.addresses]
        return ways

    def rows(self, whose: Whose) -> models.QuerySet[Any]:
        """Her rows. Each way is followed by itself: what is hers by one of several would be found by reading all."""
        each = [self.model._default_manager.filter(way) for way in self.ways(whose)] or [
            self.model._default_manager.none()
        ]
        if len(each) == 1:
            return each[0]
        first, *others = (rows.order_by().values("pk") for rows in each)
        return self.model._default_manager.filter(pk__in=first.union(*others))


def ids_of(holdings: Iterable[Holding], whose: Whose) -> set[UUID]:
    """The ids of all rows that are hers."""
    found = (holding.rows(whose).values_list("pk", flat=True) for holding in holdings)
    return {pk for some in found for pk in some if isinstance(pk, UUID)}


def erase(holdings: Iterable[Holding], whose: Whose) -> int:
    """Takes away what these tables hold of her, and says how many rows that touched. In the order given: what
    refers to a row comes before it. Done twice it changes nothing more.
    """
    return sum(_wiped(each, whose) if each.goes is Goes.WORDS else _gone(each, whose) for each in holdings)


def unsign(holdings: Iterable[Holding], whose: Whose, name: str, account_id: UUID | None = None) -> int:
    """Puts `name` where a private person had signed one of these rows: one account's, or any that wore no hat.

    Who signed in a job stays: it is what they did there.
    """
    signed = 0
    for holding in holdings:
        columns = {column.name for column in holding.model._meta.concrete_fields}
        if "author_account_id" in columns:
            rows = holding.rows(whose).filter(author_actor_id=None).exclude(author__in=["", name])
            if account_id is not None:
                rows = rows.filter(author_account_id=account_id)
            for some in chunks(list(rows.values_list("pk", flat=True)), AT_ONCE):
                signed += holding.model._default_manager.filter(pk__in=some).update(author=name)
    return signed


def _gone(holding: Holding, whose: Whose) -> int:
    if holding.goes is Goes.STAYS:
        return 0
    gone = 0
    for some in chunks(list(holding.rows(whose).values_list("pk", flat=True)), AT_ONCE):
        rows = holding.model._default_manager.filter(pk__in=some)
        for name in _own_links(holding.model):
            rows.update(**{name: None})
        gone += rows.delete()[0]
    return gone


def _own_links(model: type[models.Model]) -> list[str]:
    """What refers to another row of the same table, which could not go before it."""
    return [f.name for f in model._meta.concrete_fields if f.null and f.related_model is model]


def _wiped(holding: Holding, whose: Whose) -> int:
    rows = holding.rows(whose).exclude(holding.but) if holding.but else holding.rows(whose)
    blank = blanks(holding.model, holding.wipe.split())
    already = Q(**{f"{name}__in": [ERASED, ""] for name in _texts(holding)}) & _nothing_in(holding)
    if issubclass(holding.model, Versioned):
        blank["version"] = F("version") + 1
    wiped = 0
    for some in chunks(list(rows.exclude(already).values_list("pk", flat=True)), AT_ONCE):
        wiped += holding.model._default_manager.filter(pk__in=some).update(**blank)
    return wiped


def _texts(holding: Holding) -> list[str]:
    return [each.name for each in _wiped_columns(holding) if isinstance(each, models.CharField | models.TextField)]


def _nothing_in(holding: Holding) -> Q:
    """The condition that what is wiped, apart from text, holds nothing already."""
    empty = Q()
    for each in _wiped_columns(holding):
        if each.null:
            empty &= Q(**{f"{each.name}__isnull": True})
        elif not isinstance(each, models.CharField | models.TextField):
            empty &= Q(**{each.name: each.get_default()})
    return empty


def _wiped_columns(holding: Holding) -> list[Any]:
    return [holding.model._meta.get_field(name) for name in holding.wipe.split()]


def blanks(model: type[models.Model], names: Iterable[str]) -> dict[str, Any]:
    """What each of these fields holds once it is wiped: nothing where it may, else what says that it was erased."""
    return dict(_blank(model._meta.get_field(name)) for name in names)


def _blank(column: Any) -> tuple[str, Any]:
    if column.null:
        return column.name, None
    if isinstance(column, models.EmailField):
        return column.name, ""
    if isinstance(column, models.CharField | models.TextField):
        kept = Case(When(**{column.name: ""}, then=Value("")), default=Value(ERASED), output_field=column)
        return column.name, kept
    return column.name, column.get_default()


def shown(holding: Holding) -> Iterator[Any]:
    """The fields that her record shows of a row, in the order of the table; not what the database makes of others."""
    led = {*holding.of, *holding.account, *UNSHOWN}
    for column in holding.model._meta.concrete_fields:
        if column.name not in led and column.name not in holding.hides and not column.generated:
            yield column


UNSHOWN = frozenset(
    [
        "id",
        "version",
        "created_at",
        "author",
        "author_account_id",
        "author_hat_id",
        "author_actor_id",
        "account_id",
        "hat_id",
        "once",
        "chain_id",
        "link_id",
        "opened_by",
        "ended",
        "permission_id",
        "answering_account_id",
        "answering_actor_id",
        "settled_by_actor_id",
        "met_by_id",
        "subject_kind",
        "subject_id",
        "source_news_at",
    ]
)
"""Ids that lead from one row to another, and what stands beside each entry anyway: when, and who wrote it."""
