"""The table of how long this place keeps records, where that is longer than the least."""

from django.db import models

from ecotone.access.models import Authored
from ecotone.ground.fields import Code, Words
from ecotone.ground.models import Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED
from ecotone.rights.rules.keeping import LONGEST, Kept


class RetentionPeriod(Versioned, Authored):
    """How many months this place keeps the records of one rule, who said so, and why."""

    rule = Code(unique=True, choices=[(k, k) for k in Kept])
    months = models.PositiveIntegerField()
    why = Words(max_length=2000)

    privacy = Privacy(operational=f"id created_at version rule months why {AUTHORED}")

    class Meta:
        constraints = [
            one_of("retention_rule", "rule", Kept),
            models.CheckConstraint(name="retention_months", condition=models.Q(months__gte=36, months__lte=LONGEST)),
        ]
