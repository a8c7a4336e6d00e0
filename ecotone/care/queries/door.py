"""The page on which one comes back: how the door of a service stands, and what would be shared again."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.models import Referral
from ecotone.care.queries.rows import asked_by_id, look, row_of, with_names
from ecotone.care.rules import Door, Sight
from ecotone.care.views import AttemptsView, DoorView
from ecotone.people import policies as records
from ecotone.people import queries as people
from ecotone.people.rules import Part


def door(by: Principal, referral_id: UUID) -> DoorView:
    """An ended referral as one may come back from it. Raises NotFound, or Refused to all but her and its asker."""
    referral = asked_by_id(with_names(), partial(policies.may_come_back, by), "referral", referral_id)
    policies.may_come_back(by, referral).require("referral", referral_id)
    seen = policies.seen(by, [referral], records.verdicts(by, [referral.person_id]))
    banners = people.banners(by, [referral.person_id], code="care.door")
    look(by, "care.door", [referral], seen)
    row = row_of(referral, seen[referral.id], banners)
    back = policies.own_returns(by, referral).filter(ended_at=None).values_list("id", flat=True).first()
    standing = Door.BACK_ALREADY if back else policies.door_of(referral, back=row.gone_back)
    shared = policies.shared_again(by, referral) if standing is Door.OPEN else None
    if standing is Door.OPEN and shared is None:
        standing = Door.REFUSED
    if standing is not Door.OPEN or row.sight is not Sight.FULL or shared is None:
        return DoorView(row, standing, until=None, service_id=referral.service_id, back_id=back)
    return DoorView(
        row,
        standing,
        until=row.door_until,
        why=referral.why,
        hoped_for=referral.hoped_for,
        contact_note=referral.contact_note,
        parts=_in_order(shared),
        closed=_in_order({Part(part) for part in referral.parts} - shared),
        service_id=referral.service_id,
        phone=referral.service.phone if referral.service else "",
    )


def _in_order(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(sorted(parts, key=list(Part).index))


def attempts_of(referral: Referral, no_shows: int) -> AttemptsView | None:
    """What the service of a referral promises; None where it is of a team, or its service promises nothing."""
    service = referral.service
    if service is None or not (service.attempts_before_closing or service.outreach):
        return None
    return AttemptsView(service.attempts_before_closing, service.outreach, no_shows)
