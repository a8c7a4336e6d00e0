"""What most tests of care begin with: Jean, who helps her, and whom they may ask."""

from dataclasses import dataclass

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.care.machine import Party
from ecotone.care.models import Referral
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import Sector
from ecotone.people.models import Person
from ecotone.people.rules import Part
from tests import worlds


@dataclass
class House:
    """Jean, whom link workers took in; a befriending group; a rehabilitation team; a stranger; a guardian."""

    jean: Person
    me: Principal
    asker: Principal
    group: Principal
    rehab: Principal
    stranger: Principal
    guardian: Principal

    @property
    def parties(self) -> dict[Party, Principal]:
        return {Party.SOURCE: self.asker, Party.TARGET: self.group, Party.PERSON: self.me}

    def ask(self, **draft) -> Referral:
        """The link workers ask the befriending group, sharing what matters to her."""
        given = {"parts": [Part.MATTERS]} | draft
        return worlds.ask(self.asker, self.jean, Actor.of(self.group.team_id), **given)

    def on(self, parent: Referral, **draft) -> Referral:
        """The group hands on to the rehabilitation team."""
        given = {"parent_id": parent.id, "why": "The bath is dangerous"} | draft
        return worlds.ask(self.group, self.jean, Actor.of(self.rehab.team_id), **given)

    def draft(self, **fields) -> Referral:
        return worlds.draft(self.asker, self.jean, Actor.of(self.group.team_id), **fields)


@pytest.fixture
def house() -> House:
    asker = worlds.wearing(worlds.team("Link workers"), title="Link worker")
    jean = worlds.taken_in(asker, birth_date=None)
    return House(
        jean=jean,
        me=worlds.herself(jean),
        asker=asker,
        group=worlds.wearing(worlds.actor("Good Neighbours", sector=Sector.THIRD), title="Coordinator"),
        rehab=worlds.wearing(worlds.team("Rehabilitation"), title="Therapist"),
        stranger=worlds.wearing(worlds.team("Elsewhere")),
        guardian=worlds.wearing(worlds.team("Records"), Role.GUARDIAN),
    )
