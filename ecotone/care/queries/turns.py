"""The histories of needs and frictions in words: what met them is named as far as the reader may know it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.models import NeedOffer, Referral, Turn
from ecotone.care.queries.rows import as_guardian
from ecotone.care.rules.needs import MetBy, Standing
from ecotone.care.rules.seeing import Sight
from ecotone.care.views.needs import TurnView
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Institution
from ecotone.people import policies as people

NAMES = {
    MetBy.SERVICE: (Service, "name"),
    MetBy.INSTITUTION: (Institution, "name"),
    MetBy.OFFER: (NeedOffer, "words"),
}
"""What names that which met a need."""


def turn_views(by: Principal, turns: QuerySet[Turn]) -> list[TurnView]:
    """These turns, the oldest first; a query for each sort of thing that met them."""
    return [view for _, view in _views(by, list(turns.order_by("created_at", "id")))]


def newest_turns(by: Principal, kind: str, ids: Iterable[UUID]) -> dict[UUID, TurnView]:
    """The newest turn of each of these needs, by its id."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Turn.objects.filter(**{f"{kind}__in": wanted}).order_by("created_at", "id")
    return {getattr(row, f"{kind}_id"): view for row, view in _views(by, list(rows))}


def _views(by: Principal, rows: list[Turn]) -> list[tuple[Turn, TurnView]]:
    names = _names(rows)
    sights = _sights(by, {row.met_by_id for row in rows if row.met_by == MetBy.REFERRAL and row.met_by_id})
    return [(row, _view(row, names, sights)) for row in rows]


def _view(row: Turn, names: dict[UUID, str], sights: dict[UUID, Sight]) -> TurnView:
    """What an ask met is signed by the team that was asked: its name is for those who see all of that ask."""
    sight = sights.get(row.met_by_id, Sight.NOTHING) if row.met_by_id else Sight.NOTHING
    known = row.met_by_id in names or sight is not Sight.NOTHING
    return TurnView(
        became=Standing(row.became),
        met_by=row.met_by,
        what=names.get(row.met_by_id, "") if row.met_by_id else "",
        what_id=row.met_by_id if known else None,
        words=row.words,
        author="" if row.met_by == MetBy.REFERRAL and sight is not Sight.FULL else row.author,
        at=row.created_at,
    )


def _names(rows: list[Turn]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for met_by, (model, name) in NAMES.items():
        ids = [row.met_by_id for row in rows if row.met_by == met_by and row.met_by_id]
        if ids:
            found |= dict(model._default_manager.filter(pk__in=ids).values_list("id", name))
    return found


def _sights(by: Principal, ids: set[UUID]) -> dict[UUID, Sight]:
    """How much the caller sees of each of these asks."""
    if not ids:
        return {}
    with as_guardian(by):
        referrals = list(Referral.objects.filter(pk__in=ids))
    seen = policies.seen(by, referrals, people.verdicts(by, {row.person_id for row in referrals}))
    return {row.id: seen[row.id].sight for row in referrals}
