"""Writes about ties: one side claims, the other confirms or disputes, and both can end it."""

from datetime import date
from uuid import UUID

from django.db.models import F

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import end_day, once
from ecotone.ecosystem.models import Actor, Tie
from ecotone.ecosystem.rules import (
    ActorKind,
    Claim,
    Level,
    TieKind,
    answer_problems,
    choice_problems,
    end_problems,
    tie_problems,
)
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check


@action("ecosystem.add_tie")
def add_tie(
    *,
    by: Principal,
    kind: TieKind,
    source_id: UUID,
    target_id: UUID,
    level: Level = Level.MESO,
    note: str = "",
    since: date | None = None,
    until: date | None = None,
    claim: Claim = Claim.CONFIRMED,
    claimed_by_id: UUID | None = None,
    last_consulted_on: date | None = None,
) -> Tie:
    """A tie between two actors. Whoever keeps one side claims it, for the other to answer.

    Only Ecotone itself says how the claim stands (`claim`, `claimed_by_id`). Raises Invalid for a tie that is
    open already.
    """
    verdict, claiming = policies.keeps_one_of(by, (source_id, target_id))
    verdict.require("actor", source_id)
    begins = since or clock.today()
    check(_tie_problems(kind, level, claim, source_id, target_id, begins, until))
    source, target = Actor.of(source_id), Actor.of(target_id)
    check(tie_problems(TieKind(kind), ActorKind(source.kind), ActorKind(target.kind)))
    check(_consulted_problems(last_consulted_on))
    with once("ecosystem.tie_open", "target_id"):
        tie = Tie.add(
            kind=kind,
            source=source,
            target=target,
            level=level,
            note=note,
            since=begins,
            until=until,
            claim=claim if by.is_system else Claim.CLAIMED,
            claimed_by_id=claimed_by_id if by.is_system else claiming,
            last_consulted_on=last_consulted_on,
        )
    wrote("tie", tie.id, act="ecosystem.add_tie")
    return tie


def _tie_problems(
    kind: str, level: str, claim: str, source_id: UUID, target_id: UUID, since: date, until: date | None
) -> list[Problem]:
    problems = choice_problems(kind=(TieKind, kind), level=(Level, level), claim=(Claim, claim))
    if source_id == target_id:
        problems.append(Problem("ecosystem.tie_to_itself", "target_id"))
    if claim == Claim.DISPUTED:
        problems.append(Problem("ecosystem.answer_disputes", "claim"))
    return problems + (end_problems(since, until) if until else [])


def _consulted_problems(on: date | None) -> list[Problem]:
    return [Problem("ecosystem.future", "last_consulted_on")] if on and on > clock.today() else []


@action("ecosystem.answer_tie")
def answer_tie(*, by: Principal, tie_id: UUID, version: int, answer: Claim, reason: str = "") -> Tie:
    """Confirms or disputes what the other side claims; a dispute says why."""
    tie = Tie.of(tie_id)
    verdict, answering = policies.may_answer(by, tie)
    verdict.require("tie", tie_id)
    check(choice_problems(answer=(Claim, answer)))
    check(_open_problems(tie) + answer_problems(Claim(tie.claim), Claim(answer), reason))
    disputes = reason.strip() if answer == Claim.DISPUTED else ""
    tie.change(version=version, claim=answer, answered_by_id=answering, dispute_reason=disputes)
    wrote("tie", tie_id, act="ecosystem.answer_tie")
    return tie


def _open_problems(tie: Tie) -> list[Problem]:
    return [Problem("ecosystem.ended", "answer")] if tie.until and tie.until <= clock.today() else []


@action("ecosystem.end_tie")
def end_tie(*, by: Principal, tie_id: UUID, version: int, until: date | None = None) -> Tie:
    """Ends a tie; that it was stays."""
    tie = Tie.of(tie_id)
    policies.keeps_one_of(by, (tie.source_id, tie.target_id))[0].require("tie", tie_id)
    tie.change(version=version, until=end_day(tie, until))
    wrote("tie", tie_id, act="ecosystem.end_tie")
    return tie


@action("ecosystem.note_consulted")
def note_consulted(*, by: Principal, tie_id: UUID, version: int, on: date | None = None) -> Tie:
    """Notes when those spoken for were last asked. Raises Invalid for a tie that represents nobody."""
    tie = Tie.of(tie_id)
    policies.keeps_one_of(by, (tie.source_id, tie.target_id))[0].require("tie", tie_id)
    if tie.kind != TieKind.REPRESENTATION:
        raise Invalid(Problem("ecosystem.not_representation", "tie_id"))
    check(_consulted_problems(on))
    tie.change(version=version, last_consulted_on=on or clock.today())
    wrote("tie", tie_id, act="ecosystem.note_consulted")
    return tie


@action("ecosystem.note_asked")
def note_asked(*, by: Principal, source_id: UUID, target_id: UUID) -> Tie:
    """Keeps that the source asks the target: one open tie, however often, with the day of the last time."""
    policies.may_note_asked(by, source_id, target_id).require("actor", target_id)
    if source_id == target_id:
        raise Invalid(Problem("ecosystem.tie_to_itself", "target_id"))
    today = clock.today()
    tie, made = Tie.objects.get_or_create(
        kind=TieKind.ASKS,
        source=Actor.of(source_id),
        target=Actor.of(target_id),
        until=None,
        defaults={"level": Level.MICRO, "claim": Claim.CONFIRMED, "since": today, "last_consulted_on": today},
    )
    if not made:
        Tie.objects.filter(pk=tie.pk).update(last_consulted_on=today, version=F("version") + 1)
        tie.refresh_from_db()
    wrote("tie", tie.id, act="ecosystem.note_asked")
    return tie


@action("ecosystem.note_partnership")
def note_partnership(*, by: Principal, source_id: UUID, target_id: UUID) -> Tie:
    """Keeps that two work in partnership, both having said so; where such a tie is open between them it stays."""
    policies.may_note_asked(by, source_id, target_id).require("actor", target_id)
    if source_id == target_id:
        raise Invalid(Problem("ecosystem.tie_to_itself", "target_id"))
    open_ones = Tie.objects.filter(kind=TieKind.PARTNERSHIP, until=None)
    tie = open_ones.filter(source_id=target_id, target_id=source_id).first()
    if tie is None:
        columns = {"level": Level.MESO, "claim": Claim.CONFIRMED, "since": clock.today()}
        tie, _made = Tie.objects.get_or_create(
            kind=TieKind.PARTNERSHIP,
            source=Actor.of(source_id),
            target=Actor.of(target_id),
            until=None,
            defaults=columns,
        )
    wrote("tie", tie.id, act="ecosystem.note_partnership")
    return tie
