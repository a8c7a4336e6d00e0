"""May this principal see or review what a person hopes for, now, and why?"""

from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict
from ecotone.care.models import Outcome
from ecotone.people import policies as people
from ecotone.people.rules import Part


def may_see_outcomes(principal: Principal, person_id: UUID) -> Verdict:
    return people.verdict(principal, person_id, Part.OUTCOMES)


def may_write_outcome(principal: Principal, outcome: Outcome) -> Verdict:
    """She reviews what she hoped for; those who help her and see it may write her review down. No carer does."""
    return people.may_write(principal, outcome.person_id, Part.OUTCOMES)
