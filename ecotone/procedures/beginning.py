"""A place begins: it is marked as live, knows the kinds of need, and has somebody who can let others in."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access import actions as access
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.passwords import path_for
from ecotone.access.principal import Principal
from ecotone.access.rules import DeploymentKind, Role
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.rules import ActorKind, Domain, Sector
from ecotone.ground.errors import Invalid, Problem
from ecotone.notices.queries import link


@action("procedures.begin_place")
def begin_place(
    *,
    by: Principal,
    name: str,
    organisation: str,
    sector: Sector,
    steward: str,
    email: str,
    needs: Iterable[Mapping[str, Any]] = (),
) -> str:
    """Marks an empty database as a live place, with its first organisation and its steward.

    `needs` are what `ecosystem.add_need` takes, each broad kind before those within it. Returns the link, good once
    and for three days, by which the steward chooses a password. Raises Invalid where the database is not empty.
    """
    access.mark_deployment(by=by, kind=DeploymentKind.LIVE, name=name, recipe={})
    for need in needs:
        ecosystem.add_need(by=by, **need)
    keeper = ecosystem.add_actor(
        by=by, kind=ActorKind.ORGANISATION, name=organisation, sector=sector, domain=Domain.SYSTEM
    )
    return let_somebody_in(by, name=steward, email=email, actor_id=keeper.id, role=Role.STEWARD, title="Steward")


@action("procedures.let_in")
def let_in(*, by: Principal, name: str, email: str, actor_id: UUID, role: Role, title: str) -> str:
    """An account, unless this address has one, and a hat in that team. Returns the link to choose a password.

    Raises Refused for whoever may not give this hat, Invalid where it is worn already.
    """
    return let_somebody_in(by, name=name, email=email, actor_id=actor_id, role=role, title=title)


def let_somebody_in(
    by: Principal,
    *,
    name: str,
    email: str,
    actor_id: UUID,
    role: Role,
    title: str,
    since: date | None = None,
    until: date | None = None,
) -> str:
    """What letting somebody in comes to, for the acts that do it. Returns the link, or "" where it is not needed."""
    account = Account.objects.at(email) or access.open_account(by=by, name=name, email=email)
    if not account.is_active:
        raise Invalid(Problem("access.account_closed", "email"))
    ecosystem.give_hat(
        by=by, account_id=account.id, actor_id=actor_id, role=role, title=title, since=since, until=until
    )
    return "" if account.has_usable_password() else link(path_for(account))
