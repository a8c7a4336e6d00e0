"""May this principal send a link, use one, or write down what a group said by phone, now, and why?

Who asked sends links, takes them back, and may write down the target's answer, while nobody at the target can do so
here. Who came by a link may answer the one ask that it was mailed for, as long as it holds.
"""

from collections.abc import Container

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.care.machine import OPEN, Party, State
from ecotone.care.models import AnswerLink, Referral
from ecotone.care.policies.seeing import parties
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people import policies as people

ANSWERABLE = OPEN - {State.DRAFT, State.UNCLAIMED, State.NO_REPLY}
"""Where something is asked of the target, or in its hands: what a link is for."""


def listed_address(referral: Referral) -> str:
    """Where the target can be written to, by what it says of itself; empty where it says nothing."""
    asked = referral.target.email if referral.target else ""
    return asked or (referral.service.email if referral.service else "")


def may_send_link(principal: Principal, referral: Referral) -> Verdict:
    """The asker, and Ecotone itself; and only where nobody at the target could open it with an account."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    return _asker_for_target(principal, referral)


def may_write_down(principal: Principal, referral: Referral) -> Verdict:
    """May the principal write down what the target said? The asking team, where nobody there can do it here."""
    return _asker_for_target(principal, referral)


def would_write_down(principal: Principal, referral: Referral) -> Verdict:
    """The same for a page that has seen already that nobody at the target answers here."""
    mine = parties(principal, referral)
    if Party.SOURCE not in mine or not principal.practises:
        return _not_the_asker(principal, mine)
    return people.may_know(principal, referral.person_id)


def may_revoke_link(principal: Principal, referral: Referral) -> Verdict:
    """The asker may take a link back at any time."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    mine = parties(principal, referral)
    if Party.SOURCE in mine:
        return Verdict.allow("care.asked_by_you", Basis.ROLE)
    return _not_the_asker(principal, mine)


def _asker_for_target(principal: Principal, referral: Referral) -> Verdict:
    mine = parties(principal, referral)
    if Party.SOURCE not in mine:
        return _not_the_asker(principal, mine)
    if not principal.practises:
        return Verdict.refuse("care.only_a_team_writes_down")
    if referral.target_id is None or ecosystem.has_practice(referral.target_id):
        return Verdict.refuse("care.they_answer_here")
    return people.may_know(principal, referral.person_id)


def _not_the_asker(principal: Principal, mine: Container[Party]) -> Verdict:
    """Who is a party to it may know that it is for the asker to do; anybody else not even that there is an ask."""
    if not principal.account_id:
        return Verdict.refuse("access.nobody")
    return Verdict.refuse("care.only_the_asker_sends" if mine else "care.not_a_party")


def may_use_link(principal: Principal, link: AnswerLink) -> Verdict:
    """Its holder, and nobody else: whoever came by another link is a stranger to this one."""
    if principal.kind is Kind.LINK and principal.link_id == link.id and principal.actor_id == link.referral.target_id:
        return Verdict.allow("care.by_link", Basis.RELATIONSHIP)
    return Verdict.refuse("care.link_is_over")


def link_holds(principal: Principal) -> Verdict:
    """Whether the link this principal came by still holds at this moment, for a write: one taken back meanwhile does
    not. Call it inside a transaction: the link's row is locked, so that taking it back waits or comes first.
    """
    live = AnswerLink.objects.select_for_update().filter(pk__in=[principal.link_id], closed_at=None)
    if live.filter(expires_at__gt=clock.now()).values_list("id").first():
        return Verdict.allow("care.by_link", Basis.RELATIONSHIP)
    return Verdict.refuse("care.link_is_over")
