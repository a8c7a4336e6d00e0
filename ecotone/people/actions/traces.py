"""What an action leaves in the audit of a row about somebody."""

from typing import Any

from ecotone.access.audit import wrote


def written(row: Any, act: str) -> None:
    """That this row was made or changed, and whom it is about: `row` has a `person_id`."""
    wrote("person", row.person_id, act=act)
    wrote(str(row._meta.model_name), row.id, act=act)
