"""The states of a referral and the moves between them, as data. Pure.

Pages draw their forms from this table, the actions obey it, the diagram in docs/reference/referral-states.md is
generated from it. Source: HL7 Gravity SDOH Clinical Care, BSeR and IHE 360X, with finer states of our own that
export as legal FHIR `Task.status` + `businessStatus` (see FHIR).

    draft ─offer→ offered ─receive→ received ─accept→ accepted ─meet→ in progress ─complete→ completed
                     │  ask ↓↑ answer │           │  ↘ waitlisted        ↓↑ hold          ↘ failed
                     │   info needed  │           └ hand on: a child referral, a tree of them
                     └ decline → rejected         cancel requested → cancelled        no reply (the clock)

    draft ─offer openly→ unclaimed ─claim→ accepted …        an ask of no one in particular: the first who claims it
                             └ expire (the clock) → no reply     is its target; until then it has none
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ecotone.ground.errors import Problem
from ecotone.ground.text import clean


class State(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    UNCLAIMED = "unclaimed"
    RECEIVED = "received"
    INFO_NEEDED = "info_needed"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    CANCEL_REQUESTED = "cancel_requested"
    NO_REPLY = "no_reply"
    COMPLETED = "completed"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered_in_error"


FINAL = frozenset({State.COMPLETED, State.REJECTED, State.FAILED, State.CANCELLED, State.ENTERED_IN_ERROR})
OPEN = frozenset(State) - FINAL
UNANSWERED = frozenset({State.OFFERED, State.RECEIVED, State.INFO_NEEDED})
"""Asked, and neither taken on nor declined: the reply-by date runs."""
AWAITING_REPLY = UNANSWERED - {State.INFO_NEEDED}
"""The reply-by date runs: it stands still while a question waits for its answer."""
TAKEN_ON = frozenset({State.ACCEPTED, State.WAITLISTED, State.IN_PROGRESS, State.ON_HOLD})
"""The target has said yes and is responsible."""
TO_LOOK_AT_AGAIN = TAKEN_ON | {State.INFO_NEEDED}
"""A day was agreed by which somebody looks at it again: a hold, a wait, a meeting, the answer to a question."""

WITHOUT_TARGET = frozenset({State.DRAFT, State.UNCLAIMED, State.NO_REPLY, State.CANCELLED, State.ENTERED_IN_ERROR})
"""Where an ask of no one in particular may stand while nobody has claimed it."""

FHIR: Mapping[State, str] = {
    State.DRAFT: "draft",
    State.OFFERED: "requested",
    State.UNCLAIMED: "requested",
    State.RECEIVED: "requested",
    State.INFO_NEEDED: "requested",
    State.NO_REPLY: "requested",
    State.ACCEPTED: "accepted",
    State.WAITLISTED: "accepted",
    State.IN_PROGRESS: "in-progress",
    State.ON_HOLD: "on-hold",
    State.COMPLETED: "completed",
    State.REJECTED: "rejected",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
    State.ENTERED_IN_ERROR: "entered-in-error",
}
"""The FHIR R4 Task.status each state exports as. A requested cancel exports as the state it was asked in."""


class Party(StrEnum):
    """In what capacity somebody moves a referral. A carer's move is made by permission, and never passes as the
    person's own; Ecotone itself ends what is open when somebody has died, which the clock never does.
    """

    SOURCE = "source"
    TARGET = "target"
    CANDIDATE = "candidate"
    PERSON = "person"
    CARER = "carer"
    CLOCK = "clock"
    RECORDS = "records"
    ECOTONE = "ecotone"


class Reason(StrEnum):
    """Why a referral was not taken on, or could not be carried through."""

    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE = "not_eligible"
    OUT_OF_AREA = "out_of_area"
    WRONG_SERVICE = "wrong_service"
    INSUFFICIENT_INFO = "insufficient_info"
    UNSAFE = "unsafe"
    DUPLICATE = "duplicate"
    PERSON_DECLINED = "person_declined"
    COULD_NOT_CONTACT = "could_not_contact"
    SERVICE_ENDED = "service_ended"


NOTHING_LACKS = (Reason.DUPLICATE, Reason.PERSON_DECLINED)
"""Reasons for a no that leave no need unmet and send nobody away: it is being done, or she does not want it."""


class Teller(StrEnum):
    """Who tells the person."""

    US = "us"
    ASKER = "asker"
    ALREADY_TOLD = "already_told"


class Whom(StrEnum):
    """Of what kind of ask a move is: of one service or team, of all who may be able to help, or of either."""

    ONE = "one"
    ANY = "any"
    EITHER = "either"


class Kind(StrEnum):
    """What sort of answer a field of a move takes."""

    LINE = "line"
    WORDS = "words"
    DAY = "day"
    COMING_DAY = "coming_day"
    PAST_DAY = "past_day"
    YES_NO = "yes_no"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """Something that is recorded with a move; `choices` an enum for a choice."""

    name: str
    kind: Kind
    required: bool = True
    choices: type[StrEnum] | None = None


@dataclass(frozen=True)
class Move:
    """One legal step: from which states, by whom, to which state and finer detail, and what must be recorded.

    `whom` says which asks it is for: a step of an ask with no target yet, of one that has a target, or of both.
    """

    code: str
    sources: frozenset[State]
    target: State
    by: frozenset[Party]
    fields: tuple[Field, ...] = ()
    detail: str = ""
    whom: Whom = Whom.EITHER

    @property
    def ends(self) -> bool:
        return self.target in FINAL


class Channel(StrEnum):
    """How they met."""

    VISIT = "visit"
    PHONE = "phone"
    VIDEO = "video"
    PLACE = "place"


WHY = Field("reason_text", Kind.WORDS)
REASON = Field("reason_code", Kind.CHOICE, choices=Reason)
TOLD = Field("person_told", Kind.YES_NO)
OUTPUT = (
    Field("output", Kind.WORDS),
    Field("against_hope", Kind.WORDS),
    Field("next_step", Kind.WORDS, required=False),
    TOLD,
)
MEETING = (Field("channel", Kind.CHOICE, choices=Channel), Field("note", Kind.WORDS, required=False))
CLOSABLE = TAKEN_ON | {State.CANCEL_REQUESTED}

_SOURCE, _TARGET, _PERSON = frozenset({Party.SOURCE}), frozenset({Party.TARGET}), frozenset({Party.PERSON})
_HERS = _PERSON | {Party.CARER}


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES: tuple[Move, ...] = (
    Move(
        "offer",
        _from(State.DRAFT),
        State.OFFERED,
        _SOURCE | _HERS,
        (Field("reply_by", Kind.COMING_DAY),),
        whom=Whom.ONE,
    ),
    Move(
        "offer_openly",
        _from(State.DRAFT, State.NO_REPLY),
        State.UNCLAIMED,
        _SOURCE,
        (Field("reply_by", Kind.COMING_DAY),),
        whom=Whom.ANY,
    ),
    Move(
        "claim",
        _from(State.UNCLAIMED),
        State.ACCEPTED,
        frozenset({Party.CANDIDATE}),
        (Field("worker", Kind.LINE), Field("expected_start", Kind.COMING_DAY)),
        whom=Whom.ANY,
    ),
    Move("expire", _from(State.UNCLAIMED), State.NO_REPLY, frozenset({Party.CLOCK}), whom=Whom.ANY),
    Move("receive", _from(State.OFFERED), State.RECEIVED, _TARGET),
    Move(
        "ask",
        _from(State.OFFERED, State.RECEIVED),
        State.INFO_NEEDED,
        _TARGET,
        (Field("question", Kind.WORDS), Field("answer_by", Kind.COMING_DAY)),
    ),
    Move("answer", _from(State.INFO_NEEDED), State.RECEIVED, _SOURCE | _HERS, (Field("answer", Kind.WORDS),)),
    Move(
        "accept",
        UNANSWERED,
        State.ACCEPTED,
        _TARGET,
        (Field("worker", Kind.LINE), Field("expected_start", Kind.COMING_DAY), TOLD),
    ),
    Move(
        "allocate",
        _from(State.ACCEPTED, State.WAITLISTED),
        State.ACCEPTED,
        _TARGET,
        (Field("worker", Kind.LINE), Field("expected_start", Kind.COMING_DAY), TOLD),
    ),
    Move(
        "waitlist",
        _from(State.ACCEPTED, State.WAITLISTED),
        State.WAITLISTED,
        _TARGET,
        (
            Field("expected_wait", Kind.LINE),
            Field("meanwhile", Kind.WORDS),
            Field("recheck_on", Kind.COMING_DAY),
        ),
    ),
    Move(
        "decline",
        UNANSWERED,
        State.REJECTED,
        _TARGET,
        (
            REASON,
            WHY,
            Field("attempts", Kind.NUMBER, required=False),
            Field("alternative", Kind.WORDS),
            Field("who_tells", Kind.CHOICE, choices=Teller),
        ),
    ),
    Move(
        "schedule",
        TAKEN_ON,
        State.IN_PROGRESS,
        _TARGET,
        (Field("meets_on", Kind.COMING_DAY), *MEETING),
        detail="scheduled",
    ),
    Move(
        "meet",
        TAKEN_ON,
        State.IN_PROGRESS,
        _TARGET | _PERSON,
        (Field("met_on", Kind.PAST_DAY), *MEETING),
        detail="met",
    ),
    Move(
        "no_show",
        TAKEN_ON,
        State.IN_PROGRESS,
        _TARGET,
        (Field("met_on", Kind.PAST_DAY), Field("note", Kind.WORDS)),
        detail="no_show",
    ),
    Move("interim", TAKEN_ON, State.IN_PROGRESS, _TARGET, (Field("note", Kind.WORDS),), detail="interim"),
    Move("hold", TAKEN_ON, State.ON_HOLD, _TARGET | _PERSON, (WHY, Field("review_on", Kind.COMING_DAY))),
    Move("complete", CLOSABLE, State.COMPLETED, _TARGET, OUTPUT, detail="full"),
    Move(
        "complete_partly",
        CLOSABLE,
        State.COMPLETED,
        _TARGET,
        (*OUTPUT, Field("unmet", Kind.WORDS)),
        detail="partial",
    ),
    Move("complete_onward", CLOSABLE, State.COMPLETED, _TARGET, OUTPUT, detail="onward"),
    Move(
        "fail",
        TAKEN_ON,
        State.FAILED,
        _TARGET,
        (REASON, WHY, Field("attempts", Kind.NUMBER), Field("who_tells", Kind.CHOICE, choices=Teller)),
        detail="declined_late",
    ),
    Move("request_cancel", TAKEN_ON, State.CANCEL_REQUESTED, _SOURCE, (WHY,)),
    Move("confirm_cancel", _from(State.CANCEL_REQUESTED), State.CANCELLED, _TARGET, (WHY,)),
    Move(
        "cancel",
        _from(State.DRAFT, State.UNCLAIMED, State.NO_REPLY) | UNANSWERED,
        State.CANCELLED,
        _SOURCE,
        (WHY,),
    ),
    Move("withdraw", OPEN, State.CANCELLED, _HERS, (WHY,)),
    Move("give_up_waiting", UNANSWERED, State.NO_REPLY, frozenset({Party.CLOCK})),
    Move(
        "wait_again",
        _from(State.NO_REPLY),
        State.OFFERED,
        _SOURCE,
        (Field("reply_by", Kind.COMING_DAY), WHY),
        whom=Whom.ONE,
    ),
    Move(
        "mark_error",
        frozenset(State) - {State.ENTERED_IN_ERROR},
        State.ENTERED_IN_ERROR,
        frozenset({Party.SOURCE, Party.RECORDS}),
        (WHY,),
    ),
    Move("lapse", OPEN, State.CANCELLED, frozenset({Party.ECOTONE}), (WHY,)),
)

BY_CODE: Mapping[str, Move] = {move.code: move for move in MOVES}


def moves_open_to(state: State, parties: frozenset[Party], whom: Whom) -> list[Move]:
    """The moves that these parties may make from this state, in the order of the table.

    `whom` it is an ask of: one service or team, or any that can help.
    """
    return [m for m in MOVES if state in m.sources and m.by & parties and m.whom in (whom, Whom.EITHER)]


def problem_with(
    move: Move, state: State, parties: frozenset[Party], whom: Whom, *, child_taken_on: bool = False
) -> str:
    """The code of what forbids this move now, or "" when nothing does; `whom` it is an ask of."""
    if not move.by & parties:
        return "care.not_yours_to_move"
    if state not in move.sources or move.whom not in (whom, Whom.EITHER):
        return "care.final" if state in FINAL else "care.not_from_here"
    if move.code == "complete_onward" and not child_taken_on:
        return "care.onward_not_accepted"
    return ""


def read(move: Move, given: Mapping[str, Any], today: date) -> tuple[dict[str, Any], list[Problem]]:
    """What is to be recorded with a move, as JSON keeps it (days as ISO text), and what is wrong with it.

    Fields the table does not name are a fault of the caller: TypeError.
    """
    if unknown := given.keys() - {field.name for field in move.fields}:
        raise TypeError(f"{move.code} does not record {', '.join(sorted(unknown))}")
    recorded: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in move.fields:
        value = given.get(field.name)
        if value in (None, "") or (isinstance(value, str) and not value.strip()):
            if field.required:
                problems.append(Problem("ground.required", field.name))
            continue
        faults = list(_faults(field, value, today))
        problems += faults
        if not faults:
            recorded[field.name] = _kept(value)
    return recorded, problems


def _kept(value: Any) -> Any:
    """An answer as JSON keeps it, text cleaned as the columns of tables clean it."""
    if isinstance(value, date):
        return value.isoformat()
    return clean(value) if isinstance(value, str) else value


TAKES: Mapping[Kind, Any] = {
    Kind.LINE: str,
    Kind.WORDS: str,
    Kind.DAY: date,
    Kind.COMING_DAY: date,
    Kind.PAST_DAY: date,
    Kind.YES_NO: bool,
    Kind.NUMBER: int,
    Kind.CHOICE: str,
}
"""The Python type each sort of answer comes as."""

LONGEST: Mapping[Kind, int] = {Kind.LINE: 200, Kind.WORDS: 20_000, Kind.CHOICE: 40}
"""How many characters a text may have."""


def _faults(field: Field, value: Any, today: date) -> Iterator[Problem]:
    if not _is_a(field.kind, value):
        yield Problem("care.sort_of_answer", field.name)
    elif isinstance(value, str):
        yield from _text_faults(field, value)
    elif field.kind is Kind.COMING_DAY and value < today:
        yield Problem("care.day_has_passed", field.name)
    elif field.kind is Kind.PAST_DAY and value > today:
        yield Problem("care.day_to_come", field.name)
    elif field.kind is Kind.NUMBER and not 0 <= value <= 1000:
        yield Problem("care.number", field.name)


def _is_a(kind: Kind, value: Any) -> bool:
    """Whether the value is of the type itself: in Python True is a number too, and a moment a day."""
    if isinstance(value, bool):
        return kind is Kind.YES_NO
    return isinstance(value, TAKES[kind]) and not isinstance(value, datetime)


def _text_faults(field: Field, value: str) -> Iterator[Problem]:
    try:
        length = len(clean(value))
    except ValueError:
        yield Problem("ground.nul", field.name)
        return
    if length > LONGEST[field.kind]:
        yield Problem("ground.too_long", field.name, {"most": LONGEST[field.kind]})
    elif field.kind is Kind.CHOICE and field.choices and value not in list(field.choices):
        yield Problem("ground.unknown_choice", field.name)
