"""Whole loops through the API, by eight programs at once, on a live server of its own.

    python -m bench.loops [--seconds 20]     on SQLite, and on PostgreSQL (fsync on) where its programs are

A loop is seven calls: ask, read, accept, meet, complete, read, acknowledge. At the end every loop that was
acknowledged must stand closed in the database, and no call may have failed.
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests import postgres

CLIENTS = 8
WORKERS = 2


class Client:
    """One connection, kept open; counts what it is answered."""

    def __init__(self, port: int) -> None:
        self.line, self.calls, self.failed = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0, []

    def call(self, token: str, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid4())
        self.line.request(method, f"/api/v1/{path}", json.dumps(body) if body is not None else None, headers)
        answer = self.line.getresponse()
        text = answer.read()
        self.calls += 1
        if answer.status >= 300:
            self.failed.append((answer.status, path, text[:200]))
            raise RuntimeError(f"{answer.status} {path} {text[:200]!r}")
        return json.loads(text)


def a_loop(client: Client, person_id: str, target_id: str, asker: str, answerer: str) -> None:
    day = str(date.today() + timedelta(days=7))
    ask = {"why": "She has nobody to talk to", "target_id": target_id, "reply_by": day, "parts": ["matters"]}
    at = f"referrals/{client.call(asker, 'POST', f'people/{person_id}/referrals', ask)['id']}"
    version = client.call(answerer, "GET", at)["row"]["version"]
    moves: dict[str, dict[str, Any]] = {
        "accept": {"worker": "Elaine", "expected_start": day, "person_told": True},
        "meet": {"met_on": str(date.today()), "channel": "visit"},
        "complete": {"output": "They met", "against_hope": "She has somebody now", "person_told": True},
    }
    for code, recorded in moves.items():
        version = client.call(answerer, "POST", f"{at}/moves/{code}", {**recorded, "version": version})["version"]
    version = client.call(asker, "GET", at)["row"]["version"]
    client.call(asker, "POST", f"{at}/acknowledge", {"version": version})


def world() -> tuple[list[str], str, str, str]:
    """People whom one team helps, another team, and a token for each: in the database of the settings."""
    import django

    django.setup()
    from django.core.management import call_command

    from ecotone.access import actions
    from ecotone.access.rules import Scope
    from tests import worlds

    call_command("migrate", verbosity=0)
    ours, theirs = worlds.team("Whinhall"), worlds.team("Befrienders")
    marcus, elaine = worlds.wearing(ours), worlds.wearing(theirs)
    people = [str(worlds.taken_in(marcus, name=f"Person {n}").id) for n in range(CLIENTS)]
    tokens = [actions.make_token(by=by, name="bench", scopes=[*Scope]).secret for by in (marcus, elaine)]
    return people, str(theirs.id), tokens[0], tokens[1]


def closed() -> int:
    from ecotone.care.models import Referral

    return Referral.objects.filter(state="completed", acknowledged_at__isnull=False).count()


def measure(seconds: float) -> int:
    """Prints loops a second; 1 where a call failed or a loop was lost."""
    people, target_id, asker, answerer = world()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "ecotone.cli",
        "serve",
        "--no-clock",
        "--port",
        str(port),
        "--workers",
        str(WORKERS),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    clients, done, errors = [Client(port) for _ in people], [0] * len(people), []
    try:
        _until_it_answers(port)
        until = time.monotonic() + seconds

        def run(n: int) -> None:
            try:
                while time.monotonic() < until:
                    a_loop(clients[n], people[n], target_id, asker, answerer)
                    done[n] += 1
            except Exception as error:
                errors.append(repr(error))

        begun = time.monotonic()
        threads = [threading.Thread(target=run, args=(n,)) for n in range(len(people))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - begun
    finally:
        server.terminate()
        server.wait(timeout=30)
    calls, kept = sum(client.calls for client in clients), closed()
    sys.stdout.write(f"{sum(done)} loops, {calls} calls in {took:.1f} s by {CLIENTS} programs at once: ")
    sys.stdout.write(f"{sum(done) / took:.1f} loops and {calls / took:.0f} calls a second; ")
    sys.stdout.write(f"failed: {len(errors)}; closed in the database: {kept}\n")
    for error in errors[:3]:
        sys.stdout.write(f"  {error}\n")
    return 1 if errors or kept != sum(done) else 0


def _until_it_answers(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def one_database(name: str, url: str, seconds: float) -> int:
    """In a process of its own, with a folder of its own."""
    sys.stdout.write(f"\n## {name}\n\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="ecotone-loops-") as folder:
        environment = {
            "ECOTONE_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ECOTONE_API_CALLS_A_MINUTE": "1000000",
        }
        command = [sys.executable, "-m", "bench.loops", "--here", "--seconds", str(seconds)]
        return subprocess.run(command, env={**os.environ, **environment}).returncode


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.loops")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        return measure(given.seconds)
    failed = one_database("SQLite", "", given.seconds)
    try:
        with postgres.temporary(safe=True) as url:
            failed |= one_database("PostgreSQL", url, given.seconds)
    except postgres.NoPostgres as reason:
        sys.stdout.write(f"\nLEFT OUT: PostgreSQL: {reason}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
