"""Text fields that keep what people write, and refuse what only one of the two databases would take."""

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
        super().__init__(*args, **kwargs)
