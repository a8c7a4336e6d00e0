"""The people beyond those whose courses are lived day by day: brought over many at once, their asks with them.

    by the day they came ──▶ a batch is taken in ──▶ its asks, with all that became of each ──▶ the next batch

Most are only registered, a third tell their story, a tenth are asked for, about ten times each over the years. The
asks go as in `loop`, without meetings that are written up, hopes and gifts; Ecotone itself signs for them.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from ecotone.care import actions as care
from ecotone.care.actions import Course, Step
from ecotone.care.machine import Reason, Teller
from ecotone.care.rules import Means, NeedView, Pen, Urgency
from ecotone.demo.calendar import working
from ecotone.demo.content.people.shapes import Life
from ecotone.demo.content.world.shapes import Service
from ecotone.demo.lives import sayings
from ecotone.demo.lives.after import VIEWS
from ecotone.demo.lives.arrivals import ASKED_SHARE, HELPERS, REGISTERS, STORY_SHARE, Arrivals
from ecotone.demo.lives.choosing import Asker
from ecotone.demo.lives.loop import WAITS
from ecotone.demo.lives.taking_in import Somebody, how_to_reach
from ecotone.demo.place.staff import practising
from ecotone.demo.vocabulary import SECTIONS
from ecotone.demo.world import DEMO, Progress, World
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from ecotone.ground.statistics import gather_statistics, much_in_memory
from ecotone.notices import actions as notices
from ecotone.people import actions as people
from ecotone.people.actions import Newcomer
from ecotone.people.models import PersonIdentifier
from ecotone.people.rules import SHAREABLE, STORY, IdentifierKind, Part

AT_ONCE = 8000
"""How many people are brought over in one batch: some hundred thousand rows in hand."""

ASKS = 10
LONGEST_APART = 80
"""How many asks there are for one who is asked for, and how many days lie between two of them at most."""

STAGE = "Everybody else"
ENDINGS = {"complete": 64, "complete_partly": 19, "fail": 8, "confirm_cancel": 9}


@dataclass
class Crowd:
    """Brings over `many` people, by the day they came; each has chance of their own."""

    world: World
    arrivals: Arrivals
    many: int
    numbers: set[str] = field(default_factory=set)

    def come(self, progress: Progress) -> None:
        self.numbers |= set(PersonIdentifier.objects.filter(kind=IdentifierKind.CHI).values_list("value", flat=True))
        with much_in_memory():
            for number, start in enumerate(range(0, self.many, AT_ONCE)):
                progress(STAGE, start, self.many)
                self._bring([self._life(n) for n in range(start, min(start + AT_ONCE, self.many))])
                gc.collect()
                if number.bit_count() == 1:  # whenever there is about twice as much
                    gather_statistics()
        progress(STAGE, self.many, self.many)

    def _bring(self, some: list["Comer"]) -> None:
        ids = people.bring_over(by=DEMO, newcomers=[self._newcomer(each) for each in some])
        asked = [(each, id_) for each, id_ in zip(some, ids, strict=True) if each.share < ASKED_SHARE]
        courses = [course for each, id_ in asked for course in Asks(self.world, self.arrivals, each, id_).all()]
        care.bring_over(by=DEMO, courses=courses)
        self._forget_as_the_clock_would(some[-1].came)

    def _life(self, number: int) -> "Comer":
        chance = self.world.chance("crowd", number)
        share = chance.random()
        life = self.arrivals.life(chance)
        who = HELPERS if share < STORY_SHARE else REGISTERS
        somebody = self.arrivals.somebody(f"crowd-{number}", chance, life, who)
        calendar = self.world.calendar
        days = calendar.kept - 12
        ago = calendar.kept - 1 - number * days // self.many
        came = working(calendar.moment(ago, hour=chance.randint(9, 16), minute=chance.randint(0, 59)))
        return Comer(number, chance, share, somebody, min(came, calendar.moment(1)))

    def _newcomer(self, comer: "Comer") -> Newcomer:
        who, tells = comer.life.person, comer.share < STORY_SHARE
        how, warning = how_to_reach(who.safe_contact)
        fields = {
            "name": who.name,
            "known_as": who.given_name,
            "pronouns": who.pronouns,
            "birth_date": who.birth_date,
            "home_id": self.world.places[who.place],
            "contact_how": how,
            "contact_warning": warning,
            "contact_detail": who.phone,
            "language": who.language,
            "interpreter": who.language != "English",
            "communication": who.communication,
        }
        return Newcomer(
            at=comer.came,
            who=fields,
            helped_by=self.world.actors[comer.somebody.helping],
            purpose="Took the story down" if tells else "Registered here",
            parts=tuple(sorted(SHAREABLE)) if tells else (),
            chi=self.number_for(who.chi) if tells else "",
            told=tuple(self._told(comer)) if tells else (),
        )

    def number_for(self, chi: str) -> str:
        """It, or none: in so large a place invented numbers meet by chance, and whoever comes second goes without."""
        if chi in self.numbers:
            return ""
        self.numbers.add(chi)
        return chi

    def _told(self, comer: "Comer") -> Iterator[tuple[datetime, Part, str]]:
        """Some of it on the first day, some in the weeks after."""
        at, closing = comer.came, self.world.calendar.closing
        for number, (section, text) in enumerate(comer.life.story.sections.items()):
            if number >= comer.chance.choice((1, 2, 2, 3)):
                at = working(at + timedelta(days=comer.chance.uniform(4, 40)))
                if at > closing or comer.chance.random() < 0.4:
                    return
            yield at, SECTIONS[section], text

    def _forget_as_the_clock_would(self, moment: datetime) -> None:
        """Old news goes while the place is built: nobody reads it, and the file would grow by it."""
        with clock.at(moment):
            try:
                while notices.forget_news(by=DEMO, most=20_000):
                    pass
            except Invalid:
                return


@dataclass
class Comer:
    """One of the crowd: when they came, and who took them in."""

    number: int
    chance: Random
    share: float
    somebody: Somebody
    came: datetime

    @property
    def life(self) -> Life:
        return self.somebody.life


@dataclass
class Asks:
    """All that was asked for one person, and what became of each ask."""

    world: World
    arrivals: Arrivals
    comer: Comer
    person_id: UUID
    busy: dict[str, datetime] = field(default_factory=dict)

    def all(self) -> Iterator[Course]:
        closing, chance = self.world.calendar.closing, self.comer.chance
        at = working(self.comer.came + timedelta(days=chance.uniform(1, 20)))
        apart = min(max((closing - at).days / ASKS, 2), LONGEST_APART)
        for _ in range(ASKS):
            if at > closing:
                return
            course = self._one(at)
            if course:
                yield course
            at = working(at + timedelta(days=apart * chance.uniform(0.6, 1.3)))

    def _one(self, at: datetime) -> Course | None:
        """An ask of somebody who has none of hers open."""
        chance, somebody, world = self.comer.chance, self.comer.somebody, self.world
        avoid = {somebody.helping, *(actor for actor, until in self.busy.items() if until >= at)}
        ask = chance.choice(somebody.life.asks)
        asker = Asker(somebody.helping, somebody.helper.sectors)
        service = self.arrivals.choice.one(
            chance,
            need=ask.need,
            home=somebody.person.place,
            age=somebody.person.age_on(at.date()),
            asker=asker,
            avoid=avoid,
            day=at.date(),
        )
        if service is None:
            return None
        reply_in = chance.choice((5, 7, 10, 14))
        asked = {
            "person_id": self.person_id,
            "source_id": world.actors[somebody.helping],
            "service_id": world.services[service.key],
            "need_id": world.needs[ask.need],
            "why": ask.reason,
            "hoped_for": ask.hope,
            "urgency": chance.choices(list(Urgency), weights=(7, 3, 1))[0],
            "parts": [part for part in (*STORY, Part.CIRCLE) if chance.random() < 0.6],
            "reply_by": _day(at, reply_in),
        }
        steps = list(Steps(world, chance, service, ask, at, reply_in).all())
        over = steps[-1].at if steps else at
        self.busy[service.organization] = over + timedelta(days=1)
        return Course(at, asked, tuple(step for step in steps if step.at <= world.calendar.closing))


@dataclass
class Steps:
    """What became of one ask, as `loop.Loop` would have it; `at` moves on."""

    world: World
    chance: Random
    service: Service
    ask: Any
    at: datetime
    reply_in: int

    def all(self) -> Iterator[Step]:
        chance = self.chance
        if chance.random() < 0.06:
            yield from self._nobody_answers()
            return
        if chance.random() < 0.3:
            yield self._step("receive", 0.2, 1)
        if chance.random() < 0.2:
            yield self._step("ask", 0.2, 1, question=self.ask.question, answer_by=timedelta(days=5))
            yield self._step("answer", 0.3, 3, answer=self.ask.answer)
        ago = self.world.calendar.days_ago(self.at)
        reason = self.world.effects.declined(chance, actor=self.service.organization, days_ago=ago)
        if reason:
            yield from self._declined(reason)
            return
        yield from self._taken_on()

    def _step(self, move: str, least: float, most: float, **recorded: Any) -> Step:
        """The next step, so many days after the one before; a day is recorded as how far off it is then."""
        self.at = working(self.at + timedelta(days=self.chance.uniform(least, most)))
        days = {name: _day(self.at, off.days) for name, off in recorded.items() if isinstance(off, timedelta)}
        return Step(self.at, move, recorded | days)

    def _nobody_answers(self) -> Iterator[Step]:
        yield self._step("give_up_waiting", self.reply_in + 2, self.reply_in + 3)
        if self.chance.random() < 0.5:
            again = timedelta(days=7)
            yield self._step("wait_again", 0.5, 4, reply_by=again, reason_text=sayings.WAIT_AGAIN)
            yield from self._taken_on()
        else:
            yield self._step("cancel", 0.5, 5, reason_text=sayings.GAVE_UP)

    def _declined(self, reason: Reason) -> Iterator[Step]:
        yield self._step(
            "decline",
            0.2,
            4,
            reason_code=reason,
            reason_text=self.chance.choice(sayings.DECLINED[reason]),
            alternative=self.chance.choice(sayings.ALTERNATIVE),
            who_tells=self.chance.choice(list(Teller)),
        )
        yield from self._over("declined")

    def _taken_on(self) -> Iterator[Step]:
        chance, actor = self.chance, self.service.organization
        worker = chance.choice(practising(self.world, actor))
        days = self.world.effects.days_to_meeting(
            chance, actor=actor, usual=WAITS[self.service.wait_band], days_ago=self.world.calendar.days_ago(self.at)
        )
        yield self._step(
            "accept",
            0.2,
            4,
            worker=f"{worker.name}, {worker.hat_title}",
            expected_start=timedelta(days=round(days)),
            person_told=chance.random() < 0.85,
        )
        if chance.random() < 0.3:
            yield self._step("acknowledge", 0.3, 3)
        if days > 30:
            yield self._step("waitlist", 1, 2, **self._wait(round(days)))
        if chance.random() < 0.08:
            yield self._met("no_show", days, note=chance.choice(sayings.NO_SHOW))
            days = 5
        yield self._met("meet", days, channel="phone" if chance.random() < 0.3 else "visit", note="")
        yield from self._ended()

    def _wait(self, days: int) -> dict[str, Any]:
        return {
            "expected_wait": f"About {max(days // 7, 1)} weeks",
            "meanwhile": self.chance.choice(sayings.MEANWHILE),
            "recheck_on": timedelta(days=max(days // 2, 7)),
        }

    def _met(self, move: str, days: float, **recorded: Any) -> Step:
        return self._step(move, days * 0.9 + 0.2, days * 1.1 + 0.5, met_on=timedelta(0), **recorded)

    def _ended(self) -> Iterator[Step]:
        chance = self.chance
        ending = chance.choices(list(ENDINGS), weights=list(ENDINGS.values()))[0]
        if ending == "confirm_cancel":
            yield self._step("request_cancel", 2, 12, reason_text=chance.choice(sayings.CANCELLED))
            yield self._step("confirm_cancel", 0.5, 4, reason_text=chance.choice(sayings.CANCELLED))
            yield from self._over("cancelled")
        elif ending == "fail":
            told = chance.choice(sayings.COULD_NOT)
            given = {"reason_code": Reason.COULD_NOT_CONTACT, "reason_text": told, "attempts": 6}
            yield self._step("fail", 7, 45, **given, who_tells=Teller.US)
            yield from self._over("failed")
        else:
            given = {"output": self.ask.outcome, "against_hope": chance.choice(sayings.AGAINST_HOPE)}
            if ending == "complete_partly":
                given["unmet"] = chance.choice(sayings.PARTLY_UNMET)
            yield self._step(ending, 7, 45, **given, person_told=True)
            yield from self._over(ending)

    def _over(self, ended: str) -> Iterator[Step]:
        """The asker reads it; the person says by phone what it was worth, and the asker reads that."""
        yield self._step("acknowledge", 0.3, 5)
        if self.chance.random() < 0.6:
            view = self.chance.choices(list(NeedView), weights=VIEWS[ended])[0]
            words = self.chance.choice(sayings.JUDGED[view])
            yield self._step("judge", 1, 15, view=view, words=words, pen=Pen.WORKER, means=Means.PHONE)
            yield self._step("acknowledge", 0.3, 5)


def _day(moment: datetime, days: int) -> date:
    return (moment.astimezone(clock.LOCAL) + timedelta(days=days)).date()
