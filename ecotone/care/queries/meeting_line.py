"""The line in hand, and what two writes to it part in."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict
from ecotone.care import policies
from ecotone.care.machine import State
from ecotone.care.models import Dispute, Dissent, LineChange, LineOption, LineShare, Meeting, MeetingLine
from ecotone.care.queries.meeting_rows import (
    chosen_service,
    dispute_view,
    dissent_view,
    facts_of,
    fields_of,
    fields_shown,
    is_veiled,
    line_rows,
    lines_with_names,
    option_view,
    sights,
    veil_of,
)
from ecotone.care.queries.meetings import head_of, meeting_of, room_of
from ecotone.care.queries.rows import asked_by_id
from ecotone.care.rules.meetings import FIELDS, Difference, RoomRole, differences, open_kinds
from ecotone.care.views import DisputeView, InRoom, LineBrief, LineRow, LineView, MeetingHead, ShareView
from ecotone.ground.errors import NotFound


def meeting_line(by: Principal, meeting_id: UUID, line_id: UUID) -> LineView:
    """The line in hand with the list beside it. Raises NotFound, or Refused to who is not in the room."""
    lines = lines_with_names(meeting_id)
    line = next((each for each in lines if each.id == line_id), None)
    if line is None:
        raise _not_there(by, meeting_id, line_id)
    head, code = head_of(by, line.meeting), "care.meeting_line"
    looked(by, code, Subject("meeting", meeting_id))
    sights(by, head, lines)  # of all at once, before one is asked for by itself
    facts = facts_of(by, head, [line])
    rows = line_rows(by, head, lines, code=code, facts=facts)
    row = next(each for each in rows if each.id == line.id)
    options = (facts.options or {}).get(line.id, [])
    dissents = Dissent.objects.filter(line=line).order_by("created_at", "id")
    disputes = Dispute.objects.filter(line=line).select_related("institution").order_by("created_at", "id")
    writes = _writes(head, row)
    decides = writes and head.is_open and not row.gone and (head.place.own_team or head.place.leads)
    return LineView(
        head=head,
        row=row,
        lines=rows,
        why=line.referral.why if row.full and head.place.own_team else veil_of(row),
        hoped_for=line.referral.hoped_for if row.full and head.place.own_team else veil_of(row),
        fields=fields_shown(head, line) if row.full else veil_of(row),
        service=chosen_service(head, line, row),
        child_id=line.child_id if row.full and not is_veiled(head, line) else None,
        decided_at=line.decided_at,
        changed_at=line.changed_at,
        changed_by=line.changed_by,
        options=tuple(option_view(head, each) for each in options) if row.full else (),
        dissents=tuple(dissent_view(each, row) for each in dissents),
        disputes=tuple(dispute_view(each, row) for each in disputes) if row.full else (),
        kinds=tuple(open_kinds(State(line.referral.state))) if decides else (),
        can_write=writes,
        can_decide=decides,
        can_share=writes and head.is_open and head.place.own_team,
    )


def _not_there(by: Principal, meeting_id: UUID, line_id: UUID) -> NotFound:
    """Where no such line is shown. Raises Refused first to who has no place in the meeting."""
    head_of(by, meeting_of(meeting_id))
    return NotFound("meetingline", line_id)


def _writes(head: MeetingHead, row: LineRow) -> bool:
    here = head.place.own_team or head.place.role is not None
    return row.full and here and not head.is_closed


def line_brief(by: Principal, meeting_id: UUID, line_id: UUID) -> LineBrief:
    """What a form about a line shows of it. Raises NotFound, or Refused to who is not in the room."""
    lines = lines_with_names(meeting_id, id=line_id)
    if not lines:
        raise _not_there(by, meeting_id, line_id)
    head = head_of(by, lines[0].meeting)
    row = line_rows(by, head, lines, code="care.meeting_line")[0]
    need = lines[0].referral.need
    return LineBrief(
        head=head,
        row=row,
        can_write=_writes(head, row),
        why_not="care.meeting_closed" if row.full else veil_of(row).code,
        need_code=need.code if row.full and need else "",
        place_id=lines[0].referral.place_id if row.full else None,
    )


def line_options(by: Principal, line: LineBrief) -> frozenset[UUID | None]:
    """The services among the options of a line that the caller was shown."""
    found = LineOption.objects.filter(line=line.row.id, line__meeting=line.head.id) if line.row.full else ()
    return frozenset(option.service_id for option in found)


def line_dispute(by: Principal, line: LineBrief, dispute_id: UUID) -> DisputeView:
    """One dispute of a line that the caller was shown. Raises NotFound."""
    found = Dispute.objects.select_related("institution").filter(pk=dispute_id, line=line.row.id).first()
    if found is None or not line.row.full:
        raise NotFound("dispute", dispute_id)
    return dispute_view(found, line.row)


def line_room(by: Principal, meeting_id: UUID, line_id: UUID) -> tuple[tuple[InRoom, ...], tuple[ShareView, ...]]:
    """Who is in the room now, and with which guests the line is shared: for those who may share it."""
    meeting = meeting_of(meeting_id)
    head_of(by, meeting)
    line = _own_line(by, meeting, line_id)
    policies.may_share_line(by, line, policies.place_in(by, meeting)).require("meetingline", line_id)
    shares = LineShare.objects.filter(line=line).select_related("actor").order_by("created_at", "id")
    there = tuple(each for each in room_of(meeting) if each.left_at is None)
    return there, tuple(ShareView(each.actor.name, each.agreed_how, each.author) for each in shares)


def _own_line(by: Principal, meeting: Meeting, line_id: UUID) -> MeetingLine:
    line = MeetingLine.objects.select_related("referral__need").filter(pk=line_id, meeting=meeting).first()
    if line is None:
        raise NotFound("meetingline", line_id)
    line.meeting = meeting
    return line


def speakers(by: Principal, meeting_id: UUID) -> tuple[InRoom, ...]:
    """Who is in the room now, for whom the caller may write a dissent down: a guest for nobody else."""
    meeting = meeting_of(meeting_id)
    own_team = head_of(by, meeting).place.own_team
    roles = list(RoomRole)
    there = [each for each in room_of(meeting) if each.left_at is None]
    if not own_team:
        there = [each for each in there if (each.account_id, each.actor_id) == (by.account_id, by.actor_id)]
    return tuple(sorted(there, key=lambda each: (roles.index(each.role), each.name)))


def line_differences(
    by: Principal, line_id: UUID, *, version: int, mine: Mapping[str, Any]
) -> tuple[tuple[Difference, ...], int, str]:
    """What I sent from an older version, and what stands there now: where they part, the version now, and by whom.

    `mine` by the names `write_line` takes, as JSON keeps them. Raises Refused unless the caller may write there.
    """
    rows = MeetingLine.objects.select_related("meeting__team", "referral__need")
    line = asked_by_id(rows, partial(_may_write, by), "meetingline", line_id)
    _may_write(by, line).require("meetingline", line_id)
    theirs = fields_of(line)
    return differences(_at(line, version), theirs, mine), line.version, line.changed_by


def _may_write(by: Principal, line: MeetingLine) -> Verdict:
    return policies.may_write_line(by, line, policies.place_in(by, line.meeting))


def _at(line: MeetingLine, version: int) -> dict[str, Any]:
    """What the line said at an earlier version: the newest value of each field that was written until then."""
    said: dict[str, Any] = {}
    changes = LineChange.objects.filter(line=line, version__isnull=False, version__lte=version)
    for values in changes.order_by("version").values_list("values", flat=True):
        said |= {k: v for k, v in values.items() if k != "details"}
        if "details" in values:
            said = {k: v for k, v in said.items() if k not in _DETAILS} | values["details"]
    return {name: said.get(name) or "" for name in {*said, *fields_of(line)}}


_DETAILS = frozenset(field.name for fields in FIELDS.values() for field in fields)
"""The names of all that any decision records."""
