"""Who is asked in the invented place: only those who could be, on that day."""

from datetime import date, timedelta
from random import Random

import pytest

from ecotone.demo.content.world import ACTORS, SERVICES
from ecotone.demo.effects import NEW_TEAM, setting
from ecotone.demo.lives.choosing import Asker, Choice

BEGAN = next(actor.since for actor in ACTORS if actor.key == NEW_TEAM)
EVERYBODY = {actor.key for actor in ACTORS}


def asked_on(day: date, need: str) -> set[str]:
    """The organisations asked for a need in Airdrie on a day, in many draws."""
    choice, nurse = Choice(setting(planted=True), EVERYBODY), Asker("nursing-airdrie", frozenset({"nhs"}))
    drawn = [
        choice.one(Random(seed), need=need, home="airdrie", age=78, asker=nurse, avoid=(), day=day)
        for seed in range(200)
    ]
    return {service.organization for service in drawn if service}


@pytest.mark.parametrize("need", [s.needs[0] for s in SERVICES if s.organization == NEW_TEAM])
def test_nobody_is_asked_before_they_are_there(need):
    assert NEW_TEAM not in asked_on(BEGAN - timedelta(days=1), need)
    assert NEW_TEAM in asked_on(BEGAN, need)
