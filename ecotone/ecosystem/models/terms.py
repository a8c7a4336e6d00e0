"""The tables of the terms on which organisations are here: the texts, who agreed to which, and who was told."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Authored
from ecotone.access.rules import Role
from ecotone.ecosystem.models.records import Actor
from ecotone.ecosystem.rules import TermsStage, TermsText
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Dated, Record, one_of
from ecotone.ground.privacy import Privacy


class Terms(Record, Dated, Authored):
    """One version of the terms: a page in plain words for a small group, and the fuller text for a statutory body.

    `needed_from` is the day from which whoever has not agreed sees no record. `until` is the day from which having
    agreed to it counts no more: it was superseded or withdrawn some days before.
    """

    number = models.PositiveIntegerField(unique=True)
    plain = Words(max_length=10_000)
    full = Words(max_length=60_000)
    changed = Words(blank=True, max_length=2000, help_text="what is new in it, in a sentence or two")
    needed_from = models.DateField()

    privacy = Privacy(
        open="since until number plain full changed needed_from author author_actor_id",
        operational="id created_at author_hat_id",
        personal="author_account_id",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="terms_period", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
            models.CheckConstraint(name="terms_grace", condition=Q(needed_from__gte=F("since"))),
        ]


class Agreement(Record, Dated, Authored):
    """That somebody who may speak for an organisation agreed to one version for it: who, in which hat, when.

    It holds from its first day on, and no longer than its version does. `until`: they agree no more.
    """

    organisation = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="agreements")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="agreements")
    text = Code(choices=[(each, each) for each in TermsText])
    role = Code(blank=True, choices=[(each, each) for each in Role])
    ended_by = Line(blank=True, help_text="name, title and organisation of who ended it")
    ended_by_id = models.UUIDField(null=True, help_text="their account")

    privacy = Privacy(
        open="since until organisation terms text role",
        operational="id created_at author author_hat_id author_actor_id ended_by",
        personal="author_account_id ended_by_id",
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "until"], name="agreements_of_actor")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "terms"], condition=Q(until__isnull=True), name="one_open_agreement"
            ),
            models.CheckConstraint(
                name="agreement_period", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            one_of("agreement_text", "text", TermsText),
        ]

    @staticmethod
    def standing(day: Any) -> Q:
        """The condition for agreements that let an organisation's people see records on that day."""
        holds = Q(terms__since__lte=day) & (Q(terms__until__isnull=True) | Q(terms__until__gt=day))
        return Agreement.on(day) & holds


class TermsNotice(Record):
    """That those who speak for an organisation were mailed of a version, once for each stage."""

    organisation = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+")
    stage = Code(choices=[(each, each) for each in TermsStage])

    privacy = Privacy(operational="id created_at organisation terms stage")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "terms", "stage"], name="told_of_terms_once"),
            one_of("terms_stage", "stage", TermsStage),
        ]
