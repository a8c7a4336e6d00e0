"""Services: a listing as a whole, known by the number some system gives it, else by its name with its provider."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.adapters.intake.takers.common import Current, Taker, only_of, own_ids
from ecotone.adapters.intake.wanted import Wanted
from ecotone.adapters.models import ExternalRecord
from ecotone.directory import actions, store
from ecotone.directory.listing import COLUMNS, OF, PARTS, Listing, Location, problems
from ecotone.directory.models import Service, ServiceIdentifier
from ecotone.directory.rules import ServiceStatus
from ecotone.ground.errors import Problem

KEPT = ("provider_id", "identifiers")
"""What a newer file does not change: whose a service is, and by which numbers others know it."""


class Services(Taker):
    kind = "service"

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """In the order of the tables, and with the sites where one comes first (`intake_sites`) among the others."""
        rest = {name: value for name, value in fields.items() if name not in ("provider_id", "intake_sites")}
        if intake := fields.get("intake_sites"):
            rest["sites"] = [*rest.get("sites", ()), *(Location(site, is_intake=True) for site in intake)]
        tidied = Listing().given(**rest)
        ordered = {name: store.as_read(name, getattr(tidied, name)) for name in rest}
        return ordered | {"provider_id": fields.get("provider_id")}

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        """By a public number; in a group's own list, which names its provider, by the only service of that name.

        In any other file names do not tell services apart: a provider may offer two things by one name.
        """
        numbers = {pair: each.key for each in wanted for pair in each.public}
        rows = ServiceIdentifier.objects.filter(value__in={value for _, value in numbers})
        found = rows.values_list("source", "value", "service")
        known = {numbers[source, value]: own for source, value, own in found if (source, value) in numbers}
        listed = [each for each in wanted if "provider_id" not in each.refs]
        return self._by_name(listed) | known | own_ids(Service, wanted)

    def _by_name(self, wanted: Sequence[Wanted]) -> dict[str, UUID]:
        """What was typed in here under the name that one row alone bears, and came from no file yet."""
        listed = [each for each in wanted if each.fields.get("provider_id")]
        rows = only_of((f"{each.fields['provider_id']}:{each.name.casefold()}", each.key) for each in listed)
        here = Service.objects.filter(provider__in={each.fields["provider_id"] for each in listed})
        taken = ExternalRecord.objects.filter(kind=self.kind).values("subject_id")
        found = here.filter(status=ServiceStatus.ACTIVE).exclude(pk__in=taken).values_list("provider", "name", "id")
        named = only_of((f"{provider}:{name.casefold()}", service) for provider, name, service in found)
        return {rows[name]: service for name, service in named.items() if name in rows}

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        parts = store.read_parts(ids, PARTS)
        rows = Service.objects.filter(pk__in=ids)
        return {row.id: Current(row.id, row.name, _fields(row, parts.get(row.id, {})), row.version) for row in rows}

    def problems(self, fields: Mapping[str, Any]) -> Iterable[Problem]:
        return problems(Listing(**{name: value for name, value in fields.items() if name != "provider_id"}))

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        numbers = [(scheme, "", value) for scheme, value in wanted.public]
        return actions.list_service(by=by, identifiers=numbers, **fields).id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        rest = {name: value for name, value in fields.items() if name not in KEPT}
        if rest:
            actions.change_service(by=by, service_id=now.id, version=now.version, **rest)
        return [name for name in fields if name in KEPT]

    def adopt(self, by: Principal, subject_id: UUID, wanted: Wanted) -> None:
        row = Service.of(subject_id)
        known = store.read(row).identifiers
        numbers = {(each.source, each.value) for each in known}
        if new := [(scheme, "", value) for scheme, value in wanted.public if (scheme, value) not in numbers]:
            actions.change_service(by=by, service_id=row.id, version=row.version, identifiers=[*known, *new])

    def close(self, by: Principal, ids: Collection[UUID], *, on: date, source: str) -> None:
        """Closes until further notice, not for good: what a list forgets, it may name again."""
        for row in Service.objects.filter(pk__in=ids, status=ServiceStatus.ACTIVE):
            actions.close_service(
                by=by, service_id=row.id, version=row.version, status=ServiceStatus.INACTIVE, reason=_gone(source, on)
            )

    def reopen(self, by: Principal, subject_id: UUID) -> None:
        row = Service.of(subject_id)
        if row.status == ServiceStatus.INACTIVE:
            actions.reopen_service(by=by, service_id=row.id, version=row.version)


def _gone(source: str, on: date) -> str:
    return f"No longer in the list “{source}” of {on.day} {on:%B %Y}"


def _fields(row: Service, parts: Mapping[str, Any]) -> dict[str, Any]:
    listing = Listing(**{name: getattr(row, name) for name in COLUMNS}, **parts)
    return {name: getattr(listing, name) for name in OF} | {"provider_id": row.provider_id}
