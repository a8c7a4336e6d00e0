"""The table of programs that call in their own name: whose each is, and who answers for it."""

from django.db import models

from ecotone.access.models import Account, Authored
from ecotone.ecosystem.models.records import Actor
from ecotone.ground.fields import Line
from ecotone.ground.models import Versioned
from ecotone.ground.privacy import Privacy


class Program(Versioned, Authored):
    """A program of an organisation, with an account of its own. Two people answer for it; one may leave."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="program")
    organisation = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="programs")
    purpose = Line(max_length=400, help_text="what it is for, in a sentence")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational="id created_at version account organisation purpose ended_at "
        "author author_hat_id author_actor_id",
        personal="owner second_owner author_account_id",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="two_owners", condition=~models.Q(owner=models.F("second_owner"))),
        ]
