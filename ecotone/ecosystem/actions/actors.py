"""Writes about actors: listing one, keeping it true, and its end."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.db.models.functions import Greatest

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import end_day, once, only
from ecotone.ecosystem.models import (
    Actor,
    ActorCovers,
    ActorIdentifier,
    Agreement,
    FormerName,
    Hat,
    Place,
    Remit,
    Site,
    Stance,
    Tie,
)
from ecotone.ecosystem.rules import (
    ActorKind,
    Claim,
    Domain,
    Level,
    Sector,
    TieKind,
    choice_problems,
    contact_problems,
    life_problems,
    required,
    sought,
    tie_problems,
)
from ecotone.ground import clock
from ecotone.ground.errors import NotFound, Problem, check

ACTOR_FIELDS = frozenset({"description", "purpose", "remit", "website", "email", "phone", "site_id"})
"""What `add_actor` and `change_actor` take besides their own parameters."""


@action("ecosystem.add_actor")
def add_actor(
    *,
    by: Principal,
    kind: ActorKind,
    name: str,
    sector: Sector,
    domain: Domain,
    place_ids: Iterable[UUID] = (),
    identifiers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    part_of_ids: Iterable[UUID] = (),
    since: date | None = None,
    until: date | None = None,
    **fields: Any,
) -> Actor:
    """Lists an actor. `identifiers` are (scheme, value); `part_of_ids` the organisations that a team belongs to.

    Whoever keeps an organisation may add teams to it, of its sector; other organisations named must then confirm
    that the team is theirs too.
    """
    organisations = list(dict.fromkeys(part_of_ids))
    policies.may_add_actor(by, kind, organisations).require()
    only(fields, ACTOR_FIELDS)
    check([*_kinds(kind, sector, domain), *_actor_problems({"name": name, **fields})])
    begins = since or clock.today()
    check([*life_problems(begins, until), *_team_problems(by, sector)])
    _may_be_at(by, fields.get("site_id"))
    actor = Actor.add(
        kind=kind, name=name, sought=sought(name), sector=sector, domain=domain, since=begins, until=until, **fields
    )
    _cover(actor, place_ids)
    _identify(actor, identifiers)
    for organisation_id in organisations:
        _make_part_of(by, actor, Actor.of(organisation_id))
    wrote("actor", actor.id, act="ecosystem.add_actor")
    return actor


def _kinds(kind: str, sector: str, domain: str) -> list[Problem]:
    return choice_problems(kind=(ActorKind, kind), sector=(Sector, sector), domain=(Domain, domain))


def _actor_problems(fields: Mapping[str, Any]) -> list[Problem]:
    return [*(required(name=fields["name"]) if "name" in fields else []), *contact_problems(fields)]


def _team_problems(by: Principal, sector: str) -> list[Problem]:
    """People share with sectors, so nobody puts a team of theirs into another's."""
    if policies.keeps_the_map(by).allowed or (by.actor_id and Actor.of(by.actor_id).sector == sector):
        return []
    return [Problem("ecosystem.team_sector", "sector")]


def _may_be_at(by: Principal, site_id: UUID | None) -> None:
    if site_id:
        policies.may_use_site(by, Site.of(site_id)).require("site", site_id)


def _cover(actor: Actor, place_ids: Iterable[UUID]) -> None:
    wanted = list(dict.fromkeys(place_ids))
    known = set(Place.objects.filter(id__in=wanted).values_list("id", flat=True))
    if missing := [each for each in wanted if each not in known]:
        raise NotFound("place", missing[0])
    ActorCovers.objects.bulk_create(ActorCovers(actor=actor, place_id=place_id) for place_id in wanted)


def _identify(actor: Actor, identifiers: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
    pairs = identifiers.items() if isinstance(identifiers, Mapping) else identifiers
    for scheme, value in pairs:
        check(required(scheme=scheme, value=value))
        with once("ecosystem.identifier_taken", "identifiers"):
            ActorIdentifier.add(actor=actor, scheme=scheme, value=value)


@action("ecosystem.identify_actor")
def identify_actor(*, by: Principal, actor_id: UUID, scheme: str, value: str) -> None:
    """Adds a number by which a register knows the actor. Raises Invalid when another has it, or it has it already."""
    policies.keeps_the_map(by).require("actor", actor_id)
    _identify(Actor.of(actor_id), [(scheme, value)])
    wrote("actor", actor_id, act="ecosystem.identify_actor")


def _make_part_of(by: Principal, team: Actor, organisation: Actor) -> None:
    check(tie_problems(TieKind.PART_OF, ActorKind(team.kind), ActorKind(organisation.kind)))
    agreed = by.is_system or organisation.id == by.actor_id
    Tie.add(
        kind=TieKind.PART_OF,
        source=team,
        target=organisation,
        level=Level.MESO,
        claim=Claim.CONFIRMED if agreed else Claim.CLAIMED,
        claimed_by_id=None if by.is_system else organisation.id if agreed else team.id,
        since=max(team.since, organisation.since),
    )


@action("ecosystem.change_actor")
def change_actor(
    *,
    by: Principal,
    actor_id: UUID,
    version: int,
    place_ids: Iterable[UUID] | None = None,
    sector: Sector | None = None,
    domain: Domain | None = None,
    **fields: Any,
) -> Actor:
    """Changes what is said of an actor. Raises Stale when another change came first.

    `place_ids` replaces all places. Sector and domain are the stewards' to change: people share with sectors.
    """
    policies.keeps(by, actor_id).require("actor", actor_id)
    only(fields, ACTOR_FIELDS | {"name"})
    check(_actor_problems(fields))
    actor = Actor.of(actor_id)
    fields |= _reclassified(by, actor, sector, domain)
    if fields.get("site_id") != actor.site_id:
        _may_be_at(by, fields.get("site_id"))
    fields |= _renamed(actor, fields.get("name"))
    actor.change(version=version, **fields)
    if place_ids is not None:
        actor.covers.all().delete()
        _cover(actor, place_ids)
    wrote("actor", actor_id, act="ecosystem.change_actor")
    return actor


def _reclassified(by: Principal, actor: Actor, sector: Sector | None, domain: Domain | None) -> dict[str, str]:
    wanted = {"sector": sector or actor.sector, "domain": domain or actor.domain}
    if wanted == {"sector": actor.sector, "domain": actor.domain}:
        return {}
    policies.keeps_the_map(by).require("actor", actor.id)
    check(choice_problems(sector=(Sector, wanted["sector"]), domain=(Domain, wanted["domain"])))
    return wanted


def _renamed(actor: Actor, name: str | None) -> dict[str, str]:
    """What a new name changes; the old one goes on being found."""
    if name is None or name.strip() == actor.name:
        return {}
    FormerName.add(actor=actor, name=actor.name, until=clock.today())
    return {"sought": sought(name, *actor.former_names.order_by("-created_at").values_list("name", flat=True))}


@action("ecosystem.end_actor")
def end_actor(*, by: Principal, actor_id: UUID, version: int, until: date | None = None) -> Actor:
    """Ends an actor, and with it its hats, ties, remits, stances and agreements. Raises Invalid when it has ended."""
    policies.keeps(by, actor_id).require("actor", actor_id)
    actor = Actor.of(actor_id)
    end = end_day(actor, until)
    check(life_problems(actor.since, end))
    actor.change(version=version, until=end)
    for model, of_actor in _OF_ACTOR:
        _end_all(model, of_actor(actor_id), end)
    wrote("actor", actor_id, act="ecosystem.end_actor")
    return actor


_OF_ACTOR = (
    (Hat, lambda actor_id: Q(actor=actor_id)),
    (Tie, lambda actor_id: Q(source=actor_id) | Q(target=actor_id)),
    (Remit, lambda actor_id: Q(actor=actor_id)),
    (Stance, lambda actor_id: Q(actor=actor_id)),
    (Agreement, lambda actor_id: Q(organisation=actor_id)),
)


def _end_all(model: type[Model], rows: Q, end: date) -> None:
    lasting = model._default_manager.filter(rows & (Q(until__isnull=True) | Q(until__gt=end)))
    lasting.update(until=Greatest("since", end))
