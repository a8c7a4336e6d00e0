"""The tables of who may sign for whom: by which authority somebody does, and what was assessed."""

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Authored
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Dated, Versioned, ends_after_it_begins, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models.record import AUTHORED, CarerPermission, CircleTie, Person
from ecotone.people.rules.signing import LONGEST_ASSESSMENT, REGISTERED, AuthorityKind, Matter


class Authority(Versioned, Dated, Authored):
    """That somebody around a person holds an authority over her: which, for what; its author saw the certificate.

    `permission` is the one by which the same somebody acts for her here, if they do. Ended, never deleted.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorities")
    tie = models.ForeignKey(CircleTie, on_delete=models.PROTECT, related_name="+")
    permission = models.ForeignKey(CarerPermission, null=True, on_delete=models.PROTECT, related_name="+")
    kind = Code(choices=[(k, k) for k in AuthorityKind])
    number = Line(max_length=80, blank=True, help_text="of the certificate or order")
    covers = models.JSONField(default=list, help_text="which matters it covers")
    powers = Words(blank=True, max_length=2000, help_text="what the paper says, in short")
    seen_on = models.DateField(help_text="when its author saw the paper")
    ended_at = models.DateTimeField(null=True, help_text="when it was ended early, if it was")
    ended_by = Line(blank=True)
    ended_reason = Words(blank=True, max_length=2000)
    told = models.BooleanField(default=True, help_text="whether the person has been told; untold it signs nothing")
    why_not_told = Words(blank=True, max_length=2000)

    privacy = Privacy(
        operational=f"id created_at version ended_at {AUTHORED}",
        personal="person tie permission number ended_by told",
        sensitive="kind covers powers seen_on since until ended_reason why_not_told",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-since"], name="authorities_of_person")]
        constraints = [
            ends_after_it_begins("authority_period"),
            one_of("authority_kind", "kind", AuthorityKind),
            models.CheckConstraint(
                name="authority_has_its_number", condition=~Q(kind__in=sorted(map(str, REGISTERED))) | ~Q(number="")
            ),
            models.CheckConstraint(
                name="authority_ended_whole",
                condition=Q(ended_at=None, ended_by="", ended_reason="") | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(name="authority_told_or_why_not", condition=Q(told=True) | ~Q(why_not_told="")),
        ]


class CapacityAssessment(Versioned, Authored):
    """That somebody assessed whether she can decide one matter: able or not, how, and when to look again."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    matter = Code(choices=[(m, m) for m in Matter])
    able = models.BooleanField()
    assessed_by = Line(help_text="who assessed it, and as what")
    how = Words(max_length=2000, help_text="how she was helped to decide, and what showed it")
    on = models.DateField()
    again_on = models.DateField(help_text="when to look again: from this day it says nothing any more")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = Line(blank=True)
    withdrawn_reason = Words(blank=True, max_length=2000)
    told = models.BooleanField(default=True, help_text="whether the person has been told; untold it says nothing")
    why_not_told = Words(blank=True, max_length=2000)

    privacy = Privacy(
        operational=f"id created_at version withdrawn_at {AUTHORED}",
        personal="person assessed_by withdrawn_by told",
        sensitive="matter able how on again_on withdrawn_reason why_not_told",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "matter", "-on"], name="assessments_of_person")]
        constraints = [
            one_of("assessment_matter", "matter", Matter),
            models.CheckConstraint(
                name="assessment_is_dated",
                condition=Q(again_on__gt=F("on")) & Q(again_on__lte=F("on") + LONGEST_ASSESSMENT),
            ),
            models.CheckConstraint(
                name="assessment_withdrawn_whole",
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_reason="") | Q(withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(name="assessment_told_or_why_not", condition=Q(told=True) | ~Q(why_not_told="")),
        ]
