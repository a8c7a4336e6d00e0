"""Reads of who acts for whom, and of how somebody left."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ecotone.access import policies as access
from ecotone.access.audit import Subject, looked
from ecotone.access.models import Account
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose, Role
from ecotone.access.verdicts import Withheld
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import policies
from ecotone.people.models import CarerPermission, Departure
from ecotone.people.queries.record import Veils
from ecotone.people.rules import Act, Leaving, Part, PermissionState
from ecotone.people.views import DepartureView, Offer, PermissionView, Suspension

NOT_SAFE = Withheld("people.unsafe_to_tell")
FOR_GUARDIANS = Withheld("people.for_guardians")


@widened(Why.SIGNING_IN)
def carer_principal(account_id: UUID, account_name: str, permission_id: UUID) -> Principal | None:
    """The account acting for a person within that permission, as a principal; None unless it stands now."""
    row = _standing(account_id).filter(pk=permission_id).select_related("person").first()
    if row is None:
        return None
    return Principal(
        kind=Kind.CARER,
        account_id=account_id,
        name=account_name,
        hat_title=f"acting for {row.person.name}",
        cares_for=row.person_id,
        permission_id=row.id,
        acts_until=row.until,
        purpose=Purpose.ACTING_FOR,
    )


def _standing(account_id: UUID) -> QuerySet[CarerPermission]:
    now = clock.now()
    held = CarerPermission.objects.filter(account_id=account_id, account__is_active=True, person__died_on=None)
    return held.filter(state=PermissionState.ACTIVE, suspended_at=None, since__lte=now, until__gt=now)


@widened(Why.SIGNING_IN)
def permissions_to(account_id: UUID) -> list[Offer]:
    """Whom this account may act for now, by name."""
    return [_offer(row) for row in _standing(account_id).select_related("person").order_by("person__name", "id")]


@widened(Why.OFFERED)
def has_offers(by: Principal) -> bool:
    """Whether `offers_to` would say anything; nobody's name is read for it."""
    return _offered(by).exists()


@widened(Why.OFFERED)
def has_acted(by: Principal) -> bool:
    """Whether the one who calls was ever let act for somebody, though it be over; no name is read for it."""
    return by.account_id is not None and CarerPermission.objects.filter(account_id=by.account_id).exists()


@widened(Why.OFFERED)
def offers_to(by: Principal) -> list[Offer]:
    """What the one who calls has been offered and not answered, or holds though it has not begun."""
    kept = list(_offered(by).select_related("person").order_by("created_at", "id"))
    looked(by, "people.offers_to", *(Subject("person", r.person_id, Part.IDENTITY, Basis.CARER) for r in kept))
    return [_offer(row) for row in kept]


def _offered(by: Principal) -> QuerySet[CarerPermission]:
    account = Account.objects.filter(pk=by.account_id).first() if by.account_id else None
    if account is None:
        return CarerPermission.objects.none()
    waiting = Q(email=account.email, state=PermissionState.OFFERED)
    coming = Q(account_id=account.id, state=PermissionState.ACTIVE, since__gt=clock.now())
    return CarerPermission.objects.filter(waiting | coming, until__gt=clock.now(), person__died_on=None)


def _offer(row: CarerPermission) -> Offer:
    return Offer(
        id=row.id,
        version=row.version,
        name=row.person.name,
        parts=_parts(row),
        acts=_acts(row),
        since=row.since,
        until=row.until,
        standing=_standing_of(row, clock.now()),
    )


def permissions_of(by: Principal, person_id: UUID) -> list[PermissionView]:
    """Whom she lets act for her and whom she let, newest first: for her, her helpers, and those who guard records.

    A helper to whom her circle was not shared reads of no names in it.
    """
    verdict = policies.may_read_permissions(by, person_id).require("person", person_id)
    rows = CarerPermission.objects.filter(person_id=person_id).select_related("tie").order_by("-created_at", "-id")
    with _as_guardian(by):
        kept = list(rows)
    if by.practises:
        policies.verdict(by, person_id, Part.CIRCLE).require("person", person_id)
    looked(by, "people.permissions_of", Subject("person", person_id, Part.CIRCLE, verdict.basis))
    return _views(by, kept)


def _as_guardian(by: Principal) -> AbstractContextManager[None]:
    """For what those who guard records read as well, of people whom they do not know."""
    return widened(Why.GUARDING) if by.role is Role.GUARDIAN else nullcontext()


def _views(by: Principal, rows: Iterable[CarerPermission]) -> list[PermissionView]:
    now, veils = clock.now(), Veils(by)
    own = policies.acts_for(by) if by.role is Role.GUARDIAN else frozenset()
    return [_view(by, row, veils, now, own=row.person_id in own) for row in rows]


def _signed(by: Principal, veils: Veils, row: CarerPermission | Departure) -> str | Withheld:
    """Who wrote it down, as far as the reader may know of their team; whoever guards records may of any."""
    return row.author if by.role is Role.GUARDIAN else veils.over(row.person_id, row.author_actor_id, row.author)


def _view(by: Principal, row: CarerPermission, veils: Veils, now: datetime, *, own: bool) -> PermissionView:
    """`own`: whoever guards records acts for her as well, and reads of no suspension why it was made."""
    why = FOR_GUARDIANS if own else _why_not_told(by, row)
    return PermissionView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        name=row.tie.name,
        relation=row.tie.relation,
        email=row.email,
        parts=_parts(row),
        acts=_acts(row),
        sensitive=row.sensitive,
        since=row.since,
        until=row.until,
        state=row.state,
        said_by=row.said_by,
        said_how=row.said_how,
        author=_signed(by, veils, row),
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        suspended=row.suspended_at is not None,
        suspended_by=row.suspended_by if why is None else why,
        reason=row.suspended_reason if why is None else why,
        standing=_standing_of(row, now),
        signed_as=row.signed_as,
        signed_by=row.signed_by,
    )


def _why_not_told(by: Principal, row: CarerPermission) -> Withheld | None:
    """Why the reason of a suspension is not for this reader: guardians read it, and she where it is safe."""
    if by.role is Role.GUARDIAN:
        return None
    if by.kind is Kind.PERSON:
        return NOT_SAFE if row.unsafe_to_tell else None
    return FOR_GUARDIANS


def _standing_of(row: CarerPermission, now: datetime) -> str:
    """How it stands, in one code: what the state says, and what the days and a suspension make of it."""
    if row.state in (PermissionState.ENDED, PermissionState.DECLINED):
        return str(row.state)
    if row.until <= now:
        return "expired"
    if row.suspended_at is not None:
        return "suspended"
    return "coming" if row.state == PermissionState.ACTIVE and row.since > now else str(row.state)


def _parts(row: CarerPermission) -> tuple[Part, ...]:
    return tuple(Part(part) for part in row.parts)


def _acts(row: CarerPermission) -> tuple[Act, ...]:
    return tuple(Act(act) for act in row.acts)


@widened(Why.GUARDING)
def suspensions(by: Principal, *, most: int = 50) -> list[Suspension]:
    """Permissions that are suspended now, newest first, with the reasons: for those who guard records."""
    access.with_role(by, Role.GUARDIAN).require("carerpermission")
    rows = CarerPermission.objects.filter(suspended_at__isnull=False).select_related("tie", "person")
    rows = rows.exclude(person__in=policies.acts_for(by))
    kept = list(rows.order_by("-suspended_at", "-id")[:most])
    looked(by, "people.suspensions", *(Subject("person", r.person_id, Part.CIRCLE, Basis.ROLE) for r in kept))
    views = _views(by, kept)
    return [
        Suspension(v, row.person.name, row.suspended_at or row.created_at, row.unsafe_to_tell)
        for v, row in zip(views, kept, strict=True)
    ]


def departures_of(by: Principal, person_id: UUID) -> list[DepartureView]:
    """That she died or moved away, as noted, newest first: for those who may note it."""
    verdict = policies.may_note_leaving(by, person_id).require("person", person_id)
    looked(by, "people.departures_of", Subject("person", person_id, Part.IDENTITY, verdict.basis))
    rows = Departure.objects.filter(person_id=person_id).select_related("came_from", "went_to")
    with _as_guardian(by):
        kept = list(rows.order_by("-created_at", "-id"))
    veils = Veils(by)
    return [_departure(by, row, veils) for row in kept]


def _departure(by: Principal, row: Departure, veils: Veils) -> DepartureView:
    return DepartureView(
        id=row.id,
        kind=row.kind,
        on=row.on,
        told_by=row.told_by,
        author=_signed(by, veils, row),
        noted_at=row.created_at,
        came_from=row.came_from.name if row.came_from else "",
        went_to=row.went_to.name if row.went_to else "",
        undone_at=row.undone_at,
        undone_reason=row.undone_reason,
    )


@widened(Why.GUARDING)
def deceased_name(by: Principal, person_id: UUID) -> str:
    """Who it is about whom a death was noted, for those who guard records and may have to undo it.

    Raises NotFound where none was ever noted: the role opens nobody else's name.
    """
    access.with_role(by, Role.GUARDIAN).require("person", person_id)
    deaths = Departure.objects.filter(person_id=person_id, kind=Leaving.DIED).select_related("person")
    noted = deaths.first()
    if noted is None:
        raise NotFound("person", person_id)
    looked(by, "people.departures_of", Subject("person", person_id, Part.IDENTITY, Basis.ROLE))
    return noted.person.name


@widened(Why.GUARDING)
def deaths_noted(by: Principal, *, most: int = 50) -> list[tuple[UUID, str, DepartureView]]:
    """The deaths noted lately that stand, with who died: for those who guard records, and may have to undo one."""
    access.with_role(by, Role.GUARDIAN).require("departure")
    rows = Departure.objects.filter(kind=Leaving.DIED, undone_at=None).select_related(
        "person", "came_from", "went_to"
    )
    kept = list(rows.order_by("-created_at", "-id")[:most])
    looked(by, "people.deaths_noted", *(Subject("person", r.person_id, Part.IDENTITY, Basis.ROLE) for r in kept))
    veils = Veils(by)
    return [(row.person_id, row.person.name, _departure(by, row, veils)) for row in kept]
