"""Jean, whose journey is left for the visitor to play, and Leanne, part of whose story must not be guessed."""

from dataclasses import replace

from ecotone.access.rules import Basis
from ecotone.care import actions as care
from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content.people import JEAN, lives
from ecotone.demo.content.people.cast import BY_KEY as CAST
from ecotone.demo.content.people.shapes import Ask, Life
from ecotone.demo.lives import carers
from ecotone.demo.lives.arrivals import Arrivals
from ecotone.demo.lives.loop import Loop
from ecotone.demo.lives.taking_in import Somebody, look, take_in
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.people import actions as people
from ecotone.people.rules import CareRole, Effect, Part

JEAN_CAME = 150
LEANNE_CAME = 120


def begin(world: World, arrivals: Arrivals) -> None:
    """Lets both begin."""
    link_worker = _wearer(world, "link-worker", "whinhall-hearth")
    jean = Somebody(
        "jean",
        Life(person=JEAN.person, circle=JEAN.circle, story=JEAN.story, asks=()),
        link_worker,
        "whinhall-hearth",
    )
    world.timeline.begin(working(world.calendar.moment(JEAN_CAME, hour=10, minute=30)), _jean(world, jean))
    practice = _wearer(world, "practice-worker", "gp-millrace")
    leanne = Somebody("private-person", _leanne(world), practice, "gp-millrace")
    world.timeline.begin(working(world.calendar.moment(LEANNE_CAME, hour=15)), _private(world, arrivals, leanne))


def _wearer(world: World, key: str, actor: str):
    account = world.accounts[key]
    return next(by for by in practising(world, actor) if by.account_id == account)


def _jean(world: World, jean: Somebody) -> Course:
    """Her story is told once, in one long morning; her practice learns what matters and what works."""
    take_in(world, jean, sections=JEAN.story.sections, account=True, most_ties=len(JEAN.circle))
    yield later(1)
    people.open_relationship(
        by=jean.helper,
        person_id=jean.id,
        actor_id=world.actors["gp-millrace"],
        role=CareRole.MEMBER,
        purpose="Her practice",
        parts=[Part.MATTERS, Part.WORKS],
        basis=Basis.CONSENT,
    )
    yield later(6)
    look(_wearer(world, "practice-worker", "gp-millrace"), jean)
    yield later(40)
    hope = care.add_outcome(by=jean.helper, person_id=jean.id, words="A Thursday that's for something.")
    yield later(20)
    yield from carers.let_daughter(world, jean)
    yield later(38)
    look(jean.helper, jean)
    carers.things_to_do(world, jean, hope.id)


def _leanne(world: World) -> Life:
    """A life in recovery, told by a woman, under the name she has in the cast."""
    for number in range(100):
        chance = world.chance("leanne", number)
        life = lives.someone(chance, today=world.calendar.anchor, archetype="recovery", place="whinhall")
        if life.person.gender == "woman":
            return _renamed(life, *CAST["private-person"].name.split())
    raise LookupError("no woman among a hundred lives in recovery")


def _renamed(life: Life, given: str, family: str) -> Life:
    was = life.person

    def said(text: str) -> str:
        return text.replace(was.given_name, given).replace(was.family_name, family)

    return replace(
        life,
        person=replace(was, given_name=given, family_name=family),
        circle=tuple(replace(tie, name=said(tie.name)) for tie in life.circle),
        asks=tuple(_ask(ask, said) for ask in life.asks),
    )


def _ask(ask: Ask, said) -> Ask:
    return replace(
        ask,
        reason=said(ask.reason),
        hope=said(ask.hope),
        question=said(ask.question),
        answer=said(ask.answer),
        outcome=said(ask.outcome),
    )


def _private(world: World, arrivals: Arrivals, leanne: Somebody) -> Course:
    """Her practice knows, the service that helps her knows, and nobody else is to guess."""
    chance = world.chance("private")
    take_in(world, leanne, sections=leanne.life.story.sections, account=True)
    people.choose_sharing(
        by=leanne.me or leanne.helper,
        person_id=leanne.id,
        effect=Effect.REFUSAL,
        actor_id=world.actors["social-work-airdrie"],
        note="Not them, and not about this",
    )
    yield later(3)
    sensitive = next(ask for ask in leanne.life.asks if ask.need == "mind.addiction")
    loop = Loop(
        world, leanne, chance, world.service_of["addiction-treatment"], sensitive, leanne.helper, arrivals.hand_on
    )
    loop.offer()
    yield later(2)
    loop.move(loop.target, "receive")
    yield later(3)
    loop.accept(expected=6)
    yield later(5)
    loop.meet()
