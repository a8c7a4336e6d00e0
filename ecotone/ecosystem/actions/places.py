"""Writes about places: where they lie, how they fare, what is true of them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import end_day, once, only
from ecotone.ecosystem.models import Actor, Deprivation, Place, PlaceContains, PlaceContext, PlaceWithin
from ecotone.ecosystem.rules import (
    Containment,
    PlaceKind,
    Topic,
    choice_problems,
    outline_problems,
    position_problems,
    required,
    slug_problems,
)
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check

PLACE_FIELDS = frozenset({"population", "population_on", "population_source", "latitude", "longitude", "outline"})
"""What `add_place` takes besides its own parameters."""


@action("ecosystem.add_place")
def add_place(
    *,
    by: Principal,
    kind: PlaceKind,
    name: str,
    code: str = "",
    slug: str = "",
    parents: Iterable[tuple[UUID, Containment]] = (),
    **fields: Any,
) -> Place:
    """A place, and its parents with why each contains it. Without a `slug` one is made of the name."""
    policies.keeps_the_map(by).require()
    only(fields, PLACE_FIELDS)
    check([*choice_problems(kind=(PlaceKind, kind)), *required(name=name), *_place_problems(slug, fields)])
    with once("ecosystem.slug_taken", "slug"):
        place = Place.add(kind=kind, name=name, code=code, slug=slug or _free_slug(name, kind), **fields)
    PlaceWithin.objects.create(ancestor=place, descendant=place, depth=0)
    for parent_id, containment in parents:
        _contain(Place.of(parent_id), place, containment)
    wrote("place", place.id, act="ecosystem.add_place")
    return place


def _place_problems(slug: str, fields: dict[str, Any]) -> list[Problem]:
    problems = slug_problems(slug) if slug else []
    problems += position_problems(fields.get("longitude"), fields.get("latitude"))
    problems += outline_problems(fields.get("outline"))
    if (fields.get("population") or 0) < 0:
        problems.append(Problem("ecosystem.population", "population"))
    return problems


def _free_slug(name: str, kind: str) -> str:
    """The name in a form that addresses take; where another place has it, with its kind, then with a number."""
    plain = slugify(name)[:60].strip("-")
    kind_of = str(kind).replace("_", "-")
    stem = f"{plain}-{kind_of}".strip("-")
    taken = set(Place.objects.filter(slug__startswith=plain or stem).values_list("slug", flat=True))
    tries = (each for each in (plain, stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if each)
    return next(slug for slug in tries if slug not in taken and not slug_problems(slug))


@action("ecosystem.change_place")
def change_place(*, by: Principal, place_id: UUID, **fields: Any) -> Place:
    """Changes what is said of a place: its name, code, population, position or outline. Its slug stays.

    Raises Invalid for what cannot be, TypeError for an unknown field.
    """
    policies.keeps_the_map(by).require("place", place_id)
    only(fields, PLACE_FIELDS | {"name", "code"})
    place = Place.objects.select_for_update().filter(pk=Place.of(place_id).id).get()
    whole = {name: getattr(place, name) for name in ("latitude", "longitude")} | fields
    check([*(required(name=fields["name"]) if "name" in fields else []), *_place_problems("", whole)])
    for name, value in fields.items():
        setattr(place, name, value)
    place.save(update_fields=list(fields))
    wrote("place", place_id, act="ecosystem.change_place")
    return place


@action("ecosystem.contain_place")
def contain_place(
    *, by: Principal, parent_id: UUID, child_id: UUID, kind: Containment = Containment.GEOGRAPHIC
) -> PlaceContains:
    """Puts one place inside another. Raises Invalid for what would make a circle."""
    policies.keeps_the_map(by).require("place", parent_id)
    link = _contain(Place.of(parent_id), Place.of(child_id), kind)
    wrote("place", parent_id, act="ecosystem.contain_place")
    wrote("place", child_id, act="ecosystem.contain_place")
    return link


def _contain(parent: Place, child: Place, kind: Containment) -> PlaceContains:
    check(choice_problems(kind=(Containment, kind)))
    # Two links made at the same time could close a circle between them, so the map is held while one is made.
    list(Place.objects.select_for_update().order_by("id").values_list("id"))
    if PlaceWithin.objects.filter(ancestor=child, descendant=parent).exists():
        raise Invalid(Problem("ecosystem.circle", "parents"))
    with once("ecosystem.contained_already", "parents"):
        link = PlaceContains.add(parent=parent, child=child, kind=kind)
    _close_over(parent, child)
    return link


def _close_over(parent: Place, child: Place) -> None:
    """Keeps PlaceWithin true after the link parent → child:

    a ──up──> parent ──1──> child ──down──> d      each a above reaches each d below in up + 1 + down
    """
    above = dict(PlaceWithin.objects.filter(descendant=parent).values_list("ancestor", "depth"))
    below = dict(PlaceWithin.objects.filter(ancestor=child).values_list("descendant", "depth"))
    rows = PlaceWithin.objects.filter(ancestor__in=above, descendant__in=below)
    known = {(a, d): depth for a, d, depth in rows.values_list("ancestor", "descendant", "depth")}
    ways = {(a, d): up + 1 + down for a, up in above.items() for d, down in below.items()}
    shorter = {pair: depth for pair, depth in ways.items() if depth < known.get(pair, depth + 1)}
    PlaceWithin.objects.bulk_create(
        [PlaceWithin(ancestor_id=a, descendant_id=d, depth=depth) for (a, d), depth in shorter.items()],
        update_conflicts=True,
        unique_fields=["ancestor", "descendant"],
        update_fields=["depth"],
    )


@action("ecosystem.add_deprivation")
def add_deprivation(
    *,
    by: Principal,
    place_id: UUID,
    index_name: str,
    version: str,
    direction: str,
    measure: str,
    value: Decimal,
    source: str,
    on: date,
) -> Deprivation:
    """What one version of an index says of a place; said once."""
    policies.keeps_the_map(by).require("place", place_id)
    check(
        [
            *required(index_name=index_name, version=version, direction=direction, measure=measure, source=source),
            *_value_problems(value),
        ]
    )
    with once("ecosystem.deprivation_once", "version"):
        made = Deprivation.add(
            place=Place.of(place_id),
            index_name=index_name,
            version=version,
            direction=direction,
            measure=measure,
            value=Decimal(str(value)),
            source=source,
            on=on,
        )
    wrote("place", place_id, act="ecosystem.add_deprivation")
    return made


def _value_problems(value: object) -> list[Problem]:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return [Problem("ecosystem.number", "value")]
    return [] if number.is_finite() and abs(number) < 10**10 else [Problem("ecosystem.number", "value")]


@action("ecosystem.add_context")
def add_context(
    *,
    by: Principal,
    place_id: UUID,
    topic: Topic,
    text: str,
    source: str = "",
    source_on: date | None = None,
    since: date | None = None,
    added_by_actor_id: UUID | None = None,
) -> PlaceContext:
    """Something true of a place, from whoever is signed in; `source` says where it was said or written.

    A worker speaks for the team whose hat is worn; only Ecotone may name another (`added_by_actor_id`).
    A person is never named: that someone has a record here is nobody's business.
    """
    policies.may_add_context(by).require("place", place_id)
    check([*choice_problems(topic=(Topic, topic)), *required(text=text), *_past_problems(source_on)])
    actor_id = added_by_actor_id if by.is_system else by.actor_id
    context = PlaceContext.add(
        place=Place.of(place_id),
        topic=topic,
        text=text,
        source=source,
        source_on=source_on,
        since=since or clock.today(),
        added_by_actor=Actor.of(actor_id) if actor_id else None,
        added_by=by.account_id,
        added_by_name=", ".join(filter(None, (by.name, by.hat_title))) if by.hat_id else "",
    )
    wrote("placecontext", context.id, act="ecosystem.add_context")
    return context


def _past_problems(source_on: date | None) -> list[Problem]:
    return [Problem("ecosystem.future", "source_on")] if source_on and source_on > clock.today() else []


@action("ecosystem.end_context")
def end_context(*, by: Principal, context_id: UUID, until: date | None = None) -> PlaceContext:
    """Says that this no longer holds; what was said stays."""
    context = PlaceContext.of(context_id)
    policies.may_end_context(by, context).require("placecontext", context_id)
    context.until = end_day(context, until)
    context.save(update_fields=["until"])
    wrote("placecontext", context_id, act="ecosystem.end_context")
    return context
