"""Taking a file in from a page, as a steward meets it, and as others do who should not."""

import gzip
import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.adapters import files, running
from ecotone.adapters.actions import move_run, receive
from ecotone.adapters.models import ImportRun, ListMatching
from ecotone.adapters.rules import LEFT_ALONE, PATIENCE, Format, RunState
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.web import uploads
from tests import worlds
from tests.rooms.adapters import registers
from tests.web.places_world import within_budget
from tests.worlds import actor, wearing

pytestmark = pytest.mark.usefixtures("db", "monday")


def signed_in(by: Principal) -> Client:
    client = Client()
    worlds.enter(client, Account.objects.get(pk=by.account_id))
    return client


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def steward() -> Client:
    return signed_in(wearing(actor("A forum"), Role.STEWARD))


@pytest.fixture
def send(steward, tmp_path):
    """Sends a file of these rows; returns where the answer leads."""

    def post(*rows, name="care.csv", what="care_inspectorate", raw=None):
        content = raw if raw is not None else registers.care_file(tmp_path / "sent.csv", rows).read_bytes()
        return steward.post(reverse("new_import"), {"format": what, "file": SimpleUploadedFile(name, content)})

    return post


def kept() -> list[str]:
    return [path.name for path in files.folder().glob("*")]


def test_a_file_is_shown_before_anything_of_it_is_saved(send, steward):
    shown = steward.get(send(registers.care(1), registers.care(2, 2)).url)
    assert b"What it would do" in shown.content
    assert b"Invented service 1" in shown.content
    assert (Service.objects.count(), len(kept())) == (0, 1)


def test_what_was_agreed_to_is_saved_beside_the_pages_and_the_file_let_go(send, steward):
    where = send(registers.care(1)).url
    run = ImportRun.objects.get()
    assert b"It is being saved" in steward.post(where, {"version": run.version}, follow=True).content
    assert Service.objects.count() == 0
    assert running.work() == 1
    page = steward.get(where).content
    assert (Service.objects.count(), kept(), b"Saved" in page) == (1, [], True)
    assert running.work() == 0


def test_refused_rows_are_named_and_the_rest_is_saved_only_if_one_says_so(send, steward):
    where = send(registers.care(1), registers.care(2, Registered_Places="many")).url
    page = steward.get(where).content.decode()
    assert "This is not a whole number: many." in page
    version = ImportRun.objects.get().version
    assert "Some rows are refused" in steward.post(where, {"version": version}).content.decode()
    assert ImportRun.objects.get().state == RunState.READ
    steward.post(where, {"version": version, "partial": "on"})
    running.work()
    assert Service.objects.count() == 1


def test_the_refused_rows_are_had_as_a_spreadsheet(send, steward):
    where = send(registers.care(1, Registered_Places="=1+1")).url
    lines = steward.get(where, {"as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[1] == '2,"Registered_Places","This is not a whole number: =1+1."'


def test_closing_much_is_said_first_and_asked_about(send, steward):
    where = send(*[registers.care(n, n) for n in range(1, 25)]).url
    steward.post(where, {"version": ImportRun.objects.get().version})
    running.work()
    where = send(registers.care(1)).url
    assert b"This would close 46" in steward.get(where).content
    version = ImportRun.objects.latest("id").version
    steward.post(where, {"version": version})
    assert ImportRun.objects.latest("id").state == RunState.READ
    steward.post(where, {"version": version, "sure": "on"})
    running.work()
    assert Service.objects.filter(status="active").count() == 1


def test_pressing_twice_and_an_old_page_do_nothing_more(send, steward):
    where = send(registers.care(1)).url
    version = ImportRun.objects.get().version
    steward.post(where, {"version": version})
    again = steward.post(where, {"version": version})
    assert b"has come further already" in again.content
    running.work()
    assert Service.objects.count() == 1


def test_what_is_dropped_is_gone_and_nothing_was_saved(send, steward, django_capture_on_commit_callbacks):
    send(registers.care(1))
    run = ImportRun.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        steward.post(reverse("drop_import", args=[run.id]), {"version": run.version})
    assert (Service.objects.count(), kept(), ImportRun.objects.get().state) == (0, [], RunState.DROPPED)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7", "This is a PDF"),
        (b"a,b\n1,2\n", "columns are missing"),
        (bytes(500), "NUL bytes"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
        (b"\x1f\x8b" + bytes(40), "damaged"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_said_in_a_sentence(send, steward, raw, said):
    page = steward.get(send(raw=raw, name="../../etc/passwd.csv").url).content.decode()
    assert said in page
    assert "Nothing was saved" in page


def test_nothing_sent_or_an_empty_file_is_said_on_the_form(steward):
    page = steward.post(reverse("new_import"), {"format": "charities"})
    assert b"Choose a file." in page.content
    empty = SimpleUploadedFile("a.csv", b"")
    assert (
        b"nothing in this file" in steward.post(reverse("new_import"), {"format": "charities", "file": empty}).content
    )
    assert not ImportRun.objects.exists()


def test_an_upload_is_stopped_at_its_bound(send, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    answer = send(raw=b"x" * 5000)
    assert answer.status_code == 200
    assert not ImportRun.objects.exists()
    assert kept() == []


def test_a_large_file_is_read_beside_the_pages_and_the_page_says_how_far_it_is(send, steward, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 10)
    where = send(registers.care(1)).url
    assert b"It is read within a minute" in steward.get(where).content
    pulse = reverse("import_pulse", args=[ImportRun.objects.get().id])
    first = steward.get(pulse)
    assert steward.get(pulse, headers={"If-None-Match": first["ETag"]}).status_code == 304
    running.work()
    assert b"Look at it and decide" in steward.get(pulse, headers={"If-None-Match": first["ETag"]}).content


PAGES = ["imports", "new_import", "import_run", "import_pulse"]


@pytest.fixture
def waits(send, monkeypatch) -> ImportRun:
    """An import that was sent, and is to be read beside the pages."""
    monkeypatch.setattr(running, "AT_ONCE", 10)
    send(registers.care(1))
    return ImportRun.objects.get()


def shown(client: Client, run: ImportRun, name: str) -> str:
    where = reverse(name, args=[run.id] if name.startswith("import_") else [])
    return client.get(where).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_that_nobody_winds_the_clock_is_said_where_one_would_wait_for_ever(waits, steward, name):
    assert "Nobody is at work on files" not in shown(steward, waits, name)
    with clock.at(clock.now() + PATIENCE):
        assert "Nobody is at work on files" in shown(steward, waits, name)
        running.work()
        assert "Nobody is at work on files" not in shown(steward, waits, name)


@pytest.mark.parametrize("name", PAGES)
def test_a_file_that_comes_after_another_waits_for_that_and_nothing_is_wrong(waits, send, steward, name):
    send(registers.care(2))
    with clock.at(clock.now() + PATIENCE):
        last = ImportRun.objects.latest("id")
        move_run(by=running.INTAKE, run_id=waits.id, state=RunState.READING)
        assert "Nobody is at work on files" not in shown(steward, last, name)
        assert ("this one comes after it" in shown(steward, last, name)) is name.startswith("import_")
    with clock.at(clock.now() + PATIENCE + LEFT_ALONE):
        assert "Nobody is at work on files" in shown(steward, last, name)


def test_an_open_page_hears_that_nobody_winds_the_clock(waits, steward):
    pulse = reverse("import_pulse", args=[waits.id])
    first = steward.get(pulse)
    with clock.at(clock.now() + PATIENCE):
        assert steward.get(pulse, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("packed", [gzip.compress, lambda raw: zipped("care.csv", raw)])
def test_a_small_file_that_unpacks_to_a_large_one_is_not_read_while_its_sender_waits(send, steward, packed, tmp_path):
    """A hundred kilobytes may hold a hundred megabytes: read at once, they held the page for minutes."""
    raw = registers.care_file(tmp_path / "sent.csv", [registers.care(1)]).read_bytes()
    raw += b"\n" * (running.AT_ONCE + 1)
    send(raw=packed(raw))
    run = ImportRun.objects.get()
    assert (run.state, run.file_size < running.AT_ONCE) == (RunState.WAITS, True)
    running.work()
    assert ImportRun.objects.get().state == RunState.READ


def zipped(name: str, raw: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, raw)
    return packed.getvalue()


def test_what_a_stopped_worker_left_is_taken_up_again(send, steward, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 10)
    send(registers.care(1))
    run = ImportRun.objects.get()
    move_run(by=running.INTAKE, run_id=run.id, state=RunState.READING)
    assert running.work() == 0
    with clock.at(clock.now() + 2 * LEFT_ALONE):
        assert running.work() == 1
    assert ImportRun.objects.get().state == RunState.READ


@pytest.mark.commitment(9)
def test_whoever_keeps_a_listing_finds_the_way_from_the_page_of_their_own_group():
    group, other = actor("A group"), actor("Another")
    client = signed_in(wearing(group, Role.LEAD))
    assert reverse("imports") in client.get(reverse("actor", args=[group.id])).content.decode()
    assert reverse("imports") not in client.get(reverse("actor", args=[other.id])).content.decode()
    assert "A spreadsheet of what you offer" in client.get(reverse("imports")).content.decode()


@pytest.mark.commitment(3)
def test_what_was_refused_of_a_file_of_people_is_on_no_page(steward):
    said = {"format": Format.FHIR, "file_name": "secret-names.json", "file_hash": "0" * 64, "file_size": 1}
    run = receive(by=running.INTAKE, **said)
    assert "secret-names" not in steward.get(reverse("imports")).content.decode()
    assert steward.get(reverse("import_run", args=[run.id])).status_code == 404


@pytest.mark.parametrize("role", [Role.WORKER, Role.LEAD, Role.BOARD_MEMBER, Role.GUARDIAN])
def test_others_neither_see_an_import_nor_take_a_register_in(send, role, tmp_path):
    send(registers.care(1))
    run = ImportRun.objects.get()
    other = signed_in(wearing(actor("Another"), role))
    assert run.file_name not in other.get(reverse("imports")).content.decode()
    for name in ("import_run", "import_pulse"):
        assert other.get(reverse(name, args=[run.id])).status_code == 404
    assert other.post(reverse("import_run", args=[run.id]), {"version": run.version}).status_code == 404
    assert other.post(reverse("drop_import", args=[run.id]), {"version": run.version}).status_code == 403
    sent = {"format": "charities", "file": SimpleUploadedFile("a.csv", b"org_id,name\nGB-SC-SC000001,A\n")}
    assert other.post(reverse("new_import"), sent).status_code == 200
    assert ImportRun.objects.count() == 1


def own_list(client: Client, raw: bytes, name: str = "list.csv", **more: str):
    sent = {"format": "spreadsheet", "file": SimpleUploadedFile(name, raw)} | more
    return client.post(reverse("new_import"), sent)


NOTHING = "Nothing is taken from it so far"


def columns_shown(page) -> dict[str, tuple[str, str]]:
    """The columns of the file as a page shows them: what stands in each, and what it is taken as."""
    row = r'<tr><th scope="row">(.*?)<br><span class="soft">(.*?)</span></th><td>(.*?)</td></tr>'
    return {name: (some, taken) for name, taken, some in re.findall(row, page.content.decode())}


def test_a_group_sends_its_own_list_matches_its_columns_once_and_is_remembered():
    group = actor("Blether Group")
    worker = signed_in(wearing(group, Role.LEAD))
    where = own_list(worker, b"Colour,Tel\nRed club,111\n").url
    assert "which column holds the name" in worker.get(where).content.decode()
    run = ImportRun.objects.get()
    columns = reverse("match_columns", args=[run.id])
    assert columns_shown(worker.get(columns)) == {"Colour": ("Red club", NOTHING), "Tel": ("111", "Taken as: Phone")}
    shown = worker.post(columns, {"version": run.version, "name": "Colour", "phone": "Tel"}, follow=True)
    assert "What it would do" in shown.content.decode()
    assert "Red club" in shown.content.decode()
    stale = worker.post(columns, {"version": run.version, "name": "Tel"})
    assert (stale.status_code, ImportRun.objects.get().options["columns"]["name"]) == (409, "Colour")
    again = worker.get(own_list(worker, b"Tel,Colour\n111,Blue club\n").url).content.decode()
    assert "Blue club" in again


def test_two_fields_from_one_column_are_refused_at_the_field():
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    own_list(worker, b"Name,Tel\nRed club,111\n")
    run = ImportRun.objects.get()
    sent = {"version": run.version, "name": "Name", "description": "Name"}
    page = worker.post(reverse("match_columns", args=[run.id]), sent).content.decode()
    assert "matched to two fields" in page


def test_a_steward_sends_a_list_for_a_group_by_its_name(steward):
    group = actor("Blether Group")
    page = own_list(steward, b"Name\nRed club\n", whose="Nobody").content.decode()
    assert "No one organisation here is called Nobody" in page
    own_list(steward, b"Name\nRed club\n", whose="blether group")
    assert ImportRun.objects.get().actor_id == group.id


def test_another_groups_list_is_neither_seen_nor_matched():
    mine = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    own_list(mine, b"Name\nRed club\n")
    run = ImportRun.objects.get()
    other = signed_in(wearing(actor("Other Group"), Role.LEAD))
    for name in ("import_run", "match_columns"):
        assert other.get(reverse(name, args=[run.id])).status_code == 404
    other.post(reverse("match_columns", args=[run.id]), {"version": run.version, "name": "Name"})
    assert "columns" not in ImportRun.objects.get().options
    own_list(other, b"Name\nRed club\n", whose="Blether Group")
    assert ImportRun.objects.latest("id").actor.name == "Other Group"


def test_markup_and_scripts_in_a_list_stay_text():
    """On the pages that show a list before it is saved, and on the service it becomes."""
    group, markup = actor("Blether Group"), "<script>alert(1)</script>"
    worker = signed_in(wearing(group, Role.LEAD))
    raw = f"Name,{markup},Website\n{markup},{markup},javascript:alert(1)\n".encode()
    where = own_list(worker, raw, name=f"{markup}.csv").url
    run = ImportRun.objects.get()
    shown = [worker.get(where), worker.get(reverse("match_columns", args=[run.id])), worker.get(reverse("imports"))]
    worker.post(where, {"version": run.version})
    running.work()
    shown.append(worker.get(reverse("service", args=[Service.objects.get().id])))
    for each in shown:
        assert each.status_code == 200 and b"script&gt;" in each.content
        assert b"<script>alert" not in each.content and b'href="javascript' not in each.content


def test_which_sheet_of_a_workbook_is_asked(tmp_path):
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    book = Workbook()
    book.active.append(["Name"])
    book.active.append(["Old club"])
    for row in (["Name"], ["New club"]):
        (book["Now"] if "Now" in book.sheetnames else book.create_sheet("Now")).append(row)
    book.save(tmp_path / "list.xlsx")
    where = own_list(worker, (tmp_path / "list.xlsx").read_bytes(), "list.xlsx").url
    assert "Say which sheet" in worker.get(where).content.decode()
    run = ImportRun.objects.get()
    columns = reverse("match_columns", args=[run.id]) + "?sheet=Now"
    assert columns_shown(worker.get(columns)) == {"Name": ("New club", "Taken as: Name")}
    worker.post(columns, {"version": run.version, "name": "Name"})
    assert "New club" in worker.get(where).content.decode()


ORGANISATIONS = b"Who,Kind,Charity number\nInvented Blethers,Charity,SC000001\n"


def test_a_steward_takes_in_a_list_of_organisations_whose_columns_are_remembered(steward):
    where = own_list(steward, ORGANISATIONS, format="organisations").url
    assert "which column holds the name" in steward.get(where).content.decode()
    run = ImportRun.objects.get()
    columns = reverse("match_columns", args=[run.id])
    assert columns_shown(steward.get(columns))["Charity number"] == (
        "SC000001",
        "Taken as: Charity or company number",
    )
    steward.post(columns, {"version": run.version, "name": "Who", "sector": "Kind", "number": "Charity number"})
    steward.post(where, {"version": ImportRun.objects.get().version})
    running.work()
    assert Actor.objects.get(name="Invented Blethers").identifiers.get().value == "SC000001"
    again = steward.get(own_list(steward, ORGANISATIONS, format="organisations").url).content.decode()
    assert "nothing new in it" in again


def test_nobody_but_a_steward_takes_in_or_sees_a_list_of_organisations():
    forum = actor("A forum")
    own_list(signed_in(wearing(forum, Role.STEWARD)), ORGANISATIONS, format="organisations")
    run = ImportRun.objects.get()
    for role in (Role.LEAD, Role.OFFICER, Role.ADMINISTRATOR):
        other = signed_in(wearing(forum, role))
        own_list(other, ORGANISATIONS, format="organisations")
        assert "A spreadsheet of organisations" not in other.get(reverse("new_import")).content.decode()
        assert ImportRun.objects.count() == 1
        for name in ("import_run", "match_columns"):
            assert other.get(reverse(name, args=[run.id])).status_code == 404


WIDE = [f"Column {number} – أعمدة" for number in range(200)]


def test_a_list_of_many_columns_is_matched_on_a_page_of_few_queries():
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    own_list(worker, (",".join(["Name", *WIDE]) + "\nRed club" + ",x" * len(WIDE) + "\n").encode())
    columns = reverse("match_columns", args=[ImportRun.objects.get().id])
    page = within_budget(worker, columns)
    assert all(name in page.content.decode() for name in WIDE)


@pytest.mark.parametrize("sent", [{"name": "No such"}, {"name": "Na\x00me"}, {"name": ""}, {}])
def test_a_column_that_is_not_in_the_file_is_said_at_its_field_and_nothing_is_kept(sent):
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    own_list(worker, b"Name,Tel\nRed club,111\n")
    run = ImportRun.objects.get()
    page = worker.post(reverse("match_columns", args=[run.id]), {"version": run.version} | sent)
    assert (page.status_code, b"govuk-error-message" in page.content) == (200, True)
    assert not ListMatching.objects.exists()
    assert ImportRun.objects.get().version == run.version


@pytest.mark.parametrize("sheet", ["No such", "%00", "x" * 5000, "%FF"])
def test_a_sheet_that_cannot_be_is_said_in_a_sentence(sheet, tmp_path):
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    book = Workbook()
    book.active.append(["Name"])
    book.save(tmp_path / "list.xlsx")
    own_list(worker, (tmp_path / "list.xlsx").read_bytes(), "list.xlsx")
    page = worker.get(reverse("match_columns", args=[ImportRun.objects.get().id]) + f"?sheet={sheet}")
    assert (page.status_code, "Say which sheet" in page.content.decode()) == (200, True)


def test_columns_of_a_list_whose_file_is_gone_are_not_matched_and_no_path_is_told():
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    where = own_list(worker, b"Colour,Tel\nRed club,111\n").url
    run = ImportRun.objects.get()
    files.path_of(run.file_hash, run.file_name).unlink()
    columns = reverse("match_columns", args=[run.id])
    page = worker.get(columns).content.decode()
    assert "There is no file" in page
    worker.post(columns, {"version": run.version, "name": "Colour"})
    assert not ListMatching.objects.exists()
    for shown in (page, worker.get(where).content.decode()):
        assert str(files.folder()) not in shown


def test_a_list_sent_twice_can_be_read_when_one_of_the_two_is_dropped(django_capture_on_commit_callbacks):
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    own_list(worker, b"Name\nRed club\n")
    own_list(worker, b"Name\nRed club\n")
    one, other = ImportRun.objects.order_by("id")
    with django_capture_on_commit_callbacks(execute=True):
        worker.post(reverse("drop_import", args=[one.id]), {"version": one.version})
    shown = worker.get(reverse("match_columns", args=[other.id]))
    assert columns_shown(shown) == {"Name": ("Red club", "Taken as: Name")}


def test_whoever_is_refused_a_list_leaves_no_file_and_takes_none_from_those_who_sent_the_same():
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    own_list(worker, b"Name\nRed club\n")
    other = signed_in(wearing(actor("Another"), Role.ADMINISTRATOR))
    for raw in (b"Name\nRed club\n", b"Name\nBlue club\n"):
        assert own_list(other, raw, whose="Blether Group").status_code == 403
        assert (ImportRun.objects.count(), len(kept())) == (1, 1)


@pytest.mark.parametrize("state", [RunState.SAVED, RunState.DROPPED])
def test_columns_are_no_longer_matched_once_it_is_decided(state):
    worker = signed_in(wearing(actor("Blether Group"), Role.LEAD))
    own_list(worker, b"Name,Tel\nRed club,111\n")
    ImportRun.objects.update(state=state)
    run = ImportRun.objects.get()
    page = worker.post(reverse("match_columns", args=[run.id]), {"version": run.version, "name": "Tel"})
    assert page.status_code in (200, 409)
    assert not ListMatching.objects.exists()
