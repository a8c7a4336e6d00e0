"""For each kind of thing: how it is found, read, made, changed and ended here. Through the rooms' doors only.

In TAKERS what others refer to stands first: an organisation has a site, a service a site and an organisation,
a tie of somebody's circle the person.
"""

from collections.abc import Mapping

from ecotone.adapters.intake.takers.actors import Organisations, Teams
from ecotone.adapters.intake.takers.common import Current, Taker
from ecotone.adapters.intake.takers.map import DataZones, Deprivations, Places
from ecotone.adapters.intake.takers.persons import CircleTies, People
from ecotone.adapters.intake.takers.services import Services
from ecotone.adapters.intake.takers.sites import Sites

TAKERS: Mapping[str, Taker] = {
    taker.kind: taker
    for taker in (
        *(Places(), DataZones(), Deprivations()),
        *(Sites(), Organisations(), Teams(), Services()),
        *(People(), CircleTies()),
    )
}

__all__ = ["TAKERS", "Current", "Taker"]
