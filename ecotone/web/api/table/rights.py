"""Rights: a person's whole record."""

from ecotone.access.rules import Scope
from ecotone.rights import queries
from ecotone.web.api.operations import Operation, Read
from ecotone.web.routes import Access

READ, WRITE = Scope.PEOPLE_READ, Scope.PEOPLE_WRITE
HERSELF = (Access.PERSON,)

OPERATIONS: tuple[Operation, ...] = (
    Read("my-record", queries.record, READ, HERSELF, mark=lambda entry: f"{entry.kind}:{entry.id}"),
)
