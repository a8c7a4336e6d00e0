"""Reading a long list on from where one stopped: by what the last row read had, not by how many were read.

Rows that come or go meanwhile move nothing, so that whatever was there throughout is read once; and the thousandth
page costs what the first does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy


@dataclass(frozen=True)
class Order:
    """The fields by which rows are ordered, "-" before one that descends; the last of them no two rows share.

    A field in `may_lack` may be empty: such rows come last, on either database.
    """

    fields: tuple[str, ...]
    may_lack: frozenset[str] = frozenset()

    def of(self, rows: QuerySet[Any], after: Sequence[Any] | None = None) -> QuerySet[Any]:
        """The rows in this order; only those behind the row whose fields had the values of `after`, if given."""
        ordered = rows.order_by(*map(self._by, self.fields))
        return ordered if after is None else ordered.filter(self._behind(self.fields, after))

    def _by(self, field: str) -> str | OrderBy:
        name = field.removeprefix("-")
        if name not in self.may_lack:
            return field  # an index may be read in this order as it is
        return F(name).desc(nulls_last=True) if field.startswith("-") else F(name).asc(nulls_last=True)

    def _behind(self, fields: Sequence[str], values: Sequence[Any]) -> Q:
        if not fields:
            return Q(pk__in=[])
        name, value = fields[0].removeprefix("-"), values[0]
        deeper = self._behind(fields[1:], values[1:])
        if value is None:
            return Q(**{f"{name}__isnull": True}) & deeper
        way = "lt" if fields[0].startswith("-") else "gt"
        lacking = Q(**{f"{name}__isnull": True}) if name in self.may_lack else Q(pk__in=[])
        # The first condition follows from the second; it is what an index can begin at.
        reached = Q(**{f"{name}__{way}e": value}) | lacking
        return reached & (Q(**{f"{name}__{way}": value}) | lacking | Q(**{name: value}) & deeper)
