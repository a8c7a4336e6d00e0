"""The places that are measured: built once in a folder, kept where one is named, poured over to PostgreSQL.

folder/<people>/ecotone.sqlite3     built by `ecotone demo`
PostgreSQL, database p<people>      the same rows, poured over: tests hold both ways of building to each other
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

BUILT, SETTINGS = "built.json", "config.settings"


def built(folder: Path, people: int) -> dict[str, Any]:
    """The place of so many people in SQLite, built unless it is there: how long that took, and how large it is."""
    home = folder / str(people)
    if not (home / BUILT).exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        environment = {**os.environ, "ECOTONE_DATA": str(home), "DATABASE_URL": ""}
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "ecotone.cli", "demo", "--no-serve", "--json", "--people", str(people)]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        facts = {
            "seconds": time.perf_counter() - begun,
            "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "memory": after.ru_maxrss * 1024,
            "bytes": (home / "ecotone.sqlite3").stat().st_size,
        }
        (home / BUILT).write_text(json.dumps(facts))
    return dict(json.loads((home / BUILT).read_text()))


def sqlite_url(folder: Path, people: int) -> str:
    return f"sqlite:///{folder / str(people) / 'ecotone.sqlite3'}"


def emptied(server: str) -> str:
    """A database of its own there, with nothing in it: what was measured in it before is over."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute('DROP DATABASE IF EXISTS "measured"')
        connection.execute('CREATE DATABASE "measured"')
    return f"{server.rpartition('/')[0]}/measured"


def poured(server: str, folder: Path, people: int) -> str:
    """The same place in PostgreSQL, in a database of its own there, poured over unless it is."""
    name, (head, _, _) = f"p{people}", server.rpartition("/")
    with psycopg.connect(server, autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there is None:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}_new"')
            connection.execute(f'CREATE DATABASE "{name}_new"')
    if there is None:
        environment = {
            **os.environ,
            "DATABASE_URL": f"{head}/{name}_new",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        file = folder / str(people) / "ecotone.sqlite3"
        subprocess.run([sys.executable, "-m", "bench.pour", str(file)], env=environment, check=True)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return f"{head}/{name}"
