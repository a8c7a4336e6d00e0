"""What an import did, or would do, as programs read it: in the API and from `ecotone import --json`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ecotone.adapters.queries import OUTCOMES
from ecotone.ground.errors import Problem
from ecotone.web.words import say_problem


@dataclass(frozen=True)
class SaidRow:
    """What there is to say of one row: where it stands in the file, which column, the sentence."""

    row: int | str
    field: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """How many things, by what becomes of them; what is closed is changed, too. What is said of rows one by one is
    bounded, the rest counted.
    """

    created: int
    changed: int
    unchanged: int
    closed: int
    refused: tuple[SaidRow, ...]
    warnings: tuple[SaidRow, ...]
    by_kind: Mapping[str, Mapping[str, int]]
    not_taken: Mapping[str, int]
    more_refused: int
    more_warnings: int
    saved: bool


class Row(Protocol):
    """A row that was refused, or ought to be looked at."""

    @property
    def row(self) -> int | str: ...

    @property
    def problem(self) -> Problem: ...


class Findings(Protocol):
    """What an import found, as its report and its view have it."""

    @property
    def refused(self) -> Iterable[Row]: ...

    @property
    def warnings(self) -> Iterable[Row]: ...

    @property
    def not_taken(self) -> Mapping[str, int]: ...

    @property
    def more_refused(self) -> int: ...

    @property
    def more_warnings(self) -> int: ...


def outcome(found: Findings, counts: Mapping[tuple[str, str], int], *, saved: bool) -> Outcome:
    """The outcome of `found`, whose `counts` are by (outcome, kind)."""
    kinds = dict.fromkeys(kind for _, kind in counts)
    by_kind = {kind: {each: counts.get((each, kind), 0) for each in OUTCOMES} for kind in kinds}
    total = {each: sum(of[each] for of in by_kind.values()) for each in OUTCOMES}
    return Outcome(
        created=total["created"],
        changed=total["changed"] + total["closed"],
        unchanged=total["unchanged"],
        closed=total["closed"],
        refused=_said(found.refused),
        warnings=_said(found.warnings),
        by_kind=by_kind,
        not_taken=dict(found.not_taken),
        more_refused=found.more_refused,
        more_warnings=found.more_warnings,
        saved=saved,
    )


def _said(rows: Iterable[Row]) -> tuple[SaidRow, ...]:
    return tuple(SaidRow(each.row, each.problem.field, say_problem(each.problem)) for each in rows)
