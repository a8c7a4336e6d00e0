"""R4 bundles, NDJSON and single resources as a source: one file, a folder of them, or a zip.

The files are gone through once to learn what references lead to, and then once for each type that is taken, so that
what others refer to comes first; memory holds one document, and the key of each resource.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from ecotone.access.rules import Basis
from ecotone.adapters.fhir.mapping.elements import CHI_OID, Resource, Served, several, text
from ecotone.adapters.fhir.mapping.taking import KIND_OF, Around, Entry, contact_of, services_of, wanted
from ecotone.adapters.intake import NotTaken, Refused, Said, Source
from ecotone.adapters.intake.engine import INTAKE
from ecotone.adapters.intake.report import Report
from ecotone.adapters.intake.where import Map
from ecotone.adapters.models import ExternalRecord
from ecotone.adapters.reading import document, is_lines, lines, pieces
from ecotone.adapters.reading.files import Unreadable
from ecotone.directory.listing import Contact
from ecotone.ecosystem.models import Actor, Need
from ecotone.ground import clock
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Problem
from ecotone.ground.text import clean
from ecotone.people.actions import open_relationship
from ecotone.people.models import Relationship
from ecotone.people.rules import CareRole

LONGEST_ID, LONGEST_ADDRESS = 64, 300
"""Letters of a resource's id, as R4 has it, and of the address it is known by instead."""
DEEPEST = 3
"""How many bundles may lie in one another."""
TYPE = re.compile(r"[A-Z][A-Za-z]{2,60}")
ADDRESS = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+/[^/?#|]+?)(?:/_history/.*)?")


class Bundles(Source):
    """FHIR R4 as it comes. `whose` tells one system's ids from another's; a team is to help everyone, on this basis.

    Nothing is closed: a bundle holds what somebody chose to send, and never says that the rest is gone.
    """

    def __init__(
        self, path: Path, *, whose: str = "", team_id: UUID | None = None, basis: Basis = Basis.CONSENT
    ) -> None:
        self.found = pieces(path)
        self.name = f"fhir:{whose}" if whose else "fhir"
        self.team_id, self.basis = team_id, basis
        if team_id and not Actor.objects.filter(Actor.on(clock.today()), pk=team_id).exists():
            raise Unreadable("adapters.fhir_no_team", "", given=str(team_id))
        self.map = Map.here()
        self.keys: dict[str, str] = {}
        self.contacts: dict[str, list[Contact]] = defaultdict(list)

    def read(self) -> Iterator[Said]:
        yield from self._learned()
        contacts = {key: tuple(dict.fromkeys(those)) for key, those in self.contacts.items()}
        needs = frozenset(Need.objects.values_list("code", flat=True))
        around = Around(Served("", CHI_OID), self._key, needs, contacts, self._home)
        for kind in KIND_OF:
            for entry in self._entries():
                if entry.resource["resourceType"] == kind:
                    yield from wanted(entry, around)

    def _learned(self) -> Iterator[Said]:
        """The key of each resource, by all that may refer to it; says what is not taken, and what cannot be read."""
        self.keys, self.contacts = {}, defaultdict(list)
        roles: list[Entry] = []
        seen = 0
        for entry in self._all():
            if isinstance(entry, Refused):
                yield entry
                continue
            seen += 1
            kind = entry.resource["resourceType"]
            self._learn(entry)
            if kind == "PractitionerRole" and services_of(entry.resource):
                roles.append(entry)
            elif kind not in KIND_OF:
                yield NotTaken(kind)
        if not seen:
            yield Refused("", Problem("adapters.fhir_nothing"))
        for role in roles:
            self._contact(role)

    def _learn(self, entry: Entry) -> None:
        resource = entry.resource
        self.keys.setdefault(f"{resource['resourceType']}/{text(resource.get('id'))}", entry.key)
        self.keys[entry.key] = entry.key
        if "#" in entry.key:
            return
        for number in several(resource.get("identifier")):
            if text(number.get("system")) and text(number.get("value")):
                self.keys.setdefault(_by_number(resource["resourceType"], number), entry.key)

    def _contact(self, role: Entry) -> None:
        contact = contact_of(role.resource)
        for service in services_of(role.resource):
            if contact and (key := self._key(service, role.key)):
                self.contacts[key].append(contact)

    def _key(self, reference: Any, whose: str) -> str:
        """The key that a reference leads to: inside the same resource, by address, by number; else as it stands."""
        given = next(iter(several(reference)), {})
        address = text(given.get("reference"))
        if address.startswith("#"):
            return self.keys.get(whose.split("#")[0] + address, "")
        if len(address) > LONGEST_ADDRESS or not _can_be_kept(address):
            return ""
        if address in self.keys:
            return self.keys[address]
        if found := ADDRESS.fullmatch(address):
            return self.keys.get(found[1], found[1])
        number = next(iter(several(given.get("identifier"))), None)
        kind = text(given.get("type"))
        return self.keys.get(_by_number(kind, number), "") if number else address

    def _home(self, patient: Resource) -> UUID | None:
        """The neighbourhood of her home, where the postcode of an address that still holds is on the map."""
        current = [a for a in several(patient.get("address")) if a.get("use") not in ("old", "billing", "temp")]
        postcodes = [text(each.get("postalCode")) for each in current if text(each.get("postalCode"))]
        self.map.learn(postcodes[:1])
        return self.map.find(postcode=postcodes[0]).place_id if postcodes else None

    def _entries(self) -> Iterator[Entry]:
        return (each for each in self._all() if isinstance(each, Entry))

    def _all(self) -> Iterator[Entry | Refused]:
        used: dict[str, str] = {}
        for where, value in self._values():
            if isinstance(value, Unreadable):
                yield Refused(where, value.problem)
            else:
                yield from _resources(where, "", value, used, 0)

    def _values(self) -> Iterator[tuple[str, Any]]:
        for piece in self.found:
            if is_lines(piece):
                yield from ((f"{piece.name}:{number}", value) for number, value in lines(piece))
            else:
                yield piece.name, document(piece)

    def besides(self, report: Report, *, writes: bool) -> Iterator[Callable[[], None]]:
        """Where a team is named, it helps everyone whom this source has named: it sees who they are, and how to reach
        them safely. Whoever it helps already stays as they are.
        """
        if (team_id := self.team_id) and writes:
            keys = [key for key, value in self.keys.items() if key == value and key.startswith("Patient/")]
            for some in chunks(keys, 500):
                yield partial(self._open, some, team_id)

    def _open(self, keys: list[str], team_id: UUID) -> None:
        rows = ExternalRecord.objects.filter(source=self.name, kind="person", value__in=keys)
        taken = set(rows.values_list("subject_id", flat=True))
        helped = Relationship.objects.filter(person__in=taken, actor=team_id)
        for person_id in sorted(taken - set(helped.values_list("person_id", flat=True))):
            open_relationship(
                by=INTAKE,
                person_id=person_id,
                actor_id=team_id,
                role=CareRole.MEMBER,
                purpose="taken in from another system",
                parts=(),
                basis=self.basis,
            )


def _resources(where: str, address: str, value: Any, used: dict[str, str], depth: int) -> Iterator[Entry | Refused]:
    """The resource, what lies in it, or in the bundle that it is. What has no resourceType is passed over."""
    if depth > DEEPEST:
        yield Refused(where, Problem("adapters.fhir_too_deep"))
        return
    kind = value.get("resourceType") if isinstance(value, dict) else None
    if not isinstance(kind, str) or not TYPE.fullmatch(kind):
        if isinstance(value, list):
            for number, each in enumerate(value):
                yield from _resources(f"{where}[{number}]", "", each, used, depth + 1)
        return
    if kind == "Bundle":
        yield from _inside(where, value, used, depth)
        return
    if not _can_be_kept(value):
        yield Refused(where, Problem("ground.nul"))
        return
    entry = Entry(where, _own_key(kind, address, value, where, used), value)
    yield entry
    if kind not in KIND_OF:  # what lies in a resource that is not taken goes with it
        return
    for number, each in enumerate(_list(value.get("contained"))):
        if isinstance(each, dict) and isinstance(each.get("resourceType"), str) and text(each.get("id")):
            yield Entry(f"{where}.contained[{number}]", f"{entry.key}#{text(each['id'])[:LONGEST_ID]}", each)


def _inside(where: str, bundle: Resource, used: dict[str, str], depth: int) -> Iterator[Entry | Refused]:
    for number, each in enumerate(_list(bundle.get("entry"))):
        if isinstance(each, dict) and not _deletes(each):
            place = f"{where}.entry[{number}]"
            yield from _resources(place, text(each.get("fullUrl")), each.get("resource"), used, depth + 1)


def _can_be_kept(value: Any) -> bool:
    """Whether no text in it holds what no column takes. Without recursion: it may be nested deeply."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str):
            try:
                clean(each)
            except ValueError:
                return False
    return True


def _own_key(kind: str, address: str, resource: Resource, where: str, used: dict[str, str]) -> str:
    """Type and id; the whole address where two bases use the same, or for what has no id of its own."""
    own_id = text(resource.get("id"))[:LONGEST_ID]
    short = f"{kind}/{own_id}" if own_id else (address[:LONGEST_ADDRESS] or where[-LONGEST_ADDRESS:])
    base = address.removesuffix(short)
    return short if used.setdefault(short, base) == base else address[:LONGEST_ADDRESS]


def _deletes(entry: Resource) -> bool:
    request = next(iter(several(entry.get("request"))), {})
    return text(request.get("method")) == "DELETE"


def _list(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else []


def _by_number(kind: str, number: Resource) -> str:
    return f"{kind}?{text(number.get('system'))}|{text(number.get('value'))}"
