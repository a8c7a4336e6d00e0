"""How asks went, by boundary between sectors and by team, from published rows alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.errors import NotFound
from ecotone.observatory import policies
from ecotone.observatory.answers import BELOW, DOORS, NO_REPLY, PARTS, First, Measure, Reply
from ecotone.observatory.models import PublishedAnswer, PublishedCell
from ecotone.observatory.queries.exchange import asked_about, chosen_window, published_windows
from ecotone.observatory.rules import Level, figure, together
from ecotone.observatory.shares import HIDDEN, NONE, Share, Span, share_of, total, within
from ecotone.observatory.views import Boundary, Course, DoorsView, PartCount, TeamCourse, TeamDoorsView

Rows = list[PublishedAnswer]
GROUP = ("place_id", "from_sector", "to_sector", "to_actor_id")


class Group:
    """One published group: its whole, and its parts by measure."""

    def __init__(self, rows: Rows) -> None:
        parts = {(row.measure, row.part): Span(row.low, row.high or row.low) for row in rows}
        self.asked = parts.pop((Measure.ASKED, ""), NONE)
        self._parts: Mapping[tuple[str, str], Span] = parts

    def shows(self, measure: Measure) -> bool:
        return any(each == measure for each, _ in self._parts)

    def part(self, measure: Measure, part: str) -> Span:
        """A part that can be shown, or one too small to."""
        return self._parts.get((measure, part), HIDDEN)

    def parent_of(self, measure: Measure) -> Span:
        """What a measure breaks down: the whole group, or one of its parts."""
        return self.part(*BELOW[measure]) if measure in BELOW else self.asked


def groups_of(rows: Iterable[PublishedAnswer]) -> list[tuple[tuple, Group]]:
    """The groups these rows tell of, each with where it lies."""
    found: dict[tuple, Rows] = defaultdict(list)
    for row in rows:
        found[tuple(getattr(row, name) for name in GROUP)].append(row)
    return [(key, Group(those)) for key, those in found.items()]


def course(groups: Iterable[Group]) -> Course:
    """How the asks of these groups went, together; a group counts in a measure of which it shows a part."""
    every = list(groups)
    found, refused = ([g for g in every if g.shows(m)] for m in (Measure.DOORS, Measure.REASON))
    return Course(
        asked=total(g.asked for g in every),
        accepted=_accepted(every),
        no_reply=_no_reply(every),
        within_week=_within_week(every),
        first_door=_first_door(found),
        first=_counts(Measure.FIRST, [g for g in every if g.shows(Measure.FIRST)]),
        reasons=_counts(Measure.REASON, refused),
        doors=_counts(Measure.DOORS, found),
    )


def _answered(group: Group) -> tuple[Span, Span]:
    """Those of a group that were taken on, and those that were not."""
    yes, no = (group.part(Measure.REPLY, each) for each in Reply)
    return within(yes, no, group.asked)


def _accepted(groups: list[Group]) -> Share:
    replied = [g for g in groups if g.shows(Measure.REPLY)]
    pairs, asked = [_answered(g) for g in replied], total(g.asked for g in replied)
    yes, no = total(yes for yes, _ in pairs), total(no for _, no in pairs)
    return share_of(yes, no, missing=asked.less(yes + no), most=asked.high)


def _no_reply(groups: list[Group]) -> Share:
    """Asks that went back unanswered, among all that were taken on or not."""
    silent, others, most = NONE, NONE, 0
    for group in groups:
        if group.shows(Measure.REPLY):
            yes, no = _answered(group)
            quiet = group.part(Measure.REASON, NO_REPLY)
            quiet = Span(quiet.low, min(quiet.high, no.high))
            silent, others, most = silent + quiet, others + yes + no.less(quiet), most + group.asked.high
    return share_of(silent, others, most=most)


def _within_week(groups: list[Group]) -> Share:
    soon, others, most = NONE, NONE, 0
    for group in groups:
        if group.shows(Measure.FIRST):
            early = total(group.part(Measure.FIRST, each) for each in (First.DAYS_2, First.DAYS_7))
            early = Span(early.low, min(early.high, group.asked.high))
            soon, others, most = soon + early, others + group.asked.less(early), most + group.asked.high
    return share_of(soon, others, most=most)


def _first_door(groups: list[Group]) -> Share:
    first, later, whole = NONE, NONE, NONE
    for group in groups:
        none, *more = (group.part(Measure.DOORS, each) for each in DOORS)
        taken_on = group.parent_of(Measure.DOORS)
        none, some = within(none, total(more), taken_on)
        first, later, whole = first + none, later + some, whole + taken_on
    return share_of(first, later, missing=whole.less(first + later), most=whole.high)


def _counts(measure: Measure, groups: list[Group]) -> tuple[PartCount, ...]:
    """Every part of a measure that some group shows; the commonest reason first, all else in its own order."""
    parts = [PartCount(part, total(g.part(measure, part) for g in groups)) for part in PARTS[measure]]
    shown = [each for each in parts if each.count.low]
    if measure is Measure.REASON:
        shown.sort(key=lambda each: (-each.count.low, PARTS[measure].index(each.part)))
    return tuple(shown)


def doors_at(by: Principal, place_id: UUID, window: str | None = None) -> DoorsView:
    """How asks went at a place in one published quarter, by boundary. Raises Refused, NotFound."""
    asked = asked_about(by, "doors_at", place_id, window)
    if asked.window is None or not asked.localities:
        return DoorsView(**asked.about, windows=asked.windows)
    here = {"publication": asked.window.id, "place__in": asked.place_ids}
    groups = groups_of(PublishedAnswer.objects.filter(**here))
    flows = defaultdict(list)
    for cell in PublishedCell.objects.filter(**here, level=Level.SECTORS, low__gt=0):
        flows[cell.from_sector, cell.to_sector].append(figure(cell.low, cell.high))
    names = ecosystem.actor_names(key[3] for key, _ in groups if key[3])
    places = {each.id: each for each in asked.localities}
    return DoorsView(
        **asked.about,
        windows=asked.windows,
        whole=course(group for _, group in groups),
        boundaries=tuple(
            Boundary(
                *pair,
                asked=together(figures),
                course=course(g for key, g in groups if key[1:3] == pair),
                teams=tuple(
                    TeamCourse(key[3], names[key[3]], places[key[0]].name, course([g]))
                    for key, g in sorted(groups, key=lambda each: str(each[0]))
                    if key[1:3] == pair and key[3]
                ),
            )
            for pair, figures in sorted(flows.items())
        ),
        by_place=tuple(
            (each, course(g for key, g in groups if key[0] == each.id))
            for each in (asked.localities if len(asked.localities) > 1 else ())
        ),
    )


def team_doors(by: Principal, actor_id: UUID, window: str | None = None) -> TeamDoorsView:
    """How one team answered in one published quarter, where it could be told apart. Raises Refused, NotFound."""
    policies.may_read(by).require("actor", actor_id)
    name = ecosystem.actor_names([actor_id]).get(actor_id)
    if name is None:
        raise NotFound("actor", actor_id)
    windows = published_windows()
    chosen = chosen_window(windows, window)
    looked(by, "observatory.team_doors", Subject("actor", actor_id))
    rows = (
        list(PublishedAnswer.objects.filter(publication=chosen.id, to_actor=actor_id).select_related("place"))
        if chosen
        else []
    )
    groups = groups_of(rows)
    places = {row.place_id: row.place.name for row in rows if row.place}
    return TeamDoorsView(
        actor_id=actor_id,
        name=name,
        window=chosen,
        windows=windows,
        whole=course(group for _, group in groups) if groups else None,
        parts=tuple((places[key[0]], key[1], course([group])) for key, group in groups),
    )
