"""The tables of erasing: that somebody asked, that it was done or not, and what holds it up."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, Person
from ecotone.rights.rules.erasing import Against, ErasureState, Ground, HoldWhy


class Erasure(Versioned, Authored):
    """That somebody's record was to be erased, and what was decided. Done, it holds ids and codes alone.

    `person` is the empty row that stays; `account_id` the account that went with it. By these an older backup, once
    put back, is erased again.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    account_id = models.UUIDField(null=True)
    why = Words(blank=True, max_length=4000)
    due_on = models.DateField()
    state = Code(choices=[(s, s) for s in ErasureState], default=ErasureState.ASKED)
    ground = Code(blank=True, choices=[(g, g) for g in Ground])
    against = Code(blank=True, choices=[(a, a) for a in Against])
    reason = Words(blank=True, max_length=4000)
    decided_at = models.DateTimeField(null=True)
    decided_by = Line(blank=True)
    rows = models.PositiveIntegerField(default=0, help_text="how many rows it took away or emptied")
    swept_at = models.DateTimeField(null=True, help_text="when what was written meanwhile was taken away as well")

    privacy = Privacy(
        operational="id created_at version account_id due_on state ground against decided_at decided_by rows "
        f"swept_at {AUTHORED}",
        personal="person",
        sensitive="why reason",
    )

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="erasures_asked"),
            models.Index(fields=["-decided_at", "-id"], name="erasures_decided"),
            models.Index(fields=["decided_at"], condition=Q(state="done", swept_at=None), name="erasures_to_sweep"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="asked"), name="one_erasure_asked"),
            models.UniqueConstraint(fields=["person"], condition=Q(state="done"), name="one_erasure_done"),
            one_of("erasure_state", "state", ErasureState),
            one_of("erasure_ground", "ground", ["", *Ground]),
            one_of("erasure_against", "against", ["", *Against]),
            models.CheckConstraint(
                name="erasure_decided_whole",
                condition=Q(state="asked", decided_at=None, ground="", against="")
                | Q(state="withdrawn", decided_at__isnull=False, ground="", against="")
                | Q(state="done", decided_at__isnull=False, against="") & ~Q(ground="")
                | Q(state="refused", decided_at__isnull=False, ground="") & ~Q(against="") & ~Q(reason=""),
            ),
        ]


class Hold(Versioned, Authored):
    """That nothing of somebody's record may be erased for now, and why; to be looked at again on a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    kind = Code(choices=[(w, w) for w in HoldWhy])
    why = Words(max_length=2000)
    review_on = models.DateField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = Line(blank=True)
    lifted_why = Words(blank=True, max_length=2000)

    privacy = Privacy(
        operational=f"id created_at version review_on lifted_at lifted_by {AUTHORED}",
        personal="person",
        sensitive="kind why lifted_why",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "lifted_at"], name="holds_on_person"),
            models.Index(fields=["review_on"], condition=Q(lifted_at=None), name="holds_that_stand"),
        ]
        constraints = [
            one_of("hold_kind", "kind", HoldWhy),
            models.CheckConstraint(name="hold_says_why", condition=~Q(why="")),
            models.CheckConstraint(name="hold_lifted_says_why", condition=Q(lifted_at=None) | ~Q(lifted_why="")),
        ]
