"""The audit's proof in the database: keys each entry as it is made, seals it into the chain, looks whether all fits.

One sealer at a time goes on from where the last one stopped, so that who looks at a page waits for nobody else.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from ecotone.access.models import AuditEntry, AuditHead, AuditSubject
from ecotone.access.proof import Checkpoint, link_of, mac_of, name_of
from ecotone.ground.errors import EcotoneError

AT_ONCE = 2_000
"""Entries sealed in one transaction, or looked at together."""

PROVED = (
    *("id", "created_at", "kind", "code", "account_id", "hat_id", "actor_id", "link_id", "token_id"),
    *("system", "purpose", "reason"),
)
OF_SUBJECT = ("created_at", "kind", "subject_id", "part", "act", "basis")


class OtherKey(EcotoneError):
    """The audit here was sealed with another key: without that one nothing can be added to its chain, or proved."""


@dataclass(frozen=True)
class Fault:
    """One place where the audit is not as it was written: its number, its entry where there is one."""

    code: str
    number: int | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True)
class State:
    """How far the audit is sealed, how much waits for it, and whether by the key that is here."""

    head: Checkpoint | None
    unsealed: int
    our_key: bool


@cache
def _key(secret: str) -> bytes:
    return secret.encode()


def key() -> bytes:
    return _key(settings.AUDIT_KEY)


def mac(entry: AuditEntry, subjects: Iterable[Iterable[Any]]) -> str:
    """The proof of an entry, and of its subjects: OF_SUBJECT of each."""
    return mac_of(key(), [getattr(entry, name) for name in PROVED], subjects)


def seal(most: int = AT_ONCE) -> int:
    """Gives the oldest entries that are not sealed yet their places in the chain; how many, at most `most`.

    Raises OtherKey where the chain was begun with another key.
    """
    if not AuditEntry.objects.filter(number=None).exists():
        return 0
    with transaction.atomic():
        head, _ = AuditHead.objects.select_for_update().get_or_create(id=1, defaults={"key": name_of(key())})
        if head.key != name_of(key()):
            raise OtherKey("access.audit_other_key")
        waiting = AuditEntry.objects.filter(number=None).order_by("id").values_list("id", "mac")[:most]
        number, link, sealed = head.number, head.link, []
        for id_, proof in waiting:
            number += 1
            link = link_of(key(), link, number, proof)
            sealed.append((number, link, AuditEntry._meta.pk.get_db_prep_value(id_, connection)))
        with connection.cursor() as cursor:
            cursor.executemany(_SEALS, sealed)
        AuditHead.objects.update(number=number, link=link)
    return len(sealed)


_SEALS = f"UPDATE {AuditEntry._meta.db_table} SET number = %s, link = %s WHERE id = %s AND number IS NULL"  # noqa: S608 (a table of ours)


def state() -> State:
    """How far the audit is sealed. Three queries."""
    head = AuditHead.objects.first()
    return State(
        head=Checkpoint(head.number, head.link) if head and head.number else None,
        unsealed=AuditEntry.objects.filter(number=None).count(),
        our_key=head is None or head.key == name_of(key()),
    )


def verify(
    checkpoints: Iterable[Checkpoint] = (), *, progress: Callable[[int, int], object] = lambda *_: None
) -> Iterator[Fault]:
    """Every fault there is: in the order of the chain, of checkpoints kept elsewhere, of what is not sealed yet.

    Reads all of it, AT_ONCE entries at a time. `progress` is told how many have been looked at, of how many.
    """
    head = AuditHead.objects.first()
    if head is not None and head.key != name_of(key()):
        yield Fault("access.audit_other_key")
        return
    kept = {each.number: each.link for each in checkpoints}
    total, last, link = AuditEntry.objects.count(), 0, ""
    done = 0
    for entries in _in_chain():
        fits = _proofs(entries.values())
        for number, entry in entries.items():
            if number > last + 1:
                yield Fault("access.audit_missing", last + 1)
            elif link_of(key(), link, number, entry.mac) != entry.link:
                yield Fault("access.audit_broken", number, entry.id)
            if not fits[entry.id]:
                yield Fault("access.audit_altered", number, entry.id)
            if kept.pop(number, entry.link) != entry.link:
                yield Fault("access.audit_rewritten", number, entry.id)
            last, link = number, entry.link
        done += len(entries)
        progress(done, total)
    if head is not None and (head.number, head.link) != (last, link):
        yield Fault("access.audit_cut", last + 1)
    yield from (Fault("access.audit_cut", number) for number in sorted(kept))
    for waiting in _unsealed():
        yield from (Fault("access.audit_altered", None, id_) for id_, fit in _proofs(waiting).items() if not fit)
        done += len(waiting)
        progress(done, total)


def _in_chain() -> Iterator[dict[int, AuditEntry]]:
    last = 0
    while some := {
        entry.number: entry
        for entry in AuditEntry.objects.filter(number__gt=last).order_by("number")[:AT_ONCE]
        if entry.number is not None
    }:
        yield some
        last = max(some)


def _unsealed() -> Iterator[list[AuditEntry]]:
    rows, last = AuditEntry.objects.filter(number=None).order_by("id"), None
    while some := list((rows.filter(id__gt=last) if last else rows)[:AT_ONCE]):
        yield some
        last = some[-1].id


def _proofs(entries: Collection[AuditEntry]) -> dict[UUID, bool]:
    """Of each of these entries whether it and its subjects are as they were written. One query."""
    said: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    rows = AuditSubject.objects.filter(entry__in=[entry.id for entry in entries])
    for entry_id, *subject in rows.values_list("entry_id", *OF_SUBJECT):
        said[entry_id].append(tuple(subject))
    return {entry.id: mac(entry, said[entry.id]) == entry.mac for entry in entries}
