"""What every page and action says to the database, put together once.

Django puts a statement together anew each time, which takes it several times as long as the database takes to do
it. One that is said thousands of times with nothing but other values is worth keeping:

    asks = Prepared(lambda value: Referral.objects.filter(person=value("person", ids)).values_list("id", "state"))
    asks(person=jean.id)   ──▶   [(UUID(…), "offered"), …]
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, connections, models, transaction
from django.db.models.expressions import Expression

from ecotone.ground import hand
from ecotone.ground.chunks import chunks


class Value(Expression):
    """Holds the place of a value that is given with each asking, as `field` would store it."""

    def __init__(self, name: str, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class _Put(NamedTuple):
    sql: str
    values: tuple[Any, ...]
    compiler: Any
    converters: dict[int, Any]


class Prepared:
    """A query for tuples (`values_list`). `build` gets `Value`, to name what is given with each asking."""

    def __init__(self, build: Callable[[type[Value]], models.QuerySet]) -> None:
        self._build = build

    def __call__(self, **given: Any) -> list[Any]:
        """The rows for these values. KeyError when one is missing; ValidationError for what its field cannot hold."""
        return at_once([self], **given)

    @cached_property
    def _put(self) -> _Put:
        compiler = self._build(Value).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        return _Put(sql, tuple(values), compiler, compiler.get_converters(columns))


def at_once(asked: Sequence[Prepared], **given: Any) -> list[Any]:
    """The rows of several queries for the same values, in one statement: each keeps its own order and its own limit.

    They give columns of the same kinds, in the same order.
    """
    puts = [each._put for each in asked]
    parts = [put.sql for put in puts]
    sql = parts[0] if len(parts) == 1 else " UNION ALL ".join(f"SELECT * FROM ({part}) AS part" for part in parts)  # noqa: S608
    values = [_stored(each, given) if isinstance(each, Value) else each for put in puts for each in put.values]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    first = puts[0]
    return list(first.compiler.apply_converters(rows, first.converters)) if first.converters else rows


def _stored(value: Value, given: dict[str, Any]) -> Any:
    field, said = value.output_field, given[value.name]
    if type(said) is UUID:  # most of what is given, and a page gives hundreds
        return said if connection.features.has_native_uuid_field else said.hex
    return field.get_db_prep_value(field.to_python(said), connection)


# A write that fails dooms the transaction around it, whoever catches the error: half an action is never kept.


def insert(rows: Iterable[models.Model]) -> None:
    """Writes new rows of one table that know their keys, or need not know them. IntegrityError as with `create`.

    Where a hand is open they are kept in it, and written with all others.
    """
    made = list(rows)
    if not made:
        return
    if (opened := hand.hand()) is not None:
        opened.keep(made)
    else:
        _write(made)


@contextmanager
def in_hand() -> Iterator[hand.Hand]:
    """Keeps all that is inserted inside the block in hand; writes it when that ends well, in one transaction."""
    with transaction.atomic():
        with hand.opened() as opened:
            yield opened
        for rows in opened.made.values():
            _write(rows)


def amend(row: models.Model, **values: Any) -> None:
    """Changes these columns of a row that nobody else changes meanwhile; in hand, where it is new."""
    for name, value in values.items():
        setattr(row, name, value)
    opened = hand.hand()
    if opened is None or not opened.is_new(row):
        row.save(update_fields=list(values))


A_STATEMENT = 1_000
"""Rows that one statement writes at most, where one writes many."""


def _write(made: list[models.Model]) -> None:
    one, many, stored = _inserting(type(made[0]))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if len(made) == 1:
            cursor.execute(one, stored(made[0]))  # in whoever's name: of many that cannot be said
        elif many:
            for some in chunks(map(stored, made), A_STATEMENT):
                cursor.execute(many, [list(column) for column in zip(*some, strict=True)])
        else:
            cursor.executemany(one, [stored(row) for row in made])
    for row in made:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _inserting(model: type[models.Model]) -> tuple[str, str, Callable[[Any], list[Any]]]:
    """The statement for a row; on PostgreSQL the one for many, which takes columns as arrays, to be read and planned
    once for all of them; and what makes the values of a row.
    """
    columns_of = model._meta.local_concrete_fields
    fields = [field for field in columns_of if not (isinstance(field, models.AutoField) or field.generated)]
    quoted = connection.ops.quote_name
    columns, places = ", ".join(quoted(str(field.column)) for field in fields), ", ".join("%s" for _ in fields)
    held, kept = attrgetter(*(field.attname for field in fields)), [_keeping(field) for field in fields]

    def stored(row: Any) -> list[Any]:
        return [keep(value) for keep, value in zip(kept, held(row), strict=True)]

    into = f"INSERT INTO {quoted(model._meta.db_table)} ({columns})"
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    many = f"{into} SELECT * FROM unnest({arrays})" if connection.vendor == "postgresql" else ""  # noqa: S608
    return f"{into} VALUES ({places})", many, stored


def _keeping(field: models.Field) -> Callable[[Any], Any]:
    """What the field makes of a value for the database: what `get_db_prep_save` does, without the way there."""
    prepare, at_hand = field.get_db_prep_save, connections[connection.alias]
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(field, models.JSONField):
        return lambda value: prepare(value, at_hand)
    if isinstance(target, models.UUIDField) and not at_hand.features.has_native_uuid_field:
        return lambda value: value.hex if isinstance(value, UUID) else prepare(value, at_hand)
    if isinstance(target, models.CharField | models.TextField):
        return target.get_prep_value
    if isinstance(target, models.DateTimeField):
        return at_hand.ops.adapt_datetimefield_value
    return lambda value: value if value is None or value is True or value is False else prepare(value, at_hand)


@contextmanager
def whole() -> Iterator[None]:
    """One transaction for the block: the one around it, which fails with it, or its own. In hand there is one."""
    if hand.hand() is not None:
        yield
        return
    with transaction.atomic(savepoint=False):
        yield


def update(row: models.Model, *, version: int, **values: Any) -> bool:
    """Writes these columns if the row is still at `version`, and counts that up. False when it is not: nothing is."""
    if not 0 < version < 2**31:
        return False  # no row ever was there, and SQLite's driver stumbles over larger ones
    if (opened := hand.hand()) is not None and opened.is_new(row):
        return bool(row.version == version)  # type: ignore[attr-defined]
    statement, fields = _updating(type(row), tuple(values))
    given = zip(fields, (*values.values(), row.pk, version), strict=True)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(statement, [field.get_db_prep_save(value, connection) for field, value in given])
        return cursor.rowcount == 1


@lru_cache(maxsize=512)
def _updating(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[models.Field]]:
    """The statement, and the fields of its values in their order."""
    fields: list[Any] = [model._meta.get_field(name) for name in (*names, "id", "version")]
    *changed, id_, version = (connection.ops.quote_name(field.column) for field in fields)
    sets = ", ".join([*(f"{column} = %s" for column in changed), f"{version} = {version} + 1"])
    table = connection.ops.quote_name(model._meta.db_table)
    return f"UPDATE {table} SET {sets} WHERE {id_} = %s AND {version} = %s", fields  # noqa: S608
