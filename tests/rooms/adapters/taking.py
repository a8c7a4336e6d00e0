"""Takes a source in as the command does, and counts what came of it."""

from ecotone.access.principal import Principal
from ecotone.adapters import running
from ecotone.adapters.actions import receive
from ecotone.adapters.intake import Report, Source
from ecotone.adapters.rules import Format
from tests.worlds import SYSTEM


def take(
    source: Source, *, by: Principal = SYSTEM, what: Format = Format.CARE_INSPECTORATE, partial: bool = False
) -> Report:
    file = {"file_name": "a file", "file_hash": "0" * 64, "file_size": 1}
    run = receive(by=by, format=what, actor_id=source.whose, waits=False, **file)
    running.read(by=by, run_id=run.id, source=source)
    return running.save(by=by, run_id=run.id, source=source, partial=partial)


def counts(report: Report) -> dict[str, int]:
    """What came of it, without noughts."""
    return {name: number for name in ("created", "changed", "closed", "unchanged") if (number := report.total(name))}
