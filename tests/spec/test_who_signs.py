"""The page of who may sign for whom is the rule, asked for every case."""

import pytest

from ecotone.people.rules.signing import AuthorityKind
from tools import who_signs

PAGE = who_signs.PAGE.read_text()
SIGNED, _, REST = PAGE.partition("## On their own page")
OWN_PAGE, _, OF_ASKS = REST.partition("## Who agrees to an ask for help")


def rows(part: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("| ")
    ]


ROWS, OWN_ROWS, ASKS = rows(SIGNED), rows(OWN_PAGE), rows(OF_ASKS)


def test_the_page_is_as_the_rule_answers_now():
    assert who_signs.written() == PAGE, "make fix writes it anew"


def test_a_page_that_fell_behind_is_found(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(who_signs, "ROOT", tmp_path)
    monkeypatch.setattr(who_signs, "PAGE", tmp_path / "who-signs.md")
    assert who_signs.main(check=True) == 1
    assert who_signs.main(check=False) == 0
    assert who_signs.main(check=True) == 0
    (tmp_path / "who-signs.md").write_text(PAGE.replace("| narrows |", "| opens |"))
    assert who_signs.main(check=True) == 1
    assert "who-signs.md is out of date" in capsys.readouterr().out


@pytest.mark.commitment(3)
def test_every_case_stands_in_it_and_what_adr_37_says_of_the_plain_ones():
    table = {(row[0], row[1]): row[2:] for row in ROWS[1:]}
    assert len(table) == len(who_signs.BORN) * len(who_signs.SAID)
    assert all(len(row) == 2 + len(AuthorityKind) for row in table.values())
    both, none = "opens, narrows", "–"
    assert table["16 or over", "no"][:3] == [both, none, none], "an attorney's power opens nothing before incapacity"
    assert table["16 or over", "unable"] == ["narrows", none, both, both, both, none, none]
    assert table["12 to 15", "no"][5] == none
    assert table["under 12", "no"] == ["narrows", none, none, none, none, both, none]


@pytest.mark.commitment(3)
def test_on_their_own_page_they_refuse_what_may_be_signed_narrowing_and_pass_on_what_opens():
    signed = {(row[0], row[1]): row[4:] for row in ROWS[1:]}
    own = {(row[0], row[1]): row[2:] for row in OWN_ROWS[1:]}
    said = {"opens, narrows": "passes on, refuses", "narrows": "refuses", "–": "–"}
    assert own == {case: [said[cell] for cell in cells] for case, cells in signed.items()}
    assert own["16 or over", "unable"][0] == "passes on, refuses"
    assert {row[-1] for row in OWN_ROWS[1:]} == {"–"}, "a named person signs nothing"


@pytest.mark.commitment(3)
def test_each_ask_has_an_answer_that_lets_it_out():
    table = {(row[0], row[1]): row[2:] for row in ASKS[1:]}
    assert len(table) == len(who_signs.BORN) * len(who_signs.SAID)
    for herself, written_down, nobody, *_ in table.values():
        assert herself == "herself", "her own ask is never stopped"
        assert (written_down == "herself") != (nobody == "nobody could"), "and one way is always open to staff"
    assert table["16 or over", "unable"][3:] == ["in her place"] * 3 + ["–", "–"]
