"""All reads of imports: whoever may take such a file in sees what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.adapters import files, policies
from ecotone.adapters.models import ImportRun
from ecotone.adapters.reading import Unreadable, workbooks
from ecotone.adapters.rules import BEGUN, LEFT_ALONE, MATCHED, PATIENCE, Format, Holdup, RunState, closes_many
from ecotone.adapters.sources import SOURCES
from ecotone.adapters.spreadsheet import matching
from ecotone.adapters.spreadsheet.load import proposed
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import NotFound, Problem
from ecotone.ground.orders import Order

OUTCOMES = ("created", "changed", "closed", "unchanged")


@dataclass(frozen=True)
class FoundRow:
    """A row that was refused or ought to be looked at: where it stands in the file, and what there is to say."""

    row: int | str
    problem: Problem


@dataclass(frozen=True)
class Named:
    """One thing that is created, changed or closed: its kind, its name, the fields that change."""

    kind: str
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RunBrief:
    """An import as a list shows it."""

    id: UUID
    format: Format
    state: RunState
    file_name: str
    at: datetime
    author: str
    actor: str


@dataclass(frozen=True)
class RunView(RunBrief):
    """An import as a whole. `counts` are by outcome, then by kind; `named` the first of each outcome."""

    version: int
    file_size: int
    seen: int
    partial: bool
    counts: Mapping[str, Mapping[str, int]]
    named: Mapping[str, tuple[Named, ...]]
    refused: tuple[FoundRow, ...]
    warnings: tuple[FoundRow, ...]
    more_refused: int
    more_warnings: int
    not_taken: Mapping[str, int]
    closes_many: bool
    holdup: Holdup | None

    @property
    def refusals(self) -> int:
        return len(self.refused) + self.more_refused

    @property
    def moves_by_itself(self) -> bool:
        """Whether something happens next without anybody's doing."""
        return self.state in (RunState.WAITS, RunState.READING, RunState.AGREED, RunState.SAVING)

    def total(self, outcome: str) -> int:
        return sum(self.counts.get(outcome, {}).values())

    @property
    def changes(self) -> int:
        return sum(self.total(outcome) for outcome in ("created", "changed", "closed"))


def formats_for(by: Principal) -> list[Format]:
    """The kinds of file that the caller may take in from a page."""
    return [each for each in SOURCES if policies.takes_in_somewhere(by, each)]


def must_take_in(by: Principal, format: Format, actor_id: UUID | None = None) -> None:
    """Says no before a file is sent that would be refused anyway. Raises Refused, NotFound."""
    whose = actor_id or by.actor_id
    policies.may_take_in(by, format, whose).require("actor", whose)


def group_named(name: str) -> UUID | None:
    """The one organisation of that name, or id; None where there is none, or several. Open to everyone."""
    try:
        found = Actor.objects.filter(pk=UUID(name))
    except ValueError:
        found = Actor.objects.filter(name__iexact=name.strip())
    ids = list(found.values_list("id", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None


@dataclass(frozen=True)
class ListHeader:
    """What is asked about a list of some format: its sheets, and of the one looked at the columns with some values.

    `chosen` is how they are matched at present; `problem` says why it cannot be looked into.
    """

    format: Format
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    samples: Mapping[str, Sequence[str]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None


def list_header(by: Principal, run_id: UUID, sheet: str = "") -> ListHeader:
    """How the columns of a list that waits are matched. Raises NotFound for what is not the caller's, or no list."""
    row = ImportRun.objects.filter(policies.within_sight(by), pk=run_id, format__in=MATCHED).first()
    if row is None or row.actor_id is None:
        raise NotFound("importrun", run_id)
    format_ = Format(row.format)
    fields = matching.FIELDS[format_]
    path, names = files.path_of(row.file_hash, row.file_name), tuple[str, ...]()
    try:
        names = tuple(workbooks.sheets_of(path))
        sheet = sheet or row.options.get("sheet", "") or (names[0] if names else "")
        table = workbooks.table_of(path, sheet)
        chosen = row.options.get("columns") if sheet == row.options.get("sheet", sheet) else None
        chosen = matching.fitted(chosen or proposed(row.actor_id, table, fields), table.columns, fields)
        return ListHeader(format_, names, sheet, workbooks.samples(table), chosen)
    except Unreadable as wrong:
        return ListHeader(format_, names, sheet, problem=wrong.problem)


NEWEST = Order(("-created_at", "-id"))


def runs(
    by: Principal, *, most: int = 50, start: int = 0, after: tuple[datetime, UUID] | None = None
) -> tuple[list[RunBrief], int]:
    """The imports that the caller may see, newest first, and how many they are altogether."""
    seen = ImportRun.objects.filter(policies.within_sight(by))
    rows = NEWEST.of(seen.select_related("actor"), after)
    return [RunBrief(**_brief(row)) for row in rows[start : start + most]], seen.count()


def run(by: Principal, run_id: UUID) -> RunView:
    """One import and what it found. Raises NotFound for one that is not the caller's to see."""
    row = ImportRun.objects.filter(policies.within_sight(by), pk=run_id).select_related("actor").first()
    if row is None:
        raise NotFound("importrun", run_id)
    looked(by, "adapters.run", Subject("importrun", row.id))
    found: dict[str, Any] = row.report
    counts: dict[str, dict[str, int]] = {}
    for outcome, kind, number in found.get("counts", []):
        counts.setdefault(outcome, {})[kind] = number
    named = {
        outcome: tuple(Named(kind, name, tuple(fields)) for kind, name, fields in each)
        for outcome, each in found.get("named", {}).items()
    }
    return RunView(
        **_brief(row),
        version=row.version,
        file_size=row.file_size,
        seen=row.seen,
        partial=bool(row.options.get("partial")),
        counts=counts,
        named=named,
        refused=_found(found.get("refused", [])),
        warnings=_found(found.get("warnings", [])),
        more_refused=found.get("more_refused", 0),
        more_warnings=found.get("more_warnings", 0),
        not_taken=found.get("not_taken", {}),
        closes_many=closes_many(found),
        holdup=_holdup(RunState(row.state), row.moved_at),
    )


def stands_still() -> bool:
    """Whether a file has waited for some minutes, and nobody is at work on any: no clock ticks. Open to everyone."""
    oldest = ImportRun.objects.filter(state__in=BEGUN).order_by("moved_at").first()
    return oldest is not None and _holdup(RunState(oldest.state), oldest.moved_at) is Holdup.NOBODY


def _holdup(state: RunState, since: datetime) -> Holdup | None:
    """Why an import that has stood as it does `since` then does not go on; None where there is nothing to wonder at.

    Told by the imports themselves, for the clock may tick on another machine.
    """
    if state not in BEGUN or since > clock.now() - PATIENCE:
        return None
    at_work = ImportRun.objects.filter(state__in=BEGUN.values(), moved_at__gt=clock.now() - LEFT_ALONE)
    return Holdup.OTHERS if at_work.exists() else Holdup.NOBODY


def _brief(row: ImportRun) -> dict[str, Any]:
    return {
        "id": row.id,
        "format": Format(row.format),
        "state": RunState(row.state),
        "file_name": row.file_name,
        "at": row.created_at,
        "author": row.author,
        "actor": row.actor.name if row.actor else "",
    }


def _found(rows: list[list[Any]]) -> tuple[FoundRow, ...]:
    return tuple(FoundRow(row, Problem(code, at, params)) for row, at, code, params in rows)
