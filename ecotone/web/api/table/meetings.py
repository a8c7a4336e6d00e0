"""Team meetings: their room, their lines, what was decided, and the minutes."""

from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.care import actions, queries
from ecotone.care.machine import TAKES
from ecotone.care.rules.meetings import FIELDS, TEXTS, DecisionKind, WhyNoThird
from ecotone.care.views import InRoom, LineRow, MeetingHead
from ecotone.web.api.operations import Operation, Read, Write
from ecotone.web.routes import Access

READ, WRITE = Scope.REFERRALS_READ, Scope.REFERRALS_WRITE
WORKERS = (Access.WORKER,)
AT = "meetings/{meeting_id}"
LINE = f"{AT}/lines/{{line_id}}"
SAID: dict[str, Any] = {
    **dict.fromkeys(TEXTS, str),
    "service_id": UUID,
    "why_no_third": WhyNoThird,
    **{each.name: each.choices or TAKES[each.kind] for fields in FIELDS.values() for each in fields},
}
"""What a line may hold: its words, and what any of the decisions records."""


def meeting(by: Principal, meeting_id: UUID) -> tuple[MeetingHead, tuple[InRoom, ...], tuple[LineRow, ...]]:
    """A meeting, who is there, and its list."""
    return queries.meeting(by, meeting_id)


OPERATIONS: tuple[Operation, ...] = (
    Read("meetings", queries.meetings, READ, WORKERS),
    Read("proposals", queries.proposals, READ, WORKERS),
    Read(AT, meeting, READ, WORKERS, parts=("meeting", "room", "lines")),
    Read(LINE, queries.meeting_line, READ, WORKERS),
    Read(f"{AT}/minutes", queries.minutes, READ, WORKERS),
    Write("meetings", actions.plan_meeting, WRITE, WORKERS, makes="meeting"),
    Write(f"{AT}/lines", actions.add_lines, WRITE, WORKERS),
    Write(f"{AT}/open", actions.open_meeting, WRITE, WORKERS),
    Write(f"{AT}/close", actions.close_meeting, WRITE, WORKERS),
    Write(f"{AT}/room", actions.enter_room, WRITE, WORKERS, makes=""),
    Write(f"{AT}/room/{{attendance_id}}/role", actions.give_room_role, WRITE, WORKERS),
    Write(f"{AT}/room/{{attendance_id}}/leave", actions.leave_room, WRITE, WORKERS),
    Write(f"{AT}/minutes/corrections", actions.correct_minutes, WRITE, WORKERS, makes=""),
    Write(f"{LINE}/write", actions.write_line, WRITE, WORKERS, also={"decision": DecisionKind, **SAID}),
    Write(f"{LINE}/decide", actions.decide_line, WRITE, WORKERS, also=SAID),
    Write(f"{LINE}/options", actions.consider_option, WRITE, WORKERS, makes=""),
    Write(f"{LINE}/options/{{option_id}}/weigh", actions.weigh_option, WRITE, WORKERS),
    Write(f"{LINE}/dissents", actions.dissent, WRITE, WORKERS, makes=""),
    Write(f"{LINE}/disputes", actions.dispute, WRITE, WORKERS, makes=""),
    Write(f"{LINE}/disputes/{{dispute_id}}/settle", actions.settle_dispute, WRITE, WORKERS),
    Write(f"{LINE}/shares", actions.share_line, WRITE, WORKERS, makes=""),
)
