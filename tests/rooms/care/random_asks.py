"""What was asked, hoped and done for the people of a random world, and an oracle of who sees it: slow, from words.

    she sees all of it; its two ends see all of it while they may know her, and afterwards that it was; whoever
    stands further up its chain sees that it is, while they may know her; others see it only if that part of her
    record is theirs to see, and neither it nor a team at one end of it is hidden from them
    a draft is its author's; a link opens the one ask that it was mailed for; a carer has all of it, or nothing
    who was told of an open offer sees the offer; who is in the room sees the line

The people, and whom of them somebody may know, are those of `people.random_worlds`; the oracle stands on its words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from ecotone.access.principal import Link, Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.care import models as care
from ecotone.care.machine import FINAL, State
from ecotone.care.rules import Sight
from ecotone.ground import clock
from ecotone.ground.models import new
from ecotone.ground.prepared import insert
from ecotone.people.models import CarerPermission, Encounter, KeptBack, Relationship
from ecotone.people.rules import Part
from tests import worlds
from tests.rooms.people.random_worlds import World, lawful

STATES = (State.DRAFT, State.OFFERED, State.ACCEPTED, State.COMPLETED, State.ENTERED_IN_ERROR, State.UNCLAIMED)
ASKS, LINKS = 3, 10
BY = {"author": "Somebody", "author_hat_id": None}


@dataclass
class Asked:
    """What is in the tables of care, in plain lists beside the people of a world; `kept` are asks kept back."""

    world: World
    asks: dict[UUID, care.Referral] = field(default_factory=dict)
    told: set[tuple[UUID, UUID]] = field(default_factory=set)
    hopes: list[care.Outcome] = field(default_factory=list)
    met: list[Encounter] = field(default_factory=list)
    gifts: list[care.Contribution] = field(default_factory=list)
    promises: list[care.Promise] = field(default_factory=list)
    signposts: list[care.Signpost] = field(default_factory=list)
    questions: list[care.Question] = field(default_factory=list)
    works: list[care.JointWork] = field(default_factory=list)
    partners: list[care.JointPartner] = field(default_factory=list)
    events: list[care.JointEvent] = field(default_factory=list)
    took_part: list[care.JointEventActor] = field(default_factory=list)
    meetings: dict[UUID, care.Meeting] = field(default_factory=dict)
    room: list[care.Attendance] = field(default_factory=list)
    lines: list[care.MeetingLine] = field(default_factory=list)
    frictions: list[care.Friction] = field(default_factory=list)
    beside: dict[str, list[Any]] = field(default_factory=dict)
    kept: set[UUID] = field(default_factory=set)
    callers: list[Principal] = field(default_factory=list)


def asked_in(world: World) -> Asked:
    """Puts asks and all that hangs on them into the tables of that world."""
    all_, chance = Asked(world), Random(world.seed)
    teams = sorted(world.belongs)
    workers = [by for by in world.callers if by.practises and by.token_id is None]
    service = worlds.service(worlds.actor("Somebody who can help")).id
    need = worlds.need("company").id
    for person_id in world.people:
        hope = new(care.Outcome, person_id=person_id, words="To walk again", kind="change", **BY)
        all_.hopes.append(hope)
        all_.met.append(_meeting_of_two(person_id, chance.choice(teams)))
        _ask(all_, chance, person_id, teams, hope, need)
        _beside(all_, chance, person_id, teams, workers)
    _hide(all_, chance)
    _work_jointly(all_, chance, teams)
    _meet(all_, chance, teams, workers)
    once = [ask.id for ask in all_.asks.values() if ask.target_id]
    of_nobody = [ask.id for ask in all_.asks.values() if not ask.target_id]
    all_.told = {(ask_id, chance.choice(teams)) for ask_id in [*of_nobody, *chance.sample(once, 6)]}
    _write(all_, service)
    links = [row for row in all_.asks.values() if row.target_id]
    all_.callers = [*world.callers, *(_by_link(world, chance, row) for row in chance.sample(links, LINKS))]
    all_.callers += [replace(by, role=Role.GUARDIAN) for by in workers[:2]]
    return all_


def _meeting_of_two(person_id: UUID, team: UUID) -> Encounter:
    how = {"channel": "visit", "mode": "read_only", "mode_said_by": "person", "at": clock.now()}
    return new(Encounter, person_id=person_id, actor_id=team, **how, **BY)


def _ask(all_: Asked, chance: Random, person_id: UUID, teams: list[UUID], hope: care.Outcome, need: UUID) -> None:
    """Asks for one person by teams that help her, and others; some handed on, some of nobody yet, some for a hope."""
    near = [tie.actor_id for tie in all_.world.ties[person_id]] or teams
    mine: list[care.Referral] = []
    for _ in range(ASKS):
        state = chance.choice(STATES)
        parent = chance.choice([row for row in mine if row.target_id] or [None]) if chance.random() < 0.5 else None
        source = parent.target_id if parent else chance.choice([None, *near, *near])
        target = chance.choice([team for team in [*near, *teams] if team != source])
        row = new(
            care.Referral,
            person_id=person_id,
            parent=parent,
            source_id=source,
            target_id=None if state is State.UNCLAIMED else target,
            need_id=need,
            outcome_id=hope.id if chance.random() < 0.3 else None,
            why="She has nobody to talk to",
            sensitive=chance.random() < 0.2,
            basis=Basis.CONSENT,
            state=state,
            reply_by=clock.today(),
            ended_at=clock.now() if state in FINAL else None,
            chain_id=worlds.UNKNOWN,
            author_account_id=worlds.UNKNOWN,
            author_actor_id=source,
            author="Somebody",
        )
        row.chain_id = parent.chain_id if parent else row.id
        mine.append(row)
        all_.asks[row.id] = row


def _beside(all_: Asked, chance: Random, person_id: UUID, teams: list[UUID], workers: list[Principal]) -> None:
    """A signpost, a question, what somebody met as in the way, a promise and a gift, for one person."""
    hope, met, ask = all_.hopes[-1], all_.met[-1], list(all_.asks.values())[-1]
    one, other = chance.sample(teams, 2)
    sent = {"from_actor_id": one, "to_actor_id": other, "on": clock.today(), "said_by": "person"}
    by = chance.choice(workers)
    signed = {"author": by.name, "author_account_id": by.account_id, "author_actor_id": by.actor_id}
    all_.signposts.append(new(care.Signpost, person_id=person_id, sensitive=chance.random() < 0.3, **sent, **signed))
    whose = chance.choice((person_id, person_id, None))
    all_.questions.append(
        new(care.Question, source_id=one, target_id=other, person_id=whose, text="Is there room?", **BY)
    )
    lies_on = chance.choice((ask, None))
    all_.frictions.append(new(care.Friction, kind="rule", words="Two forms", referral=lies_on, **signed))
    for to in ({"referral": ask}, {"outcome": hope}, {"encounter": met}):
        given = {"by_person": True, "kind": "time", "words": "An hour", "on": clock.today()}
        all_.gifts.append(new(care.Contribution, **to, **given, **BY))
    for to in ({"referral": ask}, {"outcome": hope}):
        said = {"person_id": person_id, "words": "I will ring", "carrier": "alone"}
        all_.promises.append(new(care.Promise, **to, **said, **BY))


def _hide(all_: Asked, chance: Random) -> None:
    """Some relationships are sensitive, or opened by an ask; some permissions cover that; some asks are kept back."""
    ties = [tie for of_one in all_.world.ties.values() for tie in of_one]
    for tie in chance.sample(ties, len(ties) // 4):
        tie.sensitive = True
    for permission in all_.world.permissions.values():
        permission.sensitive = chance.random() < 0.5
        hers = [row.id for row in all_.asks.values() if row.person_id == permission.person_id]
        all_.kept |= {*chance.sample(hers, 1)} if chance.random() < 0.6 else set()
        for tie in all_.world.ties[permission.person_id]:
            tie.opened_by = chance.choice([*hers, None])


def _work_jointly(all_: Asked, chance: Random, teams: list[UUID]) -> None:
    for number in range(16):
        about = chance.choice([*all_.world.people, None]) if number % 4 else None
        work = new(care.JointWork, person_id=about, title="A garden", aim="Company", since=clock.today(), **BY)
        all_.works.append(work)
        for team in chance.sample(teams, 3):
            state = chance.choice(("proposed", "joined", "left"))
            all_.partners.append(new(care.JointPartner, work=work, actor_id=team, state=state))
    for work in [*all_.works, *[None] * 6]:
        signed = {"author": "Somebody", "author_actor_id": chance.choice(teams)}
        on = {"kind": "shadowing", "on": clock.today(), "minutes": 30, "funding": "own"}
        event = new(care.JointEvent, work=work, **on, **signed)
        all_.events.append(event)
        all_.took_part += [care.JointEventActor(event_id=event.id, actor_id=team) for team in chance.sample(teams, 2)]


def _meet(all_: Asked, chance: Random, teams: list[UUID], workers: list[Principal]) -> None:
    """A meeting or two of each team, with asks of anybody on the list, and guests who are there, or were."""
    now = clock.now()
    for number, team in enumerate([*teams, *teams]):
        state = chance.choice(("planned", "open", "closed"))
        days = {
            "opened_at": now if state != "planned" else None,
            "closed_at": now if state == "closed" else None,
        }
        at = now.replace(microsecond=number)
        row = new(care.Meeting, team_id=team, title="Screening", starts_at=at, state=state, **days, **BY)
        all_.meetings[row.id] = row
        for order, ask in enumerate(chance.sample(list(all_.asks.values()), 6)):
            line = {"referral": ask, "order": order, "changed_at": now}
            all_.lines.append(new(care.MeetingLine, meeting=row, **line, **BY))
        for by in chance.sample(workers, 3):
            who = {"account_id": by.account_id, "actor_id": by.actor_id, "name": "Ann", "sector": "nhs"}
            left = chance.choice((None, now))
            all_.room.append(new(care.Attendance, meeting=row, came_at=now, left_at=left, **who, **BY))


def _write(all_: Asked, service: UUID) -> None:
    ties = [tie for of_one in all_.world.ties.values() for tie in of_one]
    Relationship.objects.bulk_update(ties, ["sensitive", "opened_by"])
    CarerPermission.objects.bulk_update(all_.world.permissions.values(), ["sensitive"])
    insert(
        new(KeptBack, person_id=all_.asks[ask].person_id, kind="referral", subject_id=ask)
        for ask in sorted(all_.kept)
    )
    for rows in (all_.hopes, all_.met, all_.asks.values(), all_.gifts, all_.promises, all_.signposts, all_.questions):
        insert(rows)
    for rows in (all_.works, all_.partners, all_.events, all_.meetings.values(), all_.room, all_.lines):
        insert(rows)
    insert(all_.frictions)
    care.JointEventActor.objects.bulk_create(all_.took_part)
    all_.beside = _hung_on(all_)
    for rows in all_.beside.values():
        insert(rows)
    told = sorted(all_.told)
    insert(new(care.Candidate, referral_id=ask, actor_id=team, service_id=service) for ask, team in told)
    for ask in all_.asks.values():
        step = {"code": "offer", "before": "draft", "after": "offered", "party": "source"}
        insert([new(care.ReferralMove, referral=ask, **step, **BY)])
        insert([new(care.Judgement, referral=ask, view="met", pen="person", means="page", **BY)])


def _hung_on(all_: Asked) -> dict[str, list[Any]]:
    """A row of each table that is seen with another: by the name of its table."""
    said, of_lines = {"words": "As it was", **BY}, all_.lines
    notes = [new(care.MeetingNote, meeting_id=line.meeting_id, line=line, **said) for line in of_lines]
    notes += [new(care.MeetingNote, meeting=row, **said) for row in all_.meetings.values()]
    return {
        "care_outcomereview": [
            new(care.OutcomeReview, outcome=row, change="better", pen="person", **said) for row in all_.hopes
        ],
        "care_jointaction": [
            new(care.JointAction, work=row, actor_id=all_.partners[0].actor_id, what="Dig", **BY)
            for row in all_.works
        ],
        "care_dissent": [new(care.Dissent, line=line, who="Ann", sector="nhs", **said) for line in of_lines],
        "care_meetingnote": notes,
        "care_turn": [new(care.Turn, friction=row, became="standing", **said) for row in all_.frictions],
    }


def _by_link(world: World, chance: Random, ask: care.Referral) -> Principal:
    actors, sectors = world.belongs[ask.target_id]
    parts = frozenset(map(str, chance.sample((Part.MATTERS, Part.OUTCOMES, Part.REFERRALS, Part.CIRCLE), 2)))
    link = Link(UUID(int=5), "group@example.org", ask.id, ask.person_id, parts)
    belonging = {"actor_id": ask.target_id, "organisation_ids": actors - {ask.target_id}, "sectors": sectors}
    return Principal(Kind.LINK, name="a link", link=link, **belonging)


class Oracle:
    """Who sees what, for one caller at one moment, doing one thing; each method read aloud is a sentence."""

    def __init__(self, all_: Asked, by: Principal, at: datetime, doing: str) -> None:
        self.all, self.by, self.at, self.doing = all_, by, at, doing
        self.part = cache(lambda person_id, part: lawful(all_.world, by, person_id, part, at, doing))

    def knows(self, person_id: UUID) -> bool:
        who = self.part(person_id, Part.IDENTITY)
        return self.part(person_id, Part.REFERRALS) is not None if who == "legal_duty" else who is not None

    def is_her(self, person_id: UUID | None) -> bool:
        return self.by.kind is Kind.PERSON and person_id is not None and self.by.person_id == person_id

    def ours(self, *teams: UUID | None) -> bool:
        return self.by.practises and self.by.actor_id in teams

    def sight(self, ask: care.Referral) -> Sight:
        """As the database knows it, which knows no guardians, and shows what was an error to who saw it before."""
        draft, person_id = ask.state == "draft", ask.person_id
        if self.is_her(person_id):
            return Sight.NOTHING if draft and ask.source_id else Sight.FULL
        if self.by.kind is Kind.CARER:
            return self._by_permission(ask)
        if self.by.kind is Kind.LINK:
            mailed = self.by.link.referral_id == ask.id and self.by.actor_id == ask.target_id and not draft
            return (Sight.FULL if self.knows(person_id) else Sight.OUTLINE) if mailed else Sight.NOTHING
        if self.ours(ask.source_id) or (self.ours(ask.target_id) and not draft):
            return Sight.FULL if self.knows(person_id) else Sight.OUTLINE
        if draft or not self.knows(person_id):
            return Sight.NOTHING
        if self.part(person_id, Part.REFERRALS) and not ask.sensitive and not self.hides(person_id, *_ends(ask)):
            return Sight.FULL
        return Sight.OUTLINE if any(self.ours(*_ends(above)) for above in _above(ask)) else Sight.NOTHING

    def _by_permission(self, ask: care.Referral) -> Sight:
        person_id, drafts = ask.person_id, ask.state == "draft"
        if drafts and (ask.source_id or ask.author_account_id != self.by.account_id):
            return Sight.NOTHING
        if not self.part(person_id, Part.REFERRALS) or ask.id in self.all.kept:
            return Sight.NOTHING
        if (ask.sensitive and not self.covers_sensitive()) or self.hides(person_id, *_ends(ask)):
            return Sight.NOTHING
        return Sight.FULL if self.knows(person_id) else Sight.OUTLINE

    def covers_sensitive(self) -> bool:
        return self.all.world.permissions[self.by.permission_id].sensitive

    def hides(self, person_id: UUID, *teams: UUID | None) -> bool:
        """Whether one of these teams is known by its help for her, and that is to be kept from this caller."""
        if self.is_her(person_id):
            return False
        for tie in self.all.world.ties[person_id]:
            if tie.actor_id in teams and tie.actor_id != self.by.actor_id:
                carer = self.by.kind is Kind.CARER
                if tie.sensitive and not (carer and self.covers_sensitive()):
                    return True
                if carer and tie.opened_by in self.all.kept:
                    return True
        return False

    def glimpses(self, ask: care.Referral) -> bool:
        told = any(self.ours(team) for ask_id, team in self.all.told if ask_id == ask.id)
        return ask.state != "draft" and (
            told or any(self.sits(self.all.meetings[line.meeting_id]) for line in self._lines_of(ask))
        )

    def _lines_of(self, ask: care.Referral) -> Iterable[care.MeetingLine]:
        return (line for line in self.all.lines if line.referral_id == ask.id)

    def sits(self, meeting: care.Meeting) -> bool:
        there = (
            row.left_at is None or meeting.state == "closed"
            for row in self.all.room
            if row.meeting_id == meeting.id and row.account_id == self.by.account_id and self.ours(row.actor_id)
        )
        return self.ours(meeting.team_id) or any(there)

    def line(self, line: care.MeetingLine) -> bool:
        return self.sits(self.all.meetings[line.meeting_id]) or self.is_her(line.referral.person_id)

    def hope(self, hope: care.Outcome) -> bool:
        asks = (ask for ask in self.all.asks.values() if ask.outcome_id == hope.id)
        return bool(self.part(hope.person_id, Part.OUTCOMES)) or any(self.sight(ask) is Sight.FULL for ask in asks)

    def gift(self, row: Any) -> bool:
        if row.referral_id:
            return self.sight(self.all.asks[row.referral_id]) is Sight.FULL
        if row.outcome_id:
            return self.hope(row.outcome)
        return self.part(row.encounter.person_id, Part.ENCOUNTERS) is not None

    def signpost(self, row: care.Signpost) -> bool:
        if self.is_her(row.person_id):
            return True
        if self.by.kind is Kind.LINK or not self.knows(row.person_id):
            return False
        if self.ours(row.author_actor_id):
            return True
        shared = self.part(row.person_id, Part.REFERRALS) is not None and not row.sensitive
        return shared and not self.hides(row.person_id, row.from_actor_id, row.to_actor_id)

    def question(self, row: care.Question) -> bool:
        return self.ours(row.source_id, row.target_id) and (row.person_id is None or self.knows(row.person_id))

    def joint(self, work: care.JointWork) -> bool:
        partners = (p.actor_id for p in self.all.partners if p.work_id == work.id and p.state != "left")
        return self.is_her(work.person_id) or (
            self.ours(*partners) and (work.person_id is None or self.knows(work.person_id))
        )

    def event(self, row: care.JointEvent) -> bool:
        if row.work_id:
            return self.joint(row.work)
        return self.ours(row.author_actor_id, *(t.actor_id for t in self.all.took_part if t.event_id == row.id))

    def wrote(self, row: care.Friction) -> bool:
        me = self.by.account_id is not None and row.author_account_id == self.by.account_id
        return (me and row.author_actor_id == self.by.actor_id) or self.ours(row.author_actor_id)

    def friction(self, row: care.Friction) -> bool:
        through = row.referral_id and self.by.kind is not Kind.LINK
        return self.wrote(row) or (bool(through) and self.sight(self.all.asks[row.referral_id]) is Sight.FULL)


def _ends(ask: care.Referral) -> tuple[UUID | None, UUID | None]:
    return ask.source_id, ask.target_id


def _above(ask: care.Referral) -> Iterator[care.Referral]:
    while (ask := ask.parent) is not None:
        yield ask
