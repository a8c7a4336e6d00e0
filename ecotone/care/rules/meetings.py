"""What a team meeting decides, what each decision needs, and what is kept when two write at once. Pure.

    a line ──decision──▶ moves of the machine, at once        steps_of(decision, state)
    base ──▶ theirs                                            differences(…): every field in which the two part,
       └───▶ mine      ── both shown, the second chooses ──▶   with both values; nothing typed is thrown away

What is typed is never thrown away for having come second.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from ecotone.care.machine import (
    BY_CODE,
    TAKEN_ON,
    TOLD,
    UNANSWERED,
    Field,
    Kind,
    Move,
    State,
    read,
)
from ecotone.ground.errors import Problem


class MeetingState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class MeetingWay(StrEnum):
    PLACE = "place"
    VIDEO = "video"
    PHONE = "phone"


class RoomRole(StrEnum):
    """A part in one meeting. Anyone in the room may lead it, from whatever sector."""

    LEAD = "lead"
    MINUTES = "minutes"
    MEMBER = "member"


class LineState(StrEnum):
    """How a line stands. `dropped`: the ask ended before anybody decided on it here."""

    TO_DISCUSS = "to_discuss"
    DECIDED = "decided"
    DEFERRED = "deferred"
    DROPPED = "dropped"


class DecisionKind(StrEnum):
    TAKE_ON = "take_on"
    WAIT = "wait"
    ASK = "ask"
    HAND_ON = "hand_on"
    DECLINE = "decline"
    DEFER = "defer"


class Fate(StrEnum):
    """What became of an option that was considered."""

    OPEN = "open"
    CHOSEN = "chosen"
    PUT_ASIDE = "put_aside"


class WhyNot(StrEnum):
    """Why an option was put aside."""

    NO_ROOM = "no_room"
    NOT_ELIGIBLE = "not_eligible"
    TOO_FAR = "too_far"
    PERSON_SAID_NO = "person_said_no"
    FITS_LESS = "fits_less"


class WhyNoThird(StrEnum):
    """Why nobody of the third sector or the community was considered."""

    NEEDS_CLINICAL = "needs_clinical"
    NONE_KNOWN = "none_known"
    NONE_WITH_ROOM = "none_with_room"
    PERSON_SAID_NO = "person_said_no"
    TOO_URGENT = "too_urgent"
    OTHER = "other"


class DisputeAbout(StrEnum):
    REMIT = "remit"
    RULE = "rule"


class Sight(StrEnum):
    """How much of a line is seen. Outline: kind of need, locality, urgency and wait, and never of whom."""

    FULL = "full"
    OUTLINE = "outline"


THIRD_SECTOR = frozenset({"third", "community", "informal"})
STATUTORY = frozenset({"nhs", "council", "government"})

AGAIN_WITHIN = timedelta(days=90)
"""A second assessment of one thing this soon after the first is one too many, unless somebody says why."""

SHARED_FOR = timedelta(hours=12)
"""A line shared with a guest closes by itself after this long, even if nobody closes the meeting."""

_WORKER = next(field for field in BY_CODE["accept"].fields if field.name == "worker")

FIELDS: Mapping[DecisionKind, tuple[Field, ...]] = {
    DecisionKind.TAKE_ON: BY_CODE["accept"].fields,
    DecisionKind.WAIT: (_WORKER, *BY_CODE["waitlist"].fields, TOLD),
    DecisionKind.ASK: BY_CODE["ask"].fields,
    DecisionKind.HAND_ON: (
        _WORKER,
        Field("why", Kind.WORDS),
        Field("reply_by", Kind.COMING_DAY),
        Field("agreed", Kind.YES_NO),
    ),
    DecisionKind.DECLINE: BY_CODE["decline"].fields,
    DecisionKind.DEFER: (),
}
"""What each decision needs beside what every line may hold: what its moves record, and what it is handed on with."""

TEXTS: Mapping[str, int] = {
    "wish": 4000,
    "wish_told_by": 200,
    "summary": 400,
    "lead": 200,
    "reason": 2000,
    "why_no_third_words": 200,
}
"""The words that any line may hold, and how many characters of each."""

ONE_LINE = frozenset({"wish_told_by", "summary", "lead", "why_no_third_words"})
"""Those of the TEXTS that have no second line."""

_SETTLES = {DecisionKind.TAKE_ON, DecisionKind.WAIT, DecisionKind.HAND_ON, DecisionKind.DECLINE}


def steps_of(kind: DecisionKind, state: State) -> tuple[str, ...] | None:
    """The moves of the machine that carry a decision out from this state, in order; None when it cannot be.

    Handing on adds a child referral to them; deferring makes no move.
    """
    match kind:
        case DecisionKind.TAKE_ON if state in UNANSWERED:
            return ("accept",)
        case DecisionKind.TAKE_ON if state in (State.ACCEPTED, State.WAITLISTED):
            return ("allocate",)
        case DecisionKind.WAIT if state in UNANSWERED:
            return ("accept", "waitlist")
        case DecisionKind.WAIT if state in (State.ACCEPTED, State.WAITLISTED):
            return ("waitlist",)
        case DecisionKind.ASK if state in (State.OFFERED, State.RECEIVED):
            return ("ask",)
        case DecisionKind.HAND_ON if state in UNANSWERED:
            return ("accept",)
        case DecisionKind.HAND_ON if state in TAKEN_ON:
            return ()
        case DecisionKind.DECLINE if state in UNANSWERED:
            return ("decline",)
        case DecisionKind.DEFER if can_be_discussed(state):
            return ()
    return None


def can_be_discussed(state: State) -> bool:
    """Whether there is anything left to decide: it has not ended, nor gone back, nor been asked to stop."""
    return state in UNANSWERED | TAKEN_ON


def open_kinds(state: State) -> list[DecisionKind]:
    """The decisions that can be carried out from this state."""
    return [kind for kind in DecisionKind if steps_of(kind, state) is not None]


def recorded(kind: DecisionKind, details: Mapping[str, Any], code: str) -> dict[str, Any]:
    """What a move of a decision records: `details` as days, codes and words."""
    if code == "accept" and kind is DecisionKind.WAIT:
        start = {"expected_start": details["recheck_on"]}
    elif code == "accept" and kind is DecisionKind.HAND_ON:
        start = {"expected_start": details["reply_by"], "person_told": details["agreed"]}
    else:
        start = {}
    names = {field.name for field in BY_CODE[code].fields}
    return {name: value for name, value in {**details, **start}.items() if name in names}


def details_of(
    kind: DecisionKind | None, given: Mapping[str, Any], today: date, *, deciding: bool
) -> tuple[dict[str, Any], list[Problem]]:
    """What a decision needs, as JSON keeps it, and what is wrong. Only deciding makes a gap a fault."""
    fields = FIELDS[kind] if kind else ()
    names = {field.name for field in fields}
    asked = tuple(replace(field, required=field.required and deciding) for field in fields)
    pretended = Move("", frozenset(), State.DRAFT, frozenset(), asked)
    kept, problems = read(pretended, {name: value for name, value in given.items() if name in names}, today)
    if deciding and kept.get("agreed") is False:
        problems.append(Problem("care.agree_first", "agreed"))
    return kept, problems


def thawed(kind: DecisionKind, details: Mapping[str, Any]) -> dict[str, Any]:
    """Details as the machine takes them: days as days again."""
    days = {field.name for field in FIELDS[kind] if field.kind in (Kind.DAY, Kind.COMING_DAY, Kind.PAST_DAY)}
    return {name: date.fromisoformat(value) if name in days else value for name, value in details.items()}


def third_sector_problems(kind: DecisionKind, sectors: Iterable[str], why: str, words: str) -> list[Problem]:
    """Where something is settled and nobody of the third sector or community was considered, it is said why."""
    if kind not in _SETTLES or THIRD_SECTOR & {*sectors}:
        return []
    if not why:
        return [Problem("care.why_no_third_sector", "why_no_third")]
    if why == WhyNoThird.OTHER and not words.strip():
        return [Problem("ground.required", "why_no_third_words")]
    return []


def asked_because_full(chosen: str, put_aside: Iterable[tuple[str, str]]) -> bool:
    """Whether the third sector is asked because the statutory one was full.

    `chosen` is the sector asked; `put_aside` the sector of each option put aside, and why it was.
    """
    full = any(sector in STATUTORY and why == WhyNot.NO_ROOM for sector, why in put_aside)
    return chosen in THIRD_SECTOR and full


@dataclass(frozen=True)
class Earlier:
    """That a team was asked for a need: which, by whom, since when, and until when (None: it goes on)."""

    actor_id: UUID
    need_id: UUID
    since: date
    until: date | None


def assessed_already(
    earlier: Iterable[Earlier], *, team_id: UUID, need_id: UUID | None, today: date
) -> list[Earlier]:
    """What another team does for the same need, or did until less than 90 days ago. Newest first."""
    found = [
        each
        for each in earlier
        if each.need_id == need_id
        and each.actor_id != team_id
        and (each.until is None or today - each.until < AGAIN_WITHIN)
    ]
    return sorted(found, key=lambda each: (each.since, each.actor_id.int), reverse=True)


def line_sight(*, own_team: bool, knows_person: bool, refused_referrals: bool, sensitive: bool) -> Sight:
    """How much of a line somebody in the room sees.

    The team itself sees it while it has a relationship with the person. A guest does only with a relationship of
    their own, or for this meeting with a shared line; never of a sensitive ask, nor where she closed that part.
    """
    if own_team:
        return Sight.FULL if knows_person else Sight.OUTLINE
    return Sight.FULL if knows_person and not refused_referrals and not sensitive else Sight.OUTLINE


def state_at_closing(line: LineState, referral: State) -> LineState:
    """What becomes of a line when its meeting closes: what was not decided comes to the next one, if it still can."""
    if line in (LineState.DECIDED, LineState.DROPPED):
        return line
    return LineState.DEFERRED if can_be_discussed(referral) else LineState.DROPPED


@dataclass(frozen=True)
class Difference:
    """A field in which two versions part. `clash`: both changed it, so that somebody has to choose."""

    field: str
    base: Any
    theirs: Any
    mine: Any

    @property
    def clash(self) -> bool:
        return self.theirs != self.base and self.mine != self.base

    @property
    def mine_alone(self) -> bool:
        return self.theirs == self.base


def differences(
    base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Every field in which what stands there now and what I send part, in the order of their names.

    Fields that I do not send are left as they stand.
    """
    return tuple(
        Difference(name, base.get(name, ""), theirs.get(name, ""), mine[name])
        for name in sorted(mine)
        if mine[name] != theirs.get(name, "")
    )


def joined(field: str, theirs: str, mine: str) -> str:
    """Both texts, one under the other; where a field has one line, one after the other."""
    kept = [text.strip() for text in (theirs, mine) if text.strip()]
    return ("; " if field in ONE_LINE else "\n\n").join(kept)
