"""The rules of the game, how they bear on one another, who stands how to them, and who is there to do what."""

from uuid import UUID

from ecotone.demo.content.places import BY_KEY
from ecotone.demo.content.world.shapes import Institution
from ecotone.demo.vocabulary import INSTITUTION_KINDS, LINKS, ORIENTATIONS
from ecotone.demo.world import DEMO, World
from ecotone.ecosystem import actions
from ecotone.ecosystem.rules import Domain, Level, StanceKind, Standing

WIDEST_FIRST = ("nation", "health_board", "council", "partnership", "locality", "neighbourhood")


def add_institutions(world: World) -> None:
    """Institutions with their links and stances, then remits."""
    for institution in world.setting.institutions:
        world.institutions[institution.key] = _add(world, institution)
    for link in world.setting.links:
        if link.kind in LINKS:
            actions.link_institutions(
                by=DEMO,
                source_id=world.institutions[link.source],
                target_id=world.institutions[link.target],
                kind=LINKS[link.kind],
                note=link.words,
            )
    _take_stances(world)
    _hand_out_remits(world)


def _add(world: World, institution: Institution) -> UUID:
    made = actions.add_institution(
        by=DEMO,
        name=institution.name,
        kind=INSTITUTION_KINDS[institution.kind],
        domain=_domain(world, institution),
        level=Level(institution.level),
        issuer_id=world.actors.get(institution.issuer),
        place_id=_place(world, institution),
        orientations=[ORIENTATIONS[institution.orientation]],
        since=world.day(institution.since),
        until=institution.until,
        formal=institution.formality == "formal",
        standing=Standing(institution.standing),
        policy_area=institution.policy_area,
        text=institution.words,
        source=institution.source,
    )
    return made.id


def _domain(world: World, institution: Institution) -> Domain:
    """Its issuer's; a habit that nobody issued lives in the community."""
    issuer = world.actor_of.get(institution.issuer)
    return Domain(issuer.domain) if issuer else Domain.COMMUNITY


def _place(world: World, institution: Institution) -> UUID | None:
    """The one place it holds in, or the narrowest that contains all it holds in; none for what holds nationwide."""
    shared = set.intersection(*({*_upwards(place)} for place in institution.places))
    narrowest = max(shared, key=lambda key: (WIDEST_FIRST.index(BY_KEY[key].kind), key))
    return None if BY_KEY[narrowest].kind == "nation" else world.places[narrowest]


def _upwards(place: str) -> list[str]:
    """A place and all that contain it."""
    return [place, *(above for parent in BY_KEY[place].parents for above in _upwards(parent))]


def _take_stances(world: World) -> None:
    for stance in world.setting.stances:
        actions.take_stance(
            by=DEMO,
            actor_id=world.actors[stance.actor],
            institution_id=world.institutions[stance.institution],
            kind=StanceKind(stance.kind),
            note=stance.words,
            since=world.day(stance.since),
            said_by_id=world.actors[stance.actor] if stance.words else None,
        )


def _hand_out_remits(world: World) -> None:
    for remit in world.setting.remits:
        actions.add_remit(
            by=DEMO,
            actor_id=world.actors[remit.actor],
            need_id=world.needs[remit.need],
            place_id=world.places[remit.place],
            text=remit.words,
            since=world.day(remit.since),
            until=remit.until,
        )
