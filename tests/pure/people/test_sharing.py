"""Who may see which part of a record: the rule against the drawing in its docstring, read aloud slowly."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.access.rules import Basis, Purpose
from ecotone.people.rules import (
    ALWAYS,
    COVERABLE,
    SHAREABLE,
    Choice,
    Duty,
    DutyKind,
    Effect,
    Facts,
    Part,
    Tie,
    decide,
    initials,
    working_days_on,
)

START = datetime(2026, 3, 2, tzinfo=UTC)
TEAM, BOARD, COUNCIL, OTHER = (UUID(int=n) for n in range(1, 5))


def hour(n: int) -> datetime:
    return START + timedelta(hours=n)


HOURS = st.integers(0, 4).map(hour)
ACTORS = st.sampled_from([TEAM, BOARD, COUNCIL, OTHER])
PARTS = st.sampled_from([Part.IDENTITY, Part.CONTACT, Part.MATTERS, Part.HARMS, Part.REFERRALS])
TIES = st.builds(
    Tie,
    actor_id=ACTORS,
    since=HOURS,
    until=st.none() | HOURS,
    parts=st.frozensets(PARTS.filter(SHAREABLE.__contains__)),
)
WHAT_FOR = st.sampled_from([None, Purpose.CARE, Purpose.CARE, Purpose.IMPROVEMENT])
CHOICES = st.builds(
    Choice,
    effect=st.sampled_from(Effect),
    since=HOURS,
    until=st.none() | HOURS,
    actor_id=st.none() | ACTORS,
    part=st.none() | PARTS,
    purpose=WHAT_FOR,
) | st.builds(
    Choice,
    effect=st.sampled_from(Effect),
    since=HOURS,
    until=st.none() | HOURS,
    sector=st.sampled_from(["nhs", "council", "third"]),
    part=st.none() | PARTS,
    purpose=WHAT_FOR,
)
DUTIES = st.builds(
    Duty,
    kind=st.sampled_from(DutyKind),
    actor_id=ACTORS,
    since=HOURS,
    until=HOURS,
    parts=st.frozensets(PARTS.filter(COVERABLE.__contains__)),
)
FACTS = st.builds(
    Facts,
    signed_in=st.booleans() | st.just(True),
    is_self=st.sampled_from([False, False, False, True]),
    practises=st.sampled_from([True, True, True, False]),
    actor_id=st.sampled_from([TEAM, TEAM, OTHER, None]),
    actor_ids=st.frozensets(ACTORS),
    sectors=st.frozensets(st.sampled_from(["nhs", "council", "third"])),
    ties=st.lists(TIES, max_size=4).map(tuple),
    choices=st.lists(CHOICES, max_size=4).map(tuple),
    emergency=st.none() | HOURS,
    duties=st.lists(DUTIES, max_size=3).map(tuple),
    only_to_read=st.booleans(),
    learns=st.sampled_from([False, False, True]),
)


def now_is_in(since: datetime, until: datetime | None, now: datetime) -> bool:
    began = not now < since
    ended = until is not None and not now < until
    return began and not ended


def meant_for(choice: Choice, facts: Facts) -> bool:
    if choice.actor_id is not None:
        return any(choice.actor_id == ours for ours in facts.actor_ids)
    if choice.sector != "":
        return any(choice.sector == ours for ours in facts.sectors)
    return True


def read_aloud(facts: Facts, part: Part, now: datetime) -> str:
    """The drawing, one question after the other. Independent of the rule: no helper of it is used."""
    purpose = "improvement" if facts.learns else "care"
    our_ties = []
    for tie in facts.ties:
        if facts.actor_id is not None and tie.actor_id == facts.actor_id and now_is_in(tie.since, tie.until, now):
            our_ties.append(tie)
    her_word = []
    for choice in facts.choices:
        about_this = choice.part is None or choice.part == part
        if choice.effect == "grant" and facts.learns and part == "identity":
            about_this = True
        if choice.effect == "grant" and facts.learns and {"outcomes", "referrals"} & {choice.part, part}:
            about_this = False
        for_this = choice.purpose is None or choice.purpose == purpose
        if now_is_in(choice.since, choice.until, now) and about_this and for_this and meant_for(choice, facts):
            her_word.append(choice.effect)
    broken = facts.emergency is not None and now < facts.emergency
    helping = len(our_ties) > 0
    laws = []
    for duty in facts.duties:
        names_it = part == "identity" or part in duty.parts
        if duty.actor_id == facts.actor_id and names_it and now_is_in(duty.since, duty.until, now):
            laws.append(duty.kind)
    law = f"people.by_duty_{sorted(laws)[0]}" if laws else ""
    said_no = "refusal" in her_word
    questions = [
        (not facts.signed_in, "access.nobody"),
        (facts.is_self, "people.own_record"),
        (facts.learns and not helping, "people.no_relationship"),
        (facts.learns and said_no, "people.person_refused"),
        (facts.learns and "grant" not in her_word, "people.not_for_learning"),
        (facts.learns and not facts.only_to_read, "people.read_only_learning"),
        (facts.learns, "people.by_grant_to_learn"),
        (not facts.practises, "people.counts_only"),
        (not helping and not broken and not laws, "people.no_relationship"),
        (helping and not said_no and part in ("identity", "contact"), "people.by_relationship"),
        (not said_no and any(part in tie.parts for tie in our_ties), "people.by_relationship"),
        (helping and not said_no and "grant" in her_word, "people.by_grant"),
        (laws and facts.only_to_read, law),
        (laws, "people.read_only_duty"),
        (said_no, "people.person_refused"),
        (broken and facts.only_to_read, "people.by_emergency"),
        (broken, "people.read_only_emergency"),
        (True, "people.not_shared"),
    ]
    return next(reason for yes, reason in questions if yes)


BASIS = {
    "people.own_record": Basis.SELF,
    "people.by_relationship": Basis.RELATIONSHIP,
    "people.by_grant": Basis.GRANT,
    "people.by_grant_to_learn": Basis.GRANT,
    "people.by_emergency": Basis.VITAL_INTEREST,
    **{f"people.by_duty_{kind}": Basis.LEGAL_DUTY for kind in DutyKind},
}


@given(FACTS, PARTS, HOURS)
def test_the_rule_says_what_the_drawing_says(facts, part, now):
    verdict = decide(facts, part, now)
    reason = read_aloud(facts, part, now)
    assert verdict.code == reason
    assert verdict.allowed == (reason in BASIS)
    assert verdict.basis == BASIS.get(reason)


@given(FACTS, PARTS, HOURS)
@pytest.mark.commitment(3)
def test_a_refusal_to_all_beats_whatever_else_was_said_but_a_law_and_herself(facts, part, now):
    refused = Choice(Effect.REFUSAL, now, None)
    facts = Facts(**{**vars(facts), "choices": (*facts.choices, refused)})
    allowed = decide(facts, part, now)
    assert allowed.allowed == (facts.signed_in and (facts.is_self or allowed.basis is Basis.LEGAL_DUTY))
    without = Facts(**{**vars(facts), "duties": ()})
    assert decide(without, part, now).allowed == (facts.signed_in and facts.is_self)


@given(FACTS, PARTS, HOURS, DUTIES)
@pytest.mark.commitment(3)
def test_one_more_law_only_adds_reading_its_own_parts_to_its_own_team_and_names_itself(facts, part, now, duty):
    before = decide(facts, part, now)
    after = decide(Facts(**{**vars(facts), "duties": (*facts.duties, duty)}), part, now)
    named = part == Part.IDENTITY or part in duty.parts
    theirs = duty.actor_id == facts.actor_id and facts.practises and facts.signed_in and not facts.is_self
    theirs = theirs and not facts.learns
    if not (named and theirs and now_is_in(duty.since, duty.until, now)):
        assert after == before
    elif before.allowed and before.basis not in (Basis.LEGAL_DUTY, Basis.VITAL_INTEREST):
        assert after == before, "what a relationship opens already, no law is named for"
    elif facts.only_to_read:
        assert after.basis is Basis.LEGAL_DUTY
        assert after.code.removeprefix("people.by_duty_") in {each.kind for each in (*facts.duties, duty)}
    else:
        assert not after.allowed


@given(FACTS, PARTS, HOURS, CHOICES)
def test_one_more_grant_never_takes_away_and_one_more_refusal_never_gives(facts, part, now, choice):
    before = decide(facts, part, now).allowed
    after = decide(Facts(**{**vars(facts), "choices": (*facts.choices, choice)}), part, now).allowed
    assert after >= before if choice.effect is Effect.GRANT else after <= before


@given(FACTS, PARTS, HOURS)
@pytest.mark.commitment(3)
def test_what_was_said_for_one_purpose_changes_nothing_for_the_other(facts, part, now):
    mine = Purpose.IMPROVEMENT if facts.learns else Purpose.CARE
    theirs = tuple(choice for choice in facts.choices if choice.purpose in (None, mine))
    assert decide(facts, part, now) == decide(Facts(**{**vars(facts), "choices": theirs}), part, now)


@given(FACTS, PARTS, HOURS)
@pytest.mark.commitment(3)
def test_to_learn_nothing_opens_but_what_she_granted_for_that_to_read_it(facts, part, now):
    verdict = decide(Facts(**{**vars(facts), "learns": True, "is_self": False}), part, now)
    if verdict.allowed:
        assert (verdict.basis, facts.only_to_read) == (Basis.GRANT, True)
        assert any(c.effect is Effect.GRANT and c.purpose in (None, Purpose.IMPROVEMENT) for c in facts.choices)


@given(FACTS, PARTS, HOURS)
@pytest.mark.commitment(3)
def test_an_emergency_only_adds_reading_and_nothing_that_was_refused_or_is_over(facts, part, now):
    without = decide(Facts(**{**vars(facts), "emergency": None}), part, now)
    with_it = decide(facts, part, now)
    if with_it.basis is Basis.LEGAL_DUTY:
        assert without.basis is Basis.LEGAL_DUTY
        return
    if without.allowed:
        assert with_it == without
    if with_it.allowed and not without.allowed:
        assert facts.emergency and now < facts.emergency and facts.only_to_read and facts.practises
        assert without.code in ("people.no_relationship", "people.not_shared")
        assert not any(
            c.effect == Effect.REFUSAL
            and now_is_in(c.since, c.until, now)
            and c.part in (None, part)
            and c.purpose in (None, Purpose.CARE)
            and meant_for(c, facts)
            for c in facts.choices
        )


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 15))
def test_working_days_are_counted_as_on_a_wall_calendar(day, number):
    due = working_days_on(day, number)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(each.strftime("%a") not in ("Sat", "Sun") for each in between) == number
    assert due.strftime("%a") not in ("Sat", "Sun")


@pytest.mark.parametrize(
    ("name", "letters"), [("Jean Anne Rafferty", "J R"), ("Cher", "C"), (" ewa  nowak ", "E N"), ("", "")]
)
def test_a_stub_has_two_letters_at_most(name, letters):
    assert initials(name) == letters


def worker(**changed) -> Facts:
    given_ = {
        "signed_in": True,
        "is_self": False,
        "practises": True,
        "actor_id": TEAM,
        "actor_ids": frozenset({TEAM, BOARD}),
        "sectors": frozenset({"nhs"}),
    }
    return Facts(**given_ | changed)


TIED = (Tie(TEAM, START, None, frozenset({Part.MATTERS})),)
GRANT = Choice(Effect.GRANT, START, None, actor_id=BOARD, part=Part.HARMS)
NO = Choice(Effect.REFUSAL, START, None, sector="nhs", part=Part.MATTERS)
NO_TO_ALL = Choice(Effect.REFUSAL, START, None)
LAW = Duty(DutyKind.COURT_ORDER, TEAM, START, hour(4), frozenset({Part.HARMS}))


@pytest.mark.parametrize(
    ("reason", "facts", "part"),
    [
        ("access.nobody", worker(signed_in=False, is_self=True), Part.IDENTITY),
        ("people.own_record", worker(is_self=True, practises=False, choices=(NO,)), Part.MATTERS),
        ("people.counts_only", worker(practises=False, ties=TIED), Part.MATTERS),
        ("people.no_relationship", worker(choices=(GRANT,)), Part.HARMS),
        ("people.no_relationship", worker(ties=(Tie(BOARD, START, None, frozenset()),)), Part.IDENTITY),
        ("people.person_refused", worker(ties=TIED, choices=(NO,)), Part.MATTERS),
        ("people.by_relationship", worker(ties=TIED), Part.MATTERS),
        ("people.by_relationship", worker(ties=TIED, choices=(NO,)), Part.CONTACT),
        ("people.by_grant", worker(ties=TIED, choices=(GRANT, NO)), Part.HARMS),
        ("people.not_shared", worker(ties=TIED), Part.HARMS),
        ("people.by_emergency", worker(emergency=hour(3)), Part.HARMS),
        ("people.by_emergency", worker(ties=TIED, emergency=hour(3)), Part.HARMS),
        ("people.by_relationship", worker(ties=TIED, emergency=hour(3)), Part.MATTERS),
        ("people.person_refused", worker(emergency=hour(3), choices=(NO,)), Part.MATTERS),
        ("people.read_only_emergency", worker(emergency=hour(3), only_to_read=False), Part.IDENTITY),
        ("people.read_only_emergency", worker(emergency=hour(3), only_to_read=False, choices=(GRANT,)), Part.HARMS),
        ("people.counts_only", worker(emergency=hour(3), practises=False), Part.HARMS),
        ("people.no_relationship", worker(emergency=START), Part.HARMS),
        ("people.by_duty_court_order", worker(duties=(LAW,)), Part.HARMS),
        ("people.by_duty_court_order", worker(duties=(LAW,)), Part.IDENTITY),
        ("people.by_duty_court_order", worker(ties=TIED, duties=(LAW,), choices=(NO_TO_ALL,)), Part.HARMS),
        ("people.person_refused", worker(ties=TIED, duties=(LAW,), choices=(NO_TO_ALL,)), Part.MATTERS),
        ("people.no_relationship", worker(duties=(LAW,), choices=(NO_TO_ALL,)), Part.MATTERS),
        ("people.read_only_duty", worker(duties=(LAW,), only_to_read=False), Part.HARMS),
        ("people.counts_only", worker(duties=(LAW,), practises=False), Part.HARMS),
    ],
)
def test_every_reason_is_reached(reason, facts, part):
    assert decide(facts, part, START).code == reason


def test_a_tie_and_a_choice_hold_from_their_first_moment_and_not_at_their_last():
    tied = worker(ties=(Tie(TEAM, hour(1), hour(3), frozenset()),))
    assert [decide(tied, Part.IDENTITY, hour(n)).allowed for n in range(5)] == [False, True, True, False, False]
    refused = worker(ties=TIED, choices=(Choice(Effect.REFUSAL, hour(1), hour(3)),))
    assert [decide(refused, Part.IDENTITY, hour(n)).allowed for n in range(5)] == [True, False, False, True, True]


def test_parts_are_shareable_or_open_with_a_relationship():
    assert {*SHAREABLE} | ALWAYS == set(Part)
    assert not {*SHAREABLE} & ALWAYS
