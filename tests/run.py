"""Runs every test: all on SQLite, beside it those that touch a database on PostgreSQL, and says what it left out.

    python -m tests.run [what to hand on to pytest]

What it cannot run (PostgreSQL, Chromium) is named in the closing lines; where CI=true, that is a failure.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from tests import chromium, postgres

HERE = Path(__file__).resolve().parent
ON_BOTH = ("rooms", "web", "browser")
EMPTY = 5  # pytest's exit code when there was nothing to run


Planned = tuple[str, list[str], dict[str, str]]
"""A round to come: its name, what pytest is told, its environment."""


@dataclass
class Round:
    """What one run of pytest came to."""

    name: str
    exit_code: int
    seconds: float
    outcomes: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    in_browser: int = 0

    @property
    def good(self) -> bool:
        return self.exit_code in (0, EMPTY)

    def __str__(self) -> str:
        counts = ", ".join(f"{n} {word}" for word, n in self.outcomes.items() if n) or "nothing ran"
        journeys = f", {self.in_browser} of them in Chromium" if self.in_browser else ""
        return f"{self.name}: {counts}{journeys} ({self.seconds:.0f} s)"


def play(name: str, arguments: list[str], environment: dict[str, str], told: IO[str] = sys.stdout) -> Round:
    """One run of pytest, its output to `told`, its counts from the report it leaves."""
    told.write(f"\n== {name}\n")
    told.flush()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ecotone-report-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *arguments]
        surroundings = {**os.environ, **environment}
        exit_code = subprocess.run(command, cwd=HERE.parent, env=surroundings, stdout=told, stderr=told).returncode
        round_ = Round(name, exit_code, time.monotonic() - begun)
        if report.exists():
            count(round_, report)
    return round_


def side_by_side(first: Planned, second: Planned) -> list[Round]:
    """Two rounds at once, a core each: the first as it goes, what the second said after it."""
    with tempfile.TemporaryFile("w+") as told, ThreadPoolExecutor(1) as beside:
        later = beside.submit(play, *second, told)
        rounds = [play(*first), later.result()]
        told.seek(0)
        sys.stdout.write(told.read())
    return rounds


def count(round_: Round, report: Path) -> None:
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 (pytest has just written it)
        unwell = [child for child in case if child.tag in {"failure", "error", "skipped"}]
        word = {"failure": "failed", "error": "failed", "skipped": "skipped"}[unwell[0].tag] if unwell else "passed"
        round_.outcomes[word] += 1
        if word == "skipped":
            round_.skipped[unwell[0].get("message", "")] += 1
        elif case.get("classname", "").startswith("tests.browser"):
            round_.in_browser += 1


def play_all(extra: list[str]) -> tuple[list[Round], list[str], list[str]]:
    """The rounds; what was left out for want of a program; what else a reader should know."""
    missing: list[str] = []
    browser = [] if chromium.find() else ["-m", "not browser"]
    if browser:
        missing.append("Browser journeys: no Chromium was found; on Debian: sudo apt install chromium")
    chosen = any(Path(argument.partition("::")[0]).exists() for argument in extra)
    folders = [] if chosen else [f"tests/{name}" for name in ON_BOTH if (HERE / name).is_dir()]
    on_sqlite = ("SQLite", [*browser, *extra], {"DATABASE_URL": ""})
    try:
        with postgres.temporary() as url:
            # The database goes with its server: to take it down before would wait for the last window's request.
            on_postgres = ("PostgreSQL", ["--reuse-db", *folders, *browser, *extra], {"DATABASE_URL": url})
            rounds = side_by_side(on_sqlite, on_postgres)
    except postgres.NoPostgres as reason:
        rounds = [play(*on_sqlite)]
        missing.append(f"PostgreSQL: {reason}")
    notes = [f"{n} × skipped: {why}" for why, n in sum((r.skipped for r in rounds), Counter()).items()]
    if not browser and not extra and not rounds[0].in_browser:
        notes.append("Browser journeys: there are none yet")
    return rounds, missing, notes


def box(lines: list[str]) -> str:
    wide = max(map(len, lines))
    inside = [f"│ {line.ljust(wide)} │" for line in lines]
    return "\n".join([f"┌{'─' * (wide + 2)}┐", *inside, f"└{'─' * (wide + 2)}┘"])


def closing(rounds: list[Round], missing: list[str], notes: list[str], *, in_ci: bool) -> tuple[bool, list[str]]:
    """Whether all is well, and the lines that say so or not: in CI, a missing program is a failure."""
    good = all(r.good for r in rounds) and not (in_ci and missing)
    lines = ["Tests passed" if good else "TESTS FAILED", *map(str, rounds)]
    if missing or notes:
        lines += ["", "LEFT OUT", *missing, *notes]
    if missing and in_ci:
        lines.append("In CI, what is left out for want of a program is a failure.")
    return good, lines


def main(extra: list[str]) -> int:
    # Ended from outside, the temporary PostgreSQL must still be stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    good, lines = closing(*play_all(extra), in_ci=os.environ.get("CI") == "true")
    sys.stdout.write("\n" + box(lines) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
