"""Who may take files in. Registers and maps concern everyone: the stewards. A group's own list: whoever keeps it.
People's records: Ecotone itself alone, at the command of whoever runs it; no role that sees no record takes one in.
"""

from uuid import UUID

from django.db.models import Q

from ecotone.access.policies import system_only, with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.access.verdicts import Verdict
from ecotone.adapters.rules import Format
from ecotone.directory.policies import may_keep, within_remit
from ecotone.ecosystem.models import Actor


def may_take_in(principal: Principal, what: Format, actor_id: UUID | None) -> Verdict:
    """May the principal take in such a file? `actor_id` is whose own list it is, where it is one's own."""
    if what is Format.FHIR:
        return system_only(principal)
    steward = with_role(principal, Role.STEWARD)
    if steward.allowed or what is not Format.SPREADSHEET or actor_id is None:
        return steward
    if Actor.objects.filter(within_remit(principal), pk=actor_id).exists():
        return Verdict.allow("access.by_role", Basis.ROLE)
    return may_keep(principal, Actor.of(actor_id))


def takes_in_somewhere(principal: Principal, what: Format) -> bool:
    """Whether there is anything for which the principal may take such a file in."""
    if may_take_in(principal, what, principal.actor_id).allowed:
        return True
    return what is Format.SPREADSHEET and Actor.objects.filter(within_remit(principal)).exists()


def within_sight(principal: Principal) -> Q:
    """The condition for imports that the principal may see: a steward all but those of people, whoever keeps a
    listing their own, and an officer or administrator those of groups within the remit.

    What was refused of a file of people names them: only Ecotone itself, at the machine, reads that.
    """
    if principal.is_system:
        return Q()
    if with_role(principal, Role.STEWARD).allowed:
        return ~Q(format=Format.FHIR)
    own = principal.actor_id
    if own and may_keep(principal, Actor.of(own)).allowed:
        return Q(actor=own, format=Format.SPREADSHEET) | _within_remit(principal)
    return _within_remit(principal)


def _within_remit(principal: Principal) -> Q:
    return Q(actor__in=Actor.objects.filter(within_remit(principal)), format=Format.SPREADSHEET)
