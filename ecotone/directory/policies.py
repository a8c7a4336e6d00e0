"""May this principal keep this listing? Reading the directory is open to everyone; writing fails closed.

Ecotone itself ───────────────────────────────────────────────> everything
hats of the provider, or of an organisation it is part of:
    worker, lead, administrator ──────────────────────────────> say what room there is, confirm the listing
    lead, administrator ──────────────────────────────────────> list and change
    worker of a third-sector, community or independent one ───> list and change as well: small groups have no lead
"""

from dataclasses import dataclass
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Site
from ecotone.ecosystem.queries import teams_of
from ecotone.ecosystem.rules import Sector

KEEP_FRESH = frozenset({Role.WORKER, Role.LEAD, Role.ADMINISTRATOR})
KEEP = frozenset({Role.LEAD, Role.ADMINISTRATOR})
SMALL = frozenset({Sector.THIRD, Sector.COMMUNITY, Sector.INDEPENDENT})


@dataclass(frozen=True)
class Keeping:
    """What a principal may do with a provider's listings."""

    keep: Verdict
    keep_fresh: Verdict


def may_keep(principal: Principal, provider: Actor) -> Verdict:
    """May the principal list services of this provider, change and close them?"""
    return keeping(principal, provider).keep


def may_keep_fresh(principal: Principal, provider: Actor) -> Verdict:
    """May the principal say what room a service has, and that its listing is still right?"""
    return keeping(principal, provider).keep_fresh


def keeping(principal: Principal, provider: Actor) -> Keeping:
    """Both answers at once."""
    if principal.is_system:
        return _alike(Verdict.allow("access.by_role", Basis.SYSTEM))
    if principal.kind is not Kind.WORKER or principal.account_id is None:
        return _alike(Verdict.refuse("access.nobody" if principal.account_id is None else "access.no_role"))
    if not _is_theirs(principal.actor_id, provider.pk):
        return _alike(Verdict.refuse("directory.not_your_service"))
    keepers = KEEP_FRESH if provider.sector in SMALL else KEEP
    return Keeping(_by_role(principal, keepers), _by_role(principal, KEEP_FRESH))


def _alike(verdict: Verdict) -> Keeping:
    return Keeping(verdict, verdict)


def _by_role(principal: Principal, roles: frozenset[Role]) -> Verdict:
    if principal.role in roles:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("access.no_role")


def _is_theirs(actor_id: UUID | None, provider_id: UUID) -> bool:
    if actor_id is None:
        return False
    return actor_id == provider_id or any(team.id == provider_id for team in teams_of(actor_id))


def may_be_given_at(principal: Principal, provider: Actor, site: Site) -> bool:
    """A confidential site is only for those at home there: else its address could be read by listing a service."""
    own = {provider.pk, principal.actor_id}
    return principal.is_system or not site.confidential or site.pk == provider.site_id or site.kept_by_id in own


def sees_address(principal: Principal, service: Service, site: Site) -> bool:
    """Where a confidential site is, only the provider's own hats read."""
    own = principal.kind is Kind.WORKER and principal.actor_id == service.provider_id
    return own or not site.confidential
