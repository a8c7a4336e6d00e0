"""Erasing one person, and one who acted for others, from the tables of people. Parts of `procedures.erase`."""

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Greatest

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ground import clock
from ecotone.ground.holdings import Whose, blanks, erase, unsign
from ecotone.people.holdings import HOLDINGS
from ecotone.people.models import CarerPermission, EmergencyAccess, OwnWayIn, Person, Relationship
from ecotone.people.rules import ERASED_NAME, EndedBy, PermissionState
from ecotone.people.rules.way_in import WayInEnd

A_MOMENT = timedelta(microseconds=1)


@action("people.erase_person")
def erase_person(*, by: Principal, person_id: UUID) -> int:
    """Takes away all that people's tables hold of her; an empty row stays. How many rows that touched.

    Relationships and emergencies end now. Done again it takes away what was written since.
    """
    access.system_only(by).require("person", person_id)
    now, whose = clock.now(), Whose(person_id)
    held = Person.objects.select_for_update().filter(pk=person_id).values_list("erased_at", flat=True)
    erased_at = held.get() or now
    open_ones = Relationship.objects.filter(Q(until=None) | Q(until__gt=now), person_id=person_id)
    open_ones.update(until=Greatest(F("since") + A_MOMENT, now), ended_reason="erased")
    EmergencyAccess.objects.filter(person_id=person_id, ended_at=None).update(ended_at=Greatest(F("since"), now))
    touched = unsign(HOLDINGS, whose, ERASED_NAME) + erase(HOLDINGS, whose)
    Person.objects.filter(pk=person_id).update(name=ERASED_NAME, erased_at=erased_at)
    wrote("person", person_id, act="people.erase_person")
    return touched


@action("people.erase_carer")
def erase_carer(*, by: Principal, account_id: UUID, address: str) -> list[UUID]:
    """Ends every permission that this account holds or is offered, and takes its address out of all; whose they were.

    Out of what was offered somebody to sign in by, too.

    The name that the person herself gave to whoever acted for her is a part of her own story, and stays.
    """
    access.system_only(by).require("account", account_id)
    rows = CarerPermission.objects.filter(Q(account_id=account_id) | Q(email=address))
    theirs = list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())
    live = rows.filter(state__in=[PermissionState.ACTIVE, PermissionState.OFFERED])
    live.update(state=PermissionState.ENDED, ended_at=clock.now(), ended_by=EndedBy.CARER, version=F("version") + 1)
    rows.update(**blanks(CarerPermission, ["email", "account"]))
    ways = OwnWayIn.objects.filter(address=address)
    ways.filter(ended_at=None).update(ended_at=clock.now(), ended=WayInEnd.TAKEN_BACK, version=F("version") + 1)
    ways.update(**blanks(OwnWayIn, ["address"]), proof_hash="")
    for person_id in theirs:
        unsign(HOLDINGS, Whose(person_id), ERASED_NAME, account_id)
    wrote("account", account_id, act="people.erase_carer")
    return theirs
