"""Who works in an organisation, for whoever lets people in to it."""

from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Hat
from ecotone.ecosystem.queries.actors import teams_of
from ecotone.ecosystem.queries.hats import open_hats
from ecotone.ecosystem.queries.rows import HAT_ROWS, hat_view
from ecotone.ecosystem.rules import MAY_GIVE
from ecotone.ecosystem.views import Colleague
from ecotone.ground.errors import NotFound


def colleagues(by: Principal) -> list[Colleague]:
    """Who wears which hat in the caller's organisation and its teams today, by name; for its administrator."""
    policies.keeps_staff(by).require("actor", by.actor_id)
    rows = open_hats().filter(actor__in=own_actors(by)).select_related(*HAT_ROWS)
    by_account: dict[UUID, list[Hat]] = {}
    for row in rows.order_by("account__name", "account", "actor__name", "title", "id"):
        by_account.setdefault(row.account_id, []).append(row)
    return [_colleague(by, hats) for hats in by_account.values()]


def colleague(by: Principal, account_id: UUID) -> Colleague:
    """One of them. Raises NotFound for whoever wears no hat there today."""
    found = [each for each in colleagues(by) if each.account_id == account_id]
    if not found:
        raise NotFound("account", account_id)
    return found[0]


def own_actors(by: Principal) -> list[UUID]:
    """The organisation whose hat is worn, and its teams."""
    return [by.team_id, *(team.id for team in teams_of(by.team_id))]


def _colleague(by: Principal, hats: list[Hat]) -> Colleague:
    account = hats[0].account_id
    own = account == by.account_id
    ends = frozenset(hat.id for hat in hats if not own and hat.role in MAY_GIVE[Role.ADMINISTRATOR])
    views = tuple(hat_view(hat) for hat in hats)
    return Colleague(account, views[0].name, views, ends)
