"""Services: finding one that helps, and keeping one's own listing."""

import typing
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.directory import actions, queries
from ecotone.directory.listing import Listing
from ecotone.directory.views import Found
from ecotone.ecosystem.rules import Sector
from ecotone.web.api.operations import Needed, Operation, Read, Write

READ, WRITE = Scope.DIRECTORY_READ, Scope.DIRECTORY_WRITE
AT = "services/{service_id}"
FIELDS = typing.get_type_hints(Listing)


def find_services(
    by: Principal,
    words: str = "",
    place_id: UUID | None = None,
    need: str | None = None,
    sector: Sector | None = None,
    room_only: bool = False,
    self_referral_only: bool = False,
    for_age: int | None = None,
    page: int = 1,
) -> Found:
    """Finds help in any sector, by plain words, place, need and room: twenty a page, the best first."""
    return queries.find(
        by,
        words=words[:300],
        place_id=place_id,
        need=need,
        sector=sector,
        room_only=room_only,
        self_referral_only=self_referral_only,
        for_age=for_age,
        most=20,
        page=max(1, min(page, 100_000)),
    )


OPERATIONS: tuple[Operation, ...] = (
    Read("services", find_services, READ),
    Read(AT, queries.service, READ),
    Read("actors/{actor_id}/services", queries.services_of, READ, hides=frozenset({"closed"})),
    Read("listing-claims", queries.claims, READ),
    Read("listing-claims/{claim_id}", queries.claim, READ, name="listing_claim"),
    Write(
        "actors/{provider_id}/services",
        actions.list_service,
        WRITE,
        makes="service",
        also={**FIELDS, "name": Needed(str)},
    ),
    Write(f"{AT}/change", actions.change_service, WRITE, also=FIELDS),
    Write(f"{AT}/capacity", actions.set_capacity, WRITE),
    Write(f"{AT}/assure", actions.assure_service, WRITE),
    Write(f"{AT}/close", actions.close_service, WRITE),
    Write(f"{AT}/reopen", actions.reopen_service, WRITE),
    Write("listing-claims/{claim_id}/decide", actions.decide_claim, WRITE),
    Write("listing-claims/{claim_id}/send-welcome", actions.send_welcome, WRITE),
)
