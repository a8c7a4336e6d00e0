"""Who does what next: the words for a promise, and for who carries it. Pure."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from ecotone.ground.errors import Problem


class Carrier(StrEnum):
    """Who carries a promise: the person alone, the person with somebody's help, a team."""

    ALONE = "alone"
    WITH_HELP = "with_help"
    TEAM = "team"


class PromiseState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


def carrier_problems(carrier: Carrier, *, has_tie: bool, has_team: bool) -> Iterator[Problem]:
    """Who carries it names whoever that takes, and nobody else: help is from one of the circle, or from one team."""
    named = has_tie + has_team
    if carrier is Carrier.ALONE and named:
        yield Problem("care.alone_is_alone", "carried_by")
    elif carrier is Carrier.WITH_HELP and named != 1:
        yield Problem("care.one_helper", "carried_by")
    elif carrier is Carrier.TEAM and (has_tie or not has_team):
        yield Problem("care.one_team", "carried_by")


def is_promise_late(state: PromiseState, by_when: date | None, today: date) -> bool:
    """Whether its day has passed while it is still open. One without a day is never late."""
    return state is PromiseState.OPEN and by_when is not None and by_when < today
