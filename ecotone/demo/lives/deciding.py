"""Two for whom somebody signs: a man whose daughter is his welfare attorney, and a child.

he could decide ──▶ a power is shown ──▶ assessed unable for who sees what ──▶ his daughter signs, he is asked too
a girl of nine  ──▶ her mother signs until she is twelve
"""

from datetime import timedelta
from typing import Any

from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content.people import lives
from ecotone.demo.lives.carers import let_act
from ecotone.demo.lives.taking_in import Somebody, take_in
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people.rules import Act, CircleKind, Effect, NamedBy, Part
from ecotone.people.rules.signing import AuthorityKind, Matter

THEIRS = "gp-millrace"
"""Who takes both in."""


def begin(world: World, *, most: int) -> int:
    """Both, where there is room for them; returns how many it took."""
    courses = [_he, _she][:most] if THEIRS in world.staff else []
    for number, course in enumerate(courses):
        moment = working(world.calendar.moment(40 - 6 * number, hour=10))
        world.timeline.begin(moment, course(world))
    return len(courses)


def _he(world: World) -> Course:
    chance = world.chance("deciding", 0)
    life = lives.someone(chance, today=world.calendar.anchor, archetype="widowed", place="airdrie")
    him = Somebody("deciding-0", life, practising(world, THEIRS)[0], THEIRS)
    take_in(world, him, sections=("matters", "works"))
    hers: dict[str, Any] = {"by": him.helper, "person_id": him.id}
    tie = people.add_to_circle(
        **hers, kind=CircleKind.FAMILY, name="Shona Kilbride", relation="daughter", named_by=NamedBy.PERSON
    )
    people.choose_sharing(**hers, effect=Effect.REFUSAL, sector="council", part=Part.HISTORY, note="That stays mine")
    yield later(5)
    power = people.record_authority(
        **hers,
        tie_id=tie.id,
        kind=AuthorityKind.ATTORNEY,
        covers=[Matter.SHARING, Matter.ACTING],
        number="OPG/2021/004417",
        powers="Welfare: who is told what, and who may speak for them",
        seen_on=clock.today(),
        since=clock.today(),
    )
    yield later(9)
    people.record_assessment(
        **hers,
        matter=Matter.SHARING,
        able=False,
        assessed_by="Dr Isla Baird, general practitioner",
        how="Two talks at home, with pictures and a daughter’s help. They could not keep in mind who the teams are.",
        on=clock.today(),
        again_on=clock.today() + timedelta(days=182),
    )
    people.choose_sharing(
        **hers,
        effect=Effect.GRANT,
        sector="third",
        part=Part.MATTERS,
        note="He smiled",
        authority_id=power.id,
    )
    yield from let_act(
        world,
        him,
        "attorney",
        tie_id=tie.id,
        parts=[Part.CONTACT, Part.MATTERS, Part.REFERRALS],
        acts=[Act.ASK, Act.TELL],
        days=180,
        said_how="At home, with pictures: he wants Shona to speak for him",
    )


def _she(world: World) -> Course:
    by = practising(world, THEIRS)[0]
    born = world.calendar.anchor - timedelta(days=9 * 365 + 100)
    child = people.add_person(
        by=by,
        purpose="Took the story down",
        name="Eilidh Strachan",
        known_as="Eilidh",
        birth_date=born,
        home_id=world.places["airdrie"],
        contact_how="Through her mother",
    )
    hers: dict[str, Any] = {"by": by, "person_id": child.id}
    tie = people.add_to_circle(
        **hers, kind=CircleKind.FAMILY, name="Morven Strachan", relation="mother", named_by=NamedBy.PERSON
    )
    yield later(1)
    parent = people.record_authority(
        **hers,
        tie_id=tie.id,
        kind=AuthorityKind.PARENTAL,
        covers=[*Matter],
        powers="Birth certificate",
        seen_on=clock.today(),
        since=born,
    )
    people.choose_sharing(
        **hers, effect=Effect.GRANT, sector="third", part=Part.MATTERS, note="Eilidh says yes", authority_id=parent.id
    )
