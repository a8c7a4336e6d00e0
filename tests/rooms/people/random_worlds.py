"""Random worlds of who helps whom, and an oracle of who may see what: slow, and written from the words of the rule.

    a look is lawful when my team has a current relationship of care with the person (or I am she, or her carer within
    a permission), for a stated purpose, and the section was shared with that relationship or granted, and not refused
    … or to read it where a law names it for my team, though it was refused

A world is put into the tables in bulk and kept beside them in plain lists. Everything in it begins and ends on whole
days, and `MOMENTS` lie on such days and a microsecond before, so that half-open ends are met exactly. The oracle
reads the lists alone: nothing of what it judges.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from ecotone.access.principal import Link, Principal
from ecotone.access.rules import Basis, Kind, Purpose, Role
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.ground.models import new
from ecotone.ground.prepared import insert
from ecotone.people.models import (
    CarerPermission,
    CircleTie,
    DutyPart,
    EmergencyAccess,
    LegalDuty,
    Person,
    Relationship,
    SharedPart,
    SharingChoice,
)
from ecotone.people.rules import COVERABLE, SHAREABLE, Act, CareRole, DutyKind, Effect, Part, PermissionState
from tests import worlds

PEOPLE, CARERS, LINKS = 48, 26, 8
DAY = timedelta(days=1)
MOMENTS = (0 * DAY, 3 * DAY - timedelta(microseconds=1), 3 * DAY, 6 * DAY)
READ, WRITE, EXPORT = "read", "write", "export"


@dataclass
class World:
    """What is in the tables, by person; of each team the actors and the sectors that a word to them may name."""

    seed: int
    start: datetime
    belongs: dict[UUID, tuple[frozenset[UUID], frozenset[str]]] = field(default_factory=dict)
    people: dict[UUID, Person] = field(default_factory=dict)
    ties: dict[UUID, list[Relationship]] = field(default_factory=lambda: defaultdict(list))
    shared: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    choices: dict[UUID, list[SharingChoice]] = field(default_factory=lambda: defaultdict(list))
    emergencies: dict[UUID, list[EmergencyAccess]] = field(default_factory=lambda: defaultdict(list))
    laws: dict[UUID, list[LegalDuty]] = field(default_factory=lambda: defaultdict(list))
    opened: dict[UUID, set[str]] = field(default_factory=dict)
    permissions: dict[UUID, CarerPermission] = field(default_factory=dict)
    callers: list[Principal] = field(default_factory=list)


def a_world(seed: int) -> World:
    chance = Random(seed)
    world = World(seed, clock.now())
    teams = _organisations(world)
    workers = [worlds.wearing(team, chance.choice((Role.WORKER, Role.LEAD))) for team in teams]
    _people(world)
    for person_id in world.people:
        _helped(world, chance, person_id, teams)
        _chosen(world, chance, person_id, teams)
        _opened_in_emergencies(world, chance, person_id, workers)
        _opened_by_law(world, chance, person_id, workers)
    carers = [_permitted(world, chance) for _ in range(CARERS)]
    _write(world)
    world.callers = [*_callers(world, chance, workers), *carers, *_by_link(world, chance, teams)]
    return world


def _organisations(world: World) -> list[Actor]:
    """Bodies of several sectors and their teams, one of them of two; `belongs` is written down by hand."""
    nhs = worlds.actor("Drumgray Health Board", sector=Sector.NHS)
    council = worlds.actor("Drumgray Council", sector=Sector.COUNCIL)
    charity = worlds.actor("Good Neighbours", sector=Sector.THIRD)
    nurses, wards = worlds.team("Nurses", nhs), worlds.team("Wards", nhs)
    joint = worlds.team("Joint team", nhs, council)
    befriending = worlds.team("Befriending", charity, sector=Sector.THIRD)
    for one, whole, sectors in (
        (nhs, (), ("nhs",)),
        (charity, (), ("third",)),
        (nurses, (nhs,), ("nhs",)),
        (wards, (nhs,), ("nhs",)),
        (joint, (nhs, council), ("nhs", "council")),
        (befriending, (charity,), ("third",)),
    ):
        world.belongs[one.id] = frozenset({one.id, *(each.id for each in whole)}), frozenset(sectors)
    return [nhs, charity, nurses, wards, joint, befriending]


def _people(world: World) -> None:
    for number in range(PEOPLE):
        died = clock.today() if number % 8 == 7 else None
        row = new(Person, name=f"Person {number}", died_on=died)
        world.people[row.id] = row


def _period(world: World, chance: Random) -> tuple[datetime, datetime | None]:
    since = world.start + DAY * chance.randint(-6, 6)
    return since, None if chance.random() < 0.4 else since + DAY * chance.randint(1, 9)


def _helped(world: World, chance: Random, person_id: UUID, teams: list[Actor]) -> None:
    """Past, present and coming relationships, several with one team; at most one without an end."""
    for team in chance.sample(teams, chance.randint(0, 5)):
        for _ in range(chance.randint(1, 2)):
            since, until = _period(world, chance)
            if until is None and any(t.actor_id == team.id and t.until is None for t in world.ties[person_id]):
                continue
            given = {"role": chance.choice(list(CareRole)), "purpose": "help", "basis": Basis.CONSENT}
            tie = new(Relationship, person_id=person_id, actor_id=team.id, since=since, until=until, **given)
            world.ties[person_id].append(tie)
            world.shared[tie.id] |= {str(part) for part in chance.sample(SHAREABLE, chance.randint(0, 5))}


def _chosen(world: World, chance: Random, person_id: UUID, teams: list[Actor]) -> None:
    """Grants and refusals, to an actor, a sector or everyone, of one part or of all; some withdrawn, some ended."""
    for _ in range(chance.randint(0, 4)):
        since, until = _period(world, chance)
        actor = chance.choice(sorted({id_ for team in teams for id_ in world.belongs[team.id][0]}))
        to = chance.choice(
            ({"actor_id": actor}, {"actor_id": actor}, {"sector": chance.choice(("nhs", "third", "informal"))}, {})
        )
        effect, of_all = chance.choice((Effect.GRANT, Effect.GRANT, Effect.REFUSAL)), chance.random() < 0.3
        whatever = "" if effect is Effect.REFUSAL else Purpose.CARE
        row = new(
            SharingChoice,
            person_id=person_id,
            effect=effect,
            part="" if of_all else chance.choice(list(Part)),
            purpose=chance.choice((whatever, whatever, Purpose.IMPROVEMENT)),
            since=since,
            until=until,
            withdrawn_at=since if chance.random() < 0.2 else None,
            said_by="person",
            author="Jean",
            **to,
        )
        world.choices[person_id].append(row)


def _opened_in_emergencies(world: World, chance: Random, person_id: UUID, workers: list[Principal]) -> None:
    """By some workers, within the three hours about one of the moments; some ended early."""
    for worker in chance.sample(workers, chance.randint(0, 2)):
        since = world.start + chance.choice(MOMENTS) - timedelta(hours=chance.choice((-1, 0, 1, 2, 3)))
        row = new(
            EmergencyAccess,
            person_id=person_id,
            account_id=worker.account_id,
            hat_id=worker.hat_id,
            actor_id=worker.actor_id,
            made_by="A worker",
            author="",
            reason="danger_to_life",
            text="She fell",
            since=since,
            until=since + timedelta(hours=chance.choice((1, 2, 3))),
            ended_at=since if chance.random() < 0.2 else None,
            told=True,
            review_by=since.date(),
        )
        world.emergencies[person_id].append(row)


def _opened_by_law(world: World, chance: Random, person_id: UUID, workers: list[Principal]) -> None:
    """To some team, of some parts, for some time; recorded by a guardian, or by who would read by it; some ended."""
    for worker in chance.sample(workers, chance.choice((0, 0, 0, 1, 2))):
        since, until = _period(world, chance)
        ended = chance.random() < 0.2
        row = new(
            LegalDuty,
            person_id=person_id,
            actor_id=worker.actor_id,
            kind=chance.choice(list(DutyKind)),
            reference="A court's order",
            since=since,
            until=until or since + 20 * DAY,
            ended_at=since if ended else None,
            ended_by="A guardian" if ended else "",
            ended_reason="It was lifted" if ended else "",
            told=True,
            author="A guardian",
            author_account_id=worker.account_id if chance.random() < 0.2 else worlds.UNKNOWN,
        )
        world.laws[person_id].append(row)
        world.opened[row.id] = {str(part) for part in chance.sample(SHAREABLE, 3)}


def _permitted(world: World, chance: Random) -> Principal:
    """Somebody permitted to act, in any state, suspended, not begun, or over; an account each."""
    number, person_id = len(world.permissions), chance.choice(list(world.people))
    carer, (since, until) = worlds.account(f"Carer {number}"), _period(world, chance)
    states = (*[PermissionState.ACTIVE] * 6, *PermissionState)
    state = chance.choice(states)
    over = state in (PermissionState.DECLINED, PermissionState.ENDED)
    row = new(
        CarerPermission,
        person_id=person_id,
        email=f"carer{number}@example.org",
        account_id=None if state is PermissionState.OFFERED else carer.id,
        parts=sorted(chance.sample(COVERABLE, chance.randint(1, 8))),
        acts=[Act.TELL],
        since=since,
        until=until or since + 20 * DAY,
        state=state,
        said_by="person",
        author="Jean",
        ended_at=since if over else None,
        suspended_at=since if chance.random() < 0.2 else None,
    )
    world.permissions[row.id] = row
    return Principal(Kind.CARER, carer.id, name="Ann", cares_for=person_id, permission_id=row.id)


def _write(world: World) -> None:
    insert(world.people.values())
    insert(tie for ties in world.ties.values() for tie in ties)
    shared = [(tie, part) for tie, parts in world.shared.items() for part in sorted(parts)]
    SharedPart.objects.bulk_create(SharedPart(relationship_id=tie, part=part) for tie, part in shared)
    insert(choice for choices in world.choices.values() for choice in choices)
    insert(row for rows in world.emergencies.values() for row in rows)
    insert(row for rows in world.laws.values() for row in rows)
    named = [(duty, part) for duty, parts in world.opened.items() for part in sorted(parts)]
    DutyPart.objects.bulk_create(DutyPart(duty_id=duty, part=part) for duty, part in named)
    for row in world.permissions.values():
        by = {"kind": "family", "name": "Ann", "named_by": "person", "author": "Jean"}
        row.tie = new(CircleTie, person_id=row.person_id, since=clock.today(), **by)
    insert(row.tie for row in world.permissions.values())
    insert(world.permissions.values())


def _callers(world: World, chance: Random, workers: list[Principal]) -> Iterator[Principal]:
    """Each worker in their hat; every role; one account in two hats; a token; no hat."""
    yield from workers
    yield from (replace(worker, purpose=Purpose.IMPROVEMENT) for worker in workers)
    for role in Role:
        yield replace(chance.choice(workers), role=role)
    one, other = workers[:2]
    yield replace(other, account_id=one.account_id)
    yield replace(one, hat_id=other.hat_id)
    yield replace(one, actor_id=None)
    yield replace(one, role=None)
    yield from (replace(worker, token_id=worlds.UNKNOWN) for worker in workers[1:4])
    for person_id in chance.sample(list(world.people), 6):
        yield Principal(Kind.PERSON, account_id=worlds.UNKNOWN, name="Jean", person_id=person_id)
    for row in chance.sample(list(world.permissions.values()), 4):
        acting = {"account_id": row.account_id, "cares_for": row.person_id, "permission_id": row.id}
        yield Principal(Kind.CARER, **acting | {"account_id": one.account_id})
        yield Principal(Kind.CARER, **acting | {"cares_for": chance.choice(list(world.people))})
        yield Principal(Kind.CARER, **acting | {"permission_id": chance.choice(list(world.permissions))})
    yield from (worlds.NOBODY, worlds.SYSTEM)


def _by_link(world: World, chance: Random, teams: list[Actor]) -> Iterator[Principal]:
    """Whoever came by a link that was mailed to one of the teams, for an ask about one person; one that is over."""
    for person_id in [None, *chance.sample(list(world.people), LINKS)]:
        tied = [tie.actor_id for tie in world.ties[person_id]] if person_id else []
        team = chance.choice(tied or [each.id for each in teams])
        actors, sectors = world.belongs[team]
        parts = frozenset(map(str, chance.sample(SHAREABLE, 3))) if person_id else frozenset()
        link = Link(UUID(int=5), "group@example.org", person_id and UUID(int=6), person_id, parts)
        belonging = {"actor_id": team, "organisation_ids": actors - {team}, "sectors": sectors}
        yield Principal(Kind.LINK, name="a link", link=link, **belonging)


def lawful(world: World, by: Principal, person_id: UUID, part: Part, at: datetime, doing: str = READ) -> Basis | None:
    """The oracle: why this look is lawful; None where it is not."""
    if by.kind is Kind.PERSON and by.person_id == person_id:
        return Basis.SELF
    if by.kind is Kind.CARER:
        return Basis.CARER if _carer_may(world, by, person_id, part, at) else None
    if by.kind is Kind.WORKER and by.role in ("worker", "lead") and by.actor_id:
        if by.purpose == "improvement":
            return Basis.GRANT if _may_learn(world, by, person_id, part, at) and doing == READ else None
        return _team_may(world, by, person_id, part, at, doing)
    if by.kind is Kind.LINK and by.link.person_id == person_id:
        opened = part in by.link.parts or part in ("identity", "contact")
        return _team_may(world, by, person_id, part, at, doing) if opened else None
    return None


def _now(row: Relationship | SharingChoice | CarerPermission | EmergencyAccess | LegalDuty, at: datetime) -> bool:
    return row.since <= at and not (row.until and row.until <= at)


def _said(world: World, person_id: UUID, part: Part, at: datetime, what_for: str = "care") -> Iterator[SharingChoice]:
    """What she said of this part that holds now, for that purpose."""
    for row in world.choices[person_id]:
        if _now(row, at) and row.withdrawn_at is None and row.part in ("", part) and row.purpose in ("", what_for):
            yield row


def _to_us(world: World, by: Principal, row: SharingChoice) -> bool:
    actors, sectors = world.belongs[by.actor_id]
    return row.actor_id in actors or row.sector in sectors or (row.actor_id is None and row.sector == "")


def _may_learn(world: World, by: Principal, person_id: UUID, part: Part, at: datetime) -> bool:
    """They help her; she lets them learn from that part (from any, for who she is); and did not refuse that."""
    told = [
        row for each in Part for row in _said(world, person_id, each, at, "improvement") if _to_us(world, by, row)
    ]
    return (
        any(tie.actor_id == by.actor_id and _now(tie, at) for tie in world.ties[person_id])
        and part not in ("outcomes", "referrals")
        and any(
            row.effect == "grant"
            and (row.part not in ("outcomes", "referrals") if part == "identity" else row.part in ("", part))
            for row in told
        )
        and not any(row.effect == "refusal" and row.part in ("", part) for row in told)
    )


def _team_may(world: World, by: Principal, person_id: UUID, part: Part, at: datetime, doing: str) -> Basis | None:
    to_us = [row.effect for row in _said(world, person_id, part, at) if _to_us(world, by, row)]
    ties = [tie for tie in world.ties[person_id] if tie.actor_id == by.actor_id and _now(tie, at)]
    refused = "refusal" in to_us
    if ties and not refused:
        if part in ("identity", "contact") or any(part in world.shared[tie.id] for tie in ties):
            return Basis.RELATIONSHIP
        if "grant" in to_us:
            return Basis.GRANT
    if doing != READ:
        return None
    if _a_law_says_so(world, by, person_id, part, at):
        return Basis.LEGAL_DUTY
    return Basis.VITAL_INTEREST if not refused and _broke_the_glass(world, by, person_id, at) else None


def _a_law_says_so(world: World, by: Principal, person_id: UUID, part: Part, at: datetime) -> bool:
    """That this team must be let see it: read by hand, by anybody there but whoever recorded it."""
    return (
        by.kind is Kind.WORKER
        and by.token_id is None
        and any(
            row.actor_id == by.actor_id
            and row.author_account_id != by.account_id
            and row.ended_at is None
            and _now(row, at)
            and (part == "identity" or part in world.opened[row.id])
            for row in world.laws[person_id]
        )
    )


def _broke_the_glass(world: World, by: Principal, person_id: UUID, at: datetime) -> bool:
    """This account, in this hat, by hand, for this team, within the hours, and has not ended it."""
    if by.kind is not Kind.WORKER or by.token_id:
        return False
    mine = (by.account_id, by.hat_id, by.actor_id)
    return any(
        (row.account_id, row.hat_id, row.actor_id) == mine and row.ended_at is None and _now(row, at)
        for row in world.emergencies[person_id]
    )


def _carer_may(world: World, by: Principal, person_id: UUID, part: Part, at: datetime) -> bool:
    if not _stands(world, by, person_id, at):
        return False
    if any(
        said.effect == "refusal" and said.actor_id is None and said.sector in ("", "informal")
        for said in _said(world, person_id, part, at)
    ):
        return False
    return part == "identity" or part in world.permissions[by.permission_id].parts


def _stands(world: World, by: Principal, person_id: UUID, at: datetime) -> bool:
    """Whether the permission by which this carer acts is theirs, for this person, who lives, and holds now."""
    row = world.permissions.get(by.permission_id)
    if row is None or row.account_id is None or row.account_id != by.account_id:
        return False
    if row.person_id != person_id or by.cares_for != person_id or world.people[person_id].died_on:
        return False
    return row.state == "active" and row.suspended_at is None and _now(row, at)


def within_reach(world: World, by: Principal, person_id: UUID, part: Part, at: datetime, doing: str = READ) -> bool:
    """The same, but for what was shared: whether rows of that part could be opened to this caller at all."""
    if by.kind is Kind.PERSON:
        return by.person_id == person_id
    noes = {(row.actor_id, row.sector) for row in _said(world, person_id, part, at) if row.effect == "refusal"}
    if by.kind is Kind.CARER:
        return _stands(world, by, person_id, at) and not noes & {(None, ""), (None, "informal")}
    if by.kind is Kind.WORKER and by.role in ("worker", "lead") and by.actor_id and by.purpose == "improvement":
        return doing == READ and _may_learn(world, by, person_id, part, at)
    if not (by.practises or (by.link and by.link.person_id == person_id)):
        return False
    actors, sectors = world.belongs[by.actor_id]
    if by.practises and doing == READ and _a_law_says_so(world, by, person_id, part, at):
        return True
    if noes & {(None, ""), *((actor, "") for actor in actors), *((None, sector) for sector in sectors)}:
        return False
    helps = any(tie.actor_id == by.actor_id and _now(tie, at) for tie in world.ties[person_id])
    return helps or (doing == READ and _broke_the_glass(world, by, person_id, at))
