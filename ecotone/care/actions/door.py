"""Coming back through the open door: the same ask of the same service again, without telling the story anew.

ended ask ──come_back──▶ a new row that names it (`returns_to`), in its chain ──▶ offered, as any other ask
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.care import policies
from ecotone.care.actions.agreeing import agreement
from ecotone.care.actions.referrals import make, same_is_open, takes_from, target_problems
from ecotone.care.machine import BY_CODE, Party
from ecotone.care.models import Referral
from ecotone.care.rules import REPLY_TO_RETURN_DAYS, Door
from ecotone.directory.models import Service
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.ground.ids import new_id
from ecotone.people.models import Person
from ecotone.people.rules import Part

ALREADY = Problem("care.already_open")


@action("care.come_back")
def come_back(
    *,
    by: Principal,
    referral_id: UUID,
    since_then: str = "",
    contact_note: str | None = None,
    parts: Iterable[Part] | None = None,
    authority_id: UUID | None = None,
    nobody_why: str = "",
    least: bool = False,
    her_wishes: str = "",
) -> Referral:
    """Asks the service of an ended referral again, while its door is open: the same need, why and hope.

    `since_then` is what is different now, in a line; `contact_note` a safe way to make contact, the earlier one
    unless told. Of the `parts` once shared those go with it that are named here (all unless told), may still be
    shared, and are not refused. It is agreed to anew: the last four say by whom, where she cannot (`Yes`). Raises
    Refused to all but her and whoever asked for her; Invalid where the door is not open, or the same is being asked
    already, or nobody says who agreed.
    """
    earlier = Referral.of(referral_id)
    basis = policies.may_come_back(by, earlier).require("referral", referral_id).basis
    columns = _again(by, earlier) | {"since_then": since_then}
    if same_is_open(Referral(**columns)) or policies.own_returns(by, earlier).filter(ended_at=None).exists():
        raise Invalid(ALREADY)
    shared = _through(by, earlier)
    said = {"authority_id": authority_id, "nobody_why": nobody_why, "least": least, "her_wishes": her_wishes}
    yes = agreement(by, earlier.person_id, Basis.CONSENT, said)
    check(yes.problems)
    wanted = shared if parts is None else shared & frozenset(parts)
    if contact_note is not None:
        columns["contact_note"] = contact_note
    referral = Referral.add(**columns, **yes.columns, parts=sorted(wanted), **Referral.signed(by))
    act = "care.come_back"
    wrote("referral", referral.id, act=act, basis=basis, keeps_access=True)
    wrote("person", referral.person_id, act=act, part=Part.REFERRALS, basis=basis, keeps_access=True)
    offer, reply_by = BY_CODE["offer"], clock.today() + timedelta(days=REPLY_TO_RETURN_DAYS)
    party = min(offer.by & policies.parties(by, referral), key=list(Party).index)
    return make(by, referral, offer, party, {"reply_by": reply_by.isoformat()}, basis)


def _again(by: Principal, earlier: Referral) -> dict[str, Any]:
    """The columns of the new ask. How soon it is needed is not taken over: that was true of then."""
    service = Service.of(earlier.service_id) if earlier.service_id else None
    same = ("person_id", "target_id", "need_id", "why", "hoped_for", "contact_note", "chain_id")
    return {name: getattr(earlier, name) for name in same} | {
        "id": new_id(),
        "returns_to_id": earlier.id,
        "source_id": by.actor_id,
        "service": service,
        "place_id": Person.of(earlier.person_id).home_id,
        "outcome_id": earlier.outcome_id if earlier.outcome and earlier.outcome.ended_at is None else None,
        "sensitive": earlier.sensitive or (service is not None and service.sensitivity == "sensitive"),
        "basis": Basis.CONSENT,
    }


def _through(by: Principal, earlier: Referral) -> frozenset[Part]:
    """The parts that may go with it. Raises Invalid with what keeps the door shut."""
    gone = policies.own_returns(by, earlier).filter(policies.HELD)
    standing = policies.door_of(earlier, back=gone.exists())
    if standing is not Door.OPEN:
        raise Invalid(Problem(str(standing)))
    check(target_problems(earlier.target, by.actor_id))
    if by.actor_id and earlier.service and not takes_from(earlier.service, by.sectors):
        raise Invalid(Problem("care.not_from_your_sector"))
    shared = policies.shared_again(by, earlier)
    if shared is None:
        raise Invalid(Problem(str(Door.REFUSED)))
    return shared
