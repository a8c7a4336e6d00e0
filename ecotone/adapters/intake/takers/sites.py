"""Sites: each belongs to the source that named it, for two sources seldom mean the same door by the same address."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.adapters.intake.takers.common import Current, Taker, own_ids
from ecotone.adapters.intake.wanted import Wanted
from ecotone.ecosystem import actions
from ecotone.ecosystem.actions.sites import SITE_FIELDS
from ecotone.ecosystem.models import Site
from ecotone.ecosystem.rules import position_problems, required
from ecotone.ground.errors import Problem
from ecotone.ground.text import clean


class Sites(Taker):
    kind = "site"

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        return own_ids(Site, wanted)

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        rows = Site.objects.filter(pk__in=ids)
        return {
            row.id: Current(row.id, row.name, {name: getattr(row, name) for name in [*SITE_FIELDS, "confidential"]})
            for row in rows
        }

    def problems(self, fields: Mapping[str, Any]) -> Iterable[Problem]:
        return [
            *(required(name=fields["name"]) if "name" in fields else []),
            *position_problems(fields.get("longitude"), fields.get("latitude")),
        ]

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        return actions.add_site(by=by, **fields).id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        """A site may become confidential by a newer file, and never cease to be."""
        rest = {name: value for name, value in fields.items() if name != "confidential"}
        if rest:
            actions.change_site(by=by, site_id=now.id, **rest)
        if fields.get("confidential"):
            actions.hide_site(by=by, site_id=now.id)
        return ("confidential",) if fields.get("confidential") is False else ()
