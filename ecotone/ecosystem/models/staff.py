"""The tables of joiners, movers and leavers: who leaves when, whose account lies unused, who was looked through."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Account, Authored
from ecotone.ecosystem.models.records import Actor
from ecotone.ground.fields import Code
from ecotone.ground.models import Record, Versioned
from ecotone.ground.privacy import Privacy

SIGNED = "author author_hat_id author_actor_id"


class Leaving(Versioned, Authored):
    """That somebody leaves an organisation on a day, who takes what they have in hand, and all that then ended.

    `handed`: for each team the account that takes their asks, or "" for the team's own list. `ended` holds what it
    takes to undo it on the same day: the hats and when they would have ended, the asks and who had them, in ids and
    workers' names.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    handed = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    ended = models.JSONField(default=dict)

    privacy = Privacy(
        operational=f"id created_at version organisation on handed done_at undone_at ended {SIGNED}",
        personal="account author_account_id",
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "-on"], name="leavings_of_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organisation"], condition=Q(done_at=None, undone_at=None), name="one_leaving"
            )
        ]


class Unused(Record):
    """An account that nobody signs in with: when its owner was reminded, and when the clock suspended it."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="unused")
    reminded_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)

    privacy = Privacy(operational="id created_at reminded_at suspended_at", personal="account")


class StaffReview(Record, Authored):
    """That an administrator said in a quarter that somebody still is one of theirs."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    quarter = Code(help_text="such as 2026Q4")

    privacy = Privacy(
        operational=f"id created_at organisation quarter {SIGNED}", personal="account author_account_id"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "quarter", "account"], name="reviewed_once")]
