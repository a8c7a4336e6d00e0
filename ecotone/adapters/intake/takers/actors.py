"""Organisations, and teams and groups where a source tells: known by a register's number, else by their very name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.adapters.intake.takers.common import Current, Taker, only_of, own_ids
from ecotone.adapters.intake.wanted import Wanted
from ecotone.directory.actions import renew_index
from ecotone.directory.models import Service
from ecotone.directory.rules import ServiceStatus
from ecotone.ecosystem import actions
from ecotone.ecosystem.models import Actor, ActorIdentifier, Hat
from ecotone.ecosystem.queries import part_of
from ecotone.ecosystem.rules import ActorKind, contact_problems, required, sought
from ecotone.ground import clock
from ecotone.ground.errors import Problem
from ecotone.ground.text import clean

TEXTS = ("name", "sector", "domain", "description", "purpose", "remit", "website", "email", "phone")


STAYS = ("since", "kind")


class Organisations(Taker):
    kind = "organisation"
    found_by = frozenset({"name", "since"})

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        tidied = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
        if "place_ids" in tidied:
            tidied["place_ids"] = frozenset(tidied["place_ids"])
        return tidied

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        """By a public number first; a name counts where one organisation alone bears it, and it has not ended."""
        names: dict[tuple[str, str], list[str]] = {}
        for each in wanted:
            names.setdefault((_kind(each.fields), sought(each.name)), []).append(each.key)
        lasting = Actor.objects.filter(Actor.on(clock.today()), sought__in={name for _, name in names})
        alike = ((f"{kind} {name}", id_) for kind, name, id_ in lasting.values_list("kind", "sought", "id"))
        by_name = only_of(alike)
        found = {
            keys[0]: by_name[f"{kind} {name}"]
            for (kind, name), keys in names.items()
            if f"{kind} {name}" in by_name and len(keys) == 1
        }
        return found | _by_number(wanted) | own_ids(Actor, wanted)

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        rows = Actor.objects.filter(pk__in=ids).prefetch_related("covers")
        return {row.id: Current(row.id, row.name, _fields(row), row.version) for row in rows}

    def problems(self, fields: Mapping[str, Any]) -> Iterable[Problem]:
        return [*(required(name=fields["name"]) if "name" in fields else []), *contact_problems(fields)]

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        kind = ActorKind(_kind(fields))
        made = actions.add_actor(by=by, identifiers=wanted.public, **{**fields, "kind": kind})
        return made.id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        rest = {name: value for name, value in fields.items() if name not in STAYS}
        if rest:
            actions.change_actor(by=by, actor_id=now.id, version=now.version, **rest)
        if "name" in fields:
            renew_index(by=by, provider_id=now.id)
        return [name for name in fields if name in STAYS]

    def adopt(self, by: Principal, subject_id: UUID, wanted: Wanted) -> None:
        known = set(ActorIdentifier.objects.filter(actor=subject_id).values_list("scheme", "value"))
        for scheme, value in wanted.public:
            if (scheme, value) not in known:
                actions.identify_actor(by=by, actor_id=subject_id, scheme=scheme, value=value)

    def stays(self, ids: Collection[UUID], *, ending: Collection[UUID]) -> Mapping[UUID, str]:
        """Those that offer something, or in which people work: an end takes their hats, which no file should."""
        offering = Service.objects.exclude(pk__in=ending).filter(provider__in=ids, status=ServiceStatus.ACTIVE)
        worked_in = Hat.objects.filter(Hat.on(clock.today()), actor__in=ids)
        return dict.fromkeys(offering.values_list("provider", flat=True), "adapters.still_offers") | dict.fromkeys(
            worked_in.values_list("actor", flat=True), "adapters.still_works"
        )

    def close(self, by: Principal, ids: Collection[UUID], *, on: date, source: str) -> None:
        for row in Actor.objects.filter(Actor.on(on), pk__in=ids, since__lt=on):
            actions.end_actor(by=by, actor_id=row.id, version=row.version, until=on)


def _by_number(wanted: Sequence[Wanted]) -> dict[str, UUID]:
    """By key, those that a register's number tells."""
    numbers = {pair: each.key for each in wanted for pair in each.public}
    rows = ActorIdentifier.objects.filter(value__in={value for _, value in numbers})
    found = rows.values_list("scheme", "value", "actor")
    return {numbers[scheme, value]: own for scheme, value, own in found if (scheme, value) in numbers}


def _kind(fields: Mapping[str, Any]) -> str:
    """What a source says it is; an organisation where it says nothing."""
    return str(fields.get("kind", ActorKind.ORGANISATION))


def _fields(row: Actor) -> dict[str, Any]:
    places = frozenset(each.place_id for each in row.covers.all())
    return {name: getattr(row, name) for name in TEXTS} | {
        "place_ids": places,
        "site_id": row.site_id,
        "since": row.since,
        "kind": row.kind,
    }


class Teams(Organisations):
    """Teams and groups, each with what it is part of: known by a number, since many bear one name."""

    kind = "team"

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        return _by_number(wanted) | own_ids(Actor, wanted)

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        parts = {"part_of_ids": frozenset(fields["part_of_ids"])} if "part_of_ids" in fields else {}
        return super().tidy(fields) | parts

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        wholes = part_of(ids)
        return {
            own: replace(now, fields={**now.fields, "part_of_ids": frozenset(wholes.get(own, ()))})
            for own, now in super().read(ids).items()
        }

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        return actions.add_actor(by=by, identifiers=wanted.public, **{"kind": ActorKind.TEAM, **fields}).id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        """What a team is part of is for the two of them to say."""
        fixed = [name for name in fields if name in ("kind", "part_of_ids")]
        return [*super().change(by, now, {name: fields[name] for name in fields if name not in fixed}), *fixed]
