"""Whom to ask for a need: the services that could take somebody on, and which of them is asked. Pure.

Nearer comes before wider, those who are known before strangers, and room before none: much as it goes.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from random import Random

from ecotone.demo.content import places
from ecotone.demo.content.world.shapes import Service
from ecotone.demo.effects import CARRIES_UNPAID_WORK, NEW_TEAM, SHORT_OF_HANDS, SPREADS, Setting

MANY_PLACES = 6
"""A service for more localities than this is nobody's neighbour."""

WATCHED = frozenset({NEW_TEAM, SHORT_OF_HANDS, CARRIES_UNPAID_WORK, *SPREADS})
"""Those that effects concern are asked more often, in a null place too: else there would be little to count."""

ROOM = {"open": 3.0, "limited": 2.0, "waiting": 1.0, "full": 0.3}


@dataclass(frozen=True)
class Asker:
    """Who asks: the actor and all sectors it belongs to; an empty actor is the person herself."""

    actor: str
    sectors: frozenset[str]


class Choice:
    """The services of a setting by need, and who already sends people to whom."""

    def __init__(self, setting: Setting, practising: Collection[str]) -> None:
        self._by_need: dict[str, list[Service]] = defaultdict(list)
        for service in setting.services:
            if service.status == "active" and service.organization in practising:
                for need in service.needs:
                    self._by_need[need].append(service)
        self._actors = {actor.key: actor for actor in setting.actors}
        self._known = {(tie.source, tie.target) for tie in setting.ties if tie.kind == "refers_to"}

    def one(
        self, chance: Random, *, need: str, home: str, age: int, asker: Asker, avoid: Collection[str], day: date
    ) -> Service | None:
        """The service that is asked on that day, or None where nobody could be."""
        fitting = [
            service
            for service in self._by_need[need]
            if service.organization not in avoid
            and self._actors[service.organization].since <= day
            and _could(service, home=home, age=age, asker=asker)
        ]
        if not fitting:
            return None
        weights = [self._weight(service, need=need, asker=asker) for service in fitting]
        return chance.choices(fitting, weights=weights)[0]

    def _weight(self, service: Service, *, need: str, asker: Asker) -> float:
        near = 1 if len(service.places) > MANY_PLACES else 8
        known = 3 if (asker.actor, service.organization) in self._known else 1
        main = 2 if service.needs[0] == need else 1
        watched = 8 if service.organization in WATCHED else 1
        charity = 2 if self._actors[service.organization].sector == "third" else 1
        return ROOM[service.capacity] * near * known * main * watched * charity


def _could(service: Service, *, home: str, age: int, asker: Asker) -> bool:
    if home not in service.places and not set(places.BY_KEY[home].parents) & set(service.places):
        return False
    if not (service.minimum_age or 0) <= age <= (service.maximum_age or 200):
        return False
    if not asker.actor:
        return service.self_referral
    return not service.accepts_referrals_from or bool(asker.sectors & set(service.accepts_referrals_from))
