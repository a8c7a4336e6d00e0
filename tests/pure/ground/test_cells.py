"""No cell of a file is a formula to whoever opens it, and what stood there can be had back."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecotone.ground.cells import STARTS, neutralised, restored

texts = st.one_of(st.text(), st.text(alphabet="'=+-@\t\r\n＝＠ \",a4"))


@given(texts)
@example('=HYPERLINK("http://x")')
@example("'=1")
@example("  @SUM(1)")
@example("＝1+1")
def test_no_cell_begins_as_a_formula(text: str) -> None:
    first = neutralised(text).lstrip()[:1]
    assert not first or first not in STARTS


@given(texts)
def test_what_was_written_can_be_had_back_through_a_file(text: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerow([neutralised(text), "end"])
    file.seek(0)
    [[back, _end]] = csv.reader(file)
    assert restored(back) == text


@pytest.mark.parametrize("plain", ["", "Jean", "O'Neill", "01236 555 0101", "3-4 days", "'tis"])
def test_plain_words_stay_as_they_are(plain: str) -> None:
    assert neutralised(plain) == plain


def test_a_number_from_abroad_is_still_to_be_read() -> None:
    assert neutralised("+44 1236 555 0101") == "'+44 1236 555 0101"
