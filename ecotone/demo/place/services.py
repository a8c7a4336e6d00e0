"""The directory: what each organisation offers, and how long ago it last said that this is still right."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from ecotone.demo.calendar import working
from ecotone.demo.content.world import promises
from ecotone.demo.content.world.shapes import Service
from ecotone.demo.vocabulary import ACCESS, ATTENDING, CAPACITY, WAITS
from ecotone.demo.world import DEMO, World
from ecotone.directory import actions
from ecotone.directory.policies import KEEP_FRESH
from ecotone.directory.rules import Sensitivity, ServiceStatus
from ecotone.ground import clock

CODES = {
    "English": "en",
    "Polish": "pl",
    "Urdu": "ur",
    "Punjabi": "pa",
    "Arabic": "ar",
    "Ukrainian": "uk",
    "Tigrinya": "ti",
    "Farsi": "fa",
    "British Sign Language": "bfi",
}
PLACES_LEFT = {"open": 8, "limited": 2}
FREE_FROM = ("Free", "What you can")


def list_services(world: World) -> None:
    """Lists every service on the day the records opened, or when its provider began if that was later."""
    for service in world.setting.services:
        with clock.at(_listed(world, service)):
            world.services[service.key] = _list(world, service)


def _listed(world: World, service: Service) -> datetime:
    began = datetime.combine(world.actor_of[service.organization].since, time(9), clock.LOCAL)
    return max(world.calendar.opening, began)


def _list(world: World, service: Service) -> UUID:
    made = actions.list_service(
        by=DEMO,
        provider_id=world.actors[service.organization],
        name=service.name,
        description=service.description,
        email=service.email,
        phone=service.phone,
        application_process=service.application_process,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        eligibility=service.eligibility_description,
        wait_band=WAITS[service.wait_band],
        self_referral=service.self_referral,
        sensitivity=Sensitivity.SENSITIVE if service.sensitive else Sensitivity.ORDINARY,
        need_codes=service.needs,
        place_ids=[world.places[place] for place in service.places],
        accepts=service.accepts_referrals_from,
        attending=[ATTENDING[service.attending_type]],
        access=[ACCESS[service.attending_access]],
        sites=[(world.sites[service.site],)] if service.site else [],
        schedules=[(times.byday, times.opens_at, times.closes_at) for times in service.schedules],
        languages=[(name, CODES.get(name, "")) for name in service.languages],
        identifiers=[("demo", "", service.key)],
        **_cost(service),
        **_room(service),
        **_promised(service),
    )
    if service.status != "active":
        actions.close_service(
            by=DEMO,
            service_id=made.id,
            version=made.version,
            status=ServiceStatus(service.status),
            reason="There is no money for it this year",
        )
    return made.id


def _cost(service: Service) -> dict[str, Any]:
    return {"fees": service.fees_description, "cost_free": service.fees_description.startswith(FREE_FROM)}


def _room(service: Service) -> dict[str, Any]:
    room: dict[str, Any] = {"capacity_word": CAPACITY[service.capacity]}
    if service.capacity in PLACES_LEFT:
        room["places_available"] = PLACES_LEFT[service.capacity]
    return room


def _promised(service: Service) -> dict[str, Any]:
    said = promises.of(service.key)
    return {
        "attempts_before_closing": said.attempts,
        "outreach": said.outreach,
        "door_open_days": said.door_days,
    }


def assure_services(world: World) -> None:
    """Somebody who works there confirms each listing, as long ago as content says."""
    for service in world.setting.services:
        if service.status != "active":
            continue
        keeper = next((by for by in world.staff.get(service.organization, ()) if by.role in KEEP_FRESH), DEMO)
        with clock.at(working(world.calendar.moment(max(service.assured_days_ago, 4), hour=11))):
            actions.assure_service(by=keeper, service_id=world.services[service.key], version=1)
