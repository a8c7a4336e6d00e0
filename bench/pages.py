"""Times the main pages of a place that is there already, and how much of it is policy and audit: JSON to stdout.

python -m bench.pages [how often]       on the database that DATABASE_URL names; it adds nothing but the looks
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import django


def main() -> int:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    often = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    for name, who, address in addresses():
        sys.stdout.write(json.dumps({"page": name, "who": who} | measured(who, address, often)) + "\n")
        sys.stdout.flush()
    return 0


def addresses() -> Iterator[tuple[str, str, str]]:
    """The pages that are opened most, each as somebody of the cast who opens it: name, who, address."""
    from bench.one_database import principal
    from ecotone.care import queries as care
    from ecotone.people import queries as people

    by = principal("Marcus")
    (jean, *_), _ = people.my_people(by, words="Jean Rafferty")
    day = care.my_day(by)
    yield "My day", "Marcus", "/my-day/"
    yield "My day, of a busy team", "Brendan", "/my-day/"
    yield "Team list", "Brendan", "/our-list/"
    yield "Team list, last page", "Brendan", f"/our-list/?page={last_page()}"
    yield "Team list, what has ended", "Brendan", "/our-list/?which=ended"
    yield "Person", "Marcus", f"/people/{jean.id}/"
    yield "Referral", "Marcus", f"/referrals/{day.in_hand.rows[0].id}/"
    yield "People we help", "Marcus", "/people/"
    yield "News", "Brendan", "/news/"
    yield "Find help", "Marcus", f"/find-help/?q=company&person={jean.id}"
    yield "My story", "Jean", "/my-story/"
    yield "Ecosystem of a locality", "Rena", "/places/airdrie/"
    yield "Who is here", "Rena", "/actors/"
    yield "Map", "Rena", "/places/airdrie/map/"


def last_page() -> int:
    from bench.one_database import principal
    from ecotone.care import queries as care

    _, totals = care.team_list(principal("Brendan"), most=1)
    return max(1, -(-totals["open"] // 50))


def measured(who: str, address: str, often: int) -> dict[str, Any]:
    """Medians and 95th percentiles in milliseconds, of the clock's time and of processor time; queries; the share."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.one_database import signed_in
    from bench.shares import watching

    client = signed_in(who)
    assert client.get(address).status_code == 200, address  # noqa: S101
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    data = [q for q in asked.captured_queries if q["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]
    wall, own, spent = [], [], processor()
    for _ in range(often):
        begun, before = time.perf_counter(), spent()
        client.get(address)
        wall.append(1000 * (time.perf_counter() - begun))
        own.append(1000 * (spent() - before))
    with watching(spent) as watch:
        begun = watch.clock()
        for _ in range(max(often // 2, 5)):
            client.get(address)
        share = watch.seconds / (watch.clock() - begun)
    return {
        "median": median(wall),
        "p95": quantiles(wall, n=20)[-1],
        "cpu": median(own),
        "queries": len(data),
        "share": share,
    }


def processor() -> Callable[[], float]:
    """What says how many seconds of a processor this process has used, and PostgreSQL's that works for it: whatever
    else the machine does, that is the page's. PostgreSQL's is there on Linux, for who may read it (`/proc`)."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    state, running = (Path(f"/proc/{server}/{name}") for name in ("stat", "schedstat"))
    waited = 0.0

    def spent() -> float:
        """What the server still does when its answer is here shows once it rests; waiting for that is no work."""
        nonlocal waited
        own = time.process_time() - waited
        while state.read_text().rpartition(")")[2].split()[0] == "R":
            time.sleep(0.0001)
        waited = time.process_time() - own
        return own + int(running.read_text().split()[0]) / 1e9

    return spent


if __name__ == "__main__":
    sys.exit(main())
