"""What is planted in the invented place, so that a measure can be shown to find it, and to stay silent without it.

Each effect is a departure from one plain way in which everything goes otherwise. A null place (`planted` False)
goes that way everywhere: teams alike, nobody short of hands, no boundary worse than another.
"""

from dataclasses import dataclass, replace
from random import Random

from ecotone.care.machine import Reason
from ecotone.demo.content import world
from ecotone.demo.content.people import CAST
from ecotone.demo.content.people.cast import Account
from ecotone.demo.content.places import PLACES, Place
from ecotone.demo.content.world.shapes import (
    Actor,
    Context,
    Institution,
    Link,
    Remit,
    Service,
    Site,
    Stance,
    Tie,
)

NEW_TEAM, OLD_TEAM = "rapid-response-airdrie", "irt-airdrie"
SHORT_OF_HANDS = "lintie"
CARRIES_UNPAID_WORK = "kettle-on"
HARD_BOUNDARIES = frozenset({("nhs", "council"), ("council", "nhs")})
BOUNDARIES = tuple((one, other) for one in ("nhs", "council", "third") for other in ("nhs", "council", "third"))
SPREADS = {OLD_TEAM: 210, "social-work-airdrie": 150}
"""Who waits for the one short of hands, and how many days ago that began to tell on them."""
SHORT_SINCE = 270


@dataclass(frozen=True)
class Effect:
    """One planted effect: what it is, and where in the records it can be counted."""

    key: str
    words: str
    seen_in: str


PLANTED = (
    Effect(
        "team-forms",
        "The North's six rehabilitation teams share one form, health and council together; the South's four differ",
        "part_of ties of the teams irt-* and icst-*",
    ),
    Effect(
        "overlapping-team",
        "A newer team in Airdrie has the remit of the older one, at the same place",
        "open remits alike in need and place of rapid-response-airdrie and irt-airdrie, and their tie",
    ),
    Effect(
        "unpaid-work",
        "A befriending charity carries far more unpaid work than anyone else",
        "unpaid contributions of kettle-on by referral, beside those of other actors",
    ),
    Effect(
        "spreading-shortage",
        "A home-care provider is short of hands; the teams that wait for it become slow in turn",
        f"declines of lintie for no capacity in the last {SHORT_SINCE} days; days from acceptance to first"
        f" meeting"
        "at irt-airdrie and social-work-airdrie before and after",
    ),
    Effect(
        "retelling-at-a-boundary",
        "People have to repeat their story where they pass between health board and council",
        "encounters that had to repeat, by the sector that asked and the sector that met",
    ),
    Effect(
        "friction-at-a-boundary",
        "What gets in the way is met far more often between health board and council than at any other boundary",
        "frictions by from_sector and to_sector",
    ),
)
PLANTED_LATER = (
    Effect(
        "token-seat",
        "A seat that is held, and never heard",
        "not planted: forums, seats and decisions are not kept yet",
    ),
)


@dataclass(frozen=True)
class Setting:
    """The content as this place has it."""

    places: tuple[Place, ...]
    cast: tuple[Account, ...]
    sites: tuple[Site, ...]
    actors: tuple[Actor, ...]
    services: tuple[Service, ...]
    ties: tuple[Tie, ...] = ()
    remits: tuple[Remit, ...] = ()
    institutions: tuple[Institution, ...] = ()
    stances: tuple[Stance, ...] = ()
    links: tuple[Link, ...] = ()
    contexts: tuple[Context, ...] = ()


def setting(*, planted: bool) -> Setting:
    """The whole content, or for a null place the content with all teams of one form and none beside another."""
    whole = Setting(
        places=PLACES,
        cast=CAST,
        sites=world.SITES,
        actors=world.ACTORS,
        services=world.SERVICES,
        ties=world.TIES,
        remits=world.REMITS,
        institutions=world.INSTITUTIONS,
        stances=world.STANCES,
        links=world.LINKS,
        contexts=world.CONTEXTS,
    )
    return whole if planted else _null(whole)


def _null(whole: Setting) -> Setting:
    return replace(
        whole,
        actors=tuple(_of_one_form(actor) for actor in whole.actors if actor.key != NEW_TEAM),
        services=tuple(service for service in whole.services if service.organization != NEW_TEAM),
        ties=tuple(tie for tie in whole.ties if NEW_TEAM not in (tie.source, tie.target)),
        remits=tuple(remit for remit in whole.remits if remit.actor != NEW_TEAM),
        stances=tuple(stance for stance in whole.stances if stance.actor != NEW_TEAM),
    )


def _of_one_form(actor: Actor) -> Actor:
    one_form = actor.key.startswith(("irt-", "icst-"))
    return replace(actor, staffed_by=("nhs", "council")) if one_form else actor


@dataclass(frozen=True)
class Effects:
    """How things go between people: the plain way, and where effects are planted, the other."""

    planted: bool

    def declined(self, chance: Random, *, actor: str, days_ago: int) -> Reason | None:
        """Why this actor does not take somebody on; None when it does."""
        if self.planted and actor == SHORT_OF_HANDS and days_ago <= SHORT_SINCE and chance.random() < 0.7:
            return Reason.NO_CAPACITY
        if chance.random() >= 0.12:
            return None
        return chance.choices(list(_REASONS), weights=list(_REASONS.values()))[0]

    def days_to_meeting(self, chance: Random, *, actor: str, usual: float, days_ago: int) -> float:
        """From acceptance to the first meeting, in days."""
        slow = self.planted and days_ago <= SPREADS.get(actor, -1)
        return usual * chance.uniform(0.6, 1.4) * (3 if slow else 1)

    def had_to_repeat(self, chance: Random, *, asked: str, met: str) -> bool:
        """Whether the story had to be told again, by the sector that asked and the sector that met."""
        hard = self.planted and (asked, met) in HARD_BOUNDARIES
        return chance.random() < (0.65 if hard else 0.12)

    def boundary(self, chance: Random) -> tuple[str, str]:
        """Between which two sectors something got in the way."""
        if self.planted and chance.random() < 0.6:
            return chance.choice(sorted(HARD_BOUNDARIES))
        return chance.choice(BOUNDARIES)

    def unpaid_gifts(self, chance: Random, *, actor: str) -> int:
        """How often unpaid time of this actor was noted in one course of help."""
        if self.planted and actor == CARRIES_UNPAID_WORK:
            return chance.randint(3, 6)
        return int(chance.random() < 0.35)


_REASONS = {
    Reason.NO_CAPACITY: 3,
    Reason.NOT_ELIGIBLE: 3,
    Reason.OUT_OF_AREA: 2,
    Reason.WRONG_SERVICE: 3,
    Reason.INSUFFICIENT_INFO: 1,
    Reason.DUPLICATE: 1,
    Reason.PERSON_DECLINED: 2,
}
