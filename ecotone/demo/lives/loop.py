"""One referral's course, from the asking to its end, in the moves of the machine and nobody else's.

    asked ─▶ received ─▶ (a question) ─▶ declined
                     │               └─▶ taken on ─▶ (waits) ─▶ met ─▶ … ─▶ ended one way or another ─▶ after
                     └─▶ nobody answers

Whoever moves it does so as themselves: the asker's worker, the target's worker, the person, or the clock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.care import actions
from ecotone.care.machine import TAKEN_ON, Channel, Reason, State, Teller
from ecotone.care.models import Referral
from ecotone.care.rules import Urgency
from ecotone.demo.calendar import Course, later
from ecotone.demo.content.people.pools import COMPLAINTS
from ecotone.demo.content.people.shapes import Ask
from ecotone.demo.content.world import promises
from ecotone.demo.content.world.shapes import Service
from ecotone.demo.lives import sayings
from ecotone.demo.lives.jointly import for_one
from ecotone.demo.lives.taking_in import Somebody, look, together
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people import queries
from ecotone.people.rules import STORY, Mode, NamedBy, Part
from ecotone.people.rules import Channel as PeopleChannel

CLOCK = Principal.system("clock")
WAITS = {"days": 4.0, "weeks": 16.0, "months": 45.0, "long": 80.0}
"""Days from acceptance to the first meeting, by a service's waiting band."""

ENDINGS = {"complete": 60, "partly": 17, "onward": 12, "fail": 5, "cancel": 4, "withdraw": 3}


@dataclass
class Loop:
    """One ask of one service for somebody, and what has become of it so far.

    source    the worker who asks; None: the person asks themselves
    hand_on   begins the course of a child referral, and says whether anybody could be asked
    """

    world: World
    somebody: Somebody
    chance: Random
    service: Service
    ask: Ask
    source: Principal | None
    hand_on: Callable[["Loop"], bool]
    parent: "Loop | None" = None
    referral: Referral = field(init=False)
    outcome_id: UUID | None = None
    ended: str = ""
    reply_in: int = 0
    being_read: bool = False

    @property
    def target_key(self) -> str:
        return self.service.organization

    @property
    def asker(self) -> Principal:
        """Whoever asked, as a principal."""
        asker = self.source or self.somebody.me
        assert asker is not None, "somebody asks"  # noqa: S101
        return asker

    @cached_property
    def target(self) -> Principal:
        """The worker at the other end who does it."""
        return self.chance.choice(practising(self.world, self.target_key))

    @property
    def days_ago(self) -> int:
        return self.world.calendar.days_ago(clock.now())

    def say(self, sentences: tuple[str, ...]) -> str:
        return self.chance.choice(sentences)

    def move(self, by: Principal, code: str, **recorded: Any) -> None:
        self.referral = actions.move(
            by=by, referral_id=self.referral.id, version=self.referral.version, code=code, recorded=recorded
        )
        self.bring_news()

    def bring_news(self) -> None:
        """Lets the asker read what came back, some days from now."""
        must_read = self.referral.ended_at or self.chance.random() < 0.3
        if self.referral.source_news_at and must_read and not self.being_read:
            self.being_read = True
            self.world.timeline.begin(later(self.chance.uniform(0.3, 5)), self._read())

    def _read(self) -> Course:
        """The asker reads what came back; at the end, that closes the loop."""
        self.being_read = False
        self.referral = actions.acknowledge(
            by=self.asker, referral_id=self.referral.id, version=self.referral.version
        )
        yield from ()

    def course(self) -> Course:
        """All of it, as long as there is time."""
        self.offer()
        if self.chance.random() < 0.06:
            yield from self._nobody_answers()
            return
        if self.chance.random() < 0.3:
            yield later(self.chance.uniform(0.2, 2))
            self.move(self.target, "receive")
        if self.chance.random() < 0.2:
            yield from self._ask_first()
        yield later(self.chance.uniform(0.2, 4))
        if self.chance.random() < 0.35:
            look(self.target, self.somebody)
        reason = self.world.effects.declined(self.chance, actor=self.target_key, days_ago=self.days_ago)
        if reason:
            self.decline(reason)
            return
        yield from self._taken_on()
        yield from getattr(self, f"_end_{self._ending()}")()

    def offer(self, *, reply_in: int | None = None) -> None:
        """Asks, sharing some of what the asker sees."""
        self.reply_in = reply_in or self.chance.choice((5, 7, 10, 14))
        self.referral = actions.offer_referral(
            by=self.asker,
            person_id=self.somebody.id,
            reply_by=_in_days(self.reply_in),
            **self.drafted(self.asker),
        )

    def draft(self) -> None:
        """Begins it, and does not ask yet."""
        self.referral = actions.draft_referral(by=self.asker, person_id=self.somebody.id, **self.drafted(self.asker))

    def drafted(self, by: Principal) -> dict[str, Any]:
        visible = set(queries.shareable_parts(by, self.somebody.id))
        parts = [part for part in (*STORY, Part.CIRCLE) if part in visible and self.chance.random() < 0.75]
        return {
            "service_id": self.world.services[self.service.key],
            "need_id": self.world.needs[self.ask.need],
            "why": self.ask.reason,
            "hoped_for": self.ask.hope,
            "urgency": self.chance.choices(list(Urgency), weights=(7, 3, 1))[0],
            "parts": parts,
            "outcome_id": self.outcome_id,
            "parent_id": self.parent.referral.id if self.parent else None,
            "authority_id": self.somebody.agrees_by,
        }

    def _nobody_answers(self) -> Course:
        """The reply-by date passes. The clock says so; the asker asks again, or gives up."""
        yield later(self.reply_in + 2)
        self.move(CLOCK, "give_up_waiting")
        yield later(self.chance.uniform(0.5, 5))
        if self.chance.random() < 0.5:
            self.move(self.asker, "wait_again", reply_by=_in_days(7), reason_text=sayings.WAIT_AGAIN)
            yield later(self.chance.uniform(1, 5))
            self.accept(expected=7)
            yield from self._end_complete()
        else:
            self.move(self.asker, "cancel", reason_text=sayings.GAVE_UP)
            self.ended = "cancelled"

    def _ask_first(self) -> Course:
        """One question, and its answer."""
        self.move(self.target, "ask", question=self.ask.question, answer_by=_in_days(5))
        yield later(self.chance.uniform(0.3, 4))
        self.move(self.asker, "answer", answer=self.ask.answer)

    def decline(self, reason: Reason) -> None:
        self.move(
            self.target,
            "decline",
            reason_code=reason,
            reason_text=self.say(sayings.DECLINED[reason]),
            alternative=self.say(sayings.ALTERNATIVE),
            who_tells=self.chance.choice(list(Teller)),
        )
        self.ended = "declined"

    def accept(self, *, expected: int) -> None:
        self.move(
            self.target,
            "accept",
            worker=f"{self.target.name}, {self.target.hat_title}",
            expected_start=_in_days(expected),
            person_told=self.chance.random() < 0.85,
        )

    def _taken_on(self) -> Course:
        """Accepted, perhaps waited for, and met."""
        usual = WAITS[self.service.wait_band]
        days = self.world.effects.days_to_meeting(
            self.chance, actor=self.target_key, usual=usual, days_ago=self.days_ago
        )
        self.accept(expected=round(days))
        if days > 30:
            yield later(1)
            self.wait(round(days))
        yield later(days)
        if self.chance.random() < 0.08:
            self.move(self.target, "no_show", met_on=clock.today(), note=self.say(sayings.NO_SHOW))
            yield later(self.chance.uniform(2, 9))
        self.meet()
        for _ in range(self.chance.choice((0, 0, 1, 2))):
            yield later(self.chance.uniform(6, 20))
            self._encounter()
        if self.chance.random() < 0.06:
            yield from self._hold()
        elif self.chance.random() < 0.15:
            yield later(self.chance.uniform(5, 15))
            self.move(self.target, "interim", note=self.say(sayings.INTERIM))

    def wait(self, days: int) -> None:
        """Put on a list, with something meanwhile."""
        self.move(
            self.target,
            "waitlist",
            expected_wait=f"About {max(days // 7, 1)} weeks",
            meanwhile=self.say(sayings.MEANWHILE),
            recheck_on=_in_days(max(days // 2, 7)),
        )

    def meet(self) -> None:
        """The first meeting, and how the story was met at it."""
        with together(self.target, "care.move"):
            self.move(self.target, "meet", met_on=clock.today(), channel=self.channel(), note="")
            self._encounter()
        for_one(self)

    def channel(self) -> Channel:
        ways = {"phone": Channel.PHONE, "online": Channel.VIDEO, "venue": Channel.PLACE, "home visit": Channel.VISIT}
        return ways[self.service.attending_type]

    def _encounter(self) -> None:
        asked = self.world.actor_of[self._asking_actor()].sector
        met = self.world.actor_of[self.target_key].sector
        repeated = self.world.effects.had_to_repeat(self.chance, asked=asked, met=met)
        planned = self.chance.choice((15, 20, 30, 45, 60))
        mode = Mode.HAD_TO_REPEAT if repeated else self.chance.choice((Mode.READ_THEN_CHECKED, Mode.TOLD_BY_CHOICE))
        people.log_encounter(
            by=self.target,
            person_id=self.somebody.id,
            mode=mode,
            mode_said_by=NamedBy.PERSON if repeated else NamedBy.WORKER,
            channel=PeopleChannel(self.channel()),
            planned_minutes=planned,
            actual_minutes=max(planned + self.chance.randint(-10, 25), 5),
            time_enough=self.chance.random() < 0.7,
            time_enough_person=self.chance.choice((True, True, False, None)),
            note=self.say(COMPLAINTS) if repeated else "",
        )

    def _asking_actor(self) -> str:
        """The actor that asked; the helper's where the person asked themselves."""
        return self.parent.target_key if self.parent else self.somebody.helping

    def _hold(self) -> Course:
        yield later(self.chance.uniform(3, 12))
        self.move(self.target, "hold", reason_text=self.say(sayings.ON_HOLD), review_on=_in_days(14))
        yield later(self.chance.uniform(10, 24))
        self.move(self.target, "interim", note=self.say(sayings.INTERIM))

    def _ending(self) -> str:
        ending = self.chance.choices(list(ENDINGS), weights=list(ENDINGS.values()))[0]
        if ending == "onward" and not self.hand_on(self):
            return "complete"
        if ending == "cancel" and self.source is None:
            return "withdraw"
        if ending == "withdraw" and self.somebody.me is None:
            return "complete"
        return ending

    def _help_goes_on(self) -> Course:
        yield later(self.chance.uniform(7, 45))

    def _end_complete(self) -> Course:
        yield from self._help_goes_on()
        self.complete()

    def complete(self, code: str = "complete", **more: Any) -> None:
        self.move(
            self.target,
            code,
            output=self.ask.outcome,
            against_hope=self.say(sayings.AGAINST_HOPE),
            person_told=True,
            **more,
        )
        self.ended = code

    def _end_partly(self) -> Course:
        yield from self._help_goes_on()
        self.complete("complete_partly", unmet=self.say(sayings.PARTLY_UNMET))

    def _end_onward(self) -> Course:
        """Ends once the child was taken on; help of one's own has been given meanwhile."""
        yield from self._help_goes_on()
        taken_on = self.referral.children.filter(state__in=[*TAKEN_ON, State.COMPLETED]).exists()
        self.complete("complete_onward" if taken_on else "complete")

    def _end_fail(self) -> Course:
        yield from self._help_goes_on()
        self.move(
            self.target,
            "fail",
            reason_code=Reason.COULD_NOT_CONTACT,
            reason_text=self.say(sayings.COULD_NOT),
            attempts=max(self.chance.randint(3, 6), promises.of(self.service.key).attempts or 0),
            who_tells=Teller.US,
        )
        self.ended = "failed"

    def _end_cancel(self) -> Course:
        """The asker takes it back; the target agrees, and the person may still be asked what became of the need."""
        yield later(self.chance.uniform(2, 12))
        self.move(self.asker, "request_cancel", reason_text=self.say(sayings.CANCELLED))
        yield later(self.chance.uniform(0.5, 4))
        self.move(self.target, "confirm_cancel", reason_text=self.say(sayings.CANCELLED))
        self.ended = "cancelled"

    def _end_withdraw(self) -> Course:
        yield later(self.chance.uniform(2, 12))
        assert self.somebody.me is not None, "only the person withdraws"  # noqa: S101
        self.move(self.somebody.me, "withdraw", reason_text=self.say(sayings.WITHDRAWN))
        self.ended = "withdrawn"


def _in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)
