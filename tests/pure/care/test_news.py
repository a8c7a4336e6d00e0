"""Who is told of what: every move is thought of, every telling has words, and nobody is addressed who has no part."""

import pytest

from ecotone.care.machine import BY_CODE, MOVES, Party
from ecotone.care.rules.news import OF_HER_DEATH, SAYS, sides_told
from ecotone.care.words import NEWS, TONES_OF_NEWS
from ecotone.notices.rules import Side, Sort

QUESTIONS = {"question", "answer_question"}
NO_MOVES = {"escalate", "review_due", "answer_due", "sentence", "judge"} | QUESTIONS
NAMES = {"asker": "Whinhall Hearth", "target": "Kettle On"}


def told() -> set[str]:
    """A person asks for help herself, but puts no question to a team."""
    asks = [(kind, own) for kind in SAYS for own in (True, False) if not (own and kind in QUESTIONS)]
    return {f"{side}.{kind}" for kind, own in asks for side, _ in sides_told(kind, is_own_ask=own)}


def test_every_move_is_told_but_for_opening():
    assert BY_CODE.keys() - SAYS.keys() == {"receive"}
    assert SAYS.keys() - BY_CODE.keys() == NO_MOVES


def test_every_telling_has_words_and_no_words_are_left_over():
    assert told() == NEWS.keys()
    assert all(str(words) % NAMES for words in NEWS.values())
    assert TONES_OF_NEWS.keys() == {str(sort) for sort in Sort}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.code)
def test_whoever_asked_hears_of_all_that_the_other_side_does(move):
    if {Party.TARGET, Party.CANDIDATE} & move.by and move.code != "receive":
        assert Side.SOURCE in SAYS[move.code]
    if (Party.SOURCE in move.by or Party.CLOCK in move.by) and move.code != "expire":
        assert Side.TARGET in SAYS[move.code]


@pytest.mark.parametrize("kind", SAYS)
def test_one_who_asked_for_herself_is_told_what_an_asker_is(kind):
    own = dict(sides_told(kind, is_own_ask=True))
    assert Side.SOURCE not in own
    told_her = bool({Side.SOURCE, Side.PERSON} & SAYS[kind].keys()) and kind not in OF_HER_DEATH
    assert (Side.PERSON in own) == told_her
