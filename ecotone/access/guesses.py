"""Wrong tries, counted once for all the processes that serve: in the database, as `spending` is, and for its reason.

    take ──> some lane is to wait ──> nothing is tried, nothing is counted: it does not get longer by knocking
       └───> free ──> counted as failed *before* it is tried, so that a hundred at one instant are a hundred
                └──> it was right ──> right(): the lane of who tried begins anew, the others lose this one count

A lane that others share only loses this one count: else whoever has an account of their own would wipe it clean.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from ecotone.access import pace
from ecotone.access.models import Guess
from ecotone.access.pace import Pace
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem

R = TypeVar("R")
WRONG = frozenset({"access.wrong_password", "access.wrong_code"})


@dataclass(frozen=True)
class Lane:
    """What is counted together (any text; only its salted hash is kept), how fast, and whether others share it."""

    name: str
    pace: Pace
    is_shared: bool = False

    @property
    def key(self) -> str:
        return salted_hmac("ecotone.guesses", self.name, algorithm="sha256").hexdigest()


def for_password(address: str, source: str, browser_id: UUID | None) -> list[Lane]:
    """The lanes of a password for this address: a known browser's own alone, else all that outsiders share.

    The address need belong to nobody: the same is counted then.
    """
    if browser_id:
        return [Lane(f"browser:{browser_id}", pace.BROWSER)]
    return [
        Lane(f"pair:{address}:{source}", pace.PAIR),
        Lane(f"account:{address}", pace.ACCOUNT, is_shared=True),
        Lane(f"source:{source}", pace.SOURCE, is_shared=True),
    ]


def for_code(account_id: UUID, browser_id: UUID | None) -> list[Lane]:
    """The lane of a second step: a known browser has one of its own."""
    return [Lane(f"code:{account_id}:{browser_id or ''}", pace.CODE)]


def for_reset(address: str, source: str) -> list[Lane]:
    """The lanes of a mailed link: each one counts, whoever the address is."""
    return [Lane(f"reset:{address}", pace.RESET), Lane(f"reset-source:{source}", pace.RESET_SOURCE)]


def for_outside(source: str) -> list[Lane]:
    """The lane of coming back from an identity provider: none that a password is counted in."""
    return [Lane(f"outside:{source}", pace.OUTSIDE, is_shared=True)]


def for_passkey(source: str) -> list[Lane]:
    """The lane of asking for a passkey, which nobody guesses: so that nobody fills the database by trying."""
    return [Lane(f"passkey:{source}", pace.OUTSIDE, is_shared=True)]


def for_way_in(source: str) -> list[Lane]:
    """The lane of the codes of people's own ways in, from one network: each offer counts its own wrong tries."""
    return [Lane(f"way-in:{source}", pace.SOURCE, is_shared=True)]


def take(lanes: Sequence[Lane]) -> datetime | None:
    """Counts one try in each of these lanes, unless one of them has to wait: until when, then. None means: try it."""
    now, by_key = clock.now(), {lane.key: lane for lane in lanes}
    with transaction.atomic():
        blank = [Guess(lane=key, last_at=now, free_at=now) for key in by_key]
        Guess.objects.bulk_create(blank, ignore_conflicts=True)
        # In one order, so that two that share lanes wait for each other and never in a ring.
        rows = list(Guess.objects.select_for_update().filter(lane__in=list(by_key)).order_by("lane"))
        until = max(row.free_at for row in rows)
        if until > now:
            return until
        for row in rows:
            row.failed = 1 if row.last_at <= now - pace.FORGOTTEN else row.failed + 1
            wait = timedelta(seconds=by_key[row.lane].pace.wait(row.failed))
            row.last_at, row.free_at = now, now + wait
        Guess.objects.bulk_update(rows, ["failed", "last_at", "free_at"])
    return None


def right(lanes: Sequence[Lane]) -> None:
    """What was taken for a try was the right one."""
    own = [lane.key for lane in lanes if not lane.is_shared]
    shared = [lane.key for lane in lanes if lane.is_shared]
    Guess.objects.filter(lane__in=own).delete()
    Guess.objects.filter(lane__in=shared, failed__gt=0).update(failed=F("failed") - 1, free_at=clock.now())


@contextmanager
def counted(lanes: Sequence[Lane]) -> Iterator[None]:
    """What is tried in this block is counted; it failed if it raises Invalid that says so (WRONG).

    Raises Invalid with when to come back, and does not enter the block, while a lane is to wait.
    """
    if until := take(lanes):
        raise too_many(until)
    try:
        yield
    except Invalid as invalid:
        if not WRONG & {problem.code for problem in invalid.problems}:
            right(lanes)
        raise
    right(lanes)


def guarded(act: Callable[..., R], lanes: Sequence[Lane]) -> Callable[..., R]:
    """The same act, counted in these lanes."""

    @wraps(act)
    def run(**given: Any) -> R:
        with counted(lanes):
            return act(**given)

    return run


def too_many(until: datetime) -> Invalid:
    """That it was tried too often, with the minute from which it may be tried again, where the people are."""
    minute = (until + timedelta(seconds=59)).astimezone(clock.LOCAL)
    return Invalid(Problem("access.too_many_tries", params={"at": f"{minute:%H:%M}"}))


def forget() -> int:
    """Takes away lanes that have been quiet for a day, and says how many."""
    return Guess.objects.filter(last_at__lte=clock.now() - pace.FORGOTTEN).delete()[0]
