"""Turns the lines of a meeting into rows, each as far as one reader may see it, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.care import policies
from ecotone.care.machine import TAKEN_ON, State
from ecotone.care.models import Dispute, Dissent, LineOption, MeetingLine, MeetingNote, Referral
from ecotone.care.queries.rows import ANOTHER_SERVICE, is_overdue
from ecotone.care.rules.meetings import (
    AGAIN_WITHIN,
    TEXTS,
    Earlier,
    LineState,
    Sight,
    assessed_already,
    can_be_discussed,
)
from ecotone.care.views.meetings import (
    Again,
    DisputeView,
    DissentView,
    Involved,
    LineRow,
    MeetingHead,
    NoteView,
    OptionView,
)
from ecotone.directory.queries import sensitive_provider
from ecotone.ecosystem.models import PlaceWithin
from ecotone.ecosystem.rules import PlaceKind
from ecotone.ground import clock
from ecotone.people import policies as records
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.people.views import Banner, Helping

ASSESSING = [*TAKEN_ON, State.CANCEL_REQUESTED, State.COMPLETED, State.FAILED]
"""An ask that stands like this was taken on: somebody looks into the need, or has."""

Seen = tuple[Sight, Verdict, Mapping[Part, Verdict]]


@dataclass(frozen=True)
class Facts:
    """What rows are drawn with beside the lines themselves; empty where a page does without."""

    options: Mapping[UUID, list[LineOption]] | None = None
    involved: Mapping[UUID, "tuple[Involved, ...] | Withheld"] | None = None
    again: Mapping[UUID, tuple[Again, ...]] | None = None


NOTHING_MORE = Facts()


def lines_with_names(meeting_id: UUID, **only: Any) -> list[MeetingLine]:
    """The lines of a meeting in their order, or `only` some, with all that a row shows but the person, and with the
    meeting and its team. One query.

    The place is told as its locality: a neighbourhood and a kind of need together may tell who it is.
    """
    above = PlaceWithin.objects.filter(descendant=OuterRef("referral__place"), ancestor__kind=PlaceKind.LOCALITY)
    joined = MeetingLine.objects.filter(meeting=meeting_id, **only).select_related(
        "meeting__team", "referral__need", "referral__source", "service"
    )
    named = joined.annotate(
        locality=Subquery(above.values("ancestor__name")[:1]),
        is_sensitive=sensitive_provider(OuterRef("service__provider")),
    )
    return list(named.order_by("order", "id"))


def options_with_names(**which: Any) -> QuerySet[LineOption]:
    """What was thought of, with whom it names and whether that name is to be told to few."""
    named = LineOption.objects.filter(**which).select_related("service", "actor")
    return named.annotate(is_sensitive=sensitive_provider(OuterRef("actor")))


def line_rows(
    by: Principal, head: MeetingHead, lines: list[MeetingLine], *, code: str, facts: Facts = NOTHING_MORE
) -> tuple[LineRow, ...]:
    """Rows for these lines; with `facts` (see facts_of) who else helps, who did the same, whom one thought of."""
    seen = sights(by, head, lines)
    full = [line for line in lines if seen[line.id][0] is Sight.FULL]
    banners = people.banners(by, [line.referral.person_id for line in full], code=code)
    _look(by, code, lines, seen)
    return tuple(_row(line, seen[line.id], banners.get(line.referral.person_id), facts) for line in lines)


def sights(by: Principal, head: MeetingHead, lines: list[MeetingLine]) -> dict[UUID, Seen]:
    """How much of each line the caller sees, and why; two queries."""
    verdicts = records.verdicts(by, {line.referral.person_id for line in lines})
    seen: dict[UUID, Seen] = {}
    for line in lines:
        mine = verdicts[line.referral.person_id]
        seen[line.id] = (*policies.sight_of_line(by, head.place, line.referral, mine), mine)
    return seen


def _look(by: Principal, code: str, lines: list[MeetingLine], seen: Mapping[UUID, Seen]) -> None:
    """A line in outline names no one: it is a look at the line, and at nobody's record."""
    subjects = []
    for line in lines:
        sight, verdict, _ = seen[line.id]
        subjects.append(Subject("meetingline", line.id, sight, verdict.basis))
        if sight is Sight.FULL:
            subjects.append(Subject("person", line.referral.person_id, Part.REFERRALS, verdict.basis))
    looked(by, code, *subjects)


def facts_of(by: Principal, head: MeetingHead, lines: list[MeetingLine]) -> Facts:
    """Who was thought of, who else helps, who did the same: each only where the caller may know. Three queries."""
    seen = sights(by, head, lines)
    options: dict[UUID, list[LineOption]] = defaultdict(list)
    thought_of = options_with_names(line__in=[line.id for line in lines])
    for option in thought_of.order_by("created_at", "id"):
        options[option.line_id].append(option)
    full = [line for line in lines if seen[line.id][0] is Sight.FULL]
    around = people.helping(by, dict.fromkeys(line.referral.person_id for line in full))
    involved = {line.id: _involved(around[line.referral.person_id]) for line in full}
    return Facts(options, involved, _again(by, full, seen, around))


def _involved(around: Helping) -> "tuple[Involved, ...] | Withheld":
    """The other teams that help a person now, where that part was shared."""
    if isinstance(around.now, Withheld):
        return around.now
    return tuple(Involved(name, since) for name, since in around.now)


def _again(
    by: Principal, lines: list[MeetingLine], seen: Mapping[UUID, Seen], around: Mapping[UUID, Helping]
) -> dict[UUID, tuple[Again, ...]]:
    """Who does, or did lately, the same for the same person; what was handed on within one chain is one thing."""
    people_ids, needs = {r.referral.person_id for r in lines}, {r.referral.need_id for r in lines}
    oldest = clock.now() - AGAIN_WITHIN
    lately = Q(ended_at=None) | Q(ended_at__gt=oldest)
    asks = Referral.objects.filter(lately, person__in=people_ids, need__in=needs - {None}, state__in=ASSESSING)
    with widened(Why.VEILED):
        earlier = [row for row in asks.select_related("target").order_by("decided_at", "id") if row.decided_at]
    return {
        line.id: _again_of(by, line, seen[line.id][2], earlier, around[line.referral.person_id].hidden)
        for line in lines
    }


def _again_of(
    by: Principal,
    line: MeetingLine,
    verdicts: Mapping[Part, Verdict],
    earlier: list[Referral],
    hidden: frozenset[UUID],
) -> tuple[Again, ...]:
    ask, names = line.referral, {}
    shared = verdicts[Part.REFERRALS].allowed or verdicts[Part.INVOLVED].allowed
    events = []
    for row in earlier:
        ours = by.actor_id is not None and by.actor_id in (row.source_id, row.target_id)
        if row.person_id != ask.person_id or row.chain_id == ask.chain_id or not (shared or ours):
            continue
        event = Earlier(row.target_id, row.need_id, _day(row.decided_at), _day(row.ended_at))  # type: ignore[arg-type]
        veiled = not ours and (row.sensitive or row.target_id in hidden)
        names[event] = ANOTHER_SERVICE if veiled or row.target is None else row.target.name
        events.append(event)
    found = assessed_already(events, team_id=line.meeting.team_id, need_id=ask.need_id, today=clock.today())
    return tuple(Again(names[each], each.since, each.until) for each in dict.fromkeys(found))


def _day(moment: Any) -> Any:
    return moment.astimezone(clock.LOCAL).date() if moment else None


def _row(line: MeetingLine, seen: Seen, banner: Banner | None, facts: Facts) -> LineRow:
    sight, verdict, _ = seen
    ask, full = line.referral, sight is Sight.FULL
    closed = Withheld(verdict.code)
    who = banner.identity if full and banner else closed
    told = full or not ask.tells_of_what_is_sensitive
    options = (facts.options or {}).get(line.id, [])
    state = State(ask.state)
    return LineRow(
        id=line.id,
        version=line.version,
        referral_id=ask.id,
        referral_version=ask.version,
        number=line.order,
        state=LineState(line.state),
        sight=sight,
        person_id=ask.person_id if full else None,
        who=who,
        need=(ask.need.name if ask.need else "") if told else closed,
        locality=(line.locality or "") if told else "",  # type: ignore[attr-defined]
        urgency=ask.urgency,
        waiting_days=_waiting(ask),
        overdue=is_overdue(ask),
        asked_by=(ask.source.name if ask.source else "") if full else closed,
        referral_state=state,
        summary=line.summary if full else closed,
        decision=line.decision if line.decided_at else "",
        worker=(str(line.details.get("worker", "")) if line.decided_at else "") if full else closed,
        gone=line.state != LineState.DECIDED and not can_be_discussed(state),
        because_full=line.because_full,
        sectors=tuple(sorted({option.sector for option in options})),
        involved=(facts.involved or {}).get(line.id, ()),
        again=(facts.again or {}).get(line.id, ()),
    )


def _waiting(ask: Referral) -> int:
    """Days since it was asked, until it ended or the first meeting."""
    until = ask.first_met_on or _day(ask.ended_at) or clock.today()
    return max((until - _day(ask.offered_at)).days, 0) if ask.offered_at else 0


def is_veiled(head: MeetingHead, named: MeetingLine | LineOption) -> bool:
    """Whether what is handed on to, or thought of, is told to nobody but the team that holds the meeting."""
    return not head.place.own_team and named.is_sensitive  # type: ignore[union-attr]


def chosen_service(head: MeetingHead, line: MeetingLine, row: LineRow) -> "str | Withheld":
    """The service a line is handed on to, as far as the reader may know of it."""
    if not row.full:
        return veil_of(row)
    if is_veiled(head, line):
        return ANOTHER_SERVICE
    return line.service.name if line.service else ""


def fields_of(line: MeetingLine) -> dict[str, Any]:
    """What may be written on a line, by the names that `write_line` takes."""
    return {
        **{name: getattr(line, name) for name in TEXTS},
        "decision": line.decision,
        "why_no_third": line.why_no_third,
        "service_id": str(line.service_id or ""),
        **line.details,
    }


def fields_shown(head: MeetingHead, line: MeetingLine) -> dict[str, Any]:
    """The same as the reader may have it."""
    return fields_of(line) | ({"service_id": ""} if is_veiled(head, line) else {})


def option_view(head: MeetingHead, row: LineOption) -> OptionView:
    veiled = is_veiled(head, row)
    return OptionView(
        id=row.id,
        version=row.version,
        service_id=None if veiled else row.service_id,
        service=ANOTHER_SERVICE if veiled else row.service.name if row.service else "",
        actor=ANOTHER_SERVICE if veiled else row.actor.name,
        sector=row.sector,
        thought_of_by=row.thought_of_by,
        fate=row.fate,
        why_not=row.why_not,
        why_not_words=row.why_not_words,
    )


def dissent_view(row: Dissent, shown: LineRow) -> DissentView:
    """Who disagreed is seen by all in the room; the words by those who see the line."""
    return DissentView(row.who, row.sector, row.words if shown.full else veil_of(shown), row.created_at)


def dispute_view(row: Dispute, shown: LineRow) -> DisputeView:
    return DisputeView(
        id=row.id,
        version=row.version,
        about=row.about,
        institution_id=row.institution_id,
        institution=row.institution.name,
        imposed_by=row.imposed_by,
        negotiated_by=row.negotiated_by,
        agreed=row.agreed if shown.full else veil_of(shown),
        settled_at=row.settled_at,
    )


def note_view(row: MeetingNote, shown: LineRow | None = None) -> NoteView:
    """A correction, of a line as far as that is seen; of the whole, for the team itself."""
    words = row.words if shown is None or shown.full else veil_of(shown)
    return NoteView(words, row.author, row.created_at)


def veil_of(row: LineRow) -> Withheld:
    """Why what a line says is closed to one who sees its outline."""
    return row.who if isinstance(row.who, Withheld) else Withheld("care.line_not_shared")
