"""The audit: one entry for each page or action, with a row for each thing looked at or changed.

    web page ──> with gathering(by, "people.person"):      one LOOK entry at the end, all its subjects
                     queries … looked(by, …) …
    action   ──> @action("care.offer_referral")            one WRITE entry, in the same transaction
                     … wrote("referral", id) …
    refusal  ──> Refused leaves an action or a page         one REFUSAL entry, after the roll-back

An entry that cannot be written stops what it would have recorded: nothing is seen or done unaudited.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ecotone.access import seals
from ecotone.access.models import AuditEntry, AuditSubject
from ecotone.access.narrowing import Why, leaves_as_a_file, narrowed, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Entry
from ecotone.access.verdicts import Refused
from ecotone.ground.chunks import chunks
from ecotone.ground.models import new
from ecotone.ground.prepared import insert, whole

AT_ONCE = 1_000
"""Rows of an entry that are put together at a time: an import may name a hundred thousand records."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One record an entry is about; `part` names the section seen, `basis` why that was lawful."""

    kind: str
    id: UUID
    part: str = ""
    basis: Basis | None = None
    act: str = ""


@dataclass
class _Gathered:
    subjects: dict[Subject, None] = field(default_factory=dict)
    writes: bool = False
    kind: Entry = Entry.LOOK
    traces: int = 0
    memory: dict[Any, Any] = field(default_factory=dict)


_open: ContextVar[_Gathered | None] = ContextVar("open_audit_entry", default=None)


@contextmanager
def gathering(by: Principal, code: str) -> Iterator[None]:
    """Collects every look inside the block into one entry, written when the block ends well.

    What is read inside is read in the caller's name. A refusal that leaves the block is recorded and goes on; what
    had been looked at before it is recorded too.
    """
    gathered = _Gathered()
    token = _open.set(gathered)
    try:
        with narrowed(by):
            yield
    except Refused as refusal:
        record_refusal(by, code, refusal)
        raise
    finally:
        _open.reset(token)
        if gathered.subjects:
            record(gathered.kind, by, code, gathered.subjects)


@contextmanager
def writing(by: Principal, code: str, kind: Entry = Entry.WRITE) -> Iterator[None]:
    """One WRITE entry for all that actions inside the block change, in the transaction they run in.

    Inside another such block it only names its own act on its rows. An action that wrote nothing down is a
    defect: RuntimeError.
    """
    outer = _open.get()
    if outer is not None and outer.writes:
        before = outer.traces
        yield
        _must_have_left_trace(code, outer.traces - before)
        return
    gathered = _Gathered(writes=True)
    token = _open.set(gathered)
    try:
        with widened(Why.ACTION):
            yield
        _must_have_left_trace(code, gathered.traces)
        record(kind, by, code, gathered.subjects)
    finally:
        _open.reset(token)
        if outer is not None:
            outer.memory.clear()


@contextmanager
def each_by_itself() -> Iterator[None]:
    """Acts inside the block leave an entry each, as they do when nothing is around them: for those who do many."""
    token = _open.set(None)
    try:
        yield
    finally:
        _open.reset(token)


def exporting() -> None:
    """What is shown here leaves as a file: its entry says export instead of look, with the same row per subject."""
    gathered = _open.get()
    if gathered is None or gathered.writes:
        raise RuntimeError("a file is made outside any page")
    gathered.kind = Entry.EXPORT
    gathered.memory.clear()
    leaves_as_a_file()


def is_export() -> bool:
    """Whether what is read now leaves as a file."""
    gathered = _open.get()
    return gathered is not None and gathered.kind is Entry.EXPORT


def memory() -> dict[Any, Any]:
    """What one page or action may remember, so that it asks for the same facts once.

    Nothing is remembered outside both, and what is written makes both forget, unless it keeps access as it was: what
    it changed holds at once.
    """
    gathered = _open.get()
    return {} if gathered is None else gathered.memory


def inside_action() -> bool:
    """Whether some action is running around this call."""
    gathered = _open.get()
    return gathered is not None and gathered.writes


def _must_have_left_trace(code: str, traces: int) -> None:
    if not traces:
        raise RuntimeError(f"{code} left no trace in the audit")


def looked(by: Principal, code: str, *subjects: Subject) -> None:
    """Records that these were shown to `by`; into the page's entry if one is open, else as an entry of its own."""
    if not subjects:
        return
    gathered, seen = _open.get(), dict.fromkeys(subjects)
    if gathered is None:
        record(Entry.LOOK, by, code, seen)
    elif not gathered.writes:
        gathered.subjects.update(seen)


def wrote(
    kind: str, record_id: UUID, *, act: str, part: str = "", basis: Basis | None = None, keeps_access: bool = False
) -> None:
    """Records, inside an action, that it made or changed this record.

    `keeps_access` is for what changes nobody's access, such as a sentence added: what is known of that still holds.
    """
    gathered = _open.get()
    if gathered is None or not gathered.writes:
        raise RuntimeError(f"{act} writes outside any action")
    gathered.traces += 1
    if not keeps_access:
        gathered.memory.clear()
    gathered.subjects[Subject(kind, record_id, part, basis, act)] = None


def record_refusal(by: Principal, code: str, refusal: Refused) -> None:
    """Records a no, once: what was asked, about what, and the reason that was given."""
    if refusal.recorded:
        return
    refusal.recorded = True
    subject = [Subject(refusal.kind, refusal.subject_id)] if refusal.subject_id else []
    record(Entry.REFUSAL, by, code, subject, reason=refusal.verdict.code)


def record(kind: Entry, by: Principal, code: str, subjects: Iterable[Subject], *, reason: str = "") -> None:
    """Writes one entry and its rows in one transaction: in the one around it, which fails with it, or its own."""
    entry = new(
        AuditEntry,
        kind=kind,
        code=code,
        account_id=by.account_id,
        hat_id=by.hat_id,
        actor_id=by.actor_id,
        link_id=by.link_id,
        token_id=by.token_id,
        system=by.name if by.is_system else "",
        purpose=by.purpose,
        reason=reason,
    )
    said = list(subjects)
    entry.mac = seals.mac(entry, ((entry.created_at, s.kind, s.id, s.part, s.act, s.basis or "") for s in said))
    with widened(Why.AUDIT), whole():
        insert([entry])
        for some in chunks(said, AT_ONCE):
            insert(
                new(
                    AuditSubject,
                    entry_id=entry.id,
                    created_at=entry.created_at,
                    kind=subject.kind,
                    subject_id=subject.id,
                    part=subject.part,
                    act=subject.act,
                    basis=subject.basis or "",
                )
                for subject in some
            )
