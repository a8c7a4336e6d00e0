"""Many people taken in at once, as when a place is brought over: by the acts of every day, their rows kept in hand.

    newcomer ──▶ add_person ──▶ open_relationship ──▶ add_identifier ──▶ add_story_entry …     each at its own moment

For Ecotone itself alone. Each act leaves its own entry in the audit, as it does by itself; that they were many is one
more entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import each_by_itself, wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.ground import clock
from ecotone.ground.hand import Hand
from ecotone.ground.prepared import in_hand
from ecotone.people.actions.record import add_identifier, add_person
from ecotone.people.actions.sharing import open_relationship
from ecotone.people.actions.story import add_story_entry
from ecotone.people.models import CapacityAssessment, Person, Relationship, SharedPart
from ecotone.people.rules import CareRole, IdentifierKind, Part

AT_ONCE = 500
"""How many ids stand in one question to the database."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be taken in `at` a moment: what `add_person` takes, who helps, what was told when.

    `helped_by` is the team that gets a relationship, with `purpose` and `parts`; `told` are moment, section and text.
    """

    at: datetime
    who: Mapping[str, Any]
    helped_by: UUID
    purpose: str
    parts: tuple[Part, ...] = ()
    chi: str = ""
    told: tuple[tuple[datetime, Part, str], ...] = field(default_factory=tuple)


@action("people.bring_over")
def bring_over(*, by: Principal, newcomers: Iterable[Newcomer]) -> list[UUID]:
    """Takes all of them in; returns their ids in that order. All or none.

    Raises Refused for any but Ecotone itself, and what the single acts raise: Invalid with what is wrong. A number
    that another record holds is an IntegrityError at the end.
    """
    access.system_only(by).require("person")
    with in_hand(), each_by_itself():
        ids = [_take_in(by, each) for each in newcomers]
    for id_ in ids:
        wrote("person", id_, act="people.bring_over", keeps_access=True)
    return ids


def _take_in(by: Principal, newcomer: Newcomer) -> UUID:
    with clock.at(newcomer.at):
        person = add_person(by=by, **newcomer.who)
        open_relationship(
            by=by,
            person_id=person.id,
            actor_id=newcomer.helped_by,
            role=CareRole.MEMBER,
            purpose=newcomer.purpose,
            parts=newcomer.parts,
            basis=Basis.CONSENT,
        )
        if newcomer.chi:
            add_identifier(by=by, person_id=person.id, kind=IdentifierKind.CHI, value=newcomer.chi)
    for moment, section, text in newcomer.told:
        with clock.at(moment):
            add_story_entry(by=by, person_id=person.id, section=section, text=text)
    return person.id


def take_in_hand(hand: Hand, person_ids: Iterable[UUID]) -> None:
    """What the acts on these people ask of this room's tables, for a hand that another room has opened."""
    ids = list(dict.fromkeys(person_ids))
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        hand.take(Person.objects.filter(id__in=some))
        hand.take(CapacityAssessment.objects.filter(person__in=some))
        hand.take(Relationship.objects.filter(person__in=some))
        hand.take(SharedPart.objects.filter(relationship__person__in=some))
