"""The table of contributions: what everyone put in, paid or not."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.care.models.asks import Referral
from ecotone.care.models.hopes import Outcome
from ecotone.care.rules import GiftKind
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Code, Line
from ecotone.ground.models import Record, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, CircleTie, Encounter


class Contribution(Record, Authored):
    """What somebody put in: an organisation, someone in the circle, or the person. Paid or not."""

    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="contributions")
    encounter = models.ForeignKey(Encounter, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.ForeignKey(Outcome, null=True, on_delete=models.PROTECT, related_name="contributions")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    circle_tie = models.ForeignKey(CircleTie, null=True, on_delete=models.PROTECT, related_name="+")
    by_person = models.BooleanField(default=False)
    kind = Code(choices=[(k, k) for k in GiftKind])
    words = Line()
    minutes = models.PositiveIntegerField(null=True)
    amount_minor = models.PositiveIntegerField(null=True)
    currency = Code(max_length=3, default="GBP")
    paid = models.BooleanField(default=False)
    on = models.DateField()

    privacy = Privacy(
        operational="id created_at referral encounter outcome actor by_person minutes amount_minor currency paid on "
        f"{AUTHORED}",
        sensitive="circle_tie kind words",
    )

    class Meta:
        indexes = [models.Index(fields=["referral", "on"], name="gifts_to_referral")]
        constraints = [
            one_of("gift_kind", "kind", GiftKind),
            models.CheckConstraint(
                name="gift_to_one_thing",
                condition=Q(referral__isnull=False, encounter=None, outcome=None)
                | Q(referral=None, encounter__isnull=False, outcome=None)
                | Q(referral=None, encounter=None, outcome__isnull=False),
            ),
            models.CheckConstraint(
                name="gift_from_one_giver",
                condition=Q(actor__isnull=False, circle_tie=None, by_person=False)
                | Q(actor=None, circle_tie__isnull=False, by_person=False)
                | Q(actor=None, circle_tie=None, by_person=True),
            ),
        ]
