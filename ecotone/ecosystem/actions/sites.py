"""Writes about sites: where actors are at home, and whether that may be known."""

from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import only
from ecotone.ecosystem.models import Place, Site
from ecotone.ecosystem.rules import position_problems, required
from ecotone.ground.errors import check

SITE_FIELDS = frozenset({"name", "place_id", "address", "postcode", "latitude", "longitude", "accessibility"})
"""What `change_site` takes."""


@action("ecosystem.add_site")
def add_site(
    *,
    by: Principal,
    name: str,
    place_id: UUID,
    address: str = "",
    postcode: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    accessibility: str = "",
    confidential: bool = False,
) -> Site:
    """A site. The name of a confidential one is shown, so it must not be its address."""
    policies.may_add_site(by).require()
    check([*required(name=name), *position_problems(longitude, latitude)])
    site = Site.add(
        name=name,
        place=Place.of(place_id),
        address=address,
        postcode=postcode,
        latitude=latitude,
        longitude=longitude,
        accessibility=accessibility,
        confidential=confidential,
        kept_by_id=by.actor_id,
    )
    wrote("site", site.id, act="ecosystem.add_site")
    return site


@action("ecosystem.change_site")
def change_site(*, by: Principal, site_id: UUID, **fields: Any) -> Site:
    """Changes where or how a site is. Whether it is confidential is not changed here (`hide_site`)."""
    site = Site.objects.select_for_update().filter(pk=Site.of(site_id).id).get()
    policies.keeps_site(by, site).require("site", site_id)
    only(fields, SITE_FIELDS)
    place = {"latitude": site.latitude, "longitude": site.longitude} | fields
    named = required(name=fields["name"]) if "name" in fields else []
    check([*named, *position_problems(place["longitude"], place["latitude"])])
    if "place_id" in fields:
        Place.of(fields["place_id"])
    for name, value in fields.items():
        setattr(site, name, value)
    site.save(update_fields=list(fields))
    wrote("site", site_id, act="ecosystem.change_site")
    return site


@action("ecosystem.hide_site")
def hide_site(*, by: Principal, site_id: UUID) -> Site:
    """Makes a site confidential from now on. There is no way back: an address once hidden is never shown again."""
    site = Site.of(site_id)
    policies.keeps_site(by, site).require("site", site_id)
    site.confidential = True
    site.save(update_fields=["confidential"])
    wrote("site", site_id, act="ecosystem.hide_site")
    return site
