"""How asks went, counted beside the exchange so that neither table narrows a cell of the other. Pure.

Each ask may be in one published tree, and it is in the exchange's: total, from sector to sector, from actor to actor.
What became of it is therefore hung on the cells of that very tree, below those that stand there with a plain band:

    a place      25 to 29 ─┬─ from sector to sector   10 to 14 ─┬─ one team that was asked   5 to 9 ── broken down
    (plain)                │  (plain)                           └─ all other teams together ────────── broken down
                           └─ all other pairs of sectors together ───────────────────────────────────── broken down

Each ask lies in one such group, and in each way of breaking a group down some asks always stay unsaid (still open;
answered late or never; a need that was not named; a rarer reason). A part is published as any cell is: hidden below
the threshold, else rounded down.

Why this gives nothing away. Parts are shown as long as their lows together do not pass the low of what they are parts
of, and one of them at its top fits below its high: a part and its whole stay free of each other,
and what is unsaid takes up the rest. Two ways to break down one group are tied through the group alone. What a group
of "all others" must hold at least could press upon its hidden cells; it is shown only where these have room for all
that it can hold at most, which is known from the exchange. Whether a group, a team or a part is shown depends on
bands that are published, never on the counts behind them. `tests/rooms/observatory/test_answers_attack.py` solves
for every cell.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ecotone.analysis.disclosure import Band, Published, Rule, band_of, protect, tally
from ecotone.care.machine import Reason
from ecotone.observatory.rules import RULE, End, pair_of


class Measure(StrEnum):
    """A way to break asks down; ASKED is the group as a whole."""

    ASKED = "asked"
    REPLY = "reply"
    FIRST = "first"
    REASON = "reason"
    DOORS = "doors"


class Reply(StrEnum):
    """What had become of it when it was counted; not taken on: declined, or given back because no reply came."""

    ACCEPTED = "accepted"
    NOT_TAKEN = "not_taken"


NO_REPLY = "no_reply"
"""The one reason for not being taken on that nobody gave."""


class First(StrEnum):
    """In how many days the first answer came: a yes, a no or a question."""

    DAYS_2 = "days_2"
    DAYS_7 = "days_7"
    DAYS_14 = "days_14"


DOORS = ("0", "1", "2", "3")
"""Doors before the right one; the last: so many or more."""

REASONS = (
    NO_REPLY,
    Reason.NO_CAPACITY,
    Reason.NOT_ELIGIBLE,
    Reason.OUT_OF_AREA,
    Reason.WRONG_SERVICE,
    Reason.INSUFFICIENT_INFO,
    Reason.COULD_NOT_CONTACT,
)
"""Why asks were not taken on, as far as it is told apart; the rarer reasons stay unsaid."""

PARTS: Mapping[Measure, tuple[str, ...]] = {
    Measure.REPLY: tuple(Reply),
    Measure.FIRST: tuple(First),
    Measure.REASON: tuple(map(str, REASONS)),
    Measure.DOORS: DOORS,
}
BELOW: Mapping[Measure, tuple[Measure, str]] = {
    Measure.REASON: (Measure.REPLY, Reply.NOT_TAKEN),
    Measure.DOORS: (Measure.REPLY, Reply.ACCEPTED),
}
"""Of which part another way of breaking down is a finer one."""


@dataclass(frozen=True)
class Answer:
    """What became of one ask: from where, to where, about whom, and the part it is in, by measure ("" unsaid)."""

    source: End
    target: End
    person: Hashable
    parts: Mapping[Measure, str]


@dataclass(frozen=True)
class Group:
    """Asks that are broken down together: all of a place that lie in no other group, of a pair of sectors, of a team.

    `asked` is what the exchange says of their number; `parts` are those that can be shown.
    """

    pair: tuple[str, str] | None
    actor_id: UUID | None
    asked: Band
    parts: tuple[tuple[Measure, str, Band], ...]


def first_within(days: int) -> str:
    """The part for an answer that came after so many days; "" for a later one."""
    return next((part for part, most in zip(First, (2, 7, 14), strict=True) if days <= most), "")


def is_plain(band: Band, rule: Rule = RULE) -> bool:
    """Whether a band is shown and as narrow as bands are."""
    return not band.hidden and band.high == band.low + rule.base - 1


def answer_groups(
    table: Published, *, named: Iterable[End], answers: Iterable[Answer], rule: Rule = RULE
) -> list[Group]:
    """The groups to publish beside `table`, the exchange of the same asks at one place; none below a coarse cell.

    `named` as for the exchange.
    """
    known = {*named}
    by_pair: dict[str, list[tuple[UUID | None, str, Answer]]] = defaultdict(list)
    for each in answers:
        source, target = (end.actor_id if end in known else None for end in (each.source, each.target))
        by_pair[f"{each.source.sector}>{each.target.sector}"].append((target, str(source or ""), each))
    plain = [flow for flow in table.children if is_plain(flow.band, rule)]
    others = [flow for flow in table.children if not is_plain(flow.band, rule)]
    rest = [row[-1] for flow in others for row in by_pair[flow.key]]
    found = (
        _rest_of(table.band, [flow.band for flow in plain], others, None, rest, rule)
        if is_plain(table.band, rule)
        else []
    )
    return found + [group for flow in plain for group in _of_pair(flow, by_pair[flow.key], rule)]


def _of_pair(flow: Published, rows: list[tuple[UUID | None, str, Answer]], rule: Rule) -> list[Group]:
    """The teams of the sector that was asked which can stand alone, and all others of it together."""
    ties: dict[UUID | None, list[Published]] = defaultdict(list)
    for tie in flow.children:
        key = pair_of(tie.key)[1]
        ties[UUID(key) if key else None].append(tie)
    asked: dict[UUID | None, list[tuple[str, Answer]]] = defaultdict(list)
    for to, source, each in rows:
        asked[to].append((source, each))
    teams = dict(_teams(ties, asked, rule)) if _have_room(flow, ties, rule) else {}
    pair = pair_of(flow.key)
    left = [tie for target, those in ties.items() if target not in teams for tie in those]
    rest = [each for target, those in asked.items() if target not in teams for _, each in those]
    found = _rest_of(flow.band, list(teams.values()), left, (pair[0], pair[1]), rest, rule)
    return found + [
        Group((pair[0], pair[1]), team, band, _parts([each for _, each in asked[team]], band.low, rule))
        for team, band in teams.items()
    ]


def _have_room(flow: Published, ties: Mapping[UUID | None, list[Published]], rule: Rule) -> bool:
    """Whether no team's band could press upon the others': from what is published of the pair alone."""
    lows = sum(tie.band.low for those in ties.values() for tie in those)
    return flow.band.low <= lows + (rule.base - 1) * (len(ties) - 1)


def _teams(
    ties: Mapping[UUID | None, list[Published]], asked: Mapping[UUID | None, list[tuple[str, Answer]]], rule: Rule
) -> Iterator[tuple[UUID, Band]]:
    """The named teams whose whole number can be said, as one cell over all who asked them."""
    for target in sorted((each for each in ties if each is not None), key=str):
        rows = asked.get(target, [])
        if len(rows) < rule.threshold:
            continue
        shape = [(pair_of(tie.key)[0],) for tie in ties[target]]
        cell = tally(str(target), shape=shape, referrals=[((source,), each.person) for source, each in rows])
        band = protect(cell, rule=rule).band
        if is_plain(band, rule):
            yield target, band


def _rest_of(
    whole: Band,
    apart: list[Band],
    inside: list[Published],
    pair: tuple[str, str] | None,
    rows: list[Answer],
    rule: Rule,
) -> list[Group]:
    """All that is in none of the groups `apart`, as one; none where its hidden cells would have too little room."""
    assert whole.high is not None  # noqa: S101 - the band is plain
    most = whole.high - sum(band.low for band in apart)
    least = max(0, whole.low - sum(band.high or 0 for band in apart))
    if apart:
        spans = [cell.top - cell.band.low for cell in inside]
        if sum(cell.top for cell in inside) - max(spans, default=0) < most:
            return []
    parts = _parts(rows, least, rule)
    return [Group(pair, None, Band(least, most), parts)] if parts else []


def _parts(rows: list[Answer], least: int, rule: Rule) -> tuple[tuple[Measure, str, Band], ...]:
    """The parts that can be shown of a group of at least `least`; a finer one only below a part that is.

    The largest first, as long as together they begin below what they are parts of: else they would say that there is
    more of it. One left out might as well have been too small.
    """
    found: dict[tuple[Measure, str], Band] = {}
    for measure, values in PARTS.items():
        if measure in BELOW and BELOW[measure] not in found:
            continue
        room = found[BELOW[measure]].low if measure in BELOW else least
        people: dict[str, list[Hashable]] = defaultdict(list)
        for row in rows:
            people[row.parts.get(measure, "")].append(row.person)
        bands = [(str(each), band_of(len(people[each]), people=len(set(people[each])), rule=rule)) for each in values]
        for value, band in sorted(bands, key=lambda each: -each[1].low):
            if not band.hidden and band.low <= room:
                found[measure, value] = band
                room -= band.low
    return tuple((measure, value, band) for (measure, value), band in found.items())
