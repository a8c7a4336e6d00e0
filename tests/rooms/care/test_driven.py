"""The real actions, driven at random for a while, against a small model of what should have come of it.

The model holds no rows: asks with their states, and for each team the spans during which it knows her.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Refused
from ecotone.care import actions
from ecotone.care.machine import (
    BY_CODE,
    FINAL,
    MOVES,
    TAKEN_ON,
    UNANSWERED,
    Party,
    Reason,
    State,
    Whom,
    moves_open_to,
)
from ecotone.care.models import Referral, ReferralMove
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Place
from ecotone.ground import clock, ids
from ecotone.ground.errors import Invalid, Stale
from ecotone.people import policies
from ecotone.people.models import Person
from ecotone.people.rules import Part
from tests import worlds
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db
OTHERS = frozenset({Party.RECORDS, Party.CARER, Party.ECOTONE})
"""Those who play no part here: what they do has tests of its own."""

TEAMS = ("first", "second", "third", "fourth")
"""The first took her in; the others come to know her by being asked."""


@dataclass
class Ask:
    row: Referral
    source: str
    target: str | None
    parent: "Ask | None"
    state: State = State.OFFERED
    read: bool = False
    told: dict[str, Service] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)

    @property
    def whom(self) -> Whom:
        return Whom.ONE if self.target else Whom.ANY

    @property
    def ended(self) -> bool:
        return self.state in FINAL

    def binds(self, team: str) -> bool:
        """Whether this ask is a reason for a team to go on knowing her."""
        asked_by = self.source == team and (not self.ended or not self.read)
        helped = self.state in (State.COMPLETED, State.FAILED)
        live = not self.ended and self.state is not State.NO_REPLY
        asked_of = self.target == team and (live or (helped and not self.read))
        return asked_by or asked_of


@dataclass
class Span:
    because: Ask | None
    until: float = inf


@dataclass
class Model:
    asks: list[Ask] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=lambda: {"first": [Span(None)]})

    def knows(self, team: str, day: float) -> bool:
        return any(day < span.until for span in self.spans.get(team, ()))

    def opened(self, ask: Ask) -> None:
        assert ask.target
        spans = self.spans.setdefault(ask.target, [])
        if not any(span.until == inf for span in spans):
            spans.append(Span(ask))

    def let_go(self, team: str | None, because: Ask, end: float) -> None:
        if team is None or any(ask.binds(team) for ask in self.asks):
            return
        for span in self.spans.get(team, ()):
            own = span.because is because and span.until > end
            if span.because is not None and (span.until == inf or own):
                span.until = end


class Care(RuleBasedStateMachine):
    """Each step is one second later than the last, and some are days."""

    seen: Counter[str] = Counter()
    teams: dict
    jean: Person
    me: Principal
    where: Place

    @initialize()
    def begin(self):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now, self.model = MOMENT, Model()
        self.ask_for_her("first", "second")

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def clock(self):
        self.now += timedelta(seconds=1)
        return clock.at(self.now)

    @property
    def day(self) -> float:
        return (self.now - datetime.fromtimestamp(0, self.now.tzinfo)).total_seconds()

    def who(self, ask: Ask, party: Party):
        if party is Party.PERSON:
            return self.me
        return (
            worlds.SYSTEM if party is Party.CLOCK else self.teams[ask.source if party is Party.SOURCE else ask.target]
        )

    @rule(days=st.integers(1, 20))
    def wait(self, days):
        self.now += timedelta(days=days)

    @rule(source=st.sampled_from(TEAMS), asked=st.sampled_from(TEAMS))
    def ask(self, source, asked):
        self.ask_for_her(source, asked)

    def ask_for_her(self, source, asked):
        with self.clock():
            need = worlds.need(f"kind.{len(self.model.asks)}.{self.now.timestamp()}")
            given = {"need_id": need.id, "parts": []}
            try:
                row = worlds.ask(self.teams[source], self.jean, Actor.of(self.teams[asked].team_id), **given)
            except Refused:
                assert not self.model.knows(source, self.day)
                return
            except Invalid:
                assert source == asked
                return
        assert self.model.knows(source, self.day)
        self.model.asks.append(Ask(row, source, asked, None))
        self.model.opened(self.model.asks[-1])

    @rule(
        source=st.sampled_from(TEAMS),
        able=st.sets(st.sampled_from(TEAMS), max_size=3),
        then=st.sampled_from(["wait", "claim", "pass"]),
    )
    def ask_openly(self, source, able, then):
        with self.clock():
            need = worlds.need(f"open.{len(self.model.asks)}.{self.now.timestamp()}")
            told = {team: worlds.can_help(Actor.of(self.teams[team].team_id), need) for team in sorted(able)}
            try:
                row = worlds.ask_openly(self.teams[source], self.jean, need, where=self.where, parts=[])
            except Refused:
                assert not self.model.knows(source, self.day)
                return
            except Invalid:
                assert not able - {source}
                return
        assert self.model.knows(source, self.day)
        told.pop(source, None)
        self.model.asks.append(Ask(row, source, None, None, State.UNCLAIMED, told=told))
        self.seen["ask_openly"] += 1
        if then == "claim":
            self.claimed_by(self.model.asks[-1], next(iter(told)))
        elif then == "pass":
            for team in told:
                self.pass_by(self.model.asks[-1], team)

    def open_offers(self) -> list[Ask]:
        return [ask for ask in self.model.asks if ask.state is State.UNCLAIMED]

    @precondition(lambda self: self.open_offers())
    @rule(data=st.data(), team=st.sampled_from(TEAMS))
    def claim(self, data, team):
        self.claimed_by(data.draw(st.sampled_from(self.open_offers())), team)

    def claimed_by(self, ask, team):
        with self.clock():
            try:
                worlds.claimed(ask.row, self.teams[team], next(iter(ask.told.values())))
            except Refused:
                assert next(iter(ask.told)) != team, "only who was told of that service may"
                return
        ask.target, ask.state = team, State.ACCEPTED
        self.model.opened(ask)
        self.seen["claim"] += 1

    @precondition(lambda self: self.open_offers())
    @rule(data=st.data(), team=st.sampled_from(TEAMS), all_of_them=st.booleans())
    def pass_on(self, data, team, all_of_them):
        ask = data.draw(st.sampled_from(self.open_offers()))
        for each in ask.told if all_of_them else [team]:
            if ask.state is State.UNCLAIMED:
                self.pass_by(ask, each)

    def pass_by(self, ask, team):
        with self.clock():
            try:
                actions.pass_on(by=self.teams[team], referral_id=ask.row.id, reason=Reason.NO_CAPACITY)
            except Refused:
                assert team not in ask.told
                return
        ask.passed.add(team)
        if ask.passed == set(ask.told):
            ask.state = State.NO_REPLY
            self.seen["all passed"] += 1

    def waiting(self) -> list[Ask]:
        return [ask for ask in self.model.asks if ask.state in UNANSWERED]

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def take_on(self, data):
        ask = data.draw(st.sampled_from(self.waiting()))
        with self.clock():
            ask.row = worlds.moved(ask.row, self.teams[ask.target], "accept")
        self.happened(ask, BY_CODE["accept"], Party.TARGET)

    def held(self) -> list[Ask]:
        return [ask for ask in self.model.asks if ask.state in TAKEN_ON]

    @precondition(lambda self: self.held())
    @rule(data=st.data())
    def hand_on(self, data):
        parent = data.draw(st.sampled_from(self.held()))
        asked = data.draw(st.sampled_from([team for team in TEAMS if team != parent.target]))
        by = self.teams[parent.target]
        with self.clock():
            need = worlds.need(f"onward.{self.now.timestamp()}")
            row = worlds.ask(
                by,
                self.jean,
                Actor.of(self.teams[asked].team_id),
                parent_id=parent.row.id,
                need_id=need.id,
                parts=[],
            )
        self.seen["hand_on"] += 1
        self.model.asks.append(Ask(row, parent.target, asked, parent))
        self.model.opened(self.model.asks[-1])

    @precondition(lambda self: self.held())
    @rule(data=st.data(), code=st.sampled_from(["complete", "fail", "complete_partly"]))
    def finish(self, data, code):
        ask = data.draw(st.sampled_from(self.held()))
        with self.clock():
            ask.row = worlds.moved(ask.row, self.teams[ask.target], code)
        self.happened(ask, BY_CODE[code], Party.TARGET)

    @rule(data=st.data())
    def make_a_legal_move(self, data):
        """One of the moves that the table has open, by one whose it is."""
        standing = [ask for ask in self.model.asks if ask.state is not State.ENTERED_IN_ERROR]
        if not standing:
            return
        ask = data.draw(st.sampled_from(standing))
        parties = frozenset(Party) - OTHERS - {Party.CANDIDATE}
        move = data.draw(st.sampled_from(moves_open_to(ask.state, parties, ask.whom)))
        party = data.draw(st.sampled_from(sorted(move.by - OTHERS)))
        by = self.who(ask, party)
        with self.clock():
            try:
                ask.row = worlds.moved(ask.row, by, move.code)
            except Refused:
                assert party in (Party.SOURCE, Party.TARGET)
                assert not self.model.knows(ask.source if party is Party.SOURCE else ask.target, self.day)
                return
            except Invalid:
                if move.code == "offer_openly":
                    assert ask.passed == set(ask.told), "nobody is left to tell"
                    return
                taken_on = TAKEN_ON | {State.COMPLETED}
                assert move.code == "complete_onward"
                assert not any(child.parent is ask and child.state in taken_on for child in self.model.asks)
                return
        self.happened(ask, move, party)

    def happened(self, ask: Ask, move, party: Party) -> None:
        self.seen[move.code] += 1
        ask.state = move.target
        if move.ends and party is Party.SOURCE:
            ask.read = True
        if move.code == "wait_again":
            self.model.opened(ask)
        if move.code in ("decline", "cancel", "confirm_cancel", "withdraw", "mark_error", "give_up_waiting"):
            self.model.let_go(ask.target, ask, self.day)
        if move.ends and ask.read:
            self.model.let_go(ask.source, ask, self.day + 28 * 86_400)

    @rule(data=st.data(), code=st.sampled_from([move.code for move in MOVES]), team=st.sampled_from(TEAMS))
    def try_any_move(self, data, code, team):
        """Whatever the table and the policy do not let through changes nothing."""
        ask = data.draw(st.sampled_from(self.model.asks))
        mine = {Party.SOURCE: ask.source, Party.TARGET: ask.target}
        parties = {party for party, whose in mine.items() if whose == team}
        move = BY_CODE[code]
        if move.by & parties and ask.state in move.sources:
            return
        with self.clock(), pytest.raises((Refused, Invalid)):
            worlds.moved(ask.row, self.teams[team], code)

    @rule(data=st.data())
    def make_a_move_from_an_old_version(self, data):
        ask = data.draw(st.sampled_from(self.model.asks))
        with self.clock(), pytest.raises(Stale):
            actions.move(by=worlds.SYSTEM, referral_id=ask.row.id, version=1, code="interim", recorded={"note": "x"})

    @rule(data=st.data())
    def read(self, data):
        ask = data.draw(st.sampled_from(self.model.asks))
        with self.clock():
            version = Referral.of(ask.row.id).version
            ask.row = actions.acknowledge(by=self.teams[ask.source], referral_id=ask.row.id, version=version)
        if ask.ended:
            self.seen["read"] += 1
            ask.read = True
            for team in filter(None, (ask.target, ask.source)):
                self.model.let_go(team, ask, self.day + 28 * 86_400)

    @invariant()
    def rows_are_as_the_model_has_them(self):
        if not hasattr(self, "model"):
            return
        rows = {row.id: row for row in Referral.objects.all()}
        assert len(rows) == len(self.model.asks)
        for ask in self.model.asks:
            row = rows[ask.row.id]
            assert (row.state, row.acknowledged_at is not None) == (ask.state, ask.read)
            assert (row.ended_at is not None) == ask.ended
        steps = ReferralMove.objects.order_by("referral", "id").values_list("referral", "before", "after")
        at: dict = {}
        for referral, before, after in steps:
            assert before == at.get(referral, "draft"), "a history without gaps"
            at[referral] = after

    @invariant()
    def each_team_knows_her_as_long_as_the_model_says(self):
        if not hasattr(self, "model"):
            return
        with self.clock():
            for name, by in self.teams.items():
                known = policies.verdict(by, self.jean.id, Part.IDENTITY).allowed
                assert known == self.model.knows(name, self.day), name


def test_whatever_happens_comes_out_as_the_model_says():
    with ids.seeded("driven"), clock.at(MOMENT):
        Care.teams = {name: worlds.wearing(worlds.team(name)) for name in TEAMS}
        Care.jean = worlds.taken_in(Care.teams["first"])
        Care.me = worlds.herself(Care.jean)
        Care.where = worlds.place("Airdrie")
        run_state_machine_as_test(
            Care,
            settings=settings(
                max_examples=45,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
                derandomize=True,
            ),
        )
    common = {"accept", "hand_on", "complete", "read", "mark_error", "ask_openly", "claim", "all passed"}
    assert Care.seen.keys() >= common, "it has become too short"
