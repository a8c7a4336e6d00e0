"""The whole invented place: Lanarkshire's public shape, and below the public bodies nothing that is real."""

from collections.abc import Mapping
from datetime import datetime

from ecotone.access.models import AuditEntry
from ecotone.care.models import Contribution, Referral
from ecotone.demo import effects, place
from ecotone.demo.calendar import Calendar, Course
from ecotone.demo.lives import carers, deciding, desk, gaps, heroine, jointly, linked, meetings, open_offers, post
from ecotone.demo.lives.arrivals import Arrivals
from ecotone.demo.lives.crowd import Crowd
from ecotone.demo.world import DEMO, Progress, World
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.statistics import gather_statistics
from ecotone.observatory import actions as observatory
from ecotone.people.models import Encounter, Person, StoryEntry
from ecotone.procedures.tick import tick

NAME = "An invented Lanarkshire"
EFFECTS = effects.PLANTED
DAYS = 900
"""How long before the anchor the place opened its records."""

DOUBLED = (15, 30, 60, 120, 240, 480)
"""Days after the opening by which about twice as much has happened."""

LIVED = 2000
"""How many people's courses are lived day by day; whoever is beyond that is brought over, many at once."""

QUARTERS = 4
"""How many of the last quarters that are over are published."""


def setting(*, planted: bool) -> effects.Setting:
    """All of the content; see `effects` for what a null place lacks."""
    return effects.setting(planted=planted)


def build(world: World, *, people: int, asked: float, progress: Progress) -> Mapping[str, int]:
    """Builds it for so many people; returns how many of each thing there are."""
    _build_what_stands_still(world, progress)
    arrivals = Arrivals(world, asked)
    heroine.begin(world, arrivals)
    jointly.begin(world)
    taken = 2 + desk.begin(world, arrivals, most=max(people - 2, 0))
    taken += open_offers.begin(world, most=max(people - taken, 0))
    taken += carers.begin(world, arrivals, most=max(people - taken, 0))
    taken += deciding.begin(world, most=max(people - taken, 0))
    taken += meetings.begin(world, arrivals, most=max(people - taken, 0))
    taken += linked.begin(world, most=max(people - taken, 0))
    for number in range(max(min(people, LIVED) - taken, 0)):
        arrivals.begin(number)
    post.begin(world)
    gaps.begin(world, people=min(people, LIVED))
    _live(world, progress)
    if people > LIVED:
        Crowd(world, arrivals, people - LIVED).come(progress)
    with clock.at(world.calendar.morning):
        meetings.this_morning(world)
    _publish(world, progress)
    return counts()


def _build_what_stands_still(world: World, progress: Progress) -> None:
    steps = (
        place.add_places,
        place.add_needs,
        place.list_actors,
        place.tie_actors,
        place.add_institutions,
        place.list_services,
        place.take_on_cast,
        place.take_on_staff,
        place.let_a_program_in,
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
    days = world.calendar.kept

    def passed(moment: datetime) -> None:
        progress("Thirty months of life", days - world.calendar.days_ago(moment), days)

    world.timeline.begin(world.calendar.opening, _measured(world.calendar))
    world.timeline.run(passed)
    progress("Thirty months of life", days, days)


def _measured(calendar: Calendar) -> Course:
    """Tells the database how much there is, whenever that has about doubled."""
    for day in DOUBLED:
        gather_statistics()
        yield calendar.moment(calendar.kept - day)


def _publish(world: World, progress: Progress) -> None:
    """The quarters that are over, published one by one as the clock would have; then it ticks as every morning."""
    progress("What is told of it", 0, 1)
    gather_statistics()
    with clock.at(world.calendar.morning):
        place.agree_to_terms(world)
        observatory.publish_closed(by=DEMO, today=world.calendar.anchor, most=QUARTERS)
        tick()
    progress("What is told of it", 1, 1)


def counts() -> dict[str, int]:
    """How many there are of each thing that a reader of the manifest may ask about."""
    tables = (Actor, Service, Person, StoryEntry, Encounter, Referral, Contribution, AuditEntry)
    return {table.record_kind(): table._default_manager.count() for table in tables}
