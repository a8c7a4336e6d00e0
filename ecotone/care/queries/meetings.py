"""Reads of team meetings: ours, one with its list, who is in the room, the minutes, what was written just now.

Being in the room opens nothing: each line is asked for by itself, for each reader, and each look at a person leaves
its row. What is read of all lines at once is read in a fixed number of queries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.machine import UNANSWERED, State
from ecotone.care.models import (
    Attendance,
    Dispute,
    Dissent,
    LineChange,
    LineOption,
    Meeting,
    MeetingLine,
    MeetingNote,
)
from ecotone.care.policies import Place
from ecotone.care.queries.meeting_rows import (
    Facts,
    chosen_service,
    dispute_view,
    dissent_view,
    facts_of,
    fields_shown,
    line_rows,
    lines_with_names,
    note_view,
    option_view,
    options_with_names,
    veil_of,
)
from ecotone.care.queries.rows import rows_for, with_names
from ecotone.care.rules.meetings import THIRD_SECTOR, LineState, MeetingState, RoomRole
from ecotone.care.views import InRoom, MeetingHead, MeetingRow, Minutes, MinutesLine, ReferralRow, Tally, Written
from ecotone.care.views.meetings import LineRow
from ecotone.ground import clock
from ecotone.ground.errors import NotFound

LOOKED_AHEAD = timedelta(days=7)
"""A wait or hold that is due to be looked at within a week is proposed for the meeting."""


def head_of(by: Principal, meeting: Meeting) -> MeetingHead:
    """The head of a meeting that the caller may see. Raises Refused."""
    place = policies.place_in(by, meeting)
    policies.may_see_meeting(by, meeting, place).require("meeting", meeting.id)
    return _head(meeting, place)


def _head(meeting: Meeting, place: Place) -> MeetingHead:
    return MeetingHead(
        id=meeting.id,
        version=meeting.version,
        stamp=meeting.stamp,
        team_id=meeting.team_id,
        team=meeting.team.name,
        title=meeting.title,
        starts_at=meeting.starts_at,
        way=meeting.way,
        where=meeting.where,
        state=MeetingState(meeting.state),
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        place=place,
    )


def meeting_of(meeting_id: UUID) -> Meeting:
    """A meeting with its team. Raises NotFound."""
    found = Meeting.objects.select_related("team").filter(pk=meeting_id).first()
    if found is None:
        raise NotFound("meeting", meeting_id)
    return found


@widened(Why.OWN_WORK)
def meetings(by: Principal, *, most: int = 60) -> list[MeetingRow]:
    """The meetings of the caller's team, and those the caller was let into, newest day first. Two queries."""
    if not by.practises or by.account_id is None:
        return []
    mine = Attendance.objects.filter(meeting=OuterRef("pk"), account_id=by.account_id, actor=by.team_id)
    rows = Meeting.objects.select_related("team").annotate(
        listed=Count("lines"),
        settled=Count("lines", filter=Q(lines__state=LineState.DECIDED)),
        invited=Exists(mine.filter(left_at=None)),
        was_there=Exists(mine),
    )
    seen = rows.filter(Q(team=by.team_id) | Q(invited=True) | Q(was_there=True, state=MeetingState.CLOSED))
    return [
        MeetingRow(
            _head(row, Place(row.team_id == by.actor_id, RoomRole.MEMBER if row.invited else None, row.was_there)),
            row.listed,
            row.settled,
        )
        for row in seen.order_by("-starts_at", "-id")[:most]
    ]


def proposals(by: Principal, *, most: int = 60) -> list[ReferralRow]:
    """What waits for the team to decide: what nobody has answered, and waits and holds due to be looked at again.

    What is on the list of a meeting that is planned or open is left out. What was put off comes by itself.
    """
    policies.may_hold_meetings(by).require()
    listed = MeetingLine.objects.filter(
        ~Q(meeting__state=MeetingState.CLOSED), referral=OuterRef("pk"), meeting__team=by.team_id
    )
    due = Q(state__in=[State.WAITLISTED, State.ON_HOLD], review_on__lte=clock.today() + LOOKED_AHEAD)
    waiting = Q(state__in=[str(state) for state in UNANSWERED]) | due
    found = with_names().filter(waiting, ~Exists(listed), target=by.team_id).order_by("offered_at", "id")
    return rows_for(by, list(found[:most]), code="care.proposals")


def meeting(by: Principal, meeting_id: UUID) -> tuple[MeetingHead, tuple[InRoom, ...], tuple[LineRow, ...]]:
    """A meeting: its head, who is in the room, and the list as far as the caller may see each line."""
    row = meeting_of(meeting_id)
    head = head_of(by, row)
    lines = lines_with_names(row.id)
    looked(by, "care.meeting", Subject("meeting", row.id))
    return head, room_of(row), line_rows(by, head, lines, code="care.meeting", facts=facts_of(by, head, lines))


def room(by: Principal, meeting_id: UUID) -> tuple[MeetingHead, tuple[InRoom, ...]]:
    """Who is in the room, and who was."""
    row = meeting_of(meeting_id)
    return head_of(by, row), room_of(row)


def room_of(row: Meeting) -> tuple[InRoom, ...]:
    """Who is in the room, by sector, the lead first in theirs. One query."""
    there = Attendance.objects.filter(meeting=row).select_related("actor")
    roles = list(RoomRole)
    return tuple(
        InRoom(
            id=each.id,
            name=each.name,
            title=each.title,
            actor_id=each.actor_id,
            actor=each.actor.name,
            sector=each.sector,
            role=RoomRole(each.role),
            came_at=each.came_at,
            left_at=each.left_at,
            account_id=each.account_id,
            is_guest=each.actor_id != row.team_id,
        )
        for each in sorted(there, key=lambda a: (a.sector, roles.index(RoomRole(a.role)), a.name, a.id))
    )


def meeting_pulse(by: Principal, meeting_id: UUID, since: datetime | None) -> tuple[str, list[Written]]:
    """A mark that changes with every write in the meeting, and what others wrote since then, newest first.

    It names lines by their number and tells of no one, so it leaves no look.
    """
    row = meeting_of(meeting_id)
    head = head_of(by, row)
    mark = f"{head.id.hex}-{head.version}-{head.stamp}"
    if since is None or since.tzinfo is None:
        return mark, []
    written = LineChange.objects.filter(line__meeting=row, created_at__gt=since)
    theirs = written.exclude(author_account_id=by.account_id).select_related("line").order_by("-created_at", "-id")
    return mark, [Written(w.line_id, w.line.order, w.what, w.author, w.created_at) for w in theirs[:6]]


def minutes(by: Principal, meeting_id: UUID) -> Minutes:
    """The minutes: who was there, each line with what was considered, decided and disputed, and what is withheld."""
    row = meeting_of(meeting_id)
    head = head_of(by, row)
    lines = lines_with_names(row.id)
    looked(by, "care.minutes", Subject("meeting", row.id))
    options = _by_line(options_with_names(line__meeting=row))
    facts = Facts(options=options)
    rows = line_rows(by, head, lines, code="care.minutes", facts=facts)
    dissents = _by_line(Dissent.objects.filter(line__meeting=row).order_by("created_at", "id"))
    disputes = _by_line(Dispute.objects.filter(line__meeting=row).select_related("institution"))
    notes: dict[UUID | None, list[MeetingNote]] = defaultdict(list)
    for note in MeetingNote.objects.filter(meeting=row).order_by("created_at", "id"):
        notes[note.line_id].append(note)
    printed = tuple(
        MinutesLine(
            row=shown,
            fields=fields_shown(head, line) if shown.full else veil_of(shown),
            service=chosen_service(head, line, shown),
            options=tuple(option_view(head, each) for each in options[line.id]) if shown.full else (),
            dissents=tuple(dissent_view(each, shown) for each in dissents[line.id]),
            disputes=tuple(dispute_view(each, shown) for each in disputes[line.id]) if shown.full else (),
            notes=tuple(note_view(each, shown) for each in notes[line.id]),
            decided_by=line.decided_by,
        )
        for shown, line in zip(rows, lines, strict=True)
    )
    ours = head.place.own_team
    whole = tuple(note_view(each) for each in notes[None]) if ours else ()
    return Minutes(head, room_of(row), printed, whole, _tally(rows, lines, options) if ours else None)


def _by_line(rows: Iterable) -> dict[UUID, list]:
    found: dict[UUID, list] = defaultdict(list)
    for row in rows:
        found[row.line_id].append(row)
    return found


def _tally(rows: tuple[LineRow, ...], lines: list[MeetingLine], options: Mapping[UUID, list[LineOption]]) -> Tally:
    """Counted from all lines, whoever may read them: they are the team's own decisions, and name no one."""
    sectors = Counter(option.sector for line in lines for option in options.get(line.id, ()))
    third = sum(any(o.sector in THIRD_SECTOR for o in options.get(line.id, ())) for line in lines)
    return Tally(
        lines=len(lines),
        by_decision=dict(Counter(line.decision for line in lines if line.decision and line.decided_at)),
        options_by_sector=dict(sectors),
        third_considered=third,
        third_because_full=sum(line.because_full for line in lines),
        withheld=sum(not row.full for row in rows),
    )


def lines_to_come(by: Principal, referral_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each of these asks of the caller's team the meeting, planned or open, on whose list it is."""
    if not by.practises:
        return {}
    lines = MeetingLine.objects.filter(
        ~Q(meeting__state=MeetingState.CLOSED), referral__in=list(referral_ids), meeting__team=by.team_id
    )
    return dict(lines.values_list("referral_id", "meeting_id"))
