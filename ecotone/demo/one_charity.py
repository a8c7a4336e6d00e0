"""What one small group has of Ecotone on its first day, alone: two hats, a handful of people, two asks.

The practice that rings is listed because somebody there asked; nobody there has an account, and nobody need have.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ecotone.access.principal import Principal
from ecotone.care import actions as care
from ecotone.demo import place
from ecotone.demo.calendar import Course
from ecotone.demo.content import places
from ecotone.demo.content.people import JEAN, cast, lives
from ecotone.demo.content.people.cast import Account, Hat
from ecotone.demo.content.world import ACTORS, SERVICES, SITES
from ecotone.demo.effects import Effect, Setting
from ecotone.demo.lanarkshire import counts
from ecotone.demo.lives.taking_in import Somebody, take_in
from ecotone.demo.world import DEMO, Progress, World
from ecotone.ground import clock
from ecotone.people.rules import Part

NAME = "One small charity on its first day"
EFFECTS: tuple[Effect, ...] = ()
DAYS = 3
CHARITY, PRACTICE = "kettle-on", "gp-millrace"
PEOPLE = 6
AROUND = ("scotland", "lanarkshire", "north", "north-partnership", "airdrie")
SECOND_HAT = Account(
    key="volunteer-organiser",
    name="Nan Forsyth",
    pronouns="she/her",
    hats=(Hat(title="Volunteer organiser", actor=CHARITY),),
    purpose="The other half of the charity: matches volunteers on a Thursday",
)


def setting(*, planted: bool) -> Setting:
    """One charity and who rings it, Airdrie and what Airdrie lies in; nothing is ever planted here."""
    del planted
    coordinator = cast.BY_KEY["befriending-coordinator"]
    hers = tuple(hat for hat in coordinator.hats if hat.actor == CHARITY)
    return Setting(
        places=tuple(each for each in places.PLACES if each.key in AROUND or "airdrie" in each.parents),
        cast=(
            Account(
                key=coordinator.key,
                name=coordinator.name,
                pronouns=coordinator.pronouns,
                hats=hers,
                purpose="The charity's one paid hour in three: answers what was asked, and writes down who rang",
            ),
            SECOND_HAT,
        ),
        sites=tuple(site for site in SITES if site.key == "hearth-hall"),
        actors=tuple(actor for actor in ACTORS if actor.key in (CHARITY, PRACTICE)),
        services=tuple(service for service in SERVICES if service.organization == CHARITY),
    )


def build(world: World, *, people: int, asked: float, progress: Progress) -> Mapping[str, int]:
    """Builds it; a group of this size has at most six people to think of, however many were asked for."""
    del asked
    steps = (place.add_places, place.add_needs, place.list_actors, place.list_services, place.take_on_cast)
    with clock.at(world.calendar.opening):
        for number, step in enumerate(steps):
            progress("The charity", number, len(steps))
            step(world)
    known = [_somebody(world, number) for number in range(min(people, PEOPLE))]
    for number, somebody in enumerate(known):
        met = world.calendar.moment(DAYS, hour=10, minute=9 * number)
        world.timeline.begin(met, _meet(world, somebody, herself=number == 0))
    if known:
        world.timeline.begin(world.calendar.moment(2, hour=11), _asks_herself(world, known[0]))
        world.timeline.begin(world.calendar.moment(2, hour=14), _rung_about(world, known[-1]))
    world.timeline.run(lambda _: None)
    progress("The charity", len(steps), len(steps))
    return counts()


def _meet(world: World, somebody: Somebody, *, herself: bool) -> Course:
    """The coordinator writes down what she knows of them already; one of them will sign in herself."""
    take_in(world, somebody, sections=("matters", "works"), account=herself)
    yield from ()


def _asks_herself(world: World, somebody: Somebody) -> Course:
    """The first one asks on her own page."""
    assert somebody.me is not None, "she signs in"  # noqa: S101
    _ask(
        world, somebody, by=somebody.me, service="kettle-on-visits", why="I would like somebody to come on a Tuesday."
    )
    yield from ()


def _rung_about(world: World, somebody: Somebody) -> Course:
    """The practice rings about the last one; Ecotone keeps who asked, though nobody there signs in."""
    why = "Morag rang from the practice, ten past two. Not out since the funeral. Would like a call to start with."
    _ask(world, somebody, by=DEMO, service="kettle-on-calls", why=why, source_id=world.actors[PRACTICE])
    yield from ()


def _ask(world: World, somebody: Somebody, *, by: Principal, service: str, why: str, **more: Any) -> None:
    care.offer_referral(
        by=by,
        person_id=somebody.id,
        reply_by=world.calendar.anchor + timedelta(days=5),
        service_id=world.services[service],
        need_id=world.needs["company.connection"],
        why=why,
        parts=[Part.MATTERS, Part.WORKS],
        **more,
    )


def _somebody(world: World, number: int) -> Somebody:
    """The first of them signs in herself; all are known to the charity already."""
    helper = world.staff[CHARITY][0]
    while True:
        chance = world.chance("charity", number)
        life = lives.someone(chance, today=world.calendar.anchor, archetype="widowed", place="airdrie")
        if life.person.given_name != JEAN.person.given_name:
            return Somebody(f"person-{number}", life, helper, CHARITY)
        number += PEOPLE
