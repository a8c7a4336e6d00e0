"""Reads of who is there to do what: at a place, and two actors side by side."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.ecosystem.models import Actor, Remit, Stance, Tie
from ecotone.ecosystem.queries.needs import kin, needs
from ecotone.ecosystem.queries.places import surroundings
from ecotone.ecosystem.queries.rows import (
    REMIT_ROWS,
    STANCE_ROWS,
    TIE_ROWS,
    actor_brief,
    remit_view,
    sectors,
    site_view,
    stance_view,
    tie_view,
)
from ecotone.ecosystem.rules import Claim, TieKind
from ecotone.ecosystem.views import NeedAtPlace, RemitComparison, RemitSide, RemitView
from ecotone.ground import clock
from ecotone.ground.errors import NotFound


def who_does_what(place_id: UUID | str, need_code: str | None = None) -> list[RemitView]:
    """Who is there for what today, here, over here or in a part of here; by need, then place, then name.

    With a need: for it, for its own kinds, and for the broad kind above it. Four queries. Raises NotFound.
    """
    today = clock.today()
    rows = Remit.objects.filter(Remit.on(today), place__in=surroundings(place_id).scope)
    if need_code:
        rows = rows.filter(need__in=kin(needs(), need_code))
    in_order = rows.select_related(*REMIT_ROWS).order_by("need__name", "place__name", "actor__name", "id")
    return [remit_view(row) for row in in_order if row.actor.holds(today)]


def compare_remits(a_id: UUID, b_id: UUID, *, by: Principal | None = None) -> RemitComparison:
    """Two actors side by side: what both are there for, what only one is, and what ties them.

    Four queries. Raises NotFound.
    """
    actors = {row.id: row for row in Actor.objects.filter(id__in=[a_id, b_id]).select_related("site__place")}
    a, b = _one(actors, a_id), _one(actors, b_id)
    today, reader = clock.today(), by or Principal.nobody()
    remits = _remits(actors, today)
    ties = list(Tie.objects.filter(source__in=actors).select_related(*TIE_ROWS).order_by("-since", "id"))
    stances = list(
        Stance.objects.filter(Stance.on(today), actor__in=actors)
        .select_related(*STANCE_ROWS)
        .order_by("kind", "institution__name")
    )
    shared = remits[a.id] & remits[b.id]

    def side(row: Actor) -> RemitSide:
        organisations = tuple(actor_brief(tie.target) for tie in ties if _is_whole_of(tie, row, today))
        return RemitSide(
            actor=actor_brief(row),
            sectors=sectors(row, organisations),
            words=tuple(filter(None, (row.description, row.purpose, row.remit))),
            site=site_view(row.site, row, reader),
            organisations=organisations,
            stances=tuple(stance_view(each) for each in stances if each.actor_id == row.id),
            only=_in_order(remits[row.id] - shared),
        )

    between = [tie for tie in ties if {tie.source_id, tie.target_id} == {a.id, b.id} and tie.since != tie.until]
    return RemitComparison(
        a=side(a),
        b=side(b),
        shared=_in_order(shared),
        ties=tuple(tie_view(tie) for tie in between),
        same_site=a.site_id is not None and a.site_id == b.site_id,
    )


def _one(actors: dict[UUID, Actor], actor_id: UUID) -> Actor:
    if actor_id not in actors:
        raise NotFound("actor", actor_id)
    return actors[actor_id]


def _remits(actors: Iterable[UUID], day: date) -> dict[UUID, set[NeedAtPlace]]:
    found: dict[UUID, set[NeedAtPlace]] = {actor_id: set() for actor_id in actors}
    for row in Remit.objects.filter(Remit.on(day), actor__in=found).select_related("need", "place"):
        found[row.actor_id].add(NeedAtPlace(row.need.code, row.need.name, row.place_id, row.place.name))
    return found


def _is_whole_of(tie: Tie, part: Actor, day: date) -> bool:
    agreed = tie.kind == TieKind.PART_OF and tie.claim == Claim.CONFIRMED and tie.holds(day)
    return agreed and tie.source_id == part.id


def _in_order(remits: Iterable[NeedAtPlace]) -> tuple[NeedAtPlace, ...]:
    return tuple(sorted(remits, key=lambda each: (each.need, each.place, each.place_id)))
