"""Counts of referrals, published so that no subtraction brings a small number of people back.

The setting. The referrals of one closed window are counted in a tree: the total at a place; below it a cell
for each pair of sectors; below that a cell for each pair of actors. Children add up to their parent. The tree
is published once, when its window closes, and every figure shown later is a function of what was published.
Windows do not overlap, so no two tables differ by a handful of referrals.

What is said. A cell about fewer than `threshold` people is hidden: "fewer than 5 people", none included. Any
other is rounded down to its band: 20 stands for 20 to 24. The danger lies in the sums:

    a total of 40 to 44 over ten cells, each "fewer than 5", says that each of the ten is exactly 4

How it is answered. Read the children first: their bands, added up, say where the parent can lie. Cut that
line into the parent's bands so that, whichever the parent falls into, any one child can still be anything its
own band allows:

    ten hidden children    0    5    10   15   20   25   30   35    40
    add up to 0 to 40      |----|----|----|----|----|----|----|-----|
                           first: ends high enough             last: starts low enough
                           for one child at its top,           for one child at its low,
                           the others at their low             the others at their top

The true 40 is published as "35 or more". In symbols: the children add up to low..top and the widest of them
spans `margin`; each band of the parent ends at or above low + margin and starts at or below top - margin.
That is enough for the whole tree at once: a parent anywhere in its band leaves each child its whole band,
which leaves each grandchild its own.

Why knowing this method does not help. The cuts depend on the children's published bands alone; the true count
only chooses between them. So any counts that fit the published table, at one referral each, would have
produced that same table, and running the method backwards rules none of them out. A method that looks at the
true counts to choose what to withhold gives them away by withholding.

What is sacrificed. First and only, precision at the two ends of a parent's line: a total whose children are
nearly all at their top, or nearly all at their low, gets a band some units wider, and a parent of two
children says no more than they do. No cell is ever widened or withheld for a neighbour's sake: a small
service that vanishes from the picture has lost more than a large total that says "35 or more" for "40 to 44".

People and referrals. Five referrals about two people are two people's business, so hiding counts people, and
"fewer than 5 people" leaves open how many referrals these few had. A band from above 0 counts referrals; a
band from 0 counts people. An open band ("35 or more") is open because a hidden child may hold many referrals
about few people. The cuts withstand the reader who supposes one referral each in every hidden cell: that is
who can work out the most, and whoever supposes less can work out less.

The reader who knows some counts already, as every organisation knows its own, can subtract them, and the
table promises nothing against that unless `Rule.known` is raised. With `known` = 1, a reader who knows
exactly any lowest cells, in no more than one child of any one cell, cannot narrow any cell that contains none
of them; with 2, in no more than two; and so on. The margin is then that of so many more of the widest
children, together.

What is promised is that a hidden cell can be anything its band says, not that all of it is equally likely:
ten hidden cells under "35 or more" are probably large. Publishing a window twice, or in two trees that
overlap, undoes the promise.

The shape of the tree is public too. List every cell that could have had a referral, as `tally` asks, and not
only those that had one: else the mere presence of a hidden cell says "at least one".
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest

Path = tuple[str, ...]
"""The keys from the root down to a cell, the root's own first."""


@dataclass(frozen=True)
class Rule:
    """How small is small, how coarse is coarse, and what a reader may know already.

    `threshold`: fewer people than this are hidden. `base`: shown counts are rounded down to a multiple of it.
    `known`: in how many children of any one cell a reader may know counts exactly without narrowing the
    others.
    """

    threshold: int = 5
    base: int = 5
    known: int = 0

    def __post_init__(self) -> None:
        if self.threshold < 2:
            raise ValueError(f"A threshold under 2 hides nobody: {self.threshold}.")
        if self.base < 1 or self.threshold % self.base:
            raise ValueError(f"The threshold {self.threshold} must be a multiple of the base {self.base}.")
        if self.known < 0:
            raise ValueError(f"Nobody knows fewer than no cells: {self.known}.")


STANDARD = Rule()


@dataclass(frozen=True)
class Band:
    """`low` to `high`, both included; `high` None leaves it open.

    From above 0 it is a count of referrals. From 0 it is hidden: at most `high` people, however many
    referrals.
    """

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"No count lies in a band from {self.low} to {self.high}.")

    @property
    def hidden(self) -> bool:
        return self.low == 0


@dataclass(frozen=True)
class Cell:
    """A true count of referrals and of the distinct people they are about; never leaves the closed room.

    `count` is the sum of the children's, where there are any; `people` lies between the largest of theirs and
    their sum. Raises ValueError where this is not so, or where two children share a key.
    """

    key: str
    count: int
    people: int
    children: tuple["Cell", ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.people <= self.count or (self.count and not self.people):
            raise ValueError(f"Cell {self.key!r}: {self.count} referrals about {self.people} people.")
        if not self.children:
            return
        if len({child.key for child in self.children}) < len(self.children):
            raise ValueError(f"Cell {self.key!r}: two of its children share a key.")
        if sum(child.count for child in self.children) != self.count:
            raise ValueError(f"Cell {self.key!r}: its children do not add up to {self.count}.")
        people = [child.people for child in self.children]
        if not max(people) <= self.people <= sum(people):
            raise ValueError(f"Cell {self.key!r}: its children are not about {self.people} people.")

    def size(self, threshold: int) -> int:
        """The count by which the cell finds its band: below the threshold exactly when its people are."""
        return self.count if self.people >= threshold else min(self.count, threshold - 1)


def tally(key: str, *, shape: Iterable[Path], referrals: Iterable[tuple[Path, Hashable]]) -> Cell:
    """The tree of true counts, from one row per referral: its cell's path (below the root) and its person.

    `shape` names every lowest cell that could have had a referral, by a rule that never looks at the
    referrals; those that had none are counted as 0. A person None is not known, and might be any of the others:
    she counts as somebody only where nobody else does. Raises ValueError for a shape in which one lowest cell
    lies inside another, and for a referral outside the shape.
    """
    below: dict[Path, set[str]] = defaultdict(set)
    lowest = set(shape)
    for path in lowest:
        for depth, step in enumerate(path):
            below[path[:depth]].add(step)
    if parents := lowest & below.keys():
        raise ValueError(f"The shape has cells below {min(parents)}, so that one is not a lowest cell.")
    counts, people = Counter[Path](), defaultdict[Path, set[Hashable]](set)
    for path, person in referrals:
        if path not in lowest:
            raise ValueError(f"A referral lies in {path}, which the shape does not have.")
        for depth in range(len(path) + 1):
            counts[path[:depth]] += 1
            people[path[:depth]].add(person)

    def cell(name: str, path: Path) -> Cell:
        children = tuple(cell(step, (*path, step)) for step in sorted(below.get(path, ())))
        return Cell(name, counts[path], distinct(people[path]), children)

    return cell(key, ())


def distinct(people: Iterable[Hashable]) -> int:
    """How many people these are at least: None, who is not known, might be any of the others."""
    everyone = set(people)
    return len(everyone - {None}) or len(everyone)


@dataclass(frozen=True)
class Published:
    """What anyone may read of a cell. Children stand in the order of their keys, which tells no sizes."""

    key: str
    band: Band
    children: tuple["Published", ...] = ()

    @property
    def top(self) -> int:
        """The most the cell can hold for a reader who supposes one referral each in every hidden cell."""
        return sum(child.top for child in self.children) if self.band.high is None else self.band.high

    @property
    def counted(self) -> bool:
        """Whether `top` bounds the referrals themselves, and not only people."""
        return not self.band.hidden and self.band.high is not None


def band_of(n: int, *, people: int | None = None, rule: Rule = STANDARD) -> Band:
    """The band of a count on its own, such as a tie's strength; without `people`, each is about another one.

    Only for a count that is published nowhere else: a tie that is a cell of a protected table is read from
    there.
    """
    if n < 0:
        raise ValueError(f"A count cannot be negative: {n}.")
    if (n if people is None else people) < rule.threshold:
        return Band(0, rule.threshold - 1)
    low = n // rule.base * rule.base
    return Band(low, low + rule.base - 1)


def protect(tree: Cell, *, rule: Rule = STANDARD) -> Published:
    """The table to publish, once, for a closed window. The method is at the top of this module.

    The result depends on the counts and on nothing else: not on the order of children, not on earlier
    windows. It is audited before it is handed out; RuntimeError means that the audit found a cell narrowed by
    the others.
    """
    table = _publish(tree, rule)
    if found := leaks(table):
        raise RuntimeError(f"Nothing is published: the table gives away {found[0]}.")
    return table


def _publish(cell: Cell, rule: Rule) -> Published:
    if not cell.children:
        return Published(cell.key, band_of(cell.count, people=cell.people, rule=rule))
    children = tuple(_publish(child, rule) for child in sorted(cell.children, key=lambda child: child.key))
    return Published(cell.key, _band_above(children, size=cell.size(rule.threshold), rule=rule), children)


def _band_above(children: tuple[Published, ...], *, size: int, rule: Rule) -> Band:
    """The parent's band: cuts drawn from the children's bands alone, and the one that holds `size`."""
    low, top = sum(child.band.low for child in children), sum(child.top for child in children)
    margin = sum(nlargest(rule.known + 1, (child.top - child.band.low for child in children)))
    cuts = range(low + (margin // rule.base + 1) * rule.base, top - margin + 1, rule.base)
    passed = bisect_right(cuts, size)
    start = cuts[passed - 1] if passed else low
    if passed < len(cuts):
        return Band(start, cuts[passed] - 1)
    closed = start == 0 or all(child.counted for child in children)
    return Band(start, top if closed else None)


def beside(total_low: int, cells: Mapping[str, tuple[int, int]], *, rule: Rule = STANDARD) -> dict[str, Band]:
    """A second table of the rows of a protected one: which of these cells can be shown beside it, and as what.

    `cells` are counts of rows and of people by key; no row lies in two, and some may lie in none. `total_low` is
    what the protected table says its total is at least; sums of several tables' lows do as well. A shown cell says
    "at least" its low. All that are not shown say "too few, or left out for the others' sake".

    Why it gives nothing away. The shown lows add up to no more than the total's low, short of what one hidden
    cell can hold. So whatever the counts in the protected table are, rows enough are there for the shown cells,
    and the rest may lie in no cell at all: the second table rules none of them out. And whatever the shown cells
    are, a hidden one can be anything from none to its top. Which cells are left out (the smaller ones, where all
    do not fit) follows from what is shown itself: the same would have been shown had they been small.
    """
    room, shown = total_low - (rule.threshold - 1), dict[str, Band]()
    bands = {key: band_of(count, people=people, rule=rule) for key, (count, people) in cells.items()}
    for key, band in sorted(bands.items(), key=lambda each: (-each[1].low, each[0])):
        if not band.hidden and band.low <= room:
            shown[key] = Band(band.low, None)
            room -= band.low
    return shown


@dataclass(frozen=True)
class Range:
    """The least and the most that a cell can be, both included."""

    low: int
    high: int

    def within(self, *, low: int, high: int) -> "Range":
        low, high = max(self.low, low), min(self.high, high)
        if low > high:
            raise ValueError(f"No counts fit: a cell would have to be at least {low} and at most {high}.")
        return Range(low, high)


def feasible(table: Published, *, known: Mapping[Path, int] | None = None) -> dict[Path, Range]:
    """The exact range of each cell, for a reader who works everything out.

    The reader has the table, knows that children add up to their parent, supposes one referral each in every
    hidden cell, and may know some counts exactly. One pass up and one pass down reach the fixed point: in a
    tree nothing ties children together but their parent, and they reach every whole number between their
    least sum and their most.

    Raises ValueError when no counts fit the table and what is known, or `known` names a cell the table lacks.
    """
    known = known or {}
    if strangers := known.keys() - {path for path, _ in walk(table)}:
        raise ValueError(f"The table has no cell {min(strangers)}.")
    ranges: dict[Path, Range] = {}
    _climb(table, (table.key,), known, ranges)
    _descend(table, (table.key,), ranges)
    return ranges


def _climb(cell: Published, path: Path, known: Mapping[Path, int], ranges: dict[Path, Range]) -> None:
    """Each cell's own band, cut down to what is known of it and to what its children can add up to."""
    own = Range(cell.band.low, cell.top)
    if path in known:
        own = own.within(low=known[path], high=known[path])
    for child in cell.children:
        _climb(child, (*path, child.key), known, ranges)
    if cell.children:
        least, most = _sums(cell, path, ranges)
        own = own.within(low=least, high=most)
    ranges[path] = own


def _descend(cell: Published, path: Path, ranges: dict[Path, Range]) -> None:
    """Each child, cut down to what its parent leaves it with all the others at their most, or their least."""
    parent, (least, most) = ranges[path], _sums(cell, path, ranges)
    for child in cell.children:
        below = (*path, child.key)
        own = ranges[below]
        ranges[below] = own.within(low=parent.low - (most - own.high), high=parent.high - (least - own.low))
    for child in cell.children:
        _descend(child, (*path, child.key), ranges)


def _sums(cell: Published, path: Path, ranges: Mapping[Path, Range]) -> tuple[int, int]:
    below = [ranges[*path, child.key] for child in cell.children]
    return sum(each.low for each in below), sum(each.high for each in below)


def leaks(table: Published) -> tuple[Path, ...]:
    """The cells that a reader can narrow below what they say, from the root down; empty is safe.

    Raises ValueError when no counts fit the table at all.
    """
    ranges = feasible(table)
    return tuple(path for path, cell in walk(table) if ranges[path] != Range(cell.band.low, cell.top))


def walk(table: Published, *, above: Path = ()) -> Iterator[tuple[Path, Published]]:
    """Every cell with its path, the root first and each parent before its children."""
    path = (*above, table.key)
    yield path, table
    for child in table.children:
        yield from walk(child, above=path)
