"""May this principal see, run, write in or decide at this team meeting, now, and why?

    own team, with a relationship ───────────────────────▶ sees, writes, decides
    in the room from elsewhere ──────────────────────────▶ sees need, locality, urgency; may dissent
        and the line is shared, or helps the person ─────▶ sees and writes it
            and leads the meeting ───────────────────────▶ decides it
    everyone else ───────────────────────────────────────▶ no

Being in the room opens nothing by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict
from ecotone.care.models import Attendance, Meeting, MeetingLine, Referral
from ecotone.care.rules.meetings import DecisionKind, MeetingState, RoomRole, Sight, line_sight
from ecotone.people import policies as people
from ecotone.people.rules import Part


@dataclass(frozen=True)
class Place:
    """Where somebody stands to a meeting: of the team that holds it, and in what part in the room, if in it at all.

    `was_there`: in the room at some time.
    """

    own_team: bool
    role: RoomRole | None = None
    was_there: bool = False

    @property
    def leads(self) -> bool:
        return self.role is RoomRole.LEAD


def place_in(principal: Principal, meeting: Meeting) -> Place:
    """Where the principal stands to a meeting; one query for a guest. No part adds to the team's own."""
    if not principal.practises or principal.account_id is None:
        return Place(own_team=False)
    if meeting.team_id == principal.actor_id:
        return Place(own_team=True)
    mine = Attendance.objects.filter(meeting=meeting, account_id=principal.account_id, actor=principal.team_id)
    rows = list(mine.values_list("role", "left_at"))
    roles = [RoomRole(role) for role, left in rows if left is None]
    return Place(False, min(roles, key=list(RoomRole).index, default=None), bool(rows))


def may_hold_meetings(principal: Principal) -> Verdict:
    """Whoever works with people may call their own team together."""
    if principal.practises:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


def may_see_meeting(principal: Principal, meeting: Meeting, place: Place) -> Verdict:
    """The team itself, who is in the room, and who was once it is closed. Each line is asked for by itself."""
    may = may_hold_meetings(principal)
    if not may.allowed:
        return may
    if place.own_team or place.role or (place.was_there and meeting.state == MeetingState.CLOSED):
        return Verdict.allow("care.in_the_room", Basis.ROLE)
    return Verdict.refuse("care.not_your_meeting")


def may_run(principal: Principal, meeting: Meeting, place: Place) -> Verdict:
    """Open and close it, say who is in the room: the team itself, or whoever leads it, from whatever sector."""
    seeing = may_see_meeting(principal, meeting, place)
    if not seeing.allowed or place.own_team or place.leads:
        return seeing
    return Verdict.refuse("care.leads_not")


def sight_of_line(
    principal: Principal, place: Place, referral: Referral, verdicts: Mapping[Part, Verdict]
) -> tuple[Sight, Verdict]:
    """How much of a line is seen, and the verdict that says why, or why not more."""
    who, listed = people.knows(verdicts), verdicts[Part.REFERRALS]
    refused = listed.code == "people.person_refused"
    how_much = line_sight(
        own_team=place.own_team,
        knows_person=who.allowed,
        refused_referrals=refused,
        sensitive=referral.tells_of_what_is_sensitive,
    )
    if how_much is Sight.FULL:
        return how_much, who
    if place.own_team and not who.allowed:
        return how_much, who
    shown_why = who.allowed and refused and not place.own_team
    return how_much, listed if shown_why else Verdict.refuse("care.line_not_shared")


def may_write_line(principal: Principal, line: MeetingLine, place: Place) -> Verdict:
    """Whoever in the room sees all of a line may write in it."""
    seeing = may_see_meeting(principal, line.meeting, place)
    if not seeing.allowed:
        return seeing
    if not (place.own_team or place.role):
        return Verdict.refuse("care.not_your_meeting")
    verdicts = people.verdicts(principal, [line.referral.person_id])[line.referral.person_id]
    return sight_of_line(principal, place, line.referral, verdicts)[1]


def may_decide(principal: Principal, line: MeetingLine, place: Place, kind: DecisionKind | None) -> Verdict:
    """The team it was asked of decides, or a guest who leads the meeting and sees the line.

    Handing on passes parts of a story on, which only those do who see them: the team itself.
    """
    writing = may_write_line(principal, line, place)
    if not writing.allowed or place.own_team:
        return writing
    if not place.leads:
        return Verdict.refuse("care.leads_not")
    if kind is DecisionKind.HAND_ON:
        return Verdict.refuse("care.team_hands_on")
    return writing


def may_speak_to_line(principal: Principal, line: MeetingLine, place: Place) -> Verdict:
    """Anyone in the room may disagree, also with what was decided on a line that they see in outline only."""
    seeing = may_see_meeting(principal, line.meeting, place)
    if seeing.allowed and not (place.own_team or place.role):
        return Verdict.refuse("care.not_your_meeting")
    return seeing


def may_share_line(principal: Principal, line: MeetingLine, place: Place) -> Verdict:
    """The team itself shares a line with a guest: nobody shares on what was shared with them for an hour."""
    writing = may_write_line(principal, line, place)
    if not writing.allowed or place.own_team:
        return writing
    return Verdict.refuse("care.team_shares")


def may_note(principal: Principal, meeting: Meeting, place: Place) -> Verdict:
    """The team itself writes a correction beside its minutes, and so may who was in the room."""
    return may_see_meeting(principal, meeting, place)
