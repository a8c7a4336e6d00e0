"""Builds the invented place in one database, then times statements, searches, races and the clock in it: a table."""

import sys
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

import django

ROW = "| {:<52} | {:>10} | {:>10} | {:>8} | {:>7} |\n"


def tell(what: str, middle: object, high: object = "", *, queries: object = "", ratio: object = "") -> None:
    sys.stdout.write(ROW.format(what, str(middle), str(high), str(queries), str(ratio)))
    sys.stdout.flush()


def times(act: Callable[[], object], often: int) -> list[float]:
    """Milliseconds, each time; the first, which warms caches up, is left out."""
    act()
    found = []
    for _ in range(often):
        begun = time.perf_counter()
        act()
        found.append(1000 * (time.perf_counter() - begun))
    return found


def timed(what: str, act: Callable[[], object], often: int = 60, **more: object) -> float:
    """Tells the median and the 95th percentile in milliseconds; returns the median."""
    found = times(act, often)
    tell(what, f"{median(found):.2f} ms", f"{quantiles(found, n=20)[-1]:.2f} ms", **more)
    return median(found)


def beside(what: str, act: Callable[[], object], other: str, alternative: Callable[[], object]) -> None:
    """The same done twice, our way and another, and how many times as long as ours the other takes."""
    ours, theirs = timed(what, act, 200), median(times(alternative, 200))
    tell(other, f"{theirs:.2f} ms", ratio=f"{theirs / ours:.1f} ×")


def build(people: int) -> None:
    from django.core.management import call_command

    from ecotone.demo import build

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    begun = time.perf_counter()
    build.build(people=people)
    tell("building the place", f"{time.perf_counter() - begun:.1f} s")


def statements() -> None:
    from ecotone.care.models import Referral

    id_ = Referral.objects.values_list("id", flat=True)[0]
    beside("a record by its id", lambda: Referral.of(id_), "… as Django asks", lambda: Referral.objects.get(pk=id_))


def searches() -> None:
    from django.db.models import Q

    from ecotone.directory import queries
    from ecotone.directory.models import Service

    by = principal("Marcus")
    plain = Q(name__icontains="company") | Q(description__icontains="company")
    beside(
        "finding help by words, with reasons",
        lambda: queries.find(by, words="company"),
        "… by LIKE alone, neither ranked nor near",
        lambda: list(Service.objects.filter(plain).select_related("provider")[:20]),
    )


def a_long_list(*, waiting: int = 2000) -> None:
    """My day and the list of a team that has so many open, for so many people as there are."""
    from ecotone.care.models import Referral
    from ecotone.ground import clock
    from ecotone.ground.ids import new_id
    from ecotone.ground.prepared import insert
    from ecotone.people.models import Person, Relationship

    by = principal("Brendan")
    one = Referral.objects.filter(target=by.actor_id, state="offered")[0]
    same = {
        field.attname: getattr(one, field.attname) for field in Referral._meta.concrete_fields if not field.generated
    }
    known = set(Relationship.objects.filter(actor=by.team_id, until=None).values_list("person_id", flat=True))
    those = list(Person.objects.values_list("id", flat=True)[:waiting])
    helped = {"actor_id": by.team_id, "role": "member", "purpose": "", "basis": "consent", "since": clock.now()}
    insert(Relationship(person_id=each, **helped) for each in those if each not in known)
    insert(
        Referral(**same | {"id": (own := new_id()), "chain_id": own, "person_id": those[n % len(those)]})
        for n in range(waiting)
    )
    client = signed_in("Brendan")
    for address in ("/our-list/", "/our-list/?page=20", "/my-day/"):
        assert client.get(address).status_code == 200, address  # noqa: S101
        timed(f"with {waiting:,} open: {address}", lambda address=address: client.get(address), 20)


def claims(*, at_once: int = 50, races: int = 10) -> None:
    """So many teams claim one open offer at the same moment: how long until all have their answer."""
    from functools import partial

    from ecotone.directory import actions as directory
    from ecotone.people import actions as people
    from ecotone.people.models import Person
    from tests import worlds
    from tests.rooms.racing import both, sorted_out

    who, where = Person.objects.exclude(home=None)[0], worlds.place("A place to race in")
    asker = worlds.wearing(worlds.team("Askers"))
    helps = {"role": "member", "purpose": "", "basis": "consent", "parts": (), "person_id": who.id}
    people.open_relationship(by=worlds.SYSTEM, actor_id=asker.team_id, **helps)
    teams = [worlds.wearing(worlds.team(f"Racers {n}")) for n in range(at_once)]
    found = []
    for race in range(races):
        need = worlds.need(f"racing.{race}")
        services = [
            directory.list_service(
                by=worlds.SYSTEM,
                provider_id=each.team_id,
                name="A service",
                attending=("home",),
                need_codes=[need.code],
                capacity_word="has_capacity",
            )
            for each in teams
        ]
        asked = worlds.ask_openly(asker, who, need, where=where)
        begun = time.perf_counter()
        pairs = zip(teams, services, strict=True)
        won, _ = sorted_out(both(*[partial(worlds.claimed, asked, by, of) for by, of in pairs]))
        found.append(time.perf_counter() - begun)
        assert len(won) == 1  # noqa: S101
    middle, longest = (f"{1000 * each:.0f} ms" for each in (median(found), max(found)))
    tell(f"{at_once} claim one open offer at once, one wins", middle, longest)


def the_clock(*, waiting: int = 100_000, late: int = 1000) -> None:
    """A tick over many asks that wait for a reply, some of them late; then one that finds nothing to do."""
    from datetime import timedelta

    from ecotone.care.models import Referral
    from ecotone.ground import clock
    from ecotone.ground.ids import new_id
    from ecotone.ground.prepared import insert
    from ecotone.ground.statistics import gather_statistics
    from ecotone.procedures.tick import tick

    one = Referral.objects.filter(state="offered").first() or Referral.objects.exclude(reply_by=None)[0]
    same = {
        field.attname: getattr(one, field.attname) for field in Referral._meta.concrete_fields if not field.generated
    }
    same |= {"state": "offered", "escalated_on": None, "ended_at": None, "acknowledged_at": None, "paused_on": None}
    today = clock.today()
    for start in range(0, waiting, 5000):
        insert(
            Referral(**same | {"id": new_id(), "reply_by": today + timedelta(days=-1 if n < late else 9)})
            for n in range(start, start + 5000)
        )
    gather_statistics()
    begun = time.perf_counter()
    done = tick()
    seconds = time.perf_counter() - begun
    tell(f"a tick, {waiting:,} waiting, {done.escalated:,} late", f"{seconds:.2f} s")
    timed("… the next, nothing late", tick)


def account(name: str) -> Any:
    from ecotone.access.models import Account

    return Account.objects.filter(name__startswith=name, email__endswith="@example.org").order_by("created_at")[0]


def principal(name: str) -> Any:
    """One of the cast in their first hat."""
    from ecotone.ecosystem import queries

    who = account(name)
    return queries.principal_for(who.id, who.name, queries.hats_of(who.id)[0].id)


def signed_in(name: str) -> Any:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(account(name))
    client.get("/")
    return client


def main() -> int:
    django.setup()
    tell("what", "median", "95 %", queries="queries", ratio="times")
    sys.stdout.write("|".join(["", "-" * 54, "-" * 11 + ":", "-" * 11 + ":", "-" * 9 + ":", "-" * 8 + ":", "\n"]))
    build(int(sys.argv[1]))
    for measure in (statements, searches, a_long_list, claims, the_clock):
        measure()
    return 0


if __name__ == "__main__":
    sys.exit(main())
