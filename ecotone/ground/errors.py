"""What can go wrong in plain terms. Errors carry codes; the words for them live in each room's `words.py`."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


class EcotoneError(Exception):
    """Something a user can be told about in one sentence; anything else is a defect."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what was given: a code that has words, and the field it concerns ("" for all)."""

    code: str
    field: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class Invalid(EcotoneError):
    """What was given breaks a rule. Carries every problem found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(", ".join(f"{p.field}: {p.code}" if p.field else p.code for p in problems))


class NotFound(EcotoneError):
    """No such record, or none that this principal may know of: the two are not told apart."""

    def __init__(self, kind: str, given: object = "") -> None:
        self.kind = kind
        super().__init__(f"{kind} {given}".strip())


class Stale(EcotoneError):
    """The record changed after the form was opened: `expected` is the version the form was made from."""

    def __init__(self, kind: str, record_id: UUID, expected: int) -> None:
        self.kind, self.record_id, self.expected = kind, record_id, expected
        super().__init__(f"{kind} {record_id} is no longer at version {expected}")


def check(problems: Iterable[Problem]) -> None:
    """Raise Invalid when there is any problem."""
    found = tuple(problems)
    if found:
        raise Invalid(*found)
