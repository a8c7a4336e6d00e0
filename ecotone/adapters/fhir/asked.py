"""What a FHIR search asks for: its parameters, read and checked against what a type of resource knows. Pure.

A parameter that is not known is passed over, unless the caller prefers to be told (`handling=strict`). One that is
known and makes no sense is always said: a search that silently finds the wrong people is worse than none.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from ecotone.ground.clock import LOCAL
from ecotone.ground.errors import EcotoneError
from ecotone.ground.text import clean

MOST = 200
USUAL = 20
LONGEST = 400
MOST_IDS = 1_000
"""Ids that one search asks for: reading sixty thousand of them took seconds."""
RESULT = frozenset({"_count", "_summary", "_format", "_pretty", "_after", "_total"})
"""Parameters about the answer, which every type takes; `_after` is how a next link says where it goes on."""
PREFIX = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)?(\d.*)", re.DOTALL)
DAYS = (
    (re.compile(r"\d{4}"), "-01-01", 366),
    (re.compile(r"\d{4}-\d\d"), "-01", 31),
    (re.compile(r"\d{4}-\d\d-\d\d"), "", 1),
)


class Unfit(EcotoneError):
    """A request that cannot be answered as it stands: the HTTP status, and why in a sentence."""

    def __init__(self, status: int, words: str) -> None:
        self.status, self.words = status, words
        super().__init__(words)


@dataclass(frozen=True)
class Parameter:
    """A search parameter: its name, its FHIR type, what it finds.

    Of a reference: what it may point at, the element `at` which it stands, and whether several may be asked for.
    """

    name: str
    type: str
    says: str
    points_at: tuple[str, ...] = ()
    at: str = ""
    several: bool = False


COMMON = (Parameter("_id", "token", "Ids, separated by commas"),)
UPDATED = Parameter("_lastUpdated", "date", "When it last changed; eq, ge, gt, le, lt; twice for a span")


@dataclass(frozen=True)
class Asked:
    """A search as it was read: each parameter's values, how many to a page, from where on, whether to count only."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    most: int = USUAL
    after: UUID | None = None
    counts: bool = False
    include: tuple[str, ...] = ()
    revinclude: tuple[str, ...] = ()

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def one(self, name: str) -> str:
        """The value of a parameter that makes sense but once; empty where it was not given."""
        values = self.given.get(name, ())
        if len(values) > 1:
            raise Unfit(400, f"{name} was given {len(values)} times. Give it once.")
        return values[0] if values else ""

    def codes(self, name: str) -> list[str] | None:
        """The codes of a token, any of which is wanted; None where it was not given. Its system is passed over."""
        return [each.rpartition("|")[2] for each in self.one(name).split(",")] if name in self else None

    def token(self, name: str) -> tuple[str | None, str] | None:
        """(system, value); a system of None is any, an empty one is none."""
        if name not in self:
            return None
        system, mark, value = self.one(name).rpartition("|")
        if not value:
            raise Unfit(400, f"{name} has no value after its system. Write it as {name}=system|value.")
        return (system if mark else None), value

    def ids(self) -> list[UUID] | None:
        """The ids of `_id`; what is no id here finds nothing."""
        codes = self.codes("_id")
        if codes and len(codes) > MOST_IDS:
            raise Unfit(400, f"_id names more than {MOST_IDS}. Ask for less at once.")
        return None if codes is None else [found for each in codes if (found := as_id(each))]

    def refers(self, name: str, *kinds: str) -> tuple[str, UUID] | None:
        """(type, id) of a reference: `Patient/id`, an absolute address, or the id alone where only one type fits."""
        given = self.one(name)
        return _reference(name, given, kinds) if given else None

    def refers_each(self, name: str, kind: str) -> list[UUID] | None:
        """The ids of references with commas between, any of which is wanted; None where it was not given."""
        given = self.one(name)
        return [_reference(name, each, (kind,))[1] for each in given.split(",")] if given else None

    def span(self, name: str) -> tuple[datetime | None, datetime | None]:
        """The half-open span of time that all values of a date parameter leave."""
        begins: datetime | None = None
        ends: datetime | None = None
        for given in self.given.get(name, ()):
            start, end = _span(name, given)
            begins = max(filter(None, (begins, start)), default=None)
            ends = min(filter(None, (ends, end)), default=None)
        return begins, ends


def _reference(name: str, given: str, kinds: Sequence[str]) -> tuple[str, UUID]:
    parts = given.rstrip("/").split("/")
    kind = parts[-2] if len(parts) > 1 else kinds[0] if len(kinds) == 1 else ""
    if kind not in kinds:
        wanted = " or ".join(f"{name}={each}/id" for each in kinds)
        raise Unfit(400, f"{name} does not say what it refers to. Write it as {wanted}.")
    return kind, as_id(parts[-1]) or UUID(int=0)


def as_id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def asked(pairs: Sequence[tuple[str, str]], known: Collection[Parameter], *, strict: bool) -> Asked:
    """The search in these pairs of names and values. Raises Unfit."""
    names = {parameter.name for parameter in known}
    given: dict[str, tuple[str, ...]] = {}
    about: dict[str, str] = {}
    along: dict[str, list[str]] = {"_include": [], "_revinclude": []}
    for whole, value in pairs:
        name, _, modifier = whole.partition(":")
        if whole in along:
            along[whole].append(value.strip())
        elif name in along:
            raise Unfit(400, f"{_shown(whole)} goes no further than one step here. Write {name} alone.")
        elif name in RESULT:
            about[name] = value
        elif name not in names:
            if strict:
                raise Unfit(400, f"{_shown(whole)} is not a parameter here. These are: {', '.join(sorted(names))}.")
        elif modifier or "." in whole:
            raise Unfit(400, f"{_shown(whole)}: modifiers are not understood here. Leave out “:{_shown(modifier)}”.")
        elif value.strip():
            given[name] = (*given.get(name, ()), _kept(name, value))
    counts = about.get("_summary") == "count" or about.get("_count") == "0"
    included, reverse = (tuple(dict.fromkeys(values)) for values in along.values())
    return Asked(given, _count(about), _after(about), counts, included, reverse)


def _shown(given: str) -> str:
    return "".join(letter for letter in given[:40] if letter.isprintable())


def _kept(name: str, value: str) -> str:
    try:
        kept = clean(value)
    except ValueError as error:
        raise Unfit(400, f"{name} holds a character that no text has. Leave it out.") from error
    if len(kept) > LONGEST and name != "_id":
        raise Unfit(400, f"{name} is longer than {LONGEST} letters. Shorten it.")
    return kept


def _count(about: Mapping[str, str]) -> int:
    given = about.get("_count", "").strip()
    if not given:
        return USUAL
    if not (given.isascii() and given.isdecimal()):
        raise Unfit(400, f"_count is no number. Write how many to a page, at most {MOST}.")
    return min(max(int(given[:6]), 1), MOST)


def _after(about: Mapping[str, str]) -> UUID | None:
    given = about.get("_after", "")
    found = as_id(given) if given else None
    if given and found is None:
        raise Unfit(400, "_after is not from a next link. Begin the search again without it.")
    return found


def _span(name: str, given: str) -> tuple[datetime | None, datetime | None]:
    """The span that one value leaves: its prefix, and all of the year, month, day or moment it names."""
    found = PREFIX.fullmatch(given)
    prefix = found[1] or "eq" if found else "eq"
    if found is None or prefix in ("ne", "ap"):
        raise Unfit(400, f"{name} is no date here. Write it as 2026-03-31, with eq, ge, gt, le or lt before it.")
    start, end = _whole(name, found[2])
    spans = {"eq": (start, end), "ge": (start, None), "gt": (end, None), "sa": (end, None)}
    return (spans | {"le": (None, end), "lt": (None, start), "eb": (None, start)})[prefix]


def _whole(name: str, given: str) -> tuple[datetime, datetime]:
    try:
        for shape, rest, most in DAYS:
            if shape.fullmatch(given):
                first = date.fromisoformat(given + rest)
                return _midnight(first), _midnight(_next(first, most))
        moment = datetime.fromisoformat(given.replace(" ", "+"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
        exact = timedelta(milliseconds=1) if moment.microsecond else timedelta(seconds=1)
        return moment.astimezone(UTC), (moment + exact).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unfit(400, f"{name} names no day there is. Write it as 2026-03-31.") from error


def _next(first: date, most: int) -> date:
    """The first day after the year, month or day that begins with `first`."""
    if most == 1:
        return first + timedelta(days=1)
    if most == 31:
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date(first.year + 1, 1, 1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)
