"""What every write of this room needs: known fields only, a thing once only, an end that fits its beginning."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from ecotone.ecosystem.rules import end_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.ground.models import Dated


def only(fields: Mapping[str, Any], known: frozenset[str]) -> None:
    """Raises TypeError for a field that the action does not take."""
    if unknown := fields.keys() - known:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")


@contextmanager
def once(code: str, field: str = "") -> Iterator[None]:
    """Turns the database's refusal of a second one into Invalid with `code`, also when two come at the same time."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Invalid(Problem(code, field)) from error


def end_day(row: Dated, until: date | None) -> date:
    """The day `row` ends: as given, else today; what was to begin later ends before it begins.

    Raises Invalid when it would end before it began, and when it has ended already or ends sooner anyway: an end
    can be brought forward, never put off.
    """
    today = clock.today()
    end = until or max(today, row.since)
    if row.until is not None and row.until <= max(end, today):
        raise Invalid(Problem("ecosystem.ended", "until"))
    check(end_problems(row.since, end))
    return end
