"""Reads of how a person signs in: for staff who may offer it, for herself, and for the pages behind the link."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.models import Account
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.tokens import hashed
from ecotone.ground import clock
from ecotone.people import policies
from ecotone.people.models import AccountTakenOff, OwnWayIn, Person
from ecotone.people.queries.record import Veil
from ecotone.people.rules import Part
from ecotone.people.rules.way_in import PROOF_LASTS, TRIES, KnewHow
from ecotone.people.views.way_in import Asked, OwnWayInView, Proved, TakenOffView, WayInNews, WaysIn, WhoseWayIn


def ways_in(by: Principal, person_id: UUID) -> WaysIn:
    """How she signs in, what was offered and by whom, what was taken off; for her and for who may offer it."""
    verdict = policies.may_read_ways_in(by, person_id).require("person", person_id)
    looked(by, "people.ways_in", Subject("person", person_id, Part.CONTACT, verdict.basis))
    person, veil = Person.of(person_id), Veil(by, person_id)
    offers = OwnWayIn.objects.filter(person_id=person_id).order_by("-created_at", "-id")
    return WaysIn(
        person_id=person_id,
        signs_in=person.account_id is not None,
        offers=tuple(_offer(row, veil) for row in offers),
        taken_off=tuple(_taken_off(by, row, veil) for row in _gone(person_id)),
    )


def _gone(person_id: UUID) -> QuerySet[AccountTakenOff]:
    return AccountTakenOff.objects.filter(person_id=person_id).order_by("-created_at", "-id")


def _offer(row: OwnWayIn, veil: Veil) -> OwnWayInView:
    return OwnWayInView(
        id=row.id,
        version=row.version,
        address=row.address,
        knew=KnewHow(row.knew),
        knew_how=row.knew_how,
        author=veil.over(row.author_actor_id, row.author),
        at=row.created_at,
        until=row.until,
        tries_left=TRIES - row.tries,
        standing=row.ended or ("waits" if row.until > clock.now() else "expired"),
        ended_at=row.ended_at,
        ended_by=veil.signed(row.ended_by),
    )


def _taken_off(by: Principal, row: AccountTakenOff, veil: Veil) -> TakenOffView:
    reason = "" if by.kind is Kind.PERSON else row.reason
    return TakenOffView(row.created_at, row.by_her, veil.over(row.author_actor_id, row.author), reason)


def ways_in_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, WayInNews]:
    """Of these those the caller may know of: she, and staff who help her. They name nobody: no look."""
    return _told(by, OwnWayIn.objects.filter(pk__in=ids))


def taken_off_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, WayInNews]:
    """The same of accounts that were taken off."""
    return _told(by, AccountTakenOff.objects.filter(pk__in=ids))


def _told(by: Principal, rows: QuerySet[OwnWayIn] | QuerySet[AccountTakenOff]) -> dict[UUID, WayInNews]:
    if by.kind is Kind.PERSON:
        rows = rows.filter(person_id=by.own_id)
    else:
        rows = rows.filter(Exists(policies.helped_now(by))) if by.practises else rows.none()
    return {id_: WayInNews(person_id) for id_, person_id in rows.values_list("id", "person_id")}


@widened(Why.GUARDING)
def whose_way_in(by: Principal, person_id: UUID) -> WhoseWayIn:
    """Whose record it is, whether anybody signs in as them, and what was taken off before and why: for whoever may.

    Raises NotFound, Refused.
    """
    verdict = policies.may_take_off_account(by, person_id).require("person", person_id)
    person = Person.of(person_id)
    looked(by, "people.whose_way_in", Subject("person", person_id, Part.IDENTITY, verdict.basis))
    gone = tuple(_taken_off(by, row, Veil(by, person_id)) for row in _gone(person_id))
    return WhoseWayIn(person.name, person.account_id is not None, gone)


@widened(Why.SIGNING_IN)
def own_way_in_at(token: str) -> Asked | None:
    """What the page behind a mailed link asks for; None where it leads nowhere (any more). It names nobody."""
    found = OwnWayIn.objects.filter(link_hash=hashed(token), ended_at=None, until__gt=clock.now())
    born = found.values_list("person__birth_date").first()
    return Asked(birth_date=born[0] is not None) if born else None


@widened(Why.SIGNING_IN)
def own_way_in_proved(proof: str) -> Proved | None:
    """With what whoever gave both halves goes on; None where that was too long ago, or it is over."""
    now = clock.now()
    live = OwnWayIn.objects.filter(ended_at=None, until__gt=now, proved_at__gt=now - PROOF_LASTS)
    row = live.filter(proof_hash=hashed(proof)).first() if proof else None
    if row is None:
        return None
    account = Account.objects.at(row.address)
    return Proved(row.address, account.id if account else None, fits=not policies.is_anothers(row))
