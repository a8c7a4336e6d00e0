"""Some come back: the same need again weeks after it had ended, through the door that the service left open."""

from dataclasses import replace

from ecotone.care import actions, queries
from ecotone.care.rules import Door
from ecotone.demo.calendar import Course, later
from ecotone.demo.lives import sayings
from ecotone.demo.lives.after import HELPED, judge
from ecotone.demo.lives.loop import Loop
from ecotone.ground import clock
from ecotone.people import queries as people
from ecotone.people.rules import Part

SHARE = 0.35
"""How many of those come back for whom it ended and who may."""


def perhaps(loop: Loop) -> Course:
    """Lets some of those whose ask has ended come back, by chance of their own; the door may be shut by then."""
    chance = loop.world.chance("door", loop.somebody.key, loop.service.key)
    if loop.ended not in {*HELPED, "failed"} or chance.random() >= SHARE:
        return
    yield later(chance.uniform(10, 60))
    herself = loop.somebody.me is not None
    again = replace(loop, chance=chance, source=None if herself else loop.source, outcome_id=None, ended="")
    if come_back(loop, again):
        yield from _course(again)


def come_back(loop: Loop, again: Loop) -> bool:
    """Goes back, by herself where she signs in and else on her word by whoever asked, if the door is open now."""
    by = again.asker
    if not people.may(by, loop.somebody.id, Part.IDENTITY).allowed:
        return False
    if queries.door(by, loop.referral.id).standing is not Door.OPEN:
        return False
    yes = loop.somebody.agrees_by
    again.referral = actions.come_back(
        by=by, referral_id=loop.referral.id, since_then=again.say(sayings.SINCE_THEN), authority_id=yes
    )
    return True


def _course(again: Loop) -> Course:
    """They know one another: it is taken on soon, and nothing is told anew."""
    yield later(again.chance.uniform(0.2, 3))
    again.accept(expected=7)
    yield later(again.chance.uniform(3, 12))
    again.move(again.target, "meet", met_on=clock.today(), channel=again.channel(), note="")
    yield later(again.chance.uniform(10, 35))
    again.complete()
    yield later(again.chance.uniform(2, 10))
    if again.chance.random() < 0.6:
        judge(again)
