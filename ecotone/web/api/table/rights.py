"""Rights: a person's whole record, and what is said to be wrong in it."""

from ecotone.access.rules import Scope
from ecotone.rights import actions, queries
from ecotone.web.api.operations import Operation, Read, Write
from ecotone.web.routes import Access

READ, WRITE = Scope.PEOPLE_READ, Scope.PEOPLE_WRITE
HERSELF = (Access.PERSON,)
THEIRS = (Access.WORKER, Access.HERS)
WRONG = "corrections/{correction_id}"

OPERATIONS: tuple[Operation, ...] = (
    Read("my-record", queries.record, READ, HERSELF, mark=lambda entry: f"{entry.kind}:{entry.id}"),
    Read("corrections", queries.corrections, READ, parts=("items", "total")),
    Read(WRONG, queries.correction, READ),
    Write("people/{person_id}/corrections", actions.ask_correction, WRITE, THEIRS, makes="correction"),
    Write(f"{WRONG}/answer", actions.answer_correction, WRITE),
    Write(f"{WRONG}/more-time", actions.extend_correction, WRITE),
    Write(f"{WRONG}/pass-on", actions.pass_on_correction, WRITE),
    Write(f"{WRONG}/withdraw", actions.withdraw_correction, WRITE),
    Read("my-erasure", queries.my_erasure, READ, HERSELF),
    Write("people/{person_id}/erasures", actions.ask_erasure, WRITE, (Access.WORKER, Access.PERSON), makes=""),
    Write("erasures/{erasure_id}/withdraw", actions.withdraw_erasure, WRITE, (Access.WORKER, Access.PERSON)),
)
