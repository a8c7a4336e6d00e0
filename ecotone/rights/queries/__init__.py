"""All reads of a person's rights. Each asks the policy, leaves a look in the audit, and returns frozen views."""

from ecotone.rights.queries.record import entries, record

__all__ = ["entries", "record"]
