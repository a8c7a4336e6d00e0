"""Reads of referrals for other systems: searched page by page, and never telling of one that the caller may not see.

Which of the rows that might fit a caller sees, only the policy knows, row by row: so a page is filled by walking on
until it is full, and a page that is not full is the last. What is withheld in a row does not find it either.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.care import policies
from ecotone.care.machine import Party, State
from ecotone.care.models import Referral, ReferralMove
from ecotone.care.policies import Seen
from ecotone.care.queries.agreeing import agreed_of
from ecotone.care.queries.referral import move_view
from ecotone.care.queries.rows import (
    as_guardian,
    asked_by_id,
    is_another,
    look,
    row_of,
    sight_of_ask,
    veiled,
    with_names,
)
from ecotone.care.rules import Sight
from ecotone.care.views import CarriedReferral, MoveView
from ecotone.ground.errors import NotFound
from ecotone.ground.matches import Matches
from ecotone.people import policies as records
from ecotone.people import queries as people
from ecotone.people.rules import Part

AT_ONCE = 200
"""How many rows a walk reads at a time."""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a search asks for; None: anything. `changed_from` and `changed_before` are half-open."""

    ids: Collection[UUID] | None = None
    person_ids: Collection[UUID] | None = None
    states: Collection[State] | None = None
    source_id: UUID | None = None
    target_id: UUID | None = None
    asked_by_person: UUID | None = None
    service_id: UUID | None = None
    changed_from: datetime | None = None
    changed_before: datetime | None = None


def find_referrals(
    by: Principal, sought: Sought, *, after: UUID | None = None, most: int = 50
) -> Matches[CarriedReferral]:
    """The referrals that the caller may see and that fit, by id. There is no total: see `count_referrals`."""
    kept: list[tuple[Referral, Seen]] = []
    for found in _walk(by, sought, after):
        kept.append(found)
        if len(kept) > most:
            break
    rows = kept[:most]
    return Matches(_carried(by, rows), rows[-1][0].id if len(kept) > most else None)


def count_referrals(by: Principal, sought: Sought) -> int:
    """How many the same search would find."""
    return sum(1 for _ in _walk(by, sought, None))


def carried_referral(by: Principal, referral_id: UUID) -> CarriedReferral:
    """One referral. Raises NotFound, or Refused to a stranger."""
    with as_guardian(by):
        row = asked_by_id(_changed(with_names()), partial(sight_of_ask, by), "referral", referral_id)
    seen = policies.seen(by, [row], records.verdicts(by, [row.person_id]))[row.id]
    if seen.sight is Sight.NOTHING:
        seen.verdict.require("referral", referral_id)
        raise NotFound("referral", referral_id)
    return _carried(by, [(row, seen)])[0]


def _walk(by: Principal, sought: Sought, after: UUID | None) -> Iterator[tuple[Referral, Seen]]:
    rows = _fitting(by, sought).order_by("id")
    while some := list((rows.filter(id__gt=after) if after else rows)[:AT_ONCE]):
        verdicts = records.verdicts(by, {row.person_id for row in some})
        seen = policies.seen(by, some, verdicts)
        for row in some:
            if _may_find(row, seen[row.id], verdicts[row.person_id], sought):
                yield row, seen[row.id]
        after = some[-1].id


def _may_find(row: Referral, seen: Seen, verdicts: Mapping[Part, Verdict], sought: Sought) -> bool:
    """Whether the caller sees it, and sees in it what it is searched by."""
    if seen.sight is Sight.NOTHING:
        return False
    by_person = sought.person_ids is not None or sought.asked_by_person
    if by_person and not verdicts[Part.IDENTITY].allowed:
        return False
    if sought.source_id and row.source_id in seen.hidden:
        return False
    if sought.service_id and seen.sight is not Sight.FULL:
        return False
    return not (sought.target_id and is_another(row, seen))


def _changed(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """With when each last moved, and the state in which a cancel was asked for."""
    moves = ReferralMove.objects.filter(referral=OuterRef("pk"))
    moved = moves.order_by().values("referral").annotate(at=Max("created_at")).values("at")
    asked_in = moves.filter(after=State.CANCEL_REQUESTED).order_by("-created_at", "-id").values("before")[:1]
    return rows.annotate(changed_at=Coalesce(Subquery(moved), F("created_at")), asked_in=Subquery(asked_in))


def _fitting(by: Principal, sought: Sought) -> QuerySet[Referral]:
    rows = _changed(with_names()).filter(_within_reach(by))
    if sought.ids is not None:
        rows = rows.filter(id__in=sought.ids)
    if sought.states is not None:
        asked = Q(state=State.CANCEL_REQUESTED, asked_in__in=sought.states)
        rows = rows.filter(asked | Q(state__in=[each for each in sought.states if each != State.CANCEL_REQUESTED]))
    if sought.asked_by_person:
        rows = rows.filter(person=sought.asked_by_person, source=None)
    exact = {
        "person__in": sought.person_ids,
        "source": sought.source_id,
        "target": sought.target_id,
        "service": sought.service_id,
        "changed_at__gte": sought.changed_from,
        "changed_at__lt": sought.changed_before,
    }
    return rows.filter(**{name: value for name, value in exact.items() if value is not None})


def _within_reach(by: Principal) -> Q:
    """Those that the policy could let this caller see: hers; its team's, all of their chains; its people's."""
    if by.is_hers:
        return Q(person=by.about_id)
    if not by.practises:
        return Q(pk__in=[])
    ours = Referral.objects.filter(Q(source=by.actor_id) | Q(target=by.actor_id))
    of_chains = Referral.objects.filter(chain_id__in=ours.values("chain_id"))
    of_people = Referral.objects.filter(person__in=records.visible_to(by).values("pk"))
    # By their ids: as conditions of one statement they would be tried on every ask there is.
    return Q(pk__in=of_chains.values("pk").union(of_people.values("pk")))


def _carried(by: Principal, rows: list[tuple[Referral, Seen]]) -> tuple[CarriedReferral, ...]:
    banners = people.banners(by, [row.person_id for row, _ in rows], code="care.carried_referral")
    look(by, "care.carried_referral", [row for row, _ in rows], {row.id: seen for row, seen in rows})
    dead = policies.dead_at_the_door(row for row, _ in rows)
    agreed = agreed_of(by, rows, {id_: each.verdicts for id_, each in banners.items()})
    moves = _moves_of([row for row, seen in rows if seen.sight is Sight.FULL])
    return tuple(
        CarriedReferral(
            row=(shown := row_of(row, seen, banners, dead=dead)),
            person_id=row.person_id if shown.person.identity or Party.PERSON in seen.parties else None,
            person=who if isinstance(who := shown.person.identity, Withheld) else who.name,
            state=State(row.asked_in) if row.state == State.CANCEL_REQUESTED else State(row.state),  # type: ignore[attr-defined]
            source_id=None if row.source_id in seen.hidden else row.source_id,
            asked_herself=row.source_id is None,
            target_id=None if is_another(row, seen) else row.target_id,
            service_id=row.service_id if seen.sight is Sight.FULL else None,
            why=row.why if seen.sight is Sight.FULL else veiled(row, seen),
            hoped_for=row.hoped_for if seen.sight is Sight.FULL else veiled(row, seen),
            created_at=row.created_at,
            changed_at=row.changed_at,  # type: ignore[attr-defined]
            moves=moves.get(row.id, ()),
            agreed=agreed[row.id],
        )
        for row, seen in rows
    )


def _moves_of(rows: list[Referral]) -> Mapping[UUID, tuple[MoveView, ...]]:
    found: dict[UUID, list[MoveView]] = {}
    for move in ReferralMove.objects.filter(referral__in=rows).order_by("created_at", "id"):
        found.setdefault(move.referral_id, []).append(move_view(move))
    return {referral_id: tuple(each) for referral_id, each in found.items()}
