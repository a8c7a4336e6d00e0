"""Who works where: the cast in the hats that content gives them, and invented colleagues for everybody else."""

from datetime import datetime, time
from random import Random
from uuid import UUID

from ecotone.access import actions as access
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.demo.content.people import names
from ecotone.demo.content.world.shapes import Actor
from ecotone.demo.vocabulary import TOPICS
from ecotone.demo.world import DEMO, World
from ecotone.ecosystem import actions, queries
from ecotone.ground import clock
from ecotone.procedures import own_programs

ROLES = {
    ("befriending-coordinator", "kettle-on"): Role.LEAD,
    ("team-lead", "irt-airdrie"): Role.LEAD,
    ("team-lead", "north-partnership"): Role.BOARD_MEMBER,
    ("intermediary-officer", "plaidwork"): Role.OFFICER,
    ("intermediary-officer", "north-ijb"): Role.BOARD_MEMBER,
    ("board-member", "north-ijb"): Role.BOARD_MEMBER,
    ("locality-manager", "north-partnership"): Role.PLANNER,
    ("locality-manager", "north-ijb"): Role.GUARDIAN,
    ("home-care-manager", "lintie"): Role.LEAD,
    ("researcher", "public-health"): Role.RESEARCHER,
    ("administrator", "nhs-lanarkshire"): Role.ADMINISTRATOR,
    ("steward", "north-ijb"): Role.STEWARD,
}
"""What a hat of the cast lets its wearer do; a worker's hat where nothing is said."""

TITLES = {
    "irt-": ("Team lead", "Physiotherapist"),
    "icst-": ("Team lead", "Occupational therapist"),
    "nursing-": ("Senior district nurse", "District nurse"),
    "social-work-": ("Team manager", "Social worker"),
    "gp-": ("Practice manager", "Practice nurse"),
    "hospital-discharge": ("Senior charge nurse", "Discharge nurse", "Hospital social worker"),
    "rapid-response-": ("Team lead", "Advanced practitioner"),
}
"""Titles by how an actor's key begins, its lead's first."""
PROGRAM_OF, PROGRAM_IN = "nhs-lanarkshire", "irt-airdrie"
NOBODY_SIGNS_IN = frozenset({"bobbin-shed-airdrie", "plains-larder", "glasshouse"})
"""Groups too small for an account: they answer by a link in an e-mail, or by phone."""
OF_AN_ANCHOR = ("Manager", "Community link worker")
OF_A_GROUP = ("Organiser",)
OF_A_CHARITY = ("Coordinator",)
OF_A_FIRM = ("Manager", "Senior carer")
OF_A_BODY = ("Commissioning officer",)


def take_on_cast(world: World) -> None:
    """Opens the cast's accounts and gives its hats; first of all staff, so that who of them leads a team does."""
    for member in world.setting.cast:
        open_account(world, key=member.key, name=member.name)
        for hat in member.hats:
            if hat.actor in world.actors:
                role = ROLES.get((member.key, hat.actor), Role.WORKER)
                _give_hat(world, member.key, member.name, actor=hat.actor, role=role, title=hat.title)


def take_on_staff(world: World) -> None:
    """Colleagues for the cast, and for everybody else."""
    for actor in world.setting.actors:
        _take_on_colleagues(world, actor)
    for staff in world.staff.values():
        staff.sort(key=lambda by: by.role is not Role.LEAD)


def open_account(world: World, *, key: str, name: str) -> UUID:
    """An account at example.org, by an id that was chosen before where it is one of the cast."""
    account = access.open_account(by=DEMO, name=name, email=f"{key}@example.org", account_id=world.accounts.get(key))
    world.accounts[key] = account.id
    return account.id


def _give_hat(world: World, key: str, name: str, *, actor: str, role: Role, title: str) -> None:
    """A hat since the records opened, or the actor began; its wearer as a principal joins the staff."""
    began = max(world.calendar.opening.date(), world.actor_of[actor].since)
    hat = actions.give_hat(
        by=DEMO,
        account_id=world.accounts[key],
        actor_id=world.actors[actor],
        role=role,
        title=title,
        since=began,
    )
    with clock.at(world.calendar.closing):
        wearer = queries.principal_for(world.accounts[key], name, hat.id)
    assert wearer is not None, f"{key} wears no hat at {actor}"  # noqa: S101
    world.staff.setdefault(actor, []).append(wearer)


def _take_on_colleagues(world: World, actor: Actor) -> None:
    """Those whom nobody signs in as; one less where the cast has a lead there already."""
    chance = world.chance("staff", actor.key)
    led = any(by.role is Role.LEAD for by in world.staff.get(actor.key, ()))
    for number, title in enumerate(_titles(actor)):
        if number == 0 and led:
            continue
        key, name = f"{actor.key}-{number + 1}", _name(chance)
        open_account(world, key=key, name=name)
        _give_hat(world, key, name, actor=actor.key, role=_role(actor, number), title=title)


def _titles(actor: Actor) -> tuple[str, ...]:
    if (
        actor.key in NOBODY_SIGNS_IN
        or actor.until
        or actor.kind in ("group", "network")
        or actor.domain == "government"
    ):
        return ()
    if actor.sector == "government":
        return OF_A_BODY
    for beginning, titles in TITLES.items():
        if actor.key.startswith(beginning):
            return titles
    by_sector = {"community": OF_A_GROUP, "independent": OF_A_FIRM}
    return OF_AN_ANCHOR if actor.anchor else by_sector.get(actor.sector, OF_A_CHARITY)


def _role(actor: Actor, number: int) -> Role:
    if actor.sector == "government":
        return Role.ADMINISTRATOR
    return Role.WORKER if number else Role.LEAD


def _name(chance: Random) -> str:
    heritage = names.heritage(chance)
    gender = chance.choice(("woman", "man", "woman"))
    given = names.given_name(chance, heritage=heritage, gender=gender, born=chance.randint(1962, 2000))
    return f"{given} {names.family_name(chance, heritage=heritage)}"


def let_a_program_in(world: World) -> None:
    """The one that an administrator of the cast registers for a team of theirs; nobody gives it a token."""
    by = next(by for by in world.staff[PROGRAM_OF] if by.account_id == world.accounts["administrator"])
    own_programs.register_program(
        by=by,
        name="Visits of the day",
        purpose="Puts the day’s visits of the team in the order of the road",
        actor_id=world.actors[PROGRAM_IN],
        title="Program of the team",
        owner_id=world.accounts["administrator"],
        second_owner_id=world.accounts["team-lead"],
    )


def practising(world: World, actor: str) -> list[Principal]:
    """Those of an actor's staff who work with people."""
    return [by for by in world.staff.get(actor, ()) if by.practises]


def tell_context(world: World) -> None:
    """What is true of the places, as somebody of the actor that said it wrote it down."""
    for context in world.setting.contexts:
        said = datetime.combine(context.recorded, time(14), clock.LOCAL)
        by = next(iter(world.staff.get(context.contributed_by, ())), DEMO)
        with clock.at(max(said, world.calendar.opening)):
            actions.add_context(
                by=by,
                place_id=world.places[context.place],
                topic=TOPICS[context.kind],
                text=context.words,
                source=context.source,
                source_on=context.recorded,
                since=context.recorded,
            )
