"""All reads of the exchange, for anyone who has signed in, whatever their role.

Every figure is a published row, or a sum of published rows: no answer here changes when a live record does. A place
larger than a locality is the sum of its localities; a smaller one has none of its own. Each answer takes the same
few queries whatever its size, and leaves a look at the place, about no person.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import Subject, looked, memory
from ecotone.access.principal import Principal
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ecosystem.views import PlaceBrief
from ecotone.ground.errors import NotFound
from ecotone.observatory import policies
from ecotone.observatory.models import Publication, PublishedCell, PublishedFriction, PublishedNeed
from ecotone.observatory.rules import (
    Figure,
    Level,
    Quarter,
    closed_quarters,
    figure,
    localities_within,
    together,
)
from ecotone.observatory.views import (
    ExchangeView,
    Flow,
    FrictionsView,
    KindFigure,
    MapView,
    Moment,
    NeedFigure,
    PlaceFigure,
    RuleFigure,
    Strength,
    TiesView,
    TimelineView,
    UnmetView,
    Window,
)

Cells = list[PublishedCell]
Row = PublishedCell | PublishedNeed | PublishedFriction


@dataclass(frozen=True)
class Asked:
    """What an answer is about: the place, its localities, and the window."""

    place: PlaceBrief
    localities: tuple[PlaceBrief, ...]
    windows: tuple[Window, ...]
    window: Window | None

    @property
    def is_one_locality(self) -> bool:
        return self.place.kind is PlaceKind.LOCALITY

    @property
    def place_ids(self) -> list[UUID]:
        return [each.id for each in self.localities]

    @property
    def about(self) -> dict[str, Any]:
        """What every answer says of itself."""
        notes = []
        if not self.localities:
            notes.append("observatory.no_locality")
        elif self.window is None:
            notes.append("observatory.nothing_published")
        elif not self.is_one_locality:
            notes.append("observatory.sum_of_localities")
        return {"place_id": self.place.id, "place": self.place.name, "window": self.window, "notes": tuple(notes)}


def asked_about(by: Principal, question: str, place_id: UUID, window: str | None) -> Asked:
    """Two queries, once a page. Raises Refused, and NotFound for an unknown place or window."""
    policies.may_read(by).require("place", place_id)
    known = memory().setdefault("observatory", {})
    if not known:
        known.update(tree={each.id: each for each in ecosystem.place_tree()}, published=published_windows())
    tree, published = known["tree"], known["published"]
    if place_id not in tree:
        raise NotFound("place", place_id)
    chosen = chosen_window(published, window)
    looked(by, f"observatory.{question}", Subject("place", place_id))
    return Asked(tree[place_id], localities_within(tree, place_id), published, chosen)


def chosen_window(published: Sequence[Window], window: str | None) -> Window | None:
    """The quarter of that name, the newest where none is named. Raises NotFound for one that is not there."""
    if window is None:
        return published[0] if published else None
    if (chosen := next((each for each in published if each.key == window), None)) is None:
        raise NotFound("window", window)
    return chosen


def windows(by: Principal) -> list[Window]:
    """The published quarters, the newest first."""
    policies.may_read(by).require("publication")
    return list(published_windows())


def unpublished(by: Principal, today: date, *, most: int) -> list[Quarter]:
    """Those of the last `most` quarters over by `today` that are not published yet, the oldest first.

    Where nothing has been published, only the last: before that, nobody was here to be counted.
    """
    policies.may_publish(by).require("publication")
    there, over = set(Publication.objects.values_list("since", flat=True)), closed_quarters(today, most)
    return [each for each in over if each.since not in there and each.since > min(there)] if there else over[-1:]


def published_windows() -> tuple[Window, ...]:
    return tuple(_window(row) for row in Publication.objects.order_by("-since"))


def _window(row: Publication) -> Window:
    return Window(
        id=row.id,
        key=Quarter.of(row.since).key,
        since=row.since,
        until=row.until,
        published_at=row.published_at,
        threshold=row.threshold,
        base=row.base,
        method=row.method,
    )


def map_at(by: Principal, place_id: UUID, window: str | None = None) -> MapView:
    """The exchange at a place in one published quarter, the newest unless told. Raises Refused, NotFound."""
    asked = asked_about(by, "map_at", place_id, window)
    if asked.window is None or not asked.localities:
        return MapView(**asked.about)
    rows = list(PublishedCell.objects.filter(publication=asked.window.id, place__in=asked.place_ids))
    ties, hidden_ties = _ties(rows) if asked.is_one_locality else ((), 0)
    totals = [row for row in rows if row.level == Level.TOTAL]
    flows, hidden_flows = _flows(rows)
    return MapView(
        **asked.about,
        total=_sum(totals),
        localities=_by_place(asked, totals),
        flows=flows,
        hidden_flows=hidden_flows,
        ties=ties,
        hidden_ties=hidden_ties,
        elsewhere=_sum(PublishedCell.objects.filter(publication=asked.window.id, place=None)),
    )


def exchange_between(
    by: Principal, place_id: UUID, from_sector: str, to_sector: str, window: str | None = None
) -> ExchangeView:
    """Referrals from one sector to another at a place. Raises Refused; NotFound also for what is no sector."""
    asked = asked_about(by, "exchange_between", place_id, window)
    for sector in (from_sector, to_sector):
        if sector not in {*Sector}:
            raise NotFound("sector", sector)
    pair: dict[str, Any] = {"from_sector": from_sector, "to_sector": to_sector}
    if asked.window is None or not asked.localities:
        return ExchangeView(**asked.about, **pair)
    cells = PublishedCell.objects.filter(publication=asked.window.id, place__in=asked.place_ids, **pair)
    rows = list(cells.filter(level__in=[Level.SECTORS, Level.ACTORS]))
    totals = [row for row in rows if row.level == Level.SECTORS]
    ties, hidden_ties = _ties(rows) if asked.is_one_locality else ((), 0)
    return ExchangeView(
        **asked.about,
        **pair,
        figure=_sum(totals),
        localities=_by_place(asked, totals),
        ties=ties,
        hidden_ties=hidden_ties,
    )


def ties_at(by: Principal, place_id: UUID, window: str | None = None) -> TiesView:
    """Referrals between actors at one locality; none for a larger place. Raises Refused, NotFound."""
    asked = asked_about(by, "ties_at", place_id, window)
    if asked.window is None or not asked.is_one_locality:
        return TiesView(**asked.about)
    cells = PublishedCell.objects.filter(publication=asked.window.id, place=place_id)
    ties, hidden = _ties(list(cells.exclude(level=Level.TOTAL)))
    return TiesView(**asked.about, ties=ties, hidden_ties=hidden)


def unmet_at(by: Principal, place_id: UUID, window: str | None = None) -> UnmetView:
    """The needs that were not met at a place in one published quarter. Raises Refused, NotFound."""
    asked = asked_about(by, "unmet_at", place_id, window)
    if asked.window is None or not asked.localities:
        return UnmetView(**asked.about)
    published = PublishedNeed.objects.filter(publication=asked.window.id)
    rows = list(published.filter(place__in=asked.place_ids).select_related("need"))
    totals = [row for row in rows if row.level == Level.TOTAL]
    needs = _needs(row for row in rows if row.level == Level.NEEDS)
    return UnmetView(
        **asked.about,
        total=_sum(totals),
        localities=_by_place(asked, totals),
        needs=tuple(each for each in needs if each.figure.shown),
        hidden_needs=sum(not each.figure.shown for each in needs),
        elsewhere=_sum(published.filter(place=None)),
    )


def need_figures(by: Principal, place_id: UUID, window: str | None = None) -> dict[str, Figure]:
    """Every kind of need with how often it was not met here, too few to show among them. Raises Refused, NotFound."""
    asked = asked_about(by, "need_figures", place_id, window)
    if asked.window is None:
        return {}
    published = PublishedNeed.objects.filter(publication=asked.window.id, level=Level.NEEDS)
    rows = published.filter(place__in=asked.place_ids).select_related("need")
    return {each.code: each.figure for each in _needs(rows)}


def frictions_at(by: Principal, place_id: UUID, window: str | None = None) -> FrictionsView:
    """What got in the way at a place in one published quarter, the newest unless told. Raises Refused, NotFound."""
    asked = asked_about(by, "frictions_at", place_id, window)
    if asked.window is None or not asked.localities:
        return FrictionsView(**asked.about)
    published = PublishedFriction.objects.filter(publication=asked.window.id)
    rows = list(published.filter(place__in=asked.place_ids))
    of = {level: [row for row in rows if row.level == level] for level in Level}
    told, names = of[Level.MINUTES], published.filter(level=Level.INSTITUTIONS).select_related("institution")
    return FrictionsView(
        **asked.about,
        total=_sum(of[Level.TOTAL]),
        localities=_by_place(asked, of[Level.TOTAL]),
        kinds=_kinds(of[Level.KINDS]),
        boundaries=_boundaries(of[Level.BOUNDARIES]),
        minutes=sum(row.minutes or 0 for row in told) if told else None,
        told=_sum(told),
        named=_named(names),
    )


def named_rule(by: Principal, institution_id: UUID) -> tuple[Window | None, Figure | None]:
    """How often an institution was named as what got in the way, in the newest published quarter.

    No figure where too few people named it, or it is left out beside the other numbers.
    """
    policies.may_read(by).require("institution", institution_id)
    newest = Publication.objects.order_by("-since").first()
    if newest is None:
        return None, None
    row = PublishedFriction.objects.filter(publication=newest, institution=institution_id).first()
    looked(by, "observatory.named_rule", Subject("institution", institution_id))
    return _window(newest), _figure(row) if row else None


def _kinds(rows: Iterable[PublishedFriction]) -> tuple[KindFigure, ...]:
    """Every kind, the largest first."""
    parts: dict[str, list[PublishedFriction]] = defaultdict(list)
    for row in rows:
        parts[row.kind].append(row)
    found = [KindFigure(kind, whole) for kind, cells in parts.items() if (whole := _sum(cells))]
    return tuple(sorted(found, key=lambda each: _largest_first(each.figure, each.kind)))


def _boundaries(rows: Iterable[PublishedFriction]) -> tuple[Flow, ...]:
    parts: dict[tuple[str, str], list[PublishedFriction]] = defaultdict(list)
    for row in rows:
        parts[row.from_sector, row.to_sector].append(row)
    found = [Flow(*pair, whole) for pair, cells in parts.items() if (whole := _sum(cells))]
    return tuple(sorted(found, key=lambda each: _largest_first(each.figure, each.from_sector, each.to_sector)))


def _named(rows: Iterable[PublishedFriction]) -> tuple[RuleFigure, ...]:
    """The institutions that can be shown, the most named first."""
    found = [RuleFigure(row.institution.id, row.institution.name, _figure(row)) for row in rows if row.institution]
    return tuple(sorted(found, key=lambda each: _largest_first(each.figure, each.name)))


def timeline(by: Principal, place_id: UUID) -> TimelineView:
    """The exchange at a place through all published quarters, the oldest first. Raises Refused, NotFound."""
    asked = asked_about(by, "timeline", place_id, None)
    rows: Mapping[UUID, Cells] = defaultdict(list)
    cells = PublishedCell.objects.filter(place__in=asked.place_ids, level__in=[Level.TOTAL, Level.SECTORS])
    for row in cells:
        rows[row.publication_id].append(row)
    return TimelineView(**asked.about, moments=tuple(_moment(each, rows[each.id]) for each in asked.windows[::-1]))


def _moment(window: Window, rows: Cells) -> Moment:
    flows, hidden = _flows(rows)
    return Moment(window, _sum(row for row in rows if row.level == Level.TOTAL), flows, hidden)


def _figure(row: Row) -> Figure:
    return figure(row.low, row.high)


def _sum(rows: Iterable[Row]) -> Figure | None:
    return together(_figure(row) for row in rows)


def _largest_first(shown: Figure, *names: str) -> tuple:
    return -shown.low, *names


def _by_place(asked: Asked, rows: Iterable[Row]) -> tuple[PlaceFigure, ...]:
    found = {row.place_id: _figure(row) for row in rows}
    return tuple(
        PlaceFigure(each.id, each.slug, each.name, found[each.id]) for each in asked.localities if each.id in found
    )


def _flows(rows: Iterable[PublishedCell]) -> tuple[tuple[Flow, ...], int]:
    """The flows that can be shown, and how many cannot."""
    parts: dict[tuple[str, str], Cells] = defaultdict(list)
    for row in rows:
        if row.level == Level.SECTORS:
            parts[row.from_sector, row.to_sector].append(row)
    sums = {pair: whole for pair, cells in parts.items() if (whole := _sum(cells))}
    shown = [Flow(*pair, whole) for pair, whole in sums.items() if whole.shown]
    shown.sort(key=lambda each: _largest_first(each.figure, each.from_sector, each.to_sector))
    return tuple(shown), len(sums) - len(shown)


def _ties(rows: Cells) -> tuple[tuple[Strength, ...], int]:
    """The ties of one locality that can be shown, with their names in one query, and how many cannot."""
    lowest = [row for row in rows if row.level == Level.ACTORS]
    names = ecosystem.actor_names(end for row in lowest for end in (row.from_actor_id, row.to_actor_id) if end)
    shown = [
        Strength(
            from_sector=row.from_sector,
            from_id=row.from_actor_id,
            from_name=names[row.from_actor_id] if row.from_actor_id else "",
            to_sector=row.to_sector,
            to_id=row.to_actor_id,
            to_name=names[row.to_actor_id] if row.to_actor_id else "",
            figure=_figure(row),
        )
        for row in lowest
    ]
    shown.sort(key=lambda s: _largest_first(s.figure, s.from_sector, s.to_sector, s.from_name, s.to_name))
    return tuple(shown), sum(row.hidden_inside for row in rows if row.level == Level.SECTORS)


def _needs(rows: Iterable[PublishedNeed]) -> list[NeedFigure]:
    """Every kind of need with its figure, the largest first."""
    parts: dict[tuple[str, str], list[PublishedNeed]] = defaultdict(list)
    for row in rows:
        parts[(row.need.code, row.need.name) if row.need else ("", "")].append(row)
    found = [NeedFigure(*need, whole) for need, cells in parts.items() if (whole := _sum(cells))]
    return sorted(found, key=lambda each: _largest_first(each.figure, each.name))
