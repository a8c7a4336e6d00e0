"""The rule for one record, the rule for lists, and the pages' views agree with one another on random worlds.

A world is built through the actions and remembered beside them in plain lists; whoever then asks, of whatever role,
at whatever time, gets the answer that the remembered facts give.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose, Role
from ecotone.access.verdicts import Refused, Verdict, Withheld
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import actions, policies, queries
from ecotone.people.models import CarerPermission, Person
from ecotone.people.rules import (
    COVERABLE,
    SHAREABLE,
    Act,
    CareRole,
    Choice,
    Duty,
    DutyKind,
    Effect,
    Facts,
    Part,
    Permission,
    Tie,
    decide,
)
from tests import worlds
from tests.worlds import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
DAYS = 12


@dataclass
class Remembered:
    """What was done in a world, by person."""

    people: list[Person]
    themselves: list[Principal]
    workers: list[Principal]
    ties: dict[UUID, list[Tie]] = field(default_factory=dict)
    choices: dict[UUID, tuple[UUID, Choice]] = field(default_factory=dict)
    glasses: dict[tuple[UUID, UUID], tuple[datetime, datetime]] = field(default_factory=dict)
    carers: dict[UUID, tuple[Principal, UUID, Permission]] = field(default_factory=dict)
    guardian: Principal | None = None
    duties: dict[UUID, tuple[UUID, Duty]] = field(default_factory=dict)

    def facts(self, by: Principal, person_id: UUID) -> Facts:
        works = by.kind is Kind.WORKER and by.role in (Role.WORKER, Role.LEAD) and by.actor_id is not None
        return Facts(
            signed_in=by.kind in (Kind.WORKER, Kind.PERSON, Kind.CARER),
            is_self=by.kind is Kind.PERSON and by.person_id == person_id,
            practises=works and by.purpose is Purpose.CARE,
            learns=works and by.purpose is Purpose.IMPROVEMENT,
            actor_id=by.actor_id,
            actor_ids=by.organisation_ids | {by.actor_id},
            sectors=by.sectors,
            ties=tuple(self.ties.get(person_id, ())),
            choices=tuple(choice for of, choice in self.choices.values() if of == person_id),
            is_carer=by.kind is Kind.CARER,
            permission=self.permission(by, person_id),
            emergency=self.glass(by, person_id),
            duties=tuple(duty for of, duty in self.duties.values() if of == person_id),
        )

    def glass(self, by: Principal, person_id: UUID) -> datetime | None:
        since, until = self.glasses.get((by.hat_id, person_id), (None, None))
        return until if since and since <= clock.now() else None

    def permission(self, by: Principal, person_id: UUID) -> Permission | None:
        if by.kind is not Kind.CARER:
            return None
        _, of, given = self.carers[by.permission_id]
        return given if of == person_id == by.cares_for else None


def a_world(chance: Random) -> Remembered:
    board = worlds.actor("Drumgray Health Board", sector=Sector.NHS)
    council = worlds.actor("Drumgray Council", sector=Sector.COUNCIL)
    charity = worlds.actor("Good Neighbours", sector=Sector.THIRD)
    joint = worlds.team("Joint team", board, council)
    nurses = worlds.team("Nurses", board)
    people = [worlds.person(f"Person {n}") for n in range(5)]
    world = Remembered(
        people=people,
        themselves=[worlds.herself(each) for each in people],
        workers=[worlds.wearing(each) for each in (joint, nurses, charity, board)],
        guardian=worlds.wearing(worlds.team("Records"), Role.GUARDIAN),
    )
    start = clock.now()
    for day in range(DAYS):
        with clock.at(start + timedelta(days=day)):
            if day in (2, DAYS - 1):
                permit(world, chance)
            for _ in range(6):
                chance.choice(HAPPENS)(world, chance)
            if day == DAYS - 1:
                break_glasses(world, chance)
    return world


def relate(world: Remembered, chance: Random) -> None:
    who, worker = chance.choice(world.people), chance.choice(world.workers)
    parts = frozenset(chance.sample(SHAREABLE, chance.randint(0, 3)))
    actions.open_relationship(
        by=SYSTEM,
        person_id=who.id,
        actor_id=worker.actor_id,
        role=CareRole.MEMBER,
        purpose="help",
        parts=parts,
        basis=Basis.CONSENT,
        opened_by=who.id,
    )
    ties = world.ties.setdefault(who.id, [])
    for n, tie in enumerate(ties):
        if tie.actor_id == worker.actor_id and tie.until is None:
            ties[n] = replace(tie, parts=tie.parts | parts)
            return
    ties.append(Tie(worker.actor_id, clock.now(), None, parts))


def end(world: Remembered, chance: Random) -> None:
    who, worker = chance.choice(world.people), chance.choice(world.workers)
    until = clock.now() + timedelta(days=chance.randint(0, 4))
    ties = world.ties.get(who.id, [])
    actions.end_relationship(
        by=SYSTEM, person_id=who.id, actor_id=worker.actor_id, because_of=worlds.UNKNOWN, until=until
    )
    for n, tie in enumerate(ties):
        if tie.actor_id == worker.actor_id and tie.until is None:
            ties[n] = replace(tie, until=max(until, tie.since + timedelta(microseconds=1)))


def choose(world: Remembered, chance: Random) -> None:
    who, effect = chance.choice(world.people), chance.choice(list(Effect))
    part = chance.choice([None, Part.IDENTITY, Part.CONTACT, Part.MATTERS, Part.HARMS])
    to = chance.choice(("actor", "organisation", "sector", "everyone"))
    worker = chance.choice(world.workers)
    given = {
        "actor": {"actor_id": worker.actor_id},
        "organisation": {"actor_id": chance.choice(sorted(worker.actor_ids))},
        "sector": {"sector": chance.choice(("nhs", "council", "third", "informal"))},
        "everyone": {},
    }[to]
    until = clock.now() + timedelta(days=chance.randint(1, 5)) if chance.random() < 0.4 else None
    given["purpose"] = chance.choice((None, None, None, Purpose.IMPROVEMENT))
    what_for = given["purpose"] or (Purpose.CARE if effect is Effect.GRANT else None)
    made = actions.choose_sharing(by=SYSTEM, person_id=who.id, effect=effect, part=part, until=until, **given)
    world.choices[made.id] = (who.id, Choice(effect, clock.now(), until, part=part, **given | {"purpose": what_for}))


def withdraw(world: Remembered, chance: Random) -> None:
    if world.choices:
        choice_id = chance.choice(list(world.choices))
        who, _ = world.choices.pop(choice_id)
        actions.withdraw_choice(by=next(p for p in world.themselves if p.person_id == who), choice_id=choice_id)


def permit(world: Remembered, chance: Random) -> None:
    """Somebody is permitted to act, from now or from some day on; accepted at once, or never."""
    me = chance.choice(world.themselves)
    tie = actions.add_to_circle(by=me, person_id=me.own_id, kind="family", name="Ann")
    carer = worlds.account(f"Carer {len(world.carers)}")
    since = clock.now() + timedelta(days=chance.choice((0, 0, 2)))
    parts = frozenset(chance.sample(COVERABLE, chance.randint(1, 6))) | {Part.REFERRALS}
    given = {"parts": parts, "acts": chance.sample(list(Act), 3), "sensitive": chance.random() < 0.3}
    made = actions.offer_permission(
        by=me,
        person_id=me.own_id,
        tie_id=tie.id,
        email=carer.email,
        since=since,
        until=since + timedelta(days=chance.randint(2, 15)),
        **given,
    )
    accepted = chance.random() < 0.8
    if accepted:
        signed_in = Principal(kind=Kind.NOBODY, account_id=carer.id)
        actions.accept_permission(by=signed_in, permission_id=made.id, version=1)
    by = Principal(Kind.CARER, carer.id, cares_for=me.own_id, permission_id=made.id)
    acts, sensitive = frozenset(given["acts"]), given["sensitive"]
    kept = Permission(made.since, made.until, accepted, parts, acts, sensitive)
    world.carers[made.id] = (by, me.own_id, kept)


def break_glasses(world: Remembered, chance: Random) -> None:
    """Some of the workers open, in an emergency, whomever they may know to be here; of some that ends at once."""
    for worker in world.workers[:3]:
        for who in world.people:
            try:
                made = actions.break_glass(by=worker, person_id=who.id, reason="danger_to_life", text="She fell")
            except NotFound:
                continue
            if chance.random() < 0.2:
                actions.end_emergency(by=worker, emergency_id=made.id)
            else:
                world.glasses[worker.hat_id, who.id] = (made.since, made.until)


def bind(world: Remembered, chance: Random) -> None:
    """A law lets a team read some parts of somebody for some days; or one that holds is ended."""
    who, worker, kind = chance.choice(world.people), chance.choice(world.workers), chance.choice(list(DutyKind))
    held = [id_ for id_, (_, duty) in world.duties.items() if clock.now() < duty.until]
    if held and chance.random() < 0.3:
        own = chance.choice(held)
        actions.end_duty(by=world.guardian, duty_id=own, version=1, reason="over")
        del world.duties[own]
        return
    until = clock.now() + timedelta(days=chance.randint(1, 20))
    parts = frozenset(chance.sample(COVERABLE, chance.randint(1, 4)))
    there = any(of == who.id and (d.actor_id, d.kind) == (worker.actor_id, kind) for of, d in world.duties.values())
    if not there:
        given = {"actor_id": worker.actor_id, "kind": kind, "parts": parts, "until": until, "reference": "Case 1"}
        made = actions.record_duty(by=world.guardian, person_id=who.id, **given)
        world.duties[made.id] = (who.id, Duty(kind, worker.actor_id, clock.now(), until, parts))


def stop(world: Remembered, chance: Random) -> None:
    """One is taken back, or suspended, or lifted again."""
    if not world.carers:
        return
    own = chance.choice(list(world.carers))
    by, of, kept = world.carers[own]
    me, row = next(p for p in world.themselves if p.person_id == of), CarerPermission.of(own)
    if row.state != "active":
        return
    if chance.random() < 0.5:
        actions.end_permission(by=me, permission_id=own)
        world.carers[own] = (by, of, replace(kept, stands=False))
    elif row.suspended_at:
        actions.lift_suspension(by=SYSTEM, permission_id=own, version=row.version)
        world.carers[own] = (by, of, replace(kept, stands=True))
    else:
        actions.suspend_permission(by=SYSTEM, permission_id=own, version=row.version, reason="unsafe")
        world.carers[own] = (by, of, replace(kept, stands=False))


HAPPENS = (relate, relate, end, choose, choose, choose, withdraw, permit, stop, bind, bind)


def everyone(world: Remembered) -> list[Principal]:
    in_roles = [replace(worker, role=role) for worker in world.workers for role in Role]
    learning = [replace(worker, purpose=Purpose.IMPROVEMENT) for worker in world.workers]
    astray = [replace(world.workers[0], actor_id=None), replace(world.workers[0], role=None)]
    acting = [by for by, _, _ in world.carers.values()]
    other = [replace(by, cares_for=who.id) for by, _, _ in [*world.carers.values()][:2] for who in world.people[:2]]
    return [*in_roles, *learning, *astray, *world.themselves, *acting, *other, Principal.nobody(), SYSTEM]


def reason(verdict: Verdict) -> str:
    return "a law" if verdict.basis is Basis.LEGAL_DUTY else verdict.code


@pytest.mark.commitment(3)
@pytest.mark.parametrize("seed", range(4))
def test_one_record_and_lists_answer_as_the_remembered_facts_do(seed):
    """Some 40 principals × 5 people × 13 parts × 4 times: a yes and a no of every kind."""
    world = a_world(Random(seed))
    principals, start, reasons = everyone(world), clock.now(), set()
    ids = [each.id for each in world.people]
    for day in (0, DAYS - 1, DAYS + 1, DAYS + 8):
        with clock.at(start + timedelta(days=day)):
            for by in principals:
                found = policies.verdicts(by, ids)
                facts = {id_: world.facts(by, id_) for id_ in ids}
                assert found == {id_: {p: decide(facts[id_], p, clock.now()) for p in Part} for id_ in ids}
                listed = set(policies.visible_to(by).values_list("id", flat=True))
                assert listed == {id_ for id_ in ids if found[id_][Part.IDENTITY].allowed}
                reasons |= {reason(verdict) for each in found.values() for verdict in each.values()}
    assert reasons >= {
        "access.nobody",
        "people.own_record",
        "people.counts_only",
        "people.no_relationship",
        "people.person_refused",
        "people.by_relationship",
        "people.not_shared",
        "people.by_permission",
        "people.no_permission",
        "people.not_permitted",
        "people.by_emergency",
        "a law",
    }


@pytest.mark.parametrize("seed", range(2))
def test_views_withhold_what_the_verdicts_refuse_and_show_the_rest(seed):
    world = a_world(Random(seed))
    with worlds.later(days=DAYS):
        for by in everyone(world):
            for who in world.people:
                verdicts = policies.verdicts(by, [who.id])[who.id]
                if not verdicts[Part.IDENTITY].allowed:
                    with pytest.raises(Refused):
                        queries.person(by, who.id)
                    continue
                view = queries.person(by, who.id)
                shown = {
                    Part.CONTACT: view.contact,
                    Part.CIRCLE: view.circle,
                    Part.INVOLVED: view.involved,
                    Part.ENCOUNTERS: view.encounters,
                    Part.IDENTIFIERS: view.identifiers,
                    **{section.part: section.entries for section in view.story},
                }
                withheld = {part: value.code for part, value in shown.items() if isinstance(value, Withheld)}
                assert withheld == {part: verdicts[part].code for part in shown if not verdicts[part].allowed}
                passed_on = {
                    p for p, v in verdicts.items() if v.allowed and v.basis is not Basis.LEGAL_DUTY and not by.learns
                }
                assert set(queries.shareable_parts(by, who.id)) == passed_on


@pytest.mark.commitment(3)
@pytest.mark.parametrize("seed", range(4))
def test_what_she_is_told_of_who_sees_what_is_what_they_see(seed):
    """Each team that helps her, with the parts that whoever works there would be let into at that moment."""
    world, found = a_world(Random(seed)), set()
    for day in (DAYS, DAYS + 4):
        with worlds.later(days=day):
            for me in world.themselves:
                shown = queries.who_sees(queries.person(me, me.own_id))
                told = {each.actor_id: each for each in shown}
                assert len(told) == len(shown), "each team once"
                for worker in world.workers:
                    verdicts = policies.verdicts(worker, [me.own_id])[me.own_id]
                    by_law = {part for part, verdict in verdicts.items() if verdict.basis is Basis.LEGAL_DUTY}
                    allowed = {part for part, verdict in verdicts.items() if verdict.allowed} - by_law
                    each = told.get(worker.actor_id)
                    assert allowed & {*SHAREABLE} == {*(each.parts if each else ())}
                    assert each is None or each.refused == (not allowed)
                    found.add((each is not None, bool(allowed), len(allowed) > 5))
    assert len(found) > 2
