"""The table of moves keeps its promises: nothing is out of reach, nothing ends without a reason or an outcome."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.care.machine import (
    BY_CODE,
    FHIR,
    FINAL,
    MOVES,
    OPEN,
    TAKEN_ON,
    UNANSWERED,
    WITHOUT_TARGET,
    Party,
    State,
    Whom,
    moves_open_to,
    problem_with,
)
from ecotone.care.words import CHOICES, DETAILS, FIELDS, MOVED, STATES, TONES, WHAT_NEXT
from ecotone.care.words import MOVES as MOVE_WORDS

STATUS = {
    "draft": {"requested"},
    "requested": {"accepted", "rejected", "cancelled"},
    "accepted": {"in-progress", "on-hold", "cancelled", "completed", "failed"},
    "in-progress": {"on-hold", "cancelled", "completed", "failed"},
    "on-hold": {"in-progress", "cancelled", "completed", "failed"},
}
"""HL7 Gravity SDOH Clinical Care: which Task.status may follow which; entered-in-error follows any."""


def field_names(code: str, *, required: bool = True) -> set[str]:
    return {field.name for field in BY_CODE[code].fields if field.required or not required}


def test_every_state_is_reached_from_a_draft():
    reached, before = {State.DRAFT}, set()
    while reached != before:
        before = set(reached)
        reached |= {move.target for move in MOVES if move.sources & reached}
    assert reached == set(State)


def test_a_final_state_has_no_way_out_but_to_be_called_an_error():
    for state in FINAL:
        out = {move.code for move in MOVES if state in move.sources}
        assert out == (set() if state is State.ENTERED_IN_ERROR else {"mark_error"})


def where_it_may_stand(state: State) -> set[Whom]:
    """Of what kinds of ask a state can be: of one service or team, or of whoever can help until one has said yes."""
    one = set() if state is State.UNCLAIMED else {Whom.ONE}
    return one | ({Whom.ANY} if state in WITHOUT_TARGET else set())


def test_what_is_of_no_one_stays_where_it_may_stand_until_it_is_claimed():
    for move in MOVES:
        if move.whom is Whom.ANY or (move.whom is Whom.EITHER and move.sources & WITHOUT_TARGET):
            assert move.target in WITHOUT_TARGET or move.code == "claim" or move.by == {Party.TARGET}, move.code
        if move.whom is Whom.ONE:
            assert move.target is not State.UNCLAIMED


def test_every_open_state_but_a_draft_has_a_way_on_for_somebody_who_is_not_the_clock():
    for state in OPEN:
        for whom in where_it_may_stand(state):
            assert moves_open_to(state, frozenset(Party) - {Party.CLOCK, Party.RECORDS}, whom)


@pytest.mark.commitment(4)
def test_what_stops_without_an_outcome_gives_its_reason_in_words():
    stopping = {State.REJECTED, State.FAILED, State.ON_HOLD, State.CANCELLED, State.CANCEL_REQUESTED}
    for move in MOVES:
        if move.target in stopping | {State.ENTERED_IN_ERROR}:
            assert "reason_text" in field_names(move.code), move.code
        if move.target in {State.REJECTED, State.FAILED}:
            assert {"reason_code", "who_tells"} <= field_names(move.code), move.code


@pytest.mark.commitment(4)
def test_what_is_completed_says_what_was_done_against_what_was_hoped_for():
    completing = [move.code for move in MOVES if move.target is State.COMPLETED]
    assert completing == ["complete", "complete_partly", "complete_onward"]
    for code in completing:
        assert {"output", "against_hope", "person_told"} <= field_names(code)
    assert "unmet" in field_names("complete_partly")


@pytest.mark.commitment(3)
def test_the_person_can_stop_it_from_every_open_state():
    assert BY_CODE["withdraw"].sources == OPEN
    assert BY_CODE["withdraw"].by == HERS


def test_nobody_waits_for_the_other_side_alone():
    """From every open state the asker, too, can stop it, or ask to."""
    for state in OPEN - {State.CANCEL_REQUESTED}:
        for whom in where_it_may_stand(state):
            stops = {move.target for move in moves_open_to(state, frozenset({Party.SOURCE}), whom)}
            assert stops & {State.CANCELLED, State.CANCEL_REQUESTED}, (state, whom)


def exported(state: State) -> set[str]:
    """The FHIR statuses a state may export as: one, but a requested cancel keeps the one it was asked in."""
    if state is State.CANCEL_REQUESTED:
        return {FHIR[asked_in] for asked_in in BY_CODE["request_cancel"].sources}
    return {FHIR[state]}


def test_every_move_exports_as_a_legal_step():
    for move in MOVES:
        # What was never sent is never exported, so leaving a draft is a step only when it is offered.
        sources = move.sources if move.code == "offer" else move.sources - {State.DRAFT}
        for before in sources:
            if move.target is State.CANCEL_REQUESTED or move.target is State.ENTERED_IN_ERROR:
                continue
            for status in exported(before):
                after = FHIR[move.target]
                assert after == status or after in STATUS[status], (move.code, before)
    assert set(FHIR) == set(State) - {State.CANCEL_REQUESTED}


HERS = {Party.PERSON, Party.CARER}
"""The person, and whoever acts for her within her permission: each step says which of the two it was."""

REFERENCE = {
    # the state: which moves lead there, from where, by whom, and what must be recorded
    State.OFFERED: {"offer": ({State.DRAFT}, {Party.SOURCE, *HERS}, {"reply_by"})},
    State.RECEIVED: {
        "receive": ({State.OFFERED}, {Party.TARGET}, set()),
        "answer": ({State.INFO_NEEDED}, {Party.SOURCE, *HERS}, {"answer"}),
    },
    State.UNCLAIMED: {"offer_openly": ({State.DRAFT, State.NO_REPLY}, {Party.SOURCE}, {"reply_by"})},
    State.INFO_NEEDED: {"ask": ({State.OFFERED, State.RECEIVED}, {Party.TARGET}, {"question", "answer_by"})},
    State.ACCEPTED: {
        "accept": (UNANSWERED, {Party.TARGET}, {"worker", "expected_start", "person_told"}),
        "claim": ({State.UNCLAIMED}, {Party.CANDIDATE}, {"worker", "expected_start"}),
        "allocate": (
            {State.ACCEPTED, State.WAITLISTED},
            {Party.TARGET},
            {"worker", "expected_start", "person_told"},
        ),
    },
    State.WAITLISTED: {
        "waitlist": (
            {State.ACCEPTED, State.WAITLISTED},
            {Party.TARGET},
            {"expected_wait", "meanwhile", "recheck_on"},
        )
    },
    State.REJECTED: {
        "decline": (UNANSWERED, {Party.TARGET}, {"reason_code", "reason_text", "alternative", "who_tells"})
    },
    State.IN_PROGRESS: {
        "schedule": (TAKEN_ON, {Party.TARGET}, {"meets_on", "channel"}),
        "meet": (TAKEN_ON, {Party.TARGET, Party.PERSON}, {"met_on", "channel"}),
        "no_show": (TAKEN_ON, {Party.TARGET}, {"met_on", "note"}),
        "interim": (TAKEN_ON, {Party.TARGET}, {"note"}),
    },
    State.ON_HOLD: {"hold": (TAKEN_ON, {Party.TARGET, Party.PERSON}, {"reason_text", "review_on"})},
    State.COMPLETED: {
        "complete": (
            TAKEN_ON | {State.CANCEL_REQUESTED},
            {Party.TARGET},
            {"output", "against_hope", "person_told"},
        ),
        "complete_partly": (
            TAKEN_ON | {State.CANCEL_REQUESTED},
            {Party.TARGET},
            {"output", "against_hope", "person_told", "unmet"},
        ),
        "complete_onward": (
            TAKEN_ON | {State.CANCEL_REQUESTED},
            {Party.TARGET},
            {"output", "against_hope", "person_told"},
        ),
    },
    State.FAILED: {"fail": (TAKEN_ON, {Party.TARGET}, {"reason_code", "reason_text", "attempts", "who_tells"})},
    State.CANCEL_REQUESTED: {"request_cancel": (TAKEN_ON, {Party.SOURCE}, {"reason_text"})},
    State.CANCELLED: {
        "confirm_cancel": ({State.CANCEL_REQUESTED}, {Party.TARGET}, {"reason_text"}),
        "cancel": ({State.DRAFT, State.UNCLAIMED, State.NO_REPLY} | UNANSWERED, {Party.SOURCE}, {"reason_text"}),
        "withdraw": (OPEN, HERS, {"reason_text"}),
        "lapse": (OPEN, {Party.ECOTONE}, {"reason_text"}),
    },
    State.NO_REPLY: {
        "give_up_waiting": (UNANSWERED, {Party.CLOCK}, set()),
        "expire": ({State.UNCLAIMED}, {Party.CLOCK}, set()),
    },
    State.ENTERED_IN_ERROR: {
        "mark_error": (set(State) - {State.ENTERED_IN_ERROR}, {Party.SOURCE, Party.RECORDS}, {"reason_text"})
    },
}
"""The table of states as the standards and DESIGN have it, row by row, written down a second time."""


def test_each_row_of_the_table_of_states_has_its_moves():
    table: dict[State, dict] = defaultdict(dict)
    for move in MOVES:
        if move.code != "wait_again":
            table[move.target][move.code] = (set(move.sources), set(move.by), field_names(move.code))
    assert table == REFERENCE


def test_the_asker_of_what_nobody_answered_may_wait_again():
    move = BY_CODE["wait_again"]
    assert (move.sources, move.target, move.by) == ({State.NO_REPLY}, State.OFFERED, {Party.SOURCE})
    assert field_names("wait_again") == {"reply_by", "reason_text"}


def test_the_clock_never_ends_anything():
    for move in MOVES:
        if Party.CLOCK in move.by:
            assert move.target in OPEN


def test_codes_are_unique_and_everything_has_words():
    assert len({move.code for move in MOVES}) == len(MOVES)
    assert set(MOVE_WORDS) == set(MOVED) == set(BY_CODE)
    assert set(STATES) == set(TONES) == set(WHAT_NEXT) == set(State)
    assert {move.detail for move in MOVES} - {""} == set(DETAILS)
    assert {field.name for move in MOVES for field in move.fields} == set(FIELDS)
    offered = {str(choice) for move in MOVES for f in move.fields if f.choices for choice in f.choices}
    assert offered == set(CHOICES)


PARTIES = st.frozensets(st.sampled_from(Party))


@given(st.sampled_from(State), PARTIES, st.sampled_from([Whom.ONE, Whom.ANY]))
def test_what_is_offered_is_what_is_let_through(state, parties, whom):
    for child_taken_on in (False, True):
        offered = moves_open_to(state, parties, whom)
        through = [m for m in MOVES if not problem_with(m, state, parties, whom, child_taken_on=child_taken_on)]
        assert through == [m for m in offered if child_taken_on or m.code != "complete_onward"]


@given(st.sampled_from(State), st.sampled_from([Whom.ONE, Whom.ANY]))
def test_a_stranger_is_told_that_it_is_not_theirs_and_one_who_comes_late_that_it_ended(state, whom):
    for move in MOVES:
        assert problem_with(move, state, frozenset(), whom) == "care.not_yours_to_move"
        if state not in move.sources or move.whom not in (whom, Whom.EITHER):
            said = problem_with(move, state, frozenset(Party), whom)
            assert said == ("care.final" if state in FINAL else "care.not_from_here")
