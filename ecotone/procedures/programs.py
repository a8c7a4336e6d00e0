"""A program is let in to call in somebody's hat, by whoever runs the machine: for what is set up by script."""

from collections.abc import Iterable
from uuid import UUID

from ecotone.access.actions import NewToken
from ecotone.access.doors import action
from ecotone.access.policies import system_only
from ecotone.access.principal import Principal
from ecotone.access.rules import TOKEN_LASTS, Scope
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.errors import NotFound
from ecotone.procedures.ways_in import make_token


@action("procedures.let_program_in")
def let_program_in(
    *, by: Principal, hat_id: UUID, name: str, scopes: Iterable[Scope], days: int = TOKEN_LASTS
) -> NewToken:
    """A token as its wearer would make it in that hat; the audit says that it was not the wearer.

    Only Ecotone itself does it, at a command. Raises Refused; NotFound for a hat that nobody wears today; Invalid.
    """
    system_only(by).require("hat", hat_id)
    hat = ecosystem.hat_views([hat_id]).get(hat_id)
    wearer = ecosystem.principal_for(hat.account_id, hat.name, hat_id) if hat else None
    if wearer is None:
        raise NotFound("hat", hat_id)
    return make_token(by=wearer, name=name, scopes=scopes, days=days)
