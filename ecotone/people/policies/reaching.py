"""May this principal look up somebody whom their team does not help, ask to know them, break the glass? Fails closed.

Who has refused this caller who she is, who died, and whom only sensitive services know, is for the caller as if she
were not here at all: `strangers` does not hold her, and everything here is asked of that alone.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ecotone.access.policies import with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.access.verdicts import Verdict
from ecotone.ground import clock
from ecotone.people.models import AccessRequest, EmergencyAccess, Person, Relationship
from ecotone.people.policies.record import current, refused_to, verdict
from ecotone.people.policies.writing import may_share, not_lent, only_consulted, only_self
from ecotone.people.rules import CareRole, Part


def may_search(principal: Principal) -> Verdict:
    """Those who work with people look somebody up by hand: no program, nobody else."""
    if principal.token_id is not None:
        return Verdict.refuse("access.by_hand")
    if principal.practises and principal.account_id and principal.hat_id:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


may_break_glass = may_search
may_ask_for_access = may_search


def strangers(principal: Principal) -> QuerySet[Person]:
    """The people whom the caller may learn to be known here, though the caller's team does not help them now."""
    people = Person.objects.filter(died_on=None, erased_at=None)
    ours = Relationship.objects.filter(current(clock.now()), person=OuterRef("pk"), actor_id__in=[principal.actor_id])
    marked = Relationship.objects.filter(person=OuterRef("person"), actor=OuterRef("actor"), sensitive=True)
    openly = Relationship.objects.filter(~Exists(marked), person=OuterRef("pk"))
    return people.filter(~Exists(ours), ~Exists(refused_to(principal)), Exists(openly))


def may_ask_for_part(principal: Principal, person_id: UUID, part: Part) -> Verdict:
    """Those who help her ask by hand to see a part that was not shared with them, never one that she refused."""
    if not (may := may_search(principal)).allowed:
        return may
    seen = verdict(principal, person_id, part)
    who = not_lent(verdict(principal, person_id, Part.IDENTITY))
    if not who.allowed:
        return who
    if only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    if seen.code == "people.not_shared":
        return who
    return Verdict.refuse("people.seen_already") if seen.allowed else seen


def may_end_emergency(principal: Principal, row: EmergencyAccess) -> Verdict:
    """Whoever began it ends it early, in whatever hat."""
    if principal.account_id is not None and principal.account_id == row.account_id and principal.token_id is None:
        return Verdict.allow("access.own_account", Basis.SELF)
    return Verdict.refuse("people.not_your_emergency")


def may_review(principal: Principal, row: EmergencyAccess | None = None) -> Verdict:
    """Those who guard records, by hand, and never what they began themselves, in whatever hat."""
    if principal.token_id is not None:
        return Verdict.refuse("access.by_hand")
    if row is not None and principal.account_id is not None and principal.account_id == row.account_id:
        return Verdict.refuse("access.own_account")
    if principal.is_system:
        return Verdict.refuse("access.no_role")
    return with_role(principal, Role.GUARDIAN)


def may_record_duty(principal: Principal) -> Verdict:
    """Those who guard records write down, by hand, that a law opens something, end it, and tell the person of it."""
    return may_review(principal)


def may_answer_request(principal: Principal, row: AccessRequest) -> Verdict:
    """She herself; or a lead of a team that helps her now, at her word, unless who asks is for her alone to know.

    Never the team that asks.
    """
    mine = only_self(principal, row.person_id)
    if mine.allowed or not principal.practises or row.sensitive:
        return mine
    if principal.token_id is not None:
        return Verdict.refuse("access.by_hand")
    if principal.actor_id == row.actor_id:
        return Verdict.refuse("people.own_team")
    if only_consulted(principal, row.person_id):
        return Verdict.refuse("people.only_consulted")
    seen = not_lent(verdict(principal, row.person_id, Part.IDENTITY))
    if seen.allowed and principal.role is not Role.LEAD:
        return Verdict.refuse("people.for_a_lead")
    return may_share(principal, row.person_id, [Part(row.part)], actor_id=row.actor_id) if row.part else seen


def may_withdraw_request(principal: Principal, row: AccessRequest) -> Verdict:
    """Whoever is of the team that asked."""
    if may_search(principal).allowed and principal.actor_id == row.actor_id:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("people.not_your_request")


def helping_teams(person_id: UUID) -> list[UUID]:
    """The teams that help her now, sensitive ones too: each is told of what concerns her, and none of the others."""
    ties = Relationship.objects.filter(current(clock.now()), ~Q(role=CareRole.CONSULT), person_id=person_id)
    return list(ties.order_by("actor_id").values_list("actor_id", flat=True).distinct())
