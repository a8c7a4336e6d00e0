"""Reads of institutions: one with its links and stances, and those that match."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from ecotone.ecosystem.models import Institution, InstitutionLink, Stance
from ecotone.ecosystem.queries.places import surroundings
from ecotone.ecosystem.queries.rows import STANCE_ROWS, institution_brief, orientations, stance_view
from ecotone.ecosystem.rules import (
    Domain,
    InstitutionKind,
    InstitutionLinkKind,
    Level,
    Orientation,
    Standing,
    search_words,
    sought,
)
from ecotone.ecosystem.views import InstitutionBrief, InstitutionLinkView, InstitutionView
from ecotone.ground import clock
from ecotone.ground.errors import NotFound


def institution(institution_id: UUID) -> InstitutionView:
    """All there is to know of an institution, in four queries. Raises NotFound."""
    rows = Institution.objects.select_related("issuer", "place").prefetch_related("orientations")
    row = rows.filter(pk=institution_id).first()
    if row is None:
        raise NotFound("institution", institution_id)
    return InstitutionView(
        id=row.id,
        version=row.version,
        name=row.name,
        kind=InstitutionKind(row.kind),
        formal=row.formal,
        standing=Standing(row.standing),
        domain=Domain(row.domain),
        level=Level(row.level),
        policy_area=row.policy_area,
        issuer_id=row.issuer_id,
        issuer=row.issuer.name if row.issuer else "",
        place_id=row.place_id,
        place=row.place.name if row.place else "",
        text=row.text,
        source=row.source,
        source_url=row.source_url,
        orientations=orientations(row),
        links=_links(row),
        stances=tuple(stance_view(each) for each in _stances(row)),
        since=row.since,
        until=row.until,
    )


def _stances(row: Institution) -> list[Stance]:
    rows = Stance.objects.filter(Stance.on(clock.today()), institution=row).select_related(*STANCE_ROWS)
    return list(rows.order_by("kind", "actor__name", "id"))


def _links(row: Institution) -> tuple[InstitutionLinkView, ...]:
    links = InstitutionLink.objects.filter(Q(source=row) | Q(target=row)).select_related("source", "target")
    views = (_link_view(link, row) for link in links)
    return tuple(sorted(views, key=lambda view: (view.kind, not view.outward, view.other)))


def _link_view(link: InstitutionLink, row: Institution) -> InstitutionLinkView:
    outward = link.source_id == row.id
    other = link.target if outward else link.source
    return InstitutionLinkView(
        id=link.id,
        kind=InstitutionLinkKind(link.kind),
        outward=outward,
        other_id=other.id,
        other=other.name,
        note=link.note,
    )


def institutions(
    *,
    words: str = "",
    kind: InstitutionKind | None = None,
    standing: Standing | None = None,
    domain: Domain | None = None,
    level: Level | None = None,
    orientation: Orientation | None = None,
    formal: bool | None = None,
    policy_area: str | None = None,
    place_id: UUID | str | None = None,
) -> list[InstitutionBrief]:
    """The institutions that hold today and match all that is given, by domain and name.

    With a place: those of it, of what is over it or in it, and those that hold everywhere.
    """
    given: dict[str, Any] = {
        "kind": kind,
        "standing": standing,
        "domain": domain,
        "level": level,
        "orientations__orientation": orientation,
        "formal": formal,
        "policy_area": policy_area,
    }
    rows = Institution.objects.filter(
        Institution.on(clock.today()), **{name: value for name, value in given.items() if value is not None}
    )
    if place_id:
        rows = rows.filter(Q(place__isnull=True) | Q(place__in=surroundings(place_id).scope))
    whole = rows.select_related("issuer", "place").prefetch_related("orientations")
    wanted = search_words(words)
    found = [row for row in whole if all(word in sought(row.name, row.text) for word in wanted)]
    in_order = sorted(found, key=lambda row: (list(Domain).index(Domain(row.domain)), row.name, row.id))
    return [institution_brief(row) for row in in_order]
