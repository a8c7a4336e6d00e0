"""Who comes: where they live, who takes them in, whether they tell their story and whether help is asked for them."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content import places
from ecotone.demo.content.people import JEAN, lives
from ecotone.demo.content.people.shapes import Ask, Life
from ecotone.demo.content.world.shapes import Actor, Service
from ecotone.demo.lives import returning
from ecotone.demo.lives.after import whole
from ecotone.demo.lives.choosing import Asker, Choice
from ecotone.demo.lives.doors import sent_on
from ecotone.demo.lives.loop import Loop
from ecotone.demo.lives.onward import NOTICED_BY, ONWARD
from ecotone.demo.lives.taking_in import Somebody, identity_only, story
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.ground import clock

STORY_SHARE, ASKED_SHARE = 1 / 3, 0.1
"""How many of all tell their story, and for how many of all help is asked."""

CENTRE = "airdrie"
AT_CENTRE = {"asked": 0.4, "others": 0.06}
"""Where the cast works: so many more of a demo's people live here than by its share of the population."""

ASKED_FROM = 455
"""How many days ago the first asking began."""

LATELY = 0.4
"""Where the cast works, so many first asked in the last quarter that is over: enough for its map to show some."""

HELPERS = {"anchor": 30, "gp-": 26, "nursing-": 10, "social-work-": 15, "i": 8, "hospital-discharge": 8}
"""Who takes in those who tell their story, by how the actor's key begins; the anchor hosts the link workers."""

DOORS = ("gp-", "anchor")
HABITS, HABIT = ("gp-", *DOORS), 180
"""In each locality people are used to one door before the others, and by how much."""

AT_THE_CENTRE = {"widowed": 6, "fall": 6, "dementia": 2, "carer": 2}
"""What brings people to those whom the cast works with."""

REGISTERS = {"gp-": 70, "nursing-": 12, "social-work-": 12, "anchor": 6}


@dataclass
class Arrivals:
    """Makes people, one number after the other, each by chance of their own."""

    world: World
    asked: float = ASKED_SHARE

    def __post_init__(self) -> None:
        here = [actor for actor in self.world.setting.actors if practising(self.world, actor.key)]
        self.choice = Choice(self.world.setting, {actor.key for actor in here})
        self.helpers = {place.key: _helpers(here, place.key) for place in places.LOCALITIES}

    def begin(self, number: int) -> None:
        """Lets the course of one person begin."""
        chance = self.world.chance("person", number)
        share = chance.random()
        if share < self.asked:
            self._with_asks(number, chance, _locality(chance, at_centre=AT_CENTRE["asked"]))
            return
        life = self._life(chance, _locality(chance, at_centre=AT_CENTRE["others"]))
        ago = chance.randint(12, 890)
        tells = share < max(STORY_SHARE, self.asked)
        somebody = self.somebody(f"person-{number}", chance, life, HELPERS if tells else REGISTERS)
        course = (
            story(self.world, somebody, account=chance.random() < 0.1)
            if tells
            else identity_only(self.world, somebody)
        )
        self.world.timeline.begin(self._moment(chance, ago), course)

    def life(self, chance: Random) -> Life:
        """Somebody from anywhere, by how many live where."""
        weights = [place.population or 1 for place in places.LOCALITIES]
        return self._life(chance, chance.choices([place.key for place in places.LOCALITIES], weights=weights)[0])

    def _life(self, chance: Random, home: str, archetype: str = "") -> Life:
        """Anybody but another Jean: whoever looks for her should find one."""
        while True:
            life = lives.someone(chance, today=self.world.calendar.anchor, archetype=archetype, place=home)
            if life.person.given_name != JEAN.person.given_name:
                return life

    def _moment(self, chance: Random, ago: int) -> datetime:
        return working(self.world.calendar.moment(ago, hour=chance.randint(9, 16), minute=chance.randint(0, 59)))

    def somebody(self, key: str, chance: Random, life: Life, who: dict[str, int]) -> Somebody:
        """The person and who takes them in: somebody who works where they live."""
        here = self.helpers[self.world.locality(life.person.place)]
        habits = self._habits(self.world.locality(life.person.place))
        usual = who if who is REGISTERS else who | {habit: who[habit] + HABIT for habit in habits}
        weights = {actor: weight for kind, weight in usual.items() if (actor := _pick(chance, here, kind))}
        actor = chance.choices(list(weights), weights=list(weights.values()))[0]
        return Somebody(key, life, chance.choice(practising(self.world, actor)), actor)

    def _habits(self, locality: str) -> tuple[str, ...]:
        """The door people are used to; where the cast works, two."""
        return DOORS if locality == CENTRE else (self.world.chance("habit", locality).choice(HABITS),)

    def _with_asks(self, number: int, chance: Random, home: str) -> None:
        usual = home == CENTRE and chance.random() < 0.85
        archetype = chance.choices(list(AT_THE_CENTRE), weights=list(AT_THE_CENTRE.values()))[0] if usual else ""
        life = self._life(chance, home, archetype)
        first = self._first_asked(chance, home)
        taken_in = min(first + chance.randint(8, 250), 890)
        somebody = self.somebody(f"person-{number}", chance, life, HELPERS)
        account = chance.random() < 0.3
        self.world.timeline.begin(self._moment(chance, taken_in), story(self.world, somebody, account=account))
        self.world.timeline.begin(self._moment(chance, first), self.asking(somebody, chance))

    def _first_asked(self, chance: Random, home: str) -> int:
        """How many days ago: any time, or in the one quarter in which much was asked for here."""
        if chance.random() < (1 - LATELY if home == CENTRE else 0.25):
            return chance.randint(4, ASKED_FROM)
        anchor = self.world.calendar.anchor
        this_quarter = date(anchor.year, anchor.month - (anchor.month - 1) % 3, 1)
        busy = 1 if home == CENTRE else self.world.chance("busy", home).randint(1, 4)
        return (anchor - this_quarter).days + 91 * busy - chance.randint(0, 75)

    def asking(self, somebody: Somebody, chance: Random) -> Course:
        """What brought them, then one thing after the other, up to four; what was declined is asked for elsewhere."""
        brought, *_ = asks = somebody.life.asks
        for number, ask in enumerate((brought, *chance.choices(asks, k=chance.choice((0, 1, 1, 2, 2, 3))))):
            loop = self.loop(somebody, chance, ask)
            if loop:
                sent_on(self.world, somebody, ask, number)
                self.world.timeline.begin(clock.now(), self._until_answered(loop))
            yield later(chance.uniform(10, 90))

    def _until_answered(self, loop: Loop) -> Course:
        yield from whole(loop)
        yield from returning.perhaps(loop)
        if loop.ended == "declined" and loop.chance.random() < 0.7:
            again = self.loop(loop.somebody, loop.chance, loop.ask)
            if again:
                yield from whole(again)

    def loop(self, somebody: Somebody, chance: Random, ask: Ask) -> Loop | None:
        """Somebody to ask for this, asked by whoever helps; now and then by the person."""
        self_asked = somebody.me is not None and chance.random() < 0.25
        source = None if self_asked else somebody.helper
        asker = Asker("" if self_asked else somebody.helping, source.sectors if source else frozenset())
        service = self._service(somebody, chance, need=ask.need, asker=asker)
        if service is None:
            return None
        return Loop(self.world, somebody, chance, service, ask, source, self.hand_on)

    def _service(self, somebody: Somebody, chance: Random, *, need: str, asker: Asker) -> Service | None:
        service = self.choice.one(
            chance,
            need=need,
            home=somebody.person.place,
            age=somebody.age,
            asker=asker,
            avoid=somebody.asked,
            day=clock.today(),
        )
        if service:
            somebody.asked.add(service.organization)
        return service

    def hand_on(self, loop: Loop) -> bool:
        """Lets whoever helps ask somebody else for what is not theirs to meet; False where there is nobody to ask."""
        asker = Asker(loop.target_key, loop.target.sectors)
        sector = self.world.actor_of[loop.target_key].sector
        for need in loop.chance.sample(NOTICED_BY[sector], k=len(NOTICED_BY[sector])):
            service = self._service(loop.somebody, loop.chance, need=need, asker=asker)
            if service:
                child = Loop(
                    self.world,
                    loop.somebody,
                    self.world.chance("child", loop.somebody.key, service.key),
                    service,
                    ONWARD[need],
                    loop.target,
                    self.hand_on,
                    parent=loop,
                )
                self.world.timeline.begin(later(loop.chance.uniform(0.5, 4)), whole(child))
                return True
        return False


def _helpers(actors: list[Actor], locality: str) -> dict[str, list[str]]:
    """Those who take people in at a locality, by how their keys begin."""
    parts = {locality, *(part.key for part in places.NEIGHBOURHOODS if locality in part.parents)}
    local = [actor for actor in actors if parts & set(actor.places)]
    found = {"anchor": [actor.key for actor in local if actor.anchor]}
    for beginning in ("gp-", "nursing-", "social-work-", "hospital-discharge"):
        found[beginning] = [actor.key for actor in local if actor.key.startswith(beginning)]
    found["i"] = [actor.key for actor in local if actor.key.startswith(("irt-", "icst-"))]
    return found


def _pick(chance: Random, here: dict[str, list[str]], kind: str) -> str:
    return chance.choice(here[kind]) if here[kind] else ""


def _locality(chance: Random, *, at_centre: float) -> str:
    """Where somebody lives: half by population, half alike everywhere, so that small localities are seen too."""
    if chance.random() < at_centre:
        return CENTRE
    by_population = chance.random() < 0.5
    weights = [place.population or 1 if by_population else 1 for place in places.LOCALITIES]
    return chance.choices([place.key for place in places.LOCALITIES], weights=weights)[0]
