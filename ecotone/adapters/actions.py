"""All writes of taking in: a run is noted, and what it holds is written, whole or in parts."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.adapters import files, policies
from ecotone.adapters.intake.engine import Step, Walk
from ecotone.adapters.intake.report import Report, as_record
from ecotone.adapters.models import ExternalRecord, ImportRun, ListMatching
from ecotone.adapters.reading import Unreadable, workbooks
from ecotone.adapters.rules import MATCHED, MOVES, Format, RunState, closes_many
from ecotone.adapters.spreadsheet import matching
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import EcotoneError, Invalid, Problem, check
from ecotone.ground.holdings import ERASED

AT_ONCE = 500


class TakenBack(EcotoneError):
    """A door refused something while an import was written whole: nothing of it stands. Carries the findings."""

    def __init__(self, report: Report) -> None:
        self.report = report.unsaved()
        super().__init__(f"{report.refusals} refused")


@action("adapters.receive")
def receive(
    *,
    by: Principal,
    format: Format,
    file_name: str,
    file_hash: str,
    file_size: int,
    actor_id: UUID | None = None,
    options: Mapping[str, Any] | None = None,
    waits: bool = True,
) -> ImportRun:
    """Notes that a file came in.

    It is the caller's own unless `actor_id` says whose, and `waits` to be read unless whoever brings it reads it at
    once. Raises Refused; NotFound for a group that is not there; Invalid for a list of nobody's.
    """
    actor_id = actor_id or by.actor_id
    policies.may_take_in(by, format, actor_id).require("actor", actor_id)
    if actor_id is not None:
        Actor.of(actor_id)
    elif format in MATCHED:
        raise Invalid(Problem("adapters.whose", "whose"))
    run = ImportRun.add(
        format=format,
        state=RunState.WAITS if waits else RunState.READING,
        file_name=file_name[-200:],
        file_hash=file_hash,
        file_size=file_size,
        actor_id=actor_id,
        options=dict(options or {}),
        **ImportRun.signed(by),
    )
    wrote("importrun", run.id, act="adapters.receive")
    return run


@action("adapters.move_run")
def move_run(*, by: Principal, run_id: UUID, state: RunState, report: Report | None = None) -> ImportRun:
    """The run has come so far. Raises Invalid where it cannot, and Stale where another was faster."""
    run = _to_decide(by, run_id, state)
    columns: dict[str, Any] = {"state": state, "moved_at": clock.now()}
    if report is not None:
        columns["report"] = as_record(report)
    run.change(version=run.version, **columns)
    wrote("importrun", run_id, act="adapters.move_run", part=state)
    return run


@action("adapters.match_columns")
def match_columns(
    *, by: Principal, run_id: UUID, version: int, columns: Mapping[str, str], sheet: str = ""
) -> ImportRun:
    """Says which column of a list holds which of our fields, by field: it is read anew, and remembered.

    Raises Invalid for a matching that cannot be, or once it is saved; Stale where it was decided meanwhile.
    """
    run = _run(by, run_id)
    state = RunState(run.state)
    can_wait = state is RunState.WAITS or RunState.WAITS in MOVES[state]
    if run.format not in MATCHED or run.actor_id is None or not can_wait:
        raise Invalid(Problem("adapters.not_now"))
    header, fields = _header(run, sheet), matching.FIELDS[Format(run.format)]
    check(matching.problems(columns, header, fields))
    chosen = run.options | {"columns": dict(columns), "sheet": sheet}
    run.change(version=version, state=RunState.WAITS, moved_at=clock.now(), options=chosen, report={}, seen=0)
    ListMatching.objects.update_or_create(
        actor_id=run.actor_id, signature=matching.signature(header, fields), defaults={"columns": dict(columns)}
    )
    wrote("importrun", run_id, act="adapters.match_columns")
    return run


def _header(run: ImportRun, sheet: str) -> Sequence[str]:
    """What the columns of a list are called. Raises Invalid where it cannot be looked into."""
    try:
        return workbooks.table_of(files.path_of(run.file_hash, run.file_name), sheet).columns
    except Unreadable as wrong:
        raise Invalid(Problem(wrong.problem.code, "sheet", wrong.problem.params)) from wrong


@action("adapters.agree")
def agree(*, by: Principal, run_id: UUID, version: int, partial: bool, sure: bool = False) -> ImportRun:
    """Says yes to what was read: it is saved next. `partial` saves what is in order though other rows are refused.

    Raises Invalid where rows are refused and it is not `partial`, or much would be closed and nobody is `sure`;
    Stale where it was decided meanwhile.
    """
    run = _to_decide(by, run_id, RunState.AGREED)
    problems = []
    if run.report.get("refused") and not partial:
        problems.append(Problem("adapters.some_refused", "partial"))
    if closes_many(run.report) and not sure:
        problems.append(Problem("adapters.closes_many", "sure"))
    check(problems)
    run.change(
        version=version, state=RunState.AGREED, moved_at=clock.now(), options=run.options | {"partial": partial}
    )
    wrote("importrun", run_id, act="adapters.agree")
    return run


@action("adapters.drop")
def drop(*, by: Principal, run_id: UUID, version: int) -> ImportRun:
    """Says no: nothing of it is saved, and its file is let go."""
    run = _to_decide(by, run_id, RunState.DROPPED)
    run.change(version=version, state=RunState.DROPPED, moved_at=clock.now())
    transaction.on_commit(lambda: files.let_go(run.file_hash, run.file_name))
    wrote("importrun", run_id, act="adapters.drop")
    return run


def _to_decide(by: Principal, run_id: UUID, state: RunState) -> ImportRun:
    run = _run(by, run_id)
    if state not in MOVES[RunState(run.state)]:
        raise Invalid(Problem("adapters.not_now"))
    return run


@action("adapters.take_whole")
def take_whole(*, by: Principal, run_id: UUID, walk: Walk) -> None:
    """Goes the whole way in one transaction. Raises TakenBack, and writes nothing, where anything is refused."""
    _run(by, run_id)
    for step in walk.steps():
        step()
    if walk.report.refusals:
        raise TakenBack(walk.report)
    wrote("importrun", run_id, act="adapters.take_whole")


@action("adapters.take_some")
def take_some(*, by: Principal, run_id: UUID, step: Step) -> None:
    """Goes one step: what is in order of one chunk is written, whatever becomes of the others."""
    _run(by, run_id)
    step()
    wrote("importrun", run_id, act="adapters.take_some")


def _run(by: Principal, run_id: UUID) -> ImportRun:
    """The import, if the caller may take in such a file. Raises NotFound, Refused."""
    run = ImportRun.of(run_id)
    policies.may_take_in(by, Format(run.format), run.actor_id).require("importrun", run_id)
    return run


@action("adapters.erase_person")
def erase_person(*, by: Principal, person_id: UUID, subjects: Collection[UUID], names: Collection[str]) -> int:
    """Takes away by which numbers other systems know these records, and each of these names out of reports and files.

    How many rows that touched. A system that sends her again brings her again: whoever runs it is to be told.
    """
    access.system_only(by).require("person", person_id)
    touched = 0
    for some in chunks(sorted(subjects), AT_ONCE):
        touched += ExternalRecord.objects.filter(subject_id__in=some).delete()[0]
    for run in ImportRun.objects.exclude(report={}).order_by("id").iterator(chunk_size=AT_ONCE):
        if any(name in json.dumps(run.report, ensure_ascii=False) for name in names):
            run.change(version=run.version, report=_without(run.report, names))
            touched += 1
    _let_waiting_go(names)
    wrote("person", person_id, act="adapters.erase_person")
    return touched


def _without(told: Any, names: Collection[str]) -> Any:
    """The same report with every text that holds one of the names replaced."""
    if isinstance(told, str):
        return ERASED if any(name in told for name in names) else told
    if isinstance(told, list):
        return [_without(each, names) for each in told]
    if isinstance(told, dict):
        return {key: _without(each, names) for key, each in told.items()}
    return told


def _let_waiting_go(names: Collection[str]) -> None:
    droppable = [state for state, to in MOVES.items() if RunState.DROPPED in to]
    for run in ImportRun.objects.filter(state__in=droppable):
        path = files.path_of(run.file_hash, run.file_name) if run.file_hash else None
        if path and path.exists() and any(name.encode() in path.read_bytes() for name in names):
            run.change(version=run.version, state=RunState.DROPPED, moved_at=clock.now())
            transaction.on_commit(lambda run=run: files.let_go(run.file_hash, run.file_name))  # type: ignore[misc]
