"""What people and teams say is missing, and what got in their way: little by little, in every locality."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from ecotone.access.principal import Principal
from ecotone.care import actions as care
from ecotone.care.models import StatedNeed
from ecotone.care.rules import Asset, FrictionKind, MetBy, OfferState, Standing
from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content import places
from ecotone.demo.content.gaps import BY_KIND, RULES, WANTS, WORKAROUNDS, Want
from ecotone.demo.lives.heroine import JEAN_CAME
from ecotone.demo.world import World
from ecotone.ground import clock
from ecotone.people import queries as people

DAYS = 400
"""How long ago frictions began to be written down."""

CENTRE, AT_CENTRE, ELSEWHERE = "airdrie", 200, 45
"""How many are written down where the cast works, and in each other locality, in a place of full size."""

FULL_SIZE = 2000
OF_THE_CAST = (
    ("link-worker", "whinhall-hearth", FrictionKind.WRONG_DOOR, "The leaflet still names the old team."),
    ("befriending-coordinator", "kettle-on", FrictionKind.SYSTEMS, "The form wants an NHS log-in. We have none."),
    ("team-lead", "irt-airdrie", FrictionKind.NOBODY_DECIDES, "Two managers, and each waits for the other."),
    ("district-nurse", "nursing-airdrie", FrictionKind.SYSTEMS, "Typed in twice: our system, then theirs."),
    ("discharge-nurse", "hospital-discharge", FrictionKind.CAPACITY, "No one answers after four on a Friday."),
)
WEIGHTS = {
    FrictionKind.RULE: 4,
    FrictionKind.SYSTEMS: 6,
    FrictionKind.CAPACITY: 4,
    FrictionKind.WRONG_DOOR: 4,
    FrictionKind.NOBODY_DECIDES: 2,
    FrictionKind.FUNDING: 3,
    FrictionKind.DISTANCE: 2,
    FrictionKind.ACCESS: 1,
    FrictionKind.OTHER: 1,
}


def begin(world: World, *, people: int) -> None:
    """Lets all of it begin; a smaller place has fewer frictions, and the same stated needs."""
    share = min(1.0, people / FULL_SIZE)
    for place in places.LOCALITIES:
        staff = _staff(world, place.key)
        most = AT_CENTRE if place.key == CENTRE else ELSEWHERE
        for number in range(max(2, round(share * most))):
            chance = world.chance("friction", place.key, number)
            met = working(world.calendar.moment(chance.randint(1, DAYS), hour=chance.randint(9, 16)))
            world.timeline.begin(met, _friction(world, chance, place.key, staff))
    for number, want in enumerate(WANTS):
        chance = world.chance("want", number)
        said = working(world.calendar.moment(chance.randint(60, 240), hour=11, minute=number * 4))
        world.timeline.begin(said, _want(world, chance, want))
    for number, (key, actor, kind, words) in enumerate(OF_THE_CAST):
        if actor in world.staff:
            lately = working(world.calendar.moment(12 + 3 * number, hour=15, minute=20))
            world.timeline.begin(lately, _of_the_cast(world, key, actor, (kind, words)))
    told = working(world.calendar.moment(JEAN_CAME - 100, hour=12))
    world.timeline.begin(told, _hers(world))


def _staff(world: World, place: str) -> list[Principal]:
    """Everybody at work in a locality, in the order of the content."""
    here = [actor.key for actor in world.setting.actors if place in actor.places]
    return [by for key in here for by in world.staff.get(key, ()) if by.practises]


def _friction(world: World, chance: Random, place: str, staff: Sequence[Principal]) -> Course:
    source, target = world.effects.boundary(chance)
    own = [by for by in staff if source in by.sectors] or staff
    if not own:
        return
    kind = chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
    rule = chance.choice(RULES.get(kind, ("",)))
    words = chance.choice(BY_KIND[kind]) if chance.random() < 0.7 else ""
    by = chance.choice(own)
    made = care.log_friction(
        by=by,
        kind=kind,
        place_id=world.places[place],
        from_sector=source,
        to_sector=target,
        institution_id=world.institutions[rule] if rule and chance.random() < 0.6 else None,
        minutes=chance.choice((5, 10, 15, 20, 30, 45, 60, 90)) if chance.random() < 0.55 else None,
        words=words,
        workaround=chance.choice(WORKAROUNDS) if words else "",
    )
    if chance.random() < 0.08:
        yield later(chance.uniform(10, 60))
        care.turn(
            by=by,
            kind="friction",
            record_id=made.id,
            version=made.version,
            became=Standing.MET,
            met_by=MetBy.WORDS,
            words="We have each other's numbers now.",
        )


def _of_the_cast(world: World, key: str, actor: str, what: tuple[FrictionKind, str]) -> Course:
    """Everybody of the cast who works with people finds one of their own."""
    mine = (by for by in world.staff[actor] if by.account_id == world.accounts[key] and by.practises)
    for by in mine:
        care.log_friction(by=by, kind=what[0], words=what[1], place_id=world.places[CENTRE], minutes=25)
    yield from ()


def _want(world: World, chance: Random, want: Want) -> Course:
    """A need is stated, others say so too, one sees it differently, something is offered, and what comes of it."""
    staff = _staff(world, want.place)
    by = _first(world, want)
    if by is None:
        return
    stated = care.state_need(
        by=by,
        title=want.title,
        words=want.words,
        touches=want.touches,
        for_whom=want.for_whom,
        need_id=world.needs[want.need],
        place_id=world.places[want.place],
    )
    others = [each for each in _one_a_team(staff) if each.actor_id != by.actor_id]
    chance.shuffle(others)
    for each in others[: want.endorsed]:
        yield later(chance.uniform(1, 6))
        care.endorse_need(by=each, stated_id=stated.id)
    rest = others[want.endorsed :]
    if want.contested and rest:
        yield later(chance.uniform(1, 8))
        care.contest_need(by=rest.pop(), stated_id=stated.id, words=want.contested)
    for number, (kind, words, quantity, taken_up) in enumerate(want.offers):
        yield later(chance.uniform(2, 9))
        _offer(by, rest[number % len(rest)] if rest else by, stated, (kind, words, quantity), taken_up=taken_up)
    if want.met:
        yield later(chance.uniform(8, 25))
        _met(by, stated, want.met)


def _first(world: World, want: Want) -> Principal | None:
    """Whoever there states it: of the first actor by such a key that has staff and works in the locality."""
    here = [actor.key for actor in world.setting.actors if want.place in actor.places]
    found = (key for beginning in want.by for key in here if key.startswith(beginning))
    return next((by for key in found for by in world.staff.get(key, ()) if by.practises), None)


def _one_a_team(staff: Sequence[Principal]) -> list[Principal]:
    return list({by.actor_id: by for by in reversed(staff)}.values())


def _offer(
    owner: Principal, giver: Principal, stated: StatedNeed, what: tuple[Asset, str, str], *, taken_up: bool
) -> None:
    kind, words, quantity = what
    since = clock.today() + timedelta(days=14)
    made = care.offer_asset(by=giver, stated_id=stated.id, kind=kind, words=words, quantity=quantity, since=since)
    if taken_up:
        care.answer_offer(
            by=owner,
            offer_id=made.id,
            version=made.version,
            became=OfferState.TAKEN_UP,
            words="Thank you. We begin as soon as you can.",
        )


def _met(by: Principal, stated: StatedNeed, words: str) -> None:
    """By the first offer that was taken up."""
    offer = next(each for each in stated.offers.order_by("created_at", "id") if each.state == OfferState.TAKEN_UP)
    care.turn(
        by=by,
        kind="statedneed",
        record_id=stated.id,
        version=stated.version,
        became=Standing.MET,
        met_by=MetBy.OFFER,
        met_by_id=offer.id,
        words=words,
    )


def _hers(world: World) -> Course:
    """Jean, in two taps and a sentence."""
    me = people.principal_for(world.accounts["jean"])
    if me is not None:
        care.log_friction(
            by=me,
            kind=FrictionKind.ACCESS,
            place_id=world.places[CENTRE],
            words="Press one, press three, and then it rings out. I put my coat on and went down.",
            minutes=50,
        )
    yield from ()
