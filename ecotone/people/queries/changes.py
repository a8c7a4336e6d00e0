"""Reads for what a change of sharing will do, before it is made. Nothing is written; the rule decides, twice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Purpose
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.views import Belonging
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check
from ecotone.people import policies
from ecotone.people.models import CarerPermission, EmergencyAccess, LegalDuty, Person, Relationship, SharingChoice
from ecotone.people.rules import Choice, Duty, DutyKind, Effect, Facts, Part, PermissionState, Tie, after_death
from ecotone.people.rules.changes import (
    laws_in,
    to_learn,
    what_changes,
    wish,
    wish_problems,
    with_choice,
    with_choices,
    without_permission,
)
from ecotone.people.views.changes import Preview, ReaderChange

Otherwise = Callable[["_Reader"], Facts]
"""The facts about a reader, as they would be."""


@dataclass(frozen=True)
class _Reader:
    id: UUID
    name: str
    facts: Facts


@widened(Why.RULE)
def choice_would_change(
    by: Principal,
    person_id: UUID,
    *,
    effect: Effect,
    actor_id: UUID | None = None,
    sector: str = "",
    part: Part | None = None,
    purpose: Purpose | None = None,
    until: datetime | None = None,
    authority_id: UUID | None = None,
) -> Preview:
    """What a grant or a refusal will do to each who helps her or acts for her, from this moment. Nothing is changed.

    Raises Refused, Invalid as making the choice would.
    """
    wished = wish(effect, clock.now(), until, actor_id=actor_id, sector=sector, part=part, purpose=purpose)
    signed = policies.may_sign_choice(by, person_id, wished, authority_id)
    verdict = signed.verdict.require("person", person_id)
    gone = after_death(Person.of(person_id).died_on) if effect == Effect.GRANT else []
    check([*wish_problems(wished), *gone, *policies.overruled(person_id, wished, signed)])
    return _preview(by, person_id, verdict, signed.until(until), lambda reader: with_choice(reader.facts, wished))


@widened(Why.RULE)
def withdrawal_would_change(by: Principal, choice_id: UUID, authority_id: UUID | None = None) -> Preview:
    """What taking back a grant or a refusal will do. Raises Refused, Invalid as taking it back would."""
    row = SharingChoice.of(choice_id)
    verdict = policies.may_withdraw(by, row, authority_id).verdict.require("person", row.person_id)
    if row.withdrawn_at is not None:
        raise Invalid(Problem("people.ended"))
    left = tuple(policies.as_chosen(row.person_id, but=choice_id))
    return _preview(by, row.person_id, verdict, None, lambda reader: with_choices(reader.facts, left))


@widened(Why.RULE)
def ending_would_change(by: Principal, permission_id: UUID) -> Preview:
    """What ending a carer's permission will do, by whoever may take it back. Raises Refused to all others."""
    row = CarerPermission.objects.select_related("tie").filter(pk=permission_id).first()
    if row is None:
        raise NotFound("carerpermission", permission_id)
    verdict = policies.may_end_permission(by, row.person_id).require("person", row.person_id)

    def otherwise(reader: _Reader) -> Facts:
        return without_permission(reader.facts) if reader.id == permission_id else reader.facts

    told = _preview(by, row.person_id, verdict, None, otherwise)
    named = by.person_id == row.person_id or policies.verdict(by, row.person_id, Part.CIRCLE).allowed
    return replace(told, whose=row.tie.name if named else "")


def _preview(
    by: Principal, person_id: UUID, verdict: Verdict, until: datetime | None, otherwise: Otherwise
) -> Preview:
    looked(by, "people.changes", Subject("person", person_id, "sharing", verdict.basis))
    at, mine = clock.now(), by.person_id == person_id
    verdicts = policies.verdicts(by, [person_id])[person_id]
    knows_teams, knows_carers = verdicts[Part.INVOLVED].allowed, verdicts[Part.CIRCLE].allowed
    hidden = policies.hidden_teams(by, [person_id]).get(person_id, frozenset())
    choices = tuple(policies.as_chosen(person_id))
    teams = [
        each
        for each in _teams(person_id, at, choices, with_laws=mine)
        if each.id not in hidden and (knows_teams or each.id == by.actor_id)
    ]
    own_page = by.kind is Kind.CARER
    carers = _carers(person_id, choices) if knows_carers or own_page else []
    carers = [each for each in carers if each.id == by.permission_id] if own_page else carers
    holders = _holders(person_id, at, teams, choices) if mine else []
    readers = [
        *(_changed(each, otherwise(each), at, acts=False) for each in teams),
        *(replace(_changed(each, otherwise(each), at, acts=False), emergency=True) for each in holders),
        *(_changed(each, otherwise(each), at, acts=True) for each in carers),
        *(each for each in _learning(teams, otherwise, at) if each.changes),
    ]
    if own_page:
        seen = frozenset(part for part in Part if verdicts[part].allowed)
        return Preview(person_id, at, until, tuple(_of_these(each, seen) for each in readers), all_known=False)
    return Preview(person_id, at, until, tuple(readers), all_known=knows_teams and knows_carers and not hidden)


def _of_these(each: ReaderChange, parts: frozenset[Part]) -> ReaderChange:
    """What whoever signs in her place may read of it: the parts that they see themselves, and no law."""
    gains, loses, still = (
        tuple(part for part in told if part in parts) for told in (each.gains, each.loses, each.still)
    )
    return replace(each, gains=gains, loses=loses, still=still, by_law=(), laws=())


def _learning(teams: Iterable[_Reader], otherwise: Otherwise, at: datetime) -> Iterator[ReaderChange]:
    """The same teams, when they are there to learn and not to help."""
    for each in teams:
        reader = replace(each, facts=to_learn(each.facts))
        yield replace(_changed(reader, otherwise(reader), at, acts=False), learns=True)


def _changed(reader: _Reader, after: Facts, at: datetime, *, acts: bool) -> ReaderChange:
    change = what_changes(reader.facts, after, at)

    def in_order(parts: frozenset[Part]) -> tuple[Part, ...]:
        return tuple(part for part in Part if part in parts)

    return ReaderChange(
        id=reader.id,
        name=reader.name,
        acts=acts,
        gains=in_order(change.gains),
        loses=in_order(change.loses),
        still=in_order(change.still),
        by_law=in_order(change.by_law),
        laws=laws_in(after, change.by_law, at),
    )


def _teams(person_id: UUID, at: datetime, choices: tuple[Choice, ...], *, with_laws: bool) -> list[_Reader]:
    """The teams that help her now, and with laws those that one lets read of which she was told; by name."""
    helping = Relationship.objects.filter(policies.current(at), person_id=person_id)
    ties: dict[UUID, list[Tie]] = {}
    names: dict[UUID, str] = {}
    for row in helping.select_related("actor").prefetch_related("shared"):
        parts = frozenset(Part(each.part) for each in row.shared.all())
        ties.setdefault(row.actor_id, []).append(Tie(row.actor_id, row.since, row.until, parts))
        names[row.actor_id] = row.actor.name
    laws = _laws(person_id, at, names) if with_laws else {}
    facts = {
        team: replace(
            _of_team(team, whole), ties=tuple(ties.get(team, ())), choices=choices, duties=tuple(laws.get(team, ()))
        )
        for team, whole in ecosystem.belonging(names).items()
    }
    return sorted((_Reader(id_, names[id_], of) for id_, of in facts.items()), key=lambda each: (each.name, each.id))


def _of_team(team: UUID, whole: Belonging) -> Facts:
    return Facts(True, False, True, team, whole.actor_ids, whole.sectors)


def _laws(person_id: UUID, at: datetime, names: dict[UUID, str]) -> dict[UUID, list[Duty]]:
    rows = LegalDuty.objects.filter(policies.current(at), person_id=person_id, told=True, ended_at=None)
    found: dict[UUID, list[Duty]] = {}
    for row in rows.select_related("actor").prefetch_related("opened"):
        parts = frozenset(Part(each.part) for each in row.opened.all())
        found.setdefault(row.actor_id, []).append(Duty(DutyKind(row.kind), row.actor_id, row.since, row.until, parts))
        names[row.actor_id] = row.actor.name
    return found


def _holders(person_id: UUID, at: datetime, teams: list[_Reader], choices: tuple[Choice, ...]) -> list[_Reader]:
    """Those who hold the record open in an emergency of which she was told, each in the hat of their team."""
    open_now = EmergencyAccess.objects.filter(policies.current(at), person_id=person_id, told=True, ended_at=None)
    rows = list(open_now.order_by("made_by", "id"))
    known = {each.id: each.facts for each in teams}
    whole = ecosystem.belonging({row.actor_id for row in rows} - known.keys()) if rows else {}
    known |= {team: replace(_of_team(team, belongs), choices=choices) for team, belongs in whole.items()}
    return [_Reader(row.id, row.made_by, replace(known[row.actor_id], emergency=row.until)) for row in rows]


def _carers(person_id: UUID, choices: tuple[Choice, ...]) -> list[_Reader]:
    rows = CarerPermission.objects.filter(person_id=person_id, state=PermissionState.ACTIVE, person__died_on=None)
    readers = [
        _Reader(
            row.id,
            row.tie.name,
            Facts(
                signed_in=True,
                is_self=False,
                practises=False,
                actor_id=None,
                actor_ids=frozenset(),
                sectors=frozenset(),
                choices=choices,
                is_carer=True,
                permission=policies.as_the_rule_sees_it(row),
            ),
        )
        for row in rows.select_related("tie")
    ]
    return sorted(readers, key=lambda each: (each.name, each.id))
