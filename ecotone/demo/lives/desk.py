"""Open work for the cast: a little in each pile of everybody's day, some of it late, whatever the size of the place.

source ──a referral that stopped somewhere──▶ target        each gives two desks something to do
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from ecotone.care import actions as care
from ecotone.care.machine import Reason
from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content.people import lives
from ecotone.demo.content.people.shapes import Ask
from ecotone.demo.lives import carers, returning
from ecotone.demo.lives.arrivals import Arrivals
from ecotone.demo.lives.loop import CLOCK, Loop
from ecotone.demo.lives.onward import ONWARD
from ecotone.demo.lives.sayings import PARTLY_UNMET, QUESTIONS
from ecotone.demo.lives.taking_in import Somebody, take_in
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people.rules import Asked


@dataclass(frozen=True)
class Lying:
    """A referral lying on two desks: who asked which service for what, how far it came, how long ago it began."""

    source: str
    service: str
    need: str
    how_far: str
    days_ago: int
    archetype: str = "fall"


WARD, BACK_FROM = "hospital-discharge", "irt-airdrie-home"
"""Whose patients have a stay noted, and which of the asks is for somebody who was back in hospital within days."""

DESK = (
    Lying("whinhall-hearth", "irt-airdrie-home", "moving.falls", "offered", 5),
    Lying("whinhall-hearth", "social-work-airdrie-adults", "safety.planning", "late", 19, "dementia"),
    Lying("whinhall-hearth", "kettle-on-calls", "company.connection", "came_back", 34, "widowed"),
    Lying("whinhall-hearth", "lintie-home-care", "home.personal-care", "draft", 5),
    Lying("whinhall-hearth", "millrace-care", "health.long-term", "met", 27),
    Lying("gp-millrace", "hearth-link-workers", "safety.planning", "offered", 5, "widowed"),
    Lying("gp-millrace", "nursing-airdrie-home", "health.nursing", "asked", 7),
    Lying("gp-millrace", "lintie-home-care", "home.personal-care", "declined", 12),
    Lying("gp-millrace", "kettle-on-visits", "company.connection", "waiting", 41, "widowed"),
    Lying("gp-millrace", "discharge-planning", "health.discharge", "accepted", 10),
    Lying("kettle-on", "irt-airdrie-home", "home.equipment", "accepted", 15, "widowed"),
    Lying("kettle-on", "social-work-airdrie-adults", "safety.planning", "unanswered", 22, "dementia"),
    Lying("kettle-on", "striders-walks", "company.groups", "met", 30, "widowed"),
    Lying("kettle-on", "millrace-care", "health.long-term", "offered", 6, "widowed"),
    Lying("nursing-airdrie", "lintie-home-care", "home.personal-care", "met", 26),
    Lying("nursing-airdrie", "kettle-on-visits", "company.connection", "offered", 5, "widowed"),
    Lying("nursing-airdrie", "discharge-planning", "health.discharge", "offered", 6),
    Lying("social-work-airdrie", "lintie-home-care", "home.personal-care", "offered", 6),
    Lying("social-work-airdrie", "nursing-airdrie-home", "health.nursing", "met", 21),
    Lying("social-work-airdrie", "irt-airdrie-home", "moving.rehabilitation", "waiting", 44),
    Lying("social-work-airdrie", "kettle-on-calls", "company.connection", "met", 25, "widowed"),
    Lying("hospital-discharge", "rapid-response-airdrie-home", "health.discharge", "offered", 5),
    Lying("hospital-discharge", "irt-airdrie-home", "health.discharge", "late", 16),
    Lying("hospital-discharge", "nursing-airdrie-home", "health.nursing", "accepted", 9),
    Lying("hospital-discharge", "social-work-airdrie-adults", "home.personal-care", "met", 23),
    Lying("irt-airdrie", "lintie-home-care", "home.personal-care", "waiting", 47),
    Lying("irt-airdrie", "hearth-link-workers", "safety.planning", "met", 24, "widowed"),
    Lying("irt-airdrie", "striders-walks", "company.groups", "offered", 6),
    Lying("lintie", "nursing-airdrie-home", "health.nursing", "offered", 6),
    Lying("lintie", "irt-airdrie-home", "home.equipment", "came_back", 40),
    Lying("whinhall-hearth", "kettle-on-visits", "company.connection", "back_again", 64, "widowed"),
)
"""Everybody of the cast who works with people has something to answer, in hand, awaited, late or come back."""

ASKED = (
    ("whinhall-hearth", "irt-airdrie", 4, False),
    ("kettle-on", "nursing-airdrie", 5, True),
    ("hospital-discharge", "lintie", 5, False),
    ("irt-airdrie", "whinhall-hearth", 4, True),
    ("social-work-airdrie", "kettle-on", 4, False),
    ("gp-millrace", "social-work-airdrie", 6, True),
    ("lintie", "hospital-discharge", 6, False),
    ("nursing-airdrie", "gp-millrace", 5, False),
)
"""Questions between teams: who asked whom, how many days ago, and whether an answer lies there unread."""


def begin(world: World, arrivals: Arrivals, *, most: int) -> int:
    """Lays out as much as `most` people allow; returns how many it took."""
    lying = [each for each in DESK if each.service in world.services and each.source in world.staff][:most]
    for number, each in enumerate(lying):
        moment = world.calendar.moment(each.days_ago + 25, hour=9 + number % 8, minute=number * 7 % 60)
        world.timeline.begin(working(moment), _lay(world, arrivals, number, each))
    for number, (source, target, ago, answered) in enumerate(ASKED):
        moment = working(world.calendar.moment(ago + 3, hour=10, minute=number * 5))
        world.timeline.begin(moment, _question(world, source, target, number, answered=answered))
    return len(lying)


def _lay(world: World, arrivals: Arrivals, number: int, lying: Lying) -> Course:
    chance = world.chance("desk", number)
    life = lives.someone(chance, today=world.calendar.anchor, archetype=lying.archetype, place="airdrie")
    helper = practising(world, lying.source)[0]
    somebody = Somebody(f"desk-{number}", life, helper, lying.source)
    take_in(world, somebody, sections=("matters", "works", "people"))
    if lying.source == WARD:
        _in_hospital(world, somebody, lying)
    yield working(world.calendar.moment(lying.days_ago, hour=9 + number % 8))
    ask = next((ask for ask in life.asks if ask.need == lying.need), None) or _plain(lying.need)
    service = world.service_of[lying.service]
    loop = Loop(world, somebody, chance, service, ask, helper, arrivals.hand_on, being_read=True)
    yield from HOW_FAR[lying.how_far](loop)
    if lying.how_far in ("accepted", "met"):
        carers.promise(loop)
        if lying.service == "millrace-care":
            yield from carers.run_out(world, somebody)


def _in_hospital(world: World, somebody: Somebody, lying: Lying) -> None:
    """Admitted some days before help is asked for; home on that day; one of them is back within the week."""
    home, by = lying.days_ago, somebody.helper
    back = lying.service == BACK_FROM

    def stay(first: int, last: int | None, asked: Asked) -> Course:
        made = people.begin_stay(by=by, person_id=somebody.id, where="Ward 12, medicine for the elderly")
        yield working(world.calendar.moment(last or 0, hour=8))
        people.end_stay(by=by, stay_id=made.id, version=made.version, asked=asked)

    world.timeline.begin(
        working(world.calendar.moment(home + 9, hour=10)), stay(home + 9, home, Asked.NO if back else Asked.YES)
    )
    if back:
        world.timeline.begin(working(world.calendar.moment(home - 5, hour=15)), stay(home - 5, None, Asked.NOT_SAID))


def _plain(need: str) -> Ask:
    return ONWARD.get(need) or ONWARD["moving.rehabilitation"]


def _draft(loop: Loop) -> Course:
    loop.draft()
    yield from ()


def _offered(loop: Loop) -> Course:
    loop.offer(reply_in=14)
    yield from ()


def _late(loop: Loop) -> Course:
    """Received, and then the day to answer by went past."""
    loop.offer(reply_in=7)
    yield later(1)
    loop.move(loop.target, "receive")


def _unanswered(loop: Loop) -> Course:
    loop.offer(reply_in=10)
    yield later(14)
    loop.move(CLOCK, "give_up_waiting")


def _asked(loop: Loop) -> Course:
    loop.offer(reply_in=10)
    yield later(1)
    loop.move(loop.target, "ask", question=loop.ask.question, answer_by=clock.today() + timedelta(days=6))


def _declined(loop: Loop) -> Course:
    loop.offer(reply_in=14)
    yield later(4)
    loop.decline(Reason.NO_CAPACITY if loop.world.effects.planted else Reason.NOT_ELIGIBLE)


def _accepted(loop: Loop) -> Course:
    loop.offer(reply_in=10)
    yield later(2)
    loop.accept(expected=21)


def _met(loop: Loop) -> Course:
    yield from _accepted(loop)
    yield later(8)
    loop.meet()


def _waiting(loop: Loop) -> Course:
    """On a list that should have been looked at again by now."""
    yield from _accepted(loop)
    yield later(1)
    loop.wait(60)


def _came_back(loop: Loop) -> Course:
    yield from _met(loop)
    yield later(12)
    loop.complete("complete_partly", unmet=PARTLY_UNMET[0])


def _back_again(loop: Loop) -> Course:
    """It had ended; now the same is asked again through the open door, and waits for its answer."""
    yield from _met(loop)
    yield later(12)
    loop.complete()
    yield later(35)
    returning.come_back(loop, replace(loop, being_read=True))


HOW_FAR: dict[str, Callable[[Loop], Course]] = {
    "draft": _draft,
    "offered": _offered,
    "late": _late,
    "unanswered": _unanswered,
    "asked": _asked,
    "declined": _declined,
    "accepted": _accepted,
    "met": _met,
    "waiting": _waiting,
    "came_back": _came_back,
    "back_again": _back_again,
}


def _question(world: World, source: str, target: str, number: int, *, answered: bool) -> Course:
    text, answer = QUESTIONS[number % len(QUESTIONS)]
    asked = care.ask_question(by=practising(world, source)[0], target_id=world.actors[target], text=text)
    yield later(1)
    if answered:
        care.answer_question(
            by=practising(world, target)[0], question_id=asked.id, version=asked.version, answer=answer
        )
