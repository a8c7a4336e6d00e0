"""A deployment as in life: a folder, a database, `ecotone` in processes of its own; its rows, read behind its back.

What is read here goes by the database's own names and types, never by Ecotone's code: it is the oracle for that.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from dj_database_url import parse

from tests.house.test_command import PATIENCE, free_port
from tests.postgres import alive

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
Row = tuple[Any, ...]


@dataclass
class Deployment:
    """`url` is empty for SQLite."""

    data: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        own = {"ECOTONE_DATA": str(self.data), "DATABASE_URL": self.url, "PYTHONPATH": str(ROOT)}
        return {**kept, **own, "DJANGO_SETTINGS_MODULE": "config.settings"}

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ecotone.cli", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, input=typed, cwd="/"
        )

    def well(self, *arguments: str) -> str:
        """What it printed; it must have gone well."""
        told = self.run(*arguments)
        assert told.returncode == 0, told.stderr
        return told.stdout

    def script(self, name: str, *arguments: str) -> Any:
        """What a script beside this file printed as JSON: it builds a world through actions, on the real settings."""
        command = [sys.executable, str(HERE / name), *arguments]
        told = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, cwd="/"
        )
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)

    def admin(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "django", *arguments]
        subprocess.run(command, env=self.environment, check=True, timeout=PATIENCE, cwd="/")

    def asked(self, sql: str) -> list[Row]:
        if not self.url:
            with closing(sqlite3.connect(self.data / "ecotone.sqlite3")) as connection:
                return connection.execute(sql).fetchall()
        with self.connection() as connection:
            return connection.execute(sql).fetchall()

    def connection(self) -> "psycopg.Connection[Row]":
        told = parse(self.url)
        return psycopg.connect(host=told["HOST"], user=told["USER"], dbname=told["NAME"], options="-c TimeZone=UTC")

    def rows(self) -> dict[str, Counter[Row]]:
        """Every row of every table, each value as (column, plain text); what says how the tables came is left out."""
        if self.url:
            named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        else:
            named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        names = {name for (name,) in self.asked(named)} - {"django_migrations", "django_session", "access_session"}
        return {name: self._rows_of(name) for name in names}

    def _rows_of(self, table: str) -> Counter[Row]:
        if self.url:
            columns = "SELECT column_name, data_type FROM information_schema.columns"
            asked = f"{columns} WHERE table_name = '{table}' AND is_generated = 'NEVER'"  # SQLite names none of those
        else:
            asked = f"SELECT name, type FROM pragma_table_info('{table}')"  # noqa: S608 (a name just read)
        types = sorted(self.asked(asked))
        names = ", ".join(f'"{name}"' for name, _ in types)
        found = self.asked(f'SELECT {names} FROM "{table}"')  # noqa: S608 (names just read)
        return Counter(tuple((name, plain(row[n], kind)) for n, (name, kind) in enumerate(types)) for row in found)


def plain(value: Any, kind: str) -> str | None:
    """A value of SQLite's or PostgreSQL's, as text that is the same where it means the same."""
    if value is None:
        return None
    if kind in ("bool", "boolean"):
        return str(bool(value))
    if kind in ("decimal", "numeric"):
        return str(Decimal(str(value)).normalize())
    if kind == "timestamp with time zone":
        return str(value.astimezone(UTC).replace(tzinfo=None))
    if kind == "uuid":
        return value.hex
    if kind == "jsonb":
        return json.dumps(value, sort_keys=True)
    if kind == "TEXT" and value[:1] in "{[":
        try:
            return json.dumps(json.loads(value), sort_keys=True)
        except ValueError:
            return value
    return str(value)


class Served:
    """`ecotone serve`, as a group of processes that can be killed at once."""

    def __init__(self, deployment: Deployment, *options: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "ecotone.cli", "serve", "--port", str(self.port), *options]
        self.process = subprocess.Popen(
            command, env=deployment.environment, stderr=subprocess.PIPE, start_new_session=True, cwd="/"
        )
        self.url = f"http://127.0.0.1:{self.port}"
        self._wait()

    def _wait(self) -> None:
        for _ in range(20 * PATIENCE):
            assert self.process.poll() is None, self.process.stderr.read()
            try:
                urllib.request.urlopen(f"{self.url}/sign-in/").close()
                return
            except urllib.error.HTTPError:
                raise
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nothing was served within ten minutes")

    def children(self) -> list[int]:
        master = self.process.pid
        return [int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def clocks(self) -> list[int]:
        """The processes that wind the clock."""
        return [each for each in self.children() if b"tick" in Path(f"/proc/{each}/cmdline").read_bytes()]

    def clock(self) -> int:
        (found,) = self.clocks()
        return found

    def kill(self, *others: int) -> None:
        """Kills the server and all that answers for it, and these, in one moment."""
        for each in others:
            os.kill(each, signal.SIGKILL)
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate(timeout=20)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=30)


def gone(processes: Iterable[int], *, seconds: float) -> bool:
    """Whether these have ended, waited for."""
    end = time.monotonic() + seconds
    while any(map(alive, processes)):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
