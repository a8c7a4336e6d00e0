"""What may close a need or a friction, and with what: nothing is met without saying by what."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.care.machine import NOTHING_LACKS, Reason
from ecotone.care.rules import MetBy, OfferState, Standing, UnmetReason, offer_problems, turn_problems
from ecotone.care.rules.needs import MAY_MEET, OFFER_MOVES
from ecotone.care.words import FRICTIONS, UNMET_REASONS


def test_every_reason_of_the_machine_that_leaves_a_need_unmet_is_one_and_has_words():
    assert {str(reason) for reason in Reason if reason not in NOTHING_LACKS} <= set(UnmetReason)
    assert set(UNMET_REASONS) == {"", *UnmetReason}
    assert all(FRICTIONS.values())


@given(
    kind=st.sampled_from(sorted(MAY_MEET)),
    before=st.sampled_from(Standing),
    became=st.sampled_from(Standing),
    met_by=st.none() | st.sampled_from(MetBy),
    met_by_id=st.none() | st.uuids(),
    words=st.sampled_from(["", "  ", "They come on Mondays now"]),
)
def test_a_turn_that_is_let_through_closes_what_stands_or_opens_what_is_closed(
    kind, before, became, met_by, met_by_id, words
):
    if turn_problems(kind, before, became, met_by, met_by_id, words):
        return
    assert (before is Standing.STANDING) != (became is Standing.STANDING)
    if became is Standing.MET:
        assert met_by in MAY_MEET[kind]
        assert words.strip() if met_by is MetBy.WORDS else met_by_id
    if became is Standing.WITHDRAWN and kind != "friction":
        assert words.strip()


def test_what_was_offered_never_moves_on_from_being_taken_back():
    for before, became in product(OfferState, repeat=2):
        problems = offer_problems(before, became, "so it went")
        assert (not problems) == (became in OFFER_MOVES[before])
    assert not OFFER_MOVES[OfferState.TAKEN_BACK]
    assert [p.field for p in offer_problems(OfferState.TAKEN_UP, OfferState.TAKEN_UP, " ")] == ["words"]


@pytest.mark.parametrize("kind", sorted(MAY_MEET))
def test_words_alone_may_say_what_met_anything(kind):
    assert turn_problems(kind, Standing.STANDING, Standing.MET, MetBy.WORDS, None, "by a neighbour") == []
