"""May this principal make, move, hand on, close or judge this referral, now, and why?"""

from collections.abc import Iterable
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.care.machine import TAKEN_ON, Party, State
from ecotone.care.models import Referral
from ecotone.care.policies.carers import ACTS, may_as_carer
from ecotone.care.policies.links import link_holds
from ecotone.care.policies.seeing import parties
from ecotone.people import policies as people
from ecotone.people.rules import Act, Part


def may_move(principal: Principal, referral: Referral) -> Verdict:
    """May the principal move this referral at all? (The table says which moves.)"""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    mine = parties(principal, referral)
    if not mine:
        return Verdict.refuse(_stranger(principal))
    if principal.kind is Kind.LINK:
        held = link_holds(principal)
        if not held.allowed:
            return held
    if Party.RECORDS in mine:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return people.may_know(principal, referral.person_id)


def may_make(principal: Principal, referral: Referral, code: str) -> Verdict:
    """May the principal make this one move? As `may_move`; a carer only what her permission names."""
    if principal.kind is Kind.CARER:
        return may_as_carer(principal, referral, ACTS.get(code))
    return may_move(principal, referral)


def _stranger(principal: Principal) -> str:
    if principal.kind is Kind.LINK:
        return "care.link_is_over"
    return "care.not_a_party" if principal.account_id else "access.nobody"


def may_refer(principal: Principal, person_id: UUID, parts: Iterable[Part]) -> Verdict:
    """May the principal ask for help for this person and pass these parts on? Whoever helps her may; so may she."""
    return people.may_share(principal, person_id, parts)


def may_hand_on(principal: Principal, parent: Referral) -> Verdict:
    """Only who has taken a referral on hands it on."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    by_account = principal.kind is not Kind.LINK
    if by_account and Party.TARGET in parties(principal, parent) and State(parent.state) in TAKEN_ON:
        return people.may_know(principal, parent.person_id)
    return Verdict.refuse("care.cannot_hand_on")


def may_acknowledge(principal: Principal, referral: Referral) -> Verdict:
    """Only the asker can say that what came back was read."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    mine = parties(principal, referral)
    if Party.SOURCE in mine:
        return Verdict.allow("care.asked_by_you", Basis.ROLE)
    return Verdict.refuse("care.only_the_asker" if mine else _stranger(principal))


def may_judge(principal: Principal, referral: Referral) -> Verdict:
    """The person judges; either end may write her word down, and it says that they did. A carer says it as one."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is Kind.CARER:
        return may_as_carer(principal, referral, Act.JUDGE)
    if principal.kind is Kind.LINK:
        return Verdict.refuse("access.not_by_link")
    if parties(principal, referral) & {Party.PERSON, Party.SOURCE, Party.TARGET}:
        return people.may_know(principal, referral.person_id)
    return Verdict.refuse("care.not_a_party")
