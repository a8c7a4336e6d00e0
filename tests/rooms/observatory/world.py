"""Two localities in one partnership, who works there, who is referred: built through the actions alone."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.care import actions as care
from ecotone.directory import actions as directory
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.rules import ActorKind, Containment, Domain, PlaceKind, Sector
from ecotone.ground import clock
from ecotone.ground.ids import new_id
from ecotone.observatory import actions
from ecotone.people import actions as people

SYSTEM = Principal.system("tests")
SINCE, UNTIL = date(2025, 10, 1), date(2026, 1, 1)
DURING = datetime(2025, 11, 5, 10, tzinfo=UTC)
AFTER = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_numbers = count(1)


def board_member() -> Principal:
    return Principal(kind=Kind.WORKER, account_id=new_id(), actor_id=new_id(), role=Role.BOARD_MEMBER)


@dataclass
class Ask:
    """A referral as the test remembers it: the plain truth that published figures are held against."""

    locality: str
    source: str
    target: str
    person: UUID


@dataclass
class World:
    places: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, UUID] = field(default_factory=dict)
    sectors: dict[str, str] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)

    def place(self, name: str, kind: PlaceKind, *parents: str) -> UUID:
        ways = [(self.places[each], Containment.GEOGRAPHIC) for each in parents]
        self.places[name] = ecosystem.add_place(by=SYSTEM, kind=kind, name=name, parents=ways).id
        return self.places[name]

    def actor(self, name: str, sector: Sector, *places: str) -> UUID:
        made = ecosystem.add_actor(
            by=SYSTEM,
            kind=ActorKind.ORGANISATION,
            name=name,
            sector=sector,
            domain=Domain.COMMUNITY,
            place_ids=[self.places[each] for each in places],
            since=date(2020, 1, 1),
        )
        self.actors[name], self.sectors[name] = made.id, sector
        return made.id

    def person(self, home: str) -> UUID:
        home_id = self.places[home] if home else None
        return people.add_person(by=SYSTEM, name=f"Person {next(_numbers)}", home_id=home_id).id

    def ask(
        self, home: str, source: str, target: str, *, times: int = 1, person: UUID | None = None, **fields
    ) -> list:
        """So many referrals, each about someone new unless told; `source` empty: by themselves."""
        if not fields.get("service_id"):
            fields["target_id"] = self.actors[target]
        made = []
        for _ in range(times):
            about = person or self.person(home)
            made.append(
                care.offer_referral(
                    by=SYSTEM,
                    person_id=about,
                    source_id=self.actors.get(source),
                    why="Help is wanted",
                    reply_by=clock.today() + timedelta(days=7),
                    **fields,
                )
            )
            self.asks.append(Ask(home.partition(" ")[0], source, target, about))
        return made

    def ask_in_vain(self, home: str, source: str, target: str, *, times: int, **fields) -> None:
        """So many referrals about one person, each declined before the next."""
        person = self.person(home)
        for _ in range(times):
            [referral] = self.ask(home, source, target, person=person, **fields)
            self.decline(referral)

    def decline(self, referral) -> None:
        care.move(
            by=SYSTEM,
            referral_id=referral.id,
            version=referral.version,
            code="decline",
            recorded={
                "reason_code": "no_capacity",
                "reason_text": "Full until spring",
                "alternative": "The library group",
                "who_tells": "us",
            },
        )

    def service(self, provider: str, name: str, *, sensitive: bool = False) -> UUID:
        return directory.list_service(
            by=SYSTEM,
            provider_id=self.actors[provider],
            name=name,
            attending=["venue"],
            sensitivity="sensitive" if sensitive else "ordinary",
        ).id

    def sector(self, name: str) -> str:
        return self.sectors[name] if name else Sector.INFORMAL


def empty() -> World:
    world = World()
    world.place("Partnership", PlaceKind.PARTNERSHIP)
    world.place("Airdrie", PlaceKind.LOCALITY, "Partnership")
    world.place("Airdrie North", PlaceKind.NEIGHBOURHOOD, "Airdrie")
    world.place("Wishaw", PlaceKind.LOCALITY, "Partnership")
    world.actor("Ward", Sector.NHS, "Partnership")
    world.actor("Home Support", Sector.COUNCIL, "Partnership")
    world.actor("Befrienders", Sector.THIRD, "Airdrie North")
    return world


def busy() -> World:
    """A quarter with something large, something small, one person asked for six times, and something elsewhere."""
    world = empty()
    with clock.at(DURING):
        world.ask("Airdrie North", "Ward", "Befrienders", times=7)
        world.ask("Airdrie", "Ward", "Befrienders", times=5)
        world.ask("Airdrie", "Ward", "Home Support", times=3)
        world.ask("Airdrie", "Befrienders", "Home Support", times=4)
        world.ask("Airdrie", "", "Befrienders", times=5)
        world.ask_in_vain("Airdrie", "Home Support", "Befrienders", times=6)
        world.ask("Wishaw", "Ward", "Befrienders", times=6)
        world.ask("Wishaw", "Ward", "Home Support", times=2)
        world.ask("", "Ward", "Home Support", times=1)
    return world


def publish(since: date = SINCE, until: date = UNTIL) -> actions.Outcome:
    with clock.at(AFTER):
        return actions.publish(by=SYSTEM, since=since, until=until)
