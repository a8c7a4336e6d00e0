"""What a service promises before it closes because it could not reach someone. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from ecotone.care.machine import Reason
from ecotone.ground.errors import Problem


def attempt_problems(recorded: Mapping[str, Any], promised: int | None) -> Iterator[Problem]:
    """What is wrong with closing so: fewer attempts than the service promises. It promises nothing where None.

    `recorded` is what goes with the move: nothing is judged that is closed for another reason.
    """
    if promised is None or recorded.get("reason_code") != Reason.COULD_NOT_CONTACT:
        return
    noted = recorded.get("attempts")
    if noted is None:
        yield Problem("care.attempts_not_said", "attempts", {"promised": promised})
    elif noted < promised:
        once = promised == 1
        yield Problem("care.never_tried" if once else "care.too_few_attempts", "attempts", _both(promised, noted))


def _both(promised: int, noted: int) -> dict[str, int]:
    return {"promised": promised, "noted": noted}
