"""What an import did, or would do: how many, which rows were refused and why, what ought to be known. Bounded."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ecotone.adapters.intake.wanted import NotTaken, Refused, Warned
from ecotone.ground.errors import Problem

MOST_SAID = 1_000
"""Refusals, and warnings, that are kept one by one; the rest is counted."""

MOST_NAMED = 50
"""Names that a preview shows of what is created, changed and closed, each."""


@dataclass
class Report:
    """Counts by outcome and kind of thing, refusals and warnings in the order of the file.

    `saved` says whether anything was written: a plan writes nothing, nor does an import that is refused.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    more_refused: int = 0
    more_warnings: int = 0
    not_taken: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[tuple[str, str, tuple[str, ...]]]] = field(default_factory=dict)
    saved: bool = False

    def count(self, outcome: str, kind: str, name: str = "", fields: tuple[str, ...] = ()) -> None:
        self.counts[outcome, kind] += 1
        known = self.named.setdefault(outcome, [])
        if name and outcome != "unchanged" and len(known) < MOST_NAMED:
            known.append((kind, name, fields))

    def refuse(self, refused: Refused) -> None:
        if len(self.refused) < MOST_SAID:
            self.refused.append(refused)
        else:
            self.more_refused += 1

    def refuse_all(self, problem: Problem) -> None:
        """Refuses a file as a whole."""
        self.refuse(Refused("", problem))

    def warn(self, row: int | str, code: str, at: str = "", /, **params: object) -> None:
        self.warned(Warned(row, Problem(code, at, params)))

    def warned(self, warned: Warned) -> None:
        if len(self.warnings) < MOST_SAID:
            self.warnings.append(warned)
        else:
            self.more_warnings += 1

    def pass_over(self, thing: NotTaken) -> None:
        self.not_taken[thing.kind] += 1

    def total(self, outcome: str) -> int:
        return sum(number for (kept, _), number in self.counts.items() if kept == outcome)

    @property
    def refusals(self) -> int:
        return len(self.refused) + self.more_refused

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(kind for _, kind in self.counts))

    def unsaved(self) -> "Report":
        """The same findings where nothing was written: everything is as it was."""
        return Report(
            refused=self.refused,
            warnings=self.warnings,
            more_refused=self.more_refused,
            more_warnings=self.more_warnings,
            not_taken=self.not_taken,
        )


def as_record(report: Report) -> dict[str, Any]:
    """The report as JSON keeps it: codes, not words, so that it is read in whatever language it is opened in."""
    return {
        "counts": [[outcome, kind, number] for (outcome, kind), number in sorted(report.counts.items())],
        "refused": [_row(each.row, each.problem) for each in report.refused],
        "warnings": [_row(each.row, each.problem) for each in report.warnings],
        "more_refused": report.more_refused,
        "more_warnings": report.more_warnings,
        "not_taken": dict(sorted(report.not_taken.items())),
        "named": {outcome: [list(each) for each in named] for outcome, named in report.named.items()},
        "saved": report.saved,
    }


def _row(row: int | str, problem: Problem) -> list[Any]:
    return [row, problem.field, problem.code, {name: str(value)[:200] for name, value in problem.params.items()}]
