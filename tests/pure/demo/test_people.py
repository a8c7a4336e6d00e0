"""Invented people are told without contradiction, the same from the same seed, and can reach nobody real."""

import re
import string
from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.demo.content import needs, places, world
from ecotone.demo.content.people import (
    ARCHETYPES,
    CAST,
    COMPLAINTS,
    CONTRIBUTIONS,
    DECLINES,
    JEAN,
    LEANNE,
    identifiers,
    lives,
    names,
    shapes,
    someone,
)

TODAY = date(2026, 5, 29)
DRAMA_PHONE = re.compile(r"(01632 960\d{3}|07700 900\d{3})")
seeds = st.integers(min_value=0, max_value=2**32)
archetypes = st.sampled_from([kind.key for kind in ARCHETYPES])
ACTORS = {actor.key for actor in world.ACTORS}
SERVICES = {service.key for service in world.SERVICES}
HANDMADE = (JEAN, LEANNE)


def gaps(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def all_texts(life):
    asks = [text for ask in life.asks for text in (ask.reason, ask.hope, ask.question, ask.answer, ask.outcome)]
    return [*life.story.sections.values(), *asks, life.person.safe_contact, life.person.communication]


@pytest.mark.parametrize("kind", ARCHETYPES, ids=lambda kind: kind.key)
def test_an_archetype_is_whole(kind):
    assert set(kind.sections) == set(shapes.SECTIONS)
    assert all(4 <= len(said) <= 8 for said in kind.sections.values())
    assert len(kind.asks) >= 2
    assert all(needs.BY_CODE[ask.need].parent for ask in kind.asks)
    assert all(any(ask.need in service.needs for service in world.SERVICES) for ask in kind.asks)
    assert set(kind.sensitive) <= set(shapes.SECTIONS)
    assert set(kind.heritages) <= set(names.HERITAGES)
    assert set(kind.genders) <= set(shapes.GENDERS)


@pytest.mark.parametrize("kind", ARCHETYPES, ids=lambda kind: kind.key)
def test_every_gap_has_something_to_fill_it_and_every_fact_is_used(kind):
    texts = [text for said in kind.sections.values() for text in said]
    texts += [text for ask in kind.asks for text in vars(ask).values()]
    texts += [*kind.safe_contacts, *kind.communications]
    used = {gap.split(".")[0] for text in texts for gap in gaps(text)}
    assert used <= {"me", "language", *kind.facts, *(role.key for role in kind.roles)}
    assert set(kind.facts) <= used
    assert {role.key for role in kind.roles} <= used


@pytest.mark.parametrize("kind", ARCHETYPES, ids=lambda kind: kind.key)
def test_somebody_fits_every_role_at_every_age(kind):
    for age in range(kind.ages[0], kind.ages[1] + 1):
        for role in kind.roles:
            low, high = lives.role_ages(role, age)
            assert 0 <= low <= high <= 105


def test_a_role_nobody_can_fill_is_refused():
    with pytest.raises(ValueError, match="nobody can be"):
        lives.role_ages(shapes.Role("child", "daughter", "son", (-20, -18), between=(5, 15)), 19)


def test_there_are_stories_enough_and_their_lines_are_nobody_elses():
    assert len(ARCHETYPES) >= 14
    lines = Counter(text for kind in ARCHETYPES for said in kind.sections.values() for text in said)
    assert max(lines.values()) == 1


@settings(max_examples=150, deadline=None)
@given(seed=seeds, kind=archetypes)
def test_a_life_never_contradicts_itself(seed, kind):
    life = someone(Random(seed), today=TODAY, archetype=kind)
    archetype = next(one for one in ARCHETYPES if one.key == kind)
    person, age = life.person, life.person.age_on(TODAY)
    assert archetype.ages[0] <= age <= archetype.ages[1]
    assert person.gender in archetype.genders
    assert person.pronouns == shapes.PRONOUNS[person.gender].label
    assert places.BY_KEY[person.place].kind == "neighbourhood"
    assert identifiers.is_valid(person.chi)
    assert person.chi.startswith(f"{person.birth_date:%d%m%y}")
    assert identifiers.is_valid(person.nhs_number)
    assert person.nhs_number.startswith("999")
    assert not person.phone or DRAMA_PHONE.fullmatch(person.phone)
    assert all(text and text[0] == text[0].upper() for text in all_texts(life) if text)
    assert not any("{" in text or "}" in text for text in all_texts(life))
    assert not archetype.mother_tongue or person.language != "English"
    _the_circle_fits(life, archetype, age)


def _the_circle_fits(life, archetype, age):
    living = [role for role in archetype.roles if role.living]
    people = [tie for tie in life.circle if tie.kind == "person"]
    assert len(people) == len(living)
    for role, tie in zip(living, people, strict=True):
        low, high = lives.role_ages(role, age)
        assert low <= tie.age <= high
        assert tie.relation in {role.woman, role.man}
        assert not role.kin or tie.name.endswith(life.person.family_name)
        assert tie.name.split()[0] != life.person.given_name
    assert len({tie.name for tie in life.circle}) == len(life.circle)
    assert any(tie.kind == "group" for tie in life.circle)


@settings(max_examples=30, deadline=None)
@given(seed=seeds)
def test_the_same_seed_makes_the_same_life(seed):
    assert someone(Random(seed), today=TODAY) == someone(Random(seed), today=TODAY)


def test_a_town_is_mixed_and_mostly_older():
    rng = Random(7)
    town = [someone(rng, today=TODAY) for _ in range(600)]
    ages = sorted(life.person.age_on(TODAY) for life in town)
    assert ages[0] < 18
    assert 55 <= ages[300] <= 72
    assert {life.person.archetype for life in town} == {kind.key for kind in ARCHETYPES}
    assert len({life.person.heritage for life in town}) >= 6
    assert len({life.person.name for life in town}) > 500
    stories = {tuple(life.story.sections.values()) for life in town}
    assert len(stories) == len(town)


def test_a_place_asked_for_is_kept():
    rng = Random(3)
    assert someone(rng, today=TODAY, place="biggar").person.place == "biggar"
    assert places.BY_KEY[someone(rng, today=TODAY, place="wishaw").person.place].parents == ("wishaw",)
    with pytest.raises(KeyError):
        someone(rng, today=TODAY, place="atlantis")


def test_born_on_a_leap_day_or_asked_on_one():
    life = someone(Random(1), today=date(2028, 2, 29), archetype="widowed")
    assert 66 <= life.person.age_on(date(2028, 2, 29)) <= 93


def test_check_digits_follow_the_rule():
    assert identifiers.check_digit("010101123") == "7"
    assert identifiers.check_digit("943476591") == "9"
    assert identifiers.is_valid("0101011237")
    assert not identifiers.is_valid("0101011238")
    assert not identifiers.is_valid("010101123")
    with pytest.raises(ValueError, match="nine digits"):
        identifiers.check_digit("12345678x")


@given(seed=seeds, born=st.dates(min_value=date(1925, 1, 1), max_value=date(2026, 1, 1)))
def test_a_chi_number_carries_its_date_and_parity(seed, born):
    woman = identifiers.chi_number(Random(seed), birth_date=born, gender="woman")
    man = identifiers.chi_number(Random(seed), birth_date=born, gender="man")
    assert identifiers.is_valid(woman)
    assert (int(woman[8]) % 2, int(man[8]) % 2) == (0, 1)


@pytest.mark.parametrize("someone_made", HANDMADE, ids=["jean", "leanne"])
def test_those_made_by_hand_are_as_sound_as_the_rest(someone_made):
    person = someone_made.person
    assert identifiers.is_valid(person.chi)
    assert identifiers.is_valid(person.nhs_number)
    assert person.chi.startswith(f"{person.birth_date:%d%m%y}")
    assert DRAMA_PHONE.fullmatch(person.phone)
    assert places.BY_KEY[person.place].kind == "neighbourhood"
    assert set(someone_made.story.sections) == set(shapes.SECTIONS)
    assert all(not tie.actor or tie.actor in ACTORS for tie in someone_made.circle)


def test_jeans_journey_goes_through_doors_that_exist():
    accounts = {account.key for account in CAST}
    days = [step.day for step in JEAN.steps]
    assert days == sorted(days)
    for step in JEAN.steps:
        assert step.by in accounts
        assert not step.need or step.need in needs.BY_CODE
        assert not step.to or step.to in SERVICES | accounts
        assert not step.section or step.section in shapes.SECTIONS
        assert (step.action == "judged") == bool(step.result)
    assert [step.action for step in JEAN.steps if step.result] == ["judged", "judged"]
    assert {step.result for step in JEAN.steps if step.result} == {"partly", "met"}
    weekdays = {step.day % 7 for step in JEAN.steps if step.by != "daughter"}
    assert not weekdays & {1, 2}, "somebody works on a Saturday or Sunday, counting from a Friday"


def test_leannes_wishes_name_what_exists():
    assert set(LEANNE.known_to) <= SERVICES
    assert set(LEANNE.forbidden) <= ACTORS
    assert set(LEANNE.open_to) <= set(shapes.SECTIONS)
    readers = {actor for allowed in LEANNE.open_to.values() for actor in allowed}
    assert readers <= ACTORS
    assert not readers & set(LEANNE.forbidden)
    assert set(LEANNE.story.sensitive) >= {"history", "harms"}


def test_the_cast_wear_hats_that_exist():
    assert len({account.key for account in CAST}) == len(CAST) == 19
    assert len({account.name for account in CAST}) == len(CAST)
    for account in CAST:
        assert account.email.endswith("@example.org")
        assert all(hat.actor in ACTORS for hat in account.hats)
        assert bool(account.hats) != bool(account.person)
    assert any(len(account.hats) > 1 for account in CAST)
    assert [account.key for account in CAST if account.permission] == ["daughter", "attorney"]


def test_what_may_be_said_when_help_cannot_be_given():
    assert {code for code, _ in DECLINES} >= {"no-room", "not-our-work", "not-eligible", "not-wanted"}
    assert {who for who, _, _ in CONTRIBUTIONS} >= {"family", "volunteer", "fund", "person", "group"}
    assert len(COMPLAINTS) >= 8
    assert not any("{" in text for text in COMPLAINTS)
