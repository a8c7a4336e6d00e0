"""Between Python and JSON: what a program may send for a parameter, and how a frozen answer is written.

Withheld is written {"withheld": code, "why": sentence}, so that a program can tell it from nothing.
"""

import collections.abc
import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Union
from uuid import UUID

from django.utils.duration import duration_iso_string
from django.utils.functional import Promise
from pydantic import AwareDatetime, Field, FiniteFloat
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from ecotone.access.verdicts import Verdict, Withheld
from ecotone.web.words import WORDS, say

LONGEST, MOST = 20_000, 200
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2199, 12, 31)
"""No day that is meant lies outside; those that the forms of pages take, too."""
LARGEST = 2**31 - 1
"""The largest number that a column of either database takes."""

SCALARS: Mapping[Any, Any] = {
    str: Annotated[str, Field(max_length=LONGEST)],
    int: Annotated[int, Field(ge=0, le=LARGEST)],
    float: FiniteFloat,
    date: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)],
    datetime: AwareDatetime,
}
LISTS = (list, tuple, set, frozenset, collections.abc.Iterable, collections.abc.Sequence, collections.abc.Collection)


def taken(hint: Any) -> Any:
    """The type a parameter is read as from JSON: bounded, and a list wherever a function takes any iterable."""
    if hint in SCALARS:
        return SCALARS[hint]
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in LISTS:
        of = [each for each in inner if each is not ...]
        return Annotated[list[taken(of[0])], Field(max_length=MOST)]  # type: ignore[misc]
    if origin in (Union, types.UnionType):
        return Union[tuple(taken(each) for each in inner)]  # noqa: UP007 - made from what a signature says
    return hint


def plain(value: Any) -> Any:
    """A frozen answer as JSON has it. TypeError for what no answer holds."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Withheld):
        return {"withheld": value.code, "why": words_of(value.code)}
    if isinstance(value, Verdict):
        return {"allowed": value.allowed, "code": value.code, "why": words_of(value.code), "basis": value.basis}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted((plain(each) for each in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal | Promise):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, type) and issubclass(value, Enum):
        return [each.value for each in value]
    raise TypeError(f"no JSON for {type(value).__name__}")


def words_of(code: str) -> str:
    """The sentence of a code that needs no parameters; empty where it has none of that kind."""
    try:
        return say(code) if code in WORDS else ""
    except KeyError:
        return ""


class Schemas(GenerateJsonSchema):
    """JSON Schema as pydantic draws it, but for what `plain` writes in its own way."""

    def dataclass_schema(self, schema: Any) -> JsonSchemaValue:
        if schema["cls"] is Withheld:
            return _object("Withheld", "Something this caller may not see, and why.", "withheld", "why")
        if schema["cls"] is Verdict:
            drawn = _object("Verdict", "Whether this caller may, and why.", "code", "why")
            drawn["properties"] |= {
                "allowed": {"type": "boolean"},
                "basis": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            }
            return drawn
        return super().dataclass_schema(schema)

    def is_subclass_schema(self, schema: Any) -> JsonSchemaValue:
        return {"type": "array", "items": {"type": "string"}}

    def time_schema(self, schema: Any) -> JsonSchemaValue:
        """A time of day as clocks on the wall have it: JSON Schema's own `time` names an offset."""
        return {"type": "string", "format": "time-local"}

    def field_is_required(self, field: Any, total: bool) -> bool:
        """What is answered always has all its fields."""
        return self.mode == "serialization" or super().field_is_required(field, total)


def _object(title: str, description: str, *texts: str) -> JsonSchemaValue:
    return {
        "type": "object",
        "title": title,
        "description": description,
        "properties": {name: {"type": "string"} for name in texts},
        "required": [*texts],
    }
