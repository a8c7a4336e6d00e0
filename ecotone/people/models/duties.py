"""The table of legal duties: that a law lets a team see what a person may have refused."""

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Authored
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Versioned, ends_after_it_begins, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models.record import AUTHORED, Person
from ecotone.people.rules import LONGEST_DUTY, DutyKind, Part


class LegalDuty(Versioned, Authored):
    """That a team must be let see parts of a record by law, from when until when; the author recorded it.

    The author guards records, and sees nothing by it. Ended early, never deleted.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    kind = Code(choices=[(k, k) for k in DutyKind])
    reference = Words(max_length=2000, help_text="the order, certificate or case, and who asked for it")
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="when it was ended early, if it was")
    ended_by = Line(blank=True)
    ended_reason = Words(blank=True, max_length=2000)
    told = models.BooleanField(help_text="whether the person has been told")
    why_not_told = Words(blank=True, max_length=2000)

    privacy = Privacy(
        operational=f"id created_at version since until ended_at {AUTHORED}",
        personal="person actor ended_by told",
        sensitive="kind reference ended_reason why_not_told",
    )

    class Meta:
        indexes = [
            models.Index(fields=["actor", "person", "until"], name="duties_of_actor"),
            models.Index(fields=["person", "-since"], name="duties_of_person"),
            models.Index(fields=["-since", "-id"], name="duties_by_time"),
        ]
        constraints = [
            ends_after_it_begins("duty_period"),
            models.CheckConstraint(name="duty_is_dated", condition=Q(until__lte=F("since") + LONGEST_DUTY)),
            one_of("duty_kind", "kind", DutyKind),
            models.CheckConstraint(name="duty_says_what", condition=~Q(reference="")),
            models.CheckConstraint(name="duty_is_somebodys_word", condition=Q(author_account_id__isnull=False)),
            models.CheckConstraint(name="duty_told_or_why_not", condition=Q(told=True) | ~Q(why_not_told="")),
            models.CheckConstraint(
                name="duty_ended_whole",
                condition=Q(ended_at=None, ended_by="", ended_reason="")
                | Q(ended_at__gte=F("since")) & ~Q(ended_by="") & ~Q(ended_reason=""),
            ),
        ]


class DutyPart(models.Model):
    """A part of the record that a legal duty opens, besides who she is."""

    duty = models.ForeignKey(LegalDuty, on_delete=models.CASCADE, related_name="opened")
    part = Code(choices=[(p, p) for p in Part])

    privacy = Privacy(operational="id duty part")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty", "part"], name="part_of_duty_once"),
            one_of("duty_part", "part", Part),
        ]
