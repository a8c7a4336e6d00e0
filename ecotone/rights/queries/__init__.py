"""All reads of a person's rights. Each asks the policy, leaves a look in the audit, and returns frozen views."""

from ecotone.rights.queries.correcting import (
    correction,
    corrections,
    corrections_overdue,
    corrections_told,
    statements,
    to_put_right,
)
from ecotone.rights.queries.erasing import (
    erasures,
    erasures_told,
    holds_to_review,
    my_erasure,
    one_hold,
    standing,
    to_sweep,
)
from ecotone.rights.queries.record import entries, record, whose_record

__all__ = [
    "correction",
    "corrections",
    "corrections_overdue",
    "corrections_told",
    "entries",
    "erasures",
    "erasures_told",
    "holds_to_review",
    "my_erasure",
    "one_hold",
    "record",
    "standing",
    "statements",
    "to_put_right",
    "to_sweep",
    "whose_record",
]
