"""The history of needs and frictions: each time one was met, taken back or came back, by whom and by what."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.care.models.frictions import Friction
from ecotone.care.models.needs import StatedNeed
from ecotone.care.models.unmet import UnmetNeed
from ecotone.care.rules.needs import MetBy, Standing
from ecotone.ground.fields import Code, Words
from ecotone.ground.models import Record, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED


class Turn(Record, Authored):
    """How a need or a friction changed, dated and named. Never changed; the newest says what it is closed by."""

    unmetneed = models.ForeignKey(UnmetNeed, null=True, on_delete=models.PROTECT, related_name="turns")
    statedneed = models.ForeignKey(StatedNeed, null=True, on_delete=models.PROTECT, related_name="turns")
    friction = models.ForeignKey(Friction, null=True, on_delete=models.PROTECT, related_name="turns")
    became = Code(choices=[(s, s) for s in Standing])
    met_by = Code(choices=[(b, b) for b in MetBy], blank=True)
    met_by_id = models.UUIDField(null=True)
    words = Words(blank=True, max_length=4000)

    privacy = Privacy(
        operational=f"id created_at unmetneed statedneed friction became met_by met_by_id {AUTHORED}",
        sensitive="words",
    )

    class Meta:
        indexes = [models.Index(fields=["author_account_id"], name="turns_of_account")]
        constraints = [
            one_of("turn_became", "became", Standing),
            one_of("turn_met_by", "met_by", ["", *MetBy]),
            models.CheckConstraint(
                name="turn_of_one_thing",
                condition=Q(unmetneed__isnull=False, statedneed=None, friction=None)
                | Q(unmetneed=None, statedneed__isnull=False, friction=None)
                | Q(unmetneed=None, statedneed=None, friction__isnull=False),
            ),
            models.CheckConstraint(
                name="met_by_something", condition=Q(became=Standing.MET) & ~Q(met_by="") | ~Q(became=Standing.MET)
            ),
        ]
