"""All reads of the directory. It is open to anyone, what is sensitive included; only a confidential site is withheld.

`by` decides what the answer to "does it take referrals from me?" is, and who reads a confidential address.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Exists, OuterRef, Q, When

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.directory import policies, store
from ecotone.directory.listing import COLUMNS, PARTS, Listing
from ecotone.directory.models import ListingClaim, Service, ServiceArea, ServiceAtLocation, ServiceNeed
from ecotone.directory.rules import (
    CLAIM_DECISIONS,
    AttendingAccess,
    AttendingType,
    ClaimState,
    Sensitivity,
    ServiceStatus,
    is_due,
    takes_from,
    takes_self_referral,
)
from ecotone.directory.search import ranking
from ecotone.directory.search.gather import NO_TRAITS, Known, Traits, around, freshness_of, gather, traits_of
from ecotone.directory.search.match import match
from ecotone.directory.search.ranking import Step, Wanted
from ecotone.directory.views import (
    Capacity,
    ClaimView,
    Found,
    FoundService,
    NamedNeed,
    NamedPlace,
    Published,
    ServiceBrief,
    ServiceCard,
    ServiceLine,
    ServiceView,
    SiteOfService,
    WayOn,
)
from ecotone.ecosystem.models import Actor, Need, Site
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.ground.matches import Matches, page_of

_NEED, _PLACE = ("need__code", "need__name"), ("place_id", "place__name")


def find(
    by: Principal,
    *,
    words: str = "",
    place_id: UUID | None = None,
    need: str | None = None,
    sector: str | None = None,
    room_only: bool = False,
    self_referral_only: bool = False,
    for_age: int | None = None,
    most: int = 30,
    page: int = 1,
) -> Found:
    """The active services that fit, best first, a page at a time; where few fit, the ways on. Six queries at most.

    words      plain words, in English or Scots; a service need not have all, and one slip a word is put right
    place_id   services for people who live there; unknown: none is
    need       a code, broad ones included     sector   only services that take referrals from this sector
    """
    matched = match(words)
    here = around(place_id) if place_id else None
    wanted = Wanted(
        words=bool(matched.asked),
        zone=here.zones[0] if here else None,
        nearness=here.steps if here else {},
        need=need or "",
        sector=sector or "",
        room_only=room_only,
        self_referral_only=self_referral_only,
        for_age=for_age,
    )
    gathered = gather(matched, need=wanted.need, tables=_asked_about(wanted))
    scores = matched.scores(gathered.services)
    candidates = [known.candidate(scores.get(own, 0.0)) for own, known in gathered.known.items()]
    found = ranking.found(candidates, wanted)
    most, page = max(most, 1), max(page, 1)
    shown = found[most * (page - 1) : most * page]
    traits = traits_of([each.id for each in shown]) if shown else {}
    wider = here.zones[1:] if here else ()
    steps = ranking.ways_on(candidates, wanted, wider=wider, broader_need=gathered.broader_need)
    return Found(
        results=tuple(
            FoundService(
                **_told(by, gathered.known[each.id], traits.get(each.id, NO_TRAITS), wanted),
                why=ranking.why(each, wanted),
                matched=matched.words_of(each.id),
            )
            for each in shown
        ),
        total=len(found),
        page=page,
        pages=-(-len(found) // most),
        ways_on=tuple(_way_on(step) for step in steps),
        read_as=tuple(matched.read_as.items()),
        unknown=matched.unknown,
    )


def _asked_about(wanted: Wanted) -> list[str]:
    """The traits that decide what fits and how near it is."""
    places = ["areas", "sites"] if wanted.zone else []
    return places + ["needs"] * bool(wanted.need) + ["accepts"] * bool(wanted.sector)


def _told(by: Principal, known: Known, traits: Traits, wanted: Wanted) -> dict[str, Any]:
    """What a line of results says of a service itself."""
    f = known.facts
    steps = ranking.steps_to(traits.places, wanted)
    nearest = min(traits.places, key=lambda own: (ranking.steps_to([own], wanted), traits.places[own]), default=None)
    return {
        "id": f["id"],
        "name": f["name"],
        "summary": f["summary"],
        "provider_id": f["provider_id"],
        "provider_name": f["provider__name"],
        "provider_sector": f["provider__sector"],
        "place_names": tuple(sorted(set(traits.places.values()))),
        "nearest_place": traits.places[nearest] if nearest and wanted.zone else "",
        "distance": ranking.distance(steps) if wanted.zone else None,
        "serves_all": bool(wanted.zone and steps and nearest in wanted.zone.covers and nearest in traits.areas),
        "capacity": _capacity(f),
        "freshness": known.freshness,
        "takes": _takes(by, frozenset(traits.accepts), f["self_referral"]),
        "self_referral": f["self_referral"],
        "attending": tuple(each for each in AttendingType if each in traits.attending),
        "access": tuple(each for each in AttendingAccess if each in traits.access),
        "cost_free": f["cost_free"],
        "fees": f["fees"],
        "phone": f["phone"],
        "alert": f["alert"],
        "door_open_days": f["door_open_days"],
        "sensitive": f["sensitivity"] == Sensitivity.SENSITIVE,
        "need_codes": tuple(traits.needs),
    }


def _capacity(facts: Mapping[str, Any]) -> Capacity:
    return Capacity(
        word=facts["capacity_word"],
        places_available=facts["places_available"],
        places_maximum=facts["places_maximum"],
        places_funded=facts["places_funded"],
        wait_band=facts["wait_band"],
        updated_at=facts["capacity_updated_at"],
    )


def _takes(by: Principal, accepts: frozenset[str], self_referral: bool) -> Verdict:
    """Whether the service takes referrals from the one who asks: by the sectors worn, else from herself."""
    return takes_from(accepts, by.sectors) if by.sectors else takes_self_referral(self_referral)


def _way_on(step: Step) -> WayOn:
    zone = step.wanted.zone if step.way is ranking.Way.WIDER_PLACE else None
    return WayOn(
        way=step.way,
        count=step.count,
        place_id=zone.id if zone else None,
        place_name=zone.name if zone else "",
        need=step.wanted.need if step.way is ranking.Way.RELATED_NEED else "",
    )


def service(by: Principal, service_id: UUID) -> ServiceView:
    """All there is to know of a service, closed ones included. Raises NotFound. Six queries at most."""
    row = _with_provider(service_id)
    listing = store.read(row)
    keeping = policies.keeping(by, row.provider)
    return ServiceView(
        id=row.id,
        version=row.version,
        name=row.name,
        provider_id=row.provider_id,
        provider_name=row.provider.name,
        provider_sector=row.provider.sector,
        listing=dataclasses.replace(listing, sites=()),
        status=row.status,
        status_reason=row.status_reason,
        sensitive=row.sensitivity == Sensitivity.SENSITIVE,
        needs=tuple(NamedNeed(*need) for need in row.needs.order_by("id").values_list(*_NEED)),
        places=tuple(NamedPlace(*place) for place in row.areas.order_by("place__name").values_list(*_PLACE)),
        sites=_sites(by, row),
        capacity=_capacity(vars(row)),
        freshness=freshness_of(vars(row), clock.today()),
        assured_on=row.assured_on,
        assured_by=row.assured_by if by.account_id else None,
        created_at=row.created_at,
        changed_at=row.changed_at,
        takes=_takes(by, frozenset(listing.accepts), row.self_referral),
        may_keep=keeping.keep,
        may_keep_fresh=keeping.keep_fresh,
    )


def service_cards(
    *,
    ids: Collection[UUID] | None = None,
    words: str = "",
    provider_ids: Collection[UUID] | None = None,
    need: str = "",
    site_id: UUID | None = None,
    after: UUID | None = None,
    most: int = 50,
) -> Matches[ServiceCard]:
    """Services as a register has them, closed ones too: whose name holds each of the words, of these providers,
    for this need, given at this site. A confidential site finds nothing. Five queries.
    """
    rows = Service.objects.all() if ids is None else Service.objects.filter(id__in=ids)
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    rows = rows if provider_ids is None else rows.filter(provider__in=provider_ids)
    rows = rows.filter(Exists(ServiceNeed.objects.filter(service=OuterRef("pk"), need__code=need))) if need else rows
    if site_id:
        given_there = ServiceAtLocation.objects.filter(site=site_id, site__confidential=False)
        rows = rows.filter(Exists(given_there.filter(service=OuterRef("pk"))))
    found: Matches[Service] = page_of(rows.select_related("provider"), after, most)
    return found.of(_service_cards(found.rows))


def _service_cards(rows: Collection[Service]) -> tuple[ServiceCard, ...]:
    parts = store.read_parts([row.id for row in rows], PARTS)
    listings = {
        row.id: Listing(**{name: getattr(row, name) for name in COLUMNS}, **parts.get(row.id, {})) for row in rows
    }
    sites = {location.site_id for each in listings.values() for location in each.sites}
    hidden = set(Site.objects.filter(id__in=sites, confidential=True).values_list("id", flat=True))
    codes = {code for each in listings.values() for code in each.need_codes}
    names = dict(Need.objects.filter(code__in=codes).values_list("code", "name"))
    return tuple(_service_card(row, listings[row.id], hidden, names) for row in rows)


def _service_card(row: Service, whole: Listing, hidden: set[UUID], names: Mapping[str, str]) -> ServiceCard:
    open_sites = tuple(each for each in whole.sites if each.site_id not in hidden)
    return ServiceCard(
        id=row.id,
        provider_id=row.provider_id,
        provider_name=row.provider.name,
        listing=dataclasses.replace(whole, sites=open_sites),
        status=row.status,
        needs=tuple(NamedNeed(code, names[code]) for code in whole.need_codes),
        hides_a_site=len(open_sites) < len(whole.sites),
        changed_at=row.changed_at,
    )


def _with_provider(service_id: UUID) -> Service:
    try:
        return Service.objects.select_related("provider").get(pk=service_id)
    except (Service.DoesNotExist, ValidationError) as error:
        raise NotFound("service", service_id) from error


def _sites(by: Principal, row: Service) -> tuple[SiteOfService | Withheld, ...]:
    """The sites this reader may know of; what is withheld stands there once, however many they are."""
    links = list(row.sites.select_related("site__place").order_by("site__name", "id"))
    shown = [_site(link) for link in links if policies.sees_address(by, row, link.site)]
    hidden = [Withheld("directory.confidential_site")] if len(shown) < len(links) else []
    return (*shown, *hidden)


def _site(link: ServiceAtLocation) -> SiteOfService:
    site = link.site
    return SiteOfService(
        id=site.id,
        is_intake=link.is_intake,
        name=site.name,
        place=site.place.name,
        address=site.address,
        postcode=site.postcode,
        accessibility=site.accessibility,
        latitude=site.latitude,
        longitude=site.longitude,
    )


def published(*, after: UUID | None = None, most: int = 500) -> list[Published]:
    """The active services that come after that one by id, as anyone may know of them. Three queries."""
    rows = Service.objects.filter(status=ServiceStatus.ACTIVE, **({"pk__gt": after} if after else {})).order_by("pk")
    page = list(rows[:most])
    ids = [row.pk for row in page]
    parts = store.read_parts(ids, PARTS) if ids else {}
    links = ServiceAtLocation.objects.filter(service__in=ids, site__confidential=True)
    hidden = set(links.values_list("service", "site"))
    return [_published(row, parts.get(row.pk, {}), hidden) for row in page]


def _published(row: Service, parts: Mapping[str, Any], hidden: Collection[tuple[UUID, UUID]]) -> Published:
    said = store.put_together(row, parts)
    shown = tuple(each for each in said.sites if (row.pk, each.site_id) not in hidden)
    return Published(
        id=row.id,
        provider_id=row.provider_id,
        listing=dataclasses.replace(said, sites=shown),
        withheld=len(said.sites) - len(shown),
        assured_on=row.assured_on,
        changed_at=row.changed_at,
    )


def service_briefs(ids: Iterable[UUID]) -> dict[UUID, ServiceBrief]:
    """These services in brief, closed ones included, by id; what is unknown is left out. Two queries."""
    asked = set(ids)
    parts = store.read_parts(asked, ("need_codes", "accepts"))
    rows = Service.objects.filter(pk__in=asked).select_related("provider")
    return {row.id: _brief(row, parts.get(row.id, {})) for row in rows}


def _brief(row: Service, parts: Mapping[str, Any]) -> ServiceBrief:
    return ServiceBrief(
        id=row.id,
        name=row.name,
        provider_id=row.provider_id,
        provider_name=row.provider.name,
        sensitive=row.sensitivity == Sensitivity.SENSITIVE,
        status=row.status,
        accepts=frozenset(parts.get("accepts", ())),
        self_referral=row.self_referral,
        need_codes=parts.get("need_codes", ()),
    )


def accepts(service_id: UUID, sector: str) -> Verdict:
    """Whether the service takes referrals from this sector now. Raises NotFound."""
    row = Service.of(service_id)
    if row.status != ServiceStatus.ACTIVE:
        return Verdict.refuse("directory.closed")
    return takes_from(frozenset(row.accepts.values_list("sector", flat=True)), frozenset({sector}))


def services_of(actor_id: UUID, *, closed: bool = False, by: Principal | None = None) -> list[ServiceLine]:
    """The services an actor provides, by name: those that are active, or with `closed` all.

    One query; two where `by` says for whom it is answered whether they take referrals.
    """
    rows = Service.objects.filter(provider=actor_id).order_by("name", "id")
    rows = rows if closed else rows.filter(status=ServiceStatus.ACTIVE)
    return [_service_line(row, by) for row in (rows.prefetch_related("accepts") if by else rows)]


def is_sensitive(actor_id: UUID | None) -> bool:
    """Whether an actor's very name says something about whom it helps: a service of its own is, or was, sensitive."""
    return Service.objects.filter(provider__in=[actor_id], sensitivity=Sensitivity.SENSITIVE).exists()


def sensitive_provider(actor: OuterRef) -> Exists:
    """The same of each row of another room's query, where `actor` refers to its actor."""
    return Exists(Service.objects.filter(provider=actor, sensitivity=Sensitivity.SENSITIVE))


def _service_line(row: Service, by: Principal | None) -> ServiceLine:
    return ServiceLine(
        id=row.id,
        version=row.version,
        name=row.name,
        status=row.status,
        sensitive=row.sensitivity == Sensitivity.SENSITIVE,
        capacity=_capacity(vars(row)),
        freshness=freshness_of(vars(row), clock.today()),
        assured_on=row.assured_on,
        review_due=row.review_due,
        takes=_takes(by, frozenset(each.sector for each in row.accepts.all()), row.self_referral) if by else None,
    )


def stale_listings(actor_id: UUID) -> list[ServiceLine]:
    """An actor's active services that nobody has confirmed lately, or whose review is due. One query."""
    return [line for line in services_of(actor_id) if is_due(line.freshness, line.review_due, clock.today())]


def counts_by_need(place_id: UUID | None = None) -> dict[str, int]:
    """How many active services there are for each kind of need: in all, or for people who live at a place.

    A service for people from anywhere counts everywhere. Two queries at most.
    """
    rows = ServiceNeed.objects.filter(service__status=ServiceStatus.ACTIVE)
    if place_id:
        here = ServiceArea.objects.filter(place__in=around(place_id).zones[0].covers).values("service")
        rows = rows.filter(Q(service__areas__isnull=True) | Q(service__in=here))
    return dict(rows.values_list("need__code").annotate(count=Count("service", distinct=True)))


def listing(by: Principal, service_id: UUID) -> Listing:
    """What a listing says, as `change_service` takes it, for those who keep it. Raises NotFound, Refused."""
    row = _with_provider(service_id)
    policies.may_keep(by, row.provider).require("service", service_id)
    return store.read(row)


def not_serving(service_ids: Iterable[UUID], place_id: UUID | None) -> frozenset[UUID]:
    """Those of these services that say where they go, and do not go to that place; no place: outside all of them."""
    areas = ServiceArea.objects.filter(service_id__in=set(service_ids))
    bounded = frozenset(areas.values_list("service_id", flat=True))
    if place_id is None:
        return bounded
    return bounded - frozenset(areas.filter(place__below__descendant=place_id).values_list("service_id", flat=True))


def claims(by: Principal, *, most: int = 100) -> list[ClaimView]:
    """The claims that the caller decides, or has decided: those that wait first. Empty for whoever decides none."""
    if by.kind is not Kind.WORKER:
        return []
    theirs = ListingClaim.objects.filter(actor__in=Actor.objects.filter(policies.within_remit(by)))
    waits = Case(When(state=ClaimState.REQUESTED, then=0), default=1)
    rows = theirs.select_related("actor").order_by(waits, "-created_at", "-id")[:most]
    return [_claim(row) for row in rows]


def claim(by: Principal, claim_id: UUID) -> ClaimView:
    """One claim, for those who decide it. Raises NotFound, or Refused to anyone else."""
    row = ListingClaim.objects.select_related("actor").filter(pk=claim_id).first()
    if row is None:
        raise NotFound("listingclaim", claim_id)
    policies.may_decide_claim(by, row).require("listingclaim", claim_id)
    decisions = tuple(to for to, sources in CLAIM_DECISIONS.items() if row.state in sources)
    return dataclasses.replace(_claim(row), decisions=decisions, may_send_again=row.state == ClaimState.APPROVED)


def may_claim(by: Principal) -> Verdict:
    """Whether who came by a link may ask to keep the listing of their group now, and why."""
    return policies.may_claim(by, by.actor_id)


def claim_waits(actor_id: UUID) -> bool:
    """Whether somebody has asked to keep this listing, and nobody has decided yet."""
    return ListingClaim.objects.filter(actor=actor_id, state=ClaimState.REQUESTED).exists()


def _claim(row: ListingClaim) -> ClaimView:
    return ClaimView(
        id=row.id,
        version=row.version,
        actor_id=row.actor_id,
        actor=row.actor.name,
        sector=row.actor.sector,
        address=row.address,
        listed=row.address == row.actor.email,
        name=row.name,
        title=row.title,
        words=row.words,
        answered=row.answered,
        asked_at=row.created_at,
        state=ClaimState(row.state),
        reason=row.reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
