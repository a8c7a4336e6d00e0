"""Erasing one person from the tables of care. A part of `procedures.erase`."""

from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care.holdings import HOLDINGS
from ecotone.care.models import Referral, Turn
from ecotone.ground.holdings import ERASED, Whose, erase, unsign
from ecotone.people.rules import ERASED_NAME, Part


@action("care.erase_person")
def erase_person(*, by: Principal, person_id: UUID, account_id: UUID | None) -> int:
    """Takes away all that care's tables hold of her, or the words where the row is others' as well; how many rows.

    Her open asks have ended before. What several said to each other in a need that came of her ask goes too.
    """
    access.system_only(by).require("person", person_id)
    whose, asks = Whose(person_id, account_id), Referral.objects.filter(person_id=person_id).values("id")
    unmet = Turn.objects.filter(unmetneed__origin_id__in=asks).exclude(words__in=["", ERASED])
    touched = unmet.update(words=ERASED)
    touched += unsign(HOLDINGS, whose, ERASED_NAME) + erase(HOLDINGS, whose)
    wrote("person", person_id, act="care.erase_person", part=Part.REFERRALS)
    return touched


@action("care.unsign_carer")
def unsign_carer(*, by: Principal, account_id: UUID, people: list[UUID]) -> int:
    """Takes the name of one who acted for these people out of what they signed for them. How many rows."""
    access.system_only(by).require("account", account_id)
    signed = sum(unsign(HOLDINGS, Whose(each), ERASED_NAME, account_id) for each in people)
    wrote("account", account_id, act="care.unsign_carer")
    return signed
