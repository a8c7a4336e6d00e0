"""The page of a referral's states is the table of moves, written out: every state, move and field, no more."""

import re

import pytest

from ecotone.care.machine import FHIR, MOVES, State
from tools import referral_states

PAGE = referral_states.PAGE.read_text()
ARROW = re.compile(r"^    (\w+|\[\*\]) --> (\w+|\[\*\])(?:: (\w+))?$", re.MULTILINE)


def rows(head: str) -> list[list[str]]:
    """The cells of the table under that head."""
    table = PAGE.split(head, 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def codes(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def test_the_page_is_as_the_table_writes_it_now():
    assert referral_states.written() == PAGE, "make fix writes it anew"


def test_a_page_that_fell_behind_is_found(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(referral_states, "ROOT", tmp_path)
    monkeypatch.setattr(referral_states, "PAGE", tmp_path / "states.md")
    assert referral_states.main(check=True) == 1
    assert referral_states.main(check=False) == 0
    assert referral_states.main(check=True) == 0
    (tmp_path / "states.md").write_text(PAGE.replace("accepted", "agreed"))
    assert referral_states.main(check=True) == 1
    assert "states.md is out of date" in capsys.readouterr().out


def test_every_state_stands_in_its_table_with_what_it_exports_as():
    table = {codes(cells[0])[0]: cells for cells in rows("| state |")}
    assert list(table) == [str(state) for state in State]
    for state, status in FHIR.items():
        assert f"`{status}`" in table[state][2]


def test_every_move_stands_in_its_table_with_whose_it_is_and_what_it_records():
    table = {codes(cells[0])[0]: cells for cells in rows("| move |")}
    assert list(table) == [move.code for move in MOVES]
    for move in MOVES:
        _, _, sources, target, by, recorded = table[move.code]
        assert set(codes(sources)) == set(move.sources)
        assert codes(target)[0] == move.target
        assert set(by.split(", ")) == set(move.by)
        assert set(filter(None, recorded.split(", "))) == {f.name + "*" * f.required for f in move.fields}


def test_every_move_is_drawn_but_those_told_below():
    drawn = {(before, after, code) for before, after, code in ARROW.findall(PAGE) if code}
    left_out = {"withdraw", "mark_error", "lapse"}
    assert drawn == {(s, m.target, m.code) for m in MOVES if m.code not in left_out for s in m.sources}
    assert all(f"`{code}`" in PAGE.split("Not drawn:")[1].split("\n\n")[0] for code in left_out)


@pytest.mark.parametrize("state", list(State))
def test_the_drawing_begins_and_ends(state):
    ends = {before for before, after, _ in ARROW.findall(PAGE) if after == "[*]"}
    assert (state in ends) == (not any(state in m.sources for m in MOVES if m.code != "mark_error"))
