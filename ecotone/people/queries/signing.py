"""Reads of who may sign for a person: for her, and for those who help her now. The rule decides, as for the act."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Withheld
from ecotone.ground import clock
from ecotone.people import policies
from ecotone.people.models import Authority, CapacityAssessment, CarerPermission, Person, SharingChoice
from ecotone.people.queries.record import Veil
from ecotone.people.rules import Part
from ecotone.people.rules.signing import AuthorityKind, Matter, Signing, may_sign, standing_of
from ecotone.people.views.signing import Agreeing, AssessmentView, AuthorityView, Deciding, MatterView


def deciding(by: Principal, person_id: UUID) -> Deciding:
    """Who signs each matter for her today, by which authority, and what was assessed. Four queries.

    A helper to whom her circle was not shared reads of no names in it, and a team that was only consulted nothing of
    it. She reads what she was told of, and the rest counts for nothing; and never why it was not safe to tell her
    before, for another may read with her.
    """
    verdict = policies.may_read_deciding(by, person_id).require("person", person_id)
    looked(by, "people.deciding", Subject("person", person_id, "deciding", verdict.basis))
    person, told = Person.of(person_id), {"told": True} if by.kind is Kind.PERSON else {}
    held = Authority.objects.filter(person_id=person_id, **told).select_related("tie").order_by("-since", "-id")
    rows = CapacityAssessment.objects.filter(person_id=person_id, **told).order_by("-on", "-id")
    at, day, veil = clock.now(), clock.today(), Veil(by, person_id)
    circle = policies.verdict(by, person_id, Part.CIRCLE)
    kept = None if circle.allowed else Withheld(circle.code)
    assessed = tuple(policies.as_assessed(row) for row in rows if row.withdrawn_at is None and row.told)

    def signs(row: Authority) -> tuple[Matter, ...]:
        if not row.told:
            return ()
        facts = Signing(person.birth_date, assessed, policies.as_held(row), has_died=person.died_on is not None)
        return tuple(matter for matter in Matter if may_sign(facts, matter, at).allowed)

    def hers(view: Any) -> Any:
        return replace(view, why_not_told="") if by.kind is Kind.PERSON else view

    authorities = tuple(hers(_authority(row, veil, kept, signs(row))) for row in held)
    herself = Signing(person.birth_date, assessed)
    return Deciding(
        person_id=person_id,
        age_known=person.birth_date is not None,
        matters=tuple(
            MatterView(
                matter=matter,
                standing=standing_of(person.birth_date, assessed, matter, day),
                herself=may_sign(herself, matter, at).allowed,
                in_her_place=tuple(each for each in authorities if matter in each.signs),
            )
            for matter in Matter
        ),
        authorities=authorities,
        assessments=tuple(hers(_assessment(row, veil)) for row in rows),
        names_withheld=kept is not None,
    )


def agreeing(by: Principal, person_id: UUID) -> Agreeing | None:
    """Who may say yes to an ask for her today, for staff who help her; None for all others. A look where it names."""
    verdict = policies.may_know_who_agreed(by, person_id)
    if by.kind is not Kind.WORKER or not verdict.allowed:
        return None
    facts, _ = policies.facts_to_sign(by, person_id)
    at, day = clock.now(), clock.today()
    told = Authority.objects.filter(person_id=person_id, ended_at=None, told=True)
    held = told.select_related("tie").order_by("-since", "-id")
    circle = policies.verdict(by, person_id, Part.CIRCLE)
    kept = None if circle.allowed else Withheld(circle.code)
    signing = [row for row in held if may_sign(replace(facts, held=policies.as_held(row)), Matter.HELP, at).allowed]
    if signing:
        looked(by, "people.agreeing", Subject("person", person_id, "deciding", verdict.basis))
    veil = Veil(by, person_id)
    return Agreeing(
        standing=standing_of(facts.born, facts.assessed, Matter.HELP, day),
        herself=may_sign(facts, Matter.HELP, at).allowed,
        signers=tuple(_authority(row, veil, kept, (Matter.HELP,)) for row in signing),
    )


def _authority(row: Authority, veil: Veil, kept: Withheld | None, signs: tuple[Matter, ...]) -> AuthorityView:
    held = policies.as_held(row)
    return AuthorityView(
        id=row.id,
        version=row.version,
        kind=AuthorityKind(row.kind),
        name=row.tie.name if kept is None else kept,
        relation=row.tie.relation if kept is None else kept,
        number=row.number,
        covers=tuple(Matter(each) for each in row.covers),
        powers=row.powers,
        seen_on=row.seen_on,
        seen_by=veil.over(row.author_actor_id, row.author),
        since=row.since,
        until=row.until,
        acts_here=row.permission_id is not None,
        ended_at=row.ended_at,
        ended_by=veil.signed(row.ended_by),
        ended_reason=row.ended_reason,
        holds=row.told and held.since <= clock.today() and (held.until is None or clock.today() < held.until),
        signs=signs,
        told=row.told,
        why_not_told=row.why_not_told,
    )


def _assessment(row: CapacityAssessment, veil: Veil) -> AssessmentView:
    says = policies.as_assessed(row).says(Matter(row.matter), clock.today())
    return AssessmentView(
        id=row.id,
        version=row.version,
        matter=Matter(row.matter),
        able=row.able,
        assessed_by=row.assessed_by,
        how=row.how,
        on=row.on,
        again_on=row.again_on,
        recorded_by=veil.over(row.author_actor_id, row.author),
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=veil.signed(row.withdrawn_by),
        withdrawn_reason=row.withdrawn_reason,
        says=row.withdrawn_at is None and row.told and says,
        told=row.told,
        why_not_told=row.why_not_told,
    )


def authorities_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of these those of which the caller, whose they are, was told, with when each was written down."""
    return _told(by, Authority.objects.filter(told=True), ids)


def assessments_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of these those of which the caller, whom they are about, was told, with when each was written down."""
    return _told(by, CapacityAssessment.objects.filter(told=True), ids)


def choices_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of these choices the caller's own, with when each was made."""
    return _told(by, SharingChoice.objects.all(), ids)


def permissions_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of these the permissions that are the caller's own to end, with when each was written down."""
    return _told(by, CarerPermission.objects.all(), ids)


def _told(by: Principal, rows: QuerySet[Any], ids: Collection[UUID]) -> dict[UUID, datetime]:
    hers = rows.filter(pk__in=ids, person=by.own_id) if by.kind is Kind.PERSON else rows.none()
    return dict(hers.values_list("id", "created_at"))
