"""The table of what could not be met."""

from django.db import models

from ecotone.care.machine import Reason
from ecotone.ecosystem.models import Need, Place
from ecotone.ground.fields import Code
from ecotone.ground.models import Record, one_of
from ecotone.ground.privacy import Privacy


class UnmetNeed(Record):
    """What could not be met, without identity: kind of need, place, who was asked, why. No dead end."""

    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    asked_sector = Code(blank=True)
    reason = Code(choices=[(r, r) for r in Reason], blank=True)
    origin = Code()
    origin_id = models.UUIDField(null=True)
    on = models.DateField()

    privacy = Privacy(operational="id created_at origin origin_id on need place asked_sector reason")

    class Meta:
        indexes = [models.Index(fields=["place", "-on"], name="unmet_at_place")]
        constraints = [one_of("unmet_reason", "reason", ["", *Reason])]
