"""The invented world, put together: everything a builder of the demo walks through, in an order that works.

    SITES → ACTORS → SERVICES → INSTITUTIONS → LINKS, STANCES → TIES → REMITS → CONTEXTS

Every actor and service here has a way to be reached: a telephone number from Ofcom's ranges for drama
(01632 960000–960999, 07700 900000–900999) and an address at example.org, both of which reach nobody.
"""

from dataclasses import replace

from ecotone.demo.content.world import bodies, countywide, countywide_services, localities, statutory
from ecotone.demo.content.world.contexts import CONTEXTS
from ecotone.demo.content.world.local_rules import LOCAL
from ecotone.demo.content.world.national_rules import NATIONAL
from ecotone.demo.content.world.shapes import Actor, Service
from ecotone.demo.content.world.stances import LINKS, STANCES
from ecotone.demo.content.world.ties import REMITS, TIES

__all__ = ["ACTORS", "CONTEXTS", "INSTITUTIONS", "LINKS", "REMITS", "SERVICES", "SITES", "STANCES", "TIES"]


def _landline(number: int) -> str:
    return f"01632 960{number:03d}"


def _mobile(number: int) -> str:
    return f"07700 900{number:03d}"


def _reachable(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Actors with a telephone and an email of their own, people as a group and governments excepted."""
    return tuple(
        actor
        if actor.kind == "group" or (actor.sector == "government" and actor.domain == "government")
        else replace(actor, phone=_landline(number), email=f"{actor.key}@example.org")
        for number, actor in enumerate(actors)
    )


def _answered(services: tuple[Service, ...], actors: tuple[Actor, ...]) -> tuple[Service, ...]:
    """Services with their own number (a mobile for small groups) and their organisation's email."""
    emails = {actor.key: actor.email for actor in actors}
    small = {actor.key for actor in actors if actor.sector == "community"}
    return tuple(
        replace(
            service,
            phone=_mobile(number) if service.organization in small else _landline(500 + number),
            email=emails[service.organization],
        )
        for number, service in enumerate(services)
    )


INSTITUTIONS = NATIONAL + LOCAL
SITES = bodies.SITES + countywide.SITES + statutory.SITES + localities.SITES
ACTORS = _reachable(bodies.ACTORS + countywide.ACTORS + statutory.ACTORS + localities.ACTORS)
SERVICES = _answered(
    bodies.SERVICES + countywide_services.SERVICES + statutory.SERVICES + localities.SERVICES, ACTORS
)
