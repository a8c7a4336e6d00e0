"""Text fields that keep what people write, and refuse what only one of the two databases would take."""

from enum import StrEnum
from typing import Any

from django.db import models

from ecotone.ground.errors import Invalid, Problem
from ecotone.ground.text import clean


class _Kept:
    """Cleans on the way in: SQLite would take a NUL byte that PostgreSQL refuses."""

    name: str
    max_length: int | None

    def get_prep_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            kept = clean(value)
        except ValueError as error:
            raise Invalid(Problem("ground.nul", self.name)) from error
        if self.max_length and len(kept) > self.max_length:
            raise Invalid(Problem("ground.too_long", self.name, {"most": self.max_length}))
        return kept


class Line(_Kept, models.CharField):
    """One line of text, 200 characters unless told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)


class Address(_Kept, models.EmailField):
    """An e-mail address, as long as one may be (RFC 5321)."""


class Words(_Kept, models.TextField):
    """Running text, 20,000 characters at most: nobody's story needs more in one entry."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20_000)
        super().__init__(*args, **kwargs)


class Code(_Kept, models.CharField):
    """A code out of a fixed list (`choices` an enum's), short enough to index."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        # Migrations are frozen with what is written here: plain text stays, an enum's name may change.
        if choices := kwargs.get("choices"):
            kwargs["choices"] = [(str(value), str(label)) for value, label in choices]
        if isinstance(default := kwargs.get("default"), StrEnum):
            kwargs["default"] = str(default)
        super().__init__(*args, **kwargs)
