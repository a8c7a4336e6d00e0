"""Small groups that nobody signs in for: asked by e-mail, they answer by its link, in a sentence, or by phone.

    asked ─▶ a link in an e-mail ─▶ opened ─▶ yes, met, done          the three groups of NOBODY_SIGNS_IN
          │                                └▶ a sentence, which the asker is still to code
          └▶ a phone call, which the asker writes down as theirs

The shed has answered three times by now, and asks to keep its listing itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ecotone.access.principal import Principal
from ecotone.care import actions as care
from ecotone.care import queries
from ecotone.care.machine import Channel
from ecotone.care.models import AnswerLink, Referral
from ecotone.care.rules import Heard
from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content.people import lives
from ecotone.demo.lives.taking_in import Somebody, take_in
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.directory import actions as directory
from ecotone.ground import clock
from ecotone.people.rules import Part


@dataclass(frozen=True)
class Ask:
    """What a group that nobody signs in for was asked: by whom, for what, how it answered, how many days ago."""

    source: str
    service: str
    need: str
    why: str
    answered: str
    days_ago: int
    archetype: str = "widowed"


ASKS = (
    Ask(
        *("whinhall-hearth", "bobbin-shed-days", "company.groups"),
        "He worked with wood for forty years and has not touched a plane since he retired.",
        *("by_link", 61),
    ),
    Ask(
        *("irt-airdrie", "bobbin-shed-days", "company.groups"),
        "His hand is coming back after the stroke. He wants to use it for something other than exercises.",
        *("by_link", 48, "fall"),
    ),
    Ask(
        *("gp-millrace", "bobbin-shed-days", "company.groups"),
        "Tablets for his mood, and nobody to pass the time of day with.",
        *("by_link_and_claim", 26),
    ),
    Ask(
        *("whinhall-hearth", "glasshouse-days", "company.groups"),
        "She had the best tomatoes in the street, and has no garden in the new flat.",
        *("by_phone", 20),
    ),
    Ask(
        *("whinhall-hearth", "plains-larder-open", "means.food"),
        "The week is longer than the money, and she will not go where there is a form to fill in.",
        *("in_a_sentence", 9),
    ),
    Ask(
        *("whinhall-hearth", "glasshouse-days", "company.groups"),
        "Quiet company is what he asks for: people near, and no need to talk.",
        *("waiting", 6),
    ),
)
"""In the order in which they were asked; the last lies there unopened, with its link in the mail of the demo."""

SENTENCE = "Aye, nae bother. Tell her to come on Wednesday after two and ask for Agnes, there's no form and no queue."
CLAIM = "We are in the shed four mornings a week, and the links keep going to the tablet that Jim takes home."


def begin(world: World, *, most: int) -> int:
    """Lets these be asked, as many as `most` people allow; returns how many it took."""
    asks = [each for each in ASKS if each.service in world.services and each.source in world.staff][:most]
    for number, ask in enumerate(asks):
        moment = world.calendar.moment(ask.days_ago + 20, hour=9 + number, minute=number * 9)
        world.timeline.begin(working(moment), _course(world, number, ask))
    return len(asks)


def _course(world: World, number: int, ask: Ask) -> Course:
    """They are taken in, told a little of, and then this is asked for them."""
    chance = world.chance("linked", number)
    life = lives.someone(chance, today=world.calendar.anchor, archetype=ask.archetype, place="airdrie")
    helper = practising(world, ask.source)[0]
    somebody = Somebody(f"linked-{number}", life, helper, ask.source)
    take_in(world, somebody, sections=("matters", "works"))
    yield working(world.calendar.moment(ask.days_ago, hour=10, minute=number * 7))
    referral = care.offer_referral(
        by=helper,
        person_id=somebody.id,
        service_id=world.services[ask.service],
        need_id=world.needs.get(ask.need),
        why=ask.why,
        hoped_for="To have somewhere to go that is not an appointment.",
        parts=[Part.MATTERS],
        reply_by=clock.today() + timedelta(days=10),
    )
    yield from ANSWERED[ask.answered](helper, referral)


def _waiting(_helper: Principal, _referral: Referral) -> Course:
    yield from ()


def _in(referral: Referral) -> Principal:
    """Whoever reads the group's mail, come in by its newest link on a device that is known."""
    link = AnswerLink.objects.get(referral=referral, closed_at=None)
    holder = queries.holder_of(link.id, name="by e-mail link")
    assert holder is not None, "the link is there"  # noqa: S101
    care.enter_by_link(by=holder)
    return holder


def _move(by: Principal, referral: Referral, code: str, **recorded: Any) -> None:
    version = Referral.of(referral.id).version
    care.move(by=by, referral_id=referral.id, version=version, code=code, recorded=recorded)


def _by_link(helper: Principal, referral: Referral) -> Course:
    """Yes by link, met by link, done by link; the asker reads it."""
    yield later(1.5)
    day = clock.today() + timedelta(days=5)
    _move(_in(referral), referral, "accept", worker="Jim, who has the keys", expected_start=day, person_told=False)
    yield later(6)
    _move(_in(referral), referral, "meet", met_on=clock.today(), channel=Channel.PLACE, note="Made a start on a box")
    yield later(12)
    _move(
        _in(referral),
        referral,
        "complete",
        output="He comes on Tuesdays and Fridays of his own accord now, and has a mug with his name on it.",
        against_hope="He has somewhere to go, and is missed when he does not come.",
        person_told=True,
    )
    yield later(2)
    read = Referral.of(referral.id)
    care.acknowledge(by=helper, referral_id=read.id, version=read.version)


def _by_link_and_claim(_helper: Principal, referral: Referral) -> Course:
    """The third answer: the page that thanks for it invites the group to keep its listing itself."""
    yield later(2)
    holder = _in(referral)
    day = clock.today() + timedelta(days=6)
    _move(holder, referral, "accept", worker="Jim, who has the keys", expected_start=day, person_told=True)
    invited = queries.holder_of(holder.link_id or referral.id, name=holder.name)
    assert invited is not None, "the link is there"  # noqa: S101
    directory.request_claim(by=invited, name="Jim Pettie", title="Keyholder", words=CLAIM)


def _heard(helper: Principal, referral: Referral, code: str, **recorded: Any) -> None:
    care.write_down(
        by=helper,
        referral_id=referral.id,
        version=Referral.of(referral.id).version,
        code=code,
        recorded=recorded,
        heard_by=Heard.PHONE,
        heard_from="Senga, who waters on Sundays",
        heard_on=clock.today(),
    )


def _by_phone(helper: Principal, referral: Referral) -> Course:
    """They ring; the asker writes it down as theirs."""
    yield later(2)
    day = clock.today() + timedelta(days=4)
    _heard(helper, referral, "accept", worker="Senga", expected_start=day, person_told=True)
    yield later(8)
    _heard(helper, referral, "meet", met_on=clock.today(), channel=Channel.PLACE)


def _in_a_sentence(_helper: Principal, referral: Referral) -> Course:
    yield later(3)
    care.say_in_a_sentence(by=_in(referral), text=SENTENCE)


ANSWERED: dict[str, Callable[[Principal, Referral], Course]] = {
    "by_link": _by_link,
    "by_link_and_claim": _by_link_and_claim,
    "by_phone": _by_phone,
    "in_a_sentence": _in_a_sentence,
    "waiting": _waiting,
}
