"""The table of frictions: what got in the way of working together, as someone met it."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.care.models.asks import Referral
from ecotone.care.rules.needs import MOST_MINUTES, FrictionKind, Standing
from ecotone.ecosystem.models import Actor, Institution, Need, Place
from ecotone.ecosystem.rules import Sector
from ecotone.ground.fields import Code, Words
from ecotone.ground.models import Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED


class Friction(Versioned, Authored):
    """What got in the way, without the person's name: what sort of thing, between whom, and what it cost.

    Where it belongs to an ask, its need, place and boundary are the ask's. `words` and `workaround` may tell of a
    case: they are for the author's team and for those who see the ask.
    """

    kind = Code(choices=[(k, k) for k in FrictionKind])
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="frictions")
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    from_sector = Code(blank=True)
    from_actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    to_sector = Code(blank=True)
    to_actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    words = Words(blank=True, max_length=4000)
    workaround = Words(blank=True, max_length=4000)
    minutes = models.PositiveIntegerField(null=True)
    once = models.UUIDField(null=True, unique=True)
    state = Code(choices=[(s, s) for s in Standing], default=Standing.STANDING)

    privacy = Privacy(
        operational="id created_at version kind institution from_sector from_actor to_sector to_actor minutes once "
        f"state {AUTHORED}",
        personal="referral place",
        sensitive="need words workaround",
    )

    class Meta:
        indexes = [
            models.Index(fields=["author_actor_id", "-created_at"], name="frictions_of_team"),
            models.Index(fields=["author_account_id", "-created_at"], name="frictions_of_author"),
            models.Index(fields=["created_at"], name="frictions_by_time"),
        ]
        constraints = [
            one_of("friction_kind", "kind", FrictionKind),
            one_of("friction_state", "state", Standing),
            one_of("friction_from", "from_sector", ["", *Sector]),
            one_of("friction_to", "to_sector", ["", *Sector]),
            models.CheckConstraint(
                name="friction_minutes", condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES)
            ),
            models.CheckConstraint(
                name="friction_boundary_whole",
                condition=Q(from_sector="", to_sector="") | ~Q(from_sector="") & ~Q(to_sector=""),
            ),
        ]
