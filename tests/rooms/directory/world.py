"""A small place with needs and providers for the directory's tests, built through actions alone."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from ecotone.access.actions import open_account
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.directory import actions
from ecotone.directory.models import Service
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor, Place, Site
from ecotone.ecosystem.queries import principal_for
from ecotone.ecosystem.rules import ActorKind, Containment, Domain, PlaceKind, Sector

SYSTEM = Principal.system("tests")
_numbers = count(1)

PLACES = {
    "Lanarkshire": (PlaceKind.HEALTH_BOARD, ()),
    "North": (PlaceKind.PARTNERSHIP, ("Lanarkshire",)),
    "South": (PlaceKind.PARTNERSHIP, ("Lanarkshire",)),
    "Airdrie": (PlaceKind.LOCALITY, ("North",)),
    "Wishaw": (PlaceKind.LOCALITY, ("North",)),
    "Hamilton": (PlaceKind.LOCALITY, ("South",)),
    "Petersburn": (PlaceKind.NEIGHBOURHOOD, ("Airdrie",)),
    "Elsewhere": (PlaceKind.LOCALITY, ()),
}
NEEDS = {
    "company": ("Company and belonging", "", ()),
    "company.connection": ("Company and connection", "company", ("lonely", "naebody to talk to", "befriending")),
    "company.groups": ("Things to do with other people", "company", ("lunch club", "singing")),
    "home": ("Managing at home", "", ()),
    "home.personal-care": ("Washing, dressing and the bath", "home", ("cannae get in the bath", "getting washed")),
    "safety": ("Safety and rights", "", ()),
    "safety.abuse": ("Safety from abuse", "safety", ("refuge", "scared of my partner")),
}


@dataclass
class World:
    """Places by name, providers by name."""

    places: dict[str, Place]
    actors: dict[str, Actor]

    def at(self, name: str) -> UUID:
        return self.places[name].id


def build() -> World:
    """Eight places, seven needs, and one provider of each of four sectors."""
    places: dict[str, Place] = {}
    for name, (kind, parents) in PLACES.items():
        ways = [(places[parent].id, Containment.GEOGRAPHIC) for parent in parents]
        places[name] = ecosystem.add_place(by=SYSTEM, kind=kind, name=name, parents=ways)
    for code, (name, parent, synonyms) in NEEDS.items():
        ecosystem.add_need(by=SYSTEM, code=code, name=name, parent_code=parent, synonyms=synonyms)
    actors = {
        "Monklands Blether": actor("Monklands Blether", Sector.THIRD),
        "NHS Lanarkshire": actor("NHS Lanarkshire", Sector.NHS),
        "Clyde Homecare": actor("Clyde Homecare", Sector.INDEPENDENT),
    }
    board = actors["NHS Lanarkshire"]
    actors["Airdrie IRT"] = actor("Airdrie IRT", Sector.NHS, kind=ActorKind.TEAM, part_of_ids=[board.id])
    return World(places, actors)


def actor(name: str, sector: Sector, *, kind: ActorKind = ActorKind.ORGANISATION, **fields: Any) -> Actor:
    return ecosystem.add_actor(by=SYSTEM, kind=kind, name=name, sector=sector, domain=Domain.COMMUNITY, **fields)


def service(world: World, name: str = "Tea and a blether", *, by: Principal = SYSTEM, **fields: Any) -> Service:
    """Lists a service of Monklands Blether's, unless told whose; places are given by their names."""
    provider = world.actors[fields.pop("provider", "Monklands Blether")]
    places = [world.at(place) for place in fields.pop("places", ())]
    given = {"name": name, "attending": ["venue"], "place_ids": places} | fields
    return actions.list_service(by=by, provider_id=provider.id, **given)


def site(world: World, place: str, **fields: Any) -> Site:
    given = {"name": f"Hall in {place}", "address": "12 High Street", "postcode": "ML99 1AA"} | fields
    return ecosystem.add_site(by=SYSTEM, place_id=world.at(place), **given)


def wearing(where: Actor, role: Role = Role.WORKER) -> Principal:
    """Somebody new in a hat of that actor."""
    number = next(_numbers)
    account = open_account(by=SYSTEM, name=f"Worker {number}", email=f"worker{number}@example.org")
    hat = ecosystem.give_hat(by=SYSTEM, account_id=account.id, actor_id=where.id, role=role, title=str(role))
    principal = principal_for(account.id, account.name, hat.id)
    assert principal is not None
    return principal


def a_person() -> Principal:
    account = open_account(by=SYSTEM, name="Jean", email=f"jean{next(_numbers)}@example.org")
    return Principal(kind=Kind.PERSON, account_id=account.id, name="Jean", person_id=UUID(int=7))
