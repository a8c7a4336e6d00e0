"""Shares from published counts alone: from where to where they can lie, and their likely range. Pure.

    accepted 20 to 24, not accepted 5 to 9   ──>   20 of 29 to 24 of 29: 69% to 83%, likely range 51% to 92%

A published count is a band, so a share is one too: from the fewest of these with the most others, to the most of
these with the fewest others. The likely range takes Wilson's lower end of the one and his upper end of the other, so
that it is wide enough whichever counts lie in the bands. A part too small to show is taken as none to one below the
threshold: one ask, or one contact, for each person in it, as everywhere in these tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ecotone.analysis.stats import FEWEST, Interval, wilson
from ecotone.observatory.rules import RULE


@dataclass(frozen=True, slots=True)
class Span:
    """A count that lies between two numbers, both included."""

    low: int
    high: int

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)

    def less(self, other: "Span") -> "Span":
        """What is left of this one without the other, at least none."""
        return Span(max(0, self.low - other.high), max(0, self.high - other.low))


NONE = Span(0, 0)
HIDDEN = Span(0, RULE.threshold - 1)


def total(spans: Iterable[Span]) -> Span:
    whole = NONE
    for span in spans:
        whole += span
    return whole


@dataclass(frozen=True, slots=True)
class Share:
    """`these` of all that could be judged (`n`), as shares from `low` to `high`, with the likely range.

    `missing` could not be judged. Where too few were counted there is no value: `low`, `high` and `likely` are None.
    """

    these: Span
    n: Span
    missing: Span = NONE
    low: float | None = None
    high: float | None = None
    likely: Interval | None = None

    @property
    def shown(self) -> bool:
        return self.low is not None

    @property
    def missing_most(self) -> float | None:
        """The most that can be missing of all that should have been judged."""
        whole = self.n.low + self.missing.high
        return self.missing.high / whole if whole else None


def within(these: Span, others: Span, whole: Span) -> tuple[Span, Span]:
    """Two parts of one whole, none more than the whole leaves it."""
    return (
        Span(these.low, max(these.low, min(these.high, whole.high - others.low))),
        Span(others.low, max(others.low, min(others.high, whole.high - these.low))),
    )


def share_of(these: Span, others: Span, *, missing: Span = NONE, most: int | None = None) -> Share:
    """The share of `these` among these and `others`, which together are `most` at most, where that is known."""
    n = these + others
    n = Span(n.low, n.high if most is None else max(n.low, min(n.high, most)))
    if n.low < FEWEST:
        return Share(these, n, missing)
    fewest, most = these.low + others.high, these.high + others.low
    return Share(
        these,
        n,
        missing,
        low=these.low / fewest,
        high=these.high / most,
        likely=Interval(wilson(these.low, fewest).low, wilson(these.high, most).high),
    )
