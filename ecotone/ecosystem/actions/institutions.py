"""Writes about institutions: the rules of the game, how they bear on one another, and how actors stand to them."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import end_day, once, only
from ecotone.ecosystem.models import Actor, Institution, InstitutionLink, InstitutionOrientation, Place, Stance
from ecotone.ecosystem.rules import (
    Domain,
    InstitutionKind,
    InstitutionLinkKind,
    Level,
    Orientation,
    StanceKind,
    Standing,
    choice_problems,
    contact_problems,
    end_problems,
    life_problems,
    required,
)
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check

INSTITUTION_FIELDS = frozenset({"formal", "standing", "policy_area", "text", "source", "source_url"})
"""What `add_institution` and `change_institution` take besides their own parameters."""


@action("ecosystem.add_institution")
def add_institution(
    *,
    by: Principal,
    name: str,
    kind: InstitutionKind,
    domain: Domain,
    level: Level,
    issuer_id: UUID | None = None,
    place_id: UUID | None = None,
    orientations: Iterable[Orientation] = (),
    since: date | None = None,
    until: date | None = None,
    **fields: Any,
) -> Institution:
    """A law, policy, aim, metric, value or habit; without a place it holds everywhere."""
    policies.keeps_institution(by, issuer_id).require(*(("actor", issuer_id) if issuer_id else ()))
    only(fields, INSTITUTION_FIELDS)
    fields = {"standing": Standing.CURRENT, **fields}
    begins, ways = since or clock.today(), list(dict.fromkeys(orientations))
    check(
        [
            *required(name=name),
            *choice_problems(kind=(InstitutionKind, kind), domain=(Domain, domain), level=(Level, level)),
            *_institution_problems(fields, ways),
            *life_problems(begins, until),
        ]
    )
    institution = Institution.add(
        name=name,
        kind=kind,
        domain=domain,
        level=level,
        issuer=Actor.of(issuer_id) if issuer_id else None,
        place=Place.of(place_id) if place_id else None,
        since=begins,
        until=until,
        **fields,
    )
    _orient(institution, ways)
    wrote("institution", institution.id, act="ecosystem.add_institution")
    return institution


def _institution_problems(fields: dict[str, Any], orientations: Iterable[str]) -> list[Problem]:
    problems = choice_problems(standing=(Standing, fields["standing"])) if "standing" in fields else []
    for orientation in orientations:
        problems += choice_problems(orientations=(Orientation, orientation))
    return problems + contact_problems(fields)


def _orient(institution: Institution, orientations: Iterable[Orientation]) -> None:
    InstitutionOrientation.objects.bulk_create(
        InstitutionOrientation(institution=institution, orientation=each) for each in orientations
    )


@action("ecosystem.change_institution")
def change_institution(
    *,
    by: Principal,
    institution_id: UUID,
    version: int,
    orientations: Iterable[Orientation] | None = None,
    **fields: Any,
) -> Institution:
    """Changes what is said of an institution: that it has become legacy, for one. `orientations` replaces all."""
    institution = Institution.of(institution_id)
    policies.keeps_institution(by, institution.issuer_id).require("institution", institution_id)
    only(fields, INSTITUTION_FIELDS | {"name"})
    ways = list(dict.fromkeys(orientations or ()))
    check([*(required(name=fields["name"]) if "name" in fields else []), *_institution_problems(fields, ways)])
    institution.change(version=version, **fields)
    if orientations is not None:
        institution.orientations.all().delete()
        _orient(institution, ways)
    wrote("institution", institution_id, act="ecosystem.change_institution")
    return institution


@action("ecosystem.end_institution")
def end_institution(*, by: Principal, institution_id: UUID, version: int, until: date | None = None) -> Institution:
    """Says from which day it no longer holds. One that is obeyed all the same is legacy, and has not ended."""
    institution = Institution.of(institution_id)
    policies.keeps_institution(by, institution.issuer_id).require("institution", institution_id)
    end = end_day(institution, until)
    check(life_problems(institution.since, end))
    institution.change(version=version, until=end)
    wrote("institution", institution_id, act="ecosystem.end_institution")
    return institution


@action("ecosystem.link_institutions")
def link_institutions(
    *, by: Principal, source_id: UUID, target_id: UUID, kind: InstitutionLinkKind, note: str = ""
) -> InstitutionLink:
    """Says that one institution interprets, conflicts with or replaces another; whoever keeps the first says so."""
    source, target = Institution.of(source_id), Institution.of(target_id)
    policies.keeps_institution(by, source.issuer_id).require("institution", source_id)
    check(choice_problems(kind=(InstitutionLinkKind, kind)))
    if source.id == target.id:
        raise Invalid(Problem("ecosystem.link_to_itself", "target_id"))
    with once("ecosystem.link_once", "target_id"):
        link = InstitutionLink.add(source=source, target=target, kind=kind, note=note)
    wrote("institution", source.id, act="ecosystem.link_institutions")
    return link


@action("ecosystem.take_stance")
def take_stance(
    *,
    by: Principal,
    actor_id: UUID,
    institution_id: UUID,
    kind: StanceKind,
    note: str = "",
    since: date | None = None,
    until: date | None = None,
    said_by_id: UUID | None = None,
) -> Stance:
    """How an actor stands to an institution. It speaks for itself; only Ecotone may name who else said so."""
    policies.keeps(by, actor_id).require("actor", actor_id)
    begins = since or clock.today()
    check([*choice_problems(kind=(StanceKind, kind)), *(end_problems(begins, until) if until else [])])
    said_by = said_by_id if by.is_system else by.actor_id
    with once("ecosystem.stance_open", "kind"):
        stance = Stance.add(
            actor=Actor.of(actor_id),
            institution=Institution.of(institution_id),
            kind=kind,
            note=note,
            said_by=Actor.of(said_by) if said_by else None,
            since=begins,
            until=until,
        )
    wrote("stance", stance.id, act="ecosystem.take_stance")
    return stance


@action("ecosystem.end_stance")
def end_stance(*, by: Principal, stance_id: UUID, until: date | None = None) -> Stance:
    """Says that an actor no longer stands so."""
    stance = Stance.of(stance_id)
    policies.keeps(by, stance.actor_id).require("stance", stance_id)
    stance.until = end_day(stance, until)
    stance.save(update_fields=["until"])
    wrote("stance", stance_id, act="ecosystem.end_stance")
    return stance
