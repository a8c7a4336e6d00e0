"""All reads of a person's rights. Each asks the policy, leaves a look in the audit, and returns frozen views."""

from ecotone.rights.queries.correcting import (
    correction,
    corrections,
    corrections_overdue,
    corrections_told,
    statements,
    to_put_right,
)
from ecotone.rights.queries.record import entries, record

__all__ = [
    "correction",
    "corrections",
    "corrections_overdue",
    "corrections_told",
    "entries",
    "record",
    "statements",
    "to_put_right",
]
