"""May this principal begin, see or change this joint work, now, and why?

Those in it see it whole, those asked to join it too, to make up their minds. Where it is for one person, only while
her record lets them know who she is; she sees it herself.
"""

from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.care.models import JointEvent, JointPartner, JointWork
from ecotone.care.rules.joint import PartnerState
from ecotone.people import policies as people

IN_IT = (PartnerState.PROPOSED, PartnerState.JOINED)


def may_work_jointly(principal: Principal, person_id: UUID | None = None) -> Verdict:
    """Anyone who works with people, from any sector; for one person only those who help her."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if not principal.practises:
        return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")
    return people.may_know(principal, person_id) if person_id else _by_role()


def may_see_joint(principal: Principal, work: JointWork, *, joined_only: bool = False) -> Verdict:
    """May the principal see it; with `joined_only`, may it do something in it?"""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is Kind.PERSON and principal.person_id is not None and principal.person_id == work.person_id:
        return (
            Verdict.refuse("care.joint_partners_only") if joined_only else people.only_self(principal, work.person_id)
        )
    mine = JointPartner.objects.filter(work=work, actor_id__in=[principal.actor_id], state__in=IN_IT)
    states = {*mine.values_list("state", flat=True)} if principal.practises else set()
    if not states:
        return Verdict.refuse("care.not_a_partner" if principal.account_id else "access.nobody")
    if joined_only and PartnerState.JOINED not in states:
        return Verdict.refuse("care.joint_partners_only")
    return people.may_know(principal, work.person_id) if work.person_id else _by_role()


def may_act_for(principal: Principal, actor_id: UUID, work: JointWork) -> Verdict:
    """Each changes what is its own, and nobody else's."""
    if not principal.is_system and principal.actor_id != actor_id:
        seen = may_see_joint(principal, work)
        return Verdict.refuse("care.joint_own_only") if seen.allowed else seen
    return may_see_joint(principal, work)


def may_take_back_event(principal: Principal, event: JointEvent) -> Verdict:
    """Whoever wrote it down for their team."""
    if not principal.is_system and (not principal.practises or principal.actor_id != event.author_actor_id):
        return Verdict.refuse("care.joint_own_only" if principal.account_id else "access.nobody")
    return may_see_joint(principal, event.work) if event.work else _by_role()


def _by_role() -> Verdict:
    return Verdict.allow("access.by_role", Basis.ROLE)
