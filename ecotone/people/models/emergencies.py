"""The tables of reaching somebody whom one's team does not help: in an emergency, and by asking."""

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Authored
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Versioned, ends_after_it_begins, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models.record import AUTHORED, Person, SignedFor, signed_whole
from ecotone.people.rules import (
    AN_EMERGENCY_LASTS,
    AnsweredBy,
    AskState,
    EmergencyOutcome,
    EmergencyReason,
    Part,
)


class EmergencyAccess(Versioned, Authored):
    """That somebody opened, in an emergency, the record of a person whom their team does not help.

    It is one account's in one hat, and nobody else's. `made_by` signs it; the author is whoever reviewed it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emergencies")
    account_id = models.UUIDField()
    hat_id = models.UUIDField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    made_by = Line()
    reason = Code(choices=[(r, r) for r in EmergencyReason])
    text = Words(max_length=2000)
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="when it ended; it opens nothing after `until` either")
    told = models.BooleanField(help_text="whether the person has been told")
    why_not_told = Words(blank=True, max_length=2000)
    review_by = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    outcome = Code(blank=True, choices=[(o, o) for o in EmergencyOutcome])
    review = Words(blank=True, max_length=4000)

    privacy = Privacy(
        operational="id created_at version account_id hat_id actor since until ended_at review_by reminded_at "
        f"reviewed_at {AUTHORED}",
        personal="person made_by told",
        sensitive="reason text why_not_told outcome review",
    )

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "person", "until"], name="emergencies_of_account"),
            models.Index(fields=["person", "-since"], name="emergencies_of_person"),
            models.Index(fields=["review_by"], condition=Q(reviewed_at=None), name="emergencies_to_review"),
            models.Index(fields=["-reviewed_at"], name="emergencies_reviewed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "person"], condition=Q(ended_at=None), name="one_open_emergency"
            ),
            ends_after_it_begins("emergency_period"),
            models.CheckConstraint(
                name="emergency_is_short", condition=Q(until__lte=F("since") + AN_EMERGENCY_LASTS)
            ),
            models.CheckConstraint(
                name="emergency_ended_once_begun", condition=Q(ended_at=None) | Q(ended_at__gte=F("since"))
            ),
            one_of("emergency_reason", "reason", EmergencyReason),
            one_of("emergency_outcome", "outcome", ["", *EmergencyOutcome]),
            models.CheckConstraint(name="emergency_says_why", condition=~Q(text="")),
            models.CheckConstraint(name="emergency_told_or_why_not", condition=Q(told=True) | ~Q(why_not_told="")),
            models.CheckConstraint(
                name="emergency_reviewed_whole",
                condition=Q(reviewed_at=None, outcome="", review="")
                | Q(reviewed_at__isnull=False) & ~Q(outcome="") & ~Q(review=""),
            ),
        ]


class AccessRequest(Versioned, Authored, SignedFor):
    """That a team asked to know a person whom it does not help, or to see a part that was not shared with it; the
    author asked, `answered_by` answered.

    Agreed, it opened a relationship of care with that team: who she is and how to reach her safely, and no more; or
    her grant of that part.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="access_requests")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    part = Code(blank=True, choices=[(p, p) for p in Part], help_text="which part is asked for; empty: to know her")
    why = Words(max_length=2000)
    sensitive = models.BooleanField(default=False, help_text="the team's name alone would tell too much")
    state = Code(choices=[(s, s) for s in AskState], default=AskState.WAITING)
    lapses_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_as = Code(blank=True, choices=[(a, a) for a in AnsweredBy])
    answered_by = Line(blank=True, help_text="who answered, as they signed")
    answering_account_id = models.UUIDField(null=True)
    answering_actor_id = models.UUIDField(null=True)
    reason = Words(blank=True, max_length=2000)

    privacy = Privacy(
        operational="id created_at version state lapses_on answered_at answered_as answering_account_id "
        f"answering_actor_id {AUTHORED}",
        personal="person actor answered_by signed_by",
        sensitive="part why reason sensitive signed_as",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="access_asked_of"),
            models.Index(fields=["actor", "-created_at"], name="access_asked_by"),
            models.Index(fields=["lapses_on"], condition=Q(state="waiting"), name="access_that_waits"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "actor", "part"], condition=Q(state="waiting"), name="one_access_asked_for"
            ),
            one_of("access_part", "part", ["", *Part]),
            one_of("access_state", "state", AskState),
            one_of("access_answered_as", "answered_as", ["", *AnsweredBy]),
            signed_whole("access_signed_whole"),
            models.CheckConstraint(name="access_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="access_answered_when_over",
                condition=Q(state="waiting", answered_at=None) | ~Q(state="waiting") & Q(answered_at__isnull=False),
            ),
        ]
