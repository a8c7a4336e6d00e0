"""The community of each locality, written by hand, one file per locality."""

from ecotone.demo.content.world.localities import (
    airdrie,
    bellshill,
    clydesdale,
    coatbridge,
    cumbernauld,
    east_kilbride,
    hamilton,
    motherwell,
    rutherglen,
    wishaw,
)

ALL = (
    airdrie,
    bellshill,
    coatbridge,
    cumbernauld,
    motherwell,
    wishaw,
    clydesdale,
    east_kilbride,
    hamilton,
    rutherglen,
)
SITES = tuple(site for locality in ALL for site in locality.SITES)
ACTORS = tuple(actor for locality in ALL for actor in locality.ACTORS)
SERVICES = tuple(service for locality in ALL for service in locality.SERVICES)
