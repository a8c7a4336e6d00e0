"""The tables of team meetings: who was in the room, each line, what was considered, decided and disputed.

The minutes are these rows. A closed meeting takes no more of them but `MeetingNote`, a correction beside it.
"""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.care.models.asks import Referral
from ecotone.care.rules.meetings import (
    DecisionKind,
    DisputeAbout,
    Fate,
    LineState,
    MeetingState,
    MeetingWay,
    RoomRole,
    WhyNot,
    WhyNoThird,
)
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Institution
from ecotone.ecosystem.rules import Sector
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED


class Meeting(Versioned, Authored):
    """A team's screening and allocation, planned, open or closed. `stamp` counts all that was written in it."""

    team = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="meetings")
    title = Line()
    starts_at = models.DateTimeField()
    way = Code(choices=[(w, w) for w in MeetingWay], default=MeetingWay.PLACE)
    where = Line(blank=True)
    state = Code(choices=[(s, s) for s in MeetingState], default=MeetingState.PLANNED)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    stamp = models.PositiveIntegerField(default=1)

    privacy = Privacy(
        operational=f"id created_at version team title starts_at way where state opened_at closed_at stamp {AUTHORED}"
    )

    class Meta:
        indexes = [models.Index(fields=["team", "state", "-starts_at"], name="meetings_of_team")]
        constraints = [
            models.UniqueConstraint(fields=["team", "starts_at"], name="one_meeting_at_a_time"),
            one_of("meeting_state", "state", MeetingState),
            one_of("meeting_way", "way", MeetingWay),
            models.CheckConstraint(
                name="meeting_opened_once",
                condition=Q(state="planned", opened_at=None) | ~Q(state="planned") & Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_closed_once",
                condition=Q(state="closed", closed_at__isnull=False) | ~Q(state="closed") & Q(closed_at=None),
            ),
        ]


class Attendance(Record, Authored):
    """Somebody in the room: for which team or group, of which sector, in what part. Not all have an account."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="room")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    account_id = models.UUIDField(null=True)
    hat_id = models.UUIDField(null=True)
    name = Line()
    title = Line(blank=True)
    sector = Code(choices=[(s, s) for s in Sector])
    role = Code(choices=[(r, r) for r in RoomRole], default=RoomRole.MEMBER)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at meeting actor account_id hat_id name title sector role came_at left_at {AUTHORED}"
    )

    class Meta:
        indexes = [models.Index(fields=["account_id", "meeting"], name="meetings_of_account")]
        constraints = [
            one_of("attendance_role", "role", RoomRole),
            one_of("attendance_sector", "sector", Sector),
            models.UniqueConstraint(
                fields=["meeting", "hat_id"], condition=Q(left_at=None, hat_id__isnull=False), name="in_the_room_once"
            ),
            models.UniqueConstraint(fields=["meeting"], condition=Q(role="lead", left_at=None), name="one_lead"),
        ]


class MeetingLine(Versioned, Authored):
    """One ask on a meeting's list: what the person wants, what was decided, and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="lines")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="lines")
    order = models.PositiveIntegerField()
    state = Code(choices=[(s, s) for s in LineState], default=LineState.TO_DISCUSS)
    summary = Words(blank=True, max_length=400)
    wish = Words(blank=True, max_length=4000, help_text="what the person wants, as it was said")
    wish_told_by = Line(blank=True)
    decision = Code(blank=True, choices=[(k, k) for k in DecisionKind])
    details = models.JSONField(default=dict, help_text="what the decision records, by the names of the machine")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    lead = Line(blank=True, help_text="who leads for the person, if not the worker")
    reason = Words(blank=True, max_length=2000)
    why_no_third = Code(blank=True, choices=[(w, w) for w in WhyNoThird])
    why_no_third_words = Line(blank=True)
    because_full = models.BooleanField(default=False, help_text="third sector asked because statutory was full")
    child = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = Line(blank=True)
    changed_at = models.DateTimeField()
    changed_by = Line(blank=True)

    privacy = Privacy(
        operational="id created_at version meeting referral order state decision why_no_third because_full child "
        f"decided_at decided_by changed_at changed_by {AUTHORED}",
        sensitive="summary wish wish_told_by details service lead reason why_no_third_words",
    )

    class Meta:
        indexes = [models.Index(fields=["meeting", "order"], name="lines_of_meeting")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "referral"], name="one_line_an_ask"),
            one_of("line_state", "state", LineState),
            one_of("line_decision", "decision", ["", *DecisionKind]),
            one_of("line_why_no_third", "why_no_third", ["", *WhyNoThird]),
            models.CheckConstraint(
                name="line_decided_with_decision", condition=~Q(state="decided") | ~Q(decision="")
            ),
        ]


class LineChange(Record, Authored):
    """One write to a line: what, by whom, the new value of each field, the version made. Never changed."""

    line = models.ForeignKey(MeetingLine, on_delete=models.PROTECT, related_name="changes")
    what = Code()
    version = models.PositiveIntegerField(null=True)
    values = models.JSONField(default=dict)

    privacy = Privacy(operational=f"id created_at line what version {AUTHORED}", sensitive="values")

    class Meta:
        indexes = [models.Index(fields=["line", "created_at"], name="changes_of_line")]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "version"], condition=Q(version__isnull=False), name="one_change_a_version"
            )
        ]


class LineOption(Versioned, Authored):
    """Somebody who might help: thought of by whom, and chosen, or put aside and why."""

    line = models.ForeignKey(MeetingLine, on_delete=models.PROTECT, related_name="options")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    sector = Code(choices=[(s, s) for s in Sector])
    thought_of_by = Line(blank=True)
    fate = Code(choices=[(f, f) for f in Fate], default=Fate.OPEN)
    why_not = Code(blank=True, choices=[(w, w) for w in WhyNot])
    why_not_words = Line(blank=True)

    privacy = Privacy(
        operational=f"id created_at version line sector fate thought_of_by {AUTHORED}",
        sensitive="service actor why_not why_not_words",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "service"], condition=Q(service__isnull=False), name="service_once_a_line"
            ),
            models.UniqueConstraint(fields=["line", "actor"], condition=Q(service=None), name="actor_once_a_line"),
            one_of("option_sector", "sector", Sector),
            one_of("option_fate", "fate", Fate),
            one_of("option_why_not", "why_not", ["", *WhyNot]),
            models.CheckConstraint(name="put_aside_says_why", condition=~Q(fate="put_aside") | ~Q(why_not="")),
        ]


class Dissent(Record, Authored):
    """Somebody in the room did not agree, in their words. It stands in the minutes beside what was decided."""

    line = models.ForeignKey(MeetingLine, on_delete=models.PROTECT, related_name="dissents")
    who = Line()
    sector = Code(choices=[(s, s) for s in Sector])
    words = Words(max_length=2000)

    privacy = Privacy(operational=f"id created_at line who sector {AUTHORED}", sensitive="words")

    class Meta:
        indexes = [models.Index(fields=["line", "created_at"], name="dissents_of_line")]
        constraints = [one_of("dissent_sector", "sector", Sector)]


class Dispute(Versioned, Authored):
    """A dispute over a remit or a rule: which, who imposed it, who negotiated, what was agreed."""

    line = models.ForeignKey(MeetingLine, on_delete=models.PROTECT, related_name="disputes")
    about = Code(choices=[(a, a) for a in DisputeAbout])
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="disputes")
    imposed_by = Line()
    negotiated_by = Line()
    agreed = Words(blank=True, max_length=2000)
    settled_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at version line about institution imposed_by negotiated_by settled_at {AUTHORED}",
        sensitive="agreed",
    )

    class Meta:
        indexes = [models.Index(fields=["institution", "-created_at"], name="disputes_of_institution")]
        constraints = [
            models.UniqueConstraint(fields=["line", "institution"], name="one_dispute_a_rule"),
            one_of("dispute_about", "about", DisputeAbout),
            models.CheckConstraint(name="settled_says_what", condition=Q(settled_at=None) | ~Q(agreed="")),
        ]


class LineShare(Record, Authored):
    """A line opened to a guest's team for this meeting, because the person agreed. It ends with the meeting."""

    line = models.ForeignKey(MeetingLine, on_delete=models.PROTECT, related_name="shares")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    agreed_how = Line(help_text="how, and to whom, the person agreed")

    privacy = Privacy(operational=f"id created_at line actor {AUTHORED}", sensitive="agreed_how")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "actor"], name="line_shared_once")]


class MeetingNote(Record, Authored):
    """A correction, written beside the minutes of a closed meeting, with its day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notes")
    line = models.ForeignKey(MeetingLine, null=True, on_delete=models.PROTECT, related_name="notes")
    words = Words(max_length=2000)

    privacy = Privacy(operational=f"id created_at meeting line {AUTHORED}", sensitive="words")

    class Meta:
        indexes = [models.Index(fields=["meeting", "created_at"], name="notes_of_meeting")]
