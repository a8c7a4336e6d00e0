"""Who is told of what: for each thing that happens to an ask or a question, whom it concerns, and as what. Pure.

    offer ──▶ the team asked: it waits for you      accept ──▶ the team that asked: it came back
                                                    both   ──▶ the person: good to know

Nobody is told of what they did themselves.
"""

from collections.abc import Iterator, Mapping

from ecotone.notices.rules import Side, Sort

SAYS: Mapping[str, Mapping[Side, Sort]] = {
    "offer": {Side.TARGET: Sort.TO_DO, Side.PERSON: Sort.NEWS},
    "offer_openly": {Side.TARGET: Sort.TO_DO, Side.PERSON: Sort.NEWS},
    "claim": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "expire": {Side.SOURCE: Sort.TO_DO, Side.PERSON: Sort.NEWS},
    "ask": {Side.SOURCE: Sort.TO_DO, Side.PERSON: Sort.NEWS},
    "answer": {Side.TARGET: Sort.TO_DO},
    "accept": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "allocate": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "waitlist": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "decline": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "schedule": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "meet": {Side.SOURCE: Sort.CAME_BACK, Side.TARGET: Sort.NEWS},
    "no_show": {Side.SOURCE: Sort.CAME_BACK},
    "interim": {Side.SOURCE: Sort.CAME_BACK},
    "hold": {Side.SOURCE: Sort.CAME_BACK, Side.TARGET: Sort.NEWS, Side.PERSON: Sort.NEWS},
    "complete": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "complete_partly": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "complete_onward": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "fail": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "request_cancel": {Side.TARGET: Sort.TO_DO},
    "confirm_cancel": {Side.SOURCE: Sort.CAME_BACK, Side.PERSON: Sort.NEWS},
    "cancel": {Side.TARGET: Sort.NEWS, Side.PERSON: Sort.NEWS},
    "withdraw": {Side.SOURCE: Sort.CAME_BACK, Side.TARGET: Sort.NEWS, Side.PERSON: Sort.NEWS},
    "lapse": {Side.SOURCE: Sort.CAME_BACK, Side.TARGET: Sort.NEWS},
    "give_up_waiting": {Side.SOURCE: Sort.TO_DO, Side.TARGET: Sort.NEWS, Side.PERSON: Sort.NEWS},
    "wait_again": {Side.TARGET: Sort.TO_DO, Side.PERSON: Sort.NEWS},
    "mark_error": {Side.SOURCE: Sort.NEWS, Side.TARGET: Sort.NEWS, Side.PERSON: Sort.NEWS},
    "escalate": {Side.TARGET: Sort.LATE},
    "review_due": {Side.TARGET: Sort.LATE},
    "answer_due": {Side.SOURCE: Sort.LATE},
    "sentence": {Side.SOURCE: Sort.CAME_BACK},
    "judge": {Side.SOURCE: Sort.CAME_BACK, Side.TARGET: Sort.NEWS, Side.PERSON: Sort.NEWS},
    "question": {Side.TARGET: Sort.TO_DO},
    "answer_question": {Side.SOURCE: Sort.CAME_BACK},
}
"""For a move of the machine by its code, and for what is no move: who is told, and what it is to them.

Opening an ask (`receive`) is told to nobody: it needs nothing of anyone. An open offer is told, in place of a target,
to all who may claim it.
"""


OF_HER_DEATH = frozenset({"lapse"})
"""What she can no longer be told, though she asked for it herself."""


def sides_told(kind: str, *, is_own_ask: bool) -> Iterator[tuple[Side, Sort]]:
    """Who is told; one who asked for herself is told, as the person, what an asker is told."""
    says = SAYS.get(kind, {})
    for side, sort in says.items():
        if side is not Side.SOURCE or not is_own_ask:
            yield side, sort
        elif Side.PERSON not in says and kind not in OF_HER_DEATH:
            yield Side.PERSON, sort
