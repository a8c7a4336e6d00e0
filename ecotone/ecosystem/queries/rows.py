"""How a row becomes the view of it. Each says which related rows must have been selected with it."""

from collections.abc import Iterable

from ecotone.access.principal import Principal
from ecotone.access.rules import AccountKind, Role
from ecotone.access.verdicts import Withheld
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Actor, Hat, Institution, Need, Place, Remit, Site, Stance, Tie
from ecotone.ecosystem.rules import (
    ActorKind,
    Claim,
    Domain,
    InstitutionKind,
    Level,
    Orientation,
    PlaceKind,
    Sector,
    StanceKind,
    Standing,
    TieKind,
)
from ecotone.ecosystem.views import (
    ActorBrief,
    HatView,
    InstitutionBrief,
    NeedView,
    PlaceBrief,
    RemitView,
    SiteView,
    StanceView,
    TieView,
)

TIE_ROWS = ("source", "target", "claimed_by", "answered_by")
REMIT_ROWS = ("actor", "need", "place")
STANCE_ROWS = ("actor", "institution", "said_by")
HAT_ROWS = ("account", "actor", "organisation")


def place_brief(row: Place) -> PlaceBrief:
    return PlaceBrief(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=PlaceKind(row.kind),
        population=row.population,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def actor_brief(row: Actor) -> ActorBrief:
    return ActorBrief(
        id=row.id,
        name=row.name,
        kind=ActorKind(row.kind),
        sector=Sector(row.sector),
        domain=Domain(row.domain),
        phone=row.phone,
        email=row.email,
        since=row.since,
        until=row.until,
    )


def sectors(row: Actor, organisations: Iterable[ActorBrief]) -> tuple[Sector, ...]:
    """An actor's own sector and those of the organisations it is part of, in the order of the enum."""
    those = {row.sector, *(each.sector for each in organisations)}
    return tuple(each for each in Sector if each in those)


def site_view(row: Site | None, actor: Actor, by: Principal) -> SiteView | None:
    """Needs the site's place."""
    if row is None:
        return None
    sees = policies.sees_address(by, actor.id, row)
    hidden = Withheld("ecosystem.confidential_site")
    return SiteView(
        id=row.id,
        name=row.name,
        place_id=row.place_id,
        place=row.place.name,
        confidential=row.confidential,
        accessibility=row.accessibility,
        address=row.address if sees else hidden,
        postcode=row.postcode if sees else hidden,
        latitude=row.latitude if sees else hidden,
        longitude=row.longitude if sees else hidden,
    )


def hat_view(row: Hat) -> HatView:
    """Needs HAT_ROWS."""
    return HatView(
        id=row.id,
        title=row.title,
        role=Role(row.role),
        actor_id=row.actor_id,
        actor_name=row.actor.name,
        organisation_name=row.organisation.name if row.organisation else "",
        account_id=row.account_id,
        name=row.account.name,
        since=row.since,
        until=row.until,
        is_program=row.account.kind == AccountKind.SERVICE,
    )


def tie_view(row: Tie, seen_from: Actor | None = None) -> TieView:
    """Needs TIE_ROWS."""
    other = None if seen_from is None else row.target if row.source_id == seen_from.id else row.source
    return TieView(
        id=row.id,
        version=row.version,
        kind=TieKind(row.kind),
        level=Level(row.level),
        source_id=row.source_id,
        source=row.source.name,
        target_id=row.target_id,
        target=row.target.name,
        note=row.note,
        claim=Claim(row.claim),
        claimed_by_id=row.claimed_by_id,
        claimed_by=row.claimed_by.name if row.claimed_by else "",
        answered_by_id=row.answered_by_id,
        answered_by=row.answered_by.name if row.answered_by else "",
        dispute_reason=row.dispute_reason,
        last_consulted_on=row.last_consulted_on,
        since=row.since,
        until=row.until,
        other_id=other.id if other else None,
        other=other.name if other else "",
    )


def remit_view(row: Remit) -> RemitView:
    """Needs REMIT_ROWS."""
    return RemitView(
        id=row.id,
        actor_id=row.actor_id,
        actor=row.actor.name,
        actor_kind=ActorKind(row.actor.kind),
        sector=Sector(row.actor.sector),
        need_code=row.need.code,
        need=row.need.name,
        place_id=row.place_id,
        place=row.place.name,
        text=row.text,
        since=row.since,
        until=row.until,
    )


def stance_view(row: Stance) -> StanceView:
    """Needs STANCE_ROWS."""
    return StanceView(
        id=row.id,
        kind=StanceKind(row.kind),
        actor_id=row.actor_id,
        actor=row.actor.name,
        institution_id=row.institution_id,
        institution=row.institution.name,
        note=row.note,
        said_by=row.said_by.name if row.said_by else "",
        since=row.since,
        until=row.until,
    )


def need_view(row: Need, parent_code: str = "", children: tuple[NeedView, ...] = ()) -> NeedView:
    return NeedView(
        id=row.id,
        code=row.code,
        name=row.name,
        synonyms=tuple(row.synonyms.splitlines()),
        sensitive=row.sensitive,
        parent_code=parent_code,
        children=children,
    )


def institution_brief(row: Institution) -> InstitutionBrief:
    """Needs issuer and place, and its orientations prefetched."""
    return InstitutionBrief(
        id=row.id,
        name=row.name,
        kind=InstitutionKind(row.kind),
        formal=row.formal,
        standing=Standing(row.standing),
        domain=Domain(row.domain),
        level=Level(row.level),
        policy_area=row.policy_area,
        issuer_id=row.issuer_id,
        issuer=row.issuer.name if row.issuer else "",
        place=row.place.name if row.place else "",
        orientations=orientations(row),
        since=row.since,
        until=row.until,
    )


def orientations(row: Institution) -> tuple[Orientation, ...]:
    """In the order of the enum, so that the same ones always read alike."""
    pulls = {each.orientation for each in row.orientations.all()}
    return tuple(each for each in Orientation if each in pulls)
