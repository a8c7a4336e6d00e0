"""The terms of the invented place, and who agreed to them: all but one small group, which has not come to it yet."""

from datetime import timedelta

from ecotone.access.principal import Principal
from ecotone.demo.world import DEMO, World
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.rules import SPEAKS
from ecotone.ecosystem.texts import FULL, PLAIN
from ecotone.ground import clock

NOT_YET = "book-bike"
"""Its organiser has had the mail, and sees no record until they agree."""
PUBLISHED, GRACE = 75, 30
"""Days ago, and days that there were to agree."""
ON_PAPER = Principal.system("its director, on paper")
"""For bodies of which nobody who signs in speaks for the whole."""


def agree_to_terms(world: World) -> None:
    """Publishes them some weeks ago; most agree in the week after, whoever speaks for them or on paper."""
    with clock.at(world.calendar.moment(PUBLISHED)):
        terms = actions.publish_terms(by=DEMO, plain=str(PLAIN), full=str(FULL), grace=GRACE)
    speakers = {by.team_id: by for staff in world.staff.values() for by in staff if by.role in SPEAKS}
    asked = [each.organisation_id for each in queries.agreements(DEMO)]
    for number, organisation_id in enumerate(asked):
        if organisation_id == world.actors[NOT_YET]:
            continue
        with clock.at(world.calendar.moment(PUBLISHED) + timedelta(days=number % 7)):
            by = speakers.get(organisation_id, ON_PAPER)
            actions.agree_to_terms(by=by, organisation_id=organisation_id, terms_id=terms.id)
