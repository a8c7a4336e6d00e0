"""The ids by which Open Referral files that were taken in name what is here: they are given back when it goes out."""

from collections.abc import Collection, Mapping
from uuid import UUID

from ecotone.adapters.models import ExternalRecord
from ecotone.adapters.openreferral.terms import is_id

SOURCE = "openreferral"
"""What all HSDS files are, as ExternalRecord keeps it: their ids are unique in the world."""


def foreign_names(kind: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The id of each that came from such a file; the first, where several files named it. One query."""
    rows = ExternalRecord.objects.filter(source=SOURCE, kind=kind, subject_id__in=ids).order_by("-created_at", "-id")
    return {own: value for own, value in rows.values_list("subject_id", "value") if is_id(value)}
