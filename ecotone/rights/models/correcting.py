"""The tables of corrections: what somebody says is wrong in her record, and each step until it is answered."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, Person
from ecotone.rights.rules.correcting import BY_CODE, CorrectionState


class Correction(Versioned, Authored):
    """That an entry about a person is wrong, as she or one who speaks for her says; and what was answered.

    `said` is what the entry said then, so that the older version stays readable; empty where it is told in words.
    `team` wrote the entry and answers; nobody: those who guard records do.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    subject_kind = Code(blank=True)
    subject_id = models.UUIDField(null=True)
    said = Words(blank=True)
    wrong = Words(max_length=4000)
    should_say = Words(blank=True, max_length=20_000)
    team = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    state = Code(choices=[(s, s) for s in CorrectionState], default=CorrectionState.WAITING)
    due_on = models.DateField()
    extended_why = Words(blank=True, max_length=2000)
    reminded_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = Line(blank=True)
    answer = Words(blank=True, max_length=4000)
    now_says = Words(blank=True)
    replaced_by = models.UUIDField(null=True, help_text="the newer entry that took its place")

    privacy = Privacy(
        operational="id created_at version subject_kind subject_id state due_on reminded_on answered_at replaced_by "
        f"{AUTHORED}",
        personal="person team answered_by",
        sensitive="said wrong should_say extended_why answer now_says",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="corrections_of_person"),
            models.Index(fields=["team", "state", "due_on"], name="corrections_to_team"),
            models.Index(fields=["author_actor_id", "-created_at"], name="corrections_by_team"),
            models.Index(fields=["due_on"], condition=Q(state="waiting"), name="corrections_that_wait"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject_kind", "subject_id"],
                condition=Q(state="waiting", subject_id__isnull=False),
                name="one_correction_asked",
            ),
            one_of("correction_state", "state", CorrectionState),
            models.CheckConstraint(name="correction_says_what", condition=~Q(wrong="")),
            models.CheckConstraint(
                name="correction_answered_when_over",
                condition=Q(state="waiting", answered_at=None) | ~Q(state="waiting") & Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="correction_refused_with_reason",
                condition=~Q(state__in=["partly", "not_corrected"]) | ~Q(answer=""),
            ),
        ]


class CorrectionStep(Record, Authored):
    """One step of a correction, with what was said. Never changed."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="steps")
    code = Code(choices=[(code, code) for code in BY_CODE])
    words = Words(blank=True, max_length=4000)

    privacy = Privacy(operational=f"id created_at correction code {AUTHORED}", sensitive="words")

    class Meta:
        indexes = [models.Index(fields=["correction", "created_at"], name="steps_of_correction")]
        constraints = [one_of("correction_step", "code", BY_CODE.keys())]
