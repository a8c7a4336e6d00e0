"""The table of signposts: somebody was sent on without a referral."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Need
from ecotone.ground.fields import Code, Line
from ecotone.ground.models import Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, Person
from ecotone.people.rules import NamedBy


class Signpost(Versioned, Authored):
    """Sent on without a referral: by whom, if known, to a service, an actor or somewhere in words, on which day.

    No place at all: it was not said where. `wrong_place` is whether it was the wrong one, empty while nobody knows.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signposts")
    from_actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    to_service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    to_actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    to_words = Line(blank=True)
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    wrong_place = models.BooleanField(null=True)
    said_by = Code(choices=[(s, s) for s in NamedBy])
    sensitive = models.BooleanField(default=False, help_text="where to, or what for, would tell too much")
    taken_back_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at version on said_by taken_back_at {AUTHORED}",
        personal="person",
        sensitive="from_actor to_service to_actor to_words need wrong_place sensitive",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-on"], name="signposts_of_person"),
            models.Index(fields=["on"], name="signposts_by_day"),
        ]
        constraints = [
            one_of("signpost_said_by", "said_by", NamedBy),
            models.CheckConstraint(
                name="signpost_to_one_place",
                condition=Q(to_service=None, to_actor=None)
                | Q(to_service=None, to_words="")
                | Q(to_actor=None, to_words=""),
            ),
            models.CheckConstraint(
                name="signpost_elsewhere",
                condition=Q(to_actor=None) | Q(from_actor=None) | ~Q(to_actor=models.F("from_actor")),
            ),
        ]
