"""What is recorded with a move: every fault is named at its field, and only what is whole is kept."""

import json
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.care.machine import BY_CODE, MOVES, Field, Kind, Move, Reason, read
from ecotone.ground.text import clean

TODAY = date(2026, 3, 2)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1).filter(str.strip)
GOOD = {
    Kind.LINE: TEXT.filter(lambda t: len(t) <= 60),
    Kind.WORDS: TEXT,
    Kind.DAY: st.dates(),
    Kind.COMING_DAY: st.dates(min_value=TODAY),
    Kind.PAST_DAY: st.dates(max_value=TODAY),
    Kind.YES_NO: st.booleans(),
    Kind.NUMBER: st.integers(0, 1000),
}
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BAD: dict[Kind, list[tuple[Any, str]]] = {
    Kind.LINE: [("x" * 201, "ground.too_long"), ("a\x00", "ground.nul"), (7, "care.sort_of_answer")],
    Kind.WORDS: [
        ("x" * 20_001, "ground.too_long"),
        ("a\x00", "ground.nul"),
        ("\ud800", "ground.nul"),
        ([], "care.sort_of_answer"),
    ],
    Kind.COMING_DAY: [
        (TODAY - timedelta(days=1), "care.day_has_passed"),
        ("2026-03-09", "care.sort_of_answer"),
        (MOMENT, "care.sort_of_answer"),
    ],
    Kind.PAST_DAY: [
        (TODAY + timedelta(days=1), "care.day_to_come"),
        (20260302, "care.sort_of_answer"),
        (MOMENT, "care.sort_of_answer"),
    ],
    Kind.YES_NO: [("yes", "care.sort_of_answer"), (1, "care.sort_of_answer")],
    Kind.NUMBER: [
        (-1, "care.number"),
        (1001, "care.number"),
        (True, "care.sort_of_answer"),
        (1.5, "care.sort_of_answer"),
        ("3", "care.sort_of_answer"),
    ],
    Kind.CHOICE: [("nonsense", "ground.unknown_choice"), ("x" * 41, "ground.too_long"), (3, "care.sort_of_answer")],
}


def good(field: Field) -> st.SearchStrategy:
    if field.choices:
        return st.sampled_from(field.choices) | st.sampled_from([str(choice) for choice in field.choices])
    return GOOD[field.kind]


def whole(move: Move) -> st.SearchStrategy[dict[str, Any]]:
    required = {f.name: good(f) for f in move.fields if f.required}
    rest = {f.name: good(f) | st.sampled_from(["", "  ", None]) for f in move.fields if not f.required}
    return st.fixed_dictionaries(required, optional=rest)


@given(st.data(), st.sampled_from(MOVES))
def test_what_is_whole_is_kept_as_json_keeps_it(data, move):
    answers = data.draw(whole(move))
    kept, problems = read(move, answers, TODAY)
    assert problems == []
    assert json.loads(json.dumps(kept)) == kept
    for field in move.fields:
        answer = answers.get(field.name)
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            assert field.name not in kept
        elif isinstance(answer, date):
            assert date.fromisoformat(kept[field.name]) == answer
        elif isinstance(answer, str):
            assert kept[field.name] == clean(answer)
        else:
            assert kept[field.name] == answer


@given(st.data(), st.sampled_from([move for move in MOVES if move.fields]))
def test_each_fault_has_its_problem_and_what_is_at_fault_is_not_kept(data, move):
    answers = data.draw(whole(move))
    wrong = data.draw(st.lists(st.sampled_from(move.fields), min_size=1, unique=True))
    expected = set()
    for field in wrong:
        missing = [(None, "ground.required"), ("", "ground.required"), (" \t", "ground.required")]
        answers[field.name], code = data.draw(st.sampled_from(BAD[field.kind] + missing * field.required))
        expected.add((code, field.name))
    kept, problems = read(move, answers, TODAY)
    assert {(p.code, p.field) for p in problems} == expected
    assert len(problems) == len(wrong)
    assert not kept.keys() & {field.name for field in wrong}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.code)
def test_with_nothing_given_every_required_field_is_asked_for(move):
    kept, problems = read(move, {}, TODAY)
    assert kept == {}
    assert [p.field for p in problems] == [f.name for f in move.fields if f.required]
    assert {p.code for p in problems} <= {"ground.required"}


def test_a_field_that_the_table_does_not_name_is_the_callers_fault():
    with pytest.raises(TypeError, match="colour"):
        read(BY_CODE["interim"], {"note": "all is well", "colour": "green"}, TODAY)


def test_today_is_neither_past_nor_to_come_and_answers_are_cleaned():
    coming = {"reply_by": TODAY}
    assert read(BY_CODE["offer"], coming, TODAY) == ({"reply_by": "2026-03-02"}, [])
    met, problems = read(BY_CODE["no_show"], {"met_on": TODAY, "note": "  Zoe\u0308 was out\n"}, TODAY)
    assert (met, problems) == ({"met_on": "2026-03-02", "note": "Zo\u00eb was out"}, [])


def test_a_no_and_a_nought_are_answers():
    completed = {"output": "a rail", "against_hope": "safe again", "person_told": False}
    assert read(BY_CODE["complete"], completed, TODAY)[0]["person_told"] is False
    failed = {"reason_code": Reason.UNSAFE, "reason_text": "ice", "attempts": 0, "who_tells": "us"}
    kept, problems = read(BY_CODE["fail"], failed, TODAY)
    assert (kept["attempts"], problems) == (0, [])


def test_a_choice_of_another_list_is_none():
    class Other(StrEnum):
        UNSAFE_ROAD = "unsafe_road"

    given_ = {"reason_code": Other.UNSAFE_ROAD, "reason_text": "x", "alternative": "none known", "who_tells": "us"}
    _, problems = read(BY_CODE["decline"], given_, TODAY)
    assert [(p.code, p.field) for p in problems] == [("ground.unknown_choice", "reason_code")]
