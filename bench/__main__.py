"""Measures on databases of its own, one after the other, and judges nothing.

python -m bench [--people 2000] [--keep FOLDER] [--often 40]

First whole loops by programs at once and what imports take, then what is done most, beside what one would do without
us; then the main pages, at 2,000 people and at so many as are named, and how many times as much the larger costs. On
SQLite, and on PostgreSQL (fsync on) where its programs are. A place in FOLDER is not built again: 655,000 people take
a while.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import places
from tests import postgres

SMALL = 2000
Measured = dict[str, dict[str, Any]]
"""What was measured of each page, by its name."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--people", type=int, default=SMALL, help="how many people the larger place has")
    parser.add_argument("--keep", type=Path, help="where places are kept, to be measured again")
    parser.add_argument("--often", type=int, default=40, help="how often each page is asked for")
    parser.add_argument("--pages", action="store_true", help="the pages alone")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ecotone-bench-")))
        failed = 0 if given.pages else apart("bench.loops") | apart("bench.imports") | measure("SQLite", "")
        sizes = sorted({SMALL, given.people})
        for people in sizes:
            say_built(people, places.built(folder, people))
        tell("SQLite", {n: pages(places.sqlite_url(folder, n), folder / str(n), given.often) for n in sizes})
        try:
            url = stack.enter_context(postgres.temporary(safe=True, kept=given.keep and given.keep / "postgresql"))
            failed |= 0 if given.pages else measure("PostgreSQL", places.emptied(url))
            poured = {n: places.poured(url, folder, n) for n in sizes}
            tell("PostgreSQL", {n: pages(poured[n], folder / str(n), given.often) for n in sizes})
        except postgres.NoPostgres as reason:
            sys.stdout.write(f"\nLEFT OUT: PostgreSQL: {reason}\n")
    return failed


def apart(module: str) -> int:
    """What has databases and a server of its own, on both."""
    return subprocess.run([sys.executable, "-m", module]).returncode


def measure(name: str, url: str) -> int:
    """What is done most, in a process and a folder of its own."""
    sys.stdout.write(f"\n## {name}, {SMALL:,} people\n\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="ecotone-bench-") as folder:
        environment = {"ECOTONE_DATA": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-m", "bench.one_database", str(SMALL)]
        return subprocess.run(command, env={**os.environ, **environment}).returncode


def say_built(people: int, facts: dict[str, Any]) -> None:
    minutes, cpu = facts["seconds"] / 60, facts["cpu"] / 60
    sys.stdout.write(
        f"\n{people:,} people: built in {minutes:.1f} minutes ({cpu:.1f} of a processor's time), at most "
        f"{facts['memory'] / 1e9:.2f} GB of memory, a file of {facts['bytes'] / 1e9:.2f} GB\n"
    )


def pages(url: str, home: Path, often: int) -> Measured:
    """What `bench.pages` says, in a process of its own."""
    environment = {"ECOTONE_DATA": str(home), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "bench.pages", str(often)]
    done = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True)
    rows = map(json.loads, done.stdout.splitlines())
    return {f"{row['page']} ({row['who']})": row for row in rows}


def tell(name: str, found: dict[int, Measured]) -> None:
    """The table of one database: milliseconds; the ratio is of processor time, which other work does not change."""
    sys.stdout.write(f"\n## The main pages on {name}\n\n" + "\n".join(table(found)) + "\n")
    sys.stdout.flush()


def table(found: dict[int, Measured]) -> Iterator[str]:
    sizes = sorted(found)
    columns = [f"{n:,}: {each}" for n in sizes for each in ("median ms", "95 %", "cpu ms")]
    yield "| page | queries | " + " | ".join([*columns, "policy and audit", "times"]) + " |"
    yield "|---|--:|" + "--:|" * (len(columns) + 2)
    for page, row in found[sizes[-1]].items():
        numbers = [f"{found[n][page][each]:.1f}" for n in sizes for each in ("median", "p95", "cpu")]
        ratio = f"{row['cpu'] / found[sizes[0]][page]['cpu']:.2f}" if len(sizes) > 1 else ""
        yield "| " + " | ".join([page, str(row["queries"]), *numbers, f"{row['share']:.0%}", ratio]) + " |"


if __name__ == "__main__":
    sys.exit(main())
