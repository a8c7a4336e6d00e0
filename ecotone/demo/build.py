"""The demo's door: builds an invented place into an empty database, says whether one is there and who may sign in.

    mark ──▶ what stands still ──▶ who works there ──▶ lives, in the order of time ──▶ closed quarters published
             (the system's doing)                      (their own and their helpers' doing)

Everything goes through the rooms' actions, at moments of the past, with ids that follow from the seed: the same
seed, size and day make the same place, row for row. It is one transaction: a place is there whole or not at all.
Beyond some thousands of people the rest is brought over many at once, by the same actions (see `lives.crowd`).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction

from ecotone.access import actions as access
from ecotone.access import queries
from ecotone.access.rules import DeploymentKind
from ecotone.demo import lanarkshire, one_charity
from ecotone.demo.calendar import Calendar
from ecotone.demo.content.people.cast import Account
from ecotone.demo.effects import PLANTED_LATER, Effects
from ecotone.demo.lives.arrivals import ASKED_SHARE
from ecotone.demo.manifest import Manifest
from ecotone.demo.world import DEMO, Progress, World
from ecotone.ground import clock, ids
from ecotone.ground.errors import EcotoneError
from ecotone.ground.statistics import gather_statistics

PLACES = {"lanarkshire": lanarkshire, "one-charity": one_charity}
EARLIEST = date(2026, 1, 1)


class CannotBuild(EcotoneError):
    """There is no such place, or it cannot be that day there."""


def build(
    *,
    people: int = 2000,
    seed: int = 1,
    anchor: date | None = None,
    place: str = "lanarkshire",
    planted: bool = True,
    asked: float = ASKED_SHARE,
    progress: Progress = lambda *_: None,
) -> Manifest:
    """Builds `place` as it is on the morning of `anchor` (today unless told) with that many people.

    Without `planted` it is a null place: nothing is there to be found. `asked` is the share of people for whom help
    is asked: more of it, for a small place with much to count. Raises CannotBuild for an unknown place or
    a day before 2026, Invalid where the database is not empty.
    """
    if place not in PLACES:
        raise CannotBuild(f"There is no place called {place}. There are: {', '.join(PLACES)}.")
    day = anchor or clock.today()
    if day < EARLIEST:
        raise CannotBuild(f"The invented place begins in {EARLIEST.year}: choose a later day.")
    chosen: Any = PLACES[place]
    world = World(Calendar(day, chosen.DAYS), seed, chosen.setting(planted=planted), Effects(planted))
    effects = chosen.EFFECTS if planted else ()
    recipe = {"seed": seed, "people": people, "asked": asked, "anchor": day.isoformat(), "place": place}
    recipe["planted"] = [effect.key for effect in effects]
    with _without_collecting(), ids.seeded(f"{seed}:{place}"), transaction.atomic():
        with clock.at(world.calendar.opening):
            _mark(world, chosen, recipe)
        counts = chosen.build(world, people=people, asked=asked, progress=progress)
    gather_statistics()
    manifest = Manifest(place, seed, people, day, effects, PLANTED_LATER if effects else (), counts)
    manifest.write()
    return manifest


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A quarter of the time would go into looking for garbage among what is all still needed."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _mark(world: World, chosen: Any, recipe: dict[str, Any]) -> None:
    """Marks the place as invented for good; the ids of its cast are chosen here, before they have accounts."""
    world.accounts.update({member.key: ids.new_id() for member in world.setting.cast})
    cast = [
        {
            "account": str(world.accounts[member.key]),
            "name": member.name,
            "title": _title(world, member),
            "what_for": member.purpose,
        }
        for member in world.setting.cast
    ]
    access.mark_deployment(by=DEMO, kind=DeploymentKind.DEMO, name=chosen.NAME, recipe=recipe | {"cast": cast})


def _title(world: World, member: Account) -> str:
    """What somebody is, in a line: the first hat and where it is worn."""
    worn = [f"{hat.title}, {world.actor_of[hat.actor].name}" for hat in member.hats if hat.actor in world.actor_of]
    return worn[0] if worn else "A person with a story here" if member.person == "self" else "A daughter"


def exists() -> bool:
    """Whether a whole invented place is here: it is built in one transaction, so its mark means all of it."""
    mark = queries.deployment()
    return mark is not None and mark.is_demo


def who_can_sign_in() -> list[tuple[str, str, str]]:
    """Name, title and what for, of each who can be stepped into with one click."""
    mark = queries.deployment()
    cast = mark.recipe.get("cast", []) if mark and mark.is_demo else []
    return [(member["name"], member["title"], member["what_for"]) for member in cast]
