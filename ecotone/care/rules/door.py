"""The open door: after which ends, and until which day, a person may come back to a service. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from ecotone.care.machine import Reason, State

REPLY_TO_RETURN_DAYS = 7
"""Within how many days a service answers one who came back: it knows her."""


class Door(StrEnum):
    """How the door of a service stands for one ask that was made of it; each is the code of a sentence."""

    OPEN = "care.door_open"
    NOT_SAID = "care.door_not_said"
    NOT_ENDED = "care.door_not_ended"
    NO_WAY_BACK = "care.door_no_way_back"
    SHUT = "care.door_shut"
    SERVICE_CLOSED = "care.door_service_closed"
    REFUSED = "care.door_refused"
    BACK_ALREADY = "care.door_back_already"
    HAS_DIED = "people.has_died"


def leaves_the_door(state: State, detail: str) -> bool:
    """Whether this is an end after which one can come back: helped, not carried through, or never reached.

    Who was declined, or stopped it, asks anew: there is nothing to come back to.
    """
    never_reached = state is State.REJECTED and detail == Reason.COULD_NOT_CONTACT
    return state in (State.COMPLETED, State.FAILED) or never_reached


def last_day(ended_on: date | None, open_days: int | None) -> date | None:
    """The last day of the open door, counted in days of the calendar from the end; None where none was promised."""
    return ended_on + timedelta(days=open_days) if ended_on and open_days else None


def standing(
    state: State,
    detail: str,
    *,
    ended_on: date | None,
    open_days: int | None,
    active: bool,
    back: bool,
    died: bool,
    today: date,
) -> Door:
    """How the door stands today. `active`: the service runs; `back`: she has come back through it already."""
    until = last_day(ended_on, open_days)
    if died:
        return Door.HAS_DIED
    if ended_on is None:
        return Door.NOT_ENDED
    if not leaves_the_door(state, detail):
        return Door.NO_WAY_BACK
    if back:
        return Door.BACK_ALREADY
    if until is None:
        return Door.NOT_SAID
    if not active:
        return Door.SERVICE_CLOSED
    return Door.OPEN if today <= until else Door.SHUT
