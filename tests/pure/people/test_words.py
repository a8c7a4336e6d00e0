"""How a person is spoken of: names said once, a way to reach them that reads well, words to them and of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.people import words
from ecotone.people.rules import Mode, Part, SaidBy
from ecotone.people.views import Identity, SafeContact

ANDREW = Identity(
    name="Andrew Bain", known_as="", pronouns="", birth_date=None, age=None, died_on=None, home_id=None, home=""
)
UNREACHED = SafeContact(how="", detail="", warning="", language="", interpreter=False, communication="")


@pytest.mark.parametrize(
    ("known_as", "nickname"),
    [
        ("", ""),
        ("Andrew", ""),
        ("andrew", ""),
        ("Andrew Bain", ""),
        ("Andy", "Andy"),
        ("And", "And"),
        ("Bain", "Bain"),
    ],
)
def test_what_the_name_begins_with_is_not_said_twice(known_as, nickname):
    assert replace(ANDREW, known_as=known_as).nickname == nickname


@pytest.mark.parametrize(
    ("how", "detail", "warning", "line"),
    [
        (
            "Ring Joseph first, please, then ask for me.",
            "07700 900712",
            "",
            "Ring Joseph first, please, then ask for me. 07700 900712",
        ),
        ("By text", "07700 900712", "Leave no message", "By text, 07700 900712. Leave no message"),
        ("By letter.", "", "Not to the house.", "By letter. Not to the house."),
        ("", "07700 900712", "", "07700 900712"),
        ("", "", "Do not ring", "Do not ring"),
        ("", "", "", ""),
    ],
)
def test_a_way_to_reach_someone_is_one_line(how, detail, warning, line):
    assert replace(UNREACHED, how=how, detail=detail, warning=warning).in_a_line == line


PIECES = st.text("ab .!?", max_size=9).map(str.strip)


@given(PIECES, PIECES, PIECES)
def test_no_comma_follows_the_end_of_a_sentence_and_no_piece_is_lost(how, detail, warning):
    line = replace(UNREACHED, how=how, detail=detail, warning=warning).in_a_line
    assert not any(mark in line for mark in (".,", "!,", "?,"))
    assert all(piece in line for piece in (how, detail, warning))


@pytest.mark.parametrize(
    ("said", "of"),
    [
        ("PARTS", Part),
        ("THEIR_PARTS", Part),
        ("YOUR_PARTS", Part),
        ("MODES", Mode),
        ("YOUR_MODES", Mode),
        ("TOLD_AGAIN", Mode),
        ("SAID_BY", SaidBy),
        ("YOUR_SAID_BY", SaidBy),
    ],
)
def test_every_code_has_words_for_each_who_reads_them(said, of):
    assert getattr(words, said).keys() == {*of}
