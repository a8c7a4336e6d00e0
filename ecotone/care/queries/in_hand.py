"""What a worker has in hand in a team: how many asks, since when; whose, an administrator is not told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.care.machine import OPEN, State
from ecotone.care.models import Referral
from ecotone.ecosystem import policies as ecosystem


@dataclass(frozen=True, slots=True)
class InHand:
    """In one team: the open asks that name somebody as who does it, the oldest since when; drafts of theirs."""

    actor_id: UUID
    asks: int
    oldest: date | None
    drafts: int


def of_worker(name: str) -> Q:
    """The condition for asks that name this worker: by the name alone, or as pages write it, "name, title, team"."""
    return Q(worker__iexact=name) | Q(worker__istartswith=f"{name}, ")


def held(actor_id: UUID, name: str) -> QuerySet[Referral]:
    """The open asks of a team that name this worker."""
    states = sorted(map(str, OPEN - {State.DRAFT}))
    return Referral.objects.filter(of_worker(name), target=actor_id, state__in=states)


@widened(Why.OWN_WORK)
def in_hand(by: Principal, *, account_id: UUID, name: str, actor_ids: Iterable[UUID]) -> list[InHand]:
    """What there is in each of these teams, in counts alone; for who keeps them. Raises Refused."""
    found = []
    for actor_id in actor_ids:
        ecosystem.keeps(by, actor_id).require("actor", actor_id)
        counted = held(actor_id, name).aggregate(n=Count("id"), oldest=Min("decided_at"))
        drafts = Referral.objects.filter(source=actor_id, state=State.DRAFT, author_account_id=account_id).count()
        if counted["n"] or drafts:
            oldest = counted["oldest"].date() if counted["oldest"] else None
            found.append(InHand(actor_id, counted["n"], oldest, drafts))
    return found
