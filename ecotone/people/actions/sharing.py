"""Writes to who may see a record: relationships of care, and what the person grants and refuses."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.ground.hand import hand
from ecotone.ground.prepared import amend, insert
from ecotone.people import policies
from ecotone.people.actions import telling
from ecotone.people.models import Person, Relationship, SharedPart, SharingChoice
from ecotone.people.rules import SHAREABLE, CareRole, Choice, Effect, Part, SaidBy, after_death
from ecotone.people.rules.changes import wish, wish_problems


@action("people.open_relationship")
def open_relationship(
    *,
    by: Principal,
    person_id: UUID,
    actor_id: UUID,
    role: CareRole,
    purpose: str,
    parts: Iterable[Part],
    basis: Basis,
    sensitive: bool = False,
    opened_by: UUID | None = None,
    until: datetime | None = None,
) -> Relationship:
    """Opens another team's relationship of care, or widens the open one by `parts`: only by what one may see.

    `opened_by` is the referral, question or line of a meeting it is opened for, which one day ends it. With `until`
    it is one of its own that ends by itself, whatever else there is between the two. After a death Ecotone alone does
    it, that a record brought from elsewhere is somebody's to keep.
    """
    shared = frozenset(parts)
    policies.may_share(by, person_id, shared, actor_id=actor_id).require("person", person_id)
    person = Person.of(person_id)
    gone = [] if by.is_system else after_death(person.died_on)
    check([*choice_problems(role=(CareRole, role), basis=(Basis, basis)), *gone])
    return relate(
        person,
        Actor.of(actor_id).id,
        role=role,
        purpose=purpose,
        parts=shared,
        basis=basis,
        sensitive=sensitive,
        opened_by=opened_by,
        until=until,
    )


def relate(
    person: Person,
    actor_id: UUID,
    *,
    role: CareRole,
    purpose: str,
    parts: Iterable[Part],
    basis: Basis,
    sensitive: bool = False,
    opened_by: UUID | None = None,
    until: datetime | None = None,
    newcomer: bool = False,
) -> Relationship:
    """Opens or widens a relationship inside an action of this room, which has asked the policy.

    A name that once would tell too much stays hidden, whatever else the team is asked for. Who was only consulted and
    is now asked for help, helps. Nobody can have a
    relationship yet with a `newcomer`, whom this very transaction took in.
    """
    ends = {"person_id": person.id, "actor_id": actor_id}
    columns = {
        "person_name": person.name,
        "role": role,
        "purpose": purpose,
        "basis": basis,
        "sensitive": sensitive,
        "since": clock.now(),
        "opened_by": opened_by,
    }
    if newcomer or until:
        made, opened = Relationship.add(**ends, **columns, until=until), True
    else:
        made, opened = _opened(ends, columns)
    helps_now = made.role == CareRole.CONSULT != role
    if helps_now or (sensitive and not made.sensitive):
        amend(made, role=role if helps_now else made.role, sensitive=made.sensitive or sensitive)
    _share(made, {*parts} & {*SHAREABLE}, opened=opened)
    wrote("person", person.id, act="people.open_relationship", basis=basis)
    return made


def _opened(ends: dict[str, UUID], columns: dict[str, Any]) -> tuple[Relationship, bool]:
    """The open relationship between these two, and whether it was opened just now."""
    known = hand()
    if known is None:
        return Relationship.objects.get_or_create(**ends, until=None, defaults=columns)
    theirs = known.of(Relationship, "person_id", ends["person_id"])
    there = next((row for row in theirs if row.actor_id == ends["actor_id"] and row.until is None), None)
    return (there, False) if there else (Relationship.add(**ends, **columns), True)


def _share(relationship: Relationship, parts: Iterable[Part], *, opened: bool) -> None:
    """These parts, beside those that are shared already with one that was not `opened` just now."""
    known = hand()
    if known is not None and not opened:
        shared = {row.part for row in known.of(SharedPart, "relationship_id", relationship.id)}
        parts, opened = {*parts} - shared, True
    rows = [SharedPart(relationship=relationship, part=part) for part in sorted(parts)]
    if opened:
        insert(rows)
    else:
        SharedPart.objects.bulk_create(rows, ignore_conflicts=True)


@action("people.end_relationship")
def end_relationship(
    *,
    by: Principal,
    person_id: UUID,
    actor_id: UUID,
    because_of: UUID,
    until: datetime | None = None,
    alone: bool = False,
) -> None:
    """Ends what an ask opened between this team and this person, now or at `until`; for Ecotone itself.

    `because_of` is the referral or question that is over: what it opened ends by then, even if it was to end
    later; `alone`, nothing but that. A team that took her in itself keeps its relationship. Nothing left to end is
    no fault.
    """
    access.system_only(by).require("person", person_id)
    end = until or clock.now()
    for relationship in _to_end(person_id, actor_id, because_of, end, alone=alone):
        until = max(end, relationship.since + timedelta(microseconds=1))
        amend(relationship, until=until, ended_reason="asked_for_no_more")
    wrote("person", person_id, act="people.end_relationship")


def _to_end(
    person_id: UUID, actor_id: UUID, because_of: UUID, end: datetime, *, alone: bool
) -> Iterable[Relationship]:
    """What asks opened between these two and does not end by then already."""
    known = hand()
    if known is not None:
        return [
            row
            for row in known.of(Relationship, "person_id", person_id)
            if row.actor_id == actor_id
            and row.opened_by is not None
            and (
                (row.until is None and not alone)
                or (row.until is not None and row.until > end and row.opened_by == because_of)
            )
        ]
    asked_for = Relationship.objects.filter(person_id=person_id, actor_id=actor_id, opened_by__isnull=False)
    opened_by_it = Q(until__gt=end, opened_by=because_of)
    return asked_for.filter(opened_by_it if alone else Q(until__isnull=True) | opened_by_it)


@action("people.choose_sharing")
def choose_sharing(
    *,
    by: Principal,
    person_id: UUID,
    effect: Effect,
    actor_id: UUID | None = None,
    sector: str = "",
    part: Part | None = None,
    purpose: Purpose | None = None,
    until: datetime | None = None,
    note: str = "",
    authority_id: UUID | None = None,
) -> SharingChoice:
    """Keeps the person's grant or refusal: to one actor, a sector or everyone, of one part or all, until a time; to
    help her, which a grant means that does not say, or to learn from it. A refusal may be for whatever it is.

    With `authority_id` staff write down what who acts for her by that authority has signed, where she cannot: the
    choice says so. It opens nothing that she herself refused, and a parent's holds no longer than the child is one.
    Who holds it signs a refusal of one part on a page of their own; the same, sent twice, is kept once.

    Staff may write any refusal down for her, but a grant only of what they may see themselves: otherwise a worker
    could open a closed part for the own team by saying that she wished it. After her death no grant is written down
    any more; a refusal that she had spoken still is.
    """
    wished = wish(effect, clock.now(), until, actor_id=actor_id, sector=sector, part=part, purpose=purpose)
    signed = policies.may_sign_choice(by, person_id, wished, authority_id)
    verdict = signed.verdict.require("person", person_id)
    person = Person.of(person_id)
    gone = after_death(person.died_on) if effect == Effect.GRANT else []
    check([*wish_problems(wished), *gone, *policies.overruled(person_id, wished, signed)])
    same = _signed_already(person_id, wished, signed) if by.kind is Kind.CARER else None
    choice = same or SharingChoice.add(
        person=person,
        effect=effect,
        actor=Actor.of(actor_id) if actor_id else None,
        sector=sector,
        part=part or "",
        purpose=wished.purpose or "",
        since=wished.since,
        until=signed.until(until),
        said_by=SAID_BY.get(by.kind, SaidBy.STAFF_RECORDING),
        note=note,
        **signed.columns,
        **SharingChoice.signed(by),
    )
    if choice.signed_as and same is None:
        telling.tell_of_signing(by, choice)
    wrote("person", person_id, act="people.choose_sharing", part=part or "", basis=verdict.basis)
    return choice


SAID_BY = {Kind.PERSON: SaidBy.PERSON, Kind.CARER: SaidBy.HOLDER}


def _signed_already(person_id: UUID, wished: Choice, signed: policies.Signature) -> SharingChoice | None:
    """The same, signed by the same, that stands."""
    whom = {"actor_id": wished.actor_id, "sector": wished.sector, "part": wished.part or ""}
    what = {"effect": wished.effect, "purpose": wished.purpose or "", "until": signed.until(wished.until)}
    rows = SharingChoice.objects.filter(policies.current(clock.now()), person_id=person_id, withdrawn_at=None)
    return rows.filter(**whom, **what, **signed.columns, said_by=SaidBy.HOLDER).first()


@action("people.withdraw_choice")
def withdraw_choice(*, by: Principal, choice_id: UUID, authority_id: UUID | None = None) -> SharingChoice:
    """Withdraws a grant or refusal from this moment. Staff may withdraw a grant at her word, a refusal only she.

    A refusal that was signed in her place staff withdraw as who acts for her now signs it, too. Who holds an
    authority withdraws a grant by it themselves.
    """
    choice = SharingChoice.of(choice_id)
    signed = policies.may_withdraw(by, choice, authority_id)
    verdict = signed.verdict.require("person", choice.person_id)
    now = clock.now()
    if not SharingChoice.objects.filter(pk=choice_id, withdrawn_at__isnull=True).update(withdrawn_at=now):
        raise Invalid(Problem("people.ended"))
    choice.withdrawn_at = now
    if signed.kind is not None:
        telling.tell_of_signing(by, choice)
    wrote("person", choice.person_id, act="people.withdraw_choice", part=choice.part, basis=verdict.basis)
    return choice
