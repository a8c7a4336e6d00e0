"""May this principal come back to whom this referral asked, now; how does the door stand, what would be shared?"""

from collections.abc import Iterable
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict
from ecotone.care.machine import Party, Reason, State
from ecotone.care.models import Referral
from ecotone.care.policies.seeing import parties
from ecotone.care.rules import Door, last_day, standing
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people import policies as people
from ecotone.people.rules import Part, Tie

HELD = (
    Q(ended_at=None)
    | Q(state__in=[State.COMPLETED, State.FAILED])
    | Q(state=State.REJECTED, detail=Reason.COULD_NOT_CONTACT)
)
"""Of those by which someone came back: the open ones, and those that left the door open again themselves."""


def may_come_back(principal: Principal, referral: Referral) -> Verdict:
    """She herself; and on her word whoever asked for her, who may still know her."""
    if parties(principal, referral) & {Party.PERSON, Party.SOURCE}:
        return people.may_know(principal, referral.person_id)
    return Verdict.refuse("care.not_a_party" if principal.account_id else "access.nobody")


def own_returns(principal: Principal, earlier: Referral) -> QuerySet[Referral]:
    """The asks by which the caller has come back; hers are also those made on her word."""
    return earlier.returns.filter(source=principal.actor_id) if principal.actor_id else earlier.returns.all()


def door_of(referral: Referral, *, back: bool) -> Door:
    """How the door stands today, apart from whether she refused them. `back`: the caller has come back through it."""
    return _standing(referral, back=back, died=_died(referral))


def _died(referral: Referral) -> bool:
    return referral.person_id in people.died([referral.person_id])


def dead_at_the_door(referrals: Iterable[Referral]) -> frozenset[UUID]:
    """Of those whose door would stand open by all else, who has died. One query at most."""
    open_ = {row.person_id for row in referrals if _standing(row, back=False, died=False) is Door.OPEN}
    return people.died(open_) if open_ else frozenset()


def _standing(referral: Referral, *, back: bool, died: bool) -> Door:
    service = referral.service
    return standing(
        State(referral.state),
        referral.detail,
        ended_on=ended_on(referral),
        open_days=service.door_open_days if service else None,
        active=service is not None and service.status == "active",
        back=back,
        died=died,
        today=clock.today(),
    )


def open_until(referral: Referral, *, back: bool, dead: frozenset[UUID] | None = None) -> date | None:
    """The last day of a door that is open today; None where it is not. `dead`: see above, for who has asked it."""
    if _standing(referral, back=back, died=False) is not Door.OPEN or referral.service is None:
        return None
    if _died(referral) if dead is None else referral.person_id in dead:
        return None
    return last_day(ended_on(referral), referral.service.door_open_days)


def ended_on(referral: Referral) -> date | None:
    """The day on which it ended, where the people are."""
    return referral.ended_at.astimezone(clock.LOCAL).date() if referral.ended_at else None


def shared_again(principal: Principal, referral: Referral) -> frozenset[Part] | None:
    """Those of the parts once shared that this principal may share again and the person has not refused them.

    None where she has told that team, or all of its sort, that they are not to know of her. For one referral with
    a target; three queries.
    """
    target, parts = cast(UUID, referral.target_id), frozenset(Part(part) for part in referral.parts)
    as_asked = Tie(target, clock.now(), None, parts)
    theirs = people.seen_by(referral.person_id, [as_asked], ecosystem.belonging([target]))[target]
    if Part.IDENTITY not in theirs:
        return None
    mine = people.verdicts(principal, [referral.person_id])[referral.person_id]
    return frozenset(part for part in parts if part in theirs and mine[part].allowed)
