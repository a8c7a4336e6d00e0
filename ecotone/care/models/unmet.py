"""The table of what could not be met when it was asked or looked for."""

from django.db import models
from django.db.models import Q

from ecotone.care.rules.needs import Origin, Standing, UnmetReason
from ecotone.ecosystem.models import Actor, Need, Place
from ecotone.ground.fields import Code
from ecotone.ground.models import Versioned, one_of
from ecotone.ground.privacy import Privacy


class UnmetNeed(Versioned):
    """What could not be met, without identity: kind of need, place, who was asked, why. No dead end.

    `noted_by` is the team that looked and found nothing; nobody where a person looked for herself. Of one ask, and
    of one person's one need, at most one stands.
    """

    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    asked_sector = Code(blank=True)
    reason = Code(choices=[(r, r) for r in UnmetReason], blank=True)
    origin = Code(choices=[(o, o) for o in Origin])
    origin_id = models.UUIDField(null=True, help_text="the ask, or the page of results that the button stood on")
    noted_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    state = Code(choices=[(s, s) for s in Standing], default=Standing.STANDING)

    privacy = Privacy(
        operational="id created_at version origin origin_id noted_by on need place asked_sector reason state"
    )

    class Meta:
        indexes = [
            models.Index(fields=["place", "-on"], name="unmet_at_place"),
            models.Index(fields=["noted_by", "-on"], name="unmet_by_team"),
        ]
        constraints = [
            one_of("unmet_reason", "reason", ["", *UnmetReason]),
            one_of("unmet_origin", "origin", Origin),
            one_of("unmet_state", "state", Standing),
            models.UniqueConstraint(
                fields=["origin", "origin_id"], condition=Q(state=Standing.STANDING), name="one_standing_an_ask"
            ),
            models.UniqueConstraint(fields=["origin_id"], condition=Q(origin=Origin.SEARCH), name="one_a_search"),
        ]
