"""Reads of erasures: what was asked and decided, what holds one up, what the clock has still to sweep."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.policies import system_only, with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people.models import Person
from ecotone.people.rules import Part
from ecotone.rights import policies
from ecotone.rights.models import Erasure, Hold
from ecotone.rights.rules.erasing import ErasureState
from ecotone.rights.views import ErasureView, HoldView, Standing

SETTLED = timedelta(minutes=1)
"""After so long no request that had begun before an erasure is still writing."""


def my_erasure(by: Principal) -> ErasureView | None:
    """What became of the caller's own wish to be erased, the newest; None where there is none."""
    policies.may_have_record(by, by.own_id if by.person_id else UUID(int=0)).require("person", by.person_id)
    row = Erasure.objects.select_related("person").filter(person=by.own_id).order_by("-created_at", "-id").first()
    return _view(row) if row else None


def erasure_for(by: Principal, person_id: UUID) -> ErasureView | None:
    """What became of her wish to be erased that the caller's team wrote down, the newest; or None."""
    policies.may_ask_erasure(by, person_id).require("person", person_id)
    rows = Erasure.objects.select_related("person").filter(person=person_id, author_actor_id=by.team_id)
    row = rows.order_by("-created_at", "-id").first()
    return _view(row) if row else None


@widened(Why.GUARDING)
def erasures(by: Principal, *, asked: bool = True, most: int = 50, start: int = 0) -> tuple[list[ErasureView], int]:
    """For those who guard records: who asks to be erased, by the day it is due; or what was decided, newest first."""
    with_role(by, Role.GUARDIAN).require("erasure")
    rows = Erasure.objects.select_related("person")
    if asked:
        rows = rows.filter(state=ErasureState.ASKED).order_by("due_on", "id")
    else:
        rows = rows.filter(decided_at__isnull=False).order_by("-decided_at", "-id")
    kept = list(rows[start : start + most])
    looked(by, "rights.erasures", *(Subject("person", r.person_id, Part.IDENTITY, Basis.ROLE) for r in kept))
    return [_view(row) for row in kept], rows.count()


@widened(Why.GUARDING)
def standing(by: Principal, person_id: UUID) -> Standing:
    """What a guardian reads before deciding: who it is, what was asked, what holds it up. Raises NotFound."""
    with_role(by, Role.GUARDIAN).require("person", person_id)
    person = Person.of(person_id)
    asked = Erasure.objects.select_related("person").filter(person=person, state=ErasureState.ASKED).first()
    holds = Hold.objects.filter(person=person, lifted_at=None).order_by("review_on", "id")
    looked(by, "rights.standing", Subject("person", person_id, Part.IDENTITY, Basis.ROLE))
    return Standing(
        person_id=person.id,
        name=person.name,
        born=person.birth_date.year if person.birth_date else None,
        died_on=person.died_on,
        erased_at=person.erased_at,
        asked=_view(asked) if asked else None,
        holds=tuple(_hold(row) for row in holds),
        may_decide=policies.may_decide_erasure(by, person).allowed,
    )


@widened(Why.GUARDING)
def one_hold(by: Principal, hold_id: UUID) -> HoldView:
    """One hold. Raises NotFound for one that is lifted or was never there."""
    with_role(by, Role.GUARDIAN).require("hold", hold_id)
    row = Hold.objects.filter(pk=hold_id, lifted_at=None).first()
    if row is None:
        raise NotFound("hold", hold_id)
    return _hold(row)


@widened(Why.GUARDING)
def holds_to_review(by: Principal, *, most: int = 50) -> list[HoldView]:
    """The holds that stand, the soonest to be looked at again first, for those who guard records."""
    with_role(by, Role.GUARDIAN).require("hold")
    return [_hold(row) for row in Hold.objects.filter(lifted_at=None).order_by("review_on", "id")[:most]]


def to_sweep(by: Principal) -> list[tuple[UUID, UUID]]:
    """Erasures after which somebody may still have written: id and person, for the clock."""
    system_only(by).require("erasure")
    rows = Erasure.objects.filter(state=ErasureState.DONE, swept_at=None, decided_at__lt=clock.now() - SETTLED)
    return list(rows.order_by("decided_at", "id").values_list("id", "person_id"))


@widened(Why.GUARDING)
def erasures_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, ErasureView]:
    """Those of these that concern the caller: her own, what the team wrote down; all to those who guard records."""
    rows = Erasure.objects.select_related("person").filter(pk__in=ids)
    if by.role is not Role.GUARDIAN:
        own, team = ([each] if each else [] for each in (by.person_id, by.actor_id))
        rows = rows.filter(Q(person__in=own) | Q(author_actor_id__in=team))
    return {row.id: _view(row) for row in rows}


def _view(row: Erasure) -> ErasureView:
    return ErasureView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        whose=row.person.name,
        asked_at=row.created_at,
        asked_by=row.author,
        why=row.why,
        due_on=row.due_on,
        late=row.state == ErasureState.ASKED and row.due_on < clock.today(),
        state=row.state,
        ground=row.ground,
        against=row.against,
        reason=row.reason,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        rows=row.rows,
    )


def _hold(row: Hold) -> HoldView:
    return HoldView(row.id, row.version, row.person_id, row.kind, row.why, row.author, row.created_at, row.review_on)
