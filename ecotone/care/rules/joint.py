"""The codes of joint work: how a partner stands to it, how an action does, what was done together, who paid. Pure."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID


class PartnerState(StrEnum):
    """Asked to join, in it by its own yes, or out of it."""

    PROPOSED = "proposed"
    JOINED = "joined"
    LEFT = "left"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class EventKind(StrEnum):
    """What was done together, apart from the work itself."""

    JOINT_VISIT = "joint_visit"
    SHADOWING = "shadowing"
    NETWORKING = "networking"
    LEARNING = "learning"


class Funding(StrEnum):
    """Who paid for our time in it."""

    OWN = "own"
    FUNDED = "funded"
    UNPAID = "unpaid"
    NOT_SAID = "not_said"


class Direction(StrEnum):
    """Which way learning flowed, as seen by whoever writes it down."""

    NONE = "none"
    FROM_THEM = "from_them"
    FROM_US = "from_us"
    BOTH = "both"


def learning(direction: Direction, *, ours: UUID, others: Iterable[UUID]) -> dict[UUID, tuple[bool, bool]]:
    """For each who took part whether it learned, and whether others learned from it."""
    we_learned = direction in (Direction.FROM_THEM, Direction.BOTH)
    they_learned = direction in (Direction.FROM_US, Direction.BOTH)
    return {ours: (we_learned, they_learned), **dict.fromkeys(others, (they_learned, we_learned))}
