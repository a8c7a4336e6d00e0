"""What becomes of the asks of somebody who died, or moved away; for Ecotone itself, within `procedures.leaving`."""

from uuid import UUID

from django.db.models import F

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.care.actions.agreeing import AGREED
from ecotone.care.actions.referrals import draft_referral, move
from ecotone.care.machine import OPEN, State
from ecotone.care.models import Referral
from ecotone.care.rules import Openly, Urgency
from ecotone.directory.queries import not_serving
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from ecotone.people.rules import Part


@action("care.lapse_asks")
def lapse_asks(*, by: Principal, person_id: UUID, reason: str) -> list[UUID]:
    """Ends every open ask for her with that reason, each with its step in the history, and says which it ended.

    Whoever asked has it among what came back, and reads it; then both sides let go of her record.
    """
    access.system_only(by).require("person", person_id)
    still_open = Referral.objects.filter(person_id=person_id, state__in=sorted(map(str, OPEN))).order_by("id")
    ended = []
    for row in still_open:
        move(by=by, referral_id=row.id, version=row.version, code="lapse", recorded={"reason_text": reason})
        ended.append(row.id)
    wrote("person", person_id, act="care.lapse_asks", part=Part.REFERRALS)
    return ended


@action("care.draft_again")
def draft_again(*, by: Principal, person_id: UUID, ids: list[UUID]) -> list[UUID]:
    """Lays what had lapsed by mistake before its asker as a draft: what has ended stays ended, one press asks anew.

    What can no longer be asked, because a service closed meanwhile, is left out. What she asked herself is hers.
    """
    access.system_only(by).require("person", person_id)
    made = []
    for old in Referral.objects.filter(person_id=person_id, id__in=ids).order_by("id"):
        try:
            made.append(_draft_like(by, old))
        except Invalid:
            continue
    wrote("person", person_id, act="care.draft_again", part=Part.REFERRALS)
    return made


def _draft_like(by: Principal, old: Referral) -> UUID:
    drafted = draft_referral(
        by=by,
        person_id=old.person_id,
        why=old.why,
        basis=Basis(old.basis),
        service_id=old.service_id,
        target_id=old.target_id,
        need_id=old.need_id,
        hoped_for=old.hoped_for,
        urgency=Urgency(old.urgency),
        parts=[Part(part) for part in old.parts],
        contact_note=old.contact_note,
        outcome_id=old.outcome_id,
        source_id=old.source_id,
        openly=Openly(place_id=old.place_id, note=old.offer_note) if old.target_id is None else None,
    )
    drafted.change(version=drafted.version, **{name: getattr(old, name) for name in AGREED})
    return drafted.id


@action("care.flag_out_of_area")
def flag_out_of_area(*, by: Principal, person_id: UUID, home_id: UUID | None) -> list[UUID]:
    """Marks her open asks of services that do not go to where she lives now, and unmarks the others; ends none.

    Whoever asked has it as news. Says which are marked now.
    """
    access.system_only(by).require("person", person_id)
    still_open = Referral.objects.filter(person_id=person_id, state__in=sorted(map(str, OPEN - {State.DRAFT})))
    asked = dict(still_open.exclude(service=None).order_by("id").values_list("id", "service_id"))
    outside = not_serving(asked.values(), home_id)
    marked = [id_ for id_, service_id in asked.items() if service_id in outside]
    now, unmarked = clock.now(), still_open.exclude(id__in=marked).exclude(out_of_area_on=None)
    unmarked.update(out_of_area_on=None, version=F("version") + 1)
    newly = still_open.filter(id__in=marked, out_of_area_on=None)
    newly.exclude(source=None).update(source_news_at=now)
    newly.update(out_of_area_on=clock.today(), version=F("version") + 1)
    for id_ in marked:
        wrote("referral", id_, act="care.flag_out_of_area")
    wrote("person", person_id, act="care.flag_out_of_area", part=Part.REFERRALS)
    return marked
