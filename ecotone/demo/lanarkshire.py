"""The whole invented place: Lanarkshire's public shape, and below the public bodies nothing that is real."""

from collections.abc import Mapping
from datetime import datetime

from ecotone.access.models import AuditEntry
from ecotone.care.models import Contribution, Referral
from ecotone.demo import place
from ecotone.demo.content.people import CAST
from ecotone.demo.content.people.cast import Account
from ecotone.demo.lives import desk, heroine
from ecotone.demo.lives.arrivals import Arrivals
from ecotone.demo.world import DEMO, Progress, World
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.observatory import actions as observatory
from ecotone.people.models import Encounter, Person, StoryEntry

NAME = "An invented Lanarkshire"
QUARTERS = 4
"""How many of the last quarters that are over are published."""


def cast() -> tuple[Account, ...]:
    """Those one may sign in as."""
    return CAST


def title_of(world: World, member: Account) -> str:
    """What somebody is, in a line: the first hat and where it is worn."""
    names = {actor.key: actor.name for actor in world.setting.actors}
    worn = [f"{hat.title}, {names[hat.actor]}" for hat in member.hats if hat.actor in names]
    return worn[0] if worn else "A person with a story here" if member.person == "self" else "A daughter"


def build(world: World, *, people: int, progress: Progress) -> Mapping[str, int]:
    """Builds it for so many people; returns how many of each thing there are."""
    _build_what_stands_still(world, progress)
    arrivals = Arrivals(world)
    heroine.begin(world, arrivals)
    taken = 2 + desk.begin(world, arrivals, most=max(people - 2, 0))
    for number in range(max(people - taken, 0)):
        arrivals.begin(number)
    _live(world, progress)
    _publish(world, progress)
    return _counts()


def _build_what_stands_still(world: World, progress: Progress) -> None:
    steps = (
        place.add_places,
        place.add_needs,
        place.list_actors,
        place.tie_actors,
        place.add_institutions,
        place.list_services,
        place.take_on_staff,
        place.tell_context,
        place.assure_services,
    )
    for number, step in enumerate(steps):
        progress("The place", number, len(steps))
        with clock.at(world.calendar.opening):
            step(world)
    progress("The place", len(steps), len(steps))


def _live(world: World, progress: Progress) -> None:
    """Lets everything happen, day by day, up to the day before the anchor."""
    days = world.calendar.days_ago(world.calendar.opening)

    def passed(moment: datetime) -> None:
        progress("Thirty months of life", days - world.calendar.days_ago(moment), days)

    world.timeline.run(passed)
    progress("Thirty months of life", days, days)


def _publish(world: World, progress: Progress) -> None:
    """The quarters that are over, as the clock would have published them one by one."""
    progress("What is told of it", 0, 1)
    with clock.at(world.calendar.morning):
        observatory.publish_closed(by=DEMO, today=world.calendar.anchor, most=QUARTERS)
    progress("What is told of it", 1, 1)


def _counts() -> dict[str, int]:
    tables = (Actor, Service, Person, StoryEntry, Encounter, Referral, Contribution, AuditEntry)
    return {table.record_kind(): table._default_manager.count() for table in tables}
