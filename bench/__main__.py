"""Measures on databases of its own, one after the other, and judges nothing.

python -m bench [--people 2000]     on SQLite, and on PostgreSQL (fsync on) where its programs are
"""

import argparse
import os
import subprocess
import sys
import tempfile

from tests import postgres


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--people", type=int, default=2000, help="how many people the invented place has")
    people = parser.parse_args().people
    failed = measure("SQLite", "", people)
    try:
        with postgres.temporary(safe=True) as url:
            failed |= measure("PostgreSQL", url, people)
    except postgres.NoPostgres as reason:
        sys.stdout.write(f"\nLEFT OUT: PostgreSQL: {reason}\n")
    return failed


def measure(name: str, url: str, people: int) -> int:
    """In a process of its own, with a folder of its own."""
    sys.stdout.write(f"\n## {name}, {people} people\n\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="ecotone-bench-") as folder:
        environment = {"ECOTONE_DATA": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-m", "bench.one_database", str(people)]
        return subprocess.run(command, env={**os.environ, **environment}).returncode


if __name__ == "__main__":
    sys.exit(main())
