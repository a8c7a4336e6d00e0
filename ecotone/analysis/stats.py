"""The few statistics that any room may print beside a number, so that no room invents its own.

A share never travels alone: it carries its count, its denominator, what is missing and an interval, or the
reason why it has no value.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

FEWEST = 5
"""Fewer observations than this give no share and no ratio: the reader is shown the list instead."""

LEVEL = 0.95


class Why(StrEnum):
    """Why a figure has no value. The words for these codes live with the pages."""

    TOO_FEW = "too_few"
    NOTHING_TO_COMPARE = "nothing_to_compare"


@dataclass(frozen=True)
class Interval:
    """A closed interval in the unit of its figure, with the level it was made for (0.95 is 95%)."""

    low: float
    high: float
    level: float = LEVEL


def wilson(k: int, n: int, *, level: float = LEVEL) -> Interval:
    """The score interval for a share of `k` in `n`, without continuity correction.

    It stays inside 0 to 1 and does not collapse to a point at 0 of n or n of n, as the textbook interval
    does.

    Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212.

    Raises ValueError when `n` is not positive, `k` is outside 0 to `n`, or `level` is outside 0 to 1.
    """
    _check_share(k, n)
    if n == 0:
        raise ValueError("A share of nothing has no interval: n must be at least 1.")
    z = _two_sided_z(level)
    centre = k + z * z / 2
    reach = z * math.sqrt(k * (n - k) / n + z * z / 4)
    # At the ends the formula gives exactly 0 and 1, but floating point does not.
    low = 0.0 if k == 0 else (centre - reach) / (n + z * z)
    high = 1.0 if k == n else (centre + reach) / (n + z * z)
    return Interval(low, high, level)


@dataclass(frozen=True)
class Proportion:
    """`k` of the `n` that could be judged; `missing` more should have been judged and could not.

    Under `FEWEST` judged there is neither value nor interval, and `why` says so. A proportion shows its `k`
    and `n`: where these count people, they must come from a table that `disclosure` has protected.
    """

    k: int
    n: int
    missing: int = 0
    level: float = LEVEL

    def __post_init__(self) -> None:
        _check_share(self.k, self.n)
        _check_level(self.level)
        if self.missing < 0:
            raise ValueError(f"Missing cannot be negative: {self.missing}.")

    @property
    def why(self) -> Why | None:
        return Why.TOO_FEW if self.n < FEWEST else None

    @property
    def value(self) -> float | None:
        return None if self.why else self.k / self.n

    @property
    def interval(self) -> Interval | None:
        return None if self.why else wilson(self.k, self.n, level=self.level)

    @property
    def missing_share(self) -> float | None:
        """The missing among all who should have been judged; None when there was nobody."""
        expected = self.n + self.missing
        return self.missing / expected if expected else None


@dataclass(frozen=True)
class RateRatio:
    """How many times as often something happens here as there: `events / exposure` over the same elsewhere.

    Exposure is in any one unit for both sides (person-days, people). Given the total of two Poisson counts,
    the first is binomial, so the interval is Wilson's for its share, carried over to the odds.

    Source: J. Przyborowski and H. Wilenski (1940), Homogeneity of results in testing samples from Poisson
    series, Biometrika 31, 313-323.
    """

    events: int
    exposure: float
    other_events: int
    other_exposure: float
    level: float = LEVEL

    def __post_init__(self) -> None:
        _check_level(self.level)
        if self.events < 0 or self.other_events < 0:
            raise ValueError("Events cannot be negative.")
        if not all(math.isfinite(x) and x > 0 for x in (self.exposure, self.other_exposure)):
            raise ValueError("Exposure must be a positive number on both sides.")

    @property
    def why(self) -> Why | None:
        if self.events + self.other_events < FEWEST:
            return Why.TOO_FEW
        return None if self.other_events else Why.NOTHING_TO_COMPARE

    @property
    def value(self) -> float | None:
        return None if self.why else self._ratio(self.events / (self.events + self.other_events))

    @property
    def interval(self) -> Interval | None:
        if self.why:
            return None
        share = wilson(self.events, self.events + self.other_events, level=self.level)
        return Interval(self._ratio(share.low), self._ratio(share.high), self.level)

    def _ratio(self, share: float) -> float:
        return share / (1 - share) * self.other_exposure / self.exposure


def percentile(values: Iterable[float], p: float) -> float | None:
    """The value below which `p` percent (0 to 100) lie, with straight lines between the ordered values.

    In the unit of `values`; None when there are none. This is definition 7 of R. J. Hyndman and Y. Fan
    (1996), Sample quantiles in statistical packages, The American Statistician 50, 361-365.

    Raises ValueError when `p` is outside 0 to 100 or a value is not finite.
    """
    ordered = sorted(values)
    if not 0 <= p <= 100:
        raise ValueError(f"A percentile lies between 0 and 100, not at {p}.")
    if not all(map(math.isfinite, ordered)):
        raise ValueError("Every value must be a finite number.")
    if not ordered:
        return None
    place = (len(ordered) - 1) * p / 100
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Iterable[float]) -> float | None:
    """The middle value, or halfway between the two middle ones; None when there are none."""
    return percentile(values, 50)


def _check_share(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"A share needs 0 <= k <= n, not k = {k} of n = {n}.")


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, not at {level}.")


def _two_sided_z(level: float) -> float:
    _check_level(level)
    return NormalDist().inv_cdf((1 + level) / 2)
