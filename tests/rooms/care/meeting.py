"""A rehabilitation team that meets over what the link workers asked of it, with a befriending group in the room."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.care import actions
from ecotone.care.models import Attendance, Meeting, MeetingLine, Referral
from ecotone.care.rules.meetings import RoomRole
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.people.models import Person
from tests import worlds
from tests.rooms.care.conftest import House


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


WHOLE: dict[str, dict[str, Any]] = {
    "take_on": {"worker": "Moira Kerr, therapist", "expected_start": 5, "person_told": True},
    "wait": {
        "worker": "Moira Kerr",
        "expected_wait": "About six weeks",
        "meanwhile": "The walking group",
        "recheck_on": 21,
        "person_told": False,
    },
    "ask": {"question": "Are there stairs?", "answer_by": 4},
    "hand_on": {"worker": "Moira Kerr", "why": "Company is what is wanted", "reply_by": 7, "agreed": True},
    "decline": {
        "reason_code": "wrong_service",
        "reason_text": "Not what we do",
        "alternative": "none known",
        "who_tells": "us",
    },
    "defer": {},
}
WHY = {"why_no_third": "needs_clinical"}


def whole(kind: str, **given: Any) -> dict[str, Any]:
    """All that a decision needs; days counted from today."""
    filled = {k: in_days(v) if type(v) is int else v for k, v in WHOLE[kind].items()}
    return {"decision": kind, **filled, **WHY, **given}


@dataclass
class Table:
    """The meeting, its lines, and who may be there."""

    house: House
    meeting: Meeting
    people: list[Person]

    @property
    def ours(self) -> Principal:
        return self.house.rehab

    @property
    def guest(self) -> Principal:
        return self.house.group

    @property
    def lines(self) -> list[MeetingLine]:
        return list(MeetingLine.objects.filter(meeting=self.meeting).order_by("order"))

    def line(self, at: int = 0) -> MeetingLine:
        return self.lines[at]

    def open(self) -> "Table":
        self.meeting = actions.open_meeting(
            by=self.ours, meeting_id=self.meeting.id, version=Meeting.of(self.meeting.id).version
        )
        return self

    def close(self) -> Meeting:
        return actions.close_meeting(
            by=self.ours, meeting_id=self.meeting.id, version=Meeting.of(self.meeting.id).version
        )

    def enters(self, who: Principal, role: RoomRole = RoomRole.MEMBER) -> Attendance:
        return actions.enter_room(by=self.ours, meeting_id=self.meeting.id, hat_id=who.hat_id, role=role)

    def write(self, line: MeetingLine, by: Principal | None = None, **given: Any) -> MeetingLine:
        now = MeetingLine.of(line.id)
        return actions.write_line(by=by or self.ours, line_id=line.id, version=now.version, **given)

    def decide(self, line: MeetingLine, kind: str, by: Principal | None = None, **given: Any) -> MeetingLine:
        now = MeetingLine.of(line.id)
        seen = Referral.of(line.referral_id).version
        return actions.decide_line(
            by=by or self.ours, line_id=line.id, version=now.version, referral_version=seen, **whole(kind, **given)
        )

    def share(self, line: MeetingLine, there: Attendance) -> Any:
        return actions.share_line(
            by=self.ours, line_id=line.id, attendance_id=there.id, agreed_how="By phone, to the link worker"
        )

    def referral(self, at: int = 0) -> Referral:
        return Referral.of(self.line(at).referral_id)


def laid(house: House, *, asks: int = 2, opened: bool = True, **draft: Any) -> Table:
    """A table laid with so many asks: Jean's first, then others'."""
    people = [house.jean, *(worlds.taken_in(house.asker, name=f"Person {n}") for n in range(1, asks))]
    rehab = Actor.of(house.rehab.team_id)
    ids: list[UUID] = [worlds.ask(house.asker, who, rehab, **draft).id for who in people]
    meeting = actions.plan_meeting(by=house.rehab, title="Screening", starts_at=clock.now(), referral_ids=ids[:asks])
    table = Table(house, meeting, people)
    return table.open() if opened else table
