"""May this principal add to, or tick off, who does what next about a person, now, and why?"""

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.care.models import Outcome, Referral
from ecotone.care.policies.carers import may_as_carer
from ecotone.care.policies.hopes import may_see_outcomes
from ecotone.care.policies.seeing import seen
from ecotone.care.rules import Sight
from ecotone.people import policies as people
from ecotone.people.rules import Act, Part


def may_promise_on_referral(principal: Principal, referral: Referral) -> Verdict:
    """Whoever sees all of a referral keeps its list with the others; a carer where her permission says so."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is Kind.CARER:
        return may_as_carer(principal, referral, Act.TICK)
    if principal.kind is Kind.LINK:
        return Verdict.refuse("access.not_by_link")
    verdicts = people.verdicts(principal, [referral.person_id])
    mine = seen(principal, [referral], verdicts)[referral.id]
    if mine.sight is Sight.FULL:
        return mine.verdict
    return mine.verdict if not mine.verdict.allowed else Verdict.refuse("care.not_a_party")


def may_promise_on_outcome(principal: Principal, outcome: Outcome) -> Verdict:
    """Whoever sees what she hopes for keeps the list of what is done for it."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is Kind.CARER:
        return people.may_act(principal, outcome.person_id, Act.TICK, Part.OUTCOMES)
    if principal.kind is Kind.LINK:
        return Verdict.refuse("access.not_by_link")
    return may_see_outcomes(principal, outcome.person_id)
