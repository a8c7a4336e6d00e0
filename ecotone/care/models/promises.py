"""The tables of promises, who does what next, and of forms on paper by which a person says what help was worth."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.care.models.asks import Judgement, Referral
from ecotone.care.models.hopes import Outcome
from ecotone.care.rules import Carrier, PromiseState
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, CircleTie, Person


class Promise(Versioned, Authored):
    """One thing that somebody said they would do next, about an ask or a hope: who carries it, by when, and how."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="promises")
    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="promises")
    outcome = models.ForeignKey(Outcome, null=True, on_delete=models.PROTECT, related_name="promises")
    words = Words(max_length=1000)
    carrier = Code(choices=[(c, c) for c in Carrier])
    tie = models.ForeignKey(CircleTie, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    by_when = models.DateField(null=True)
    state = Code(choices=[(s, s) for s in PromiseState], default=PromiseState.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = Line(blank=True)
    settled_by_actor_id = models.UUIDField(null=True)
    settled_by_person = models.BooleanField(default=False, help_text="the person's own tick")
    settled_words = Words(blank=True, max_length=1000)

    privacy = Privacy(
        operational="id created_at version referral outcome team by_when state settled_at settled_by_actor_id "
        + AUTHORED,
        personal="person settled_by settled_by_person",
        sensitive="words carrier tie settled_words",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "state", "by_when"], name="promises_to_person"),
            models.Index(fields=["referral", "by_when"], name="promises_on_referral"),
        ]
        constraints = [
            one_of("promise_carrier", "carrier", Carrier),
            one_of("promise_state", "state", PromiseState),
            models.CheckConstraint(
                name="promise_about_one_thing",
                condition=Q(referral__isnull=False, outcome=None) | Q(referral=None, outcome__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_carried_by_whom_it_names",
                condition=Q(carrier="alone", tie=None, team=None)
                | Q(carrier="with_help", tie__isnull=False, team=None)
                | Q(carrier="with_help", tie=None, team__isnull=False)
                | Q(carrier="team", tie=None, team__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_settled_when_over",
                condition=Q(state="open", settled_at=None) | ~Q(state="open") & Q(settled_at__isnull=False),
            ),
        ]


class PaperForm(Record, Authored):
    """A printed form for one judgement. Whoever types it in at either end gives the code that is printed on it."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="paper_forms")
    code = Line(max_length=12, unique=True)
    judgement = models.OneToOneField(Judgement, null=True, on_delete=models.PROTECT, related_name="paper")

    privacy = Privacy(operational=f"id created_at referral judgement {AUTHORED}", sensitive="code")

    class Meta:
        indexes = [models.Index(fields=["referral", "-created_at"], name="paper_of_referral")]
