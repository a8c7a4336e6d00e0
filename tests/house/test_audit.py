"""`make audit`: a known vulnerability fails, an answer that did not come is named, an exception has its day."""

import json
from collections.abc import Iterator
from datetime import date
from gzip import decompress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tools import audit
from tools.audit import Answer, Excepted, Known

TODAY = date(2026, 3, 2)
FAULT = Known("django", "5.2.0", frozenset({"CVE-2026-1", "GHSA-1"}))
WAITS = Excepted("django", "GHSA-1", "it waits for 5.3", date(2026, 3, 2))


@pytest.mark.parametrize(
    ("answer", "excepted", "good", "said"),
    [
        (Answer("python", 1), [], True, "ok     python (1 packages)"),
        (Answer("python", 1, [FAULT]), [], False, "FAILED python (1 packages)"),
        (Answer("python", 1, [FAULT]), [WAITS], True, "ok     python (1 packages)"),
        (
            Answer("python", 1, [FAULT]),
            [Excepted("other", "GHSA-1", "x", TODAY)],
            False,
            "FAILED python (1 packages)",
        ),
        (
            Answer("python", 0, left_out=["django"], why="nobody is there"),
            [],
            True,
            "LEFT OUT python: nobody answered",
        ),
        (Answer("pages"), [], True, "LEFT OUT pages: nobody answered whether all packages"),
    ],
)
def test_what_is_known_fails_unless_there_is_an_exception_and_silence_is_named(answer, excepted, good, said):
    well, lines = audit.verdict([answer], excepted, TODAY)
    assert (well, lines[0][: len(said)]) == (good, said)


def test_an_exception_ends_with_its_day():
    well, lines = audit.verdict([Answer("python", 1, [FAULT])], [WAITS], date(2026, 3, 3))
    assert not well and "the exception ended on 2026-03-02" in lines[1]


@pytest.mark.parametrize("lacks", ["reason", "until"])
def test_an_exception_without_its_reason_or_its_day_is_none(lacks: str, tmp_path):
    whole = {"package": '"django"', "id": '"GHSA-1"', "reason": '"it waits"', "until": "2026-12-31"}
    kept = tmp_path / "exceptions.toml"
    for given in (whole, {**whole, lacks: '""'}, {name: each for name, each in whole.items() if name != lacks}):
        kept.write_text("[[exception]]\n" + "\n".join(f"{name} = {each}" for name, each in given.items()))
        if given is whole:
            assert [each.package for each in audit.exceptions(kept)] == ["django"]
        else:
            with pytest.raises(TypeError):
                audit.exceptions(kept)


def test_the_exceptions_on_record_are_whole():
    audit.exceptions()


class Advisories(BaseHTTPRequestHandler):
    """Answers as both services do: one package of each kind has a fault, of the others none is known."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(decompress(sent) if self.headers.get("Content-Encoding") == "gzip" else sent)
        if "package" in asked:
            fault = {"id": "GHSA-py", "aliases": ["CVE-2026-1"], "summary": "Bad", "affected": []}
            told = {"vulns": [fault]} if asked["package"]["name"] == "django" else {}
        else:
            fault = {"id": 1, "url": "https://advisories.example/GHSA-js", "title": "Bad", "severity": "high"}
            told = {"htmx.org": [{**fault, "vulnerable_versions": "*"}]} if "htmx.org" in asked else {}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """There is no package to be had here."""
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed of each call."""


@pytest.fixture
def advisories() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Advisories)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_programs_read_our_lists_and_their_answers_are_understood(advisories: str):
    """Else both would be left out for ever, and nobody would know why."""
    python = audit.python("--vulnerability-service=osv", f"--osv-url={advisories}/")
    assert [(fault.package, sorted(fault.ids)) for fault in python.known] == [("django", ["CVE-2026-1", "GHSA-py"])]
    assert python.asked > 90 and not python.left_out, python.why
    pages = audit.pages(f"--registry={advisories}/")
    assert [(fault.package, sorted(fault.ids)) for fault in pages.known] == [("htmx.org", ["GHSA-js"])]
    assert pages.asked > 10


def test_who_cannot_be_reached_is_left_out():
    nowhere = "http://127.0.0.1:9/"
    python = audit.python("--vulnerability-service=osv", f"--osv-url={nowhere}")
    answers = [python, audit.pages(f"--registry={nowhere}", "--fetch-retries=0")]
    well, lines = audit.verdict(answers, [], TODAY)
    assert well and [line[:15] for line in lines] == ["LEFT OUT python", "LEFT OUT pages:"], lines
