"""Who may sign for whom, held to an oracle that reads the table of ADR 37 line by line, and knows no drawn order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.ground.clock import LOCAL
from ecotone.people.rules.signing import (
    Assessed,
    AuthorityKind,
    Held,
    Matter,
    Signing,
    Standing,
    birthday,
    last_signed_day,
    may_sign,
    on_own_page,
    standing_of,
)

pytestmark = pytest.mark.commitment(3)
DAY = date(2026, 6, 1)
NEAR = st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
BORN = st.one_of(
    st.none(), st.builds(lambda age, near: birthday(near, -age), st.sampled_from((5, 11, 12, 15, 16, 17, 80)), NEAR)
)
MATTERS = st.sampled_from(list(Matter))
ASSESSED = st.builds(
    lambda matter, able, on, days: Assessed(matter, able, on, on + timedelta(days=days)),
    MATTERS,
    st.booleans(),
    NEAR,
    st.integers(1, 5),
)
HELD = st.builds(
    lambda kind, covers, since, days: Held(kind, covers, since, since + timedelta(days=days) if days else None),
    st.sampled_from(list(AuthorityKind)),
    st.frozensets(MATTERS),
    NEAR,
    st.integers(0, 4),
)
FACTS = st.builds(
    Signing,
    born=BORN,
    assessed=st.lists(ASSESSED, max_size=4).map(tuple),
    held=st.none() | HELD,
    by_carer=st.sampled_from((False, False, False, True)),
    narrows=st.booleans(),
    has_died=st.sampled_from((False, False, False, True)),
)
HOURS = st.integers(-49, 49).map(lambda hours: datetime(2026, 6, 1, 12, tzinfo=UTC) + timedelta(hours=hours))


def day_in_britain(at: datetime) -> date:
    """In summer it is an hour later there, in winter it is not: these tests lie in June."""
    return (at + timedelta(hours=1)).date()


def years(born: date, day: date) -> int:
    """Birthdays gone through one by one."""
    lived = 0
    while (born.year + lived + 1, born.month, born.day) <= (day.year, day.month, day.day):
        lived += 1
    return lived


def lawful(facts: Signing, matter: Matter, at: datetime) -> bool:
    """The table of ADR 37, in its own words."""
    day = day_in_britain(at)
    if facts.by_carer:
        return False  # "any, with a carer she permitted: never"
    counting = [a for a in facts.assessed if a.matter == matter and a.on <= day and not a.again_on <= day]
    newest = [a.able for a in counting if not any(other.on > a.on for other in counting)]
    differ = True in newest and False in newest
    able, unable = True in newest and not differ, False in newest and not differ
    age = None if facts.born is None else years(facts.born, day)
    if facts.held is None:  # "signs herself"
        if facts.narrows:
            return True  # "a refusal is kept"
        if able:
            return True
        return not unable and not differ and (age is None or age >= 12)
    held = facts.held
    if facts.has_died or matter not in held.covers or day < held.since or (held.until and day >= held.until):
        return False
    child = age is not None and age < 16
    if held.kind == "parental":
        if age is not None and not child:
            return False  # at 16 it ends by itself
        if age is None:
            return facts.narrows and not able  # unclear
        may = unable or (age < 12 and not able)
    elif held.kind == "named_person" or child:
        return False
    else:
        may = unable or (held.kind != "welfare_attorney" and not able)
    return facts.narrows if differ else may


@given(FACTS, MATTERS, HOURS)
def test_the_rule_is_the_table(facts, matter, at):
    assert may_sign(facts, matter, at).allowed == lawful(facts, matter, at)


@given(FACTS, MATTERS, HOURS)
def test_whoever_may_open_may_narrow_and_her_own_refusal_is_always_kept(facts, matter, at):
    opens = Signing(**{**facts.__dict__, "narrows": False})
    narrows = Signing(**{**facts.__dict__, "narrows": True})
    if may_sign(opens, matter, at).allowed:
        assert may_sign(narrows, matter, at).allowed
    if facts.held is None and not facts.by_carer:
        assert may_sign(narrows, matter, at).allowed


@given(FACTS, MATTERS, HOURS)
def test_on_their_own_page_they_sign_no_more_than_the_rule_lets_them_and_only_what_narrows_sharing(facts, matter, at):
    said, own = may_sign(facts, matter, at), on_own_page(facts, matter, at)
    if facts.held is None or not said.allowed:
        assert own == said
    else:
        assert own.allowed == (facts.narrows and matter is Matter.SHARING)
        passed_on = own.code == "people.is_passed_on"
        assert passed_on == (matter is Matter.SHARING and not facts.narrows)


@given(BORN, st.lists(ASSESSED, max_size=4).map(tuple), MATTERS, HOURS)
def test_an_attorney_opens_nothing_before_she_was_assessed_unable(born, assessed, matter, at):
    power = Held(AuthorityKind.ATTORNEY, frozenset(Matter), DAY - timedelta(days=900))
    if may_sign(Signing(born, assessed, power), matter, at).allowed:
        assert standing_of(born, assessed, matter, day_in_britain(at)) is Standing.ASSESSED_UNABLE
        assert not may_sign(Signing(born, assessed), matter, at).allowed


@pytest.mark.parametrize(("age", "parent_before", "parent_after"), [(12, True, False), (16, False, False)])
def test_a_birthday_counts_from_its_first_moment_where_she_lives(age, parent_before, parent_after):
    born = date(2026 - age, 7, 10)
    parent = Held(AuthorityKind.PARENTAL, frozenset(Matter), born)
    first = datetime(2026, 7, 10, tzinfo=LOCAL)
    for at, parents in ((first - timedelta(microseconds=1), parent_before), (first, parent_after)):
        assert may_sign(Signing(born, held=parent), Matter.SHARING, at).allowed == parents
        assert may_sign(Signing(born), Matter.SHARING, at).allowed != (parents and age == 12)


def test_at_16_a_parents_authority_has_ended_whatever_was_assessed():
    born = date(2010, 7, 10)
    unable = (Assessed(Matter.SHARING, False, date(2026, 7, 1), date(2026, 12, 1)),)
    parent = Held(AuthorityKind.PARENTAL, frozenset(Matter), born)
    first = datetime(2026, 7, 10, tzinfo=LOCAL)
    assert may_sign(Signing(born, unable, parent), Matter.SHARING, first - timedelta(microseconds=1)).allowed
    assert may_sign(Signing(born, unable, parent), Matter.SHARING, first).code == "people.parental_ends_at_16"


def test_somebody_born_on_29_february_is_a_year_older_on_1_march():
    born = date(2012, 2, 29)
    assert [birthday(born, age) for age in (4, 12, 14)] == [date(2016, 2, 29), date(2024, 2, 29), date(2026, 3, 1)]
    parent = Held(AuthorityKind.PARENTAL, frozenset(Matter), born)
    eve = datetime(2028, 2, 28, 23, 59, tzinfo=LOCAL)
    assert may_sign(Signing(born, held=parent, narrows=True), Matter.HELP, eve).code == "people.signs_for_herself"
    assert may_sign(Signing(date(2013, 3, 1)), Matter.HELP, datetime(2025, 3, 1, tzinfo=LOCAL)).allowed


@pytest.mark.parametrize(
    ("kind", "born", "until"),
    [
        (AuthorityKind.PARENTAL, date(2018, 3, 4), date(2030, 3, 4)),
        (AuthorityKind.PARENTAL, date(2012, 3, 4), date(2028, 3, 4)),
        (AuthorityKind.GUARDIAN, date(1950, 3, 4), None),
    ],
)
def test_what_a_parent_opens_reaches_no_further_than_the_child_is_one(kind, born, until):
    assert last_signed_day(kind, born, DAY) == until
