"""Who may take files in. Registers and maps concern everyone: the stewards. A group's own list: whoever keeps it.
People's records: Ecotone itself alone, at the command of whoever runs it; no role that sees no record takes one in.
"""

from uuid import UUID

from django.db.models import Q

from ecotone.access.policies import system_only, with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.access.verdicts import Verdict
from ecotone.adapters.rules import Format
from ecotone.directory.policies import may_keep
from ecotone.ecosystem.models import Actor


def may_take_in(principal: Principal, what: Format, actor_id: UUID | None) -> Verdict:
    """May the principal take in such a file? `actor_id` is whose own list it is, where it is one's own."""
    if what is Format.FHIR:
        return system_only(principal)
    steward = with_role(principal, Role.STEWARD)
    if steward.allowed or what is not Format.SPREADSHEET or actor_id is None:
        return steward
    return may_keep(principal, Actor.of(actor_id))


def within_sight(principal: Principal) -> Q:
    """The condition for imports that the principal may see: a steward all, whoever keeps a listing their own."""
    if with_role(principal, Role.STEWARD).allowed:
        return Q()
    own = principal.actor_id
    if own and may_keep(principal, Actor.of(own)).allowed:
        return Q(actor=own)
    return Q(pk__in=[])
