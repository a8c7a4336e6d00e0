"""What is known of the invented place while it is being built: where everything has gone, by its own short key."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.demo.calendar import Calendar, Timeline
from ecotone.demo.content import places
from ecotone.demo.content.world.shapes import Actor, Service
from ecotone.demo.effects import Effects, Setting

DEMO = Principal.system("demo")
"""Builds the place itself; care in it is given by the people who live and work there."""

Ids = dict[str, UUID]
Progress = Callable[[str, int, int], None]
"""Hears the stage, how much of it is done, and how much there is."""


@dataclass
class World:
    """The setting as content has it, and the ids of what was built of it so far.

    `staff` holds, for each actor, those who work there, its lead first.
    """

    calendar: Calendar
    seed: int
    setting: Setting
    effects: Effects
    places: Ids = field(default_factory=dict)
    needs: Ids = field(default_factory=dict)
    sites: Ids = field(default_factory=dict)
    actors: Ids = field(default_factory=dict)
    services: Ids = field(default_factory=dict)
    institutions: Ids = field(default_factory=dict)
    staff: dict[str, list[Principal]] = field(default_factory=dict)
    accounts: Ids = field(default_factory=dict)
    people: Ids = field(default_factory=dict)

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.calendar.closing)

    @cached_property
    def actor_of(self) -> dict[str, Actor]:
        return {actor.key: actor for actor in self.setting.actors}

    @cached_property
    def service_of(self) -> dict[str, Service]:
        return {service.key: service for service in self.setting.services}

    def chance(self, *about: object) -> Random:
        """Chance of its own for one matter: what is drawn elsewhere does not shift it."""
        return Random(":".join(map(str, (self.seed, *about))))

    def locality(self, place: str) -> str:
        """The locality a neighbourhood lies in, or the locality itself."""
        found = places.BY_KEY[place]
        return place if found.kind == "locality" else found.parents[0]

    def day(self, wanted: date) -> date:
        """A true date, or the day before the anchor where that has not come yet."""
        return min(wanted, self.calendar.day(1))
