"""All that a group has in one column, in one text: on either database, by the name that each has for it."""

from typing import Any

from django.db.models import Aggregate, CharField, Value


class Together(Aggregate):
    """The values of a column of codes with commas between, in no order; None where the group has none."""

    function = "STRING_AGG"
    output_field = CharField()

    def __init__(self, expression: Any, **extra: Any) -> None:
        super().__init__(expression, Value(","), **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **extra)
