"""One import from its file to its report: planned without a lock, then written, whole or in parts.

plan ──> anything refused, and not `partial`? ──> refused, nothing written
     └─> take_whole (one transaction)  or  take_some, take_some … (one each, so that others get their turn)
"""

import hashlib
from pathlib import Path
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.adapters.actions import TakenBack, move_run, take_some, take_whole
from ecotone.adapters.intake import Report, Source, plan, take
from ecotone.adapters.intake.engine import Told
from ecotone.adapters.reading import pieces
from ecotone.adapters.rules import RunState
from ecotone.ground.statistics import gather_statistics

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
    """What taking it in would do; the run then waits for somebody to agree."""
    move_run(by=by, run_id=run_id, state=RunState.READING)
    report = plan(source, told=told)
    move_run(by=by, run_id=run_id, state=RunState.READ, report=report)
    return report


def save(
    *, by: Principal, run_id: UUID, source: Source, partial: bool = False, told: Told = lambda _: None
) -> Report:
    """Takes it in: all of it, or where `partial` all that is in order. The run is then saved or refused."""
    move_run(by=by, run_id=run_id, state=RunState.SAVING)
    walk = take(source, told=told)
    walk.report.partial = partial
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
