"""May this principal use a right over this record, now, and why? Fails closed."""

from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict
from ecotone.people import policies as people


def may_have_record(principal: Principal, person_id: UUID) -> Verdict:
    """The whole of a record is read and taken away by her whose it is, and by nobody else."""
    return people.only_self(principal, person_id)
