"""A referral's tree: who asked whom, how long each held it, where it bounced, what came back to whoever asked. Pure.

    Ward ──asked──▶ Home support ──declined──▶│
      └──asked elsewhere──▶ Befrienders ──taken on──▶ handed on ──▶ Clinic
                                                        └──asked on──▶ Ward      back where it came from

An ask hangs below another because it was handed on, or, where it was made apart, because it is for the same need of
the same person within 90 days: after an earlier one had bounced (asked elsewhere: first of all by the same asker),
or by whoever had been asked before (asked on). What a reader may not see is not in the rows, or has neither need,
ends nor times: then nothing is concluded from it.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ecotone.care.machine import FINAL, TAKEN_ON, UNANSWERED, State

NEAR = timedelta(days=90)
"""How far apart two asks for the same need may lie to be one search."""


class Phase(StrEnum):
    """Who holds it: it waits for an answer, it lies with the asker without one, it is in hand."""

    WAITING = "waiting"
    NO_REPLY = "no_reply"
    IN_HAND = "in_hand"


class Why(StrEnum):
    """Why an ask stands where it does in the tree."""

    FIRST = "first"
    HANDED_ON = "handed_on"
    ASKED_ON = "asked_on"
    ELSEWHERE = "elsewhere"


class Bounce(StrEnum):
    """How an ask came back without the help."""

    DECLINED = "declined"
    NO_REPLY = "no_reply"
    FAILED = "failed"


BOUNCED = {State.REJECTED: Bounce.DECLINED, State.NO_REPLY: Bounce.NO_REPLY, State.FAILED: Bounce.FAILED}
HERSELF = "herself"
"""Stands for the person where she asked."""
ANYONE = "anyone"
"""Stands for all who can help, where one of them was to claim it and nobody has."""


@dataclass(frozen=True)
class Ask:
    """One ask as a reader may see it. `source`, `target` and `need` are None where they are withheld or not there.

    `steps` are (when, the state after it), in order; none where the times are withheld.
    """

    id: Hashable
    asked_at: datetime
    state: State
    source: Hashable | None = None
    target: Hashable | None = None
    need: Hashable | None = None
    parent_id: Hashable | None = None
    steps: tuple[tuple[datetime, State], ...] = ()


@dataclass(frozen=True)
class Span:
    """How long it lay in one phase: half-open, to now where it lasts."""

    phase: Phase
    since: datetime
    until: datetime
    lasts: bool = False

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True)
class Node:
    """An ask in its tree; `back` where it came back to somebody who had asked further up."""

    ask: Ask
    why: Why
    spans: tuple[Span, ...]
    bounce: Bounce | None
    back: bool
    children: tuple["Node", ...] = field(default=())


def spans(ask: Ask, now: datetime) -> tuple[Span, ...]:
    """The phases one after the other, with like ones that follow each other as one."""
    found: list[Span] = []
    for number, (since, state) in enumerate(ask.steps):
        phase = _phase(state)
        lasts = number + 1 == len(ask.steps)
        until = now if lasts else ask.steps[number + 1][0]
        if phase is None:
            continue
        if found and found[-1].phase is phase and found[-1].until == since:
            found[-1] = Span(phase, found[-1].since, until, lasts)
        else:
            found.append(Span(phase, since, until, lasts))
    return tuple(found)


def _phase(state: State) -> Phase | None:
    if state in UNANSWERED | {State.UNCLAIMED}:
        return Phase.WAITING
    if state is State.NO_REPLY:
        return Phase.NO_REPLY
    return Phase.IN_HAND if state in TAKEN_ON | {State.CANCEL_REQUESTED} else None


def bounce(ask: Ask) -> Bounce | None:
    """How it came back without the help, if it did; no reply also where the asker then gave up."""
    if found := BOUNCED.get(ask.state):
        return found
    never_taken_on = not any(state in TAKEN_ON for _, state in ask.steps)
    went_back = any(state is State.NO_REPLY for _, state in ask.steps)
    return Bounce.NO_REPLY if ask.state is State.CANCELLED and never_taken_on and went_back else None


def forest(asks: Iterable[Ask], now: datetime) -> tuple[Node, ...]:
    """The trees these asks make, the earliest first, in each the earlier before the later."""
    ordered = sorted(asks, key=lambda ask: (ask.asked_at, str(ask.id)))
    above: dict[Hashable, tuple[Ask | None, Why]] = {}
    for number, ask in enumerate(ordered):
        above[ask.id] = _above(ask, ordered[:number])
    below: dict[Hashable | None, list[Ask]] = {}
    for ask in ordered:
        up, _ = above[ask.id]
        below.setdefault(up.id if up else None, []).append(ask)
    return tuple(_node(ask, above, below, now, frozenset()) for ask in below.get(None, ()))


def _node(
    ask: Ask,
    above: Mapping[Hashable, tuple[Ask | None, Why]],
    below: Mapping[Hashable | None, list[Ask]],
    now: datetime,
    askers: frozenset[Hashable],
) -> Node:
    here = askers | ({ask.source} if ask.source not in (None, HERSELF) else set())
    return Node(
        ask=ask,
        why=above[ask.id][1],
        spans=spans(ask, now),
        bounce=bounce(ask),
        back=ask.target is not None and ask.target in askers,
        children=tuple(_node(each, above, below, now, here) for each in below.get(ask.id, ())),
    )


def _above(ask: Ask, earlier: list[Ask]) -> tuple[Ask | None, Why]:
    """The ask that this one hangs below, and why; the latest of several."""
    for each in reversed(earlier):
        if ask.parent_id is not None and each.id == ask.parent_id:
            return each, Why.HANDED_ON
    if ask.parent_id is not None or ask.need is None:
        return None, Why.HANDED_ON if ask.parent_id is not None else Why.FIRST
    near = [each for each in earlier if each.need == ask.need and ask.asked_at - last_heard(each) <= NEAR]
    returned = [each for each in near if _bounced_by(each, ask.asked_at)]
    to_them = [each for each in returned if each.source is not None and each.source == ask.source]
    if to_them:
        return to_them[-1], Why.ELSEWHERE
    if passed_on := [each for each in near if each.target is not None and each.target == ask.source]:
        return passed_on[-1], Why.ASKED_ON
    return (returned[-1], Why.ELSEWHERE) if returned else (None, Why.FIRST)


def last_heard(ask: Ask) -> datetime:
    """When it last moved; while it is open or its times are not known, when it was asked."""
    return ask.steps[-1][0] if ask.steps and ask.state in {*FINAL, State.NO_REPLY} else ask.asked_at


def _bounced_by(ask: Ask, at: datetime) -> bool:
    """Whether it had come back by then; asked of the same again, it has not."""
    return (
        bounce(ask) is not None
        and bool(ask.steps)
        and any(state in BOUNCED and when <= at for when, state in ask.steps)
    )
