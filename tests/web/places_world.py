"""A small invented place for the tests of pages about places and services, built through actions alone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecotone.access.actions import open_account
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.directory import actions as directory
from ecotone.directory.models import Service
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor, Place, Tie
from ecotone.ecosystem.queries import principal_for
from ecotone.ecosystem.rules import ActorKind, Claim, Domain, InstitutionKind, Level, PlaceKind, Sector, TieKind
from ecotone.people import actions as people
from ecotone.people.models import Person
from tests import worlds
from tests.web.counting import DATA

SYSTEM = Principal.system("tests")
CONSENT = Basis.CONSENT
BEGUN = datetime(2025, 9, 1, 9, tzinfo=UTC)
"""When all of it began: before the quarters that tests publish."""
_numbers = count(1)


@dataclass
class World:
    """What was built, by short names; `accounts` hold who can sign in."""

    places: dict[str, Place]
    needs: dict[str, UUID]
    actors: dict[str, Actor]
    accounts: dict[str, Account]
    hats: dict[str, UUID]
    services: dict[str, Service]
    jean: Person
    claim: Tie

    def by(self, name: str) -> Principal:
        account = self.accounts[name]
        principal = principal_for(account.id, account.name, self.hats[name])
        assert principal
        return principal


def build() -> World:
    """Two localities under one partnership, five actors in three domains, three services, one person."""
    places = _places()
    needs = _needs()
    actors = _actors(places)
    ecosystem.add_remit(
        by=SYSTEM, actor_id=actors["kettle"].id, need_id=needs["company.connection"], place_id=places["airdrie"].id
    )
    ecosystem.add_remit(
        by=SYSTEM, actor_id=actors["irt"].id, need_id=needs["company.connection"], place_id=places["airdrie"].id
    )
    _institutions(actors)
    claim = ecosystem.add_tie(
        by=SYSTEM,
        kind=TieKind.REPRESENTATION,
        source_id=actors["plaid"].id,
        target_id=actors["kettle"].id,
        claim=Claim.CLAIMED,
        claimed_by_id=actors["plaid"].id,
    )
    accounts, hats = _people_at_work(actors)
    world = World(places, needs, actors, accounts, hats, {}, None, claim)  # type: ignore[arg-type]
    world.services = _services(world)
    world.jean = people.add_person(by=world.by("Marcus"), name="Jean Rafferty", home_id=places["petersburn"].id)
    return world


def _places() -> dict[str, Place]:
    made: dict[str, Place] = {}

    def place(key: str, name: str, kind: PlaceKind, *parents: str, **more: Any) -> None:
        ways = [(made[parent].id, "geographic") for parent in parents]
        made[key] = ecosystem.add_place(by=SYSTEM, kind=kind, name=name, slug=key, parents=ways, **more)

    place("scotland", "Scotland", PlaceKind.NATION)
    place("north", "North partnership", PlaceKind.PARTNERSHIP, "scotland")
    place("airdrie", "Airdrie", PlaceKind.LOCALITY, "north", population=60_022, longitude=-3.98, latitude=55.87)
    place("wishaw", "Wishaw", PlaceKind.LOCALITY, "north", longitude=-3.92, latitude=55.77)
    place("petersburn", "Petersburn", PlaceKind.NEIGHBOURHOOD, "airdrie", longitude=-3.96, latitude=55.86)
    ecosystem.add_deprivation(
        by=SYSTEM,
        place_id=made["airdrie"].id,
        index_name="Index of area deprivation",
        version="2020v2",
        direction="1 = most deprived",
        measure="share of areas in the most deprived fifth",
        value="0.4444",  # type: ignore[arg-type]
        source="The government",
        on=date(2020, 1, 28),
    )
    return made


def _needs() -> dict[str, UUID]:
    made = {}
    for code, name, parent, said in (
        ("company", "Company and belonging", "", ()),
        ("company.connection", "Company and connection", "company", ("lonely",)),
        ("home", "Managing at home", "", ()),
        ("home.bath", "Washing and the bath", "home", ("cannae get in the bath",)),
    ):
        made[code] = ecosystem.add_need(by=SYSTEM, code=code, name=name, parent_code=parent, synonyms=said).id
    return made


def _actors(places: dict[str, Place]) -> dict[str, Actor]:
    made: dict[str, Actor] = {}

    def actor(key: str, name: str, sector: Sector, domain: Domain, where: str, **more: Any) -> None:
        more.setdefault("kind", ActorKind.ORGANISATION)
        made[key] = ecosystem.add_actor(
            by=SYSTEM, name=name, sector=sector, domain=domain, place_ids=[places[where].id], **more
        )

    actor("government", "The government", Sector.GOVERNMENT, Domain.GOVERNMENT, "scotland")
    actor("board", "Health Board", Sector.NHS, Domain.SYSTEM, "north")
    actor("plaid", "Plaidwork", Sector.THIRD, Domain.SYSTEM, "north")
    site = ecosystem.add_site(
        by=SYSTEM, name="The safe house", place_id=places["airdrie"].id, address="9 Secret Row", confidential=True
    )
    actor("kettle", "Kettle On", Sector.THIRD, Domain.COMMUNITY, "airdrie", phone="01632 960001", site_id=site.id)
    actor(
        "irt",
        "Rehabilitation Team <b>bold</b>",
        Sector.NHS,
        Domain.COMMUNITY,
        "airdrie",
        kind=ActorKind.TEAM,
        part_of_ids=[made["board"].id],
    )
    actor("hearth", "Whinhall Hearth", Sector.THIRD, Domain.COMMUNITY, "airdrie")
    return made


def _institutions(actors: dict[str, Actor]) -> None:
    ecosystem.add_institution(
        by=SYSTEM,
        name="Home within four hours",
        kind=InstitutionKind.METRIC,
        domain=Domain.SYSTEM,
        level=Level.MESO,
        issuer_id=actors["board"].id,
        orientations=["efficiency"],
        standing="legacy",
    )


def _people_at_work(actors: dict[str, Actor]) -> tuple[dict[str, Account], dict[str, UUID]]:
    accounts, hats = {}, {}
    for name, actor, role in (
        ("Marcus", "hearth", Role.WORKER),
        ("Elaine", "kettle", Role.LEAD),
        ("Brendan", "irt", Role.WORKER),
        ("Rena", "board", Role.BOARD_MEMBER),
    ):
        account = open_account(by=SYSTEM, name=name, email=f"{name.lower()}{next(_numbers)}@example.org")
        hat = ecosystem.give_hat(
            by=SYSTEM, account_id=account.id, actor_id=actors[actor].id, role=role, title=f"{name}'s job"
        )
        accounts[name], hats[name] = account, hat.id
    return accounts, hats


def _services(world: World) -> dict[str, Service]:
    def service(provider: str, name: str, **more: Any) -> Service:
        given = {"attending": ["venue"], "place_ids": [world.places["airdrie"].id], "name": name} | more
        return directory.list_service(by=SYSTEM, provider_id=world.actors[provider].id, **given)

    return {
        "visits": service(
            "kettle",
            "Kettle On befriending",
            need_codes=["company.connection"],
            phone="01632 960002",
            capacity_word="has_capacity",
            places_available=2,
            self_referral=False,
        ),
        "therapy": service("irt", "Therapy at home", need_codes=["home.bath"], accepts=["nhs"], self_referral=True),
        "lunch": service(
            "hearth", "Lunch club", need_codes=["company.connection"], place_ids=[world.places["wishaw"].id]
        ),
    }


def more_people(world: World, number: int) -> list[Person]:
    """So many more people of Airdrie, taken in by Marcus."""
    home = world.places["airdrie"].id
    names = (f"Neighbour {chr(65 + n)}{chr(97 + n)}bercrombie" for n in range(number))
    return [people.add_person(by=world.by("Marcus"), name=name, home_id=home) for name in names]


def client_of(world: World, name: str) -> Client:
    """A browser in which this one has signed in."""
    client = Client()
    worlds.enter(client, world.accounts[name])
    return client


MOST = 15


def text_of(response: HttpResponse) -> str:
    """What a reader reads of a page: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def within_budget(client: Client, address: str) -> HttpResponse:
    """The page, which opens and asks the database MOST questions at most, the session's own among them."""
    client.get("/")  # what the session keeps is kept by then
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    made = [query["sql"] for query in asked.captured_queries if DATA.match(query["sql"])]
    assert response.status_code == 200, address
    assert len(made) <= MOST, (address, len(made), made)
    return response
