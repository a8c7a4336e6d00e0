"""The tables of personal outcomes: what a person hopes for, and how she sees it later."""

from django.db import models

from ecotone.access.models import Authored
from ecotone.care.rules import Change, OutcomeKind, Pen
from ecotone.ground.fields import Code, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, Person


class Outcome(Versioned, Authored):
    """What the person hopes for, in her words; agreed in conversation, reviewed by her."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outcomes")
    words = Words(max_length=4000)
    kind = Code(choices=[(k, k) for k in OutcomeKind])
    reviewed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at version person reviewed_at ended_at {AUTHORED}", sensitive="words kind"
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="outcomes_of_person")]
        constraints = [one_of("outcome_kind", "kind", OutcomeKind)]


class OutcomeReview(Record, Authored):
    """How she sees it now, in her words; who held the pen."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="reviews")
    change = Code(choices=[(c, c) for c in Change])
    words = Words(blank=True, max_length=4000)
    pen = Code(choices=[(p, p) for p in Pen])

    privacy = Privacy(operational=f"id created_at outcome pen {AUTHORED}", sensitive="change words")

    class Meta:
        constraints = [one_of("review_change", "change", Change), one_of("review_pen", "pen", Pen)]
