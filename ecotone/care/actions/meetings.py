"""Writes to a team meeting as a whole: planning it, who is in the room, opening and closing it, corrections.

    plan ──▶ open ──▶ close ──▶ minutes      what was not decided is carried to the next meeting by itself

Every write passes `into`: it counts the meeting's stamp up only while the meeting is in the right state, and so
holds its row: nothing slips into a meeting that is being closed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.actions.closing import CARE
from ecotone.care.machine import State
from ecotone.care.models import (
    Attendance,
    LineChange,
    LineShare,
    Meeting,
    MeetingLine,
    MeetingNote,
    Referral,
)
from ecotone.care.rules.meetings import (
    LineState,
    MeetingState,
    MeetingWay,
    RoomRole,
    can_be_discussed,
    state_at_closing,
)
from ecotone.ecosystem.models import Actor, Hat
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, Stale, check
from ecotone.people import actions as people
from ecotone.people.rules import Part

URGENT_FIRST = {"urgent": 0, "soon": 1, "routine": 2}
GOING_ON = (MeetingState.PLANNED, MeetingState.OPEN)


def into(meeting: Meeting, *states: MeetingState) -> None:
    """Holds the meeting's row and counts the write. Raises Invalid where it is in none of these states any more."""
    held = Meeting.objects.filter(pk=meeting.pk, state__in=states).update(stamp=F("stamp") + 1)
    if not held:
        state = Meeting.objects.filter(pk=meeting.pk).values_list("state", flat=True).get()
        closed = state == MeetingState.CLOSED
        raise Invalid(Problem("care.meeting_closed" if closed else "care.meeting_not_open"))


def written(by: Principal, line: MeetingLine, what: str, version: int | None = None, **values: Any) -> None:
    """The history of a line: one row for each write."""
    LineChange.add(line=line, what=what, version=version, values=values, **LineChange.signed(by))


@action("care.plan_meeting")
def plan_meeting(
    *,
    by: Principal,
    title: str,
    starts_at: datetime,
    way: MeetingWay = MeetingWay.PLACE,
    where: str = "",
    referral_ids: Iterable[UUID] = (),
) -> Meeting:
    """Calls the own team together over these asks of it; what an earlier meeting put off is on the list by itself.

    Planned twice for one moment, it is one meeting. Raises Invalid naming every fault.
    """
    policies.may_hold_meetings(by).require()
    check([*required(title=title), *choice_problems(way=(MeetingWay, way))])
    team = Actor.of(by.team_id)
    Actor.objects.select_for_update().values_list("id").get(pk=team.pk)
    meeting = Meeting.objects.filter(team=team, starts_at=starts_at).first()
    if meeting is None:
        columns = {"title": title, "starts_at": starts_at, "way": way, "where": where}
        meeting = Meeting.add(team=team, **columns, **Meeting.signed(by))
        _list(by, meeting, [*_put_off(team.id), *referral_ids])
    wrote("meeting", meeting.id, act="care.plan_meeting")
    return meeting


def _put_off(team_id: UUID) -> list[UUID]:
    """The asks whose last line, in a meeting that is closed, was put off; each to be discussed at the next one."""
    lines = MeetingLine.objects.filter(meeting__team=team_id).order_by("referral", "created_at", "id")
    last = {referral: (state, closed) for referral, state, closed in lines.values_list("referral", *_HOW)}
    return [each for each, how in last.items() if how == (LineState.DEFERRED, MeetingState.CLOSED)]


_HOW = ("state", "meeting__state")


@action("care.add_lines")
def add_lines(*, by: Principal, meeting_id: UUID, referral_ids: Iterable[UUID]) -> Meeting:
    """Puts more asks on the list, until the meeting is closed. One that is on it already stays as it is."""
    meeting = Meeting.of(meeting_id)
    policies.may_run(by, meeting, _own(by, meeting)).require("meeting", meeting_id)
    into(meeting, *GOING_ON)
    _list(by, meeting, referral_ids)
    wrote("meeting", meeting_id, act="care.add_lines")
    return meeting


def _own(by: Principal, meeting: Meeting) -> policies.Place:
    """The place of one of the team itself; a guest who leads does not choose what the team discusses."""
    place = policies.place_in(by, meeting)
    return place if place.own_team else policies.Place(own_team=False)


def _list(by: Principal, meeting: Meeting, referral_ids: Iterable[UUID]) -> None:
    """Urgent first, then who has waited longest. What was asked of others, or has ended, is not for this team."""
    wanted = list(dict.fromkeys(referral_ids))
    on_it = set(MeetingLine.objects.filter(meeting=meeting).values_list("referral_id", flat=True))
    rows = [row for row in Referral.objects.filter(id__in=wanted) if row.id not in on_it]
    if len(rows) < len(set(wanted) - on_it) or any(row.target_id != meeting.team_id for row in rows):
        raise NotFound("referral")
    rows = [row for row in rows if can_be_discussed(State(row.state))]
    rows.sort(key=lambda row: (URGENT_FIRST[row.urgency], row.offered_at, row.id))
    last = MeetingLine.objects.filter(meeting=meeting).aggregate(Max("order"))["order__max"] or 0
    for number, row in enumerate(rows, start=last + 1):
        put_on(by, meeting, row, number)


def put_on(by: Principal, meeting: Meeting, referral: Referral, order: int, **values: Any) -> MeetingLine:
    """One line, with what is known of it, and its first row of history."""
    columns = {"changed_at": clock.now(), "changed_by": by.signature, **values}
    line = MeetingLine.add(meeting=meeting, referral=referral, order=order, **columns, **MeetingLine.signed(by))
    written(by, line, "listed", 1, **values)
    person_id = referral.person_id
    wrote("person", person_id, act="care.list_for_meeting", part=Part.REFERRALS, keeps_access=True)
    return line


@action("care.enter_room")
def enter_room(
    *,
    by: Principal,
    meeting_id: UUID,
    hat_id: UUID | None = None,
    actor_id: UUID | None = None,
    name: str = "",
    title: str = "",
    role: RoomRole = RoomRole.MEMBER,
) -> Attendance:
    """Somebody is in the room: in a hat, or, for those without an account here, by name and for whom they come.

    Being in the room opens no record. One of the team comes in by themselves; others are let in by whoever runs it.
    """
    meeting = Meeting.of(meeting_id)
    policies.may_run(by, meeting, policies.place_in(by, meeting)).require("meeting", meeting_id)
    check(choice_problems(role=(RoomRole, role)))
    into(meeting, *GOING_ON)
    columns = _in_a_hat(hat_id) if hat_id else _by_name(actor_id, name, title)
    there = Attendance.objects.filter(meeting=meeting, left_at=None, **_who(columns)).first()
    if there is None:
        there = Attendance.add(
            meeting=meeting,
            came_at=max(clock.now(), meeting.starts_at) if meeting.state == MeetingState.PLANNED else clock.now(),
            **columns,
            **Attendance.signed(by),
        )
    if role not in (there.role, RoomRole.MEMBER):
        _give_role(there, role)
    wrote("meeting", meeting_id, act="care.enter_room")
    return there


def _who(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: columns[name] for name in ("hat_id", "actor", "name")}


def _in_a_hat(hat_id: UUID) -> dict[str, Any]:
    hat = Hat.objects.select_related("actor", "organisation", "account").filter(pk=hat_id).first()
    if hat is None or not hat.holds(clock.today()):
        raise NotFound("hat", hat_id)
    account: Account = hat.account
    return {
        "hat_id": hat.id,
        "account_id": account.id,
        "actor": hat.actor,
        "name": account.name,
        "title": hat.title,
        "sector": (hat.organisation or hat.actor).sector,
    }


def _by_name(actor_id: UUID | None, name: str, title: str) -> dict[str, Any]:
    check(required(name=name))
    actor = Actor.objects.filter(pk__in=[actor_id]).first()
    if actor is None:
        raise Invalid(Problem("care.for_whom", "actor"))
    return {"hat_id": None, "actor": actor, "name": name.strip(), "title": title, "sector": actor.sector}


def _give_role(there: Attendance, role: RoomRole) -> None:
    """One leads at a time: who led before stays in the room."""
    if role == RoomRole.LEAD:
        leading = Attendance.objects.filter(meeting_id=there.meeting_id, role=RoomRole.LEAD, left_at=None)
        leading.update(role=RoomRole.MEMBER)
    Attendance.objects.filter(pk=there.pk).update(role=role)
    there.role = role


@action("care.give_room_role")
def give_room_role(*, by: Principal, attendance_id: UUID, role: RoomRole) -> Attendance:
    """Who leads, and who takes the minutes. Leading is a part in the meeting, whatever the sector."""
    there, meeting = _in_the_room(by, attendance_id)
    check(choice_problems(role=(RoomRole, role)))
    _give_role(there, role)
    wrote("meeting", meeting.id, act="care.give_room_role")
    return there


@action("care.leave_room")
def leave_room(*, by: Principal, attendance_id: UUID) -> Attendance:
    """Somebody has left the room: what was shared with their team for this meeting closes, unless others stay."""
    there, meeting = _in_the_room(by, attendance_id)
    there.left_at = max(clock.now(), there.came_at)
    Attendance.objects.filter(pk=there.pk).update(left_at=there.left_at)
    stay = Attendance.objects.filter(meeting=meeting, actor=there.actor_id, left_at=None)
    if not stay.exists():
        _unshare(meeting, there.actor_id)
    wrote("meeting", meeting.id, act="care.leave_room")
    return there


def _in_the_room(by: Principal, attendance_id: UUID) -> tuple[Attendance, Meeting]:
    there = Attendance.of(attendance_id)
    meeting = Meeting.of(there.meeting_id)
    policies.may_run(by, meeting, policies.place_in(by, meeting)).require("meeting", meeting.id)
    into(meeting, *GOING_ON)
    if there.left_at:
        raise Invalid(Problem("care.has_left"))
    return there, meeting


def _unshare(meeting: Meeting, actor_id: UUID | None = None) -> None:
    """What was shared for this meeting closes: with one team, or with all."""
    shares = LineShare.objects.filter(line__meeting=meeting).select_related("line__referral")
    for share in shares.filter(actor=actor_id) if actor_id else shares:
        person_id = share.line.referral.person_id
        people.end_relationship(
            by=CARE, person_id=person_id, actor_id=share.actor_id, because_of=share.line_id, alone=True
        )


@action("care.open_meeting")
def open_meeting(*, by: Principal, meeting_id: UUID, version: int) -> Meeting:
    """It begins. Who opens it is in the room, and leads it until another does. Opened twice, it is open."""
    meeting = Meeting.of(meeting_id)
    policies.may_run(by, meeting, policies.place_in(by, meeting)).require("meeting", meeting_id)
    if meeting.state == MeetingState.PLANNED:
        into(meeting, MeetingState.PLANNED)
        meeting.change(version=version, state=MeetingState.OPEN, opened_at=clock.now())
        Attendance.objects.filter(meeting=meeting, came_at__gt=clock.now()).update(came_at=clock.now())
        led = Attendance.objects.filter(meeting=meeting, role=RoomRole.LEAD, left_at=None).exists()
        if by.hat_id:
            there = enter_room(by=by, meeting_id=meeting_id, hat_id=by.hat_id)
            if not led:
                _give_role(there, RoomRole.LEAD)
    elif meeting.state == MeetingState.CLOSED:
        raise Invalid(Problem("care.meeting_closed"))
    wrote("meeting", meeting_id, act="care.open_meeting")
    return meeting


@action("care.close_meeting")
def close_meeting(*, by: Principal, meeting_id: UUID, version: int) -> Meeting:
    """It ends: the minutes are what was written. What was not decided comes to the next meeting; shares end.

    Raises Invalid unless it is open, Stale when another change of the meeting came first.
    """
    meeting = Meeting.of(meeting_id)
    policies.may_run(by, meeting, policies.place_in(by, meeting)).require("meeting", meeting_id)
    into(meeting, MeetingState.OPEN)
    meeting.change(version=version, state=MeetingState.CLOSED, closed_at=clock.now())
    carried = [line for line in _settled(by, meeting) if line.state == LineState.DEFERRED]
    following = Meeting.objects.filter(team=meeting.team_id, state__in=GOING_ON, starts_at__gt=meeting.starts_at)
    if carried and (upcoming := following.order_by("starts_at", "id").first()):
        into(upcoming, *GOING_ON)
        _list(by, upcoming, [line.referral_id for line in carried])
    _unshare(meeting)
    wrote("meeting", meeting_id, act="care.close_meeting")
    return meeting


def _settled(by: Principal, meeting: Meeting) -> list[MeetingLine]:
    """The lines of a meeting that is closing, each in the state it ends in."""
    lines = list(MeetingLine.objects.filter(meeting=meeting).select_related("referral").order_by("order"))
    for line in lines:
        ends = state_at_closing(LineState(line.state), State(line.referral.state))
        if ends != line.state:
            line.change(version=line.version, state=ends, changed_at=clock.now(), changed_by=by.signature)
            written(by, line, "carried" if ends is LineState.DEFERRED else "dropped", line.version, state=ends)
    return lines


@action("care.correct_minutes")
def correct_minutes(*, by: Principal, meeting_id: UUID, words: str, line_id: UUID | None = None) -> MeetingNote:
    """A correction beside the minutes of a closed meeting: what was written then stays as it was."""
    meeting = Meeting.of(meeting_id)
    place = policies.place_in(by, meeting)
    line = MeetingLine.objects.select_related(*LINE_ROWS).filter(pk__in=[line_id], meeting=meeting).first()
    if line_id and line is None:
        raise NotFound("meetingline", line_id)
    policies.may_note(by, meeting, place).require("meeting", meeting_id)
    if line is None and not place.own_team:
        raise Invalid(Problem("care.note_on_a_line", "line"))
    check(required(words=words))
    if meeting.state != MeetingState.CLOSED:
        raise Invalid(Problem("care.meeting_not_closed"))
    same = MeetingNote.objects.filter(
        meeting=meeting, line=line, words=words.strip(), author_account_id=by.account_id
    ).first()
    note = same or MeetingNote.add(meeting=meeting, line=line, words=words, **MeetingNote.signed(by))
    wrote("meeting", meeting_id, act="care.correct_minutes")
    return note


LINE_ROWS = ("meeting__team", "referral__need")
"""What a line is read with, wherever its policy is asked."""


def line_of(line_id: UUID, version: int | None = None) -> MeetingLine:
    """A line with its meeting and ask. Raises NotFound, or Stale where it is not at that version any more."""
    line = MeetingLine.objects.select_related(*LINE_ROWS).filter(pk=line_id).first()
    if line is None:
        raise NotFound("meetingline", line_id)
    if version is not None and line.version != version:
        raise Stale("meetingline", line_id, version)
    return line
