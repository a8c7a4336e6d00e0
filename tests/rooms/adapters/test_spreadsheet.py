"""A group's own list: read as people write it, matched by hand, taken in twice, and hostile in many ways."""

import json
import zipfile
from datetime import datetime, time

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from ecotone.adapters.intake import plan
from ecotone.adapters.reading import Unreadable, workbooks
from ecotone.adapters.rules import Format
from ecotone.adapters.spreadsheet.load import Spreadsheet
from ecotone.cli import main
from ecotone.directory.actions import list_service
from ecotone.directory.models import Service
from tests.rooms.adapters.taking import counts, take
from tests.worlds import SYSTEM, actor

pytestmark = pytest.mark.usefixtures("db", "monday")

HEADER = ["Ref", "Service", "Tel", "Ages", "Cost", "Days and times", "How", "Shoe size"]
ROWS = [
    ["1", "Blether Café", 1236555000.0, "60+", "Free", "Mon 10am-12; Thu 2-4pm", "In person", "5"],
    ["2", "Walks", "01236 555001", "16 to 25", "£3.50 a walk", "when the sun shines", "In person", "6"],
]


@pytest.fixture
def group():
    return actor("Blether Group")


def book(path, *sheets, **named):
    made = Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def ods(path, content: str, **more: bytes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
        for name, raw in more.items():
            archive.writestr(name, raw)
    return path


SPACES = (
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods_of(*rows: str) -> str:
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    table = f'<table:table table:name="List">{inside}</table:table>'
    return f"<office:document-content {SPACES}>{table}</office:document-content>"


def ods_cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def code_of(path, group, **options) -> str:
    with pytest.raises(Unreadable) as wrong:
        plan(Spreadsheet(path, whose=group.id, **options))
    assert Service.objects.count() == 0
    return wrong.value.problem.code


def test_a_workbook_is_read_as_its_writer_meant_it_and_twice_changes_nothing(tmp_path, group):
    path = book(tmp_path / "list.xlsx", [HEADER, *ROWS])
    report = take(Spreadsheet(path, whose=group.id), what=Format.SPREADSHEET)
    assert counts(report) == {"created": 2}
    cafe, walks = Service.objects.order_by("name")
    assert (cafe.phone, cafe.minimum_age, cafe.cost_free) == ("01236 555000", 60, True)
    assert [(each.weekday, each.opens, each.closes) for each in cafe.schedules.order_by("weekday")] == [
        ("MO", time(10), time(12)),
        ("TH", time(14), time(16)),
    ]
    assert (walks.minimum_age, walks.maximum_age, walks.cost_options.get().amount) == (16, 25, 350)
    assert walks.description == "When: when the sun shines"
    told = {each.problem.code for each in report.warnings}
    assert told == {
        "adapters.nought_lost",
        "adapters.columns_guessed",
        "adapters.columns_ignored",
        "adapters.kept_as_words",
    }
    again = take(Spreadsheet(path, whose=group.id), what=Format.SPREADSHEET)
    assert counts(again) == {"unchanged": 2}


def test_what_the_list_no_longer_names_is_closed_and_another_groups_services_stay(tmp_path, group):
    other = actor("Others")
    take(Spreadsheet(book(tmp_path / "a.xlsx", [HEADER, *ROWS]), whose=group.id), what=Format.SPREADSHEET)
    take(Spreadsheet(book(tmp_path / "b.xlsx", [HEADER, *ROWS]), whose=other.id), what=Format.SPREADSHEET)
    shorter = Spreadsheet(book(tmp_path / "c.xlsx", [HEADER, ROWS[0]]), whose=group.id)
    assert counts(take(shorter, what=Format.SPREADSHEET)) == {"closed": 1, "unchanged": 1}
    assert Service.objects.filter(provider_id=other.id, status="active").count() == 2


def test_what_was_typed_in_here_is_known_by_its_name_and_not_made_twice(tmp_path, group):
    typed = list_service(by=SYSTEM, provider_id=group.id, name="Blether Café", attending=["venue"], phone="111")
    source = Spreadsheet(book(tmp_path / "list.xlsx", [HEADER, *ROWS]), whose=group.id)
    assert counts(take(source, what=Format.SPREADSHEET)) == {"created": 1, "changed": 1}
    cafe = Service.objects.get(name="Blether Café")
    assert (cafe.id, cafe.phone, cafe.minimum_age) == (typed.id, "111", 60)


def test_an_ods_is_read_too_and_its_repeated_cells_are_bounded(tmp_path, group):
    many = 'table:number-columns-repeated="16000"'
    content = ods_of(
        ods_cell("Name") + ods_cell("Phone") + f"<table:table-cell {many}/>",
        ods_cell("Zażółć 李小龍") + ods_cell("", 'office:value-type="float" office:value="1236555000"'),
        '<table:table-cell table:number-columns-repeated="16000"/>',
    )
    table = workbooks.table_of(ods(tmp_path / "list.ods", content))
    assert [dict(row.cells) for row in table.rows()] == [{"Name": "Zażółć 李小龍", "Phone": "1236555000"}]


def test_several_sheets_are_asked_about(tmp_path, group):
    path = book(tmp_path / "list.xlsx", [HEADER, ROWS[0]], [HEADER, ROWS[1]], [])
    assert code_of(path, group) == "adapters.which_sheet"
    assert code_of(path, group, sheet="No such") == "adapters.which_sheet"
    report = plan(Spreadsheet(path, whose=group.id, sheet="Sheet 2"))
    assert [name for _, name, _ in report.named["created"]] == ["Walks"]


def test_a_formula_is_never_run_and_what_was_kept_from_being_one_is_given_back(tmp_path, group):
    table = workbooks.table_of(book(tmp_path / "f.xlsx", [["Name", "About"], ["Walks", "=1+1"]]))
    assert [row["About"] for row in table.rows()] == [""]
    path = tmp_path / "f.csv"
    path.write_text("Name,About\nWalks,'=1+1\n")
    take(Spreadsheet(path, whose=group.id), what=Format.SPREADSHEET)
    assert Service.objects.get().description == "=1+1"


def test_days_in_cells_are_days_and_whole_numbers_have_no_point(tmp_path):
    rows = [["a", "b", "c"], [datetime(2026, 5, 31), 5.0, True]]
    (row,) = workbooks.table_of(book(tmp_path / "d.xlsx", rows)).rows()
    assert dict(row.cells) == {"a": "2026-05-31", "b": "5", "c": "yes"}


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(workbooks.LARGEST_WORKBOOK + 1))
    return path


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a zip bomb", bomb, "adapters.too_large"),
        ("XML entities", lambda path: ods(path, LAUGHS + ods_of(ods_cell("&b;"))), "adapters.entities"),
        ("XML that breaks off", lambda path: ods(path, "<office:document"), "adapters.damaged"),
        ("no rows", lambda path: book(path, [HEADER]), "adapters.no_rows"),
        ("nothing in it", lambda path: book(path, []), "adapters.empty"),
        ("no name", lambda path: book(path, [["Colour"], ["red"]]), "adapters.no_name_column"),
        ("a column twice", lambda path: book(path, [["Name", "Name"], ["a", "b"]]), "adapters.column_twice"),
        ("a cell far out", lambda path: book(path, [["Name"] + ["x"] * 500, ["a"]]), "adapters.too_wide"),
    ],
)
def test_a_hostile_workbook_is_refused_in_a_sentence_and_nothing_is_saved(tmp_path, group, name, make, code):
    assert code_of(make(tmp_path / "list.xlsx"), group) == code, name


PARTS = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
INSIDE = '<!DOCTYPE x [<!ENTITY a "ha">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_part(path, part: str, change):
    """A workbook, of which one part is another."""
    whole = book(path.with_name("whole.xlsx"), [HEADER, *ROWS])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return path


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("entity", [INSIDE, OUTSIDE])
def test_entities_are_refused_in_every_part_of_a_workbook(tmp_path, group, part, entity):
    path = with_part(tmp_path / "list.xlsx", part, lambda raw: entity.encode() + raw[raw.find(b"?>") + 2 :].lstrip())
    assert code_of(path, group) == "adapters.entities"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("change", [lambda raw: raw[: len(raw) // 2], lambda raw: b"", lambda raw: raw + b"\x00"])
def test_a_part_of_a_workbook_that_is_broken_is_refused_and_the_file_is_let_go(tmp_path, group, part, change):
    assert code_of(with_part(tmp_path / "list.xlsx", part, change), group) == "adapters.damaged"


def test_the_value_a_formula_last_had_is_taken(tmp_path, group):
    formula = b'<c r="A3" t="str"><f>1+1</f><v>Tea dance</v></c>'
    rows = b'<row r="1"><c t="inlineStr"><is><t>Name</t></is></c></row><row r="3">' + formula + b"</row>"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    path = with_part(tmp_path / "list.xlsx", PARTS[0], lambda _: sheet + rows + b"</sheetData></worksheet>")
    assert [dict(row.cells) for row in workbooks.table_of(path).rows()] == [{"Name": "Tea dance"}]


def test_an_old_workbook_is_no_table_and_said_so(tmp_path, group):
    path = tmp_path / "list.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert code_of(path, group) == "adapters.is_old_workbook"


def taken(tmp_path, group, text: str, encoding: str = "utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return take(Spreadsheet(path, whose=group.id), what=Format.SPREADSHEET, partial=True)


NAMES = ["李小龍", "محمد", "Жанна", "שלום", "Ceòl is Craic", "Zażółć", "தமிழ்", "😀 Tea", "<b>Tea</b>", "ไทย"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_in_every_script_and_encoding_come_through_whole(tmp_path, group, encoding):
    taken(tmp_path, group, "\n".join(["Name", *NAMES]), encoding)
    assert set(Service.objects.values_list("name", flat=True)) == set(NAMES)


def test_one_id_in_128_rows_is_one_service(tmp_path, group):
    report = taken(tmp_path, group, "Id,Name\n" + "1,Tea\n" * 64 + "1,Coffee\n" * 64)
    assert (Service.objects.get().name, report.refusals) == ("Tea", 64)


def test_what_cannot_be_understood_is_kept_in_the_lists_own_words(tmp_path, group):
    taken(tmp_path, group, "Name,Ages,Times,Address,Free?\nYoga,25 to 16,Mon 7-9,1 High St,yes\n")
    yoga = Service.objects.get()
    assert yoga.eligibility == "Ages: 25 to 16"
    assert yoga.description == "When: Mon 7-9\n\nWhere: 1 High St"
    assert yoga.cost_free


def test_days_in_three_manners_are_kept_as_they_are_written(tmp_path, group):
    days = ["2026-05-31", "31/05/2026", "31 May 2026"]
    taken(tmp_path, group, "Name,Times\n" + "".join(f"{day},{day}\n" for day in days))
    assert {s.name: s.description for s in Service.objects.all()} == {day: f"When: {day}" for day in days}


def test_what_a_place_holds_written_out_as_a_list_and_taken_in_changes_nothing(tmp_path, group):
    taken(tmp_path, group, "Name,Phone,Ages,Cost\nTea,0111,60+,Free\nWalks,111,16 to 25,£3.50 a walk\n")
    lines = ["Cost,Title,Telephone,Age range"]
    for each in Service.objects.order_by("-name"):
        cost = each.cost_options.first()
        said = f"£{cost.amount / 100:.2f} {cost.option}" if cost else "free"
        ages = f"{each.minimum_age}-{each.maximum_age}" if each.maximum_age else f"{each.minimum_age}+"
        lines.append(f"{said},{each.name},{each.phone},{ages}")
    assert counts(taken(tmp_path, group, "\n".join(lines))) == {"unchanged": 2}


def test_a_workbook_cut_off_anywhere_is_refused_and_never_a_traceback(tmp_path, group):
    whole = book(tmp_path / "whole.xlsx", [HEADER, *ROWS]).read_bytes()
    cut = tmp_path / "cut.xlsx"
    for end in range(8, len(whole) - 1, len(whole) // 40):
        cut.write_bytes(whole[:end])
        assert code_of(cut, group) == "adapters.damaged"


def test_a_cell_at_the_end_of_the_sheet_is_bounded(tmp_path):
    made = Workbook()
    made.active["A1"], made.active["A1048576"] = "Name", "far"
    path = tmp_path / "far.xlsx"
    made.save(path)
    with pytest.raises(Unreadable) as wrong:
        workbooks.table_of(path)
    assert wrong.value.problem.code == "adapters.too_deep_sheet"


def test_rows_that_say_the_same_name_twice_or_none_are_refused_by_row(tmp_path, group):
    path = tmp_path / "list.csv"
    path.write_text("Name,Phone\nWalks,111\nWALKS,116 123\n,111\nTea,111,extra\n")
    report = plan(Spreadsheet(path, whose=group.id))
    assert sorted((each.row, each.problem.code) for each in report.refused) == [
        (3, "adapters.twice"),
        (4, "ground.required"),
        (5, "adapters.wrong_width"),
    ]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["import", "spreadsheet", *map(str, arguments)], catch_exceptions=False)
    return result.exit_code, result.output


def test_the_command_takes_it_in_for_a_group_with_a_matching_from_a_file(tmp_path, group):
    path, columns = tmp_path / "list.csv", tmp_path / "map.json"
    path.write_text("Colour,Tel\nRed club,111\n")
    assert "which column holds the name" in run(path, "--for", group.name)[1]
    columns.write_text(json.dumps({"name": "Colour", "phone": "Tel"}))
    assert run(path, "--for", group.name, "--map", columns)[0] == 0
    assert Service.objects.get().name == "Red club"
    assert "No one organisation here is called nobody" in run(path, "--for", "nobody")[1]
    columns.write_text(json.dumps({"name": "Colour", "phone": "Colour"}))
    assert "matched to two fields" in run(path, "--for", group.name, "--map", columns)[1]
    columns.write_text("[1]")
    assert run(path, "--for", group.name, "--map", columns)[0] == 1
