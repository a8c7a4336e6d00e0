"""Reads of the map as a register, page by page, as other systems ask for it: who there is, where, who works there."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Actor, Site
from ecotone.ecosystem.queries.hats import open_hats
from ecotone.ecosystem.queries.listed import part_of
from ecotone.ecosystem.queries.rows import HAT_ROWS, hat_view
from ecotone.ecosystem.rules import ActorKind, Sector, search_words
from ecotone.ecosystem.views import ActorCard, HatView, SiteCard
from ecotone.ground import clock
from ecotone.ground.matches import Matches, page_of


def actor_cards(
    *,
    ids: Collection[UUID] | None = None,
    words: str = "",
    identifier: tuple[str | None, str] | None = None,
    after: UUID | None = None,
    most: int = 50,
) -> Matches[ActorCard]:
    """Actors, those that have ended too. Five queries.

    words       each is in its name, now or before     identifier   (scheme, value); a scheme of None is any
    """
    rows = Actor.objects.all() if ids is None else Actor.objects.filter(id__in=ids)
    for word in search_words(words):
        rows = rows.filter(sought__contains=word)
    if identifier is not None:
        scheme, value = identifier
        by_scheme = Q() if scheme is None else Q(identifiers__scheme=scheme)
        rows = rows.filter(by_scheme, identifiers__value=value).distinct()
    found: Matches[Actor] = page_of(rows.select_related("site").prefetch_related("identifiers"), after, most)
    whole = part_of([row.id for row in found.rows])
    return found.of(tuple(_actor_card(row, whole.get(row.id, ())) for row in found.rows))


def _actor_card(row: Actor, part_of: tuple[UUID, ...]) -> ActorCard:
    return ActorCard(
        id=row.id,
        name=row.name,
        kind=ActorKind(row.kind),
        sector=Sector(row.sector),
        description=row.description,
        website=row.website,
        email=row.email,
        phone=row.phone,
        identifiers=tuple(sorted((each.scheme, each.value) for each in row.identifiers.all())),
        part_of=part_of,
        site_id=row.site_id if row.site and not row.site.confidential else None,
        active=row.holds(clock.today()),
    )


def site_cards(
    *,
    ids: Collection[UUID] | None = None,
    words: str = "",
    postcode: str = "",
    after: UUID | None = None,
    most: int = 50,
) -> Matches[SiteCard]:
    """Sites whose name holds each of the words and whose postcode begins so. A confidential site is not among them,
    whoever asks: what leaves for another system is kept there by other rules.
    """
    rows = Site.objects.filter(confidential=False).select_related("place")
    rows = rows if ids is None else rows.filter(id__in=ids)
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    if postcode:
        rows = rows.filter(_postcode_begins(postcode))
    found: Matches[Site] = page_of(rows, after, most)
    return found.of(tuple(_site_card(row) for row in found.rows))


def _postcode_begins(postcode: str) -> Q:
    """As it was given, and with its space where a whole postcode has it."""
    plain = "".join(postcode.split())
    return Q(postcode__istartswith=postcode.strip()) | Q(postcode__istartswith=f"{plain[:-3]} {plain[-3:]}")


def _site_card(row: Site) -> SiteCard:
    return SiteCard(
        id=row.id,
        name=row.name,
        place=row.place.name,
        address=row.address,
        postcode=row.postcode,
        accessibility=row.accessibility,
        latitude=row.latitude,
        longitude=row.longitude,
        kept_by=row.kept_by_id,
    )


def hats_worn(
    by: Principal,
    *,
    ids: Collection[UUID] | None = None,
    account_id: UUID | None = None,
    actor_ids: Collection[UUID] | None = None,
    after: UUID | None = None,
    most: int = 50,
) -> Matches[HatView]:
    """The hats worn today, for all who have signed in. Raises Refused to others."""
    policies.signed_in(by).require("hat")
    rows: QuerySet = open_hats().select_related(*HAT_ROWS)
    rows = rows if ids is None else rows.filter(id__in=ids)
    rows = rows.filter(account=account_id) if account_id else rows
    rows = rows if actor_ids is None else rows.filter(actor__in=actor_ids)
    found = page_of(rows, after, most)
    return found.of(tuple(hat_view(row) for row in found.rows))
