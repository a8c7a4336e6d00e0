"""Being sent on without a referral, before anybody was asked in earnest: written down by who helps, or by herself."""

from datetime import timedelta
from random import Random

from ecotone.care import actions
from ecotone.demo.content.people.shapes import Ask
from ecotone.demo.lives.taking_in import Somebody
from ecotone.demo.world import World
from ecotone.ground import clock
from ecotone.people.rules import NamedBy

SENT_ON = 0.28
"""The share of asks before which somebody had been sent on."""

PLACES = (
    "The library, second floor",
    "A number that rang out",
    "The front desk at the council",
    "The walk-in on a Thursday",
    "The chemist",
    "A web page",
    "The old health centre, which has moved",
    "Somebody in another town",
)


def sent_on(world: World, somebody: Somebody, ask: Ask, number: int) -> None:
    """Now and then, one or two places they were only pointed to in the weeks before; the wrong ones mostly."""
    chance = world.chance("signpost", somebody.key, number)
    if chance.random() >= SENT_ON:
        return
    for _ in range(chance.choice((1, 1, 1, 2))):
        _once(world, somebody, ask, chance)


def _once(world: World, somebody: Somebody, ask: Ask, chance: Random) -> None:
    herself = somebody.me is not None and chance.random() < 0.4
    by = somebody.me if herself and somebody.me else somebody.helper
    actions.signpost(
        by=by,
        person_id=somebody.id,
        from_actor_id=world.actors[somebody.helping] if chance.random() < 0.5 else None,
        to_words=chance.choice(PLACES),
        need_id=None if herself else world.needs[ask.need],
        on=clock.today() - timedelta(days=chance.randint(1, 25)),
        wrong_place=chance.choice((True, True, None)),
        said_by=NamedBy.PERSON if herself or chance.random() < 0.7 else NamedBy.WORKER,
    )
