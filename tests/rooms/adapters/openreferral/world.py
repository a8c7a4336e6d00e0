"""A place in which drawn services are really listed, files written from it, and files taken into it."""

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ecotone.adapters.intake import Report
from ecotone.adapters.openreferral.dump import Dumped, Shape, dump
from ecotone.adapters.openreferral.load import OpenReferral
from ecotone.adapters.openreferral.names import foreign_names
from ecotone.adapters.openreferral.things import Area, Offer, Premises, Provider
from ecotone.adapters.rules import Format
from ecotone.directory.models import Service
from ecotone.ecosystem import actions
from ecotone.ecosystem.models import Actor, Place, Site
from ecotone.ecosystem.rules import ActorKind, PlaceKind
from tests.pure.adapters.openreferral.offers import AREAS, NEEDS
from tests.rooms.adapters.taking import take
from tests.worlds import SYSTEM, actor, service

OF_ITS_DAY = ("last_modified", "assured_date")
"""What a service says of when it was changed and confirmed here: a place that takes it in says its own."""


def map_and_needs() -> dict[str, Place]:
    """The places and needs of the drawn services, as places by slug: what an empty place has."""
    for need in sorted(NEEDS, key=lambda each: bool(each.broad)):
        actions.add_need(by=SYSTEM, code=need.code, name=need.name, parent_code=need.broad)
    return {
        area.slug: actions.add_place(
            by=SYSTEM, kind=PlaceKind.LOCALITY, name=area.name, slug=area.slug, code=area.code
        )
        for area in AREAS
    }


def given_out(path: Path, shape: Shape = Shape.JSON) -> Dumped:
    return dump(path, shape, foreign_names)


def taken_in(path: Path, *, partial: bool = False) -> Report:
    return take(OpenReferral(path), what=Format.OPEN_REFERRAL, partial=partial)


def said(path: Path, *, parents: bool = True) -> list[dict[str, Any]]:
    """The services of a page, without what is of the day; and if told, without what their teams are part of."""
    found = json.loads(path.read_text())["contents"]
    for each in found:
        if not parents:
            each["organization"].pop("parent_organization_id", None)
    return [{name: value for name, value in each.items() if name not in OF_ITS_DAY} for each in found]


class Town:
    """Lists what was drawn, through the actions: each organisation, site and service once."""

    def __init__(self) -> None:
        self.places = map_and_needs()
        self.sites: dict[str, Site] = {}
        self.numbers: set[tuple[str, str]] = set()

    def with_services(self, offers: Iterable[Offer]) -> list[Service]:
        return [self._service(number, offer) for number, offer in enumerate(offers)]

    def _ids(self, areas: Iterable[Area]) -> list[Place]:
        return [self.places[area.slug] for area in areas]

    def _site(self, premises: Premises) -> Site:
        if premises.id not in self.sites:
            fields = dataclasses.asdict(premises) | {"place_id": self.places[premises.place.slug].id}
            self.sites[premises.id] = actions.add_site(
                by=SYSTEM, **{name: value for name, value in fields.items() if name not in ("id", "place")}
            )
        return self.sites[premises.id]

    def _actor(self, number: int, provider: Provider) -> Actor:
        own = [each for each in provider.identifiers if each not in self.numbers]
        self.numbers |= set(own)
        is_team = provider.kind == ActorKind.TEAM
        parent = actor(f"Board {number}", sector=provider.sector, domain=provider.domain) if is_team else None
        return actor(
            f"{provider.name} {number}",
            *self._ids(provider.areas),
            kind=ActorKind(provider.kind),
            sector=provider.sector,
            domain=provider.domain,
            part_of=[parent] if parent else [],
            identifiers=own,
            site_id=self._site(provider.site).id if provider.site else None,
            **{name: getattr(provider, name) for name in ("description", "purpose", "remit", "email", "phone")},
            website=provider.website,
        )

    def _service(self, number: int, offer: Offer) -> Service:
        listing = {f.name: getattr(offer.listing, f.name) for f in dataclasses.fields(offer.listing)}
        numbers = [each for each in offer.listing.identifiers if (each.source, each.value) not in self.numbers]
        numbers = [dataclasses.replace(each, kind="") for each in numbers]
        self.numbers |= {(each.source, each.value) for each in numbers}
        return service(
            self._actor(number, offer.provider),
            **listing
            | {
                "identifiers": numbers,
                "need_codes": [each.code for each in offer.needs],
                "place_ids": [each.id for each in self._ids(offer.areas)],
                "sites": [(self._site(premises).id, is_intake) for premises, is_intake in offer.sites],
            },
        )
