"""The table of questions between teams."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Line, Words
from ecotone.ground.models import Versioned
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, Person


class Question(Versioned, Authored):
    """Ask before you refer: a question from one team to another, with or without a person."""

    source = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    text = Words(max_length=4000)
    answer = Words(blank=True, max_length=4000)
    answered_by = Line(blank=True)
    answered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at version source target answered_by answered_at read_at {AUTHORED}",
        personal="person",
        sensitive="text answer",
    )

    class Meta:
        indexes = [
            models.Index(fields=["target", "answered_at"], name="questions_to"),
            models.Index(fields=["source", "read_at"], name="questions_from"),
        ]
        constraints = [models.CheckConstraint(name="ask_someone_else", condition=~Q(source=models.F("target")))]
