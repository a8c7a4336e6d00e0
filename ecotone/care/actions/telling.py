"""Whom an open offer is told. They learn need and place, and nothing of who it is."""

from typing import Any

from ecotone.access.principal import Principal
from ecotone.care.models import Candidate, Referral
from ecotone.care.queries.offers import fitting
from ecotone.ground.errors import Invalid, Problem
from ecotone.ground.prepared import insert


def tell(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    """Tells those who fit and have not been told. Raises Invalid where nobody is left who might claim it."""
    told = dict(Candidate.objects.filter(referral=referral).values_list("service_id", "passed_at"))
    able = fitting(
        by,
        person_id=referral.person_id,
        born=referral.person.birth_date,
        need=referral.need.code if referral.need else "",
        place_id=referral.place_id,
        source_id=referral.source_id,
    )
    new = [each for each in able if each.id not in told]
    if not new and all(told.values()):
        raise Invalid(Problem("care.nobody_to_tell", "need"))
    insert(Candidate(referral=referral, service_id=each.id, actor_id=each.provider_id) for each in new)
