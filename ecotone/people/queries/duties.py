"""Reads of legal duties: for those who guard records, for the team that may read, and for the person who was told."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ecotone.access import queries as access
from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.ground.errors import NotFound
from ecotone.people import policies
from ecotone.people.models import LegalDuty, Person
from ecotone.people.rules import DutyKind, Part
from ecotone.people.views.duties import DutyView


@widened(Why.GUARDING)
def duties(by: Principal, *, most: int = 50, start: int = 0) -> tuple[list[DutyView], int]:
    """All that was recorded, newest first, for those who guard records; how many there are is the second answer."""
    policies.may_record_duty(by).require("legalduty")
    rows = LegalDuty.objects.select_related("person", "actor").prefetch_related("opened").order_by("-since", "-id")
    kept = list(rows[start : start + most])
    looked(by, "people.duties", *(_named(row) for row in kept))
    return [_view(row, name=row.person.name) for row in kept], rows.count()


@widened(Why.GUARDING)
def duty(by: Principal, duty_id: UUID) -> tuple[DutyView, list[access.Look]]:
    """One, and at which parts the team looked by it, newest first: for those who guard records."""
    policies.may_record_duty(by).require("legalduty", duty_id)
    row = LegalDuty.objects.select_related("person", "actor").filter(pk=duty_id).first()
    if row is None:
        raise NotFound("legalduty", duty_id)
    looked(by, "people.duty", _named(row))
    view = _view(row, name=row.person.name)
    looks = access.looks_at(kind="person", subject_id=row.person_id, since=row.since, before=view.closed_at)
    return view, [look for look in looks if look.actor_id == row.actor_id and Basis.LEGAL_DUTY in look.bases]


@widened(Why.GUARDING)
def whose_duty(by: Principal, person_id: UUID) -> str:
    """The name of somebody about whom a legal duty is to be recorded. Raises NotFound."""
    policies.may_record_duty(by).require("person", person_id)
    looked(by, "people.whose_duty", Subject("person", person_id, Part.IDENTITY, Basis.ROLE))
    return Person.of(person_id).name


def _named(row: LegalDuty) -> Subject:
    return Subject("legalduty", row.id, Part.IDENTITY, Basis.ROLE)


def my_duties(by: Principal) -> list[DutyView]:
    """What laws let the caller's team read now, the first to end first. One query."""
    rows = policies.duties(by).select_related("person", "actor").prefetch_related("opened").order_by("until", "id")
    shown = [_view(row, name=row.person.name) for row in rows]
    people = dict.fromkeys(view.person_id for view in shown)
    looked(by, "people.my_duties", *(Subject("person", id_, Part.IDENTITY, Basis.LEGAL_DUTY) for id_ in people))
    return shown


def met_duties(by: Principal) -> list[DutyView]:
    """Those by which the page that is being drawn has seen anybody. No query where there is none."""
    return [_view(row, name=row.person.name) for row in policies.met_duties(by)]


@widened(Why.OWN_WORK)
def duties_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of these duties those the caller may know of, with when each began: guardians, the team, she who was told."""
    rows = LegalDuty.objects.filter(pk__in=ids)
    if by.kind is Kind.PERSON:
        rows = rows.filter(person=by.own_id, told=True)
    elif by.role is not Role.GUARDIAN:
        rows = rows.filter(actor__in=[by.actor_id] if by.practises and by.token_id is None else [])
    return dict(rows.values_list("id", "since"))


def own_duties(by: Principal) -> list[DutyView]:
    """What laws open, or opened, of the caller's own record, newest first; none that she is not to be told of.

    What it rests on may name who was worried for her, and is for whoever recorded it to say.
    """
    person_id = by.person_id or UUID(int=0)
    policies.only_self(by, person_id).require("person", person_id)
    rows = LegalDuty.objects.filter(person_id=person_id, told=True).select_related("actor").prefetch_related("opened")
    return [
        replace(_view(row), reference="", ended_reason="", why_not_told="") for row in rows.order_by("-since", "-id")
    ]


def laws_of(look: access.Look, duties: Iterable[DutyView]) -> list[DutyKind]:
    """By which laws somebody looked, among those told of; none where it was by no law."""
    if Basis.LEGAL_DUTY not in look.bases:
        return []
    return sorted({each.kind for each in duties if each.opened(look.actor_id, look.at)})


def _view(row: LegalDuty, *, name: str = "") -> DutyView:
    parts = {each.part for each in row.opened.all()}
    return DutyView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        name=name,
        actor_id=row.actor_id,
        team=row.actor.name,
        kind=DutyKind(row.kind),
        parts=tuple(part for part in Part if part in parts),
        reference=row.reference,
        since=row.since,
        until=row.until,
        recorded_by=row.author,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        ended_reason=row.ended_reason,
        told=row.told,
        why_not_told=row.why_not_told,
    )
