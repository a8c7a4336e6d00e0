"""One import from its file to its report: planned without a lock, then written, whole or in parts.

plan ──> anything refused, and not `partial`? ──> refused, nothing written
     └─> take_whole (one transaction)  or  take_some, take_some … (one each, so that others get their turn)
"""

import hashlib
import logging
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from ecotone.access.principal import Principal
from ecotone.adapters import files
from ecotone.adapters.actions import TakenBack, move_run, take_some, take_whole
from ecotone.adapters.intake import Report, Source, plan, take
from ecotone.adapters.intake.engine import INTAKE, Told
from ecotone.adapters.models import ImportRun
from ecotone.adapters.reading import Unreadable, pieces
from ecotone.adapters.reading.files import holds_more
from ecotone.adapters.rules import BEGUN, LEFT_ALONE, Format, RunState
from ecotone.adapters.sources import SOURCES
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, Stale
from ecotone.ground.statistics import gather_statistics

LOG = logging.getLogger(__name__)
AT_ONCE = 300_000
"""Bytes, unpacked, of a file that is read while its sender waits, a second or so; more is read beside the pages."""

MANY = 500
"""From so many things written on the database is told anew how large its tables are."""


def hash_and_size(path: Path) -> tuple[str, int]:
    """SHA-256 over the bytes that lie there, unpacked, of several files by name; and how many they are."""
    whole, size = hashlib.sha256(), 0
    for piece in pieces(path):
        with piece.opened() as stream:
            while some := stream.read(2**20):
                whole.update(some)
                size += len(some)
    return whole.hexdigest(), size


def read(*, by: Principal, run_id: UUID, source: Source, told: Told = lambda _: None) -> Report:
    """What taking it in would do, of a run that is being read; it then waits for somebody to agree."""
    report = plan(source, told=told)
    move_run(by=by, run_id=run_id, state=RunState.READ, report=report)
    return report


def save(
    *, by: Principal, run_id: UUID, source: Source, partial: bool = False, told: Told = lambda _: None
) -> Report:
    """Takes it in: all of it, or where `partial` all that is in order. The run is then saved or refused."""
    move_run(by=by, run_id=run_id, state=RunState.SAVING)
    walk = take(source, told=told)
    try:
        if partial:
            for step in walk.steps():
                take_some(by=by, run_id=run_id, step=step)
        else:
            take_whole(by=by, run_id=run_id, walk=walk)
    except TakenBack as back:
        move_run(by=by, run_id=run_id, state=RunState.REFUSED, report=back.report)
        return back.report
    walk.report.saved = True
    if sum(walk.report.counts.values()) - walk.report.total("unchanged") >= MANY:
        gather_statistics()
    move_run(by=by, run_id=run_id, state=RunState.SAVED, report=walk.report)
    return walk.report


def to_do() -> bool:
    """Whether any import waits to be read or saved, or was left by somebody who was stopped."""
    waits = ImportRun.objects.filter(state__in=BEGUN).exists()
    return waits or _left_alone().exists()


def work() -> int:
    """Reads what waits to be read and saves what was agreed to, one after the other; how many imports that were.

    Two who work at once do each once: whoever comes second finds it moved. What goes wrong with one is written to
    the log, and holds up no other.
    """
    _take_up_again()
    waiting = ImportRun.objects.filter(state__in=BEGUN)
    return sum(_step(run) for run in waiting.order_by("created_at", "id"))


def read_at_once(run_id: UUID) -> None:
    """Reads a file that has just come in, or was matched anew, where it holds so little that one can wait for it."""
    run = ImportRun.of(run_id)
    try:
        if holds_more(files.path_of(run.file_hash, run.file_name), AT_ONCE):
            return
    except Unreadable:  # is told soon, and in which words, by whoever reads it
        pass
    _step(run)


def _step(run: ImportRun) -> int:
    try:
        _go_on(run)
    except (Stale, Invalid):
        return 0
    except Exception:
        LOG.exception("Import %s was stopped", run.id)
        _give_up(run.id, "adapters.stopped")
    return 1


def _go_on(run: ImportRun) -> None:
    reading = run.state == RunState.WAITS
    try:
        source = SOURCES[Format(run.format)](
            files.path_of(run.file_hash, run.file_name), run.options | {"actor_id": run.actor_id}
        )
        if reading:
            move_run(by=INTAKE, run_id=run.id, state=RunState.READING)
            read(by=INTAKE, run_id=run.id, source=source, told=_noting(run.id))
            return
        save(by=INTAKE, run_id=run.id, source=source, partial=bool(run.options.get("partial")))
        files.let_go(run.file_hash, run.file_name)
    except Unreadable as wrong:
        _give_up(run.id, wrong.problem.code, wrong.problem)


def _give_up(run_id: UUID, code: str, problem: Problem | None = None) -> None:
    """The run ends as refused, with what is wrong with the file as a whole."""
    state = RunState(ImportRun.of(run_id).state)
    report = Report()
    report.refuse_all(problem or Problem(code))
    if begun := BEGUN.get(state):
        move_run(by=INTAKE, run_id=run_id, state=begun)
    move_run(by=INTAKE, run_id=run_id, state=RunState.REFUSED, report=report)


def _noting(run_id: UUID) -> Told:
    """Writes down now and then how many things have been read, for whoever watches."""
    seen = 0

    def told(more: int) -> None:
        nonlocal seen
        seen += more
        ImportRun.objects.filter(pk=run_id).update(seen=seen)

    return told


def _take_up_again() -> None:
    """What somebody began to read or save and never ended is begun anew: nothing of it was saved."""
    back = {begun: waits for waits, begun in BEGUN.items()}
    for run in _left_alone():
        move_run(by=INTAKE, run_id=run.id, state=back[RunState(run.state)])


def _left_alone() -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(state__in=BEGUN.values(), moved_at__lt=clock.now() - LEFT_ALONE)
