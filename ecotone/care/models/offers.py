"""The table of those who are told of an ask that is for whoever can help."""

from django.db import models

from ecotone.care.machine import Reason
from ecotone.care.models.asks import Referral
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Code, Line
from ecotone.ground.models import Versioned, one_of
from ecotone.ground.privacy import Privacy


class Candidate(Versioned):
    """A service that was told of an open offer, and may claim it; or has said that it is none of theirs, and why."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="candidates")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField(null=True)
    passed_by = Line(blank=True)
    reason = Code(choices=[(r, r) for r in Reason], blank=True)
    words = Line(blank=True)

    privacy = Privacy(
        operational="id created_at version referral actor passed_at passed_by reason", sensitive="service words"
    )

    class Meta:
        indexes = [models.Index(fields=["actor", "passed_at"], name="offers_to")]
        constraints = [
            models.UniqueConstraint(fields=["referral", "service"], name="told_once"),
            one_of("pass_reason", "reason", ["", *Reason]),
        ]
