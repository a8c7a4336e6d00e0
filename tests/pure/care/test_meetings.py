"""What a meeting's decision needs, when it warns, who sees how much; two versions side by side lose nothing."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecotone.care.machine import BY_CODE, TAKEN_ON, UNANSWERED, Party, State, Whom, problem_with, read
from ecotone.care.rules.meetings import (
    FIELDS,
    ONE_LINE,
    STATUTORY,
    THIRD_SECTOR,
    DecisionKind,
    Earlier,
    LineState,
    Sight,
    WhyNot,
    WhyNoThird,
    asked_because_full,
    assessed_already,
    can_be_discussed,
    details_of,
    differences,
    joined,
    line_sight,
    open_kinds,
    recorded,
    state_at_closing,
    steps_of,
    thawed,
    third_sector_problems,
)
from ecotone.care.words_meetings import DECIDED, DECISIONS, LINE_FIELDS, WHY_NO_THIRD, WHY_NOT

TODAY = date(2026, 3, 2)
TEAM = UUID(int=1)
kinds, states = st.sampled_from(DecisionKind), st.sampled_from(State)
sectors = st.sampled_from(sorted(THIRD_SECTOR | STATUTORY | {"independent"}))
days = st.dates(TODAY - timedelta(days=400), TODAY)


def whole(kind: DecisionKind) -> dict[str, object]:
    """All that a decision records, filled with something plain."""
    plain = {"line": "Moira", "words": "as things are", "coming_day": TODAY + timedelta(days=7), "yes_no": True}
    plain["number"] = 3
    return {field.name: next(iter(field.choices)) if field.choices else plain[field.kind] for field in FIELDS[kind]}


@given(kinds, states)
def test_the_steps_of_a_decision_are_a_way_the_target_may_go(kind: DecisionKind, state: State) -> None:
    steps = steps_of(kind, state)
    assume(steps is not None)
    for code in steps or ():
        assert problem_with(BY_CODE[code], state, frozenset({Party.TARGET}), Whom.ONE) == ""
        state = BY_CODE[code].target
    if kind is DecisionKind.HAND_ON:
        assert state in TAKEN_ON, "only what was taken on is handed on"


@given(kinds, states)
def test_what_a_decision_records_is_all_that_its_moves_ask_for(kind: DecisionKind, state: State) -> None:
    details, problems = details_of(kind, whole(kind), TODAY, deciding=True)
    assert not problems
    for code in steps_of(kind, state) or ():
        _, missing = read(BY_CODE[code], recorded(kind, thawed(kind, details), code), TODAY)
        assert not missing


@given(states)
def test_nothing_is_decided_where_nothing_is_left_to_decide(state: State) -> None:
    assert bool(open_kinds(state)) == can_be_discussed(state) == (state in UNANSWERED | TAKEN_ON)


@pytest.mark.parametrize("kind", DecisionKind)
def test_a_gap_is_a_fault_only_when_it_is_decided(kind: DecisionKind) -> None:
    assert details_of(kind, {}, TODAY, deciding=False) == ({}, [])
    _, problems = details_of(kind, {}, TODAY, deciding=True)
    assert {problem.field for problem in problems} == {field.name for field in FIELDS[kind] if field.required}


def test_nothing_is_handed_on_without_agreement() -> None:
    given_ = whole(DecisionKind.HAND_ON) | {"agreed": False}
    assert [p.code for p in details_of(DecisionKind.HAND_ON, given_, TODAY, deciding=True)[1]] == ["care.agree_first"]
    assert details_of(DecisionKind.HAND_ON, given_, TODAY, deciding=False)[1] == []


@given(kinds, st.lists(sectors), st.sampled_from(["", *WhyNoThird]), st.sampled_from(["", " ", "we asked all"]))
def test_why_not_the_third_sector_is_asked_where_none_was_considered(kind, considered, why, words) -> None:
    problems = third_sector_problems(kind, considered, why, words)
    settles = kind not in (DecisionKind.ASK, DecisionKind.DEFER)
    said = bool(why) and (why != WhyNoThird.OTHER or bool(words.strip()))
    assert bool(problems) == (settles and not THIRD_SECTOR & {*considered} and not said)


@given(sectors, st.lists(st.tuples(sectors, st.sampled_from(["", *WhyNot]))))
def test_asked_because_full_needs_both(chosen, aside) -> None:
    full = [sector for sector, why in aside if why == "no_room" and sector in STATUTORY]
    assert asked_because_full(chosen, aside) == (chosen in THIRD_SECTOR and full != [])


events = st.builds(
    Earlier,
    actor_id=st.sampled_from([TEAM, UUID(int=2), UUID(int=3)]),
    need_id=st.sampled_from([UUID(int=7), UUID(int=8)]),
    since=days,
    until=st.none() | days,
)


@given(st.lists(events), st.sampled_from([None, UUID(int=7), UUID(int=8)]))
def test_a_second_assessment_of_one_thing_within_90_days_warns(earlier, need) -> None:
    found = assessed_already(earlier, team_id=TEAM, need_id=need, today=TODAY)
    for each in earlier:
        ended_long_ago = each.until is not None and each.until <= TODAY - timedelta(days=90)
        warns = each.actor_id != TEAM and each.need_id == need and not ended_long_ago
        assert (each in found) == warns
    assert [each.since for each in found] == sorted((each.since for each in found), reverse=True)


@pytest.mark.parametrize(("ago", "warns"), [(0, True), (89, True), (90, False)])
def test_the_ninetieth_day_warns_no_more(ago: int, warns: bool) -> None:
    event = Earlier(UUID(int=2), UUID(int=7), date(2025, 1, 1), TODAY - timedelta(days=ago))
    assert bool(assessed_already([event], team_id=TEAM, need_id=UUID(int=7), today=TODAY)) == warns


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_nobody_sees_a_line_whole_who_may_not_know_the_person(own, knows, refused, sensitive) -> None:
    sight = line_sight(own_team=own, knows_person=knows, refused_referrals=refused, sensitive=sensitive)
    if not knows or (not own and (refused or sensitive)):
        assert sight is Sight.OUTLINE
    else:
        assert sight is Sight.FULL


@given(st.sampled_from(LineState), states)
def test_what_was_not_decided_is_carried_as_long_as_it_can_be(line: LineState, state: State) -> None:
    ends = state_at_closing(line, state)
    assert ends is not LineState.TO_DISCUSS
    assert (ends is LineState.DECIDED) == (line is LineState.DECIDED)
    if line in (LineState.TO_DISCUSS, LineState.DEFERRED):
        assert (ends is LineState.DEFERRED) == can_be_discussed(state)


said = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "x", "y", "z"]))


@given(said, said, said)
def test_nothing_that_was_typed_disappears_between_two_versions(base, theirs, mine) -> None:
    parted = {each.field: each for each in differences(base, theirs, mine)}
    for name, value in mine.items():
        if theirs.get(name, "") == value:
            assert name not in parted
        else:
            assert (parted[name].mine, parted[name].theirs) == (value, theirs.get(name, ""))
            assert parted[name].clash == (base.get(name, "") not in (value, theirs.get(name, "")))
    assert parted.keys() <= mine.keys(), "what I did not send stays as it stands"


@given(st.sampled_from(["wish", "reason"]), st.text("abc \n"), st.text("abc \n"))
def test_keeping_both_keeps_both(field: str, theirs: str, mine: str) -> None:
    both = joined(field, theirs, mine)
    assert theirs.strip() in both and mine.strip() in both


@given(st.sampled_from(sorted(ONE_LINE)), st.text("abc ", min_size=1), st.text("abc ", min_size=1))
def test_both_stay_apart_where_there_is_one_line(field: str, theirs: str, mine: str) -> None:
    both = joined(field, theirs, mine)
    assert "\n" not in both
    assert both.split("; ") == [text.strip() for text in (theirs, mine) if text.strip()] or not both


def test_every_decision_reason_and_field_has_words() -> None:
    assert set(DECISIONS) == set(DECIDED) == set(DecisionKind)
    assert set(WHY_NOT) == set(WhyNot)
    assert set(WHY_NO_THIRD) == set(WhyNoThird)
    assert {field.name for fields in FIELDS.values() for field in fields} <= set(LINE_FIELDS)
