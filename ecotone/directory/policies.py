"""May this principal keep this listing? Reading the directory is open to everyone; writing fails closed.

Ecotone itself ───────────────────────────────────────────────> everything
hats of the provider, or of an organisation it is part of:
    worker, lead, administrator ──────────────────────────────> say what room there is, confirm the listing
    lead, administrator ──────────────────────────────────────> list and change
    worker of a third-sector, community or independent one ───> list and change as well: small groups have no lead
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict
from ecotone.directory.models import ListingClaim, Service
from ecotone.directory.rules import CLAIMED_AFTER
from ecotone.ecosystem.models import Actor, ActorCovers, PlaceWithin, Site, Tie
from ecotone.ecosystem.queries import has_practice, teams_of
from ecotone.ecosystem.rules import Claim, Sector, TieKind
from ecotone.ground import clock

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


def may_claim(principal: Principal, actor_id: UUID | None) -> Verdict:
    """Whoever has answered so many asks by links to this actor's address may ask to keep its listing, if nobody does.

    The one rule for inviting them to, for the page that asks, and for the claim.
    """
    link = principal.link
    if principal.kind is not Kind.LINK or link is None or actor_id is None or principal.actor_id != actor_id:
        return Verdict.refuse("directory.claim_by_link")
    if link.answered < CLAIMED_AFTER:
        return Verdict.refuse("directory.claim_later")
    if has_practice(actor_id):
        return Verdict.refuse("directory.claim_kept_by_others")
    return Verdict.allow("directory.answered_by_link", Basis.ROLE)


def may_decide_claim(principal: Principal, claim: ListingClaim) -> Verdict:
    """Whose remit covers the group, and never one's own claim."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is not Kind.WORKER or principal.account_id is None:
        return Verdict.refuse("access.nobody" if principal.account_id is None else "access.no_role")
    if Account.objects.filter(pk=principal.account_id, email=claim.address.lower()).exists():
        return Verdict.refuse("access.own_account")
    if Actor.objects.filter(within_remit(principal), pk=claim.actor_id).exists():
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("directory.claim_not_yours")


def within_remit(principal: Principal) -> Q:
    """The condition for actors whose claims this principal decides; it holds for none where the role decides none.

    A steward: all. An officer: those it speaks for, and small ones at work where its own organisation is. An
    administrator: the own organisation and its teams.
    """
    own, today = principal.actor_id, clock.today()
    match principal.role:
        case Role.STEWARD:
            return Q()
        case Role.OFFICER:
            spoken_for = Tie.objects.filter(Tie.on(today), source=own, kind=TieKind.REPRESENTATION)
            places = PlaceWithin.objects.filter(ancestor__covered_by__actor=own).values("descendant")
            nearby = ActorCovers.objects.filter(place__in=places).values("actor")
            small = Q(sector__in=[str(sector) for sector in SMALL], pk__in=nearby)
            return small | Q(pk__in=spoken_for.exclude(claim=Claim.DISPUTED).values("target"))
        case Role.ADMINISTRATOR:
            parts = Tie.objects.filter(Tie.on(today), target=own, kind=TieKind.PART_OF, claim=Claim.CONFIRMED)
            return Q(pk=own) | Q(pk__in=parts.values("source"))
    return Q(pk__in=[])
