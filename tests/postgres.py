"""A PostgreSQL of the tests' own: started when asked for, in a folder of its own, gone afterwards.

It listens on no network, only on a socket inside that folder, and keeps nothing safe (no fsync): nobody's data is in
it. PostgreSQL refuses to run as root; then it runs as the user `postgres`, whom its packages make.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


class Server:
    """One that is running: its address, and the means to crash it as a lack of power would, and to start it again."""

    def __init__(self, folder: Path, data: Path, *, safe: bool) -> None:
        self.url = f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
        self._folder, self._data, self._log = folder, data, folder / "log"
        self._control = [*_as_whom(), str(binaries() / "pg_ctl"), "--pgdata", str(self._data)]
        self._options = f"-k {folder} -c listen_addresses='' {'' if safe else UNSAFE}"

    def start(self) -> None:
        _run([*self._control, "--wait", "--log", str(self._log), "--options", self._options, "start"])

    def stop(self, *, mode: str = "immediate") -> None:
        if (self._data / "postmaster.pid").exists():
            _run([*self._control, "--mode", mode, "stop"])

    def crash(self) -> None:
        """Kills all its processes at once; returns when they are gone."""
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # it makes no more of them while they are listed
        doomed = [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]
        for process in doomed:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(map(alive, doomed)):
            time.sleep(0.05)
        # After a lack of power nothing has their numbers; here the dead may wait to be buried, and pass for alive.
        for lock in (self._data / "postmaster.pid", self._folder / ".s.PGSQL.5432.lock"):
            lock.unlink()


def alive(process: int) -> bool:
    """Whether it runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def running(*, safe: bool = False, kept: Path | None = None) -> Iterator[Server]:
    """A PostgreSQL that lives as long as the block. Raises NoPostgres.

    `safe` makes it write as in life, for what is to be measured, or crashed; its data stay in the folder `kept`, if
    any is named.
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
        server = Server(folder, data, safe=safe)
        server.start()
        try:
            yield server
        finally:
            server.stop(mode="fast" if kept else "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def temporary(*, safe: bool = False, kept: Path | None = None) -> Iterator[str]:
    """The DATABASE_URL of such a PostgreSQL. Raises NoPostgres."""
    with running(safe=safe, kept=kept) as server:
        yield server.url
