"""Open Referral files as a source: sites, organisations, teams, then services, each said once.

A page of an API often gives a service in short, and its own address in full: what is in full stands. An organisation
or location lies within every service that has it: it is gathered from all, and what one leaves out another fills.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ecotone.adapters.intake import Key, NotTaken, Refused, Said, Source, Wanted, Warned
from ecotone.adapters.intake.where import Map
from ecotone.adapters.openreferral import taking
from ecotone.adapters.openreferral.feeds import Found, feed
from ecotone.adapters.openreferral.given import is_uri
from ecotone.adapters.openreferral.here import Here, meanings
from ecotone.adapters.openreferral.joining import circles
from ecotone.adapters.openreferral.names import SOURCE
from ecotone.adapters.openreferral.older import is_named, modern
from ecotone.adapters.openreferral.taking import Taken
from ecotone.adapters.openreferral.terms import is_id
from ecotone.directory.listing import Listing
from ecotone.directory.listing import problems as listing_problems
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Problem

OLDER = "openreferral-uk-1"
"""The source of files in the older shape, whose ids are small numbers."""

MOST_TERMS = 200
"""Terms without a kind of need that are named one by one."""

AT_A_TIME = 500


def what_is_here(known: Map) -> Here:
    """This place's needs and places, as words find them. Three queries."""
    kinds = ecosystem.every_need()
    named = [(word, each.code) for each in kinds for word in (each.name, *each.synonyms)]
    places, codes = ecosystem.places(), ecosystem.place_codes()
    ids = {str(each.id): each.id for each in places}
    return Here(
        needs=meanings(named) | meanings((each.code, each.code) for each in kinds),
        sensitive=frozenset(each.code for each in kinds if each.sensitive),
        codes={code: place_id for place_id, code in codes.items()},
        slugs={each.slug: each.id for each in places},
        names={word: ids[own] for word, own in meanings((each.name, str(each.id)) for each in places).items()},
        called={each.id: each.name for each in places},
        postcode=lambda text: known.find(postcode=text).place_id,
    )


class OpenReferral(Source):
    """One file, folder or zip. Raises Unreadable where it holds nothing of this format."""

    def __init__(self, path: Path) -> None:
        self.feed = feed(path)
        self.name = OLDER if self.feed.older else SOURCE
        self.closes = frozenset({"service"} if self.feed.whole else ())
        self.map = Map.here()

    @cached_property
    def here(self) -> Here:
        return what_is_here(self.map)

    def read(self) -> Iterator[Said]:
        yield from self.feed.findings()
        gathered = _Gathered(self)
        yield from gathered.said
        yield from self._sites(gathered)
        yield from self._organisations(gathered)
        yield from self._services(gathered)

    def _sites(self, gathered: "_Gathered") -> Iterator[Said]:
        for some in chunks(gathered.locations.items(), AT_A_TIME):
            self.map.learn(code for _, (_, raw) in some for code in _postcodes(raw))
            for row, raw in (each for _, each in some):
                taken = taking.location(raw, self.here)
                yield from self._noted(row, taken)
                if taken.notes.problems:
                    continue
                if taken.gone:
                    yield NotTaken("location that is virtual")
                elif taken.fields["place_id"] is None:
                    yield Warned(row, Problem("adapters.no_place", "location", {"given": taken.name[:80]}))
                else:
                    gathered.placed.add(taken.key)
                    yield Wanted(kind="site", key=taken.key, row=row, name=taken.name, fields=taken.fields)

    def _organisations(self, gathered: "_Gathered") -> Iterator[Said]:
        """Organisations, then the teams that are part of them."""
        read = [(row, taking.organisation(raw, self.here), raw) for row, raw in gathered.organizations.values()]
        gathered.kinds = {taken.key: taken.kind for _, taken, _ in read}
        parents = {taken.key: taken.parent for _, taken, _ in read if taken.parent}
        for ring in circles(parents):
            said = {"given": " → ".join([*ring, ring[0]])[:200]}
            yield Warned("organizations", Problem("adapters.or_circle", "parent_organization_id", said))
        for row, taken, raw in sorted(read, key=lambda each: each[1].kind):
            yield from self._noted(row, taken)
            if taken.notes.problems:
                continue
            yield from self._parent(row, taken, gathered)
            yield self._organisation(row, taken, raw, gathered)
        unsaid = sum("sector" in taken.guessed for _, taken, _ in read)
        if unsaid:
            yield Warned("", Problem("adapters.or_guessed_sector", "sector", {"count": unsaid}))

    def _organisation(self, row: str, taken: Taken, raw: Any, gathered: "_Gathered") -> Wanted:
        refs: dict[str, Key | tuple[Key, ...]] = {}
        if keys := [key for key in _location_ids(raw) if key in gathered.placed]:
            refs["site_id"] = Key("site", keys[0])
        if taken.kind == "team" and gathered.kinds.get(taken.parent) == "organisation":
            refs["part_of_ids"] = (Key("organisation", taken.parent),)
        return Wanted(
            kind=taken.kind,
            key=taken.key,
            row=row,
            name=taken.name,
            fields=taken.fields,
            refs=refs,
            public=taken.public,
        )

    def _parent(self, row: str, taken: Taken, gathered: "_Gathered") -> Iterator[Said]:
        """A team belongs to an organisation of the same files; one organisation belongs to none here."""
        if taken.kind != "team":
            yield from (NotTaken("organization.parent_organization_id") for _ in [taken.parent] if taken.parent)
        elif taken.parent and gathered.kinds.get(taken.parent) != "organisation":
            yield Warned(
                row, Problem("adapters.or_no_parent", "parent_organization_id", {"given": taken.parent[:80]})
            )

    def _services(self, gathered: "_Gathered") -> Iterator[Said]:
        terms, guessed = Counter[str](), 0
        for row, raw, organization in gathered.services():
            taken = taking.service(raw, self.here)
            problems = list(self._wrong(taken, organization, gathered))
            if problems:
                yield from (Refused(row, each, _key(taken)) for each in problems)
                continue
            yield from self._noted(row, taken)
            if taken.gone:
                yield NotTaken("service that is not active")
            else:
                terms.update(taken.terms)
                guessed += "attending" in taken.guessed
                yield self._service(row, taken, organization, gathered)
        yield from _unsaid(terms, guessed)

    def _wrong(self, taken: Taken, organization: str, gathered: "_Gathered") -> Iterator[Problem]:
        """What breaks Open Referral; and if anything does, what the directory would not take besides."""
        problems = list(taken.notes.problems)
        if taken.key in gathered.organizations and not self.feed.older:
            problems.append(Problem("adapters.or_same_id", "id", {"given": taken.key[:80]}))
        if not organization:
            problems.append(Problem("ground.required", "organization"))
        if problems:
            named = {problem.field for problem in problems}
            read = {name: value for name, value in taken.fields.items() if name not in named}
            problems += (
                each for each in listing_problems(Listing().given(**read)) if each.field not in named | {"name"}
            )
        yield from problems

    def _noted(self, row: str, taken: Taken) -> Iterator[Said]:
        """What was found in one thing: what refuses it, or else what ought to be known."""
        if taken.notes.problems:
            yield from (Refused(row, each, _key(taken)) for each in taken.notes.problems)
            return
        if not self.feed.older and not is_id(taken.key):
            yield Warned(row, Problem("adapters.or_id", "id", {"given": taken.key[:80]}))
        yield from (Warned(row, each) for each in taken.notes.warnings)
        yield from (NotTaken(name) for name in sorted(taken.notes.not_taken.elements()))

    def _service(self, row: str, taken: Taken, organization: str, gathered: "_Gathered") -> Wanted:
        fields = {name: value for name, value in taken.fields.items() if name != "identifiers"}
        numbers = tuple((each.source, each.value) for each in taken.fields.get("identifiers", ()))
        placed = [(Key("site", key), is_intake) for key, is_intake in taken.sites if key in gathered.placed]
        return Wanted(
            kind="service",
            key=taken.key,
            row=row,
            name=taken.name,
            fields=fields,
            refs={
                "provider_id": Key(gathered.kinds.get(organization, "organisation"), organization),
                "sites": tuple(key for key, is_intake in placed if not is_intake),
                "intake_sites": tuple(key for key, is_intake in placed if is_intake),
            },
            scope=organization,
            public=numbers,
        )


def _key(taken: Taken) -> Key:
    return Key(taken.kind, taken.key)


def _unsaid(terms: Counter[str], guessed: int) -> Iterator[Said]:
    for term, count in terms.most_common(MOST_TERMS):
        yield Warned("", Problem("adapters.no_need", "attributes", {"given": term, "count": count}))
    if len(terms) > MOST_TERMS:
        yield Warned("", Problem("adapters.or_more_terms", "attributes", {"count": len(terms) - MOST_TERMS}))
    if guessed:
        yield Warned("", Problem("adapters.or_guessed_attending", "attending", {"count": guessed}))


Placed = tuple[str, Any]
"""Where a thing stands, and all that it says."""


class _Gathered:
    """One pass through the files: what is shared is held, by id; of services only which of them are given in full."""

    def __init__(self, source: OpenReferral) -> None:
        self.feed = source.feed
        self.organizations: dict[str, Placed] = {}
        self.locations: dict[str, Placed] = {}
        self.listed: dict[str, tuple[str, bytes]] = {}
        self.in_full: dict[str, tuple[str, bytes]] = {}
        self.at_locations: dict[str, list[Any]] = {}
        self.placed: set[str] = set()
        self.kinds: dict[str, str] = {}
        self.said: list[Said] = []
        self.unnamed: set[str] = set()
        self.terms: dict[str, str] = {}
        for found in self.feed.found():
            self._gather(found)
        if self.unnamed:
            self.said.append(Warned("", Problem("adapters.or_unnamed", "organisation", {"count": len(self.unnamed)})))
        for ring in circles(self.terms):
            given = {"given": " → ".join([*ring, ring[0]])[:200]}
            self.said.append(Warned("taxonomy terms", Problem("adapters.or_circle", "parent_id", given)))

    def _gather(self, found: Found) -> None:
        match found.kind:
            case "service" | "older":
                service = _modern(found)
                if self._is_again(found, service):
                    return
                self._organization(found.row, service.get("organization"))
                if found.kind == "older" and not is_named(found.raw):
                    self.unnamed.add(_organization_id(service))
                self._locations(found.row, service.get("service_at_locations"))
            case "organization":
                self._organization(found.row, found.raw)
            case "location":
                self._keep(self.locations, found.row, found.raw)
            case "service_at_location":
                self._at_location(found)
            case "taxonomy_term":
                self._term(found)
            case "broken":
                self.said.append(Refused(found.row, found.raw.problem))
            case "":
                self.said.append(NotTaken("object that is none of Open Referral's"))

    def _is_again(self, found: Found, service: Any) -> bool:
        """Whether a list, or the addresses in full, named this service before; the same once more is only said."""
        own = service.get("id")
        if not isinstance(own, str) or not own:
            return False
        named = self.in_full if found.alone else self.listed
        said = hashlib.blake2b(json.dumps(found.raw, sort_keys=True).encode(), digest_size=16).digest()
        if own not in named:
            named[own] = (found.row, said)
            return False
        first, before = named[own]
        params = {"given": own[:80], "row": first}
        again = Problem("adapters.said_twice" if said == before else "adapters.twice", "id", params)
        self.said.append(Warned(found.row, again) if said == before else Refused(found.row, again))
        return True

    def _at_location(self, found: Found) -> None:
        """It is joined to its service, where that does not name it itself."""
        self._locations(found.row, [found.raw])
        service = found.raw.get("service")
        own = service.get("id") if isinstance(service, Mapping) else found.raw.get("service_id")
        if isinstance(own, str) and isinstance(found.raw.get("location"), Mapping):
            self.at_locations.setdefault(own, []).append(found.raw)

    def _organization(self, row: str, raw: Any) -> None:
        self._keep(self.organizations, row, raw)
        if isinstance(raw, Mapping):
            for place in _objects(raw.get("locations")):
                self._keep(self.locations, row, place)

    def _locations(self, row: str, raw: Any) -> None:
        for each in _objects(raw):
            if each.get("location") is not None:
                self._keep(self.locations, row, each["location"])

    def _keep(self, kept: dict[str, Placed], row: str, raw: Any) -> None:
        """The first by that id; later ones fill what it leaves out."""
        if not isinstance(raw, Mapping):
            return
        own = raw.get("id")
        key = own if isinstance(own, str) and own else f"{row}#{len(kept)}"
        if key not in kept:
            kept[key] = (row, dict(raw))
        else:
            held = kept[key][1]
            held.update({name: value for name, value in raw.items() if held.get(name) in (None, "", [])})

    def _term(self, found: Found) -> None:
        """Terms are only looked at: a kind of need is never made of one."""
        own, parent, uri = (found.raw.get(name) for name in ("id", "parent_id", "term_uri"))
        if isinstance(own, str) and isinstance(parent, str) and parent:
            self.terms[own] = parent
        for name in ("name", "description"):
            if not found.raw.get(name):
                self.said.append(Warned(found.row, Problem("ground.required", name)))
        if uri and not is_uri(uri):
            self.said.append(Warned(found.row, Problem("directory.url", "term_uri")))

    def services(self) -> Iterator[tuple[str, Any, str]]:
        """Each service, where it stands, and its organisation's id; not in short what is there in full."""
        for found in self.feed.found():
            if found.kind not in ("service", "older"):
                yield from self._of_organization(found)
                continue
            service = _modern(found)
            own = service.get("id")
            if isinstance(own, str) and self._is_passed_over(found, own):
                continue
            yield found.row, self._with_locations(service, own), _organization_id(service)

    def _is_passed_over(self, found: Found, own: str) -> bool:
        """Given in full elsewhere, or not the first by its id."""
        if own in self.in_full:
            return self.in_full[own][0] != found.row
        return own in self.listed and self.listed[own][0] != found.row

    def _of_organization(self, found: Found) -> Iterator[tuple[str, Any, str]]:
        """The services within an organisation that is given in full."""
        if found.kind == "organization":
            own = found.raw.get("id")
            for number, each in enumerate(_objects(found.raw.get("services"))):
                if each.get("id") not in self.in_full and isinstance(own, str):
                    yield f"{found.row}.services[{number}]", each, own

    def _with_locations(self, service: Any, own: object) -> Any:
        if isinstance(own, str) and own in self.at_locations and not service.get("service_at_locations"):
            return service | {"service_at_locations": self.at_locations[own]}
        return service


def _modern(found: Found) -> Any:
    return modern(found.raw) if found.kind == "older" else found.raw


def _objects(raw: Any) -> list[Mapping[str, Any]]:
    return [each for each in raw if isinstance(each, Mapping)] if isinstance(raw, list) else []


def _organization_id(service: Mapping[str, Any]) -> str:
    within = service.get("organization")
    own = within.get("id") if isinstance(within, Mapping) else service.get("organization_id")
    return own if isinstance(own, str) else ""


def _location_ids(organization: Any) -> Iterable[str]:
    return [each["id"] for each in _objects(organization.get("locations")) if isinstance(each.get("id"), str)]


def _postcodes(location: Any) -> Iterable[str]:
    found = (each.get("postal_code") for each in _objects(location.get("addresses")))
    return [each for each in found if isinstance(each, str)]
