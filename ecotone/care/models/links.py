"""The tables of links by e-mail: the link, the codes and devices that open it, and what is said in a sentence.

Of a token, a code and a device's key only a hash is kept: who reads the database cannot use them.
"""

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Authored
from ecotone.care.models.asks import Referral
from ecotone.care.rules.links import LinkEnd
from ecotone.ground.fields import Address, Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED


class AnswerLink(Versioned, Authored):
    """A link mailed to a group, to answer one ask without an account. One ask has one live link at most."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    address = Address()
    listed = models.BooleanField(help_text="the address is the group's own, from its listing, not one the asker gave")
    reason = Line(blank=True, help_text="why it went to another address than the listing's")
    token_hash = Code(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="when its holder first came in by it")
    closed_at = models.DateTimeField(null=True)
    why = Code(blank=True, choices=[(e, e) for e in LinkEnd])
    why_words = Line(blank=True, help_text="what the asker said when taking it back")

    privacy = Privacy(
        operational="id created_at version referral listed token_hash expires_at opened_at closed_at why "
        f"reason why_words {AUTHORED}",
        personal="address",
    )

    class Meta:
        indexes = [models.Index(fields=["referral", "-created_at"], name="links_of_referral")]
        constraints = [
            models.UniqueConstraint(fields=["referral"], condition=Q(closed_at=None), name="one_live_link"),
            one_of("link_why", "why", ["", *LinkEnd]),
            models.CheckConstraint(
                name="link_closed_with_reason",
                condition=Q(closed_at=None, why="") | (~Q(closed_at=None) & ~Q(why="")),
            ),
            models.CheckConstraint(name="link_lasts", condition=Q(expires_at__gt=F("created_at"))),
        ]


class LinkCode(Record):
    """Six digits mailed to the link's own address, for a device nobody knows: a forwarded link alone is no use.

    They count in the browser that asked for them and in no other, so that wrong tries elsewhere use up none of them.
    """

    link = models.ForeignKey(AnswerLink, on_delete=models.PROTECT, related_name="codes")
    browser_hash = Code(max_length=64)
    code_hash = Code(max_length=64)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    privacy = Privacy(operational="id created_at link browser_hash code_hash expires_at tries used_at")

    class Meta:
        indexes = [models.Index(fields=["link", "-created_at"], name="codes_of_link")]


class TrustedDevice(Record):
    """A device on which a code sent to this address was typed in, and that its user wished to be remembered."""

    address = Address()
    key_hash = Code(max_length=64, unique=True)
    until = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    privacy = Privacy(operational="id created_at key_hash until forgotten_at", personal="address")


class Sentence(Record, Authored):
    """An answer in a group's own sentence. The asker says later which move it meant: `coded_at` is when."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sentences")
    link = models.ForeignKey(AnswerLink, on_delete=models.PROTECT, related_name="sentences")
    text = Words(max_length=4000)
    coded_at = models.DateTimeField(null=True)

    privacy = Privacy(operational=f"id created_at referral link coded_at {AUTHORED}", sensitive="text")

    class Meta:
        indexes = [models.Index(fields=["referral", "created_at"], name="sentences_of_referral")]
