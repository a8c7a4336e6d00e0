"""The base of every table: an id, a birth time, and where two may write at once, a version."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.base import ModelState

from ecotone.ground import clock, hand
from ecotone.ground.errors import NotFound, Stale
from ecotone.ground.ids import new_id
from ecotone.ground.prepared import Prepared, insert, update
from ecotone.ground.privacy import Privacy

M = TypeVar("M", bound=models.Model)


class Record(models.Model):
    """A row with a time-ordered id. Every concrete table declares `privacy`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    privacy: ClassVar[Privacy]

    class Meta:
        abstract = True

    @classmethod
    def record_kind(cls) -> str:
        """The record's kind as other rooms and the audit name it: its class name in small letters."""
        return cls.__name__.lower()

    @classmethod
    def of(cls, record_id: UUID | str) -> Self:
        """The record of that id. Raises NotFound, also for what is no id at all."""
        opened = hand.hand()
        if opened is not None and (found := opened.get(cls, record_id)):
            return found
        names, by_id = _by_id(cls)
        try:
            (row,) = by_id(id=record_id)
        except (ValueError, ValidationError) as error:
            raise NotFound(cls.record_kind(), record_id) from error
        made = cls.from_db(connection.alias, names, row)
        if opened is not None:
            opened.take([made])
        return made

    @classmethod
    def add(cls, **values: Any) -> Self:
        """A new row. IntegrityError when a constraint of the table forbids it."""
        made = new(cls, **values)
        insert([made])
        return made


@cache
def _columns(model: type[models.Model]) -> list[tuple[str, str, bool, Any, Callable[[], Any]]]:
    """Of each column: where its value lies, its name, whether it refers, what knows it back, its value by default."""
    return [
        (f.attname, f.name, f.is_relation, f.remote_field if f.one_to_one else None, f.get_default)
        for f in model._meta.concrete_fields
        if not f.generated
    ]


def new(model: type[M], **values: Any) -> M:
    """The row that `model(**values)` makes, in a third of the time: without signals, which there are none of here.

    TypeError for what is no column.
    """
    row = model.__new__(model)
    state = row._state = ModelState()
    held = row.__dict__
    for at, name, refers, back, default in _columns(model):
        if refers and name in values:
            other = values.pop(name)
            held[at] = None if other is None else other.pk
            state.fields_cache[name] = other
            if back and other is not None:
                back.set_cached_value(other, row)
        else:
            held[at] = values.pop(at) if at in values else default()
    if values:
        raise TypeError(f"{model.__name__} has no {', '.join(values)}")
    return row


@cache
def _by_id(model: type[Record]) -> tuple[list[str], Prepared]:
    """The columns of a table, and the query for them by id: every action begins with a few of these."""
    names = [field.attname for field in model._meta.concrete_fields]
    id_ = model._meta.get_field("id")
    return names, Prepared(lambda value: model._default_manager.filter(id=value("id", id_)).values_list(*names))


class Versioned(Record):
    """A record two people may change at once: forms send back the version they were made from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def change(self, *, version: int, **values: Any) -> None:
        """Write `values` if the row is still at `version`, and count the version up.

        Raises Stale when another change came first; nothing is written then.
        """
        if not update(self, version=version, **values):
            raise Stale(self.record_kind(), self.pk, version)
        for name, value in values.items():
            setattr(self, name, value)
        self.version = version + 1


class Dated(models.Model):
    """True from `since` until, but not on, `until`: half-open days, an open end while it lasts."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def on(day: Any) -> Q:
        """The condition for rows that hold on `day`: a date, or what holds its place in a query."""
        return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The check that a dated table's end lies after its beginning."""
    return models.CheckConstraint(
        name=name, condition=Q(until__isnull=True) | Q(until__gt=F("since")), violation_error_code="period"
    )


def one_of(name: str, field: str, choices: Iterable[str]) -> models.CheckConstraint:
    """The check that `field` holds one of the values of an enum, in the database too."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": [str(choice) for choice in choices]}))
