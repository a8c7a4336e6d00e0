"""A PostgreSQL of the tests' own: started when asked for, in a folder of its own, gone afterwards.

It listens on no network, only on a socket inside that folder, and keeps nothing safe (no fsync): nobody's data is in
it. PostgreSQL refuses to run as root; then it runs as the user `postgres`, whom its packages make.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
UNSAFE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
"""Nothing is kept safe; and nothing cleans up beside tests that roll back what they add: it takes tables that an open
transaction has filled for empty ones, and all plans go by that."""


class NoPostgres(Exception):
    """Why there is no PostgreSQL to test on."""


def binaries() -> Path:
    """The folder that holds initdb and pg_ctl, the newest version's. Raises NoPostgres."""
    found = [path for place in PLACES for path in Path("/").glob(place.lstrip("/")) if (path / "initdb").exists()]
    if found:
        return max(found, key=_version)
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise NoPostgres("its programs (initdb, pg_ctl) were not found; on Debian or Ubuntu: sudo apt install postgresql")


def _version(path: Path) -> int:
    digits = "".join(c for c in path.parent.name if c.isdigit())
    return int(digits or 0)


def _as_whom() -> list[str]:
    if os.getuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError as error:
        raise NoPostgres("it refuses to run as root, and there is no user `postgres`") from error
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    told = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/")
    if told.returncode:
        raise NoPostgres(f"it did not start: {told.stderr.strip()}")


@contextmanager
def temporary(*, safe: bool = False, kept: Path | None = None) -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL that lives as long as the block. Raises NoPostgres.

    `safe` makes it write as in life, for what is to be measured; its data stay in the folder `kept`, if any is named.
    """
    programs, who = binaries(), _as_whom()
    # Under /tmp, for a socket's path may be no longer than about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="ecotone-pg-", dir="/tmp"))
    data = kept or folder / "data"
    try:
        if who:
            shutil.chown(folder, "postgres")
        if kept and not kept.exists():
            kept.mkdir(parents=True)
            if who:
                shutil.chown(kept, "postgres")
        initdb = f"--auth=trust --username=postgres --encoding=UTF8 --locale=C --no-sync --pgdata={data}"
        if not (data / "PG_VERSION").exists():
            _run([*who, str(programs / "initdb"), *initdb.split()])
        options = f"-k {folder} -c listen_addresses='' {'' if safe else UNSAFE}"
        control = [*who, str(programs / "pg_ctl"), "--pgdata", str(data)]
        _run([*control, "--wait", "--log", str(folder / "log"), "--options", options, "start"])
        try:
            yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
        finally:
            _run([*control, "--mode", "fast" if kept else "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
