"""Somebody dies, or moves away: what that means in every room, in one transaction, and nothing by itself.

    died   ──▶ open asks end, each with its step and the reason; whoever asked reads it as what came back
               what was promised is dropped; her sign-in and all permissions to act for her end; nobody asks any more
               relationships end once the loops are read, those that no ask opened after 28 days
    undone ──▶ she is among the living again: permissions, relationships, promises hold as before
               what had ended stays ended, and lies as a draft before whoever asked
    moved  ──▶ her home changes; open asks of services that do not go there are marked for both ends and for her
               nothing is ended by it

Each can be done twice and is one. A death is undone by those who guard records; a move, by noting the next.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care import actions as care
from ecotone.people import actions as people
from ecotone.people.models import Departure

LEAVING = Principal.system("leaving")
"""Does in other rooms what follows; the audit entry names the one who noted it."""


@dataclass(frozen=True)
class Left:
    """What came of it: how many asks ended, were marked, or lie as drafts again; how many promises were touched."""

    departure_id: UUID
    asks: int
    promises: int = 0


@action("procedures.record_death")
def record_death(*, by: Principal, person_id: UUID, died_on: date, told_by: str) -> Left:
    """Notes that somebody has died, and all that follows. Noted a second time it changes nothing.

    Raises Invalid naming every fault; Refused to who does not help her; Stale when an ask moved at that moment, and
    then nothing has happened.
    """
    noted = people.note_death(by=by, person_id=person_id, died_on=died_on, told_by=told_by)
    if "asks" in noted.ended:
        return _left(noted)
    asks = care.lapse_asks(by=LEAVING, person_id=person_id, reason=_("The person has died."))
    promises = care.drop_promises(by=LEAVING, person_id=person_id, words=_("The person has died."))
    people.keep_what_ended(by=LEAVING, departure_id=noted.id, kind="asks", ids=asks)
    people.keep_what_ended(by=LEAVING, departure_id=noted.id, kind="promises", ids=promises)
    return Left(noted.id, len(asks), len(promises))


def _left(noted: Departure) -> Left:
    return Left(noted.id, len(noted.ended["asks"]), len(noted.ended["promises"]))


@action("procedures.undo_death")
def undo_death(*, by: Principal, person_id: UUID, reason: str) -> Left:
    """It was entered in error: what can be restored is, and what cannot lies ready to be asked again.

    Undone twice it is one.
    """
    noted = people.undo_death(by=by, person_id=person_id, reason=reason)
    promises = [UUID(each) for each in noted.ended.get("promises", [])]
    drafts = noted.ended.get("drafts")
    if drafts is None:
        care.take_up_promises(by=LEAVING, person_id=person_id, ids=promises)
        asks = [UUID(each) for each in noted.ended.get("asks", [])]
        drafts = care.draft_again(by=LEAVING, person_id=person_id, ids=asks)
        people.keep_what_ended(by=LEAVING, departure_id=noted.id, kind="drafts", ids=drafts)
    return Left(noted.id, len(drafts), len(promises))


@action("procedures.record_move")
def record_move(
    *, by: Principal, person_id: UUID, version: int, home_id: UUID | None, on: date, told_by: str
) -> Left:
    """Notes where somebody lives now; without a home, outside this area. Says how many asks are marked by it."""
    noted = people.note_move(by=by, person_id=person_id, version=version, home_id=home_id, on=on, told_by=told_by)
    marked = care.flag_out_of_area(by=LEAVING, person_id=person_id, home_id=home_id)
    return Left(noted.id, len(marked))
