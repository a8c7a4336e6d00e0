"""Taking files in: sent, looked at, matched where it is a group's own list, and only then saved or dropped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.adapters import actions, files, queries, running
from ecotone.adapters.queries import Named, RunBrief
from ecotone.adapters.rules import RunState
from ecotone.adapters.words import LIST_FIELDS
from ecotone.web.api.operations import Kept, Operation, Read, Upload, Write
from ecotone.web.taken_in import Outcome, outcome
from ecotone.web.uploads import LARGEST
from ecotone.web.words import say_problem

READ, WRITE = Scope.DIRECTORY_READ, Scope.DIRECTORY_WRITE
AT = "imports/{run_id}"


@dataclass(frozen=True)
class ImportView(RunBrief):
    """An import: how far it has come, and what it did or would do. `moves_by_itself`: ask again, it goes on."""

    version: int
    file_size: int
    seen: int
    partial: bool
    moves_by_itself: bool
    closes_many: bool
    named: Mapping[str, tuple[Named, ...]]
    report: Outcome


@dataclass(frozen=True)
class ListColumns:
    """How the columns of a group's list are understood: `fields` are ours, `chosen` which column holds which."""

    sheets: tuple[str, ...]
    sheet: str
    samples: Mapping[str, Sequence[str]]
    fields: Mapping[str, str]
    chosen: Mapping[str, str]
    problem: str


def import_run(by: Principal, run_id: UUID) -> ImportView:
    """One file on its way in: how far it has come, what it did or would do, which rows are refused and why."""
    view = queries.run(by, run_id)
    counts = {(each, kind): number for each, kinds in view.counts.items() for kind, number in kinds.items()}
    own = {name: getattr(view, name) for name in ImportView.__dataclass_fields__ if name != "report"}
    return ImportView(**own, report=outcome(view, counts, saved=view.state is RunState.SAVED))


def list_columns(by: Principal, run_id: UUID, sheet: str = "") -> ListColumns:
    """Which column of a group's list holds what, as guessed, chosen or remembered."""
    header = queries.list_header(by, run_id, sheet[:200])
    return ListColumns(
        sheets=header.sheets,
        sheet=header.sheet,
        samples=header.samples,
        fields={name: str(words) for name, words in LIST_FIELDS[header.format].items()},
        chosen=header.chosen,
        problem=say_problem(header.problem) if header.problem else "",
    )


def _first(by: Principal, given: Mapping[str, Any]) -> None:
    queries.must_take_in(by, given["format"], given.get("actor_id"))


def _keep(pieces: Iterable[bytes], given: Mapping[str, Any]) -> Kept:
    file_hash, size = files.keep(pieces, given["file_name"])
    told = {"file_hash": file_hash, "file_size": size}
    return Kept(told, lambda: files.let_go(file_hash, given["file_name"]))


OPERATIONS: tuple[Operation, ...] = (
    Read("imports", queries.runs, READ, mark=lambda run: (run.at, run.id)),
    Read(AT, import_run, READ),
    Read(f"{AT}/columns", list_columns, READ),
    Upload(
        "imports",
        actions.receive,
        WRITE,
        name="send_import",
        makes="import_run",
        also={"postcodes": list[str]},
        into="options",
        hides=frozenset({"file_hash", "file_size", "waits"}),
        follows=running.read_at_once,
        most=LARGEST,
        first=_first,
        keep=_keep,
    ),
    Write(f"{AT}/columns", actions.match_columns, WRITE, follows=running.read_at_once),
    Write(f"{AT}/agree", actions.agree, WRITE, name="agree_to_import"),
    Write(f"{AT}/drop", actions.drop, WRITE, name="drop_import"),
)
