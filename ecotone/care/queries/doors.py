"""Reads of signposts, and of the asks behind a team's own figures."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Withheld
from ecotone.care import policies
from ecotone.care.machine import State
from ecotone.care.models import Signpost
from ecotone.care.queries.rows import rows_for, with_names
from ecotone.care.views import ReferralRow
from ecotone.care.views.doors import SignpostView
from ecotone.ground import clock
from ecotone.ground.orders import Order
from ecotone.people import policies as records
from ecotone.people import queries as people
from ecotone.people.rules import Part


def signposts_of(by: Principal, person_id: UUID) -> list[SignpostView]:
    """Where she was sent on, as far as the caller may know, newest first; nothing that was taken back."""
    verdicts = records.verdicts(by, [person_id])[person_id]
    hidden = records.hidden_teams(by, [person_id]).get(person_id, frozenset())
    kept = Signpost.objects.filter(person_id=person_id, taken_back_at=None).order_by("-on", "-id")
    rows = list(kept.select_related("from_actor", "to_actor", "to_service", "need"))
    seen = [(row, policies.may_see_signpost(by, row, verdicts, hidden)) for row in rows]
    shown = [row for row, verdict in seen if verdict.allowed]
    if not (who := records.knows(verdicts)).allowed:
        return []
    basis = verdicts[Part.REFERRALS].basis or who.basis
    looked(by, "care.signposts_of", *[Subject("person", person_id, Part.REFERRALS, basis)][: len(shown)])
    veil = people.Veil(by, person_id)
    return [_view(by, row, veil) for row in shown]


def _view(by: Principal, row: Signpost, veil: people.Veil) -> SignpostView:
    place: str | Withheld = row.to_words
    if row.to_service:
        place = row.to_service.name
    elif row.to_actor:
        place = row.to_actor.name
    return SignpostView(
        id=row.id,
        version=row.version,
        source=row.from_actor.name if row.from_actor else "",
        place=place,
        need=row.need.name if row.need else "",
        on=row.on,
        wrong_place=row.wrong_place,
        said_by=row.said_by,
        author=veil.over(row.author_actor_id, row.author),
        may_change=policies.may_change_signpost(by, row).allowed,
    )


A_PAGE = 50
NEWEST = Order(("-offered_at", "-id"))
LastAsked = tuple[datetime, UUID]
"""Behind which ask it goes on: when that was offered, and its id."""


def asks_between(
    by: Principal,
    *,
    since: date,
    until: date,
    of_us: bool,
    other_id: UUID | None = None,
    most: int = A_PAGE,
    start: int = 0,
    after: LastAsked | None = None,
) -> tuple[list[ReferralRow], int]:
    """The caller's team's own asks of a window: those it made, or (`of_us`) was asked; with one other end, or any.

    What lies behind the figures, and how many there are. Empty for those who do not work with people.
    """
    if not by.practises or by.actor_id is None:
        return [], 0
    which = Q(target_id=by.actor_id) if of_us else Q(source_id=by.actor_id)
    if other_id:
        which &= Q(source_id=other_id) if of_us else Q(target_id=other_id)
    window = Q(offered_at__gte=clock.begins(since), offered_at__lt=clock.begins(until))
    found = with_names().filter(which & window).exclude(state__in=[State.DRAFT, State.ENTERED_IN_ERROR])
    page = list(NEWEST.of(found, after)[start : start + most])
    return rows_for(by, page, code="care.asks_between"), found.count()
