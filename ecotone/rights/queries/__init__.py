"""All reads of a person's rights. Each asks the policy, leaves a look in the audit, and returns frozen views."""

from ecotone.rights.queries.correcting import (
    correction,
    corrections,
    corrections_overdue,
    corrections_told,
    pointed_at,
    statements,
    to_put_right,
)
from ecotone.rights.queries.erasing import (
    erasure_for,
    erasures,
    erasures_told,
    holds_to_review,
    my_erasure,
    one_hold,
    standing,
    to_sweep,
)
from ecotone.rights.queries.keeping import due, is_due, periods, retention_told, to_propose
from ecotone.rights.queries.record import entries, record, whose_record

__all__ = [
    "correction",
    "corrections",
    "corrections_overdue",
    "corrections_told",
    "due",
    "entries",
    "erasure_for",
    "erasures",
    "erasures_told",
    "holds_to_review",
    "is_due",
    "my_erasure",
    "one_hold",
    "periods",
    "pointed_at",
    "record",
    "retention_told",
    "standing",
    "statements",
    "to_propose",
    "to_put_right",
    "to_sweep",
    "whose_record",
]
