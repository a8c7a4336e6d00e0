"""May this principal claim this open offer, or pass it by, and why?"""

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict
from ecotone.care.models import Candidate


def may_claim(principal: Principal, candidate: Candidate | None) -> Verdict:
    """Those who work in a team that was told of it; `candidate` is what it was told as, None where it was not."""
    if principal.practises and candidate is not None and candidate.actor_id == principal.actor_id:
        return Verdict.allow("care.told_of_it", Basis.ROLE)
    return Verdict.refuse("care.not_told" if principal.account_id else "access.nobody")
