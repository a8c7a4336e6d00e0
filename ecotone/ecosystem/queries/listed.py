"""Actors and sites by the hundred, as anyone may know of them: for what is published as a whole."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from ecotone.ecosystem.models import Actor, ActorCovers, ActorIdentifier, Place, Site, Tie
from ecotone.ecosystem.rules import ActorKind, Claim, Domain, Sector, TieKind
from ecotone.ecosystem.views import ListedActor, OpenSite
from ecotone.ground import clock


def listed_actors(ids: Collection[UUID]) -> dict[UUID, ListedActor]:
    """These actors by id, in four queries, unknown ones left out; `site_id` may be that of a confidential site."""
    places, numbers = defaultdict(list), defaultdict(list)
    for actor_id, place_id in ActorCovers.objects.filter(actor__in=ids).order_by("id").values_list("actor", "place"):
        places[actor_id].append(place_id)
    rows = ActorIdentifier.objects.filter(actor__in=ids).order_by("scheme", "value")
    for actor_id, scheme, value in rows.values_list("actor", "scheme", "value"):
        numbers[actor_id].append((scheme, value))
    wholes = part_of(ids)
    return {
        row.id: ListedActor(
            id=row.id,
            name=row.name,
            kind=ActorKind(row.kind),
            sector=Sector(row.sector),
            domain=Domain(row.domain),
            description=row.description,
            purpose=row.purpose,
            remit=row.remit,
            website=row.website,
            email=row.email,
            phone=row.phone,
            site_id=row.site_id,
            place_ids=tuple(places[row.id]),
            identifiers=tuple(numbers[row.id]),
            parent_id=next(iter(wholes.get(row.id, ())), None),
        )
        for row in Actor.objects.filter(id__in=ids)
    }


def part_of(ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """What each of these is part of today, as both sides hold it, the longest first. One query."""
    ties = Tie.objects.filter(Tie.on(clock.today()), source__in=ids, kind=TieKind.PART_OF, claim=Claim.CONFIRMED)
    found: dict[UUID, tuple[UUID, ...]] = {}
    for source, target in ties.order_by("since", "id").values_list("source", "target"):
        found[source] = (*found.get(source, ()), target)
    return found


def open_sites(ids: Collection[UUID]) -> dict[UUID, OpenSite]:
    """Those of these sites that are not confidential, by id. One query."""
    columns = ("id", "name", "place_id", "address", "postcode", "latitude", "longitude", "accessibility")
    rows = Site.objects.filter(id__in=ids, confidential=False).values_list(*columns)
    return {row[0]: OpenSite(*row) for row in rows}


def place_codes() -> Mapping[UUID, str]:
    """The public area code of every place that has one. One query."""
    return dict(Place.objects.exclude(code="").values_list("id", "code"))
