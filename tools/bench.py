"""How fast the things are that are done most. It measures on a database of its own, and judges nothing."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecotone.access.principal import Principal

ECOTONE = Path(sys.executable).parent / "ecotone"


@contextmanager
def own_database() -> Iterator[None]:
    """A fresh SQLite database in a folder that then goes, whatever the environment says."""
    with tempfile.TemporaryDirectory(prefix="ecotone-bench-") as folder:
        os.environ |= {"ECOTONE_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings"}
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()


def per_second(words: str, once: Callable[[int], object], times: int) -> None:
    begun = time.perf_counter()
    for number in range(times):
        once(number)
    tell(words, f"{times / (time.perf_counter() - begun):,.0f} a second")


def seconds(words: str, command: list[object]) -> None:
    begun = time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    tell(words, f"{time.perf_counter() - begun:.2f} s" if done.returncode == 0 else f"failed: {done.stderr.strip()}")


def tell(words: str, figure: str) -> None:
    sys.stdout.write(f"{words:<48} {figure}\n")
    sys.stdout.flush()


def main() -> int:
    with own_database():
        from ecotone.access import queries
        from ecotone.access.principal import Principal
        from ecotone.ground.ids import new_id

        by, nobody = Principal.system("bench"), new_id()
        per_second("new ids", lambda _: new_id(), 50_000)
        per_second("audited writes, each its own transaction", partial(open_account, by), 500)
        per_second("reading who looked at a record", lambda _: queries.looks_at(kind="x", subject_id=nobody), 1000)
        seconds("ecotone --help", [ECOTONE, "--help"])
        seconds("ecotone check", [ECOTONE, "check"])
        seconds("building a demo of 200 people", [ECOTONE, "demo", "--no-serve", "--people", "200"])
    return 0


def open_account(by: "Principal", number: int) -> None:
    from ecotone.access import actions

    actions.open_account(by=by, name="Bench", email=f"bench-{number}@example.org")


if __name__ == "__main__":
    sys.exit(main())
