"""Which windows are published, where a person counts, and in which tree: rows in, protected tables out. Pure.

    live rows ──gather──> this module ──analysis.disclosure──> published once, frozen ──queries──> every page

One tree for each locality and quarter, of the referrals offered in it:

    total at the locality ─> from sector to sector ─> from actor to actor
                                                      those at work there by name, all others as "others"

and one of the needs that were not met: total at the locality ─> kind of need. The shape of a tree follows from who
is listed at a place and which needs there are, never from the referrals: where each pair is a cell, being a cell
says nothing.

and one of the frictions met: total at the locality ─> what got in the way. Beside that one, and never finer than it
allows (`disclosure.beside`), stand between which sectors it was, and under what rule in the whole of Ecotone.

The first two trees are in part about the same people. No sum ties them, so neither gives a cell of the other away
exactly; but a need is seldom unmet long after it was asked about, so large numbers in the one make small ones in the
other less likely.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from uuid import UUID

from ecotone.analysis.disclosure import STANDARD, Band, Published, Rule, beside, distinct, protect, tally
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ecosystem.views import PlaceBrief
from ecotone.ground.errors import Problem

RULE = STANDARD
METHOD = "tree-2"
"""How tables are made now. It changes whenever the same rows would give another table; old tables keep theirs."""

METHOD_IN_WORDS = (
    "observatory.counted",
    "observatory.hidden",
    "observatory.rounded",
    "observatory.frozen",
    "observatory.summed",
)
"""How the figures came about: codes of sentences for the foot of a page."""


FRICTIONS_IN_WORDS = ("observatory.frictions_counted", "observatory.frictions_beside", *METHOD_IN_WORDS[1:])
ANSWERS_IN_WORDS = (
    "observatory.counted",
    "observatory.as_counted",
    "observatory.not_told_apart",
    "observatory.shares",
    "observatory.frozen",
    "observatory.summed",
)
"""The same for how asks went."""
TELLINGS_IN_WORDS = ("observatory.retold", "observatory.hidden", "observatory.shares", "observatory.frozen")
"""The same for having to repeat."""


class Level(StrEnum):
    """Where in its tree a published cell lies."""

    TOTAL = "total"
    SECTORS = "sectors"
    ACTORS = "actors"
    NEEDS = "needs"
    KINDS = "kinds"
    BOUNDARIES = "boundaries"
    INSTITUTIONS = "institutions"
    MINUTES = "minutes"
    TELLINGS = "tellings"


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter, local time: windows that are all quarters cannot overlap."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that `day` lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def since(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def until(self) -> date:
        """The day after its last."""
        return date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)

    @property
    def key(self) -> str:
        """Its name in addresses: 2026-q1."""
        return f"{self.year}-q{self.number}"

    @property
    def before(self) -> "Quarter":
        return Quarter.of(self.since - timedelta(days=1))


def closed_quarters(today: date, most: int) -> list[Quarter]:
    """The last `most` quarters that were over when `today` began, the oldest first."""
    quarter, found = Quarter.of(today), list[Quarter]()
    for _ in range(most):
        quarter = quarter.before
        found.append(quarter)
    return found[::-1]


def window_problems(since: date, until: date, today: date) -> list[Problem]:
    """Whether these two days bound a calendar quarter that is over."""
    if (since, until) != (Quarter.of(since).since, Quarter.of(since).until):
        return [Problem("observatory.not_a_quarter", "since")]
    return [Problem("observatory.still_running", "until")] if until > today else []


Tree = Mapping[UUID, PlaceBrief]
"""All places by id, each with its parents' ids."""


def locality_above(tree: Tree, place_id: UUID | None) -> UUID | None:
    """The locality that a place is or lies in, the nearest of several; None where there is none."""
    generation = {place_id} if place_id and place_id in tree else set()
    seen: set[UUID] = set()
    while generation:
        if found := [each for each in generation if tree[each].kind is PlaceKind.LOCALITY]:
            return min(found, key=lambda each: (tree[each].name, each))
        seen |= generation
        generation = {up for each in generation for up in tree[each].parent_ids} - seen
    return None


def localities_within(tree: Tree, place_id: UUID) -> tuple[PlaceBrief, ...]:
    """The localities that a place is or contains, by name."""
    inside, grown = {place_id}, True
    while grown:
        more = {each.id for each in tree.values() if inside & {*each.parent_ids}} - inside
        inside, grown = inside | more, bool(more)
    found = (tree[each] for each in inside if tree[each].kind is PlaceKind.LOCALITY)
    return tuple(sorted(found, key=lambda each: (each.name, each.id)))


@dataclass(frozen=True)
class End:
    """One end of a referral: an actor at work in the place, or (None) anyone else of the sector, herself included."""

    sector: str
    actor_id: UUID | None = None


Offer = tuple[End, End, Hashable]
"""A referral as it is counted: from where, to where, about whom."""


def exchange_table(key: str, *, named: Iterable[End], offers: Iterable[Offer], rule: Rule = RULE) -> Published:
    """The table of the referrals offered for people of one place in one window, protected.

    `named` are the actors at work there; every pair of them, and of the others of each sector, is a cell.
    """
    ends = {End(sector) for sector in Sector} | {*named}

    def seen(end: End) -> End:
        return end if end in ends else End(end.sector)

    shape = [_path(source, target) for source, target in product(ends, ends)]
    rows = [(_path(seen(source), seen(target)), person) for source, target, person in offers]
    return protect(tally(key, shape=shape, referrals=rows), rule=rule)


def _path(source: End, target: End) -> tuple[str, str]:
    return f"{source.sector}>{target.sector}", f"{source.actor_id or ''}>{target.actor_id or ''}"


def pair_of(key: str) -> tuple[str, str]:
    """The two ends that the key of a cell names; "" for all that are not named."""
    source, target = key.split(">")
    return source, target


Note = tuple[UUID | None, Hashable]
"""A need that was not met, as it is counted: which kind, if one was given, and about whom."""


def unmet_table(key: str, *, needs: Iterable[UUID], notes: Iterable[Note], rule: Rule = RULE) -> Published:
    """The table of the needs that were not met for people of one place in one window, protected."""
    shape = [("",), *((str(need),) for need in needs)]
    rows = [((str(need or ""),), person) for need, person in notes]
    return protect(tally(key, shape=shape, referrals=rows), rule=rule)


def lone_table(key: str, people: Iterable[Hashable], *, rule: Rule = RULE) -> Published:
    """A count with nothing below it: one row for each thing counted, saying about whom it is."""
    return protect(tally(key, shape=[()], referrals=[((), person) for person in people]), rule=rule)


LONGEST = 480
"""Minutes of one friction that count: nobody's very long day stands out of a sum."""
HOUR = 60
"""Minutes are rounded down to whole hours."""


@dataclass(frozen=True, slots=True)
class Met:
    """A friction as it is counted: what, between which sectors, under what rule, what it cost, and who met it.

    Nobody it was about is known here; what a small number could point at is who wrote it down.
    """

    kind: str
    boundary: str
    institution: str
    minutes: int | None
    reporter: Hashable


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes lost, in whole hours, as told for `n` frictions."""

    n: Band
    total: int


def friction_table(key: str, *, kinds: Iterable[str], met: Iterable[Met], rule: Rule = RULE) -> Published:
    """The table of the frictions met at one place in one window, by what got in the way, protected."""
    rows = [((each.kind,), each.reporter) for each in met]
    return protect(tally(key, shape=[(kind,) for kind in kinds], referrals=rows), rule=rule)


def margin(total_low: int, keyed: Iterable[tuple[str, Hashable]], *, rule: Rule = RULE) -> dict[str, Band]:
    """What can be shown by some other key ("" for none) beside tables whose totals are at least `total_low`."""
    counts, people = Counter[str](), defaultdict[str, set[Hashable]](set)
    for name, reporter in keyed:
        if name:
            counts[name] += 1
            people[name].add(reporter)
    return beside(total_low, {name: (n, distinct(people[name])) for name, n in counts.items()}, rule=rule)


def minutes_lost(total_low: int, met: Iterable[Met], *, rule: Rule = RULE) -> Minutes | None:
    """The minutes lost, where enough people told them; None where too few did."""
    told = [each for each in met if each.minutes]
    shown = margin(total_low, (("told", each.reporter) for each in told), rule=rule)
    total = sum(min(each.minutes or 0, LONGEST) for each in told) // HOUR * HOUR
    return Minutes(shown["told"], total) if shown and total else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A published count, or a sum of such: from `low` to `high`, None where it is open.

    `hidden` is the number of published cells in it that were too small to show. One such cell alone is about at
    most `high` people; a sum counts each of them as none, and so is only ever "at least".
    """

    low: int
    high: int | None
    hidden: int = 0

    @property
    def shown(self) -> bool:
        return self.low > 0

    @property
    def phrase(self) -> str:
        """The code of its words."""
        if self.high is None:
            return "at_least" if self.shown else "too_few"
        return "between" if self.shown else "fewer"


def figure(low: int, high: int | None) -> Figure:
    """A published cell as a figure."""
    return Figure(low, high, hidden=0 if low else 1)


def together(figures: Iterable[Figure]) -> Figure | None:
    """The sum of published cells; None where there are none."""
    parts = list(figures)
    if len(parts) < 2:
        return parts[0] if parts else None
    return Figure(sum(part.low for part in parts), None, sum(part.hidden for part in parts))
