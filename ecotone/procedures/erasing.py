"""Somebody's record is erased, and whose account it was is closed: in every room, in one transaction.

    a guardian: erase, with a ground ──┐
    a guardian: agrees that the time   ├──▶ open asks end, with a reason ──▶ words and numbers go, room by room
    of some is over (retire)        ───┘    ──▶ an empty row stays, and that it was done ──▶ noted beside the database
    a minute later, the clock: what was written while it ran goes as well ──▶ swept
    an older backup is put back ──▶ who was erased since is erased again

What stays, and why, each room declares beside its tables (`holdings.py`). The audit stays whole.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction

from ecotone.access import actions as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.policies import system_only, with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.adapters import actions as adapters
from ecotone.care import actions as care
from ecotone.care.holdings import ERASED_WHY
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.queries import hats_of
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, Stale
from ecotone.ground.holdings import Whose, ids_of
from ecotone.notices import actions as notices
from ecotone.people import actions as people
from ecotone.people.models import CarerPermission, FormerName, OwnWayIn, Person, PersonIdentifier
from ecotone.people.rules import ERASED_NAME
from ecotone.rights import actions as rights
from ecotone.rights.holdings import HOLDINGS
from ecotone.rights.queries import is_due, whose_record
from ecotone.rights.rules.erasing import BY_HAND, Ground

ERASING = Principal.system("erasing")
SHORTEST = 4
"""Letters: what is shorter names nobody, and would be found everywhere."""


@dataclass(frozen=True)
class Erased:
    """That somebody was erased: how many rows it touched."""

    erasure_id: UUID
    rows: int


@action("procedures.erase")
def erase(*, by: Principal, person_id: UUID, ground: Ground) -> Erased:
    """Erases all that is held of somebody, on a ground that a guardian answers for. It cannot be undone.

    Open asks end, and whoever asked reads why. Raises Invalid where a hold stands, or it was done already; Stale
    where somebody wrote at that moment: nothing is erased then, and it can be done again.
    """
    if ground not in BY_HAND:
        raise Invalid(Problem("ground.unknown_choice", "ground"))
    return _erase(by, person_id, ground)


def _erase(by: Principal, person_id: UUID, ground: Ground) -> Erased:
    row = rights.decide_erasure(by=by, person_id=person_id, ground=ground)
    account_id = row.account_id
    transaction.on_commit(lambda: note_beside(person_id, account_id))
    return Erased(row.id, _take_away(row.id, person_id, row.account_id))


@action("procedures.retire")
def retire(*, by: Principal, person_id: UUID) -> Erased:
    """Erases somebody whose time is over, as a guardian has agreed. Raises Invalid where it is not over any more."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None or not is_due(person_id):
        raise Invalid(Problem("rights.not_due"))
    return _erase(by, person_id, Ground.RETENTION)


@dataclass(frozen=True)
class Retired:
    """How many of a batch were erased, and how many were not any more: somebody wrote of them, or holds them up."""

    erased: int
    left: int


def retire_all(by: Principal, person_ids: Iterable[UUID]) -> Retired:
    """Each by itself, in a transaction of its own: one that is not due any more holds up no other."""
    erased = left = 0
    for person_id in dict.fromkeys(person_ids):
        try:
            retire(by=by, person_id=person_id)
            erased += 1
        except (Invalid, Stale):
            left += 1
    return Retired(erased, left)


@action("procedures.erase_again")
def erase_again(*, by: Principal, person_id: UUID, account_id: UUID | None) -> int:
    """Erases somebody anew whom an older backup brought back; Ecotone itself does it. How many rows."""
    system_only(by).require("person", person_id)
    row = rights.note_erased_again(by=by, person_id=person_id, account_id=account_id)
    transaction.on_commit(_empty_log)
    return _take_away(row.id, person_id, account_id)


@action("procedures.sweep")
def sweep(*, by: Principal, erasure_id: UUID, person_id: UUID) -> int:
    """Takes away what somebody wrote of her while she was being erased; Ecotone itself does it. How many rows."""
    system_only(by).require("erasure", erasure_id)
    rows = _take_away(erasure_id, person_id, None)
    rights.note_swept(by=by, erasure_id=erasure_id)
    transaction.on_commit(_empty_log)
    return rows


def _take_away(erasure_id: UUID, person_id: UUID, account_id: UUID | None) -> int:
    """All of it, in every room; what refers to a thing before the thing. How many rows that touched."""
    whose = whose_record(person_id)
    if account_id and not whose.account_id:
        whose = Whose(person_id, account_id, (_address_of(account_id),))
    names, subjects = _names_of(whose), ids_of(HOLDINGS, whose)
    acting = dict(CarerPermission.objects.filter(person_id=person_id).values_list("id", "account_id"))
    care.lapse_asks(by=ERASING, person_id=person_id, reason=ERASED_WHY)
    rows = adapters.erase_person(by=ERASING, person_id=person_id, subjects=subjects, names=names)
    rows += care.erase_person(by=ERASING, person_id=person_id, account_id=whose.account_id)
    rows += people.erase_person(by=ERASING, person_id=person_id)
    rows += notices.erase_notices(by=notices.POST, whose=whose, subjects=subjects, names=names)
    acted = {each for each in acting.values() if each is not None}
    if acting:
        access.end_acting(by=ERASING, account_ids=acted, permission_ids=list(acting))
    if whose.account_id:
        rows += _close(whose.account_id)
    row = rights.erase_words(by=ERASING, erasure_id=erasure_id, rows=rows)
    return row.rows


def _names_of(whose: Whose) -> list[str]:
    """By what she may be found in text that is nobody's alone: names, numbers, addresses."""
    person = Person.of(str(whose.person_id))
    found = [person.name, person.contact_detail, *whose.addresses]
    found += FormerName.objects.filter(person=person).values_list("name", flat=True)
    found += OwnWayIn.objects.filter(person=person).values_list("address", flat=True)
    found += PersonIdentifier.objects.filter(person=person).values_list("value", flat=True)
    return sorted({name for name in found if len(name) >= SHORTEST and name != ERASED_NAME})


def _close(account_id: UUID) -> int:
    """What she did for others with her account is unsigned; the account goes too, unless she works here by it."""
    theirs = people.erase_carer(by=ERASING, account_id=account_id, address=_address_of(account_id))
    rows = care.unsign_carer(by=ERASING, account_id=account_id, people=theirs)
    if hats_of(account_id):
        access.end_acting(by=ERASING, account_ids=[account_id], permission_ids=[])
        return rows
    return rows + access.erase_account(by=ERASING, account_id=account_id, name=ERASED_NAME)


def _address_of(account_id: UUID) -> str:
    """Of a closed account, too."""
    return Account.objects.filter(pk=account_id).values_list("email", flat=True).get()


@action("procedures.erase_account")
def erase_account(*, by: Principal, account_id: UUID) -> int:
    """Erases an account with no record behind it: of one who acted for others, or worked here. How many rows.

    Hats and permissions end. What somebody signed in a job stays signed; what a private person signed does not.
    """
    with_role(by, Role.GUARDIAN).require("account", account_id)
    account = Account.of(account_id)
    if Person.objects.filter(account=account).exists():
        raise Invalid(Problem("rights.erase_the_record"))
    if by.account_id == account_id:
        raise Invalid(Problem("rights.not_your_own"))
    for hat in hats_of(account_id):
        ecosystem.take_off_hat(by=ERASING, hat_id=hat.id)
    whose = Whose(None, account_id, (account.email,))
    rows = notices.erase_notices(by=notices.POST, whose=whose, subjects=[], names=[account.email])
    rows += _close(account_id)
    transaction.on_commit(lambda: note_beside(None, account_id))
    wrote("account", account_id, act="procedures.erase_account")
    return rows


def list_of_erased() -> Path:
    """Where it is noted, outside the database, who was erased: ids alone. Keep it as long as any backup."""
    return Path(settings.DATA) / "erased"


def note_beside(person_id: UUID | None, account_id: UUID | None) -> None:
    """Adds to the list of those erased, once that is kept; and empties SQLite's log, where the words still lie."""
    ids = {"person": person_id, "account": account_id}
    line = json.dumps({name: str(id_) for name, id_ in ids.items() if id_} | {"at": clock.now().isoformat()})
    descriptor = os.open(list_of_erased(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
    _empty_log()


def _empty_log() -> None:
    """Where somebody reads just then, it is emptied a little later."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with (
            suppress(OperationalError),
            connection.cursor() as cursor,
        ):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def known_erased(lines: Iterable[str]) -> list[tuple[UUID | None, UUID | None]]:
    """The pairs of a list of those erased: person and account. Raises ValueError for a line that is none."""
    told = (json.loads(line) for line in lines if line.strip())
    return [(_id(each.get("person")), _id(each.get("account"))) for each in told]


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def apply_again(erased: Iterable[tuple[UUID | None, UUID | None]]) -> int:
    """Erases anew whom a backup brought back, out of those erased before. How many people and accounts that were."""
    done = 0
    for person_id, account_id in dict.fromkeys(erased):
        if person_id and Person.objects.filter(pk=person_id, erased_at=None).exists():
            erase_again(by=ERASING, person_id=person_id, account_id=account_id)
            done += 1
        elif person_id is None and account_id and Account.objects.filter(pk=account_id, is_active=True).exists():
            _erase_account_again(by=ERASING, account_id=account_id)
            done += 1
    return done


@action("procedures.erase_account_again")
def _erase_account_again(*, by: Principal, account_id: UUID) -> None:
    system_only(by).require("account", account_id)
    for hat in hats_of(account_id):
        ecosystem.take_off_hat(by=ERASING, hat_id=hat.id)
    _close(account_id)
    access.erase_account(by=ERASING, account_id=account_id, name=ERASED_NAME)
