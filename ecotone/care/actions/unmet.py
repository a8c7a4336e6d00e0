"""What could not be met: kept as an unmet need when a move says so, or at a click after a search in vain.

A person's need of one kind stands unmet at most once, however often it is asked for in vain:

    declined, no reply, unclaimed, partly …  ──> noted, and what stood before it is taken up in it
    asked again where no reply came          ──> taken back: it is being asked
    taken on, wherever                       ──> met, by that ask

`note_unmet` and the other effects stand in `referrals.EFFECTS`, by the code of the move.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.machine import NOTHING_LACKS
from ecotone.care.models import Referral, Turn, UnmetNeed
from ecotone.care.rules.needs import MetBy, Origin, Standing, UnmetReason
from ecotone.ecosystem.models import Need, Place
from ecotone.ground import clock
from ecotone.ground.errors import Problem, check
from ecotone.ground.hand import hand
from ecotone.ground.prepared import Prepared

BY_MOVE: Mapping[str, UnmetReason] = {
    "give_up_waiting": UnmetReason.NO_REPLY,
    "complete_partly": UnmetReason.PARTLY,
}
"""Why, where the move itself says it; else the move records a reason."""

ID = UnmetNeed._meta.get_field("id")


def note_unmet(by: Principal, referral: Referral, kept: dict[str, Any], *, reason: str = "") -> None:
    """Keeps what an ask left unmet; what stood unmet of the same need of hers is taken up in it."""
    why = reason or kept.get("reason_code", "")
    if why in NOTHING_LACKS:
        return
    _turn_all(by, _standing_before(referral), Standing.WITHDRAWN, referral)
    UnmetNeed.add(
        need_id=referral.need_id,
        place_id=referral.place_id,
        asked_sector=referral.target.sector if referral.target else "",
        reason=why,
        origin=Origin.REFERRAL,
        origin_id=referral.id,
        on=clock.today(),
    )


def note_no_reply(by: Principal, referral: Referral, kept: dict[str, Any]) -> None:
    note_unmet(by, referral, kept, reason=BY_MOVE["give_up_waiting"])


def note_partly(by: Principal, referral: Referral, kept: dict[str, Any]) -> None:
    note_unmet(by, referral, kept, reason=BY_MOVE["complete_partly"])


def note_unclaimed(by: Principal, referral: Referral, kept: dict[str, Any]) -> None:
    """The clock ended an open offer that nobody claimed."""
    note_unmet(by, referral, kept, reason=UnmetReason.UNCLAIMED)


def met_by_this(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    """Somebody took it on: what stood unmet of this need of hers is met by this ask."""
    _turn_all(by, _standing_before(referral), Standing.MET, referral)


def asked_again(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    """What this ask itself left unmet is being asked again, is wanted no more, or was a mistake."""
    _turn_all(by, _standing_of_ask(referral), Standing.WITHDRAWN, referral)


def stands_anew(unmet: UnmetNeed) -> bool:
    """Whether this need of hers stands unmet once more by now, so that the earlier one has nothing to say."""
    if unmet.origin != Origin.REFERRAL:
        return False
    return any(True for _ in _standing_before(Referral.of(str(unmet.origin_id))))


def _standing_before(referral: Referral) -> Iterable[UUID]:
    """What stands unmet of this need of hers; where no kind of need was said, only of this ask."""
    if referral.need_id is None:
        return _standing_of_ask(referral)
    known = hand()
    if known is not None:
        hers = known.of(Referral, "person_id", referral.person_id)
        return [id_ for ask in hers if ask.need_id == referral.need_id for id_ in _standing_of_ask(ask)]
    return (row for (row,) in _STANDING_OF_NEED(person=referral.person_id, need=referral.need_id))


def _standing_of_ask(referral: Referral) -> Iterable[UUID]:
    known = hand()
    if known is not None:
        left = known.of(UnmetNeed, "origin_id", referral.id)
        return [row.id for row in left if row.state == Standing.STANDING and row.origin == Origin.REFERRAL]
    return (row for (row,) in _STANDING_OF_ASK(origin=referral.id))


_STANDING = UnmetNeed.objects.filter(state=Standing.STANDING, origin=Origin.REFERRAL)
_STANDING_OF_ASK = Prepared(lambda value: _STANDING.filter(origin_id=value("origin", ID)).values_list("id"))
_STANDING_OF_NEED = Prepared(
    lambda value: _STANDING.filter(
        need=value("need", ID),
        origin_id__in=Referral.objects.filter(person=value("person", ID), need=value("need", ID)).values("id"),
    ).values_list("id")
)


def _turn_all(by: Principal, ids: Iterable[UUID], became: Standing, referral: Referral) -> None:
    """Closes these by an ask, as a consequence of a move of it; the ask's own row in the audit tells who did."""
    for unmet_id in ids:
        unmet = UnmetNeed.of(unmet_id)
        unmet.change(version=unmet.version, state=became)
        given = {"met_by": MetBy.REFERRAL, "met_by_id": referral.id}
        Turn.add(unmetneed=unmet, became=became, **given, **Turn.signed(by))
        wrote("unmetneed", unmet_id, act="care.turn", keeps_access=True)


@action("care.note_unfound")
def note_unfound(
    *, by: Principal, once: UUID, place_id: UUID | None = None, need_id: UUID | None = None
) -> UnmetNeed:
    """Keeps that a search found nothing, or nothing that fits: a kind of need and a place, and never what was typed.

    `once` names the page of results: pressed twice it is kept once. Of a person who looked for herself nothing at
    all is kept; of a worker, the team.
    """
    policies.may_speak(by).require("unmetneed")
    check([] if need_id or place_id else [Problem("care.say_what_was_sought", "need")])
    unmet, _new = UnmetNeed.objects.get_or_create(
        origin=Origin.SEARCH,
        origin_id=once,
        defaults={
            "need": Need.of(need_id) if need_id else None,
            "place": Place.of(place_id) if place_id else None,
            "reason": UnmetReason.NOTHING_FOUND,
            "noted_by_id": by.actor_id,
            "on": clock.today(),
        },
    )
    wrote("unmetneed", unmet.id, act="care.note_unfound", keeps_access=True)
    return unmet
