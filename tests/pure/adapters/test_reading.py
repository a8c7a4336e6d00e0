"""Files as they come from other people: in any encoding, damaged, too large, or not what they say they are."""

import csv
import gzip
import io
import json
import os
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.adapters.reading import Table, Unreadable, document, is_lines, lines, pieces
from ecotone.adapters.reading import files as bounds
from ecotone.adapters.reading.cells import Cells, as_day
from ecotone.adapters.reading.tables import Row
from ecotone.ground.cells import restored

NAMES = ["Órla Ní Bhriain", "Zażółć gęślą jaźń", "李小龍", "محمد", "Ὀδυσσεύς", "Иванна", "नमस्ते", "👩🏽‍⚕️"]
TEXT = "name,town\n" + "".join(f"{name},Airdrie\n" for name in NAMES)


def written(tmp_path, raw: bytes, name: str = "list.csv"):
    path = tmp_path / name
    path.write_bytes(raw)
    (piece,) = pieces(path)
    return piece


def names(piece) -> list[str]:
    return [row["name"] for row in Table(piece).rows()]


def code_of(call) -> str:
    with pytest.raises(Unreadable) as wrong:
        call()
    return wrong.value.problem.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_in_every_script_come_through_in_every_encoding_that_says_what_it_is(tmp_path, encoding):
    assert names(written(tmp_path, TEXT.encode(encoding))) == NAMES


def test_what_is_not_unicode_is_read_as_windows_wrote_it_and_said_to_be_guessed(tmp_path):
    table = Table(written(tmp_path, "name,town\nCafé Órla,Airdrie\n".encode("cp1252")))
    assert table.guessed
    assert [row["name"] for row in table.rows()] == ["Café Órla"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_are_parted_by_whatever_parts_the_header(tmp_path, mark):
    assert names(written(tmp_path, f"name{mark}town\nA, B{mark}C\n".replace("A, B", '"A, B"').encode())) == ["A, B"]


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=20)


@given(st.lists(st.tuples(cell, cell), max_size=6))
def test_what_was_written_as_csv_is_read_again(rows):
    out = io.StringIO()
    csv.writer(out).writerows([("name", "town"), *rows])
    piece = bounds.Piece("made.csv", lambda: io.BytesIO(out.getvalue().encode()))
    expected = [(a.strip(), b.strip()) for a, b in rows if a.strip() or b.strip()]
    assert [(row["name"], row["town"]) for row in Table(piece).rows()] == expected


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    piece = written(tmp_path, b'name,town\nA,"two\nlines"\n\nB,C\n')
    assert [row.number for row in Table(piece).rows()] == [2, 4]


def test_a_row_of_another_width_or_with_a_nul_is_said_to_be_wrong_and_the_rest_read(tmp_path):
    piece = written(tmp_path, b"name,town\nA\nB,C,D\nE,F,\nI,J\n")
    assert [(row.number, row.wrong) for row in Table(piece).rows()] == [
        (2, "adapters.wrong_width"),
        (3, "adapters.wrong_width"),
        (4, ""),
        (5, ""),
    ]


def test_a_nul_far_into_a_text_is_said_at_its_row(tmp_path):
    raw = b"name,town\n" + b"A,B\n" * 20_000 + b"C\x00,D\nE,F\n"
    wrong = [(row.number, row.wrong) for row in Table(written(tmp_path, raw)).rows() if row.wrong]
    assert wrong == [(20_002, "adapters.nul")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "adapters.empty"),
        (b" \n\n", "adapters.empty"),
        (b"\n,,\nA,B\n", "adapters.no_header"),
        (b"name,name\nA,B\n", "adapters.column_twice"),
        (b"title,town\nA,B\n", "adapters.no_column"),
        (b",".join(b"c%d" % n for n in range(401)), "adapters.too_wide"),
        (b"name," + b"c" * 201, "adapters.long_column"),
        (b"%PDF-1.7\n", "adapters.is_pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "adapters.is_old_workbook"),
        (bytes(5000), "adapters.not_text"),
        (b"name,town\n" + b"x" * (2**20 + 1), "adapters.line_too_long"),
        ("name,town\nA,B\n".encode("utf-16") + b"\x00", "adapters.not_a_table"),
        (b"\xff\xfe" + b"\x00\xd8" * 9, "adapters.not_a_table"),
        (b'name,town\n"A,B\n' + b"C,D\n" * 50_000, "adapters.not_a_table"),
    ],
)
def test_what_is_no_such_table_is_said_in_a_sentence(tmp_path, raw, code):
    def read():
        path = tmp_path / "list.csv"
        path.write_bytes(raw)
        (piece,) = pieces(path)
        list(Table(piece, ["name", "town"]).rows())

    assert code_of(read) == code


def test_a_workbook_under_the_name_of_a_table_is_recognised_by_what_is_in_it(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    (piece,) = pieces_of(tmp_path, inner.getvalue(), "list.csv")
    assert code_of(lambda: list(Table(piece, ["name"]).rows())) == "adapters.no_column"


def pieces_of(tmp_path, raw: bytes, name: str):
    path = tmp_path / name
    path.write_bytes(raw)
    return pieces(path)


def test_gzip_is_opened_on_the_way_and_cut_off_it_is_damaged(tmp_path):
    packed = gzip.compress(TEXT.encode() + os.urandom(3000).hex().encode())
    assert names(written(tmp_path, gzip.compress(TEXT.encode()), "list.csv.gz")) == NAMES
    cut = written(tmp_path, packed[: len(packed) // 2], "cut.csv.gz")
    assert code_of(lambda: list(Table(cut).rows())) == "adapters.damaged"


def test_a_packed_file_that_swells_is_stopped_at_the_bound(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "LARGEST", 2**20)
    piece = written(tmp_path, gzip.compress(b"name,town\n" + b"A,B\n" * 2**19), "bomb.csv.gz")
    assert code_of(lambda: list(Table(piece).rows())) == "adapters.too_large"


def test_a_zip_that_claims_or_holds_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "LARGEST", 2**20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * 2**21)
    assert code_of(lambda: pieces_of(tmp_path, packed.getvalue(), "bomb.zip")) == "adapters.too_large"
    lying = packed.getvalue().replace((2**21).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != packed.getvalue()
    (piece,) = pieces_of(tmp_path, lying, "lying.zip")
    with pytest.raises(Unreadable), piece.opened() as stream:
        while stream.read(2**16):
            pass


@pytest.mark.parametrize("name", ["../outside.csv", "/etc/list.csv", "a/../../b.csv", "C:\\list.csv", "..\\b.csv"])
def test_a_zip_that_would_lead_out_of_itself_is_refused(tmp_path, name):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "name\nA\n")
    assert code_of(lambda: pieces_of(tmp_path, packed.getvalue(), "list.zip")) == "adapters.leads_out"


def test_a_damaged_zip_is_damaged(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", TEXT * 50)
    raw = bytearray(packed.getvalue())
    assert code_of(lambda: pieces_of(tmp_path, bytes(raw[: len(raw) // 2]), "half.zip")) == "adapters.damaged"
    raw[60] ^= 0xFF
    (piece,) = pieces_of(tmp_path, bytes(raw), "flipped.zip")
    assert code_of(lambda: list(Table(piece).rows())) == "adapters.damaged"


def test_nothing_that_is_no_file_is_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path / "none.csv", tmp_path / ("x" * 300)):
        assert code_of(lambda path=path: pieces(path)) == "adapters.no_file"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a": 1, "a": 2}', "adapters.key_twice"),
        (b"[" * 100_000, "adapters.too_deep"),
        (b'{"a": NaN}', "adapters.not_json"),
        (b'{"a": 1', "adapters.not_json"),
        (b"\xff\xfe\x00", "adapters.not_json"),
        (b"1" * 5000, "adapters.not_json"),
    ],
)
def test_what_is_no_json_is_said_and_where(tmp_path, raw, code):
    assert code_of(lambda: document(written(tmp_path, raw, "a.json"))) == code


def test_json_is_read_with_a_byte_order_mark_and_line_by_line(tmp_path):
    assert document(written(tmp_path, b"\xef\xbb\xbf" + json.dumps(NAMES).encode(), "a.json")) == NAMES
    found = list(lines(written(tmp_path, b'{"a": 1}\n\nnonsense\n{"a": 2}\n', "a.ndjson")))
    assert [(number, value) for number, value in found if not isinstance(value, Unreadable)] == [
        (1, {"a": 1}),
        (4, {"a": 2}),
    ]
    assert [(number, value.problem.params["line"]) for number, value in found if isinstance(value, Unreadable)] == [
        (3, 1)
    ]


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("a.ndjson", b'{"a": 1}', True),
        ("a.jsonl.gz", b'{"a": 1}', True),
        ("a.json", b'{"a": 1}\n{"a": 2}\n', True),
        ("a.json", b'\xef\xbb\xbf\r\n{"a": 1}\r\n{"a": 2}', True),
        ("a.json", b'{"a": 1}\n', False),
        ("a.json", b'{\n"a": {}\n}\n', False),
        ("a.json", b'[{"a": 1},\n{"a": 2}]', False),
    ],
)
def test_a_file_of_one_value_to_a_line_is_known_by_its_name_or_its_first_line(tmp_path, name, raw, expected):
    assert is_lines(written(tmp_path, raw, name)) is expected


@given(st.binary(max_size=400))
def test_no_bytes_at_all_raise_anything_but_unreadable(raw):
    piece = bounds.Piece("any", lambda: io.BytesIO(raw))
    for read in (lambda: list(Table(piece).rows()), lambda: document(piece), lambda: list(lines(piece))):
        try:
            read()
        except Unreadable:
            continue


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_damage_to_gzip_raises_anything_but_unreadable(raw, at):
    packed = bytearray(gzip.compress(raw))
    packed[at % len(packed)] ^= 0x55
    piece = bounds.Piece("any.gz", lambda: io.BytesIO(bytes(packed)))
    try:
        with piece.opened() as stream:
            assert zlib.crc32(stream.read()) >= 0
    except Unreadable:
        return


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31/05/2026", "2026-05-31"),
        ("2026-05-31", "2026-05-31"),
        ("2026-05-31T10:00:00", "2026-05-31"),
        ("31 May 2026", "2026-05-31"),
        ("1  Sept 2026", None),
        ("04/03/2026", "2026-03-04"),
        ("05/31/2026", None),
        ("31.05.2026", "2026-05-31"),
        ("29/02/2025", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_days_are_read_in_three_manners_and_the_day_comes_first(text, iso):
    found = as_day(text)
    assert (found and found.isoformat()) == iso


def test_numbers_come_as_spreadsheets_write_them():
    cells = Cells(Row(2, {"a": "5.0", "b": "1,200", "c": "five", "d": "", "e": "0.25"}))
    assert [cells.whole(name) for name in "abcd"] == [5, 1200, None, None]
    assert cells.decimal("e") == 0.25
    assert [(problem.code, problem.field) for problem in cells.problems] == [("adapters.not_a_number", "c")]


def test_a_cell_kept_from_being_a_formula_is_read_as_it_was():
    assert [restored(text) for text in ("'=1+1", "'+44 1236 000000", "'tis", "=1+1", "'", "")] == [
        *("=1+1", "+44 1236 000000", "'tis", "=1+1", "'", "")
    ]
