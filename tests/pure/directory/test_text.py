"""From what people write to words: folded, stemmed, weighed; and a slip of the finger put right."""

import threading
import unicodedata

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from ecotone.directory.search.text import (
    LONGEST_WORD,
    MOST_SOUGHT,
    REPEATS_COUNT_TO,
    WEIGHTS,
    Field,
    one_slip_away,
    phrases,
    sayings,
    sought,
    stem,
    weigh,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cannae get in the bath!", ["bath"]),
        ("carer's assessment", ["carer", "assessment"]),
        ("O’Neill's CAFÉ", ["oneill", "cafe"]),
        ("self-harm, can't go on", ["self", "harm"]),
        ("over-60s: 24 hours", ["60s", "24", "hours"]),
        ("...!?  --", []),
        ("", []),
        ("朋友 صداقة Càirdeas сябры", ["朋友", "صداقة", "cairdeas", "сябры"]),
        ("x", []),
        ("half \ud800 a pair\x00", ["half", "pair"]),
    ],
)
def test_words_are_folded_and_those_that_say_nothing_left_out(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("befriending", "befriended"),
        ("lonely", "loneliness"),
        ("falls", "fell"),
        ("feart", "scared"),
        ("weans", "child"),
        ("hoose", "house"),
        ("naebody", "nobody"),
        ("bathing", "bath"),
    ],
)
def test_words_of_one_meaning_share_a_stem(one, other):
    assert stem(one) == stem(other)


@given(st.text(max_size=400))
def test_any_text_gives_words_that_can_be_kept_and_found_again(text):
    for word in words(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert 0 < len(stem(word)) <= LONGEST_WORD
        assert word == unicodedata.normalize("NFC", word).strip()
        word.encode()


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text):
    once = words(text)
    assert [again for word in once for again in words(word)] == once or any(len(w) == LONGEST_WORD for w in once)


def test_a_search_is_read_only_so_far():
    assert len(sought(" ".join(f"word{number}" for number in range(5_000)))) == MOST_SOUGHT
    assert sought("bath bath Bath") == ["bath"]


@given(st.lists(st.tuples(st.sampled_from(Field), st.text("ab cd", max_size=12)), max_size=8))
def test_a_word_weighs_what_the_places_it_stands_in_give_it(texts):
    expected = {}
    for field in Field:
        read = sayings if field is Field.PHRASE else words
        together = [word for of, text in texts if of is field for word in read(text)]
        for word in set(together):
            times = min(together.count(word), REPEATS_COUNT_TO)
            expected[word] = expected.get(word, 0) + WEIGHTS[field] * times
    assert weigh(texts) == expected


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("can't go on", "I just cannae go on"),
        ("cannae get in the bath", "My mum can't get in the bath!"),
        ("naebody to talk to", "nobody tae talk tae"),
        ("falls alarm", "has a fall alarm"),
    ],
)
def test_a_phrase_is_known_in_scots_and_english(said, asked):
    (phrase,) = sayings(said)
    assert stem(phrase) in {stem(each) for each in phrases(asked)}


def test_only_runs_of_words_are_phrases():
    assert sayings("lonely\nlunch club\n\n  \nsee no one from one week to the next") == ["lunch club"]
    assert phrases("lunch") == []
    assert phrases("my lunch club") == ["my lunch", "lunch club", "my lunch club"]
    assert len(phrases("word " * 5_000)) < 400


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_said_of_a_need_is_found_inside_a_search(lines, before, after):
    for line in lines:
        for phrase in sayings(line):
            assert phrase in phrases(f"{before} {line} {after}")


def edits(one: str, other: str) -> int:
    """How many letters left out, added, mistaken or swapped lie between two words, the plain slow way."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        edits(one[1:], other) + 1,
        edits(one, other[1:]) + 1,
        edits(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and (one[0], one[1]) == (other[1], other[0]):
        ways.append(edits(one[2:], other[2:]) + 1)
    return min(ways)


@given(st.text("abc", min_size=1, max_size=5), st.text("abc", min_size=1, max_size=5))
def test_one_slip_away_is_one_edit_away(one, other):
    assert (other in one_slip_away(one)) == (edits(one, other) == 1)


def test_threads_may_stem_at_the_same_time():
    unseen = [f"befriending{number}ly" for number in range(300)]
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append([stem(word) for word in unseen])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [snowballstemmer.stemmer("english").stemWords(unseen)] * 4
