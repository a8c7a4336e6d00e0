"""Runs every test: all on SQLite, those that touch a database on PostgreSQL as well, and says what it left out.

    python -m tests.run [what to hand on to pytest]

The folders are parts that the cores take up one after the other, the longest first, so that all are busy to the end;
what a part had to say is printed when it is over. Where pytest is handed something, there is one part a database.
What it cannot run (PostgreSQL, Chromium) is named in the closing lines; where CI=true, that is a failure.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO
from xml.etree import ElementTree

from tests import chromium, postgres

HERE = Path(__file__).resolve().parent
ON_BOTH = ("rooms", "web", "browser")
LONGEST_FIRST = ("browser", "web", "rooms", "durability")
"""The folders that are parts of their own; whatever others there are, are one together."""

MOST_AT_ONCE = 4
"""Parts; each may have a browser, and several hundred megabytes with it."""

EMPTY = 5  # pytest's exit code when there was nothing to run


Planned = tuple[str, list[str], dict[str, str]]
"""A part to come: its database, what pytest is told, its environment."""


@dataclass
class Round:
    """What one run of pytest came to, or all those on one database."""

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
    told.write(f"\n== {name}: {' '.join(arguments)}\n")
    told.flush()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ecotone-report-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "--nomigrations", f"--junit-xml={report}", *arguments]
        # Compiled once, then read by every process: else each compiles all of Django anew.
        surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment}
        exit_code = subprocess.run(command, cwd=HERE.parent, env=surroundings, stdout=told, stderr=told).returncode
        round_ = Round(name, exit_code, time.monotonic() - begun)
        if report.exists():
            count(round_, report)
    return round_


def side_by_side(parts: list[Planned]) -> list[Round]:
    """All parts, as many at once as there are cores, and what each said once it is over; added up by database."""

    def aside(part: Planned) -> Round:
        with tempfile.TemporaryFile("w+") as told:
            round_ = play(*part, told)
            told.seek(0)
            with speaking:
                shutil.copyfileobj(told, sys.stdout)
                sys.stdout.flush()
        return round_

    speaking = Lock()
    with ThreadPoolExecutor(min(max(os.cpu_count() or 2, 2), MOST_AT_ONCE)) as lanes:
        playing = [lanes.submit(aside, part) for part in parts]
        try:
            return together([each.result() for each in playing])
        except BaseException:
            lanes.shutdown(wait=False, cancel_futures=True)
            raise


def together(rounds: list[Round]) -> list[Round]:
    """The rounds on each database as one: the worst exit code, the sum of all else."""
    found: dict[str, Round] = {}
    for each in rounds:
        sum_ = found.setdefault(each.name, Round(each.name, EMPTY, 0.0))
        sum_.exit_code = each.exit_code if sum_.good and each.exit_code != EMPTY else sum_.exit_code
        sum_.seconds += each.seconds
        sum_.outcomes += each.outcomes
        sum_.skipped += each.skipped
        sum_.in_browser += each.in_browser
    return list(found.values())


def count(round_: Round, report: Path) -> None:
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 (pytest has just written it)
        unwell = [child for child in case if child.tag in {"failure", "error", "skipped"}]
        word = {"failure": "failed", "error": "failed", "skipped": "skipped"}[unwell[0].tag] if unwell else "passed"
        round_.outcomes[word] += 1
        if word == "skipped":
            round_.skipped[unwell[0].get("message", "")] += 1
        elif case.get("classname", "").startswith("tests.browser"):
            round_.in_browser += 1


def folders() -> list[list[str]]:
    """The folders of all tests, as they make up parts, the longest first."""
    there = sorted({path.relative_to(HERE).parts[0] for path in HERE.glob("*/**/test_*.py")})
    own = [[name] for name in LONGEST_FIRST if name in there]
    return [*own, [name for name in there if name not in LONGEST_FIRST]]


def planned(url: str, extra: list[str]) -> list[Planned]:
    """The parts; those on PostgreSQL on databases of their own beside the one in this address, if there is any."""
    wanted = [f"tests/{name}" for name in ON_BOTH]
    if extra:
        chosen = any(Path(argument.partition("::")[0]).exists() for argument in extra)
        both = [([], [] if chosen else wanted)]
    else:
        all_ = [[f"tests/{name}" for name in part] for part in folders()]
        both = [(part, [name for name in part if name in wanted]) for part in all_]
    parts: list[Planned] = []
    for number, (all_of_it, again) in enumerate(both):
        parts.append(("SQLite", [*all_of_it, *extra], {"DATABASE_URL": ""}))
        if url and (again or extra):
            # The database goes with its server: to take it down before would wait for the last window's request.
            own = {"DATABASE_URL": f"{url.removesuffix('postgres')}part{number}"}
            parts.append(("PostgreSQL", ["--reuse-db", *again, *extra], own))
    return parts


def play_all(extra: list[str]) -> tuple[list[Round], list[str], list[str]]:
    """The rounds; what was left out for want of a program; what else a reader should know."""
    missing: list[str] = []
    browser = [] if chromium.find() else ["-m", "not browser"]
    if browser:
        missing.append("Browser journeys: no Chromium was found; on Debian: sudo apt install chromium")

    def played(url: str) -> list[Round]:
        return side_by_side([(name, [*told, *browser], own) for name, told, own in planned(url, extra)])

    try:
        with postgres.temporary() as url:
            rounds = played(url)
    except postgres.NoPostgres as reason:
        rounds = played("")
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
    begun = time.monotonic()
    good, lines = closing(*play_all(extra), in_ci=os.environ.get("CI") == "true")
    lines.append(f"All in all: {(time.monotonic() - begun) / 60:.1f} minutes")
    sys.stdout.write("\n" + box(lines) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
