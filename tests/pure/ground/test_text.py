"""Text is kept as people write it, composed and trimmed; what one database would refuse is refused for both."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.ground.errors import Invalid
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.text import clean

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
SPACES = st.text(" \t\r\n\u00a0\u2003")


def named(field, name="said"):
    field.name = name
    return field


@given(TEXT)
def test_clean_text_is_composed_trimmed_and_stays_so(text):
    kept = clean(text)
    assert kept == kept.strip()
    assert unicodedata.is_normalized("NFC", kept)
    assert clean(kept) == kept


@given(TEXT, SPACES, SPACES)
def test_white_space_around_makes_no_difference(text, before, after):
    assert clean(before + text + after) == clean(text)


def test_the_same_name_typed_two_ways_is_one():
    assert clean("Zoe\u0308 ") == clean("Zo\u00eb") == "Zo\u00eb"


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "\ud800", "a\udfffb"])
def test_what_a_database_could_not_keep_is_refused(text):
    with pytest.raises(ValueError):
        clean(text)
    for field in (named(Line()), named(Words()), named(Code())):
        with pytest.raises(Invalid) as refused:
            field.get_prep_value(text)
        assert [(p.code, p.field) for p in refused.value.problems] == [("ground.nul", "said")]


@pytest.mark.parametrize("field", [Line(), Line(max_length=10), Words(), Code()])
def test_a_text_may_be_as_long_as_its_field_and_no_longer(field):
    field = named(field)
    most = field.max_length
    assert field.get_prep_value("x" * most) == "x" * most
    assert field.get_prep_value(" " + "x" * most + " ") == "x" * most
    with pytest.raises(Invalid) as refused:
        field.get_prep_value("x" * (most + 1))
    (problem,) = refused.value.problems
    assert (problem.code, problem.field, problem.params) == ("ground.too_long", "said", {"most": most})


@pytest.mark.parametrize("value", [None, 7, ("a",)])
def test_what_is_no_text_is_left_alone(value):
    assert named(Line()).get_prep_value(value) == value
