"""Mail in the invented place: how each of the cast wants to hear, what they have read, and a few mornings' digests.

Of the others nobody signs in, so none of them wants any: the page of mail shows what is for those one may step in as.
"""

from ecotone.access.principal import Principal
from ecotone.demo.calendar import Course
from ecotone.demo.world import DEMO, World
from ecotone.ground.errors import Invalid
from ecotone.notices import actions as notices
from ecotone.notices.delivery import deliver
from ecotone.notices.rules import How
from ecotone.people import queries as people
from ecotone.procedures import digests

WISHES = {
    "link-worker": How.AT_ONCE,
    "team-lead": How.WEEKLY,
    "occupational-therapist": How.NEVER,
    "home-care-manager": How.DAILY,
    "jean": How.DAILY,
    "private-person": How.NEVER,
}
"""The others of the cast have said nothing, which is daily for those who work with people."""

LOOKED = ("link-worker", "befriending-coordinator", "team-lead", "district-nurse")
"""Who looked at the news not long ago, so that what came since stands out."""
MORNINGS = (5, 4, 3, 2, 1)


def begin(world: World) -> None:
    """Lets wishes be said, news be read and mornings come."""
    world.timeline.begin(world.calendar.moment(6, hour=18), _wish(world))
    world.timeline.begin(world.calendar.moment(3, hour=16, minute=30), _look(world))
    for ago in MORNINGS:
        world.timeline.begin(world.calendar.moment(ago, hour=8, minute=5), _send())


def _wearers(world: World) -> dict[str, list[Principal]]:
    """Everybody who works here by the key of their account, in each of their hats."""
    keys = {account: key for key, account in world.accounts.items()}
    found: dict[str, list[Principal]] = {}
    for by in (by for staff in world.staff.values() for by in staff):
        if by.account_id in keys:
            found.setdefault(keys[by.account_id], []).append(by)
    return found


def _wish(world: World) -> Course:
    cast = {member.key for member in world.setting.cast}
    for key, hats in _wearers(world).items():
        if key in WISHES or key not in cast:
            notices.choose(by=hats[0], how=WISHES.get(key, How.NEVER))
    for key in ("jean", "private-person"):
        if me := people.principal_for(world.accounts[key]):
            notices.choose(by=me, how=WISHES[key])
    yield from ()


def _look(world: World) -> Course:
    wearers = _wearers(world)
    for by in (by for key in LOOKED for by in wearers.get(key, ()) if by.practises):
        notices.see(by=by, upto=world.calendar.moment(3, hour=16, minute=30))
    yield from ()


def _send() -> Course:
    for digest in digests.due(DEMO):
        try:
            digests.mail(DEMO, digest)
        except Invalid:
            continue
    deliver()
    yield from ()
