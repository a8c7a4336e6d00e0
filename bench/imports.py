"""How many rows a second come in from a register, the first time and when nothing is new, and what memory it takes.

    python -m bench.imports [--rows 5000]     on SQLite, and on PostgreSQL (fsync on) where its programs are

The registers are invented, in the shapes in which real ones come, and taken in by the command itself.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import postgres
from tests.rooms.adapters import registers

ECOTONE = [sys.executable, "-c", "from ecotone.cli import main; main(prog_name='ecotone')"]
PLACE = {"name": "A place", "organisation": "A forum", "steward": "A steward", "email": "steward@example.org"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.imports")
    parser.add_argument("--rows", type=int, default=5000)
    rows = parser.parse_args().rows
    measure("SQLite", "", rows)
    try:
        with postgres.temporary(safe=True) as url:
            measure("PostgreSQL", url, rows)
    except postgres.NoPostgres as reason:
        sys.stdout.write(f"\nLEFT OUT: PostgreSQL: {reason}\n")
    return 0


def measure(name: str, url: str, rows: int) -> None:
    """Everything in a folder and a database of its own; each run is a process of its own."""
    with tempfile.TemporaryDirectory(prefix="ecotone-bench-") as folder:
        home = {**os.environ, "ECOTONE_DATA": folder, "DATABASE_URL": url}
        begin = [part for name_, value in PLACE.items() for part in (f"--{name_}", value)]
        subprocess.run([*ECOTONE, "begin", *begin], env=home, check=True, capture_output=True)
        files = {
            "places": registers.geography(Path(folder) / "map", [registers.zone(n) for n in range(1, 900)]),
            "care-inspectorate": registers.care_file(
                Path(folder) / "care.csv", (registers.care(n, n // 3) for n in range(1, rows + 1))
            ),
            "charities": registers.charity_file(
                Path(folder) / "charities.csv", (registers.charity(n) for n in range(1, rows + 1))
            ),
        }
        sys.stdout.write(
            f"\n## {name}\n\n| register | rows | first: rows a second | nothing new | own time | memory |\n"
        )
        sys.stdout.write("|---|--:|--:|--:|--:|--:|\n")
        for register, path in files.items():
            count = 899 if register == "places" else rows
            first, own, memory = timed(register, path, home)
            again, _, _ = timed(register, path, home)
            told = f"{count / first:.0f} | {count / again:.0f} | {own:.1f} s | {memory} MB"
            sys.stdout.write(f"| {register} | {count} | {told} |\n")
            sys.stdout.flush()


def timed(register: str, path: Path, home: dict[str, str]) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor, and the most memory any import has taken so far, in MB."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, time.perf_counter()
    done = subprocess.run(
        [*ECOTONE, "import", register, str(path), "--json"], env=home, capture_output=True, text=True
    )
    seconds = time.perf_counter() - begun
    if not json.loads(done.stdout)["saved"]:
        sys.exit(f"{register} was not saved: {done.stdout[:500]}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, used.ru_utime - before, used.ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
