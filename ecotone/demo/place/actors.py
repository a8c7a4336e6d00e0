"""Sites, actors, and what ties actors to one another."""

from uuid import UUID

from ecotone.demo.content.places import BY_KEY
from ecotone.demo.content.world.shapes import Actor, Tie
from ecotone.demo.vocabulary import ACTOR_KINDS, TIES
from ecotone.demo.world import DEMO, World
from ecotone.ecosystem import actions
from ecotone.ecosystem.rules import Claim, Domain, Level, Sector, TieKind
from ecotone.ground import clock

COUNCILS = {"north-partnership": "north-council", "south-partnership": "south-council"}

REPRESENTS = (
    ("plaidwork", "service-users", "One officer, four hundred groups, and a form on the website", 400, Claim.CLAIMED),
    ("plaidwork", "kettle-on", "As for all groups on our list", 400, Claim.CLAIMED),
    ("shared-shoulders", "unpaid-carers", "Elected each year at the carers' tea", 40, Claim.CONFIRMED),
    ("lintel", "families", "Whoever answers the newsletter", 250, Claim.CLAIMED),
    ("independent-care-forum", "lintie", "Two seats round from the door", 90, Claim.CONFIRMED),
)
"""Who speaks for whom, how, how many days ago they last asked them, and how the claim stands."""


def list_actors(world: World) -> None:
    """Sites first, then actors in the order in which content names them: parents before their teams."""
    for site in world.setting.sites:
        made = actions.add_site(
            by=DEMO,
            name=site.name,
            place_id=world.places[site.place],
            address=f"{site.address_1}, {site.city}",
            postcode=site.postal_code,
            latitude=site.latitude,
            longitude=site.longitude,
            accessibility=site.accessibility,
            confidential=site.confidential,
        )
        world.sites[site.key] = made.id
    for actor in world.setting.actors:
        world.actors[actor.key] = _list(world, actor)


def _list(world: World, actor: Actor) -> UUID:
    made = actions.add_actor(
        by=DEMO,
        kind=ACTOR_KINDS[actor.kind],
        name=actor.name,
        sector=Sector(actor.sector),
        domain=Domain(actor.domain),
        description=actor.description,
        place_ids=[world.places[place] for place in actor.places],
        part_of_ids=[world.actors[key] for key in belongs_to(actor)],
        since=actor.since,
        until=actor.until,
        email=actor.email,
        phone=actor.phone,
        site_id=world.sites.get(actor.site),
        identifiers=[("demo", actor.key)],
    )
    return made.id


def belongs_to(actor: Actor) -> list[str]:
    """The organisations a team is part of: its parent, and the board and councils that staff it."""
    if actor.kind != "team":
        return []
    joined = {actor.parent: None}
    if "nhs" in actor.staffed_by:
        joined["nhs-lanarkshire"] = None
    if "council" in actor.staffed_by:
        partnerships = [parent for place in actor.places for parent in BY_KEY[place].parents]
        joined |= dict.fromkeys(COUNCILS[each] for each in partnerships if each in COUNCILS)
    return list(joined)


def tie_actors(world: World) -> None:
    """All ties; two that become alike in the rooms' words are one, with both their notes."""
    kept: dict[tuple[TieKind, str, str], tuple[Tie, list[str]]] = {}
    for tie in world.setting.ties:
        kind, opening = TIES[tie.kind]
        _, notes = kept.setdefault((kind, tie.source, tie.target), (tie, []))
        notes.append(": ".join(part for part in (opening, tie.words) if part))
    for (kind, source, target), (tie, notes) in kept.items():
        actions.add_tie(
            by=DEMO,
            kind=kind,
            source_id=world.actors[source],
            target_id=world.actors[target],
            level=Level(tie.level),
            note=". ".join(note for note in notes if note),
            since=world.day(tie.since),
            until=tie.until,
        )
    _join_partnerships(world)
    _represent(world)


def _join_partnerships(world: World) -> None:
    for partnership, council in COUNCILS.items():
        for partner in ("nhs-lanarkshire", council):
            actions.add_tie(
                by=DEMO,
                kind=TieKind.PARTNERSHIP,
                source_id=world.actors[partner],
                target_id=world.actors[partnership],
                level=Level.MACRO,
                since=world.actor_of[partnership].since,
                note="Delegates its community services",
            )


def _represent(world: World) -> None:
    for speaker, spoken_for, note, asked_days_ago, claim in REPRESENTS:
        tie = actions.add_tie(
            by=DEMO,
            kind=TieKind.REPRESENTATION,
            source_id=world.actors[speaker],
            target_id=world.actors[spoken_for],
            level=Level.MESO,
            note=note,
            since=world.calendar.opening.date(),
            claim=claim,
            claimed_by_id=world.actors[speaker],
        )
        with clock.at(world.calendar.moment(asked_days_ago)):
            actions.note_consulted(by=DEMO, tie_id=tie.id, version=tie.version)
