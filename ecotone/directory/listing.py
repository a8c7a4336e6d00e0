"""A listing as a whole, as someone fills it in, and all that may be wrong with it. Pure.

`list_service` and `change_service` take its fields by name. What repeats (times, contacts …) is a sequence of
small parts, each given as the part itself, a tuple in its order, or a mapping.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from ecotone.directory.rules import (
    FULL,
    AttendingAccess,
    AttendingType,
    CapacityWord,
    Sensitivity,
    WaitBand,
    Weekday,
)
from ecotone.ecosystem.rules import Sector
from ecotone.ground.errors import Problem
from ecotone.ground.text import clean

LINE, NOTE, TEXT = 200, 2_000, 10_000
LONGEST_CODE = 80
OLDEST = 130
MOST_PLACES = 100_000
MOST_ATTEMPTS = 20
LONGEST_DOOR = 730
MOST_PARTS = 100


def _text(most: int, *, shape: str = "", required: bool = False, default: str = "") -> Any:
    """A text of at most `most` characters, of a shape out of SHAPES: the code of what is wrong with any other."""
    return field(default=default, metadata={"most": most, "shape": shape, "required": required})


def _choice(among: type, default: Any = "") -> Any:
    return field(default=default, metadata={"among": among})


def _several(of: Any) -> Any:
    """A sequence of one kind of thing: an enum, UUID, str or a part."""
    return field(default=(), metadata={"several": of})


@dataclass(frozen=True)
class Opening:
    """When a service is there, weekly, local time. Neither time given: by arrangement. `valid_to` is the last day."""

    weekday: str = _choice(Weekday)
    opens: time | None = None
    closes: time | None = None
    note: str = _text(LINE)
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Location:
    """A site the service is given at; `is_intake` where one comes first."""

    site_id: UUID
    is_intake: bool = False


@dataclass(frozen=True)
class Language:
    """A language the service is given in; `code` by ISO 639."""

    name: str = _text(80, required=True)
    code: str = _text(12)
    note: str = _text(LINE)


@dataclass(frozen=True)
class Contact:
    """Somebody to ask, by name or by role."""

    name: str = _text(LINE)
    role: str = _text(LINE)
    phone: str = _text(40, shape="directory.phone")
    email: str = _text(254, shape="directory.email")


@dataclass(frozen=True)
class Cost:
    """A price. `amount` in minor units (pence) of `currency`, None where `description` says it in words."""

    option: str = _text(LINE)
    amount: int | None = None
    currency: str = _text(3, shape="directory.currency", default="GBP")
    description: str = _text(LINE)
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Document:
    """What one must bring or have filled in."""

    document: str = _text(LINE, required=True)
    url: str = _text(500, shape="directory.url")


@dataclass(frozen=True)
class Identifier:
    """How another system knows this service."""

    source: str = _text(120, required=True)
    kind: str = _text(40)
    value: str = _text(LINE, required=True)


PART_KINDS = (Opening, Location, Language, Contact, Cost, Document, Identifier)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """All that can be said of a service. Only a name and a way to attend must be.

    need_codes   the kinds of need it meets, the main one first
    place_ids    the areas it serves; none: open to people from anywhere
    accepts      sectors it takes referrals from; none: anyone
    sites        where it is given (ids or Locations)

    attempts_before_closing   how often they try to reach someone before they close for that (1 to MOST_ATTEMPTS)
    outreach                  what they do when someone does not come, or does not answer
    door_open_days            for how many days after the end one may come back; 0: not, None: not said
    """

    name: str = _text(LINE, required=True)
    alternate_name: str = _text(LINE)
    description: str = _text(TEXT)
    url: str = _text(500, shape="directory.url")
    email: str = _text(254, shape="directory.email")
    phone: str = _text(40, shape="directory.phone")
    application_process: str = _text(NOTE)
    fees: str = _text(NOTE)
    cost_free: bool = False
    minimum_age: int | None = None
    maximum_age: int | None = None
    eligibility: str = _text(NOTE)
    ineligibility: str = _text(NOTE)
    accessibility: str = _text(NOTE)
    interpretation: str = _text(NOTE)
    wait_band: str = _choice(WaitBand, WaitBand.UNKNOWN)
    capacity_word: str = field(default="", metadata={"among": CapacityWord, "may_be_empty": True})
    places_available: int | None = None
    places_maximum: int | None = None
    places_funded: int | None = None
    review_due: date | None = None
    self_referral: bool = True
    sensitivity: str = _choice(Sensitivity, Sensitivity.ORDINARY)
    alert: str = _text(LINE)
    accreditations: str = _text(NOTE)
    licences: str = _text(NOTE)
    attempts_before_closing: int | None = None
    outreach: str = _text(NOTE)
    door_open_days: int | None = None
    need_codes: tuple[str, ...] = _several(str)
    place_ids: tuple[UUID, ...] = _several(UUID)
    accepts: tuple[str, ...] = _several(Sector)
    attending: tuple[str, ...] = _several(AttendingType)
    access: tuple[str, ...] = _several(AttendingAccess)
    sites: tuple[Location, ...] = _several(Location)
    schedules: tuple[Opening, ...] = _several(Opening)
    languages: tuple[Language, ...] = _several(Language)
    contacts: tuple[Contact, ...] = _several(Contact)
    cost_options: tuple[Cost, ...] = _several(Cost)
    required_documents: tuple[Document, ...] = _several(Document)
    identifiers: tuple[Identifier, ...] = _several(Identifier)

    def given(self, **fields: Any) -> "Listing":
        """This listing with `fields` in place of its own, tidied. TypeError for a name it does not know."""
        return dataclasses.replace(self, **{name: _tidy(name, value) for name, value in fields.items()})


KINDS: tuple[Any, ...] = (str, bool, int | None, date | None, time | None)
OF = {f.name: f.metadata for f in dataclasses.fields(Listing)}
PARTS = tuple(name for name, of in OF.items() if "several" in of)
COLUMNS = tuple(name for name in OF if name not in PARTS)
CAPACITY = ("capacity_word", "places_available", "places_maximum", "places_funded", "wait_band")


def _tidy(name: str, value: Any) -> Any:
    """A value as it is kept: texts trimmed, addresses with a scheme, sequences as tuples without repeats."""
    of: Mapping[str, Any] = OF.get(name, {})
    if "several" not in of:
        return _tidy_text(value, of)
    several = (value,) if isinstance(value, str) else value or ()
    return tuple(dict.fromkeys(_tidy_one(of["several"], one) for one in several))


def _tidy_text(value: Any, of: Mapping[str, Any]) -> Any:
    if value is None and "most" in of:
        return ""
    if not isinstance(value, str) or not _can_be_kept(value):
        return value
    kept = clean(value)
    return f"https://{kept}" if of.get("shape") == "directory.url" and kept and "://" not in kept else kept


def _tidy_one(kind: Any, value: Any) -> Any:
    if kind is UUID:
        return _as_id(value)
    if kind not in PART_KINDS:
        return _tidy_text(value, {})
    part: Any
    if isinstance(value, kind):
        part = value
    elif isinstance(value, Mapping):
        part = kind(**value)
    else:
        part = kind(*value) if isinstance(value, tuple | list) else kind(value)
    tidied = {f.name: _tidy_text(getattr(part, f.name), f.metadata) for f in dataclasses.fields(part)}
    if kind is Location:
        tidied["site_id"] = _as_id(tidied["site_id"])
    return kind(**tidied)


def _as_id(value: Any) -> Any:
    """The value as a UUID, or as it came, for `problems` to name."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return value


def problems(listing: Listing) -> Iterator[Problem]:
    """Everything wrong with a listing, each at its field; a part's field is named `schedules.0.closes`.

    What is not even of the right kind (a word for a number) is named alone: the rest cannot be judged.
    """
    if wrong := list(_kind_problems(listing)):
        yield from wrong
        return
    yield from _shape_problems(listing)
    yield from _age_problems(listing)
    yield from _capacity_problems(listing)
    yield from _cost_problems(listing)
    yield from _promise_problems(listing)
    if not listing.attending:
        yield Problem("directory.no_way_to_attend", "attending")
    for name in PARTS:
        yield from _several_problems(name, getattr(listing, name), OF[name]["several"])
    for number, opening in enumerate(listing.schedules):
        yield from _hours_problems(opening, f"schedules.{number}.")


def _kind_problems(thing: Any, prefix: str = "") -> Iterator[Problem]:
    """Values that are not of their field's type, parts included."""
    for f in dataclasses.fields(thing):
        kind: Any = f.type
        value, at = getattr(thing, f.name), prefix + f.name
        if f.metadata.get("several") in PART_KINDS:
            for number, part in enumerate(value):
                yield from _kind_problems(part, f"{at}.{number}.")
        elif kind in KINDS and not isinstance(value, kind):
            yield Problem("directory.wrong_kind", at)


def _several_problems(name: str, several: tuple[Any, ...], of: Any) -> Iterator[Problem]:
    if len(several) > MOST_PARTS:
        yield Problem("directory.too_many", name, {"most": MOST_PARTS})
        return
    for number, one in enumerate(several):
        if of in PART_KINDS:
            yield from _shape_problems(one, f"{name}.{number}.")
            yield from _part_problems(one, f"{name}.{number}.")
        elif of is UUID:
            if not isinstance(one, UUID):
                yield Problem("directory.unknown_place", name, {"given": str(one)})
        elif of is str:
            if not is_code(one):
                yield Problem("directory.unknown_need", name, {"given": str(one)})
        elif one not in set(of):
            yield Problem("ground.unknown_choice", name)


def _shape_problems(thing: Any, prefix: str = "") -> Iterator[Problem]:
    """What is wrong with each text or choice by itself: missing, too long, no such choice, not of its shape."""
    for f in dataclasses.fields(thing):
        value, at = getattr(thing, f.name), prefix + f.name
        if "among" in f.metadata:
            if value not in set(f.metadata["among"]) and not (f.metadata.get("may_be_empty") and not value):
                yield Problem("ground.unknown_choice", at)
        elif "most" in f.metadata:
            yield from text_problems(value, at, **f.metadata)


def text_problems(value: str, at: str, *, most: int, shape: str = "", required: bool = False) -> Iterator[Problem]:
    """What is wrong with one text: it cannot be kept, is too long, missing, or not of its shape."""
    if not _can_be_kept(value):
        yield Problem("ground.nul", at)
    elif len(value) > most:
        yield Problem("ground.too_long", at, {"most": most})
    elif required and not value:
        yield Problem("ground.required", at)
    elif value and shape and not SHAPES[shape](value):
        yield Problem(shape, at)


def is_code(value: object) -> bool:
    """Whether this could be a code at all, so that a table may be asked for it."""
    return isinstance(value, str) and value.isprintable() and 0 < len(value) <= LONGEST_CODE


def _can_be_kept(text: str) -> bool:
    try:
        clean(text)
    except ValueError:
        return False
    return True


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".") and not re.search(r"[\s<>\"']", text)


SHAPES: Mapping[str, Callable[[str], object]] = {
    "directory.url": _is_url,
    "directory.email": re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;.]+(\.[^@\s<>\"',;.]+)+").fullmatch,
    "directory.phone": re.compile(
        r"\+?[0-9(][0-9 ().\-/]{1,24}[0-9](\s*(x|ext\.?)\s*[0-9]{1,6})?", re.IGNORECASE
    ).fullmatch,
    "directory.currency": re.compile(r"[A-Z]{3}").fullmatch,
}
"""What a text of each shape must look like: wide enough for what people write, and for 111 or 116 123."""


def _age_problems(listing: Listing) -> Iterator[Problem]:
    ages = {name: getattr(listing, name) for name in ("minimum_age", "maximum_age")}
    for name, age in ages.items():
        if age is not None and not 0 <= age <= OLDEST:
            yield Problem("directory.age", name, {"most": OLDEST})
    youngest, oldest = ages.values()
    if youngest is not None and oldest is not None and youngest > oldest:
        yield Problem("directory.ages_crossed", "maximum_age")


def _capacity_problems(listing: Listing) -> Iterator[Problem]:
    """Counts of places that cannot be, or that gainsay the word on room."""
    for name in ("places_available", "places_maximum", "places_funded"):
        count = getattr(listing, name)
        if count is not None and not 0 <= count <= MOST_PLACES:
            yield Problem("directory.places", name, {"most": MOST_PLACES})
        elif count is not None and listing.places_maximum is not None and count > listing.places_maximum:
            yield Problem("directory.more_than_maximum", name)
    if listing.capacity_word == CapacityWord.HAS_CAPACITY and listing.places_available == 0:
        yield Problem("directory.room_but_no_place", "places_available")
    if listing.capacity_word in FULL and listing.places_available:
        yield Problem("directory.full_but_places", "places_available")


def _cost_problems(listing: Listing) -> Iterator[Problem]:
    if listing.cost_free and any((cost.amount or 0) > 0 for cost in listing.cost_options):
        yield Problem("directory.free_but_priced", "cost_free")


def _promise_problems(listing: Listing) -> Iterator[Problem]:
    """Promises that nobody could keep, or that promise nothing."""
    tries, days = listing.attempts_before_closing, listing.door_open_days
    if tries is not None and not 1 <= tries <= MOST_ATTEMPTS:
        yield Problem("directory.attempts", "attempts_before_closing", {"most": MOST_ATTEMPTS})
    if days is not None and not 0 <= days <= LONGEST_DOOR:
        yield Problem("directory.door", "door_open_days", {"most": LONGEST_DOOR})


def _part_problems(part: Any, prefix: str) -> Iterator[Problem]:
    """What is wrong with one part as a whole."""
    since, until = getattr(part, "valid_from", None), getattr(part, "valid_to", None)
    if since and until and until < since:
        yield Problem("ground.period", f"{prefix}valid_to")
    if isinstance(part, Cost):
        yield from _price_problems(part, prefix)
    elif isinstance(part, Location) and not isinstance(part.site_id, UUID):
        yield Problem("directory.unknown_site", f"{prefix}site_id", {"given": str(part.site_id)})
    elif isinstance(part, Contact) and not any(dataclasses.astuple(part)):
        yield Problem("directory.empty_contact", f"{prefix}name")


def _price_problems(cost: Cost, prefix: str) -> Iterator[Problem]:
    if cost.amount is None:
        if not cost.description and not cost.option:
            yield Problem("ground.required", f"{prefix}amount")
    elif not 0 <= cost.amount <= 10_000_000:
        yield Problem("directory.amount", f"{prefix}amount")
    elif not cost.currency:
        yield Problem("ground.required", f"{prefix}currency")


def _hours_problems(opening: Opening, prefix: str) -> Iterator[Problem]:
    if (opening.opens is None) != (opening.closes is None):
        yield Problem("directory.half_the_hours", prefix + ("opens" if opening.opens is None else "closes"))
    elif opening.opens is not None and opening.closes is not None and opening.opens >= opening.closes:
        yield Problem("directory.closes_before_it_opens", f"{prefix}closes")


def unknown(asked: Iterable[Any], known: Iterable[Any], code: str, at: str) -> Iterator[Problem]:
    """A problem for each of what was asked for that is not there."""
    missing = set(asked) - set(known)
    yield from (Problem(code, at, {"given": str(one)}) for one in asked if one in missing)
