"""Files taken in by programs: sent, looked at, matched, agreed to or dropped, as on the pages."""

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import RequestFactory

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Role, Scope
from ecotone.adapters import files, running
from ecotone.adapters.models import ImportRun, ListMatching
from ecotone.cli import main
from ecotone.directory.models import Service
from ecotone.web.api.operations import Upload
from ecotone.web.api.problems import Stop
from ecotone.web.api.sent import file_of
from tests import worlds
from tests.rooms.adapters import registers
from tests.web.program import BY_ID, Program

pytestmark = pytest.mark.django_db
OWN = {"format": "spreadsheet", "file_name": "what-we-do.csv"}
CARE = {"format": "care_inspectorate", "file_name": "care.csv"}
LIST = b"Name,Tel\nRed club,01236 555000\nBlue club,01236 555001\n"


@pytest.fixture(autouse=True)
def data(settings, tmp_path) -> None:
    settings.DATA = tmp_path / "data"


@pytest.fixture
def group() -> Any:
    return worlds.wearing(worlds.actor("Blether Group"), Role.LEAD)


@pytest.fixture
def steward() -> Any:
    return worlds.wearing(worlds.actor("A forum"), Role.STEWARD)


def kept() -> list[str]:
    return [path.name for path in files.folder().glob("*")]


def test_a_list_is_sent_looked_at_agreed_to_and_saved(group, django_capture_on_commit_callbacks):
    program = Program(group)
    sent = program.send("send_import", LIST, OWN)
    assert sent.status_code == 201 and sent["Location"] == f"/api/v1/imports/{sent.json()['id']}"
    seen = program.get("import_run", run_id=sent.json()["id"])
    view = seen.json()
    assert (view["state"], view["actor"], view["report"]["created"]) == ("read", "Blether Group", 2)
    assert not Service.objects.exists()
    agreed = program.post(
        "agree_to_import", {"partial": False}, headers={"If-Match": seen["ETag"]}, run_id=view["id"]
    )
    assert agreed.status_code == 200
    assert program.get("import_run", run_id=view["id"]).json()["moves_by_itself"]
    running.work()
    saved = program.get("import_run", run_id=view["id"]).json()
    assert (saved["state"], saved["report"]["saved"], saved["report"]["by_kind"]["service"]["created"]) == (
        "saved",
        True,
        2,
    )
    assert {*Service.objects.values_list("name", flat=True)} == {"Red club", "Blue club"}
    assert kept() == []
    assert AuditEntry.objects.filter(code="adapters.receive", account_id=group.account_id).get().token_id


def test_a_preview_says_what_the_command_says(steward, tmp_path):
    rows = (registers.care(1), registers.care(2, Registered_Places="many"))
    path = registers.care_file(tmp_path / "care.csv", rows)
    told = CliRunner().invoke(main, ["import", "care-inspectorate", str(path), "--dry-run", "--json"])
    program = Program(steward)
    id_ = program.send("send_import", path.read_bytes(), CARE).json()["id"]
    report = program.get("import_run", run_id=id_).json()["report"]
    assert report == json.loads(told.stdout)
    assert report["refused"] == [
        {"row": 3, "field": "Registered_Places", "reason": "This is not a whole number: many."}
    ]


def test_refused_rows_are_left_out_only_if_one_says_so(steward, tmp_path):
    rows = (registers.care(1), registers.care(2, Registered_Places="many"))
    program = Program(steward)
    sent = program.send("send_import", registers.care_file(tmp_path / "care.csv", rows).read_bytes(), CARE)
    run = program.get("import_run", run_id=sent.json()["id"]).json()
    no = program.post("agree_to_import", {"partial": False, "version": run["version"]}, run_id=run["id"])
    assert (no.status_code, no.json()["errors"][0]["field"]) == (422, "partial")
    yes = program.post("agree_to_import", {"partial": True, "version": run["version"]}, run_id=run["id"])
    assert yes.status_code == 200
    stale = program.post("drop_import", {"version": run["version"]}, run_id=run["id"])
    assert stale.status_code == 422, "what is agreed to cannot be dropped"
    running.work()
    assert Service.objects.count() == 1


def test_columns_are_matched_and_remembered(group):
    program = Program(group)
    id_ = program.send("send_import", b"Colour,Tel\nRed club,111\n", OWN).json()["id"]
    view = program.get("import_run", run_id=id_).json()
    assert view["state"] == "refused" and "which column" in view["report"]["refused"][0]["reason"]
    columns = program.get("list_columns", run_id=id_).json()
    assert columns["samples"]["Colour"] == ["Red club"] and columns["chosen"] == {"phone": "Tel"}
    assert columns["fields"]["name"] == "Name"
    for wrong, field in ({"name": "Hue"}, "name"), ({"colour": "Colour", "name": "Tel"}, "colour"), ({}, "name"):
        no = program.post("match_columns", {"columns": wrong, "version": view["version"]}, run_id=id_)
        assert (no.status_code, no.json()["errors"][0]["field"]) == (422, field), wrong
    assert not ListMatching.objects.exists()
    chosen = {"columns": {"name": "Colour"}, "version": view["version"]}
    assert program.post("match_columns", chosen, run_id=id_).status_code == 200
    assert program.get("import_run", run_id=id_).json()["report"]["created"] == 1
    assert program.post("match_columns", chosen, run_id=id_).status_code == 409
    again = program.send("send_import", b"Tel,Colour\n111,Blue club\n", OWN).json()["id"]
    assert program.get("import_run", run_id=again).json()["report"]["created"] == 1


def test_what_is_dropped_is_gone(group, django_capture_on_commit_callbacks):
    program = Program(group)
    id_ = program.send("send_import", LIST, OWN).json()["id"]
    version = program.get("import_run", run_id=id_).json()["version"]
    assert len(kept()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert program.post("drop_import", {"version": version}, run_id=id_).status_code == 200
    assert kept() == [] and not Service.objects.exists()


@pytest.mark.parametrize("what", ["places", "charities", "care_inspectorate", "openreferral", "fhir"])
def test_who_may_not_take_it_in_is_refused_before_it_is_read(group, what):
    program, file = Program(group), _Unread()
    path = f"/api/v1/imports?format={what}&file_name=a.csv"
    extra: dict[str, Any] = {
        "wsgi.input": file,
        "CONTENT_LENGTH": "1000",
        "HTTP_AUTHORIZATION": f"Bearer {program.secret}",
    }
    answer = program.client.post(path, b"", content_type="application/octet-stream", **extra)
    assert (answer.status_code, file.read_from) == (403, False)
    assert AuditEntry.objects.filter(kind="refusal", code="api.send_import").count() == 1
    assert not ImportRun.objects.exists() and kept() == []


class _Unread(BytesIO):
    """A body that notes whether anybody read it."""

    read_from = False

    def read(self, size: int | None = -1) -> bytes:
        self.read_from = True
        return b"x"


def test_another_groups_list_is_neither_sent_for_seen_nor_decided(group):
    id_ = Program(group).send("send_import", LIST, OWN).json()["id"]
    other = Program(worlds.wearing(worlds.actor("Other Group"), Role.LEAD))
    assert other.send("send_import", LIST, OWN | {"actor_id": group.actor_id}).status_code == 403
    assert other.send("send_import", LIST, OWN | {"actor_id": worlds.UNKNOWN}).status_code == 404
    for read in ("import_run", "list_columns"):
        assert other.get(read, run_id=id_).status_code == 404
    said = {"partial": True, "columns": {"name": "Name"}, "version": 3}
    for write, names in ("agree_to_import", {"partial"}), ("match_columns", {"columns"}), ("drop_import", set()):
        body = {name: said[name] for name in (*names, "version")}
        assert other.post(write, body, run_id=id_).status_code == 403
    assert other.get("runs").json()["items"] == []
    assert ImportRun.objects.get().state == "read"


def test_a_steward_sends_a_list_for_a_group(steward):
    whose = worlds.actor("Blether Group")
    Program(steward).send("send_import", LIST, OWN | {"actor_id": whose.id})
    assert ImportRun.objects.get().actor_id == whose.id
    assert Program(steward).send("send_import", LIST, OWN | {"actor_id": worlds.UNKNOWN}).status_code == 404


def test_a_register_is_narrowed_by_postcodes(steward):
    more = {"format": "charities", "file_name": "c.csv", "postcodes": ["ML6", "G67"]}
    Program(steward).send("send_import", b"org_id,name\nGB-SC-SC000001,A\n", more)
    assert ImportRun.objects.get().options == {"postcodes": ["ML6", "G67"]}


WRONG: dict[str, tuple[dict[str, Any], int]] = {
    "nothing in it": ({"file": b""}, 422),
    "a form": ({"kind": "multipart/form-data; boundary=x"}, 415),
    "packed on the way": ({"headers": {"Content_Encoding": "gzip"}}, 415),
    "no format": ({"query": {"file_name": "a.csv"}}, 422),
    "no name": ({"query": {"format": "spreadsheet"}}, 422),
    "an unknown format": ({"query": OWN | {"format": "pdf"}}, 422),
    "NUL in its name": ({"query": OWN | {"file_name": "a\0.csv"}}, 422),
    "what nobody asked": ({"query": OWN | {"waits": "false"}}, 422),
    "a hash of its own": ({"query": OWN | {"file_hash": "0" * 64}}, 422),
    "too long a key": ({"headers": {"Idempotency_Key": "k" * 300}}, 422),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_sending_gets_a_sentence_and_keeps_nothing(group, what):
    change, status = WRONG[what]
    call = {"file": LIST, "query": OWN, **change}
    answer = Program(group).send("send_import", call.pop("file"), call.pop("query"), **call)
    assert answer.status_code == status and answer.json()["detail"][0].isupper()
    assert not ImportRun.objects.exists() and kept() == []


@pytest.mark.parametrize(("said", "status"), [("5", 413), ("11", 413), ("4", 413), ("many", 413), ("0", 413)])
def test_a_file_is_counted_while_it_comes_whatever_its_header_says(said, status):
    upload = BY_ID["send_import"]
    assert isinstance(upload, Upload)
    bounded = replace(upload, most=4)
    request = RequestFactory().post("/", b"x", content_type="application/octet-stream", CONTENT_LENGTH=said)
    request._stream = BytesIO(b"x" * 11)
    with pytest.raises(Stop) as stopped:
        list(file_of(request, bounded))
    assert stopped.value.type.status == status


def test_a_file_that_breaks_off_is_not_kept(group):
    program = Program(group)
    path = "/api/v1/imports?format=spreadsheet&file_name=a.csv"
    extra: dict[str, Any] = {"CONTENT_LENGTH": "5000", "wsgi.input": BytesIO(LIST)}
    answer = program.client.post(
        path, LIST, content_type="application/octet-stream", headers=program.headers({}), **extra
    )
    assert answer.status_code == 400 and "broke off" in answer.json()["detail"]
    assert not ImportRun.objects.exists() and kept() == []


def test_a_key_takes_a_file_in_once(group):
    program = Program(group)
    first, again = (program.send("send_import", LIST, OWN, headers={"Idempotency_Key": "k"}) for _ in range(2))
    assert again["Idempotency-Replayed"] == "true" and again.json() == first.json()
    assert (ImportRun.objects.count(), len(kept())) == (1, 1)
    other = program.send("send_import", LIST + b"Tea,1\n", OWN, headers={"Idempotency_Key": "k"})
    assert other.status_code == 422 and other.json()["type"].endswith("key-reused")
    assert (ImportRun.objects.count(), len(kept())) == (1, 1)


def test_a_large_file_is_read_beside_the_calls(group, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 10)
    program = Program(group)
    id_ = program.send("send_import", LIST, OWN).json()["id"]
    waits = program.get("import_run", run_id=id_).json()
    assert (waits["state"], waits["moves_by_itself"]) == ("waits", True)
    running.work()
    assert program.get("import_run", run_id=id_).json()["state"] == "read"


def test_sending_needs_its_scope(group):
    assert Program(group, Scope.DIRECTORY_READ).send("send_import", LIST, OWN).status_code == 403
    assert kept() == []
