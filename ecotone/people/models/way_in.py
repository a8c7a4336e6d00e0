"""The tables of how a person came to sign in as herself: what she was offered, and that her account was taken off.

Nothing here lets its reader in: link, code and proof are kept as hashes.
"""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.ground.fields import Address, Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models.record import AUTHORED, Person
from ecotone.people.rules.way_in import TRIES, KnewHow, WayInEnd


class OwnWayIn(Versioned, Authored):
    """That staff offered a person to sign in as herself: to which address, how they know her, what came of it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ways_in")
    address = Address()
    knew = Code(choices=[(k, k) for k in KnewHow])
    knew_how = Line(blank=True, max_length=300)
    link_hash = Line(max_length=64, unique=True, help_text="SHA-256 of 256 random bits, in hexadecimal")
    code_hash = Line(max_length=64, help_text="HMAC of the code, under the deployment's key and the row's id")
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="wrong ones")
    proof_hash = Line(max_length=64, blank=True, help_text="of what the browser holds in which both halves came")
    proved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = Code(blank=True, choices=[(e, e) for e in WayInEnd])
    ended_by = Line(blank=True)

    privacy = Privacy(
        operational=f"id created_at version until tries proved_at ended_at ended {AUTHORED}",
        personal="person address knew knew_how ended_by",
        sensitive="link_hash code_hash proof_hash",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="ways_in_of_person"),
            models.Index(fields=["proof_hash"], condition=~Q(proof_hash=""), name="ways_in_by_proof"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_way_in_at_a_time"),
            one_of("way_in_knew", "knew", KnewHow),
            one_of("way_in_ended", "ended", ["", *WayInEnd]),
            models.CheckConstraint(name="way_in_says_how", condition=~Q(knew="other_way") | ~Q(knew_how="")),
            models.CheckConstraint(name="way_in_tries", condition=Q(tries__lte=TRIES)),
            models.CheckConstraint(
                name="way_in_ended_whole",
                condition=Q(ended_at=None, ended="") | Q(ended_at__isnull=False) & ~Q(ended=""),
            ),
        ]


class AccountTakenOff(Record, Authored):
    """That the account was taken off a person's record: by herself, or by whoever guards records, and why."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken_off")
    by_her = models.BooleanField()
    reason = Words(blank=True, max_length=2000, help_text="for those who guard records and those who help her")

    privacy = Privacy(operational=f"id created_at {AUTHORED}", personal="person by_her", sensitive="reason")

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="taken_off_of_person")]
        constraints = [models.CheckConstraint(name="taken_off_says_why", condition=Q(by_her=True) | ~Q(reason=""))]
