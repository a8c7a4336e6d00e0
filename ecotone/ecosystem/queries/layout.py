"""The ecosystem at a place, laid out by domain as the research's Table 1.

nation ─ … ─ parent ─ HERE ─ child ─ …        whoever covers any of these is at work here
                        │
    domain  ──>  role, actors by sector, institutions        ties run among the actors shown
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ecotone.ecosystem.models import Actor, Institution, Remit, Tie
from ecotone.ecosystem.queries.actors import at_work
from ecotone.ecosystem.queries.needs import find_need, kin, needs
from ecotone.ecosystem.queries.places import surroundings
from ecotone.ecosystem.queries.rows import REMIT_ROWS, TIE_ROWS, institution_brief, remit_view, tie_view
from ecotone.ecosystem.rules import TABLE_1, ActorKind, Domain, Sector
from ecotone.ecosystem.views import (
    ActorOnMap,
    DomainView,
    EcosystemView,
    InstitutionBrief,
    RemitView,
    SectorGroup,
)
from ecotone.ground import clock


def ecosystem_at(place_id: UUID | str, need_code: str | None = None, on: date | None = None) -> EcosystemView:
    """Who and what is at work at a place on a day (today), for one kind of need or all. Eight queries, always.

    With a need only those are shown who are there for it, for its own kinds, or for the broad kind above it.
    Raises NotFound for an unknown place or need.
    """
    day, around, tree = on or clock.today(), surroundings(place_id), needs()
    remits = Remit.objects.filter(Remit.on(day), place__in=around.scope)
    if need_code:
        remits = remits.filter(need__in=kin(tree, need_code))
    actors = at_work(Actor.objects.filter(Actor.on(day)), around.scope)
    if need_code:
        actors = actors.filter(Exists(remits.filter(actor=OuterRef("pk"))))
    shown = _on_map(actors, remits)
    institutions = _institutions(around.scope, day)
    return EcosystemView(
        place=around.here,
        on=day,
        need=find_need(tree, need_code) if need_code else None,
        path=around.path,
        inside=around.inside,
        needs=tuple(tree),
        domains=tuple(_domain(domain, shown[domain], institutions) for domain in Domain),
        ties=tuple(tie_view(tie) for tie in _ties(actors, day)),
    )


def _on_map(actors: QuerySet[Actor], remits: QuerySet[Remit]) -> dict[Domain, list[ActorOnMap]]:
    tasks: dict[UUID, list[RemitView]] = defaultdict(list)
    for remit in remits.select_related(*REMIT_ROWS).order_by("need__name", "place__name", "id"):
        tasks[remit.actor_id].append(remit_view(remit))
    shown: dict[Domain, list[ActorOnMap]] = defaultdict(list)
    for row in actors.select_related("site").order_by("sought", "id"):
        shown[Domain(row.domain)].append(_actor_on_map(row, tasks[row.id]))
    return shown


def _actor_on_map(row: Actor, remits: Iterable[RemitView]) -> ActorOnMap:
    site = row.site if row.site and not row.site.confidential else None
    return ActorOnMap(
        id=row.id,
        name=row.name,
        kind=ActorKind(row.kind),
        sector=Sector(row.sector),
        description=row.description,
        latitude=site.latitude if site else None,
        longitude=site.longitude if site else None,
        remits=tuple(remits),
    )


def _institutions(place_ids: Sequence[UUID], day: date) -> list[InstitutionBrief]:
    rows = Institution.objects.filter(Institution.on(day), Q(place__isnull=True) | Q(place__in=place_ids))
    whole = rows.select_related("issuer", "place").prefetch_related("orientations").order_by("kind", "name", "id")
    return [institution_brief(row) for row in whole]


def _ties(actors: QuerySet[Actor], day: date) -> QuerySet[Tie]:
    """The ties that hold between two of these actors, disputed ones too."""
    ids = actors.values("id")
    ties = Tie.objects.filter(Tie.on(day), source__in=ids, target__in=ids)
    return ties.select_related(*TIE_ROWS).order_by("kind", "source__name", "target__name", "id")


def _domain(domain: Domain, actors: Iterable[ActorOnMap], institutions: Iterable[InstitutionBrief]) -> DomainView:
    row = TABLE_1[domain]
    of_sector: dict[Sector, list[ActorOnMap]] = defaultdict(list)
    for each in actors:
        of_sector[each.sector].append(each)
    return DomainView(
        domain=domain,
        role=row.role,
        main_actors=row.main_actors,
        kinds_of_institution=row.institutions,
        sectors=tuple(SectorGroup(sector, tuple(of_sector[sector])) for sector in Sector if sector in of_sector),
        institutions=tuple(each for each in institutions if each.domain is domain),
    )
