"""An HSDS service, whole → what the rooms' actions take: an organisation, sites, a listing. Pure; it never raises.

What breaks HSDS (no name, a URL that is none, a word where a number belongs) is a problem, and the thing is refused.
What HSDS allows and this place cannot hold (a second phone number, half a year of age) is left out, and said.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from ecotone.adapters.intake.telling import TELLING
from ecotone.adapters.openreferral.given import Given, Notes, is_uri
from ecotone.adapters.openreferral.giving import ALIKE, AS_ATTRIBUTES
from ecotone.adapters.openreferral.here import Here
from ecotone.adapters.openreferral.terms import (
    DOMAIN_OF_SECTOR,
    LISTING,
    LOCATION_TYPES,
    NEEDS,
    SECTOR_OF_SCHEME,
    STATUS,
    WAITS,
    hundredths,
)
from ecotone.directory.listing import OF, PART_KINDS, SHAPES, Contact, Cost, Document, Identifier, Language, Opening
from ecotone.directory.rules import AttendingType, Sensitivity, ServiceStatus, WaitBand, Weekday
from ecotone.ecosystem.rules import ActorKind, Domain, Sector, position_problems, sought

BAND_OF = {said.casefold(): band for band, said in WAITS.items()}
DAYS = set(Weekday)
WAYS = {
    AttendingType.ONLINE: re.compile(r"online|remote|video|virtual|webinar|web", re.IGNORECASE),
    AttendingType.PHONE: re.compile(r"phone|call", re.IGNORECASE),
    AttendingType.HOME: re.compile(r"\bhome", re.IGNORECASE),
    AttendingType.VENUE: re.compile(r"venue|in.person|face.to.face|site", re.IGNORECASE),
}
"""How free words say in what way one takes part."""

COUNTS = frozenset(
    {"places_available", "places_maximum", "places_funded", "attempts_before_closing", "door_open_days"}
)
LONGEST = {"name": 200, "website": 400, "email": 254, "description": 20_000, "purpose": 20_000, "remit": 20_000}
"""How many letters of an organisation's texts are kept here."""

YES_OR_NO = {"true": True, "false": False}
SEVERAL = frozenset({"accepts", "attending", "access"})


@dataclass
class Taken:
    """One thing of a file: its id there, its fields as the room's actions take them, and what was found on the way.

    sites       of a service, the keys of its locations, each with whether one comes there first
    terms       of a service, the words of taxonomy terms for which there is no kind of need here
    gone        a service that is not open, a location that is nowhere: it is not taken in
    guessed     fields that the file does not say and that had to be chosen
    """

    key: str
    name: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    public: tuple[tuple[str, str], ...] = ()
    notes: Notes = field(default_factory=Notes)
    sites: tuple[tuple[str, bool], ...] = ()
    terms: tuple[str, ...] = ()
    kind: str = ""
    parent: str = ""
    gone: bool = False
    guessed: tuple[str, ...] = ()


def organisation(raw: object, here: Here) -> Taken:
    """The organisation, its identifiers, its parent's id; its site is read by `location`."""
    taken = Taken("")
    given = Given(raw, "organization", taken.notes)
    taken.key, taken.name = given.needed("id"), given.needed("name")
    own = _Attributes(given, here)
    for name in ("description", "website", "email"):
        if own.ours or given.has(name):
            taken.fields[name] = given.text(name)
    if own.ours or given.has("phones"):
        taken.fields["phone"] = _phone(given)
    numbers = list(_numbers(given))
    taken.public = tuple(dict.fromkeys(numbers))
    taken.fields["name"] = taken.name
    if own.ours:
        taken.fields |= {name: own.word(name) for name in ("purpose", "remit")}
        taken.fields["place_ids"] = own.places("covers")
    for name, most in LONGEST.items():
        if len(said := taken.fields.get(name, "")) > most:
            taken.notes.wrong("ground.too_long", name, most=most)
            taken.fields[name] = said[:most]
    _place_of_sector(taken, own)
    kind = own.word("kind")
    taken.kind = "team" if kind in (ActorKind.TEAM, ActorKind.GROUP) else "organisation"
    if taken.kind == "team":
        taken.fields["kind"] = ActorKind(kind)
    taken.parent = given.text("parent_organization_id")
    own.done()
    given.pass_over("locations", "services")
    given.done()
    return taken


def _place_of_sector(taken: Taken, own: "_Attributes") -> None:
    """Its sector and domain: as it says, as its register says, else as most do who list themselves, and guessed."""
    registered = next((SECTOR_OF_SCHEME[scheme] for scheme, _ in taken.public if scheme in SECTOR_OF_SCHEME), None)
    said = own.word("sector")
    if said not in set(Sector):
        said = registered or Sector.THIRD
        taken.guessed = () if registered else ("sector",)
    domain = own.word("domain")
    if domain not in set(Domain):
        domain = DOMAIN_OF_SECTOR.get(Sector(said), Domain.COMMUNITY)
    taken.fields |= {"sector": Sector(said), "domain": Domain(domain)}


def _numbers(given: Given) -> Iterator[tuple[str, str]]:
    for each in given.several("organization_identifiers", "organization_identifier"):
        scheme, kind, value = each.text("identifier_scheme"), each.text("identifier_type"), each.text("identifier")
        if value and (scheme or kind) and len(value) <= 120 and len(scheme or kind) <= 80:
            yield scheme or kind, value
        each.done()


def location(raw: object, here: Here) -> Taken:
    """A site. `fields["place_id"]` is None where no place that is known here fits."""
    taken = Taken("", kind="site")
    given = Given(raw, "location", taken.notes)
    taken.key = given.needed("id")
    own = _Attributes(given, here)
    kind = given.text("location_type")
    taken.gone = kind == "virtual"
    if kind not in LOCATION_TYPES:
        taken.notes.wrong("adapters.not_a_choice", "location_type", given=kind[:80], known=", ".join(LOCATION_TYPES))
    address, postcode, towns = _address(given)
    place = own.place("place") or here.postcode(postcode) or here.area("", towns)
    known = {sought(here.called[place])} if place else set()
    line = ", ".join(dict.fromkeys([*address, *(town for town in towns if sought(town) not in known)]))
    confidential = own.word("confidential") == "true"
    taken.name = given.text("name") or (line if line and not confidential else "A place without a name")
    longitude, latitude = given.number("longitude"), given.number("latitude")
    if position_problems(longitude, latitude):
        taken.notes.warn("adapters.or_left_out", "latitude", given=f"{latitude}, {longitude}")
        longitude = latitude = None
    taken.fields = {
        "name": taken.name[:200],
        "place_id": place,
        "address": line[:400],
        "postcode": postcode,
        "latitude": latitude,
        "longitude": longitude,
        "accessibility": _accessibility(given)[:400],
    }
    if confidential:
        taken.fields["confidential"] = True
    own.done()
    given.done()
    return taken


def _address(given: Given) -> tuple[list[str], str, list[str]]:
    """The first physical address, or the first: its lines, its postcode, and its town and what that lies in."""
    found = given.several("addresses", "address")
    best = next((each for each in found if each.text("address_type") == "physical"), found[0] if found else None)
    if best is None:
        return [], "", []
    lines = [best.text(name) for name in ("address_1", "address_2")]
    towns = [best.text(name) for name in ("city", "region", "state_province")]
    postcode = best.text("postal_code")
    best.text("country")
    for each in found:
        if each is best:
            each.done()
        else:
            given.notes.not_taken["location.addresses"] += 1
    if len(postcode) > 12:
        given.notes.warn("adapters.or_left_out", f"{best.path}postal_code", given=postcode[:80])
        postcode = ""
    return [each for each in lines if each], postcode, [each for each in towns if each]


def _accessibility(given: Given) -> str:
    said = []
    for each in given.several("accessibility", "accessibility"):
        said += [each.text("description"), each.text("details")]
        each.done()
    return "; ".join(each for each in dict.fromkeys(said) if each)


def service(raw: object, here: Here) -> Taken:
    """The listing. Its organisation is read by `organisation`, its locations by `location`."""
    taken = Taken("", kind="service")
    given = Given(raw, "service", taken.notes)
    taken.key, taken.name = given.needed("id"), given.needed("name")
    own = _Attributes(given, here)
    status = given.needed("status")
    if status and status not in STATUS:
        taken.notes.wrong("adapters.not_a_choice", "status", given=status[:80], known=", ".join(STATUS))
    taken.gone = STATUS.get(status, ServiceStatus.ACTIVE) is not ServiceStatus.ACTIVE
    taken.fields = dict(_columns(given, own)) | dict(_parts(given, own)) | {"name": taken.name}
    taken.sites = tuple(_sites(given, here))
    taken.terms = own.unknown
    if own.ours or given.has("attributes"):
        taken.fields["need_codes"] = own.needs
    if "sensitivity" not in own.said and _is_telling(taken, own, here):
        taken.fields["sensitivity"] = Sensitivity.SENSITIVE
    if own.ours or given.has("service_areas"):
        taken.fields["place_ids"] = _areas(given, here)
    taken.fields["attending"], guessed = _attending(given, own, taken)
    taken.guessed = ("attending",) if guessed else ()
    taken.fields = {name: _fitted(name, value, taken.notes) for name, value in taken.fields.items()}
    own.done()
    given.pass_over("organization", "organization_id", "last_modified", "assured_date")
    given.done()
    return taken


def _is_telling(taken: Taken, own: "_Attributes", here: Here) -> bool:
    """Whether its name, or what it is for, tells something of whoever goes there. Better one too many."""
    names = (taken.name, taken.fields.get("alternate_name", ""), *own.unknown)
    return not here.sensitive.isdisjoint(own.needs) or any(TELLING.search(name) for name in names)


def _fitted(name: str, value: Any, notes: Notes) -> Any:
    """The value with its texts cut to what fits here, and said; what has a shape is left to be judged by it."""
    if isinstance(value, str):
        return _cut(value, OF[name], name, notes)
    if isinstance(value, tuple) and OF[name]["several"] in PART_KINDS:
        return tuple(_fitted_part(each, f"{name}[{n}].", notes) for n, each in enumerate(value))
    return value


def _fitted_part(part: Any, path: str, notes: Notes) -> Any:
    texts = [each for each in dataclasses.fields(part) if "most" in each.metadata]
    cut = {each.name: _cut(getattr(part, each.name), each.metadata, path + each.name, notes) for each in texts}
    return dataclasses.replace(part, **cut)


def _cut(text: str, of: Mapping[str, Any], at: str, notes: Notes) -> str:
    most = of.get("most", len(text))
    if len(text) <= most or of.get("shape"):
        return text
    notes.warn("adapters.or_cut", at, given=text[:60])
    return text[: most - 1].rstrip() + "…"


def _columns(given: Given, own: "_Attributes") -> Iterator[tuple[str, Any]]:
    """The fields that are one value: from HSDS where it has them, else from our attributes."""
    for ours, theirs in ALIKE.items():
        if own.ours or given.has(theirs):
            yield ours, given.whole(theirs) if ours.endswith("_age") else given.text(theirs)
    if given.has("fees") and not given.text("fees_description"):
        yield "fees", given.text("fees")
    given.pass_over("fees")
    wait = BAND_OF.get(given.text("wait_time").casefold())
    if wait or own.ours:
        yield "wait_band", wait or WaitBand.UNKNOWN
    elif given.text("wait_time"):
        given.notes.not_taken["service.wait_time"] += 1
    if own.ours or given.has("phones"):
        yield "phone", _phone(given)
    for name in AS_ATTRIBUTES:
        if name not in SEVERAL and (name in own.said or (own.ours and name not in ("sensitivity", "self_referral"))):
            yield name, own.value(name)


def _parts(given: Given, own: "_Attributes") -> Iterator[tuple[str, Any]]:
    """The fields that repeat."""
    readers = {
        "languages": ("languages", "language", _language),
        "contacts": ("contacts", "contact", _contact),
        "cost_options": ("cost_options", "cost_option", _cost),
        "required_documents": ("required_documents", "required_document", _document),
    }
    for ours, (theirs, kind, read) in readers.items():
        if own.ours or given.has(theirs):
            read_ones = [(each, read(each)) for each in given.several(theirs, kind)]
            for each, _ in read_ones:
                each.done()
            yield ours, tuple(dict.fromkeys(part for _, part in read_ones if part is not None))
    if own.ours or given.has("schedules"):
        openings = [one for each in given.several("schedules", "schedule") for one in _openings(each)]
        yield "schedules", tuple(dict.fromkeys(openings))
    for name in ("accepts", "access"):
        if own.ours or name in own.said:
            yield name, own.all(name)
    if own.ours:
        yield "identifiers", tuple(own.identifiers())


def _phone(given: Given) -> str:
    """The first number that is one; others are counted."""
    kept = ""
    for each in given.several("phones", "phone"):
        number, extension = each.text("number").strip("\"' "), each.text("extension")
        number = f"{number} ext {extension}" if number and extension else number
        each.pass_over("type")
        if not number or kept:
            each.notes.not_taken["phone"] += bool(number)
        elif len(number) <= 40 and SHAPES["directory.phone"](number):
            kept = number
        else:
            each.notes.warn("adapters.or_left_out", f"{each.path}number", given=number[:80])
        each.done()
    return kept


def _language(given: Given) -> Language | None:
    name, code, note = given.text("name"), given.text("code"), given.text("note")
    return Language(name or code, code, note) if name or code else None


def _contact(given: Given) -> Contact | None:
    role = ", ".join(each for each in (given.text("title"), given.text("department")) if each)
    said = Contact(given.text("name"), role, _phone(given), given.text("email"))
    return said if said != Contact() else None


def _cost(given: Given) -> Cost | None:
    said, currency = given.number("amount"), given.text("currency").upper()
    if said is not None and not currency:
        currency = Cost.currency
    amount = None if said is None else round(said * hundredths(currency))
    option, description = given.text("option"), given.text("amount_description")
    cost = Cost(option, amount, currency, description, given.day("valid_from"), given.day("valid_to"))
    return cost if amount is not None or option or description else None


def _document(given: Given) -> Document | None:
    name, url = given.text("document"), given.text("uri")
    return Document(name or url, url) if name or url else None


def _openings(given: Given) -> Iterator[Opening]:
    """One for each day that the rule names. What does not come every week says so in its note."""
    days = [day for day in re.findall(r"[A-Z]{2}", given.text("byday").upper()) if day in DAYS]
    freq, interval = given.text("freq").upper() or "WEEKLY", given.whole("interval") or 1
    ordinal = re.search(r"-?\d", given.text("byday"))
    notes = [given.text("notes"), given.text("description")]
    if freq != "WEEKLY" or interval != 1 or ordinal:
        every = f" every {interval}" if interval != 1 else ""
        notes = [f"{freq.capitalize()}{every}, {given.text('byday')}", *notes]
        given.notes.warn("adapters.or_not_weekly", f"{given.path}freq", given=notes[0][:80])
    note = "; ".join(dict.fromkeys(each for each in notes if each))
    opens, closes = given.clock("opens_at"), given.clock("closes_at")
    since, until = given.day("valid_from"), given.day("valid_to")
    if (opens is None) != (closes is None):
        note = "; ".join(each for each in (f"{(opens or closes):%H:%M}", note) if each)
        opens = closes = None
    given.pass_over("wkst", "timezone")
    if not days:
        given.notes.not_taken["schedule without a day"] += 1
    for day in days:
        yield Opening(Weekday(day), opens, closes, note, since, until)
    given.done()


def _areas(given: Given, here: Here) -> tuple[UUID, ...]:
    """The places named; one that is not known here is said."""
    found = []
    for each in given.several("service_areas", "service_area"):
        uri, name = each.text("uri"), each.text("name")
        area = here.area(uri, (name, each.text("extent") if not each.text("extent_type") else ""))
        each.pass_over("extent_type")
        if area:
            found.append(area)
        elif name or uri:
            each.notes.warn("adapters.or_no_area", f"{each.path}name", given=(name or uri)[:80])
        each.done()
    return tuple(dict.fromkeys(found))


def _sites(given: Given, here: Here) -> Iterator[tuple[str, bool]]:
    for each in given.several("service_at_locations", "service_at_location"):
        own = _Attributes(each, here)
        where = each.one("location", "location")
        key = where.text("id") if where else each.text("location_id")
        each.pass_over("location_id", "service_id", "service")
        if where and where.text("location_type") == "virtual":
            each.notes.not_taken["location that is virtual"] += 1
        elif key:
            yield key, own.word("is_intake") == "true"
        own.done()
        each.done()


def _attending(given: Given, own: "_Attributes", taken: Taken) -> tuple[tuple[str, ...], bool]:
    """How one takes part, as said; else as its hours, locations and numbers let one think: then it is guessed."""
    if said := own.all("attending"):
        return said, False
    words = " ".join(str(each.raw.get("attending_type") or "") for each in given.several("schedules", "schedule"))
    if taken.notes.not_taken["location that is virtual"]:
        words += " online"
    if by_words := tuple(way for way in WAYS if WAYS[way].search(words)):
        return tuple(str(way) for way in AttendingType if way in by_words), False
    if taken.sites:
        return (AttendingType.VENUE,), True
    if taken.fields.get("phone"):
        return (AttendingType.PHONE,), True
    return (AttendingType.ONLINE if taken.fields.get("url") else AttendingType.VENUE,), True


class _Attributes:
    """The attributes of a thing: ours by name, terms of others as kinds of need. `ours` says that we wrote them."""

    def __init__(self, given: Given, here: Here) -> None:
        self.given, self.here = given, here
        self.said: dict[str, list[str]] = {}
        found, unknown = [], []
        for each in given.several("attributes", "attribute"):
            term = each.one("taxonomy_term", "taxonomy_term")
            value = each.text("value")
            if term is None:
                each.notes.not_taken["attribute without a term"] += 1
                continue
            code, name = term.text("code"), term.text("name")
            if term.text("taxonomy") == LISTING:
                self.said.setdefault(code, []).append(value)
            elif need := (
                here.needs.get(sought(code)) if term.text("taxonomy") == NEEDS else here.need((code, name))
            ):
                found.append(need)
            elif name or code:
                unknown.append((name or code)[:80])
            self._check(term)
            each.pass_over("link_id", "link_entity", "link_type", "taxonomy_term_id")
            if value and term.text("taxonomy") != LISTING:
                each.notes.not_taken["attribute.value"] += 1
        self.needs, self.unknown = tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unknown))
        self.ours, self.read = bool(self.said.keys() & {"sensitivity", "sector"}), set[str]()

    def _check(self, term: Given) -> None:
        """A term's own address must be one; a term is not taken, so that this is only said."""
        uri = term.text("term_uri")
        if uri and not is_uri(uri):
            term.notes.warn("directory.url", f"{term.path}term_uri", given=uri[:80])

    def all(self, name: str) -> tuple[str, ...]:
        self.read.add(name)
        return tuple(dict.fromkeys(self.said.get(name, ())))

    def word(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def value(self, name: str) -> Any:
        """One value as a listing keeps it; a problem where it is none."""
        said = self.word(name)
        if name in ("cost_free", "self_referral"):
            if said.casefold() not in YES_OR_NO and said:
                self.given.notes.wrong("adapters.not_a_choice", name, given=said[:80], known="true, false")
            return YES_OR_NO.get(said.casefold(), False)
        if name in COUNTS:
            return Given({name: said}, "attribute", self.given.notes).whole(name)
        return Given({name: said}, "attribute", self.given.notes).day(name) if name == "review_due" else said

    def place(self, name: str) -> UUID | None:
        return self.here.slugs.get(self.word(name))

    def places(self, name: str) -> tuple[UUID, ...]:
        found = []
        for slug in self.all(name):
            if slug in self.here.slugs:
                found.append(self.here.slugs[slug])
            else:
                self.given.notes.warn("adapters.or_no_area", f"attributes.{name}", given=slug[:80])
        return tuple(dict.fromkeys(found))

    def identifiers(self) -> Iterator[Identifier]:
        for said in self.all("identifier"):
            try:
                parts = {name: values[0] for name, values in parse_qs(said, strict_parsing=True).items()}
                yield Identifier(parts.get("source", ""), parts.get("kind", ""), parts.get("value", ""))
            except ValueError:
                self.given.notes.wrong(
                    "adapters.or_kind", "attributes.identifier", wanted="an identifier", given=said[:80]
                )

    def done(self) -> None:
        for name in self.said.keys() - self.read:
            self.given.notes.not_taken[f"attribute {name[:60]}"] += 1
