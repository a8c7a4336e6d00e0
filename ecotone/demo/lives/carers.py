"""Who acts for whom, who does what next, and two who left: one died, one moved away.

Jean lets her daughter act for her; elsewhere a son's permission has run out. Where help is under way, small things
were promised, and some are ticked off.
"""

from datetime import timedelta
from random import Random
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import actions as care
from ecotone.care.machine import TAKEN_ON
from ecotone.care.models import Promise
from ecotone.care.rules import Carrier, PromiseState
from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content.people import lives
from ecotone.demo.lives.arrivals import Arrivals
from ecotone.demo.lives.loop import Loop
from ecotone.demo.lives.onward import ONWARD
from ecotone.demo.lives.taking_in import Somebody, take_in
from ecotone.demo.place.staff import open_account, practising
from ecotone.demo.world import World
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people.rules import Act, CircleKind, Part
from ecotone.procedures import leaving

TO_DO = (
    (Carrier.ALONE, "Look out the last hospital letter"),
    (Carrier.TEAM, "Ring to say which day suits"),
    (Carrier.WITH_HELP, "Write down the questions for the visit"),
    (Carrier.TEAM, "Send the leaflet in large print"),
    (Carrier.ALONE, "Try the walk to the gate and back, each morning it is dry"),
)
DIED, MOVED = ("gp-millrace", "nursing-airdrie-home", "health.nursing"), ("whinhall-hearth", "kettle-on-visits", "")
"""Who took them in, which service was asked, for what: the second goes only where it goes."""


def begin(world: World, arrivals: Arrivals, *, most: int) -> int:
    """The two who left, where there is room for them; returns how many it took."""
    courses = [
        (care_of, course)
        for care_of, course in ((DIED, _died), (MOVED, _moved))
        if care_of[0] in world.staff and care_of[1] in world.services
    ][:most]
    for number, (who, course) in enumerate(courses):
        moment = working(world.calendar.moment(70 - 9 * number, hour=11))
        world.timeline.begin(moment, course(world, arrivals, number, who))
    return len(courses)


def _asked(world: World, arrivals: Arrivals, number: int, who: tuple[str, str, str]) -> Loop:
    source, service, need = who
    chance = world.chance("leaving", number)
    life = lives.someone(chance, today=world.calendar.anchor, archetype="widowed", place="airdrie")
    somebody = Somebody(f"left-{number}", life, practising(world, source)[0], source)
    take_in(world, somebody, sections=("matters", "works"))
    ask = ONWARD.get(need or "company.connection") or ONWARD["company.connection"]
    loop = Loop(
        world, somebody, chance, world.service_of[service], ask, somebody.helper, arrivals.hand_on, being_read=True
    )
    loop.offer()
    return loop


def _died(world: World, arrivals: Arrivals, number: int, who: tuple[str, str, str]) -> Course:
    """Asked for, taken on, a visit promised; then the practice hears of it from a niece."""
    loop = _asked(world, arrivals, number, who)
    yield later(3)
    loop.accept(expected=6)
    promise(loop)
    yield working(world.calendar.moment(12, hour=10))
    leaving.record_death(
        by=loop.somebody.helper,
        person_id=loop.somebody.id,
        died_on=clock.today() - timedelta(days=1),
        told_by="A niece, by phone",
    )


def _moved(world: World, arrivals: Arrivals, number: int, who: tuple[str, str, str]) -> Course:
    """Waits for a visitor, and has gone to live with a son on the other side of the county."""
    loop = _asked(world, arrivals, number, who)
    yield working(world.calendar.moment(8, hour=14))
    leaving.record_move(
        by=loop.somebody.helper,
        person_id=loop.somebody.id,
        version=1,
        home_id=world.places["lanark"] if "lanark" in world.places else world.places["hamilton"],
        on=clock.today() - timedelta(days=3),
        told_by="Told us at the desk",
    )


def promise(loop: Loop) -> None:
    """Small things that somebody said they would do about an ask that is under way."""
    chance = loop.world.chance("promise", loop.somebody.key)
    if loop.referral.state not in TAKEN_ON:
        return
    for carrier, words in chance.sample(TO_DO, 2):
        made = _promise(loop, carrier, words, chance)
        if chance.random() < 0.3:
            by = loop.somebody.me or loop.target
            care.settle_promise(by=by, promise_id=made.id, version=made.version, state=PromiseState.DONE)


def _promise(loop: Loop, carrier: Carrier, words: str, chance: Random) -> Promise:
    team = loop.referral.target_id if carrier is not Carrier.ALONE else None
    return care.promise(
        by=loop.target,
        referral_id=loop.referral.id,
        words=words,
        carrier=carrier,
        team_id=team,
        by_when=clock.today() + timedelta(days=chance.randint(4, 40)),
    )


def let_daughter(world: World, jean: Somebody) -> Course:
    """Jean lets Anne-Marie act for her: what was asked and what matters, not what harms, and not her contacts."""
    yield from let_act(
        world,
        jean,
        "daughter",
        tie_id=next(own for kind, own in jean.ties if kind is CircleKind.FAMILY),
        parts=[Part.CONTACT, Part.MATTERS, Part.OUTCOMES, Part.REFERRALS],
        acts=[Act.ANSWER, Act.ASK, Act.JUDGE, Act.TELL, Act.TICK],
        days=300,
    )


def things_to_do(world: World, jean: Somebody, outcome_id: UUID) -> None:
    """What Jean and the link worker said they would do for her Thursday."""
    for carrier, words, days in (
        (Carrier.TEAM, "Find out what goes on near Jean on a Thursday", 9),
        (Carrier.ALONE, "Look out the photographs of the bus depot", 30),
    ):
        care.promise(
            by=jean.helper,
            outcome_id=outcome_id,
            words=words,
            carrier=carrier,
            team_id=jean.helper.team_id if carrier is Carrier.TEAM else None,
            by_when=max(clock.today(), world.calendar.anchor) + timedelta(days=days),
        )


def run_out(world: World, somebody: Somebody) -> Course:
    """A permission written down at somebody's word, for a few weeks after a fall; its last day has passed."""
    tie = next((own for kind, own in somebody.ties if kind is CircleKind.FAMILY), None)
    if tie is None:
        return
    key = f"carer-of-{somebody.key}"
    open_account(world, key=key, name="Drew Kilbride")
    yield from let_act(
        world,
        somebody,
        key,
        tie_id=tie,
        parts=[Part.REFERRALS],
        acts=[Act.ANSWER],
        days=14,
        said_how="At home, the two of us",
    )


def let_act(
    world: World,
    somebody: Somebody,
    key: str,
    *,
    tie_id: UUID,
    parts: list[Part],
    acts: list[Act],
    days: int,
    said_how: str = "",
) -> Course:
    """Lets whoever has the account `key` act for somebody for so many days, who takes it on a day or two later.

    With `said_how` it is written down at their word by who helps them; else they do it themselves.
    """
    by = somebody.helper if said_how else somebody.me
    assert by is not None, f"{somebody.key} signs in"  # noqa: S101
    offered = people.offer_permission(
        by=by,
        person_id=somebody.id,
        tie_id=tie_id,
        email=f"{key}@example.org",
        parts=parts,
        acts=acts,
        until=clock.now() + timedelta(days=days),
        said_how=said_how,
    )
    yield later(2)
    signed_in = Principal(Kind.NOBODY, world.accounts[key])
    people.accept_permission(by=signed_in, permission_id=offered.id, version=1)
