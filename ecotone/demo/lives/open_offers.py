"""Asks of whoever can help, where the cast works: some open this morning, one taken on, one that nobody took."""

from dataclasses import dataclass
from datetime import timedelta

from ecotone.care import actions
from ecotone.care.machine import Reason
from ecotone.care.models import Candidate, Referral
from ecotone.care.rules import Urgency
from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content.people import lives
from ecotone.demo.lives.loop import CLOCK
from ecotone.demo.lives.onward import ONWARD
from ecotone.demo.lives.taking_in import Somebody, take_in
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.ground import clock
from ecotone.people.rules import Part


@dataclass(frozen=True)
class Open:
    """Who asked all who can help with what, the line they wrote for them, how far it came, how long ago."""

    source: str
    need: str
    note: str
    how_far: str
    days_ago: int
    urgency: Urgency = Urgency.ROUTINE
    archetype: str = "widowed"


OPEN = (
    Open("gp-millrace", "company.connection", "A visitor at home, any afternoon. Likes the racing.", "open", 3),
    Open("nursing-airdrie", "company.groups", "Would come if somebody came along the first time.", "open", 2),
    Open("hospital-discharge", "company.connection", "Home on Friday, alone.", "passed", 3, Urgency.SOON, "fall"),
    Open("social-work-airdrie", "company.groups", "Mornings. Needs a door wide enough for a chair.", "claimed", 24),
    Open("irt-airdrie", "company.connection", "Someone to walk to the shop with.", "claimed", 33, archetype="fall"),
    Open("kettle-on", "company.groups", "Evenings only, near the station.", "expired", 21),
)


def begin(world: World, *, most: int) -> int:
    """Lays out as much as `most` people allow; returns how many it took."""
    lying = [each for each in OPEN if each.source in world.staff][:most]
    for number, each in enumerate(lying):
        moment = world.calendar.moment(each.days_ago + 25, hour=9 + number, minute=number * 9)
        world.timeline.begin(working(moment), _course(world, number, each))
    return len(lying)


def _course(world: World, number: int, offer: Open) -> Course:
    chance = world.chance("open offer", number)
    life = lives.someone(chance, today=world.calendar.anchor, archetype=offer.archetype, place="airdrie")
    helper = practising(world, offer.source)[0]
    somebody = Somebody(f"open-{number}", life, helper, offer.source)
    take_in(world, somebody, sections=("matters", "works", "people"))
    yield working(world.calendar.moment(offer.days_ago, hour=9 + number))
    ask = ONWARD[offer.need]
    asked = actions.offer_openly(
        by=helper,
        person_id=somebody.id,
        need_id=world.needs[offer.need],
        place_id=world.places["airdrie"],
        note=offer.note,
        why=ask.reason,
        hoped_for=ask.hope,
        urgency=offer.urgency,
        parts=[Part.MATTERS, Part.WORKS],
        reply_by=clock.today() + timedelta(days=9),
    )
    yield later(1)
    yield from HOW_FAR[offer.how_far](world, asked)


def _open(world: World, asked: Referral) -> Course:
    yield from ()


def _passed(world: World, asked: Referral) -> Course:
    """One of those told has no room after all."""
    _, actor = _told(world, asked)[-1]
    by = practising(world, actor)[0]
    actions.pass_on(by=by, referral_id=asked.id, reason=Reason.NO_CAPACITY, words="Full until the spring.")
    yield from ()


def _claimed(world: World, asked: Referral) -> Course:
    candidate, actor = _told(world, asked)[0]
    by = practising(world, actor)[0]
    recorded = {"worker": f"{by.name}, {by.hat_title}", "expected_start": clock.today() + timedelta(days=6)}
    actions.claim(by=by, referral_id=asked.id, service_id=candidate.service_id, recorded=recorded)
    yield from ()


def _expired(world: World, asked: Referral) -> Course:
    yield later(9)
    actions.move(by=CLOCK, referral_id=asked.id, version=asked.version, code="expire")


HOW_FAR = {"open": _open, "passed": _passed, "claimed": _claimed, "expired": _expired}


def _told(world: World, asked: Referral) -> list[tuple[Candidate, str]]:
    """Those told whose team has somebody to answer, with its key."""
    keys = {actor_id: key for key, actor_id in world.actors.items()}
    told = Candidate.objects.filter(referral=asked).order_by("id")
    return [(each, keys[each.actor_id]) for each in told if practising(world, keys[each.actor_id])]
