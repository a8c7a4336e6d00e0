"""What may one do who acts for a person within her permission? Only what it names, on what it lets them see."""

from collections.abc import Mapping

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Verdict
from ecotone.care.machine import State
from ecotone.care.models import Referral
from ecotone.people import policies as people
from ecotone.people.rules import Act, Part

ACTS: Mapping[str, Act] = {"answer": Act.ANSWER, "withdraw": Act.CANCEL}
"""The moves that a permission may cover, and by which of its acts; no permission covers another."""


def carer_sees(principal: Principal, referral: Referral) -> bool:
    """Whether a carer sees this referral of hers at all: all of it then, or nothing, not even that it is there.

    What is sensitive, by itself or for whoever is at one end of it, only where her permission says so; what she keeps
    from those who act for her, never. A draft is its author's alone.
    """
    person_id = referral.person_id
    if principal.kind is not Kind.CARER or principal.cares_for != person_id:
        return False
    if referral.state == State.DRAFT and (referral.source_id or referral.author_account_id != principal.account_id):
        return False
    if not people.verdict(principal, person_id, Part.REFERRALS).allowed:
        return False
    permission = people.permission_of(principal)
    if referral.sensitive and not (permission and permission.sensitive):
        return False
    hidden = people.hidden_teams(principal, [person_id]).get(person_id, frozenset())
    kept = people.kept_back(principal, person_id)
    return referral.id not in kept and not {referral.source_id, referral.target_id} & hidden


def may_as_carer(principal: Principal, referral: Referral, act: Act | None) -> Verdict:
    """May a carer do this to a referral that they see? Never what no act names."""
    if not carer_sees(principal, referral):
        return Verdict.refuse("care.not_a_party")
    if act is None:
        return Verdict.refuse("people.not_permitted")
    return people.may_act(principal, referral.person_id, act, Part.REFERRALS)
