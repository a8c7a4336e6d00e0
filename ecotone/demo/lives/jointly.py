"""What several do together at a locality without any referral: joint work of its own, and time to know each other."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.care import actions
from ecotone.care.rules.joint import Direction, EventKind, Funding, TaskState
from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content import places
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.directory import queries as directory
from ecotone.ground import clock
from ecotone.people import queries as records
from ecotone.people.rules import Part

if TYPE_CHECKING:
    from ecotone.demo.lives.loop import Loop


@dataclass(frozen=True)
class Sort:
    """A sort of joint work: what, what for, and what each of the two does in it."""

    title: str
    aim: str
    first: tuple[str, ...]
    second: tuple[str, ...]


SORTS = (
    Sort(
        "A falls class with tea after",
        "Steadier on the feet by summer, and somebody to talk to afterwards.",
        ("Lead the exercises, six Tuesdays", "Bring the balance boards"),
        ("Open the hall and make the tea", "Ring round on Mondays for lifts"),
    ),
    Sort(
        "A nurse at the lunch club",
        "Blood pressure and questions seen to where people are anyway.",
        ("A nurse at the table, first Thursday of the month",),
        ("Keep a quiet corner free", "Tell people the week before"),
    ),
    Sort(
        "Home from hospital, warm",
        "Nobody comes home on a Friday to a cold house and an empty fridge.",
        ("Say by Wednesday who goes home on Friday",),
        ("Heating on and milk in, the day before", "Look in on the Saturday"),
    ),
    Sort(
        "The same welcome at every door",
        "Whoever knocks first is asked the same five things, and asked them once.",
        ("Write the five questions down in plain words",),
        ("Try them at the front desk for a month", "Say what people made of them"),
    ),
)
FUNDERS = ("The community fund", "The partnership's learning budget")
SEEN = (
    "Sat in on the Monday allocation",
    "Walked the round with them",
    "Coffee, and who does what",
    "How to hear a no",
    "What a benefits letter means",
)


CAST_AT = "airdrie"
AT_THE_CENTRE = (("irt-airdrie", "whinhall-hearth"), ("nursing-airdrie", "kettle-on"))
"""Where the cast works it is they who do it."""
FOR_ONE = 0.05
"""The share of asks taken on after which the two ends agree on something they do together for the person."""


def begin(world: World) -> None:
    """Lets two pieces of it begin at each locality, if there are two there to do it."""
    for place in places.LOCALITIES:
        chance = world.chance("jointly", place.key)
        firsts, seconds = _who_is_there(world, place.key)
        for number, sort in enumerate(chance.sample(SORTS, k=2)):
            if not firsts or not seconds:
                continue
            pair = chance.choice(firsts), chance.choice(seconds)
            if place.key == CAST_AT:
                pair = AT_THE_CENTRE[number]
            ago = chance.randint(40, 300)
            moment = working(world.calendar.moment(ago, hour=chance.randint(9, 16)))
            world.timeline.begin(moment, _course(world, chance, sort, pair))


def _who_is_there(world: World, locality: str) -> tuple[list[str], list[str]]:
    """Those of the NHS and the council who work there, and charities and groups, by key."""
    parts = {locality, *(part.key for part in places.NEIGHBOURHOODS if locality in part.parents)}
    local = [a for a in world.setting.actors if parts & {*a.places} and a.key in world.actors]
    able = [actor for actor in local if practising(world, actor.key)]
    return (
        [actor.key for actor in able if actor.sector in ("nhs", "council")],
        [actor.key for actor in able if actor.sector in ("third", "community")],
    )


def _course(world: World, chance: Random, sort: Sort, pair: tuple[str, str]) -> Course:
    """Begun by one, joined by the other; each with its own, some of it done; and time together, paid or not."""
    first, second = (chance.choice(practising(world, key)) for key in pair)
    other_id = world.actors[pair[1]]
    work = actions.start_joint(by=first, title=sort.title, aim=sort.aim, partner_ids=[other_id])
    yield later(chance.uniform(1, 12))
    [asked] = work.partners.filter(actor_id=other_id)
    actions.answer_joint(by=second, partner_id=asked.id, version=asked.version, joins=True)
    for by, tasks in ((first, sort.first), (second, sort.second)):
        for what in tasks:
            day = clock.today() + timedelta(days=chance.randint(20, 90))
            task = actions.add_joint_action(by=by, work_id=work.id, what=what, by_day=day)
            if chance.random() < 0.5:
                actions.change_joint_action(
                    by=by,
                    action_id=task.id,
                    version=task.version,
                    what=what,
                    by_day=day,
                    state=TaskState.DONE,
                )
    for _ in range(chance.randint(1, 4)):
        yield later(chance.uniform(8, 40))
        by, whom = (first, pair[1]) if chance.random() < 0.5 else (second, pair[0])
        _together(world, chance, by, whom, work_id=work.id if chance.random() < 0.6 else None)


def for_one(loop: "Loop") -> None:
    """Now and then those who help somebody agree on what they do side by side, with a visit they make together."""
    chance = loop.world.chance("joint-for", loop.somebody.key, loop.service.key)
    helper = loop.somebody.helper
    if chance.random() >= FOR_ONE or loop.source is not helper or directory.is_sensitive(loop.target.actor_id):
        return
    theirs = loop.target.team_id
    seen = records.person(helper, loop.somebody.id, [Part.INVOLVED])
    if not seen.involved or theirs not in {each.actor_id for each in seen.helping}:
        return
    work = actions.start_joint(
        by=helper, person_id=loop.somebody.id, title=FOR_ONE_TITLE, aim=FOR_ONE_AIM, partner_ids=[theirs]
    )
    [asked] = work.partners.filter(actor_id=theirs)
    actions.answer_joint(by=loop.target, partner_id=asked.id, version=asked.version, joins=True)
    for by, what in ((helper, "Ring on Mondays"), (loop.target, "Come on Thursdays, mornings")):
        actions.add_joint_action(by=by, work_id=work.id, what=what)
    actions.log_joint_event(
        by=helper, kind=EventKind.JOINT_VISIT, minutes=60, with_ids=[theirs], work_id=work.id, funding=Funding.OWN
    )


FOR_ONE_TITLE = "One visit, and not two"
FOR_ONE_AIM = "We come together once a month, so that the same is not asked twice."


def _together(world: World, chance: Random, by: Principal, whom: str, *, work_id: UUID | None) -> None:
    """A charity's time is more often its own: nobody pays it to come to know its neighbours."""
    small = bool(by.sectors & {"third", "community"})
    weights = (2, 6, 1) if small else (8, 1, 1)
    funding = chance.choices((Funding.OWN, Funding.UNPAID, Funding.FUNDED), weights=weights)[0]
    actions.log_joint_event(
        by=by,
        kind=chance.choice(tuple(EventKind)),
        minutes=chance.choice((30, 45, 60, 90, 120, 180)),
        with_ids=[world.actors[whom]],
        work_id=work_id,
        direction=chance.choices(tuple(Direction), weights=(3, 4, 1, 2) if small else (3, 1, 4, 2))[0],
        funding=funding,
        funder=chance.choice(FUNDERS) if funding is Funding.FUNDED else "",
        words=chance.choice(SEEN),
    )
