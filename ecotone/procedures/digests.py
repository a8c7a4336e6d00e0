"""Whose digest is due: each account with the hats it wears today, and with its own record if it asked for that.

A hat that was taken off, and an account that was closed, are not here, so nothing is told to them. Who is due is
found with five questions, however many there are; each digest is then counted and taken in a transaction of its own.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.care import queries as care
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.notices import actions as notify
from ecotone.notices import queries as notices
from ecotone.notices.rules import GUARDIANS, How, Sort, boundary
from ecotone.notices.views import Wearing
from ecotone.people import queries as people

ALL = frozenset(Sort)
"""What a lead hears of, a guardian of records, and a person of her own. That an ask is late is not for others of a
team to see to."""


@dataclass(frozen=True)
class Digest:
    """An account for which something may be new, in these hats. It names no one, so a log may hold it."""

    account_id: UUID
    wearing: tuple[Wearing, ...]


def mail(by: Principal, digest: Digest) -> None:
    """Queues it, with what waits for each team and person in it now. Raises Invalid where it holds nothing."""
    to_ids = {each.to_id for each in digest.wearing}
    notify.mail_digest(
        by=by,
        account_id=digest.account_id,
        wearing=digest.wearing,
        waits=lambda: care.what_waits(by, to_ids),
    )


def due(by: Principal) -> list[Digest]:
    """The digests to make up now; some may turn out to hold nothing, where what is new came after the boundary."""
    wishes = notices.wishes(by)
    wearing = _wearing(by, wishes)
    newest = notices.newest_for(by, {hat.to_id for hats in wearing.values() for hat in hats})
    if not newest:
        return []
    told = notices.watermarks(by, wearing)
    return [
        Digest(account, tuple(hat for hat in hats if hat.to_id in newest))
        for account, hats in sorted(wearing.items())
        if any(_is_due(account, hat, wishes, newest, told) for hat in hats)
    ]


def _wearing(by: Principal, wishes: Mapping[UUID, How]) -> Mapping[UUID, list[Wearing]]:
    """What each account that wants mail wears; own records of who asked for that alone."""
    found: dict[UUID, list[Wearing]] = defaultdict(list)
    for hat in ecosystem.practising(by):
        if wishes.get(hat.account_id, How.DAILY) is not How.NEVER:
            sorts = ALL if hat.role is Role.LEAD else ALL - {Sort.LATE}
            began = clock.begins(hat.since)
            found[hat.account_id].append(Wearing(hat.id, hat.actor_id, sorts, began))
    for hat in ecosystem.guarding(by):
        if wishes.get(hat.account_id, How.DAILY) is not How.NEVER:
            found[hat.account_id].append(Wearing(hat.id, GUARDIANS, ALL, clock.begins(hat.since)))
    asked = [account for account, how in wishes.items() if how is not How.NEVER]
    for account, person_id in people.own_records(by, asked).items():
        found[account].append(Wearing(person_id, person_id, ALL))
    return found


def _is_due(
    account: UUID,
    hat: Wearing,
    wishes: Mapping[UUID, How],
    newest: Mapping[UUID, datetime],
    told: Mapping[tuple[UUID, UUID], datetime],
) -> bool:
    if hat.to_id not in newest:
        return False
    before = told.get((account, hat.wearing))
    upto = boundary(wishes.get(account, How.DAILY), clock.now())
    return upto is not None and (before is None or before < min(upto, newest[hat.to_id]))
